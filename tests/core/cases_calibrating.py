"""The service move of a calibration: from rest to its zeros and its chain, its whole way, and how it is let go."""

from tests.core.calibrating_hand import Hand, codes_of, found
from tests.core.parts import ZERO_CODE

from station_firmware.core import fault, limits
from station_firmware.core.calibrating import (
    ARMING,
    DONE,
    ENDED,
    HOLDING,
    HOST_LOST,
    PUMPING,
    TAKEN,
    UNDER_WAY,
    VENTING,
    ZERO_OUT,
    ZERO_UNSTEADY,
    ZEROING,
)
from station_firmware.core.outputs import VENTS_OF_LEG


# REQ-200
def test_a_move_from_its_first_tick_to_its_last():
    for leg in range(2):
        hand = Hand(leg)
        assert hand.move.inputs == ((0, 1, 2, 3, 4, 10) if leg == 0 else (5, 6, 7, 8, 9, 11))
        assert hand.move.zeros == hand.move.held == [0] * 6 and hand.move.why == UNDER_WAY
        hand.tick()
        assert hand.move.phase == ZEROING and hand.station.demand.closed == 0
        hand = Hand(leg).armed()
        assert hand.move.zeros == [ZERO_CODE * limits.CAL_SAMPLES] * 6
        hand.tick()
        assert hand.station.demand.closed == VENTS_OF_LEG[leg], "every zone stays open, the other leg too"
        assert hand.pumps() == ((20, 0) if leg == 0 else (0, 20))
        hand = Hand(leg).pumping()
        hand.tick()
        assert hand.pumps() == ((100, 0) if leg == 0 else (0, 100))
        hand.tick(codes_of(800))
        assert hand.move.phase == HOLDING and hand.pumps() == (0, 0)
        assert hand.station.demand.closed == VENTS_OF_LEG[leg]
        hand.tick(codes_of(800), 2 * limits.CAL_SAMPLES)
        assert hand.move.still and hand.move.held == [(ZERO_CODE + codes_of(800)) * limits.CAL_SAMPLES] * 6
        assert hand.pumps() == (0, 0) and hand.station.demand.closed == VENTS_OF_LEG[leg]
        hand.move.wish = TAKEN
        assert not hand.tick(codes_of(800))
        assert hand.move.phase == VENTING and hand.ended() == (TAKEN, leg * 5, 0, 0)
        assert hand.station.demand.closed == 0 and not hand.station.chain.want
        assert not hand.tick(codes_of(100)) and hand.station.demand.closed == 0
        assert hand.tick(codes_of(100) - 1) and hand.move.phase == DONE
        assert hand.tick(), "over stays over"
        assert hand.station.demand.closed == 0 and not hand.station.interlocks.count


# REQ-200
def test_the_duty_up_to_the_last_tick_before_the_target():
    hand = Hand().pumping()
    hand.tick(codes_of(800) - 1)
    assert hand.move.phase == PUMPING and hand.pumps() == (100, 0)


# REQ-201
def test_a_zero_is_taken_only_vented_and_still():
    hand = Hand(vented_ms=limits.ZERO_VENTED_MS - 1)
    hand.tick(count=2 * limits.CAL_SAMPLES)
    assert hand.move.phase == ZEROING and hand.move.zeros == [0] * 6
    hand = Hand()
    hand.tick(count=limits.CAL_SAMPLES)
    assert hand.move.phase == ZEROING, "one mean has nothing to be compared with"
    # a sum further than three tenths of mmHg in a mean of 100: 294 codes
    for more, phase in ((294, ARMING), (295, ZEROING), (-294, ARMING), (-295, ZEROING)):
        hand = Hand()
        hand.tick(10, limits.CAL_SAMPLES)
        for at in range(limits.CAL_SAMPLES):
            step = more // 100 + (1 if at < more % 100 else 0)
            hand.own[3] = 10 + step
            hand.tick(10)
        assert hand.move.phase == phase, more


# REQ-201
def test_a_zero_out_of_its_band_ends_before_anything_is_armed():
    # 88 mV is code 72.1, 313 mV 256.4
    for zero, why in ((72, ZERO_OUT), (73, UNDER_WAY), (256, UNDER_WAY), (257, ZERO_OUT)):
        hand = Hand()
        hand.own[10] = zero - ZERO_CODE
        if zero < ZERO_CODE:
            hand.own[10] = 0
            hand.zero = zero
        hand.tick(count=2 * limits.CAL_SAMPLES)
        assert hand.move.why == why, zero
        if why == ZERO_OUT:
            assert hand.move.phase == DONE and not hand.station.chain.want
            limit_mv = 88 if zero < 100 else 313
            assert hand.ended()[1:] == (0 if zero < 100 else 10, zero * 5000 // 4096, limit_mv)


# REQ-201
def test_a_leg_that_never_comes_to_rest_is_given_up():
    hand = Hand()
    for number in range(limits.CAL_ZERO_WAIT_MS // 20 - 1):
        hand.tick(number // 20)
    assert hand.move.phase == ZEROING
    assert hand.tick(999)
    assert hand.ended()[0] == ZERO_UNSTEADY and hand.move.phase == DONE and not hand.station.chain.want


# REQ-202
def test_a_chain_that_does_not_close_in_time_is_a_fault():
    hand = Hand().zeroed()
    hand.station.reading.taps = 0xFB
    hand.tick(count=limits.TEST_PHASE_MS // 20)
    assert hand.move.phase == ARMING and not hand.test.failed()
    hand.tick()
    assert found(hand) == (fault.CHAIN_OPEN, 2, 0, 0)
    hand = Hand().zeroed()
    hand.tick(count=limits.TEST_PHASE_MS // 20 + 1)
    assert found(hand) == (fault.CHAIN_OPEN, 0, 0, 0)


# REQ-203
def test_a_host_that_is_gone_lets_go_in_every_phase():
    for way in ("zeroed", "armed", "pumping", "holding"):
        hand = getattr(Hand(), way)()
        codes = codes_of(800) if way == "holding" else 0
        hand.lease = False
        hand.move.lease_ms = 5000 - 20
        hand.tick(codes)
        assert hand.move.why == UNDER_WAY, way
        hand.tick(codes)
        assert hand.move.phase == VENTING and hand.ended()[0] == HOST_LOST, way
        assert hand.station.demand.closed == 0 and not hand.station.chain.want
    hand = Hand(vented_ms=0)
    hand.lease = False
    hand.tick(count=limits.CAL_LEASE_MS // 20)
    assert hand.move.phase == ZEROING
    hand.tick()
    assert hand.move.phase == DONE and hand.ended()[0] == HOST_LOST


# REQ-203
def test_the_end_is_asked_for_in_every_phase():
    for way, phase in (("zeroed", VENTING), ("armed", VENTING), ("pumping", VENTING), ("holding", VENTING)):
        hand = getattr(Hand(), way)()
        hand.move.wish = ENDED
        hand.tick()
        assert (hand.move.phase, hand.move.why) == (phase, ENDED), way
    hand = Hand()
    hand.move.wish = ENDED
    assert hand.tick() and hand.move.why == ENDED
