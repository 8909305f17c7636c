"""`station presets show`: the drawn cycle in blocks and in ASCII, the PNG, and what cannot be drawn or written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from tests.host.command import Call, objects

from recovery_station.cli.preset_words import preset_words
from recovery_station.cycles.text import ASCII, BLOCKS, signs_for
from station_firmware.core import presets as _presets

presets = cast("Any", _presets)
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


def test_five_rows_from_thigh_to_foot_with_targets_times_and_source(call: Call) -> None:
    code, out, err = call("presets", "show", "flush-20")
    assert (code, err) == (0, "")
    for words in ("source: Maia 2024", "total time: 20:00 min", "cycles: about 37", "first cycle", "nominal"):
        assert words in out
    later = out[out.index("every later cycle") :].splitlines()
    assert [line.split()[0] for line in later[2:7]] == ["thigh", "knee", "calf", "ankle", "foot"]
    assert [line.split()[1] for line in later[2:7]] == ["60", "65", "70", "75", "80"]
    assert out.count("both legs") == 2
    assert max(len(line) for line in out.splitlines()) <= 100


def test_alternating_legs_are_drawn_both_and_one_after_the_other(call: Call) -> None:
    out = call("presets", "show", "warmup-10")[1]
    assert out.count("left leg") == out.count("right leg") == 2
    feet = [line for line in out.splitlines() if line.split()[:1] == ["foot"]]
    for left, right in (feet[:2], feet[2:]):
        assert len(left) < len(right) - len(right.strip(" ").split()[-1])


def test_a_narrow_terminal_gets_a_narrow_picture(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    out = call("presets", "show", "deep-30")[1]
    drawn = out[out.index("first cycle") : out.index("drawn for")]
    assert max(len(line) for line in drawn.splitlines()) <= 60


@pytest.mark.parametrize(
    ("encoding", "signs"), [("utf-8", BLOCKS), ("ascii", ASCII), ("latin-1", ASCII), (None, ASCII)]
)
def test_plain_signs_where_the_terminal_has_no_blocks(encoding: str | None, signs: object) -> None:
    assert signs_for(encoding) is signs


@pytest.mark.parametrize("preset_id", presets.IDS)
def test_every_preset_is_drawn_in_words_and_as_png(call: Call, tmp_path: Path, preset_id: str) -> None:
    path = tmp_path / "preset.png"
    code, out, err = call("presets", "show", preset_id, "-o", str(path))
    assert (code, err) == (0, f"{preset_id} drawn in {path}\n")
    assert preset_id in out
    assert path.read_bytes().startswith(PNG)
    assert path.stat().st_size < 30_000 + 30_000 * len(presets.find(preset_id)["step"])


def test_json_stays_one_protocol_and_the_file_is_written_too(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "preset.png"
    code, out, _ = call("presets", "show", "gradient-30", "-o", str(path), "--json")
    assert code == 0
    assert objects(out) == [{"type": "protocol/1", **presets.find("gradient-30")}]
    assert path.stat().st_size > 1000


def test_another_suffix_is_usage_and_a_bad_place_is_told(call: Call, tmp_path: Path) -> None:
    assert call("presets", "show", "flush-20", "-o", "preset.pdf")[0] == 2
    code, _, err = call("presets", "show", "flush-20", "-o", str(tmp_path / "no" / "preset.png"))
    assert code == 1
    assert "cannot write" in err
    assert "next:" in err


def test_a_protocol_of_a_newer_station_shows_its_values_only() -> None:
    document = json.loads(json.dumps(presets.find("flush-20")))
    document["step"][0]["pattern"] = "spiral\x1b[2J"
    told = preset_words(document)
    assert "pattern: spiral\\x1b[2J" in told
    assert "older" in told
    assert "first cycle" not in told
