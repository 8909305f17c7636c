"""The chain as firmware sees it: beats first, one pulse, then every link; dropped it must be armed anew."""

from tests.core.parts import new_reading

from station_firmware.core import chain as chain_module
from station_firmware.core.chain import Chain

ARMED = 0xA0  # relay and supply


def _stepped(chain, reading, ticks):
    """(heartbeat, arm, phase) after each tick; relay and supply are there once it was armed."""
    seen = []
    taps = reading.taps
    for _ in range(ticks):
        armed = chain.phase not in (chain_module.OPEN, chain_module.BEATING)
        reading.taps = taps if armed else taps & ~ARMED
        reading.supply = armed
        chain.step(reading, 20)
        reading.taps = taps
        seen.append((chain.heartbeat, chain.arm, chain.phase))
    return seen


def _wanted():
    chain = Chain()
    chain.want = True
    return chain


def test_unwanted_it_rests_open_and_silent():
    assert _stepped(Chain(), new_reading(), 5) == [(False, False, chain_module.OPEN)] * 5


def test_beats_come_before_one_pulse_of_forty_ms():
    seen = _stepped(_wanted(), new_reading(), 20)
    arms = [row[1] for row in seen]
    assert all(row[0] for row in seen)
    assert arms.count(True) == 1 or arms.count(True) == 2
    first = arms.index(True)
    assert first * 20 >= 60
    assert True not in arms[first + arms.count(True) :]


def test_it_is_closed_only_after_the_pulse_and_with_every_link():
    for link in range(8):
        reading = new_reading()
        reading.taps = 0xFF & ~(1 << link)
        chain = _wanted()
        _stepped(chain, reading, 30)
        assert not chain.closed()
        assert chain.first_open_link(reading) == link
        reading.taps = 0xFF
        _stepped(chain, reading, 1)
        assert chain.closed() and not chain.arm
        assert chain.first_open_link(reading) == -1


def test_the_first_open_link_in_wire_order_is_named():
    reading = new_reading()
    reading.taps = 0
    assert Chain().first_open_link(reading) == 0
    reading.taps = 0x0F
    assert Chain().first_open_link(reading) == 4


# REQ-58
def test_a_relay_not_seen_in_three_hundred_ms_has_failed():
    reading = new_reading()
    reading.taps = 0x5F
    reading.supply = False
    chain = _wanted()
    while chain.phase != chain_module.ARMING:
        chain.step(reading, 20)
    waited_ms = 0
    while not chain.failed_to_close():
        chain.step(reading, 20)
        waited_ms += 20
    assert waited_ms == 320
    assert not chain.closed()


def test_dropping_silences_it_at_once_and_needs_a_new_edge():
    chain = _wanted()
    _stepped(chain, new_reading(), 20)
    assert chain.closed()
    chain.drop()
    assert (chain.want, chain.heartbeat, chain.arm, chain.phase) == (False, False, False, chain_module.OPEN)
    _stepped(chain, new_reading(), 3)
    assert not chain.closed()
    chain.want = True
    arms = [row[1] for row in _stepped(chain, new_reading(), 20)]
    assert True in arms and chain.closed()


def test_no_longer_wanted_is_dropped():
    chain = _wanted()
    _stepped(chain, new_reading(), 20)
    chain.want = False
    assert _stepped(chain, new_reading(), 1) == [(False, False, chain_module.OPEN)]


def test_it_is_healthy_at_rest_without_the_links_that_hang_on_the_heartbeat_and_closed_only_with_all():
    reading = new_reading()
    chain = Chain()
    for link in range(8):
        reading.taps = 0xFF & ~(1 << link)
        assert chain.healthy(reading) == (link in (4, 5, 7))
    chain.phase = chain_module.CLOSED
    for link in range(8):
        reading.taps = 0xFF & ~(1 << link)
        assert not chain.healthy(reading)
    reading.taps = 0xFF
    assert chain.healthy(reading)


# REQ-58
def test_relay_or_supply_that_is_there_before_the_arm_edge_gets_none_and_is_told():
    for taps, supply, unasked in (
        (0x5F, False, False),
        (0x7F, False, True),
        (0xDF, False, True),
        (0x5F, True, True),
    ):
        for beats in range(4):
            reading = new_reading()
            chain = _wanted()
            reading.taps = 0x5F
            reading.supply = False
            for _ in range(1 + beats):
                chain.step(reading, 20)
            assert chain.phase == (chain_module.BEATING if beats < 3 else chain_module.ARMING)
            reading.taps = taps
            reading.supply = supply
            seen = False
            for _ in range(10):
                chain.step(reading, 20)
                seen = seen or chain.arm
            # once the edge is given, this is what it is for
            told = unasked and beats < 3
            assert (chain.unasked, seen) == (told, not told), (taps, beats)
            chain.drop()
            assert not chain.unasked
