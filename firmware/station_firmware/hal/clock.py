"""The chip's tick counters as plain whole numbers, and waiting; the only place that reads the time.

The stubs keep tick counts opaque: they become numbers here, once, as the distance from the moment of import.
"""

import time

from ..core.timebase import MASK

_EPOCH_MS = time.ticks_ms()
_EPOCH_US = time.ticks_us()


def now_ms():
    """Milliseconds since import, wrapping at 2**30."""
    return time.ticks_diff(time.ticks_ms(), _EPOCH_MS) & MASK


def now_us():
    """Microseconds since import, wrapping at 2**30."""
    return time.ticks_diff(time.ticks_us(), _EPOCH_US) & MASK


def wait_us(span_us):
    """Sleep; nothing for zero or less."""
    if span_us > 0:
        time.sleep_us(span_us)
