"""The bytes between a host and the interpreter: when they may enter, what Ctrl-C means, what came out."""

from __future__ import annotations

import time
from typing import Final

from recovery_station.virtual.child import Child
from recovery_station.virtual.sim import layout
from recovery_station.virtual.tape import Recorder, Replay

_CTRL_C: Final = 3
HOLD_S: Final = 0.3
"""After an interrupt the rest waits until the prompt is there, because entering it drops what was typed ahead."""


class Line:
    """`rx` waits to enter the station; output is collected until a host takes it."""

    def __init__(self) -> None:
        self.rx = bytearray()
        self.recorder: Recorder | None = None
        self.replay: Replay | None = None
        self.now_us = 0
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

    def at(self, now_us: int) -> None:
        """Virtual time is `now_us`: what a replayed tape has for it comes from the host now."""
        self.now_us = now_us
        replay = self.replay
        if replay is not None and now_us >= replay.next_us:
            self.rx += replay.due(now_us)

    def _take(self, count: int) -> None:
        if self.recorder is not None and count:
            self.recorder.note(self.now_us, bytes(self.rx[:count]))
        del self.rx[:count]

    def _held(self, child: Child) -> bool:
        if not self._held_until or self.replay is not None:
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
            self._take(count)
            self._unread = self._unread or count > 0
        if not self._unread:
            return flags, 0
        pending = child.pending()
        self._unread = pending > 0
        return flags, pending

    def _interrupted(self, child: Child, at: int) -> None:
        child.drop_input()
        self._unread = False
        self._take(at + 1)
        self._held_until = time.monotonic() + HOLD_S

    def enter_prompt(self, child: Child) -> None:
        """The REPL waits, or code it took by raw paste runs: only then a Ctrl-C must become an interrupt."""
        if not self.rx or self._held(child):
            return
        at = self.rx.find(_CTRL_C)
        if at >= 0 and child.takes_interrupts() and child.busy():
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
        self._take(count)
        self._unread = self._unread or count > 0
