"""The last word: every rule of the gate on both sides of its limit, whatever is demanded."""

from tests.core.parts import ALL_STATES, MASK, new, new_reading

import station_firmware.core.gate as gate_module
from station_firmware.core import outputs
from station_firmware.core.chain import Chain
from station_firmware.core.outputs import Demand, Outputs
from station_firmware.core.prompt import Voice
from station_firmware.core.states import FAULT, PAUSED, READY, RUNNING, SELFTEST, VENTING

ALL_CLOSED = 0x3FFF
_BEATING = (SELFTEST, READY, RUNNING, PAUSED, VENTING)


class Door:
    """A gate with everything permitted and everything demanded, to be changed one thing at a time."""

    def __init__(self):
        self.gate = new(gate_module, "Gate")
        self.demand = new(outputs, "Demand")
        self.demand.closed = 0x3FFE
        self.demand.pump_left_pct = 80
        self.demand.pump_right_pct = 70
        self.demand.renewed_ms = 1000
        self.reading = new_reading()
        self.chain = Chain()
        self.chain.want = True
        open_one = new_reading()
        open_one.supply = False
        open_one.taps = 0x5F
        for _ in range(4):
            self.chain.step(open_one, 20)
        while not self.chain.closed():
            self.chain.step(self.reading, 20)
        self.chain.arm = True
        self.voice = Voice()
        self.state = RUNNING
        self.latched = False
        self.now_ms = 1000

    def permit(self):
        return self.gate.permit(
            self.demand, self.reading, self.state, self.latched, self.chain, self.voice, self.now_ms
        )


def is_safe(out):
    """No coil, no pump."""
    return out.closed == 0 and out.pump_left_pct == 0 and out.pump_right_pct == 0


def is_dead(out):
    """Safe, and nothing keeps the chain alive either."""
    return is_safe(out) and not out.heartbeat and not out.arm


def test_outputs_without_arguments_are_safe():
    out = Outputs()
    assert is_dead(out)
    assert out.lamp == outputs.OFF and out.buzzer is False


def test_make_safe_undoes_every_output():
    out = Outputs()
    out.closed = ALL_CLOSED
    out.pump_left_pct = out.pump_right_pct = 100
    out.heartbeat = out.arm = out.buzzer = True
    out.lamp = outputs.RED
    out.make_safe()
    assert is_dead(out)
    assert out.lamp == outputs.RED and out.buzzer is True


def test_a_demand_begins_as_no_wish():
    demand = Demand()
    assert (demand.closed, demand.pump_left_pct, demand.pump_right_pct) == (0, 0, 0)
    assert demand.renewed_ms is None


def test_bits_are_the_order_of_the_wiring():
    assert len(outputs.ZONE_NAMES) == outputs.ZONES == outputs.VENT_SHIFT == 10
    assert outputs.ALL_ZONES | outputs.ALL_VENTS == outputs.ALL_VALVES == ALL_CLOSED
    assert outputs.ALL_ZONES & outputs.ALL_VENTS == 0


def test_a_permitted_demand_passes_unchanged():
    door = Door()
    door.demand.closed = 0x3DFE
    out = door.permit()
    assert (out.closed, out.pump_left_pct, out.pump_right_pct) == (0x3DFE, 80, 70)
    assert out.heartbeat and out.arm
    assert door.gate.refused == 0


def test_lamp_and_buzzer_speak_in_every_state():
    for state in ALL_STATES:
        door = Door()
        door.state = state
        door.latched = state == FAULT
        door.voice.lamp = outputs.MAGENTA
        door.voice.buzzer = True
        out = door.permit()
        assert out.lamp == outputs.MAGENTA and out.buzzer


# REQ-10
def test_only_therapy_states_drive_and_only_tested_ones_beat():
    for state in ALL_STATES:
        door = Door()
        door.state = state
        out = door.permit()
        assert is_safe(out) == (state not in (SELFTEST, RUNNING))
        assert out.heartbeat == (state in _BEATING)
        assert out.arm == (state in _BEATING)


# REQ-10 REQ-63
def test_a_latched_fault_stops_everything_in_every_state():
    for state in ALL_STATES:
        door = Door()
        door.state = state
        door.latched = True
        assert is_dead(door.permit())


# REQ-10
def test_the_emergency_stop_stops_everything_in_every_state():
    for state in ALL_STATES:
        door = Door()
        door.state = state
        door.reading.estop = False
        assert is_dead(door.permit())


# REQ-10
def test_a_chain_that_is_not_closed_drives_nothing():
    for phase in range(4):
        door = Door()
        door.chain.phase = phase
        out = door.permit()
        assert is_safe(out) == (phase != 3)
        assert out.heartbeat


def test_heartbeat_and_arm_are_the_chains():
    for heartbeat in (False, True):
        for arm in (False, True):
            door = Door()
            door.chain.heartbeat = heartbeat
            door.chain.arm = arm
            out = door.permit()
            assert (out.heartbeat, out.arm) == (heartbeat, arm)


# REQ-11
def test_the_lease_runs_two_hundred_ms_also_across_the_wrap():
    for renewed_ms in (0, 5000, MASK - 199, MASK - 100, MASK):
        for age_ms in (-20, -1, 0, 1, 20, 199, 200, 201, 220, 10000, 1 << 28):
            door = Door()
            door.demand.renewed_ms = renewed_ms
            door.now_ms = (renewed_ms + age_ms) & MASK
            assert is_safe(door.permit()) == (not 0 <= age_ms <= 200), age_ms


# REQ-11
def test_a_demand_never_renewed_is_void():
    door = Door()
    door.demand.renewed_ms = None
    assert is_safe(door.permit())


def _duty(leg, out):
    return out.pump_right_pct if leg else out.pump_left_pct


# REQ-9
def test_a_pump_runs_only_with_an_open_way_for_every_valve_word_of_each_leg():
    door = Door()
    for leg in range(2):
        for zones in range(32):
            for vents in range(4):
                # the other leg is wholly open
                door.demand.closed = zones << 5 * leg | vents << 10 + 2 * leg
                out = door.permit()
                shut = zones == 31 and vents == 3
                assert _duty(leg, out) == (0 if shut else (80, 70)[leg])
                assert _duty(1 - leg, out) == (70, 80)[leg]
                assert out.closed == door.demand.closed


# REQ-9
def test_an_open_leg_does_not_free_the_pump_of_a_closed_one():
    for leg in range(2):
        door = Door()
        door.demand.closed = 31 << 5 * leg | 3 << 10 + 2 * leg
        out = door.permit()
        assert _duty(leg, out) == 0 and _duty(1 - leg, out) > 0
        assert door.gate.refused == 1
        door.permit()
        assert door.gate.refused == 2


def test_duty_stays_within_nothing_and_all():
    for asked, granted in ((-100, 0), (-1, 0), (0, 0), (1, 1), (99, 99), (100, 100), (101, 100), (1000, 100)):
        door = Door()
        door.demand.closed = 0
        door.demand.pump_left_pct = door.demand.pump_right_pct = asked
        out = door.permit()
        assert (out.pump_left_pct, out.pump_right_pct) == (granted, granted)
        assert door.gate.refused == 0


def test_no_duty_against_a_closed_leg_is_no_refusal():
    door = Door()
    door.demand.closed = ALL_CLOSED
    door.demand.pump_left_pct = door.demand.pump_right_pct = 0
    door.permit()
    assert door.gate.refused == 0
