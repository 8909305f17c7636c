"""`station config get`, `set` and `edit` on real firmware: what is said, kept and refused, and that no text is lost."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from tests.core.settings_table import FULL, only
from tests.host.command import objects
from tests.host.served import Served

from recovery_station.cli import config_edit
from recovery_station.errors import RefusedError, UsageError
from recovery_station.station import Station

Editor = Callable[..., Path]


@pytest.fixture
def served(
    virtual_station: Station,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Iterator[Served]:
    """The command line at a virtual station, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    while virtual_station.wire_status().state != "IDLE":
        virtual_station.client.transport.wait(0.5)
    yield Served(virtual_station, monkeypatch, capsys)


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Editor:
    """Make an $EDITOR that runs these sed words on the file, one of them at each call; returns what it saw first."""

    def made(*seds: str) -> Path:
        script, seen = tmp_path / "editor.sh", tmp_path / "seen.toml"
        cases = "\n".join(f"{number}) sed -i.bak -e '{sed}' \"$1\";;" for number, sed in enumerate(seds))
        script.write_text(
            f'#!/bin/sh\n[ -e "{seen}" ] || cp "$1" "{seen}"\n'
            f'n=$(cat "{tmp_path}/count" 2>/dev/null || echo 0)\necho $((n + 1)) > "{tmp_path}/count"\n'
            f"case $n in\n{cases}\n*) exit 3;;\nesac\n",
            encoding="utf-8",
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        (tmp_path / "count").unlink(missing_ok=True)
        seen.unlink(missing_ok=True)
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", str(script))
        return seen

    return made


def kept_texts(folder: Path) -> list[Path]:
    return sorted(folder.glob("station-settings-*.toml"))


# ------------------------------------------------------------ get and set


def test_a_new_station_has_nothing_set_and_nothing_fitted(served: Served) -> None:
    code, out, _ = served("config", "get", "--json")
    (found,) = objects(out)
    assert code == 0
    assert (found["type"], found["kept"], found["settings"]) == ("config/1", "never", {})
    assert found["left_out"] == {
        "name": None,
        "host_start": True,
        "language": "en",
        "utc_offset_min": 0,
        "bath_l": 300,
        "heater_w": 0,
        "hot_circulation": False,
        "hot_keep_degc": None,
        "hot_standby_degc": None,
        "chiller_w": 0,
        "cold_circulation": False,
        "cold_keep_degc": None,
        "cold_standby_degc": None,
        "hours": None,
    }
    lines = [line.split() for line in served("config", "get")[1].splitlines()]
    assert ["bath_l", "300", "L", "not", "set"] in lines and ["name", "-", "not", "set"] in lines
    assert served("config", "get", "host_start")[:2] == (0, "true\n")
    assert served("config", "get", "name")[:2] == (0, "\n")


# REQ-110
def test_what_is_set_is_there_and_the_name_follows(served: Served) -> None:
    words = ("name", "Leg Lab 2", "heater_w", "3000", "hot_circulation", "true", "hot_keep_degc", "38")
    hours = ("hours", "mon-fri 06:00-21:00, sat 08:00-18:00")
    code, out, err = served("config", "set", *words, *hours, "--json")
    assert (code, err) == (0, "")
    (found,) = objects(out)
    wanted = {
        "name": "Leg Lab 2",
        "heater_w": 3000,
        "hot_circulation": True,
        "hot_keep_degc": 38,
        "hours": ["mon-fri 06:00-21:00", "sat 08:00-18:00"],
    }
    assert (found["station"], found["kept"], found["done"]) == ("Leg Lab 2", "good", "set")
    assert found["settings"] == wanted
    assert objects(served("config", "set", *words, "--json")[1])[0]["done"] == "unchanged"
    assert served("config", "get", "heater_w")[1] == "3000\n"
    assert objects(served("config", "get", "hours", "--json")[1])[0]["settings"] == {"hours": wanted["hours"]}
    assert served("config", "set", "hours", "")[0] == 0
    assert served("config", "set", "name", "hot_keep_degc", "--unset")[0] == 0
    assert served.station.config().settings == only(heater_w=3000, hot_circulation=True)
    assert served.station.greet().name.startswith("station-")


def test_values_are_toml_or_bare_words(served: Served) -> None:
    for words, key, value in (
        (("name", "2"), "name", "2"),
        (("name", '"Leg Lab"'), "name", "Leg Lab"),
        (("name", "true"), "name", "true"),
        (("--", "utc_offset_min", "-60"), "utc_offset_min", -60),
        (("bath_l", "4_00"), "bath_l", 400),
        (("host_start", "false"), "host_start", False),
    ):
        assert served("config", "set", *words)[0] == 0
        assert served.station.config().settings[key] == value


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("bath_l", "49"), "bath_l = 49: must be a whole number in range (50-5000 L)"),
        (("bath_l", "5001"), "bath_l = 5001: must be a whole number in range (50-5000 L)"),
        (("bath_l", "400.5"), "bath_l = 400.5: must be a whole number in range (50-5000 L)"),
        (("bath_l", "much"), "bath_l = 'much': must be a whole number in range (50-5000 L)"),
        (("bath_l", "1\ny = 2"), "bath_l = '1\\ny = 2': must be a whole number in range (50-5000 L)"),
        (("bath_l", "06:00:00"), "bath_l = '06:00:00': must be a whole number in range (50-5000 L)"),
        (("host_start", "yes"), "host_start = 'yes': must be true or false (true | false)"),
        (("heater_w", "3000"), "heater_w = 3000: no heating without circulation (hot_circulation = true)"),
        (("heater", "3000"), "heater = 3000: unknown key, did you mean heater_w? (one of name host_start"),
        (("schema", "settings/2"), "schema = 'settings/2': must be settings/1"),
        (("bath_l", "nan"), "bath_l = nan: must be a whole number in range (50-5000 L)"),
    ],
)
def test_nothing_is_sent_that_is_not_allowed(served: Served, words: tuple[str, ...], told: str) -> None:
    code, out, err = served("config", "set", *words)
    assert (code, out.count("\n")) == (2, 1)
    assert out.startswith(told)
    assert "nothing was sent" in err
    assert served.station.config().kept == "never"
    assert objects(served("config", "set", *words, "--json")[1])[0]["type"] == "config-check/1"


