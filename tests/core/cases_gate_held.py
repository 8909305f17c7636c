"""The gate's own row for a leg that is held for a gauge: open zones, low and read, for a bounded time."""

from tests.core.parts import new_station

from station_firmware.core import chain, gate, limits
from station_firmware.core.outputs import VENTS_OF_LEG


class Door:
    """A gate in front of a pump that a service move asks for."""

    def __init__(self, leg=0):
        self.station = new_station()
        self.leg = leg
        station = self.station
        station.chain.phase = chain.CLOSED
        station.gate.new_test(gate.HELD)
        self.closed = VENTS_OF_LEG[leg]

    def permit(self, duty_pct=100, state=1, count=1):
        station = self.station
        granted = 0
        for _ in range(count):
            station.demand.clear()
            station.demand.renewed_ms = 0
            station.demand.closed = self.closed
            station.demand.pump_left_pct, station.demand.pump_right_pct = (
                (0, duty_pct) if self.leg else (duty_pct, 0)
            )
            out = station.gate.permit(
                station.demand, station.reading, state, False, station.chain, station.voice, 0
            )
            granted = out.pump_right_pct if self.leg else out.pump_left_pct
        return granted


# REQ-205
def test_the_gate_pumps_a_held_leg_only_with_all_its_zones_open_low_and_heard():
    for leg in range(2):
        assert Door(leg).permit() == 100 and Door(leg).permit(101) == 0 and Door(leg).permit(1) == 1
        for zone in range(10):
            door = Door(leg)
            door.closed |= 1 << zone
            assert door.permit() == (0 if zone // 5 == leg else 100)
            for pressure, granted in ((1000, 100), (1001, 0), (None, 0)):
                door = Door(leg)
                door.station.reading.zones_dmmhg[zone] = pressure
                assert door.permit() == (granted if zone // 5 == leg else 100)
        for number in range(2):
            for pressure, granted in ((1000, 100), (1001, 0), (None, 0)):
                door = Door(leg)
                door.station.reading.manifolds_dmmhg[number] = pressure
                assert door.permit() == (granted if number == leg else 100)
                assert door.station.gate.refused == (0 if granted or number != leg else 1)


# REQ-205
def test_the_gate_counts_the_pump_s_time_itself():
    door = Door()
    assert door.permit(count=120_000 // 20) == 100
    assert door.permit() == 0 and door.station.gate.refused == 1


# REQ-205
def test_the_row_of_the_held_leg_ends_with_the_state():
    door = Door()
    door.permit(count=limits.CAL_PUMP_MS // 20 + 1)
    for state in range(9):
        if state == 1:
            continue
        door.station.gate.new_test(gate.HELD)
        door.permit(state=state)
        door.closed = 0
        # the current walk of the next self-test pumps against nothing closed
        door.station.reading.zones_dmmhg[0] = 1500
        assert door.permit(20) == 20
        door.station.reading.zones_dmmhg[0] = 0
        door.closed = VENTS_OF_LEG[0] | 0x1F
        for _ in range(limits.TEST_PUFF_MS // 20):
            assert door.permit(20) == 20
        assert door.permit(20) == 0
