"""Wrap-safe time: the only place where two tick counts are subtracted.

The platform's millisecond counter wraps at 2**30 ms, every 12.4 days (MicroPython ports/rp2, modtime.c).
"""

try:
    import micropython

    const = micropython.const
except ImportError:

    def const(value):
        return value


TICK_MS = const(20)
MASK_MS = const(0x3FFFFFFF)
HALF_MS = const(0x20000000)


def elapsed_ms(now_ms, then_ms):
    """Milliseconds from `then_ms` to `now_ms`, right across one wrap; negative when `then_ms` lies ahead."""
    span_ms = (now_ms - then_ms) & MASK_MS
    return span_ms if span_ms < HALF_MS else span_ms - HALF_MS - HALF_MS
