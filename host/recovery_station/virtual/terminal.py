"""`station sim serve --panel`: the panel live in the terminal, with keys for its knob and buttons."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import termios
import time
import tty
from collections.abc import Callable, Generator
from typing import Final, TextIO

from recovery_station.errors import UsageError
from recovery_station.screenshot import Screen
from recovery_station.virtual.pace import LinePacer
from recovery_station.virtual.plant.signals import lamp_colour
from recovery_station.virtual.pty_line import PtyLine
from recovery_station.virtual.station import VirtualStation

_DRAW_S: Final = 0.1
_STATE_BYTES: Final = 8
_HOME, _CLEAR, _REST_OF_LINE = "\x1b[H", "\x1b[2J", "\x1b[K"
_HIDDEN, _SHOWN = "\x1b[?25l", "\x1b[?25h"
HELP: Final = (
    "knob: left/right arrow or a/d turn, Enter or p push, h hold 2.5 s\n"
    "s START   x STOP   e emergency stop   r release it   q quit"
)
# what is pressed at a key (plant/panel.py); escape sequences are the arrows
KEYS: Final = {
    "\x1b[C": "encoder_cw",
    "\x1b[A": "encoder_ccw",
    "\x1b[D": "encoder_ccw",
    "\x1b[B": "encoder_cw",
    "d": "encoder_cw",
    "a": "encoder_ccw",
    "\r": "encoder_push",
    "\n": "encoder_push",
    "p": "encoder_push",
    "h": "ack",
    "s": "start",
    "x": "stop",
    "e": "estop",
    "r": "estop_release",
}
QUIT: Final = "q"


def split(text: str) -> list[str]:
    """Typed text as keys: an arrow is one."""
    keys: list[str] = []
    while text:
        size = 3 if text[:3] in KEYS else 1
        keys.append(text[:size])
        text = text[size:]
    return keys


class TerminalPacer(LinePacer):
    """A served station's pacer that also reads keys and draws the panel ten times a second."""

    def __init__(
        self,
        station: VirtualStation,
        line: PtyLine,
        speed: float | None,
        stop: Callable[[], bool],
        out: TextIO,
        keys: int,
    ) -> None:
        self._quit = False
        super().__init__(station, line, speed, lambda: self._quit or stop())
        self._virtual = station
        self._screen = out
        self._keys = keys
        self._drawn_s = float("-inf")
        self._cleared = False

    def poll(self) -> None:
        """Keys, then the line."""
        while select.select([self._keys], [], [], 0)[0]:
            typed = os.read(self._keys, 64).decode("ascii", "ignore")
            if not typed:
                self._quit = True
                break
            for key in split(typed):
                self._take(key)
        super().poll()

    def pace(self, now_us: int) -> None:
        """The wall's pace, and a picture when it is time for one."""
        super().pace(now_us)
        if time.monotonic() - self._drawn_s >= _DRAW_S:
            self._drawn_s = time.monotonic()
            self._draw()

    def _take(self, key: str) -> None:
        if key == QUIT:
            self._quit = True
        elif key in KEYS:
            self._virtual.plant.press(KEYS[key])

    def _draw(self) -> None:
        """What the display holds since the last time; a new picture is asked for."""
        runner = self._virtual.runner
        seen = runner.board.display
        runner.directives.want_display = True
        if seen is None:
            return
        screen = Screen(seen[_STATE_BYTES:] if seen[0] else bytes(len(seen) - _STATE_BYTES))
        plant = self._virtual.plant
        said = f"lamp {lamp_colour(plant.energised)}   buzzer {plant.ear.prompt or '-'}"
        lines = [*screen.text().split("\n"), "", said, *HELP.split("\n")]
        start = _HOME if self._cleared else _CLEAR + _HOME
        self._cleared = True
        self._screen.write(start + "\n".join(line + _REST_OF_LINE for line in lines) + "\n")
        self._screen.flush()


@contextlib.contextmanager
def raw_keys(out: TextIO) -> Generator[int]:
    """The terminal's keys one at a time, without echo; as before at the end. UsageError when there is none."""
    if not (sys.stdin.isatty() and out.isatty()):
        raise UsageError(
            "--panel draws in a terminal and reads keys from it", "run it in a terminal, no pipe"
        )
    keys = sys.stdin.fileno()
    before = termios.tcgetattr(keys)
    tty.setcbreak(keys)
    out.write(_HIDDEN)
    try:
        yield keys
    finally:
        termios.tcsetattr(keys, termios.TCSADRAIN, before)
        out.write(_SHOWN)
        out.flush()
