"""What the screens at rest say beside their rows: baths, refusals, acknowledging, the last test, who this is."""

from __future__ import annotations

from types import SimpleNamespace as Like
from typing import Any

from tests.panel.desk import Desk

from station_firmware.core import daily, fault, interlock, selftest
from station_firmware.link.rpc import INVALID_PROTOCOL, REFUSED, RpcError
from station_firmware.ui import rest_words, texts
from station_firmware.ui.language import Texts

WORDS: Any = Texts("en", texts.COUNT)
HOT, COLD = 0, 1


def test_tenths_are_rounded_and_nothing_stays_nothing() -> None:
    for cdegc, tenths in ((3804, 380), (3805, 381), (-6, -1), (0, 0), (None, None)):
        assert rest_words.tenths(cdegc) == tenths


def test_what_a_step_wants_of_the_baths() -> None:
    assert rest_words.wanted({"kind": "contrast", "hot_degc": 38, "cold_degc": 12}) == (380, 120)
    assert rest_words.wanted({"kind": "dip", "bath": "hot", "degc": 39}) == (390, None)
    assert rest_words.wanted({"kind": "dip", "bath": "cold", "degc": 11}) == (None, 110)


def bath(hot: int | None, cold: int | None, keeps: tuple[int | None, int | None]) -> Any:
    station: Any = Desk().services.station
    station.reading.hot_cdegc, station.reading.cold_cdegc = hot, cold
    station.site.hot_keep_cdegc, station.site.cold_keep_cdegc = keeps
    return station


def test_a_bath_that_is_kept_is_ready_or_tells_when_and_one_that_is_not_tells_nothing() -> None:
    station = bath(3800, 1200, (3800, None))
    assert rest_words.bath_says(station, HOT) == (texts.BATH_OK, 0)
    assert rest_words.bath_says(station, COLD) == (texts.BLANK, 0)
    station.thermal.want_cdegc[COLD] = 1200
    assert rest_words.bath_says(station, COLD) == (texts.BATH_OK, 0)
    station = bath(None, 1200, (3800, 1200))
    assert rest_words.bath_says(station, HOT) == (texts.BLANK, 0)
    assert rest_words.bath_says(station, COLD) == (texts.BATH_OK, 0)


def test_a_bath_on_its_way_tells_minutes_and_one_that_nothing_moves_that_it_stands() -> None:
    station = bath(3000, 1200, (3800, 1200))
    station.site.heater_w, station.site.hot_circulation = 3000, True
    text, minutes = rest_words.bath_says(station, HOT)
    assert text == texts.IN_MIN and minutes > 10
    station.site.heater_w = 0
    assert rest_words.bath_says(station, HOT) == (texts.BATH_STANDS, 0)


def test_a_refusal_is_told_by_its_reason() -> None:
    for asked, text in (
        (daily.REFUSAL, texts.DUE_1),
        (RpcError(REFUSED, "no", {"reason": "trial"}), texts.R_TRIAL),
        (RpcError(REFUSED, "no", {"reason": "chain"}), texts.R_CHAIN),
        (RpcError(REFUSED, "no", {"reason": "no memory for it"}), texts.R_MEMORY),
        (RpcError(REFUSED, "too little memory"), texts.R_MEMORY),
        (RpcError(INVALID_PROTOCOL, "no", {"reason": "x"}), texts.R_INVALID),
        (RpcError(INVALID_PROTOCOL, "no", ["x"]), texts.R_INVALID),
        (RpcError(REFUSED, "no"), texts.R_OTHER),
        ("something else", texts.R_OTHER),
    ):
        assert rest_words.refusal(asked) == text, asked


def test_what_stands_in_the_way_of_acknowledging() -> None:
    assert rest_words.how_to_acknowledge(None) == texts.HOLD_ACK
    assert rest_words.how_to_acknowledge(interlock.CAUSE_STANDS) == texts.STANDS
    desk = Desk()
    locks: Any = desk.services.station.interlocks
    desk.bench.estop = False
    desk.slack(2)
    refusal = locks.refuse_acknowledge(desk.session, desk.reading, True)
    assert rest_words.how_to_acknowledge(refusal) == texts.RELEASE
    assert rest_words.how_to_acknowledge("a zone still has pressure") == texts.STILL_AIR


def test_the_last_test_is_told_by_number_part_and_words() -> None:
    test = Like(code=fault.VALVE_STUCK_CLOSED, channel=6, measured=39, limit=10, passed=False)
    services = Like(station=Like(test=test))
    lines = rest_words.found(services, WORDS)
    assert lines[0] == b"code 301 R2"
    assert b"".join(lines).startswith(b"code 301 R2Air does not reach a") and b"measured 39 mmHg" in lines
    test.code = 0
    assert rest_words.found(services, WORDS) == [b"No whole test yet"]
    test.passed = selftest.PASSED
    assert rest_words.found(services, WORDS) == [b"Nothing was found"]


def test_who_this_is() -> None:
    desk: Any = Desk()
    services = desk.services
    services.serial, services.slot = "e6614c311b7e6f35", "b"
    services.station.heap_free = 4321
    services.page.boot = 7
    services.recorder.journal.next_seq, services.page.acked_seq = 120, 20
    services.recorder.wall.ok = True
    lines = rest_words.information(services, WORDS)
    assert lines[0].startswith(b"Firmware ") and lines[0].endswith(b" (b)")
    assert lines[1:] == [
        b"Serial 4c311b7e6f35",
        b"Times started 7",
        b"Records to pull 100",
        b"Heap free 4321 B",
        b"Clock is set",
    ]
    services.recorder.wall.ok = False
    assert rest_words.information(services, WORDS)[-1] == b"Clock is NOT set"
