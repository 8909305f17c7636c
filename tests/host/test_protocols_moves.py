"""`station protocols push`, `pull`, `remove` and `diff` on real firmware: what is said, kept and refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.host.command import objects
from tests.host.protocol_texts import SMALL, largest, renamed
from tests.host.served import Served

from recovery_station import discover
from recovery_station.authoring.content import body_of, content_hash
from recovery_station.authoring.judge import judge_file
from recovery_station.authoring.toml_text import to_toml
from recovery_station.station import Station


@pytest.fixture
def served(
    virtual_station: Station,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Iterator[Served]:
    """The command line at a virtual station, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    while virtual_station.wire_status().state != "IDLE":
        virtual_station.client.transport.wait(0.5)
    yield Served(virtual_station, monkeypatch, capsys)


def write(name: str, text: str) -> str:
    """A file in the test's folder; returns its name."""
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_a_protocol_goes_there_changes_comes_back_and_goes(served: Served) -> None:
    mine = write("mine.toml", SMALL)
    assert served("protocols", "push", mine) == (0, "mine.toml: mine new\n", "")
    assert served("protocols", "push", mine)[1] == "mine.toml: mine unchanged\n"
    write("mine.toml", SMALL.replace("hold_s = 8", "hold_s = 9"))
    code, out, err = served("protocols", "diff", mine)
    assert (code, err) == (1, "")
    assert "-hold_s = 8\n+hold_s = 9\n" in out
    assert out.startswith("--- station: mine\n+++ mine.toml\n")
    _, out, _ = served("protocols", "push", mine, "--json")
    judged = judge_file(mine)
    assert judged.document is not None
    assert objects(out) == [
        {
            "type": "protocol-push/1",
            "file": mine,
            "id": "mine",
            "done": "replaced",
            "content": content_hash(judged.document),
        }
    ]
    assert served("protocols", "diff", mine)[:2] == (0, "mine.toml: mine is the same\n")
    assert served("protocols", "pull", "mine", "-o", "new/folder")[0] == 0
    pulled = judge_file("new/folder/mine.toml")
    assert pulled.document == judged.document
    assert served("protocols", "remove", "mine") == (0, "mine: removed\n", "")
    assert served("protocols", "diff", mine)[:2] == (1, "mine.toml: mine is not on the station\n")


def test_nothing_of_a_bad_file_is_sent_and_the_others_go_on(served: Served) -> None:
    bad = write("bad.toml", renamed("bad").replace("hold_s = 8", "hold_s = 800"))
    names = (bad, write("one.toml", renamed("one")), "missing.toml", write("two.toml", renamed("two")))
    code, out, err = served("protocols", "push", *names)
    assert code == 2
    assert "bad.toml:10: step[0].hold_s = 800" in out
    assert out.endswith("one.toml: one new\ntwo.toml: two new\n")
    assert "2 of 4 files not sent: bad.toml, missing.toml" in err
    assert served.station.protocols.custom() == ["one", "two"]


def test_two_files_of_one_id_are_told(served: Served) -> None:
    code, out, _ = served("protocols", "push", write("a.toml", SMALL), write("b.toml", SMALL))
    assert code == 2
    assert "b.toml:1: id = 'mine': a.toml has this id too" in out
    assert "a.toml: mine new" in out


def test_a_built_in_protocol_is_neither_replaced_nor_removed(served: Served) -> None:
    flush = write("flush-20.toml", renamed("flush-20"))
    code, out, err = served("protocols", "push", flush, write("mine.toml", SMALL))
    assert (code, out) == (7, "mine.toml: mine new\n")
    assert "flush-20.toml: the station refused: a preset cannot be changed or removed" in err
    code, _, err = served("protocols", "push", flush, "--json")
    assert code == 7
    (error,) = objects(err)
    assert (error["name"], error["data"]["reason"]) == ("refused", "preset")
    code, _, err = served("protocols", "remove", "flush-20")
    assert code == 7
    assert "a preset cannot be changed or removed" in err


def test_an_unknown_id_is_told_with_those_near_it(served: Served) -> None:
    for command in ("pull", "remove"):
        code, _, err = served("protocols", command, "flush-2", "--json")
        assert code == 7
        (error,) = objects(err)
        assert error["data"]["near"][0] == "flush-20"
        assert "near it: flush-20" in error["message"]
        code, _, err = served("protocols", command, "zzz", "qqqqqq")
        assert code == 7
        assert "zzz: the station has no protocol zzz\nqqqqqq: " in err
        assert "2 of 2 not" in err


