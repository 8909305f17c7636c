"""`station protocols check`.

Every problem with file, line, key, value and bound, by the firmware's own validator.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.host.protocol_texts import SMALL as GOOD

from recovery_station.authoring.lines import line_of
from recovery_station.cli.run import run


def check(tmp_path: Path, text: str, *more: str) -> int:
    """Check one file of this text."""
    path = tmp_path / "mine.toml"
    path.write_text(text)
    return run(["protocols", "check", str(path), *more])


def test_a_good_file_is_allowed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, GOOD) == 0
    assert "allowed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "value"),
    [
        ("[80,", "[115,", 9, "step[0].target_mmhg[0]", 115),
        ("hold_s = 8", "hold_s = 400", 10, "step[0].hold_s", 400),
        ("rest_s = 60", "rest_s = 0", 16, "step[1].rest_s", 0),
        ("rest_s = 60", "", 14, "step[1].rest_s", None),
        ('id = "mine"', 'id = "Mine!"', 2, "id", "Mine!"),
    ],
)
def test_a_problem_names_line_key_value_and_bound(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    line: int,
    key: str,
    value: object,
) -> None:
    assert check(tmp_path, GOOD.replace(old, new), "--json") == 7
    captured = capsys.readouterr()
    found = json.loads(captured.out.splitlines()[0])
    assert (found["line"], found["key"], found["value"], found["ok"]) == (line, key, value, False)
    assert found["bound"]
    assert json.loads(captured.err)["name"] == "refused"


BOOST = "boost = { zone = 1, mmhg = 10 }"
TARGETS = "[80, 75, 70, 65, 60]"


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "value", "bound"),
    [
        (TARGETS, "[60, 65, 60, 60, 60]", 9, "step[0].target_mmhg[1]", 65, "<= 60 mmHg"),
        (TARGETS, f"{TARGETS}\n{BOOST.replace('10', '11')}", 10, "step[0].boost.mmhg", 11, "1-10 mmHg"),
        (TARGETS, f"[105, 75, 70, 65, 60]\n{BOOST}", 10, "step[0].boost.mmhg", 10, "1-5 mmHg"),
        (TARGETS, f"{TARGETS}\n{BOOST.replace('zone = 1', 'zone = 6')}", 10, "step[0].boost.zone", 6, "1-5"),
        ("hold_s = 8", "hold_s = 61", 10, "step[0].hold_s", 61, "0-60 s"),
        ("hold_s = 8", "hold_s = true", 10, "step[0].hold_s", True, "0-60 s"),
        ("hold_s = 8", "hold_s = 8.5", 10, "step[0].hold_s", 8.5, "0-60 s"),
        ("hold_s = 8", 'hold_s = "8"', 10, "step[0].hold_s", "8", "0-60 s"),
        ("hold_s = 8", "hold_s = nan", 10, "step[0].hold_s", None, "0-60 s"),
        ("hold_s = 8", "", 5, "step[0].hold_s", None, "required"),
        ("duration_s = 600", "duration_s = 0", 12, "step[0].duration_s", 0, "60-3600 s"),
        ("duration_s = 600", "duration_s = 3600", 5, "step", 3660, "<= 3600 s"),
        ("hold_s = 8", "hold_s = 8\nvibrate = 1", 11, "step[0].vibrate", 1, "one of pattern"),
        ("hold_s = 8", 'hold_s = 8\n"a[b].c" = 1', 5, "step[0].a[b].c", 1, "one of pattern"),
        ('title = "Mine"', 'title = "Mine"\nmood = 1', 4, "mood", 1, "known key"),
        ('title = "Mine"', "title = 7", 3, "title", 7, "1-40 letters"),
        ('"both"', '"all"', 8, "step[0].legs", "all", "left | right | both | alternating"),
        ('"sequential"', '"uniform"', 9, "step[0].target_mmhg", [80, 75, 70, 65, 60], "5 equal numbers"),
        ("hold_s = 8", 'hold_s = 8\nzones_off = ["L9"]', 11, "step[0].zones_off[0]", "L9", "different zones"),
        ("hold_s = 8", 'hold_s = 8\nzones_off = "L1"', 11, "step[0].zones_off", "L1", "different zones"),
        ("hold_s = 8", 'hold_s = 8\nmay_leave_off = "yes"', 11, "step[0].may_leave_off", "yes", "true"),
    ],
)
def test_each_limit_is_named(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    line: int,
    key: str,
    value: object,
    bound: str,
) -> None:
    text = GOOD.replace(old, new)
    assert text != GOOD
    assert check(tmp_path, text, "--json") == 7
    captured = capsys.readouterr()
    found = json.loads(captured.out.splitlines()[0])
    assert (found["line"], found["key"], found["value"]) == (line, key, value)
    assert bound in found["bound"]
    assert json.loads(captured.err)["exit"] == 7
    assert check(tmp_path, text) == 7
    captured = capsys.readouterr()
    assert f"mine.toml:{line}: {key} = " in captured.out
    assert "Traceback" not in captured.err


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"both"', '"alternating"'),
        ('"sequential"', '"wave"'),
        ("hold_s = 8", 'hold_s = 8\nzones_off = ["L3", "R5"]\nmay_leave_off = true'),
        (TARGETS, f"{TARGETS}\n{BOOST}"),
        ("duration_s = 600", "duration_s = 600\n[step.boost]\nzone = 5\nmmhg = 3"),
    ],
)
def test_what_is_new_is_allowed(tmp_path: Path, old: str, new: str) -> None:
    assert check(tmp_path, GOOD.replace(old, new)) == 0


def test_ten_thousand_steps_are_one_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, GOOD + '[[step]]\nkind = "rest"\nrest_s = 1\n' * 9998) == 7
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        f"{tmp_path / 'mine.toml'}:5: step = 10000: must be a list of steps (1-200 steps)"
    ]
    assert "Traceback" not in captured.err


@pytest.mark.parametrize(
    "value",
    [
        '"' + "x" * 100_000 + '"',
        "1" + "0" * 3000,
        "[" + "8, " * 50_000 + "8]",
        "[" * 80 + "]" * 80,
        "1979-05-27",
    ],
)
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_huge_value_is_not_echoed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: str, more: tuple[str, ...]
) -> None:
    assert check(tmp_path, GOOD.replace("hold_s = 8", f"hold_s = {value}"), *more) == 7
    captured = capsys.readouterr()
    assert len(captured.out) < len(str(tmp_path)) + 250
    assert "step[0].hold_s" in captured.out
    assert "unexpected" not in captured.err


def test_a_key_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, GOOD.replace("hold_s = 8", 'hold_s = 8\n"\\u001b[2J' + "k" * 500 + '" = 1')) == 7
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\\x1b[2J" in out
    assert len(out.splitlines()[0]) < len(str(tmp_path)) + 350


def test_the_other_files_are_judged_when_one_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, junk = tmp_path / "good.toml", tmp_path / "bad.toml", tmp_path / "junk.toml"
    good.write_text(GOOD)
    bad.write_text(GOOD.replace("hold_s = 8", "hold_s = 400"))
    junk.write_bytes(b"\xff\xfe\x00")
    missing = str(tmp_path / "missing.toml")
    assert run(["protocols", "check", missing, str(junk), str(tmp_path), str(good)]) == 2
    captured = capsys.readouterr()
    assert f"{good}: allowed" in captured.out
    assert f"{junk}:1: cannot read it: it is no UTF-8 text" in captured.out
    for name in (missing, str(junk), str(tmp_path)):
        assert name in captured.err
    assert run(["protocols", "check", missing, str(bad), str(good)]) == 7
    captured = capsys.readouterr()
    assert f"{bad}:10: step[0].hold_s = 400" in captured.out
    assert f"{good}: allowed" in captured.out
    assert missing in captured.err


def test_a_missing_key_is_told_at_its_own_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = GOOD.replace("rest_s = 60", "") + '[[step]]\nkind = "rest"\nrest_s = 5\n'
    assert check(tmp_path, text) == 7
    assert "mine.toml:14: step[1].rest_s = missing" in capsys.readouterr().out


def test_broken_toml_names_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, GOOD.replace("hold_s = 8", "hold_s = = 8")) == 7
    assert "mine.toml:10:" in capsys.readouterr().out


def test_a_missing_file_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["protocols", "check", "no-such.toml"]) == 2
    assert "no-such.toml" in capsys.readouterr().err


def test_a_key_in_an_inline_table_is_found_in_its_line() -> None:
    text = '[[step]]\nkind = "compression"\nboost = { zone = 9, mmhg = 5 }\n'
    assert line_of(text, "step[0].boost.zone") == 3
