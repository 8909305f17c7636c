"""What people see and hear: the lamp as a colour word, the buzzer's pattern by name.

The buzzer is decoded from its on and off times against a table of patterns: (name, (on_ms, off_ms, on_ms …)).
A pattern is known when it is complete and 300 ms of silence have followed; its name then shows for a second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from recovery_station.virtual.plant.wires import LAMP_BLUE, LAMP_GREEN, LAMP_RED

Listener = Callable[[str, int], None]
Patterns = Sequence[tuple[str, Sequence[int]]]

SILENCE_US: Final = 300_000
SHOWN_US: Final = 1_000_000
TOLERANCE_US: Final = 21_000
_MOST_RUNS = 64
_MOST_HEARD = 1000

_COLOURS: Final = ("off", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


def lamp_colour(word: int) -> str:
    """The colour word of the energised driver bits."""
    index = (1 if word & LAMP_RED else 0) | (2 if word & LAMP_GREEN else 0) | (4 if word & LAMP_BLUE else 0)
    return _COLOURS[index]


class Ear:
    """Listens to the buzzer.

    `prompt` is the name that shows now, or an empty string; `heard` the last names with their times.
    """

    __slots__ = ("_listener", "_patterns", "_runs", "_shown_us", "_since_us", "_sounding", "heard", "prompt")

    def __init__(self, patterns: Patterns, listener: Listener | None = None) -> None:
        """`listener` is told each word and when it was understood."""
        # a repeating pattern ends with its pause: what is heard before the silence is one run less
        self._patterns = tuple(
            (name, tuple(ms * 1000 for ms in runs[: len(runs) - 1 + len(runs) % 2]))
            for name, runs in patterns
            if name and runs
        )
        self._listener = listener
        self._runs: list[int] = []
        self._sounding = False
        self._since_us = 0
        self._shown_us = 0
        self.prompt = ""
        self.heard: list[tuple[int, str]] = []

    def listen(self, sounding: bool, now_us: int) -> None:
        """Take the buzzer's state of the step that ends at `now_us`."""
        if self.prompt and now_us - self._shown_us >= SHOWN_US:
            self.prompt = ""
        if sounding != self._sounding:
            if self._sounding or self._runs:
                self._runs.append(now_us - self._since_us)
                del self._runs[:-_MOST_RUNS]
            self._sounding = sounding
            self._since_us = now_us
        elif self._runs and not sounding and now_us - self._since_us >= SILENCE_US:
            self._name(now_us)

    def _name(self, now_us: int) -> None:
        """Silence after a pattern: say which it was."""
        for name, pattern in self._patterns:
            if len(pattern) == len(self._runs) and all(
                -TOLERANCE_US <= run - wanted <= TOLERANCE_US
                for run, wanted in zip(self._runs, pattern, strict=True)
            ):
                self.prompt = name
                self._shown_us = now_us
                self.heard.append((now_us, name))
                if self._listener is not None:
                    self._listener(name, now_us)
                del self.heard[:-_MOST_HEARD]
                break
        self._runs.clear()