def test_a_file_that_says_something_else_is_not_overwritten(served: Served) -> None:
    served("protocols", "push", write("mine.toml", SMALL))
    write("mine.toml", "# my notes\n" + SMALL)
    assert served("protocols", "pull", "mine")[1] == "mine: mine.toml unchanged\n"
    assert Path("mine.toml").read_text().startswith("# my notes")
    for other in (SMALL.replace("hold_s = 8", "hold_s = 7"), "not a protocol"):
        write("mine.toml", other)
        code, out, err = served("protocols", "pull", "mine")
        assert (code, out) == (2, "")
        assert "says something else" in err and "--force" in err
        assert Path("mine.toml").read_text() == other
    assert served("protocols", "pull", "mine", "--force")[1] == "mine: mine.toml replaced\n"
    assert judge_file("mine.toml").id == "mine"
    assert [path.name for path in Path().iterdir()] == ["mine.toml"]


def test_pull_all_takes_what_is_not_built_in(served: Served) -> None:
    served("protocols", "push", write("b.toml", renamed("b-1")), write("a.toml", renamed("a-1")))
    assert served("protocols", "pull", "--all", "-o", "out")[1] == (
        "a-1: out/a-1.toml new\nb-1: out/b-1.toml new\n"
    )
    assert served("protocols", "pull")[0] == 2
    assert served("protocols", "pull", "--all", "mine")[0] == 2


def test_every_built_in_protocol_is_a_file_that_check_accepts(served: Served) -> None:
    ids = [row.id for row in served.station.presets()]
    assert served("protocols", "pull", *ids, "-o", "built-in")[0] == 0
    files = [f"built-in/{one}.toml" for one in ids]
    assert served("protocols", "check", *files)[0] == 0
    assert served("protocols", "diff", *files)[0] == 0


def test_diff_without_files_compares_the_folder_and_names_what_only_the_station_has(served: Served) -> None:
    served("protocols", "push", write("mine.toml", SMALL), write("gone.toml", renamed("gone")))
    Path("gone.toml").unlink()
    write("pyproject.toml", "[project]\nname = 'x'\n")
    write("new.toml", renamed("new"))
    code, out, err = served("protocols", "diff", "--json")
    assert (code, err) == (1, "")
    assert {(one["id"], one["state"]) for one in objects(out)} == {
        ("mine", "same"),
        ("new", "only_here"),
        ("gone", "only_there"),
    }
    write("bad.toml", SMALL.replace("hold_s = 8", "hold_s = 800"))
    code, out, err = served("protocols", "diff")
    assert code == 2
    assert "bad.toml:10:" in out and "mine.toml: mine is the same" in out


def test_an_editor_finds_the_schema_beside_a_pulled_file(served: Served) -> None:
    assert served("protocols", "schema", "-o", "protocol.schema.json")[0] == 0
    assert json.loads(served("protocols", "schema")[1]) == json.loads(
        Path("protocol.schema.json").read_text()
    )
    served("protocols", "pull", "flush-20")
    assert Path("flush-20.toml").read_text().startswith("#:schema ./protocol.schema.json\nschema = ")
    assert judge_file("flush-20.toml").problems == ()
    assert served("protocols", "schema", "-o", "no/such/folder.json")[0] == 1


def test_bad_files_alone_need_no_station(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from recovery_station.cli.run import run

    def none(_target: str | None) -> None:
        raise AssertionError("a station was looked for")

    monkeypatch.setattr(discover, "transport_for", none)
    bad = tmp_path / "bad.toml"
    bad.write_text(SMALL.replace("hold_s = 8", ""))
    assert run(["protocols", "push", str(bad)]) == 2
    assert "step[0].hold_s = missing" in capsys.readouterr().out


@pytest.mark.timeout(200)
def test_two_hundred_steps_go_there_run_and_come_back(served: Served) -> None:
    document = largest()
    name = write("largest.toml", to_toml(document))
    assert served("protocols", "push", name)[0] == 0
    station = served.station
    kept = station.protocols.get("largest")
    assert (kept.document, kept.content, kept.body_bytes) == (
        document,
        content_hash(document),
        len(body_of(document)),
    )
    assert station.start("largest", screened=True).state == "SELFTEST"
    station.stop()
    row = next(row for row in station.presets() if row.id == "largest")
    assert (row.title, row.kind, row.duration_s) == ("T" * 40, "compression", 57 * 60 + 143)


def test_sixty_four_are_kept_and_one_more_is_refused_with_words(served: Served) -> None:
    names = [write(f"p-{number}.toml", renamed(f"p-{number}")) for number in range(65)]
    code, out, err = served("protocols", "push", *names)
    assert code == 7
    assert out.count(" new\n") == 64
    assert "p-64.toml: the station refused: there are 64 custom protocols already; remove one" in err
    assert len(served.station.protocols.custom()) == 64
