"""Boots, a dip that waits for "in", guided work: one session on real firmware, answered as staff do, and its record."""

from __future__ import annotations

import pytest

from recovery_station import Back, Next, Skip, Station
from recovery_station.errors import RefusedError
from recovery_station.models import Doing
from recovery_station.words import PROMPT_NAMES

pytestmark = pytest.mark.timeout(240)
PROTOCOL = {
    "schema": "protocol/1",
    "id": "all-in-one",
    "title": "All in one",
    "step": [
        {
            "kind": "compression",
            "pattern": "uniform",
            "legs": "both",
            "target_mmhg": [30] * 5,
            "hold_s": 2,
            "release_s": 2,
            "duration_s": 60,
        },
        {"kind": "rest", "rest_s": 15},
        {"kind": "dip", "bath": "cold", "degc": 12, "dip_s": 20, "wait_in": True},
        {
            "kind": "guided",
            "items": [{"label": "Roll", "seconds": 30, "sides": 2}, {"label": "Cat-cow", "reps": 10}],
        },
    ],
}


def _until(station: Station, what: str, limit_s: float = 240.0) -> Doing:
    """What is to be done, once it is `what`."""
    until = station.client.transport.now() + limit_s
    while station.client.transport.now() < until:
        doing = station.wire_status().doing
        if doing is not None and doing.what == what:
            return doing
        station.client.pump(0.5)
    raise AssertionError(f"{what} did not come: {station.wire_status()}")


def _running(station: Station) -> None:
    station.protocols.put(PROTOCOL)
    station.start("all-in-one", screened=True, confirmed_by="Kim")
    while station.wire_status().state != "RUNNING":
        station.client.pump(0.5)
    with pytest.raises(RefusedError, match="nothing is asked"):
        station.adjust(Next())
    with pytest.raises(RefusedError, match="only a guided step"):
        station.adjust(Back())
    station.adjust(Skip())


def test_a_combined_session_asks_waits_guides_and_tells(virtual_station: Station) -> None:
    station = virtual_station
    _running(station)
    _until(station, "boots_off")
    status = station.status()
    assert status.session is not None and (status.session.step, status.session.step_kind) == (2, "dip")
    assert max(abs(one or 0) for one in status.zones_mmhg.values()) <= 1 and not any(
        status.targets_mmhg.values()
    )
    station.adjust(Next())
    entering = _until(station, "enter")
    assert (entering.bath, entering.left_s) == ("cold", None)
    station.adjust(Next())
    inside = _until(station, "in")
    assert inside.left_s in (19, 20)
    item = _until(station, "item", 30)
    assert (item.label, item.side, item.sides, item.next) == ("Roll", 1, 2, "Cat-cow")
    station.client.transport.wait(2.0)  # "leave" is heard to its end, then the blip of the item
    station.adjust(Next())
    assert _until(station, "item").side == 2
    station.adjust(Back())
    assert _until(station, "item").side == 1
    station.adjust(Skip())
    while station.wire_status().state not in ("IDLE", "FAULT"):
        station.client.pump(0.5)
    end = station.wire_status().last_end
    assert end is not None and end.reason == "completed"
    log = station.log_range()
    records = station.read_records(range(log.first_seq, log.next_seq))
    said = [PROMPT_NAMES[one.number("prompt")] for one in records if one.values().keys() >= {"prompt"}]
    asked = [name for name in said if name in ("boots_off", "enter_cold", "leave", "next")]
    assert asked == ["boots_off", "enter_cold", "leave", "next"]


def test_a_question_nobody_answers_pauses_and_is_asked_again(virtual_station: Station) -> None:
    station = virtual_station
    _running(station)
    _until(station, "boots_off")
    begun_s = station.client.transport.now()
    while station.wire_status().state == "RUNNING":
        station.client.pump(1.0)
    assert station.wire_status().state == "PAUSED"
    assert 118 <= station.client.transport.now() - begun_s <= 124
    station.resume()
    assert _until(station, "boots_off").bath is None
