"""Sums over the last minute, in six buckets of ten seconds, for several channels at once. No allocation once made."""

from . import limits

_BUCKETS = 6
_BUCKET_MS = limits.LEAK_WINDOW_MS // _BUCKETS
assert limits.BODY_LOAD_WINDOW_MS == limits.LEAK_WINDOW_MS


class Windows:
    """`add` amounts as they come, `step` the time; `totals[channel]` is what came within the last 50 to 60 s."""

    def __init__(self, channels):
        self.totals = [0] * channels
        self.highest = 0  # no total is above it; it may be late in coming down
        self._buckets = [[0] * channels for _ in range(_BUCKETS)]
        self._at = 0
        self._age_ms = 0

    def clear(self):
        self.highest = 0
        for channel in range(len(self.totals)):
            self.totals[channel] = 0
            for bucket in self._buckets:
                bucket[channel] = 0

    def add(self, channel, amount):
        self._buckets[self._at][channel] += amount
        self.totals[channel] += amount
        if self.totals[channel] > self.highest:
            self.highest = self.totals[channel]

    def step(self, dt_ms):
        self._age_ms += dt_ms
        if self._age_ms < _BUCKET_MS:
            return
        self._age_ms = 0
        self._at = (self._at + 1) % _BUCKETS
        bucket = self._buckets[self._at]
        for channel in range(len(bucket)):
            self.totals[channel] -= bucket[channel]
            bucket[channel] = 0
        self.highest = max(self.totals)
