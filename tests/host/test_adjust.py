"""`station adjust`, `run --off` and what is said after hose_off, against a fake station."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.host.command import Call, objects
from tests.host.fake_station import FakeStation

from recovery_station import Boost, Intensity, Longer, NoBoost, Skip
from recovery_station.adjusting import Adjustment
from recovery_station.errors import UsageError
from recovery_station.station import Station
from station_firmware.core import fault

HOSE_OFF: list[list[Any]] = [[fault.HOSE_OFF, "L2", 3, 10, 5, 1]]
CHANGES: list[tuple[tuple[str, ...], Adjustment, dict[str, object], str]] = [
    (("--up", "5"), Intensity(5), {"change": "intensity", "mmhg": 5}, "up by 5 mmHg"),
    (("--down", "10"), Intensity(-10), {"change": "intensity", "mmhg": -10}, "down by 10 mmHg"),
    (("--boost", "calf"), Boost("calf"), {"change": "boost", "zone": 3, "mmhg": 10}, "the calf of both legs"),
    (("--boost", "1", "--mmhg", "4"), Boost(1, 4), {"change": "boost", "zone": 1, "mmhg": 4}, "the foot"),
    (("--no-boost",), NoBoost(), {"change": "boost", "zone": 0}, "no boost"),
    (("--skip",), Skip(), {"change": "skip"}, "finish their cycle first"),
    (("--longer",), Longer(), {"change": "longer"}, "5 minutes longer"),
]


def asked(fake: FakeStation, method: str) -> dict[str, Any]:
    """What the last request of this method asked for, without its op."""
    given = [params for name, params in fake.calls if name == method][-1]
    return {key: value for key, value in given.items() if key != "op"}


@pytest.mark.parametrize(("arguments", "change", "wanted", "words"), CHANGES)
def test_each_change_goes_over_the_wire_and_is_told(
    fake: FakeStation, call: Call, arguments: tuple[str, ...], change: object, wanted: object, words: str
) -> None:
    fake.state = "RUNNING"
    code, out, err = call("adjust", *arguments)
    assert (code, err, asked(fake, "session.adjust")) == (0, "", wanted)
    assert words in out
    if "boost" in out or "targets" in out:
        assert "from each leg's next cycle" in out
    (told,) = objects(call("adjust", *arguments, "--json")[1])
    assert (told["type"], told["state"]) == ("adjust/1", "RUNNING")
    assert {key: told[key] for key in asked(fake, "session.adjust")} == wanted


@pytest.mark.parametrize("change", [row[1] for row in CHANGES])
def test_the_api_takes_the_same_changes(station: Station, fake: FakeStation, change: Adjustment) -> None:
    fake.state = "RUNNING"
    assert station.adjust(change) == "RUNNING"
    assert asked(fake, "session.adjust") == change.params()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--skip", "--longer"),
        ("--up", "5", "--down", "5"),
        ("--up", "0"),
        ("--up", "21"),
        ("--down", "-5"),
        ("--boost", "hip"),
        ("--boost", "6"),
        ("--boost", "calf", "--mmhg", "11"),
        ("--mmhg", "5"),
        ("--skip", "--mmhg", "5"),
    ],
)
def test_nothing_wrong_reaches_the_station(fake: FakeStation, call: Call, arguments: tuple[str, ...]) -> None:
    code, out, err = call("adjust", *arguments)
    assert (code, out) == (2, "")
    assert "next:" in err
    assert fake.calls == []


@pytest.mark.parametrize("change", [Intensity(30), Boost("hip"), Boost(0), Boost(2, 0)])
def test_the_api_refuses_what_is_out_of_bounds(station: Station, change: Adjustment) -> None:
    with pytest.raises(UsageError):
        station.adjust(change)


@pytest.mark.parametrize(
    ("state", "reason", "hint"),
    [
        ("IDLE", "not in state", "only a running session"),
        ("RUNNING", "a zone would be above the highest target", "within their bounds"),
    ],
)
def test_a_refusal_gives_the_stations_reason(
    fake: FakeStation, call: Call, state: str, reason: str, hint: str
) -> None:
    fake.refusal, fake.state = reason, state
    code, out, err = call("adjust", "--up", "5")
    assert (code, out) == (7, "")
    assert reason in err
    assert hint in err


def test_zones_are_left_off(fake: FakeStation, call: Call) -> None:
    code, out, _ = call("run", "flush-20", "--screened", "--off", "r4", "--off", "L2", "--off", "L2")
    assert code == 0
    assert "armed without L2, R4" in out
    assert asked(fake, "session.start")["zones_off"] == ["L2", "R4"]
    call("run", "flush-20", "--screened")
    assert "zones_off" not in asked(fake, "session.start")
    assert call("run", "flush-20", "--screened", "--off", "L6")[0] == 2


def test_a_preset_that_needs_every_zone_says_what_to_do(fake: FakeStation, call: Call) -> None:
    fake.refusal, fake.state = "no zone may be left off", ""
    code, _, err = call("run", "flush-20", "--screened", "--off", "L2")
    assert code == 7
    assert "no zone may be left off\n" in err
    assert "may_leave_off" in err


@pytest.fixture
def ends_with(fake: FakeStation) -> Callable[[list[list[Any]]], None]:
    """The next session runs for some seconds and ends with these faults."""

    def plan(faults: list[list[Any]]) -> None:
        fake.play = [
            (1.0, lambda: setattr(fake, "state", "RUNNING")),
            (9.0, lambda: setattr(fake, "last_end", {"id": "3-1", "reason": "fault"})),
            (9.5, lambda: setattr(fake, "faults", faults)),
            (10.0, lambda: setattr(fake, "state", "FAULT")),
        ]

    return plan


def test_after_hose_off_the_very_command_is_offered(
    call: Call, ends_with: Callable[[list[list[Any]]], None]
) -> None:
    ends_with(HOSE_OFF)
    code, _, err = call("run", "flush-20", "--screened", "--follow", "--off", "R5")
    assert code == 10
    assert "fit and couple L2" in err
    assert "`station run flush-20 --off L2 --off R5`" in err


def test_after_another_fault_it_is_not(call: Call, ends_with: Callable[[list[list[Any]]], None]) -> None:
    ends_with([[fault.OVER_PRESSURE, "L3", 133, 130, 5, 1]])
    _, _, err = call("run", "flush-20", "--screened", "--follow")
    assert "--off" not in err
    assert "logs report" in err


def test_status_tells_how_to_leave_the_zone_off(fake: FakeStation, call: Call) -> None:
    fake.faults = HOSE_OFF
    assert "--off L2" in call("status")[1]
