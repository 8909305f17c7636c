"""The buttons of the panel, pressed by a scenario with durations of a hand, in virtual time."""

from __future__ import annotations

from bisect import insort
from typing import Final

from recovery_station.virtual.plant.chain import Chain
from recovery_station.virtual.plant.wires import input_mask

PUSH_US: Final = 150_000
ACK_US: Final = 2_500_000
DETENT_US: Final = 40_000
"""One quarter of an encoder detent."""
NEVER_US: Final = 1 << 62

_START: Final = input_mask("START")
_STOP: Final = input_mask("STOP_TAP")
_PUSH: Final = input_mask("ENCODER_PUSH")
_A: Final = input_mask("ENCODER_A")
_B: Final = input_mask("ENCODER_B")

_HOLDS: Final = {"start": (_START, PUSH_US), "encoder_push": (_PUSH, PUSH_US), "ack": (_PUSH, ACK_US)}
PRESSES: Final = (
    "estop",
    "estop_release",
    "start",
    "stop",
    "ack",
    "encoder_cw",
    "encoder_ccw",
    "encoder_push",
)


class Panel:
    """`word` holds the button bits of the input word, `stop` the direct STOP pin.

    Due changes wait in a list.
    """

    __slots__ = ("_chain", "_due", "_free_us", "_order", "next_us", "stop", "word")

    def __init__(self, chain: Chain) -> None:
        self._chain = chain
        self._due: list[tuple[int, int, int, bool]] = []
        self._order = 0
        self._free_us = 0
        self.next_us = NEVER_US
        self.stop = 1
        self.word = _STOP

    def press(self, what: str, now_us: int) -> None:
        """Press `what` (one of PRESSES) now, or as soon as the press before it has ended.

        ValueError if unknown.
        """
        if what == "estop":
            self._chain.press_estop(True)
        elif what == "estop_release":
            self._chain.press_estop(False)
        elif what == "stop":
            self.hold_stop(now_us, PUSH_US)
        elif what in _HOLDS:
            mask, length_us = _HOLDS[what]
            start_us = self._begin(now_us, length_us)
            self._plan(start_us, mask, True)
            self._plan(start_us + length_us, mask, False)
        elif what in ("encoder_cw", "encoder_ccw"):
            first, second = (_A, _B) if what == "encoder_cw" else (_B, _A)
            start_us = self._begin(now_us, 3 * DETENT_US)
            for quarter, (mask, level) in enumerate(
                ((first, True), (second, True), (first, False), (second, False))
            ):
                self._plan(start_us + quarter * DETENT_US, mask, level)
        else:
            raise ValueError(f"press = {what!r}: allowed are {', '.join(PRESSES)}")

    def hold_stop(self, now_us: int, length_us: int) -> None:
        """STOP down now, up after `length_us`; never queued: a hand on STOP does not wait for the other one."""
        self._plan(now_us, _STOP, False)
        self._plan(now_us + length_us, _STOP, True)

    def _begin(self, now_us: int, length_us: int) -> int:
        """When a press of `length_us` may start: one hand, so after the last one and a short pause."""
        start_us = max(now_us, self._free_us)
        self._free_us = start_us + length_us + DETENT_US
        return start_us

    def _plan(self, at_us: int, mask: int, level: bool) -> None:
        self._order += 1
        insort(self._due, (at_us, self._order, mask, level))
        self.next_us = self._due[0][0]

    def run(self, now_us: int) -> None:
        """Make every change that is due."""
        while self._due and self._due[0][0] <= now_us:
            _, _, mask, level = self._due.pop(0)
            self.word = self.word | mask if level else self.word & ~mask
        self.stop = 1 if self.word & _STOP else 0
        self.next_us = self._due[0][0] if self._due else NEVER_US
