"""Wall time: read from the clock chip at boot, carried on by the ticks, doubted when the chip was."""


class Wall:
    """`seconds()` since 1970, 0 when unknown; `ok` says whether anybody may rely on it."""

    def __init__(self, chip):
        self._chip = chip
        self._base_s = 0
        self._ms = 0
        self.ok = False

    def load(self):
        """Ask the chip; a stopped or silent one leaves the time unknown."""
        seconds = self._chip.read()
        self.ok = seconds is not None
        self._base_s = seconds or 0
        self._ms = 0

    def step(self, dt_ms):
        self._ms += dt_ms
        if self._ms >= 1000:
            self._base_s += self._ms // 1000
            self._ms %= 1000

    def seconds(self):
        return self._base_s if self.ok else 0

    def set(self, seconds):
        """Set chip and time; returns the seconds before (0 when unknown). Raises OSError when the chip is silent."""
        before = self.seconds()
        self._chip.write(seconds)
        self._base_s = seconds
        self._ms = 0
        self.ok = True
        return before