def test_every_problem_is_told_and_good_ones_beside_it_are_not_set(served: Served) -> None:
    words = ("bath_l", "49", "hot_keep_degc", "41", "name", "Lab")
    code, out, _ = served("config", "set", *words)
    assert code == 2
    assert [line.split(" ")[0] for line in out.splitlines()] == ["bath_l", "hot_keep_degc", "hot_keep_degc"]
    assert served.station.config().settings == only()


def test_mistyped_keys_are_told_with_the_one_meant(served: Served) -> None:
    for words in (("get", "bath_L"), ("get", "bath"), ("set", "bath", ""), ("set", "bath", "--unset")):
        code, out, err = served("config", *words)
        assert (code, out) == (2, "")
        assert "did you mean bath_l?" in err and "hours" in err
    assert "did you mean" not in served("config", "get", "\x1b[2J")[2]
    assert served("config", "set", "bath_l")[0] == 2


def test_while_somebody_may_be_in_the_boots_settings_rest(served: Served) -> None:
    served.station.start("flush-20", screened=True, confirmed_by="Kim")
    for words in (("get",), ("set", "bath_l", "400"), ("edit",)):
        code, out, err = served("config", *words)
        assert (code, out) == (7, "")
        assert "settings are read and set only at rest" in err and "station stop" in err
    with pytest.raises(RefusedError, match="settings are read and set only at rest"):
        served.station.put_config(only(bath_l=400))


# REQ-115
def test_where_the_site_forbids_it_a_start_names_the_setting(served: Served) -> None:
    assert served("config", "set", "host_start", "false")[0] == 0
    code, _, err = served("run", "flush-20", "--screened", "--confirmed-by", "Kim")
    assert code == 7
    assert "the site's setting host_start is false" in err and "press START" in err
    assert served.station.wire_status().state == "IDLE"
    assert served("run", "flush-20", "--screened")[0] == 0


def test_python_judges_before_it_sends(served: Served) -> None:
    sha256 = served.station.put_config(FULL)
    found = served.station.config()
    assert (found.kept, found.settings, found.sha256) == ("good", FULL, sha256)
    with pytest.raises(UsageError, match=r"extra: unknown key .*; bath_l: must be a whole .*\(50-5000 L\)"):
        served.station.put_config({**FULL, "bath_l": 1, "extra": 2})
    assert served.station.config().sha256 == sha256


