"""What is shown.

Bars, targets, missing readings, prompts and faults; plain lines where there is no terminal.
"""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from tests.host import story
from tests.host.fake_station import FakeStation

from recovery_station import live
from recovery_station.cli.output import Output, minutes, plain, table
from recovery_station.display import Display, told
from recovery_station.follow import Follower, View
from recovery_station.models import Fault, Reading, WireSession
from recovery_station.station import Station
from station_firmware.core import events as firmware_events
from station_firmware.core import states
from station_firmware.store import record

SESSION = WireSession("3-1", "flush-20", 0, "compression", 61, 1139, 4, None)


def shown(view: View, width: int = 100) -> str:
    """The view as a terminal of `width` cells shows it, without colours."""
    console = Console(file=io.StringIO(), width=width, force_terminal=False)
    with console.capture() as capture:
        console.print(live.render(view, width))
    return capture.get()


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_a_running_session(width: int) -> None:
    zones: list[Reading] = [80, 75, 70, 65, 60, 81, 76, 71, 66, 61]
    text = shown(View("gym", "RUNNING", SESSION, 61, 1139, zones, zones, 38.0, 12.0, "ready"), width)
    assert max(len(line) for line in text.splitlines()) <= width
    for part in ("RUNNING", "flush-20", "cycle 4", "1:01 gone, 18:59 left", "80/ 80", "61/ 61", "READY"):
        assert part in text
    assert "hot 38.0 °C" in text


def test_a_missing_reading_is_never_a_zero() -> None:
    text = shown(View("gym", "IDLE", None, None, None, [None] * 10, [0] * 10, None, 12.0))
    assert text.count("no reading") == 11
    assert "no session" in text


def test_faults_come_with_what_to_do() -> None:
    fault = Fault.from_wire((101, "L3", 133, 130, 0, 1))
    text = shown(View("gym", "FAULT", faults=[fault], estop=True))
    assert "FAULT 101 over_pressure L3: 133 mmHg (limit 130 mmHg)" in text
    assert "then the zips" in text
    assert "EMERGENCY STOP PRESSED" in text


@pytest.mark.parametrize(("value", "cells"), [(0, 0), (60, 20), (120, 40), (133, 40), (-3, 0)])
def test_a_bar_is_as_long_as_its_pressure(value: int, cells: int) -> None:
    text = live.bar(value, None, 40).plain
    assert len(text) == 40
    assert text.count("█") == cells


def test_a_target_marks_its_place() -> None:
    assert live.bar(0, 60, 40).plain.index("┃") == 19


def test_the_picture_can_be_kept() -> None:
    assert live.svg(View("gym", "IDLE")).startswith("<svg")


def test_plain_lines_only_when_something_changes(fake: FakeStation, station: Station) -> None:
    stream = io.StringIO()
    follower = Follower(station)
    follower.begin()
    with Display(stream, Output(as_json=False)) as display:
        for state in ("IDLE", "IDLE", "RUNNING", "RUNNING"):
            follower.view.state = state
            display.show(follower)
    assert stream.getvalue().splitlines() == ["IDLE", "RUNNING"]


def test_the_follower_learns_from_events_without_asking(fake: FakeStation, station: Station) -> None:
    fake.state = "RUNNING"
    fake.session = {
        "id": "3-1",
        "protocol": "flush-20",
        "step": 0,
        "step_kind": "compression",
        "elapsed_s": 10,
        "remaining_s": 1190,
        "cycle": 1,
        "cycles": None,
    }
    follower = Follower(station, "3-1", to_the_end=True)
    follower.begin()
    assert follower.view.targets_mmhg == [80, 75, 70, 65, 60] * 2
    asked = len(fake.calls)
    story.second(fake, 1000, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
    story.second(fake, 2000, (11, 2, 3, 4, 5, 6, 7, 8, 9, 10))
    fake.way.now_s += 0.1
    follower.step(0.1)
    assert follower.view.zones_mmhg[0] == 11
    assert follower.view.remaining_s == pytest.approx(1189)
    assert len(fake.calls) == asked
    story.note(fake, firmware_events.INTENSITY, 2500, 5, 85)
    fake.way.now_s += 0.1
    follower.step(0.1)
    assert follower.view.targets_mmhg == [85, 80, 75, 70, 65] * 2
    fake.state, fake.session = "IDLE", None
    story.end(fake, 1, states.COMPLETED, 3000)
    fake.way.now_s += 0.1
    follower.step(0.1)
    assert follower.ended is not None
    assert (follower.ended.reason, follower.ended.ran_s) == ("completed", 3.0)


def test_the_end_is_known_from_the_status_when_the_event_is_lost(fake: FakeStation, station: Station) -> None:
    follower = Follower(station, "3-1", to_the_end=True)
    fake.last_end = {"id": "3-1", "reason": "estop"}
    follower.begin()
    assert follower.ended is not None
    assert follower.ended.reason == "estop"


def test_events_come_once_and_in_order_whatever_the_line_does(fake: FakeStation, station: Station) -> None:
    events = station.events(timeout_s=5.0)
    fake.play = [(0.0, lambda: fake.fill(1)), (0.2, lambda: fake.fill(30))]
    first = next(events)
    for seq in (7, 8, 20):
        fake.add(record.NOTE, 1, seq, 0, 0)
    seqs = [first.seq, *[found.seq for found in events]]
    assert seqs == list(range(len(fake.journal)))
    assert not fake.events_on


def test_words() -> None:
    assert minutes(1139.4) == "18:59"
    assert minutes(None) == "-"
    assert plain("a\x1b[2Jb") == "a\\x1b[2Jb"
    assert table(("A", "BB"), [("xyz", None)]) == "A    BB\nxyz  -"
    assert told(View("gym", "RUNNING", SESSION)) == "RUNNING  flush-20 step 1 compression  cycle 4"
