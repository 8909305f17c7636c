"""The contrast protocols of the literature: taken or refused as what they ask, and heard with their own totals."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any, cast

import pytest
from tests.core.rig import Rig

from recovery_station.virtual.plant.setup import PlantSetup
from station_firmware.core import presets as _presets
from station_firmware.core import prompt as _prompt
from station_firmware.core import protocol as _protocol
from station_firmware.core import states

protocol, prompt = cast("Any", _protocol), cast("Any", _prompt)
FOLDER = Path(__file__).parents[2] / "docs" / "literature"
# domain of the studies (Bieuzen, PMC3633882, table 1): minutes in the water, dips of hot and of cold, allowed here
STUDIES = {
    "dawson": (14, 5, 4, False),
    "elias": (14, 7, 7, True),
    "french": (13, 3, 4, True),
    "gill": (9, 3, 3, False),
    "higgins": (10, 5, 5, True),
}
LENGTH_S = {row[0]: sum(row[1]) / 1000 for row in prompt.PATTERNS}


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _heard(table: dict[str, Any]) -> list[tuple[float, str]]:
    """Begin of each prompt in seconds, as the plant's ear took it, of a whole session."""
    step = table["step"][0]
    rig = Rig(PlantSetup(hot_degc=step["hot_degc"], cold_degc=step["cold_degc"]))
    rig.start(table)
    rig.until(states.IDLE, 1_800_000)
    assert rig.station.session.last_end == states.COMPLETED and rig.faults() == []
    rig.run(2000)  # the last prompt is a word only when silence has followed it
    return [(at_us / 1e6 - 0.3 - LENGTH_S[name], name) for at_us, name in rig.plant.ear.heard]


def _dips(heard: list[tuple[float, str]]) -> list[tuple[str, float]]:
    """(bath, seconds) of each dip: from *enter* to the *leave* after it."""
    found: list[tuple[str, float]] = []
    for (from_s, name), (to_s, after) in itertools.pairwise(heard):
        if name.startswith("enter_"):
            assert after == "leave"
            found.append((name.removeprefix("enter_"), to_s - from_s))
    return found


def test_every_study_has_its_file() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(STUDIES)


def test_elias_is_built_in() -> None:
    built_in = cast("Any", _presets).find("contrast-7x1")["step"]
    assert _table("elias")["step"] == built_in


@pytest.mark.parametrize("name", [name for name in STUDIES if not STUDIES[name][3]])
def test_what_asks_for_more_than_our_limits_is_refused_as_that(name: str) -> None:
    table = _table(name)
    assert [row[0] for row in protocol.check(table)] == ["step[0].hot_degc"]
    assert protocol.check({**table, "step": [{**table["step"][0], "hot_degc": 40}]}) == []


@pytest.mark.parametrize("name", [name for name in STUDIES if STUDIES[name][3]])
def test_a_study_is_heard_with_its_dips_and_its_minutes(name: str) -> None:
    minutes, hots, colds, _ = STUDIES[name]
    table = _table(name)
    assert protocol.check(table) == []
    dips = _dips(_heard(table))
    assert (sum(bath == "hot" for bath, _ in dips), sum(bath == "cold" for bath, _ in dips)) == (hots, colds)
    for bath, seconds in dips:
        # the first word after START begins when 0.4 s of silence have parted it from the one before
        assert seconds == pytest.approx(table["step"][0][f"{bath}_s"], abs=0.45)
    assert sum(seconds for _, seconds in dips) / 60 == pytest.approx(minutes, abs=0.03)
