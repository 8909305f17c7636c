"""On real MicroPython a session is the same when the chip's counters or the firmware's own go through 2**30 in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.virtual.wrap_station import STAGES_S, Edit, Told, Wraps, session

from recovery_station.errors import StationError

# where the firmware's milliseconds, its microseconds and the chip's own counter wrap
STAGES = (
    ("first fill", "pause", "self-test"),
    ("pause", "fault in a session", "boot"),
    ("fault in a session", "boot", "fill after the pause"),
)
PLAIN: tuple[Edit, ...] = (
    ("slot_a/station_firmware/core/timebase.py", "span = (now - then) & MASK", "return now - then"),
)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The session in which nothing wraps."""
    told = session(tmp_path_factory.mktemp("plain"), Wraps())
    assert (told.late, told.resets) == (0, 0)
    assert told.end[0] == "estop"
    kinds = [kind for _, kind, _ in told.events]
    assert kinds.count("state") == 4
    assert len(told.samples) > 20
    return told


@pytest.mark.parametrize("stages", STAGES)
def test_nothing_but_the_counters_is_different(plain: Told, stages: tuple[str, ...], tmp_path: Path) -> None:
    assert session(tmp_path, Wraps(*[STAGES_S[name] for name in stages])) == plain


# the microseconds amid a tick: at its beginning nothing is left to wait for
@pytest.mark.parametrize("wraps", [Wraps(ms_s=24.0), Wraps(us_s=24.01)])
def test_a_plain_difference_of_times_is_noticed(plain: Told, wraps: Wraps, tmp_path: Path) -> None:
    try:
        assert session(tmp_path, wraps, PLAIN) != plain
    except StationError as error:
        assert "state FAULT" in str(error)
