"""Which rows of the interlock table bind while a session is about water or unpowered work, running and paused."""

from tests.core.cases_interlock_rows import CASES
from tests.core.parts import new_station
from tests.core.rows import RUN

from station_firmware.core import fault, states
from station_firmware.core.states import PAUSED, RUNNING

# while a contrast step runs or is paused, and at no other time
BATHS = (
    fault.BATH_OVER,
    fault.BATH_UNDER,
    fault.BATH_TWINS,
    fault.THERMISTOR_OPEN,
    fault.THERMISTOR_SHORT,
    fault.HEATER_STUCK_ON,
    fault.CHILLER_STUCK_ON,
)
# not of boots alone, though they bind a running session alone
SUPPLY = (fault.PUMP_DEAD, fault.OUTPUT_CURRENT)


# of boots and unpowered work: with people in the water nobody judges what heats it
EFFECTS = (fault.HEATER_NO_EFFECT, fault.CHILLER_NO_EFFECT)


def _binds(case, state, kind):
    if case[0] in EFFECTS:
        return state == RUNNING and kind == states.STEP_REST
    if case[0] in BATHS:
        return kind == states.STEP_CONTRAST
    if case[6] == RUN and case[0] not in SUPPLY:
        return False
    return state in case[6]


def _trips(case, state, kind):
    station = new_station()
    station.demand.renewed_ms = 0
    case[2](station, case[4][0])
    station.session.steps.kind = kind
    station.session.state = state
    for _ in range(case[5]):
        if station.interlocks.judge(station):
            kept = station.interlocks.faults[0]
            return (kept.code, kept.channel) == (case[0], case[1])
    return False


# REQ-23 REQ-28 REQ-45 REQ-46 REQ-47 REQ-57 REQ-59 REQ-60 REQ-95 REQ-96
def test_what_binds_a_session_binds_it_in_the_water_and_in_unpowered_work_too():
    for case in CASES:
        for state in (RUNNING, PAUSED):
            for kind in (states.STEP_CONTRAST, states.STEP_REST):
                found = _trips(case, state, kind)
                assert found == _binds(case, state, kind), (fault.name(case[0]), state, kind)
