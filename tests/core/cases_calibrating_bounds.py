"""The service move of a calibration under pressure: each bound from both sides."""

from tests.core.calibrating_hand import Hand, codes_of, found
from tests.core.parts import ZERO_CODE

from station_firmware.core import fault, limits
from station_firmware.core.calibrating import (
    APART,
    ENDED,
    EXPIRED,
    FEELING,
    FELL,
    HOLDING,
    NO_ROOM,
    NOT_REACHED,
    PUMPING,
    UNDER_WAY,
    VENTING,
)


# REQ-205
def test_air_that_has_nowhere_to_go_ends_the_gentle_second():
    hand = Hand().armed()
    hand.tick(codes_of(100) - 1)
    assert hand.move.phase == FEELING
    hand.tick(codes_of(100))
    assert hand.ended() == (NO_ROOM, 0, 10, 10) and hand.pumps() == (0, 0)
    hand = Hand().armed()
    hand.tick(count=limits.CAL_FEEL_MS // 20 - 1)
    assert hand.move.phase == FEELING
    hand.tick()
    assert hand.move.phase == PUMPING


# REQ-205
def test_the_pump_s_time_is_bounded_without_a_sensor():
    hand = Hand().pumping()
    hand.tick(codes_of(100), (limits.CAL_PUMP_MS - limits.CAL_FEEL_MS) // 20)
    assert hand.move.phase == PUMPING and hand.pumps() == (100, 0)
    hand.own[4] = 50
    hand.tick(codes_of(100))
    assert hand.ended() == (NOT_REACHED, 4, 10, 80) and hand.pumps() == (0, 0)


# REQ-205
def test_above_its_target_the_move_is_a_fault():
    for way in ("pumping", "holding"):
        hand = getattr(Hand(), way)()
        hand.own[2] = codes_of(901) - 1
        hand.tick(codes_of(790))
        assert not hand.test.failed()
        hand.own[2] = codes_of(901)
        hand.tick(codes_of(790))
        assert found(hand) == (fault.MANIFOLD_OVER_TARGET, 0, 90, 90) and hand.station.demand.closed == 0


# REQ-205
def test_one_of_six_that_stands_apart_is_named():
    # apart by more than 12 mmHg for 200 ms; the one further from the middle is the one
    for at, low in ((3, True), (10, False)):
        hand = Hand().holding()
        base = codes_of(760)
        hand.own[at] = base + (-codes_of(121) if low else codes_of(121))
        hand.tick(base, 9)
        assert hand.move.why == UNDER_WAY
        hand.tick(base)
        why, channel, measured, limit = hand.ended()
        assert (why, channel, limit) == (APART, at, limits.TWINS_MMHG)
        assert measured == (63 if low else 88)
        hand = Hand().holding()
        hand.own[at] = base + (1 - codes_of(121) if low else codes_of(121) - 2)
        hand.tick(base, 50)
        assert hand.move.why == UNDER_WAY


# REQ-205
def test_a_moment_apart_is_forgotten():
    hand = Hand().pumping()
    for _ in range(3):
        hand.own[1] = 0
        hand.tick(codes_of(300), 9)
        hand.own.clear()
        hand.tick(codes_of(300))
    assert hand.move.why == UNDER_WAY
    hand.own[1] = 0
    hand.tick(codes_of(300), 10)
    assert hand.ended()[:2] == (APART, 1)


# REQ-204
def test_a_hold_ends_by_its_own_time():
    hand = Hand().holding()
    assert hand.move.left_ms() == limits.CAL_HOLD_MS
    hand.tick(codes_of(800), limits.CAL_HOLD_MS // 20 - 1)
    assert hand.move.phase == HOLDING and hand.move.left_ms() == 20
    hand.tick(codes_of(800))
    assert hand.ended()[0] == EXPIRED and hand.move.phase == VENTING


# REQ-204
def test_a_hold_ends_by_the_time_under_pressure():
    hand = Hand().pumping()
    # at 30 mmHg it does not count yet
    hand.tick(codes_of(301) - 1, 100)
    hand.tick(codes_of(301), 2000)
    assert hand.move.phase == PUMPING
    hand.tick(codes_of(800))
    assert hand.move.left_ms() == limits.HOLD_CUT_MS - 2001 * 20
    hand.tick(codes_of(800), limits.HOLD_CUT_MS // 20 - 2002)
    assert hand.move.phase == HOLDING
    hand.tick(codes_of(800))
    assert hand.ended()[0] == EXPIRED and hand.move.left_ms() == 0


# REQ-204
def test_a_leg_that_leaks_is_let_go():
    hand = Hand().holding()
    hand.own[1] = codes_of(690)
    hand.tick(codes_of(700))
    assert hand.move.why == UNDER_WAY
    hand.tick(codes_of(700) - 1)
    assert hand.ended() == (FELL, 1, 69, 70)


# REQ-201
def test_what_moves_is_not_still():
    for more, still in ((294, True), (295, False), (-294, True), (-295, False)):
        hand = Hand().holding()
        hand.tick(codes_of(800), limits.CAL_SAMPLES)
        assert not hand.move.still
        for at in range(limits.CAL_SAMPLES):
            hand.own[4] = codes_of(800) + more // 100 + (1 if at < more % 100 else 0)
            hand.tick(codes_of(800))
        assert hand.move.still == still, more
        hand.own.clear()
        hand.tick(codes_of(800), 2 * limits.CAL_SAMPLES)
        assert hand.move.still


# REQ-202
def test_a_broken_wire_lets_go_in_the_same_tick():
    for way in ("armed", "pumping", "holding"):
        for index in (0, 4, 10):
            hand = getattr(Hand(), way)()
            hand.own[index] = 4000
            hand.tick(codes_of(700))
            assert hand.station.demand.closed == 0 and hand.pumps() == (0, 0), way
            assert hand.move.why == UNDER_WAY, "the row of the wire names it"


# REQ-202
def test_a_leg_that_does_not_empty_is_a_fault():
    hand = Hand(1).holding()
    hand.move.wish = ENDED
    hand.tick(codes_of(800))
    hand.own[7] = codes_of(100)
    hand.tick(0, limits.VENT_MS // 20)
    assert hand.move.phase == VENTING and not hand.test.failed()
    hand.own[11] = codes_of(300)
    hand.tick(0)
    assert found(hand) == (fault.FAILED_VENT, 7, 10, limits.VENTED_MMHG)
    # the manifold beside five empty zones says nothing of a person
    hand = Hand().holding()
    hand.move.wish = ENDED
    hand.tick(codes_of(800))
    hand.own[10] = codes_of(300)
    assert hand.tick(0)
    hand = Hand().holding()
    hand.move.wish = ENDED
    hand.tick(codes_of(800))
    hand.own[3] = 4000
    assert not hand.tick(0) and hand.move.phase == VENTING


# REQ-200
def test_a_zero_of_its_own_and_the_nominal_span_are_what_counts():
    hand = Hand()
    hand.station.sensing.calibrate(0, 100, 106000)
    hand.zero = ZERO_CODE + 40
    hand.holding()
    assert hand.move.dmmhg == [800] * 6
