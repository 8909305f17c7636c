"""Each condition on pressure names its own zones: every zone of both legs, beside one at the limit, several at once."""

from tests.core.parts import COMPRESSION, new_station
from tests.core.row_legs import run_step

from station_firmware.core import conditions, fault, limits, states

ALL = (
    conditions.over_pressure,
    conditions.manifold_over_target,
    conditions.zone_over_manifold,
    conditions.body_load,
    conditions.leak,
    conditions.leak_fall,
    conditions.leak_low,
    conditions.slow_fill,
    conditions.never_full,
    conditions.hose_off,
    conditions.blocked_path,
    conditions.stuck_closed,
    conditions.stuck_frozen,
    conditions.stuck_drifted,
    conditions.manifold_frozen,
    conditions.failed_vent,
    conditions.long_hold,
)


def _zones():
    """(leg number, zone on it, number of the zone, another zone of the leg) of every zone."""
    return [(leg, zone, leg * 5 + zone, (zone + 2) % 5) for leg in range(2) for zone in range(5)]


def test_a_station_at_rest_shows_nothing():
    station = new_station()
    assert [condition(station) for condition in ALL] == [0] * len(ALL)
    run_step(station, COMPRESSION)
    assert [condition(station) for condition in ALL] == [0] * len(ALL)


# REQ-5
def test_over_pressure_names_each_zone_that_is_above_and_no_other():
    for _, _, number, _ in _zones():
        station = new_station()
        station.reading.zones_dmmhg[:] = [1300] * 10
        assert conditions.over_pressure(station) == 0
        station.reading.zones_dmmhg[number] = 1301
        station.reading.zones_dmmhg[9 - number] = None
        assert conditions.over_pressure(station) == 1 << number
    station.reading.zones_dmmhg[:] = [1301] * 10
    assert conditions.over_pressure(station) == 0x3FF


# REQ-6
def test_the_manifold_is_held_against_the_highest_zone_connected_to_it():
    station = new_station()
    for leg, zone, _, other in _zones():
        fill = station.legs[leg].fill
        targets = station.legs[leg].targets
        targets[:] = [900] * 5
        targets[zone], targets[other] = 500, 400
        assert conditions.highest_open_dmmhg(station.legs[leg]) == 0
        fill.open = 1 << zone
        assert conditions.highest_open_dmmhg(station.legs[leg]) == 500
        fill.open |= 1 << other
        assert conditions.highest_open_dmmhg(station.legs[leg]) == 500
        fill.open = 0


# REQ-6
def test_a_manifold_over_its_target_is_its_leg_s_while_the_pump_feeds_a_zone():
    for leg, zone, _, _ in _zones():
        for pump_pct, opened, dmmhg, named in (
            (100, 1 << zone, 801, True),
            (1, 1 << zone, 801, True),
            (100, 1 << zone, 800, False),
            (100, 1 << zone, None, False),
            (0, 1 << zone, 1400, False),
            (100, 0, 1400, False),
        ):
            station = new_station()
            station.legs[leg].targets[zone] = 500
            station.legs[leg].pump_pct = pump_pct
            station.legs[leg].fill.open = opened
            station.reading.manifolds_dmmhg[leg] = dmmhg
            station.reading.manifolds_dmmhg[1 - leg] = 1400
            assert conditions.manifold_over_target(station) == (1 << leg if named else 0)


# REQ-6
def test_a_zone_over_its_manifold_is_its_leg_s_while_it_is_fed():
    for leg, zone, number, other in _zones():
        for pump_pct, opened, dmmhg, manifold, named in (
            (100, 1 << zone, 361, 300, True),
            (1, 31, 361, 300, True),
            (100, 1 << zone, 360, 300, False),
            (100, 1 << zone, None, 300, False),
            (100, 1 << zone, 900, None, False),
            (0, 1 << zone, 900, 300, False),
            (100, 1 << other, 900, 300, False),
            (100, 0, 900, 300, False),
        ):
            station = new_station()
            station.legs[leg].pump_pct = pump_pct
            station.legs[leg].fill.open = opened
            station.reading.zones_dmmhg[number] = dmmhg
            station.reading.manifolds_dmmhg[leg] = manifold
            station.reading.zones_dmmhg[5 - leg * 5 + zone] = 900
            assert conditions.zone_over_manifold(station) == (1 << leg if named else 0)


