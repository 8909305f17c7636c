"""NOTE records: each in words, in `logs show`, as objects, in the report's list and in its plot."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from tests.host import story
from tests.host.command import Call, objects
from tests.host.fake_station import FakeStation

from recovery_station import notes
from recovery_station.logs import query
from recovery_station.logs.plot import draw
from recovery_station.logs.pull import pull
from recovery_station.logs.report import page, picture_of
from recovery_station.logs.store import Store
from recovery_station.station import Station
from station_firmware.core import events
from station_firmware.store import record_names

ROWS = [
    (events.BODY_RELIEVED, 2, 97, "body load: L3 relieved at 97 mmHg"),
    (events.HOLD_CUT, 9, 0, "hold cut: R5 was under pressure for too long"),
    (
        events.CYCLE_SPLIT,
        1,
        112,
        "cycle split: right leg, so that no zone is under pressure for more than 112 s",
    ),
    (events.HOLD_SHORTENED, 0, 12, "hold shortened: left leg, to 12 s"),
    (events.INTENSITY, 5, 85, "intensity +5: highest target 85 mmHg"),
    (events.INTENSITY, -10, 70, "intensity -10: highest target 70 mmHg"),
    (events.BOOST, 3, 10, "boost: calf of both legs +10 mmHg"),
    (events.BOOST, 0, 0, "boost: off"),
    (events.SKIP, 0, 0, "skip: step 1 ends early"),
    (events.LONGER, 1, 1500, "longer: step 2, the session is now planned for 25 min"),
    (events.LEFT_OFF, 0b1000000010, 0, "left off by staff: L2 R5"),
    (events.SETTINGS, -1, 7, "settings of the site: set, content ffffffff"),
    (events.SETTINGS, 0x00AB12CD, 7, "settings of the site: set, content 00ab12cd"),
    (99, 1, 2, "note: code 99 a 1 b 2 c 0"),
]
AT_REST = [
    (events.AWAY, 1, 0, "leaves service: its bootloader was asked for, to flash another MicroPython"),
    (events.CALIBRATED, 2, 164, "calibration: L3 zero 200.2 mV, gain +0.00 %"),
    (events.CALIBRATED, 10, 0, "calibration: ML has no calibration any more"),
    (events.CALIBRATED, 12, -25, "calibration: hot1 -0.25 degC at 10 degC, +0.00 degC at 40 degC"),
]


def whole(fake: FakeStation) -> None:
    story.begin(fake, 1)
    for at_s in range(1, 30):
        story.second(fake, at_s * 1000)
    for number, (code, a, b, _) in enumerate(ROWS):
        story.note(fake, code, 30_000 + number, a, b)
    story.end(fake, 1, 0, 40_000)


@pytest.mark.parametrize(("code", "a", "b", "words"), ROWS + AT_REST)
def test_each_note_has_words(code: int, a: int, b: int, words: str) -> None:
    assert notes.told({"code": code, "a": a, "b": b, "c": 0}) == words


def test_a_held_leg_is_told_with_who_has_looked() -> None:
    b, c = struct.unpack("<ii", b"Kim Lee ")
    words = "calibration: right leg, about 80 mmHg; Kim Lee has seen that nobody is in the boots"
    assert notes.told({"code": events.HELD, "a": 1080, "b": b, "c": c}) == words
    gain = {"code": events.CALIBRATED, "a": 11, "b": 170, "c": -1017}
    assert notes.told(gain) == "calibration: MR zero 207.5 mV, gain -1.00 %"


def test_every_note_of_the_firmware_has_a_row_and_odd_numbers_harm_nothing() -> None:
    assert set(notes.WORDS) == set(record_names.NOTES[1:])
    for code in range(-1, len(record_names.NOTES) + 1):
        for number in (-5, 0, 10, 1 << 30):
            assert notes.told({"code": code, "a": number, "b": number})


def test_history_tells_what_no_session_has(fake: FakeStation, call: Call) -> None:
    code, _, err = call("logs", "history")
    assert code == 0 and "station logs pull" in err
    for number, (note, a, b, _) in enumerate(AT_REST):
        story.note(fake, note, 100 + number, a, b)
    assert call("logs", "pull")[0] == 0
    code, out, _ = call("logs", "history", "--last", "2")
    assert code == 0 and [line.split("  ")[-1] for line in out.splitlines()] == [
        row[3] for row in AT_REST[-2:]
    ]
    code, out, _ = call("--json", "logs", "history")
    found = objects(out)
    assert {one["type"] for one in found} == {"history/1"} and len(found) == len(AT_REST)
    assert [one["detail"]["code"] for one in found] == [row[0] for row in AT_REST]


def test_logs_show_tells_them(fake: FakeStation, call: Call) -> None:
    whole(fake)
    call("logs", "pull")
    out = call("logs", "show", "last")[1]
    for row in ROWS:
        assert f"0:30  {row[3]}" in out
    found = [one for one in objects(call("logs", "show", "last", "--json")[1]) if one.get("kind") == "note"]
    assert found[0]["detail"] == {"code": 1, "a": 2, "b": 97, "c": 0, "note": "body_load"}


def test_the_report_lists_and_marks_them(
    fake: FakeStation, station: Station, store: Store, tmp_path: Path
) -> None:
    whole(fake)
    pull(station, store)
    picture = picture_of(store, query.session(store, "last"))
    assert "body load: L3 relieved at 97 mmHg" in page(picture)
    left, right = draw(picture).subfigs[0].axes[:2]
    marks = [
        len(line.get_xdata())
        for axes in (left, right)
        for line in axes.lines
        if line.get_label() == "note, see list"
    ]
    assert marks == [12, 12]  # two are the left leg's alone, two the right leg's
