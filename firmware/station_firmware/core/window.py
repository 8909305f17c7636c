"""A sum over the last minute, in six buckets of ten seconds. No allocation after it is made."""

_BUCKETS = 6
_BUCKET_MS = 10000


class Window:
    """`add` amounts as they come, `step` the time; `total` is what came within the last 50 to 60 s."""

    def __init__(self):
        self._buckets = [0] * _BUCKETS
        self._at = 0
        self._age_ms = 0
        self.total = 0

    def clear(self):
        for index in range(_BUCKETS):
            self._buckets[index] = 0
        self.total = 0

    def add(self, amount):
        self._buckets[self._at] += amount
        self.total += amount

    def step(self, dt_ms):
        self._age_ms += dt_ms
        if self._age_ms >= _BUCKET_MS:
            self._age_ms = 0
            self._at = (self._at + 1) % _BUCKETS
            self.total -= self._buckets[self._at]
            self._buckets[self._at] = 0
