"""Each condition names its own channel: every zone of both legs, every input, and several at once."""

from tests.core.parts import new_station

from station_firmware.core import blame, conditions, limits, signs

BY_SIGN = (
    (blame.valve_open, signs.VALVE_OPEN),
    (blame.valve_leak, signs.VALVE_LEAK),
    (blame.hose_lost, signs.HOSE_OFF),
    (blame.sensor_drift, signs.APART),
    (blame.valve_unmoved, signs.UNMOVED),
)
ALL = tuple([row[0] for row in BY_SIGN]) + (
    blame.sensor_frozen,
    blame.hose_kinked,
    blame.vent_open,
    blame.vent_drains,
    blame.pump_weak,
    blame.pump_dead,
    blame.pump_stuck_on,
    blame.output_current,
    blame.gradient,
)


def _legs():
    """(leg number, zone on it, number of the zone) of every zone."""
    return [(leg, zone, leg * 5 + zone) for leg in range(2) for zone in range(5)]


def test_a_station_at_rest_has_no_sign_of_anything():
    station = new_station()
    assert [condition(station) for condition in ALL] == [0] * len(ALL)


def test_every_sign_names_its_zone_and_no_other_condition_takes_it():
    for leg, zone, number in _legs():
        for condition, what in BY_SIGN:
            station = new_station()
            station.legs[leg].signs.found[what] = 1 << zone
            for other in ALL:
                assert other(station) == (1 << number if other is condition else 0)


def test_zones_of_both_legs_are_named_together():
    for condition, what in BY_SIGN:
        station = new_station()
        station.legs[0].signs.found[what] = 0b10001
        station.legs[1].signs.found[what] = 0b01010
        assert condition(station) == 0b0101010001


# REQ-41 REQ-92
def test_of_sensors_apart_those_that_stand_still_are_frozen():
    for leg, zone, number in _legs():
        for what in (signs.APART, signs.UNMOVED):
            station = new_station()
            station.legs[leg].signs.found[what] = 1 << zone
            station.sensing.still[number] = 2
            assert blame.sensor_frozen(station) == 1 << number
            assert blame.sensor_drift(station) == blame.valve_unmoved(station) == 0


def test_of_two_zones_apart_one_may_be_frozen_and_the_other_one_not():
    station = new_station()
    station.legs[1].signs.found[signs.APART] = 0b00110
    station.legs[1].signs.found[signs.UNMOVED] = 0b11000
    station.sensing.still[6] = station.sensing.still[8] = 2
    assert blame.sensor_frozen(station) == 1 << 6 | 1 << 8
    assert blame.sensor_drift(station) == 1 << 7
    assert blame.valve_unmoved(station) == 1 << 9


def test_a_manifold_is_an_input_of_its_own():
    for leg in range(2):
        station = new_station()
        station.legs[leg].signs.found[signs.APART] = signs.MANIFOLD
        assert (blame.sensor_drift(station), blame.sensor_frozen(station)) == (1 << 10 + leg, 0)
        station.sensing.still[10 + leg] = 2
        assert (blame.sensor_drift(station), blame.sensor_frozen(station)) == (0, 1 << 10 + leg)


def test_a_still_manifold_is_frozen_and_no_zone_is_blamed_for_it():
    for leg, zone, number in _legs():
        station = new_station()
        station.legs[leg].signs.found[signs.APART] = 1 << zone
        station.sensing.still[10 + leg] = 2
        station.sensing.still[number] = 2
        assert (blame.sensor_drift(station), blame.sensor_frozen(station)) == (0, 1 << 10 + leg)
        station.sensing.still[10 + leg] = 0
        station.sensing.still[10 + 1 - leg] = 2
        assert (blame.sensor_drift(station), blame.sensor_frozen(station)) == (0, 1 << number)


# REQ-92
def test_a_manifold_that_was_off_is_to_blame_unless_a_zone_apart_from_it_stands_still():
    for leg, zone, number in _legs():
        for far in range(5):
            station = new_station()
            signs_of_leg = station.legs[leg].signs
            signs_of_leg.found[signs.APART] = 1 << zone
            signs_of_leg._rest_dmmhg = 61
            # another zone that stands still has nothing to do with it
            station.sensing.still[leg * 5 + far] = 2
            frozen = 1 << number if far == zone else 0
            assert blame.sensor_frozen(station) == frozen
            assert blame.sensor_drift(station) == (0 if frozen else 1 << 10 + leg)


# REQ-33
def test_a_path_that_is_blocked_is_the_valve_s_or_the_hose_s_and_never_both():
    for leg, zone, number in _legs():
        for kinked in (False, True):
            station = new_station()
            path = station.legs[leg].fill.path
            path.blocked_zone, path.kinked = zone, kinked
            found = (conditions.blocked_path(station), blame.hose_kinked(station))
            assert found == ((0, 1 << number) if kinked else (1 << number, 0))
            path.blocked_zone = -1
            assert (conditions.blocked_path(station), blame.hose_kinked(station)) == (0, 0)


# REQ-93
def test_hoses_that_emptied_too_fast_are_named_on_both_legs():
    for leg, zone, number in _legs():
        station = new_station()
        station.legs[leg].letting.fast = 1 << zone
        assert blame.hose_kinked(station) == 1 << number
        other = station.legs[1 - leg].fill.path
        other.blocked_zone, other.kinked = 0, True
        assert blame.hose_kinked(station) == 1 << number | 1 << (1 - leg) * 5


