"""A `gc` whose heap is as large as a Pico's: imported before the firmware, it tells what is free of that.

The 32-bit build lets its heap grow and collects only between calls from outside, so what it has itself says nothing.
"""

import gc
import sys


class Bounded:
    """`used` gives the bytes the firmware has in use, once there is a firmware."""

    def __init__(self, heap_bytes):
        self.heap_bytes = heap_bytes
        self.used = None
        self.mem_alloc = gc.mem_alloc

    def mem_free(self):
        return self.heap_bytes if self.used is None else max(0, self.heap_bytes - self.used())

    def collect(self):
        """The caller of the slice does it, between slices."""


# test_largest.py holds it to what a Pico has, and to the pool of names that only the proof's own names need
heap = Bounded(235000 + 8992)
sys.modules["gc"] = heap