# REQ-8
def test_body_load_names_the_zones_pressed_too_long_and_the_last_one_relieved():
    for leg, zone, number, other in _zones():
        station = new_station()
        load = station.legs[leg].load
        load.ms[zone], load.ms[other] = 3000, 2999
        load.longest_ms = 3000
        assert conditions.body_load(station) == 1 << number
        load.last = other
        load.reliefs.add(0, 4)
        assert conditions.body_load(station) == 1 << number
        load.reliefs.add(0, 1)
        assert conditions.body_load(station) == 1 << number | 1 << leg * 5 + other


# REQ-17
def test_a_leak_names_each_zone_made_up_too_long():
    for leg, zone, number, other in _zones():
        station = new_station()
        makeup = station.legs[leg].makeup
        makeup.add(zone, 7001)
        makeup.add(other, 7000)
        assert conditions.leak(station) == 1 << number
        station.legs[1 - leg].makeup.add(other, 7001)
        assert conditions.leak(station) == 1 << number | 1 << (1 - leg) * 5 + other


# REQ-18 REQ-19
def test_what_does_not_keep_is_named_on_its_leg():
    for condition, name in ((conditions.leak_fall, "leaking"), (conditions.leak_low, "low")):
        station = new_station()
        setattr(station.legs[0].seal, name, 0b10001)
        setattr(station.legs[1].seal, name, 0b01010)
        assert condition(station) == 0b0101010001


# REQ-15
def test_slow_fill_names_a_zone_that_is_being_filled_and_none_that_was():
    for leg, zone, number, other in _zones():
        station = new_station()
        fill = station.legs[leg].fill
        fill.on_ms[zone] = fill.on_ms[other] = 40001
        assert conditions.slow_fill(station) == 0
        fill.zones = 1 << zone
        assert conditions.slow_fill(station) == 1 << number
        fill.on_ms[zone] = 40000
        assert conditions.slow_fill(station) == 0


# REQ-16
def test_a_hose_is_missed_on_a_zone_that_is_being_filled_and_on_none_that_was():
    for leg, zone, number, other in _zones():
        station = new_station()
        fill = station.legs[leg].fill
        fill.airflow.weighed = conditions.WEIGHED
        fill.on_ms[zone] = fill.on_ms[other] = 24001
        assert conditions.hose_off(station) == 0
        fill.zones = 1 << zone
        assert conditions.hose_off(station) == 1 << number
        station.reading.smooth_dmmhg[number] = 100
        station.reading.smooth_dmmhg[5 - leg * 5 + zone] = 0
        assert conditions.hose_off(station) == 0


# REQ-22
def test_of_several_zones_never_full_the_lowest_one_of_the_first_leg_is_named():
    for reached, named in (
        ((31, 31), 0),
        ((0b11110, 31), 1 << 0),
        ((0b00101, 0), 1 << 1),
        ((31, 0b01111), 1 << 9),
        ((31, 0b00110), 1 << 5),
        ((31, 0b10011), 1 << 7),
    ):
        station = new_station()
        run_step(station, COMPRESSION)
        steps = station.session.steps
        for leg in range(2):
            steps.legs[leg].course.reached = reached[leg]
        steps.waiting_full_ms = 300000
        assert conditions.never_full(station) == 0
        steps.waiting_full_ms = 300001
        assert conditions.never_full(station) == named, reached


def _open_for(span_ms, everything, dmmhg, began, manifold):
    """Zone R2 stands open so long, with every valve or let go alone, and reads so much beside that manifold."""
    station = new_station()
    letting = station.legs[1].letting
    letting.zones = 2
    if everything:
        station.unpowered_ms = span_ms
    else:
        letting.ms = letting.open_ms[1] = span_ms
    station.reading.smooth_dmmhg[6] = station.reading.smooth_dmmhg[0] = dmmhg
    station.rest_from[6] = station.rest_from[0] = letting.from_dmmhg[1] = began
    letting.low_dmmhg[1] = dmmhg or 0
    station.reading.manifolds_dmmhg[1] = manifold
    station.reading.manifolds_dmmhg[0] = 500
    for number in (0, 6):
        station.sensing.still[number] = 8
    return station


