"""The bytes between a host and the interpreter: when they may enter, what Ctrl-C means, what came out."""

from __future__ import annotations

import time
from typing import Final

from recovery_station.virtual.child import Child
from recovery_station.virtual.sim import layout

_CTRL_C: Final = 3
HOLD_S: Final = 0.3
"""After an interrupt the rest waits until the prompt is there, because entering it drops what was typed ahead."""


class Line:
    """`rx` waits to enter the station; output is collected until a host takes it."""

    def __init__(self) -> None:
        self.rx = bytearray()
        self.full = False
        self._output = bytearray()
        self._held_until = 0.0
        self._unread = False

    def take_output(self) -> bytes:
        """Everything written since the last call."""
        data = bytes(self._output)
        self._output.clear()
        return data

    def put_output(self, data: bytes) -> None:
        """What the host will read."""
        self._output += data

    def restarted(self) -> None:
        """A new interpreter: nothing of the old one's input is left."""
        self._unread = False
        self._held_until = 0.0

    def _held(self, child: Child) -> bool:
        if not self._held_until:
            return False
        if time.monotonic() < self._held_until and not child.at_prompt():
            return True
        self._held_until = 0.0
        return False

    def enter(self, child: Child, *, interrupts: bool) -> tuple[int, int]:
        """The firmware waits in an exchange: bytes enter now. Returns (reply flags, bytes that can be read)."""
        flags = 0
        if self.rx and not self._held(child):
            at = self.rx.find(_CTRL_C) if interrupts else -1
            if at >= 0:
                self._interrupted(child, at)
                return layout.F_INTERRUPT, 0
            count = child.write(bytes(self.rx), until_visible=True)
            del self.rx[:count]
            self._unread = self._unread or count > 0
        if not self._unread:
            return flags, 0
        pending = child.pending()
        self._unread = pending > 0
        return flags, pending

    def _interrupted(self, child: Child, at: int) -> None:
        child.drop_input()
        self._unread = False
        del self.rx[: at + 1]
        self._held_until = time.monotonic() + HOLD_S

    def enter_prompt(self, child: Child) -> None:
        """The REPL waits, or code it took by raw paste runs: only then a Ctrl-C must become an interrupt."""
        if not self.rx or self._held(child):
            return
        at = self.rx.find(_CTRL_C)
        if at >= 0 and child.busy():
            child.wait_for(0.01)
            if child.busy():
                child.interrupt()
                self._interrupted(child, at)
                return
        self._write(child)

    def enter_running(self, child: Child) -> None:
        """Code runs and has made no exchange for a while: an endless loop, or a read that waits for bytes."""
        if not self.rx or self._held(child):
            return
        at = self.rx.find(_CTRL_C)
        if at >= 0 and child.takes_interrupts():
            child.interrupt()
            self._interrupted(child, at)
        elif not child.busy():
            self._write(child)

    def _write(self, child: Child) -> None:
        count = child.write(bytes(self.rx), until_visible=False)
        del self.rx[:count]
        self._unread = self._unread or count > 0
