"""A pump that runs though nobody asked for it: seen while valves change, and no leg is shut on it."""

from tests.core.cases_current import Supply
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
    supply = Supply(0)
    supply.look(0, 3)
    supply.manifolds[1] = 60
    supply.look(900, 2)
    supply.set(3, 0, 0)
    supply.manifolds[1] = 0
    supply.manifolds[0] = 20
    assert [supply.look(160 + 900)[0] for _ in range(5)] == [0, 0, 0, 2, 2]
    assert supply.look(160 + 900) == (1, 0, 0)


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
