"""The firmware's `time`: virtual, with the wrap of the rp2 port (2**30 for ms and us)."""

import micropython
import utime
import wire
from micropython import const

gmtime = utime.gmtime
mktime = utime.mktime

_ELAPSED_US = const(2)
_PERIOD = const(0x3FFFFFFF)  # 2**30 - 1
_HALF = const(0x20000000)
_READ_COST_US = const(2)
_SYNC_AFTER_US = const(20000)
_EPOCH_AT_BOOT_S = const(1609459200)  # the rp2 clock starts at 2021-01-01
_LONGEST_US = const(2000000000)
_SHORT_US = const(1000)

_H = wire.H
_now_us = wire.now_us
_boot_us = 0
_start_ms = 0
_epoch_us = _EPOCH_AT_BOOT_S * 1000000


def begin(boot_us, start_ms):
    """Set when the chip came out of reset and what its millisecond counter showed then."""
    global _boot_us, _start_ms
    _boot_us = boot_us
    _start_ms = start_ms


@micropython.native
def ticks_us():
    elapsed = _H[_ELAPSED_US] + _READ_COST_US
    _H[_ELAPSED_US] = elapsed
    if elapsed > _SYNC_AFTER_US:
        wire.exchange(2, 0)
    return (_now_us() - _boot_us + _start_ms * 1000) & _PERIOD


@micropython.native
def ticks_ms():
    elapsed = _H[_ELAPSED_US] + _READ_COST_US
    _H[_ELAPSED_US] = elapsed
    if elapsed > _SYNC_AFTER_US:
        wire.exchange(2, 0)
    return ((_now_us() - _boot_us) // 1000 + _start_ms) & _PERIOD


ticks_cpu = ticks_us


@micropython.native
def ticks_diff(end, start):
    return ((end - start + _HALF) & _PERIOD) - _HALF


def ticks_add(ticks, delta):
    if not -_HALF < delta < _HALF:
        raise OverflowError("ticks interval overflow")
    return (ticks + delta) & _PERIOD


def sleep_us(us):
    if us < _SHORT_US:
        wire.charge(us if us > 0 else _READ_COST_US)
        return
    while us > _LONGEST_US:
        wire.exchange(0, _LONGEST_US)
        us -= _LONGEST_US
    wire.exchange(0, us)


def sleep_ms(ms):
    sleep_us(ms * 1000)


def sleep(seconds):
    sleep_us(int(seconds * 1000000))


def time_ns():
    wire.charge(_READ_COST_US)
    return (_epoch_us + wire.now_us() - _boot_us) * 1000


def time():
    return time_ns() // 1000000000


def localtime(seconds=None):
    return utime.gmtime(time() if seconds is None else seconds)


def set_epoch(seconds):
    """What machine.RTC().datetime(…) does."""
    global _epoch_us
    _epoch_us = seconds * 1000000 - (wire.now_us() - _boot_us)