# REQ-90
def test_weak_pumps_are_named_leg_by_leg():
    for left, right, mask in ((4, 4, 0), (5, 4, 1), (4, 5, 2), (5, 5, 3)):
        station = new_station()
        station.legs[0].fill.airflow.weak_fills = left
        station.legs[1].fill.airflow.weak_fills = right
        assert blame.pump_weak(station) == mask


def test_what_the_supply_tells_is_passed_on():
    station = new_station()
    station.current.dead, station.current.stuck_on, station.current.off = 2, 1, 1
    assert (blame.pump_dead(station), blame.pump_stuck_on(station)) == (2, 1)
    assert blame.output_current(station) == 1 << 16


# REQ-90
def test_a_vent_that_takes_the_air_is_its_leg_s_whatever_zone_is_filled():
    for leg, zone, _ in _legs():
        station = new_station()
        fill = station.legs[leg].fill
        fill.open = 1 << zone
        fill.on_ms[zone] = 24001
        fill.airflow.weighed = 50
        assert blame.vent_open(station) == 1 << leg
        fill.open = 31 & ~(1 << zone)
        assert blame.vent_open(station) == 0


# REQ-90
def test_a_top_up_that_takes_no_air_is_told_by_the_time_of_a_leak():
    for span_ms, pressure, weighed, named in (
        (7000, 99, 50, 0),
        (7001, 99, 50, 1),
        (7001, 100, 50, 0),
        (7001, 99, 49, 0),
        (9000, 43, 400, 1),
    ):
        station = new_station()
        leg = station.legs[0]
        leg.fill.open = 16
        leg.fill.airflow.weighed = weighed
        leg.pressures[4] = pressure
        leg.makeup.add(4, span_ms)
        assert blame.vent_open(station) == named, (span_ms, pressure)
        # what is not being fed now was fed with success
        leg.fill.open = 8
        leg.pressures[3] = pressure
        assert blame.vent_open(station) == 0


# REQ-90
def test_a_zone_that_drains_while_it_is_filled_is_its_leg_s_vent():
    for number, zone, index in _legs():
        station = new_station()
        leg = station.legs[number]
        leg.pump_pct = 100
        leg.fill.open = 1 << zone
        station.reading.zones_dmmhg[index] = 61
        leg.signs._before[zone] = 11
        assert blame.vent_drains(station) == 1 << number
        leg.signs._before[zone] = 10
        leg.signs._before[(zone + 1) % 5] = 500
        assert blame.vent_drains(station) == 0


# REQ-94
def test_the_gradient_is_judged_between_neighbours_that_hold():
    for number, lower, _ in _legs():
        for upper in range(lower + 1, 5):
            station = new_station()
            leg = station.legs[number]
            leg.holding = 1 << lower | 1 << upper
            leg.pressures[lower], leg.pressures[upper] = 300, 501
            assert blame.gradient(station) == 1 << leg.first + upper
            leg.pressures[upper] = 500
            assert blame.gradient(station) == 0
            # a target below the lower one's allows no less
            leg.targets[lower] = 100
            assert blame.gradient(station) == 0


# REQ-94
def test_several_zones_may_break_the_gradient_at_once():
    station = new_station()
    leg = station.legs[0]
    leg.holding = 31
    leg.pressures[:] = [0, 201, 300, 501, 0]
    assert blame.gradient(station) == 0b01010


# REQ-41
def test_a_filling_zone_above_a_still_manifold_names_the_manifold():
    for leg in range(2):
        for looks, mask in ((0, 0), (1, 0), (2, 1 << 10 + leg)):
            station = new_station()
            station.legs[leg].pump_pct = 100
            station.legs[leg].fill.open = 8
            station.reading.zones_dmmhg[leg * 5 + 3] = 61
            station.sensing.still[10 + leg] = looks
            assert conditions.manifold_frozen(station) == mask


# REQ-102
def test_a_zone_that_was_missing_at_first_neither_rose_nor_stood_but_must_still_empty():
    for stood, closed, drifted in ((None, 0, 0), (500, 1, 0), (300, 0, 1)):
        station = new_station()
        station.reading.manifolds_dmmhg[0] = 0
        station.reading.smooth_dmmhg[3] = 500
        station.rest_from[3] = stood
        station.unpowered_ms = limits.STUCK_OPEN_MS
        assert conditions.stuck_closed(station) == closed << 3
        assert conditions.stuck_drifted(station) == drifted << 3


# REQ-23
def test_only_what_was_let_go_is_blamed_for_not_emptying():
    for leg, zone, number in _legs():
        for zones, named in ((31, True), (1 << zone, True), (31 & ~(1 << zone), False), (0, False)):
            station = new_station()
            letting = station.legs[leg].letting
            letting.zones, letting.ms = zones, limits.VENT_MS + 1
            station.reading.smooth_dmmhg[number] = station.rest_from[number] = 500
            assert conditions.failed_vent(station) == (1 << number if named else 0)
            # everything open is everybody's business
            station.unpowered_ms = limits.VENT_MS + 1
            assert conditions.failed_vent(station) == 1 << number
