"""A pump that runs though nobody asked for it: seen while valves change, and no leg is shut on it."""

from tests.core.cases_current import VENT, Supply
from tests.core.parts import COMPRESSION, Bench, changed

from station_firmware.core.states import RUNNING


# REQ-96
def test_a_pump_that_runs_unasked_is_seen_while_valves_change():
    supply = Supply(3)
    current = supply.current
    for unasked in (False, False, True, True):
        supply.look(160 + 900)
        assert current.unasked is unasked
    for closed in (7, 0, 1, 0x3FFF):
        supply.set(closed, 0, 0)
        coils_ma = bin(closed).count("1") * 80
        for more_ma, unasked in ((450, False), (451, True), (900, True)):
            assert supply.look(coils_ma + more_ma) == (0, 0, 0)
            assert current.unasked is unasked
    supply.look(5000, 1, False)
    for unasked in (False, False, True):
        supply.look(5000)
        assert current.unasked is unasked


def test_what_tells_the_leg_is_added_up_while_valves_change():
    supply = Supply(VENT)
    supply.look(80, 3)
    supply.manifolds[1] = 60
    supply.look(980, 2)
    supply.set(VENT | 1, 0, 0)
    supply.manifolds[1] = 0
    supply.manifolds[0] = 20
    assert [supply.look(160 + 900)[0] for _ in range(5)] == [0, 0, 0, 2, 2]
    assert supply.look(160 + 900) == (1, 0, 0)


def _named_after(supply, most=2000):
    """(leg, looks) when a pump runs unasked behind open vents from the next look on."""
    supply.look(0, 4)
    for count in range(1, most):
        leg = supply.look(900)[0]
        if leg:
            return leg, count
    return 0, most


# REQ-96
def test_behind_open_vents_a_pump_is_named_when_slack_legs_have_told_them_apart():
    for left, right, leg, looks in (
        (2, 0, 1, 25 + 150),
        (0, 2, 2, 25 + 150),
        (3, 0, 1, 25 + 100),
        (299, 0, 1, 25 + 2),
        (300, 0, 1, 25 + 1),
        (0, 300, 2, 25 + 1),
        # nothing tells them apart: one of the two is named all the same, late
        (0, 0, 1, 600),
        (None, 9, 1, 600),
        (9, None, 1, 600),
    ):
        supply = Supply()
        supply.air(left, right, 29)
        assert _named_after(supply) == (leg, looks), (left, right)


def test_zones_that_empty_push_as_a_pump_does_and_tell_nothing():
    for zones_dmmhg in (30, None):
        supply = Supply()
        supply.air(0, 300, 29)
        supply.reading.smooth_dmmhg[7] = zones_dmmhg
        supply.look(0, 4)
        assert supply.look(900, 400) == (0, 0, 0)
        supply.air(2, 0, 29)
        assert [supply.look(900, count)[0] for count in (25 + 149, 1)] == [0, 1]
    supply = Supply()
    supply.air(0, 300, 30)
    assert _named_after(supply) == (1, 600)


def test_what_was_told_behind_shut_vents_counts_no_more_behind_open_ones():
    supply = Supply(VENT)
    supply.air(0, 900, 0)
    supply.look(80, 4)
    assert supply.look(980, 3)[0] == 2
    supply.set(0, 0, 0)
    supply.air(2, 0, 0)
    supply.look(900, 2)
    assert [supply.look(900, count)[0] for count in (25 + 147, 1)] == [0, 1]


def test_two_waits_are_not_added_up():
    supply = Supply()
    supply.air(2, 0, 0)
    supply.look(0, 4)
    for _ in range(5):
        assert supply.look(900, 25 + 149)[0] == 0
        supply.look(0)


def test_of_pumps_asked_for_different_duties_the_current_tells_at_once():
    supply = Supply(0, 100, 0)
    supply.look(900, 4)
    assert supply.look(1800)[0] == 2


class Running(Bench):
    """A bench with `unasked_ma` of a pump that nobody drives."""

    def __init__(self):
        self.unasked_ma = 0
        super().__init__()

    def _current_ma(self):
        return super()._current_ma() + self.unasked_ma

    def shut(self, leg):
        """True while nothing of `leg` is open and its pump is not driven."""
        duty_pct = self.out.pump_right_pct if leg else self.out.pump_left_pct
        return not duty_pct and self.out.closed & SHUT[leg] == SHUT[leg]


SHUT = (0x0C1F, 0x33E0)


def _seals():
    """The first ticks of a session in which a leg is shut with its pump at rest: (tick, leg)."""
    bench = Running()
    bench.start(changed(COMPRESSION))
    found = []
    was = [False, False]
    for count in range(2200):
        bench.tick()
        for leg in range(2):
            if bench.shut(leg) and not was[leg]:
                found.append((count, leg))
            was[leg] = bench.shut(leg)
    return found


# REQ-96
def test_no_leg_is_shut_on_a_pump_that_runs_unasked():
    seals = _seals()
    assert {leg for _, leg in seals} == {0, 1}
    for seal, leg in seals:
        bench = Running()
        bench.start(changed(COMPRESSION))
        bench.tick(seal - 1)
        bench.unasked_ma = 451
        bench.tick(2)
        assert bench.station.current.unasked and bench.session.state == RUNNING
        assert not bench.shut(leg)
