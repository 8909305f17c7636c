"""`station protocols check`.

Every problem with file, line, key, value and bound, by the firmware's own validator.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recovery_station.cli.protocols import line_of
from recovery_station.cli.run import run

GOOD = """schema = "protocol/1"
id = "mine"
title = "Mine"

[[step]]
kind = "compression"
pattern = "sequential"
legs = "both"
target_mmhg = [80, 75, 70, 65, 60]
hold_s = 8
release_s = 6
duration_s = 600

[[step]]
kind = "rest"
rest_s = 60
"""


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


def test_broken_toml_names_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(tmp_path, GOOD.replace("hold_s = 8", "hold_s = = 8")) == 7
    assert "mine.toml:10:" in capsys.readouterr().out


def test_a_missing_file_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["protocols", "check", "no-such.toml"]) == 2
    assert "no-such.toml" in capsys.readouterr().err


def test_a_key_in_an_inline_table_is_found_in_its_line() -> None:
    text = '[[step]]\nkind = "compression"\nboost = { zone = 9, mmhg = 5 }\n'
    assert line_of(text, "step[0].boost.zone") == 3