# REQ-24 REQ-41 REQ-102
def test_what_stays_full_beside_an_empty_manifold_is_judged_from_ten_mmhg_on():
    stuck = (conditions.stuck_frozen, conditions.stuck_drifted, conditions.stuck_closed)
    for everything in (True, False):
        for span_ms, dmmhg, began, manifold, named in (
            # the very same code all the time, from ten mmHg on; a path is blocked above twenty alone
            (3000, 99, 99, 99, (0, 0, 0)),
            (3000, 100, 100, 99, (1, 0, 0)),
            (3000, 200, 200, 99, (1, 0, 0)),
            (3000, 201, 201, 99, (1, 0, 1)),
            # gained by itself, or fallen too far to be blocked
            (3000, 99, 70, 99, (0, 0, 0)),
            (3000, 100, 90, 99, (1, 0, 0)),
            (3000, 100, 89, 99, (1, 1, 0)),
            (3000, 201, 301, 99, (1, 0, 1)),
            (3000, 201, 302, 99, (1, 0, 0)),
            (3000, 201, None, 99, (1, 0, 0)),
            # not yet, or the manifold is not empty, or nobody knows
            (2999, 201, 201, 99, (0, 0, 0)),
            (3000, 201, 201, 100, (0, 0, 0)),
            (3000, 201, 201, None, (0, 0, 0)),
            (3000, None, 201, 99, (0, 0, 0)),
        ):
            station = _open_for(span_ms, everything, dmmhg, began, manifold)
            assert [condition(station) for condition in stuck] == [bit << 6 for bit in named], (dmmhg, began)


# REQ-102
def test_a_zone_opened_later_than_the_others_has_a_time_of_its_own():
    for open_ms, named in ((2999, 0), (3000, 1 << 6)):
        station = _open_for(3000, False, 500, 500, 99)
        station.legs[1].letting.ms = 9000
        station.legs[1].letting.open_ms[1] = open_ms
        assert conditions.stuck_closed(station) == named


# REQ-41
def test_a_zone_that_fell_far_and_reads_as_much_again_has_moved():
    for low, named in ((500, 1 << 6), (400, 1 << 6), (399, 0), (0, 0)):
        station = _open_for(3000, False, 500, 500, 99)
        station.legs[1].letting.low_dmmhg[1] = low
        assert conditions.stuck_closed(station) == named, low
        # it is told as frozen, as drifted and as not emptied all the same
        assert conditions.stuck_frozen(station) == 1 << 6
        station.legs[1].letting.from_dmmhg[1] = 489
        assert conditions.stuck_drifted(station) == 1 << 6


# REQ-41
def test_a_zone_is_still_after_eight_looks():
    for looks, named in ((0, 0), (7, 0), (8, 1 << 6), (255, 1 << 6)):
        station = _open_for(3000, True, 500, 500, 99)
        station.sensing.still[6] = looks
        assert conditions.stuck_frozen(station) == named


# REQ-86
def test_what_reads_full_by_itself_is_kept_with_the_limit_it_passed():
    for began, ticks, code in ((150, 5, fault.SENSOR_FROZEN), (120, 101, fault.SENSOR_DRIFT)):
        station = _open_for(3000, True, 150, began, 99)
        station.reading.zones_dmmhg[6] = 150
        station.sensing.still[6] = 8 if code == fault.SENSOR_FROZEN else 0
        station.session.state = states.IDLE
        for _ in range(ticks):
            station.interlocks.judge(station)
        kept = station.interlocks.faults[0]
        assert (kept.code, kept.channel, kept.measured, kept.limit) == (code, 6, 15, limits.VENTED_MMHG)


# REQ-26
def test_a_long_hold_names_each_zone_that_has_lasted_too_long():
    for _, _, number, _ in _zones():
        station = new_station()
        under_ms = station.session.steps.under_ms
        under_ms[:] = [limits.HOLD_TRIP_MS - 1] * 10
        assert conditions.long_hold(station) == 0
        under_ms[number] = limits.HOLD_TRIP_MS
        assert conditions.long_hold(station) == 1 << number
    under_ms[:] = [limits.HOLD_TRIP_MS] * 10
    assert conditions.long_hold(station) == 0x3FF
