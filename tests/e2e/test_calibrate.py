"""A virtual leg is calibrated against the plant's own truth; whatever breaks in the middle leaves it safe."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from recovery_station.calibrating import Calibration, Look
from recovery_station.errors import RefusedError, StationError
from recovery_station.logs.wire import read_records
from recovery_station.station import Station
from recovery_station.transport.sim import SimTransport
from recovery_station.virtual.station import VirtualStation
from station_firmware.core import events, limits
from station_firmware.store.record import FORMS

BOUND_MMHG = 80 + limits.CAL_OVER_MMHG
"""No zone may be above it while the leg is held for 80."""


class Corner:
    """An open station at rest, its plant, and the highest true pressure of each zone since then."""

    def __init__(self, station: Station) -> None:
        self.station = station
        transport = station.client.transport
        assert isinstance(transport, SimTransport)
        self.virtual: VirtualStation = transport.station
        self.plant = self.virtual.plant
        self.calibration = Calibration(station)
        self.until("IDLE")
        self.peak = 0.0
        self.plant.call_on_grid(self._look)

    def _look(self) -> None:
        self.peak = max(self.peak, *self.true())

    def true(self) -> list[float]:
        """What a gauge at each zone reads."""
        return [*self.plant.left.p[:5], *self.plant.right.p[:5]]

    def pass_s(self, seconds: float) -> None:
        until = self.virtual.now_us + seconds * 1e6
        while self.virtual.now_us < until:
            self.station.client.pump(0.5)

    def until(self, state: str) -> None:
        while self.station.wire_status().state != state:
            self.pass_s(0.5)

    def hold(self, leg: str = "left", watch: Callable[[Look], None] = lambda look: None) -> Look:
        return self.calibration.hold(leg, 80, "Kim", watch)

    def calibrate(self, leg: str = "left") -> None:
        self.hold(leg)
        gauge = round(self.true()[5 if leg == "right" else 0], 1)
        self.calibration.take(reference_mmhg=gauge)
        self.calibration.emptied()
        self.calibration.keep("Kim")

    def faults(self) -> list[tuple[str, str]]:
        return [(one.name, one.channel) for one in self.station.faults()]


@pytest.fixture
def corner(virtual_station: Station) -> Corner:
    return Corner(virtual_station)


# REQ-200 REQ-205 REQ-206
@pytest.mark.parametrize("leg", ["left", "right"])
def test_a_calibrated_leg_reads_what_is_true(corner: Corner, leg: str) -> None:
    side = leg[0].upper()
    for name, what, value in (
        (f"{side}1", "sensor_offset", 4.0),
        (f"{side}2", "sensor_gain", 2.5),
        (f"{side}3", "sensor_gain", -2.0),
        (f"{side}3", "sensor_offset", -5.0),
        (f"{side}5", "sensor_offset", 7.0),
    ):
        corner.plant.inject(what, zone=name, value=value)
    corner.plant.inject("sensor_gain", leg=leg, value=1.5)
    corner.calibrate(leg)
    assert corner.peak <= BOUND_MMHG and corner.faults() == []
    corner.pass_s(4)
    # at another pressure than it was calibrated at
    corner.calibration.hold(leg, 50, "Kim")
    true = corner.true()[5 if leg == "right" else 0]
    seen = corner.calibration.take(check=True)
    reads = [one / 10 for one in seen.reads if one is not None]
    assert len(reads) == 6 and max(abs(one - true) for one in reads) < 0.7, (reads, true)
    corner.calibration.emptied()
    corner.pass_s(10)
    assert max(abs(pressure or 0) for pressure in corner.station.wire_status().zones_mmhg) <= 1
    assert corner.station.selftest().passed


def test_history_and_journal_tell_it_and_undo_takes_it_back(corner: Corner) -> None:
    corner.plant.inject("sensor_offset", zone="L4", value=6.0)
    before = corner.station.log_range().next_seq
    corner.calibrate()
    (row,) = corner.calibration.history()
    assert row.by == "Kim" and row.in_use and row.what == "left" and 750 < row.reference_dmmhg < 850
    corner.pass_s(10)
    assert corner.station.wire_status().zones_mmhg[3] in (-1, 0, 1)
    assert corner.calibration.undo().undone == 1
    corner.pass_s(1)
    assert corner.station.wire_status().zones_mmhg[3] in (5, 6, 7)
    seqs = range(before, corner.station.log_range().next_seq)
    records = read_records(corner.station.client, list(seqs))
    notes = [one for one in records if one.kind == events.NOTE and FORMS[events.NOTE]]
    codes = [one.payload[0] for one in notes]
    assert codes[0] == events.HELD and codes.count(events.CALIBRATED) >= 2
    with pytest.raises(RefusedError, match="history"):
        corner.calibration.undo()


# REQ-203
def test_a_host_that_is_gone_leaves_the_leg_vented(corner: Corner) -> None:
    corner.hold()
    assert max(corner.true()) > 70
    end = corner.virtual.now_us + (limits.CAL_LEASE_MS + 4000) * 1000
    while corner.virtual.now_us < end:
        corner.virtual.step()
    assert max(corner.true()) < 10 and corner.peak <= BOUND_MMHG
    corner.pass_s(2)
    assert corner.station.wire_status().state == "IDLE" and corner.faults() == []
    assert corner.calibration.look().why == "host_lost" and corner.calibration.history() == []


# REQ-202
@pytest.mark.parametrize("phase", ["feeling", "pumping", "holding"])
def test_stop_and_emergency_stop_let_go_at_once(corner: Corner, phase: str) -> None:
    class EnoughError(Exception):
        pass

    def watch(look: Look) -> None:
        if look.phase == phase:
            raise EnoughError

    for stop in (True, False):
        with pytest.raises(EnoughError):
            corner.hold("right", watch)
        if stop:
            corner.station.client.notify_stop()
        else:
            corner.plant.press("estop")
        corner.pass_s(0.3)
        assert corner.plant.drive.word & 0x3FFF == 0 and corner.plant.drive.pump_r == 0
        corner.pass_s(5)
        assert max(corner.true()) < 10 and corner.peak <= BOUND_MMHG
        assert corner.station.wire_status().state == ("IDLE" if stop else "FAULT")
        assert corner.faults() == ([] if stop else [("estop", "")])


# what breaks while the pump runs or the leg is held; how it is told
BROKEN: list[tuple[str, dict[str, str | float], str, str]] = [
    ("valve_stuck_closed", {"zone": "L3"}, "start", "L3 reads"),
    ("sensor_frozen", {"zone": "L2"}, "start", "L2 reads"),
    ("sensor_drift", {"zone": "L5", "value": 3.0}, "pumping", "L5 reads"),
    ("hose_off", {"zone": "L1"}, "start", "L1 is lowest"),
    ("hose_off", {"zone": "L4"}, "holding", "L4 reads"),
    ("leak", {"zone": "L4", "value": 3.0}, "holding", "fell to"),
    ("pump_dead", {"leg": "left"}, "start", "were reached"),
    ("vent_stuck_open", {"leg": "left", "channel": 2}, "start", "were reached"),
    ("pump_stuck_on", {"leg": "left"}, "pumping", "pump_stuck_on"),
    ("pump_stuck_on", {"leg": "left"}, "holding", "pump_stuck_on"),
    ("sensor_open", {"zone": "L2"}, "holding", "sensor_open"),
    ("sensor_short", {"leg": "left"}, "pumping", "sensor_short"),
    ("chain_open", {"channel": "cutout"}, "holding", "chain_open"),
    ("adc_reference", {"value": 4.7}, "holding", "adc_reference"),
]


# REQ-202 REQ-205
@pytest.mark.parametrize(("what", "where", "when", "words"), BROKEN)
def test_what_breaks_in_the_middle_is_named_and_safe(
    corner: Corner, what: str, where: dict[str, str | float], when: str, words: str
) -> None:
    broken: list[str] = []

    def watch(look: Look) -> None:
        if look.phase == when and not broken:
            broken.append(look.phase)
            corner.plant.inject(what, **where)

    if when == "start":
        corner.plant.inject(what, **where)
    with pytest.raises(StationError) as told:
        corner.hold("left", watch)
        while True:
            look = corner.calibration.settled(watch)
            corner.pass_s(0.5 if look.still else 0.1)
    assert words in told.value.message + str(corner.faults()), told.value.message
    corner.pass_s(6)
    exempt = [2] if what == "valve_stuck_closed" else []
    left = [pressure for zone, pressure in enumerate(corner.true()) if zone not in exempt]
    assert max(left) < 10 and corner.peak <= BOUND_MMHG + 1
    assert corner.plant.drive.word & 0x3FFF == 0 and corner.calibration.history() == []


# REQ-202
def test_a_power_cut_in_the_middle_vents_and_keeps_the_old_calibration(corner: Corner) -> None:
    corner.hold()
    corner.virtual.power_cut(3_000_000)
    corner.pass_s(12)
    assert max(corner.true()) < 10
    assert corner.station.greet().last_boot in ("power_on", "watchdog", "reset")
    corner.until("IDLE")
    with pytest.raises(RefusedError, match="no leg is held"):
        corner.calibration.look()
    assert corner.calibration.history() == [] and corner.faults() == []


def test_a_kinked_hose_changes_no_reading_and_the_self_test_names_it(corner: Corner) -> None:
    corner.hold()
    corner.plant.inject("hose_kinked", zone="L3")
    corner.calibration.take(reference_mmhg=round(corner.true()[0], 1))
    corner.calibration.emptied()
    corner.calibration.keep("Kim")
    corner.pass_s(8)
    true = corner.true()
    assert max(true[:2] + true[3:]) < 10
    found = corner.station.selftest().finding
    assert found is not None and (found.name, found.channel) == ("hose_kinked", "L3")


# REQ-207
def test_thermistors_at_two_points(corner: Corner) -> None:
    for degc, number in ((10.0, 1), (40.0, 2)):
        for bath in ("hot", "cold"):
            corner.plant.inject("bath_degc", bath=bath, value=degc)
        corner.pass_s(3)
        taken = corner.calibration.point(["hot1", "hot2", "cold1", "cold2"], number, degc + 0.4)
        assert max(abs((read or 0) / 100 - degc) for read in taken.reads) < 0.2
    assert [row[0] for row in taken.rows] == ["hot1", "hot2", "cold1", "cold2"]
    corner.calibration.keep("Kim")
    corner.pass_s(2)
    baths = corner.station.wire_status().baths_cdegc
    assert all(bath is not None and abs(bath - 4040) < 12 for bath in baths)