# ------------------------------------------------------------ edit


def test_the_editor_shows_every_key_and_what_it_changes_is_sent(served: Served, editor: Editor) -> None:
    seen = editor("s/^# bath_l = .*/bath_l = 500/")
    code, out, err = served("config", "edit", "--json")
    assert (code, err) == (0, "")
    assert objects(out)[0]["settings"] == {"bath_l": 500}
    text = seen.read_text(encoding="utf-8")
    assert "\n# Water in one bath.\n# 50-5000 L; left out: 300\n# bath_l = 400\n" in text
    assert text.startswith("# Settings of the station station-")
    assert kept_texts(Path.cwd()) == []


def test_all_that_is_shown_together_is_allowed(served: Served, editor: Editor) -> None:
    seen = editor(r"s/^# \([a-z_]*\) = /\1 = /", "s/^bath_l = .*/# none/")
    assert served("config", "edit")[0] == 0
    assert served.station.config().settings == {**FULL, "name": "Leg Lab", "utc_offset_min": 60}
    assert served("config", "edit")[0] == 0
    assert "bath_l" not in served.station.config().settings
    assert seen.exists()


def test_an_unchanged_text_sends_nothing(served: Served, editor: Editor) -> None:
    served.station.put_config(FULL)
    editor("s/nothing/nothing/")
    assert objects(served("config", "edit", "--json")[1])[0]["done"] == "unchanged"


def test_a_text_that_is_not_allowed_is_kept_and_can_be_gone_on_with(served: Served, editor: Editor) -> None:
    editor("s/^# bath_l = .*/bathl = 500/", "s/^bathl/bath_l/")
    code, out, err = served("config", "edit")
    assert code == 2
    (path,) = kept_texts(Path.cwd())
    line = path.read_text(encoding="utf-8").splitlines().index("bathl = 500") + 1
    assert f"{path.name}:{line}: bathl = 500: unknown key, did you mean bath_l?" in out
    assert f"kept in {path}" in err and f"station config edit --from {path}" in err
    assert served("config", "edit", "--from", str(path))[0] == 0
    assert served.station.config().settings == only(bath_l=500)


def test_a_text_that_is_no_toml_is_kept_too(served: Served, editor: Editor) -> None:
    editor("s/^# bath_l = .*/bath_l = = 5/")
    code, out, err = served("config", "edit", "--json")
    assert code == 2
    assert objects(out)[0]["bound"] == "TOML" and objects(out)[0]["line"] > 10
    assert objects(err)[0]["data"]["file"] == str(kept_texts(Path.cwd())[0])


def test_at_a_terminal_one_is_asked_to_edit_again(
    served: Served, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor("s/^# bath_l = .*/bath_l = 1/", "s/^bath_l = 1/bath_l = 60/")
    monkeypatch.setattr(config_edit, "_again", lambda: True)
    code, out, _ = served("config", "edit")
    assert code == 0 and "bath_l = 1: must be a whole number in range" in out
    assert served.station.config().settings == only(bath_l=60)


def test_an_editor_that_fails_or_is_none_loses_nothing(
    served: Served, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor()
    code, _, err = served("config", "edit")
    assert code == 2 and "Editing failed" in err and "kept in" in err
    monkeypatch.setenv("VISUAL", str(Path.cwd() / "none"))
    assert "set EDITOR" in served("config", "edit")[2]
    assert len(kept_texts(Path.cwd())) == 2
    assert served("config", "edit", "--from", "no-such-file.toml")[0] == 2


def test_what_the_station_refuses_is_kept(
    served: Served, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor("s/^# bath_l = .*/bath_l = 500/", "s/^# bath_l = .*/bath_l = 600/")

    def meanwhile(_settings: object, _path: Path) -> Mapping[str, object]:
        served.station.put_config(only(name="Other"))
        return only(bath_l=500)

    monkeypatch.setattr(config_edit, "_edited", meanwhile)
    code, _, err = served("config", "edit")
    assert code == 2 and "changed by somebody else meanwhile" in err and "kept in" in err
    assert served.station.config().settings == only(name="Other")
