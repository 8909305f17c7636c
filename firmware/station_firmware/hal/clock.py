"""The chip's tick counters as plain whole numbers, and waiting; the only place that reads the time."""

import time


def now_ms():
    """Milliseconds, wrapping at 2**30."""
    return int(time.ticks_ms())


def now_us():
    """Microseconds, wrapping at 2**30."""
    return int(time.ticks_us())


def add_us(at_us, span_us):
    """`at_us` plus `span_us`, wrapped as the counter wraps."""
    return int(time.ticks_add(at_us, span_us))


def after_us(later_us, earlier_us):
    """Signed microseconds from `earlier_us` to `later_us`, right across one wrap."""
    return time.ticks_diff(later_us, earlier_us)


def wait_us(span_us):
    """Sleep; nothing for zero or less."""
    if span_us > 0:
        time.sleep_us(span_us)
