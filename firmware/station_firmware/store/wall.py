"""Wall time: read from the clock chip at boot, carried on by the ticks, doubted when the chip was."""

from ..core import limits

_CARRIED_A_SECOND = 5000  # 200 ppm


class Wall:
    """`seconds()` since 1970, 0 when unknown; `ok` says whether anybody may rely on it."""

    def __init__(self, chip):
        self._chip = chip
        self._base_s = 0
        self._ms = 0
        self._carried_s = 0
        self.ok = False

    def load(self):
        """Ask the chip; a stopped or silent one leaves the time unknown."""
        seconds = self._chip.read()
        self.ok = seconds is not None
        self._base_s = seconds or 0
        self._carried_s = 0
        self._ms = 0

    def step(self, dt_ms):
        self._ms += dt_ms
        if self._ms >= 1000:
            self._base_s += self._ms // 1000
            self._carried_s += self._ms // 1000
            self._ms %= 1000

    def seconds(self):
        return self._base_s if self.ok else 0

    def compare(self, test):
        """Tell the self-test how far the chip is from what the ticks have carried since it was read or set."""
        seconds = self._chip.read() if self.ok else None
        apart_s = None if seconds is None else max(-30000, min(30000, seconds - self._base_s))
        test.clocks_apart_s = apart_s
        test.clocks_limit_s = min(600, limits.CLOCK_APART_S + self._carried_s // _CARRIED_A_SECOND)

    def set(self, seconds):
        """Set chip and time; returns the seconds before (0 when unknown). Raises OSError when the chip is silent."""
        before = self.seconds()
        self._chip.write(seconds)
        self._base_s = seconds
        self._carried_s = 0
        self._ms = 0
        self.ok = True
        return before
