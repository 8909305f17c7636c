"""Wrap-safe time: the only place where two tick counts are subtracted.

The platform's millisecond counter wraps at 2**30 ms, every 12.4 days (MicroPython ports/rp2, modtime.c).
"""


def const(value: int) -> int:
    """MicroPython folds `const(...)` by this name when it compiles; elsewhere it is this function."""
    return value


TICK_MS = const(20)
MASK = const(0x3FFFFFFF)
HALF = const(0x20000000)
# where a time that nobody ends stops counting: six days, still a small integer, which a tick may add to
LONGEST_MS = const(0x20000000)


def elapsed(now, then):
    """Counts (ms or us alike) from `then` to `now`, right across one wrap; negative when `then` lies ahead."""
    span = (now - then) & MASK
    return span if span < HALF else span - HALF - HALF
