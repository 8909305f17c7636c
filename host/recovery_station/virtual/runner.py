"""Runs the child: takes its exchanges, lets time pass, answers; resets it; goes on when it does not answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from recovery_station.virtual.board import (
    CAUSE_POWER_ON,
    CAUSE_WATCHDOG,
    REASON_FORCED,
    REASON_NONE,
    REASON_TIMEOUT,
)
from recovery_station.virtual.child import Child
from recovery_station.virtual.exchange import EndedError, Exchange
from recovery_station.virtual.line import Line
from recovery_station.virtual.repl import ReplFilter
from recovery_station.virtual.sim import layout
from recovery_station.virtual.timeline import CHUNK_US, GAP_US

if TYPE_CHECKING:
    from recovery_station.virtual.board import Board
    from recovery_station.virtual.directives import Directives
    from recovery_station.virtual.plant import StationFaults
    from recovery_station.virtual.station import Pacer
    from recovery_station.virtual.timeline import Timeline

BOOT_US: Final = 400_000
SOFT_BOOT_US: Final = 100_000
HANG_S: Final = 5.0
"""This much wall time without an exchange is an endless loop."""
_NEVER: Final = 1 << 62
_K_POLL: Final = layout.K_POLL
_K_SLEEP: Final = layout.K_SLEEP


class Runner:
    """One `step` is one chunk of virtual time, usually one exchange with the firmware."""

    def __init__(
        self,
        timeline: Timeline,
        board: Board,
        directives: Directives,
        faults: StationFaults,
        pacer: Pacer | None,
    ) -> None:
        self.timeline = timeline
        self.board = board
        self.directives = directives
        self.faults = faults
        self.line = Line()
        self.idle = False
        self.hung = False
        self.resets = 0
        self.exchanges = 0
        self.bus_faults = 0
        self.cut_off_us = 1_000_000
        self.bootloader = False
        self._pacer = pacer
        self._repl = ReplFilter()
        self._child: Child | None = None
        self._exchange: Exchange | None = None
        self._kind = 0
        self._wake_us = 0
        self._pending = False
        self._run_main = True
        self._mains_back_us = 0
        self._start_us = BOOT_US
        board.drive(timeline.plant.drive)

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.kill()
        self._child = None
        self._exchange = None
        self._pending = False

    def step(self) -> None:
        """Let the firmware work and about 20 ms at most of virtual time pass."""
        if self._exchange is None:
            self._pass_off()
        elif self._pending or self._accept(self._exchange):
            self._pass(self._exchange)

    # ------------------------------------------------------------ the exchange

    def _accept(self, exchange: Exchange) -> bool:
        """Wait for the next request and take it; False: there is none, time went on without."""
        started = 0.0
        while True:
            try:
                if exchange.receive(wait=not self.idle or bool(self.line.rx)):
                    break
            except EndedError:
                self._ended()
                return False
            child = self._child
            assert child is not None
            self._drain()
            if self._pacer is not None:
                self._pacer.poll()
            if child.ended:
                self._ended()
                return False
            if child.at_prompt():
                self.line.enter_prompt(child)
                self._idle()
                return False
            self.line.enter_running(child)
            now = time.monotonic()
            started = started or now
            if self.hung or now - started > HANG_S:
                self.hung = True
                self._idle()
                return False
        self.idle = self.hung = False
        return self._take(exchange)

    def _take(self, exchange: Exchange) -> bool:
        """Copy one request into board and plant; False: it ended this interpreter."""
        self.exchanges += 1
        words = exchange.words
        timeline = self.timeline
        board = self.board
        base_us = timeline.now_us
        board.take(exchange, base_us)
        timeline.watch()
        drive = timeline.plant.drive
        if words[layout.BEAT_US]:
            drive.heartbeat_us = base_us + words[layout.BEAT_US] - 1
        drive.arm_edges += words[layout.ARM_EDGES]
        if words[layout.TAIL_BYTES] and board.keep(exchange):
            self.power_cut(self.cut_off_us)
            return False
        if words[layout.BUS_FAULTS]:
            self.bus_faults += words[layout.BUS_FAULTS]
        kind = words[layout.KIND]
        if kind not in (layout.K_SLEEP, layout.K_POLL, layout.K_SYNC, layout.K_BOOT, layout.K_FLASH):
            self._leave(kind, exchange)
            return False
        elapsed_us = words[layout.ELAPSED_US]
        if elapsed_us > GAP_US and timeline.catch_up(base_us + elapsed_us):
            self.hard_reset(CAUSE_WATCHDOG, REASON_TIMEOUT)
            return False
        board.drive(drive)
        self._kind = kind
        self._wake_us = base_us + elapsed_us + words[layout.WAIT_US]
        if kind == _K_SLEEP:
            self._wake_us += 1000 * self.faults.tick_slow_ms
        self._pending = True
        return True

    def _pass(self, exchange: Exchange) -> None:
        """One chunk towards the wake time of the pending request, and the answer when it is reached."""
        timeline = self.timeline
        hang = self.faults.firmware_hang
        if timeline.advance(_NEVER if hang else self._wake_us):
            self.hard_reset(CAUSE_WATCHDOG, REASON_TIMEOUT)
            return
        now_us = timeline.now_us
        if self._pacer is not None:
            self._pacer.pace(now_us)
        quiet = self.directives.quiet
        if not quiet and self._powered_off():
            return
        if not hang and (now_us >= self._wake_us or (self._kind == _K_POLL and self.line.rx)):
            self._answer(exchange, now_us, quiet)

    def _answer(self, exchange: Exchange, now_us: int, quiet: bool) -> None:
        child = self._child
        assert child is not None
        self._drain()
        samples = self.timeline.plant.sample()
        flags, rx_bytes = self.line.enter(child, interrupts=not exchange.words[layout.NO_INTERRUPTS])
        extra = (0, -1)
        if not quiet:
            more, extra = self.directives.reply()
            flags |= more
            self.line.rx += self.directives.flood()
        if self.line.full:
            flags |= layout.F_TX_FULL
        self._pending = False
        try:
            exchange.answer(now_us, flags, rx_bytes, samples, self.board.clock_offset_us, extra)
        except EndedError:
            self._ended()

    def _drain(self) -> None:
        """Take what the firmware has written; what the REPL's detour needs goes back in."""
        child = self._child
        if child is None:
            return
        data = child.read_output()
        if data:
            shown, back = self._repl.feed(data)
            self.line.put_output(shown)
            if back:
                child.write(back, until_visible=False)

    # ------------------------------------------------------------ time without an exchange

    def _idle(self) -> None:
        """At the prompt, or hung: pins stay as they are, time goes on to the watchdog."""
        self.idle = not self.hung
        timeline = self.timeline
        if timeline.advance(timeline.now_us + CHUNK_US):
            self.hard_reset(CAUSE_WATCHDOG, REASON_TIMEOUT)
            return
        if self._pacer is not None:
            self._pacer.pace(timeline.now_us)
        if not self.directives.quiet:
            self._powered_off()

    def _pass_off(self) -> None:
        """No interpreter: mains off, or the chip on its way out of reset."""
        timeline = self.timeline
        until_us = max(self._start_us, self._mains_back_us)
        if self._mains_back_us > timeline.now_us:
            until_us = self._mains_back_us
        if timeline.advance(until_us) and self._mains_back_us <= timeline.now_us:
            self.hard_reset(CAUSE_WATCHDOG, REASON_TIMEOUT)  # bitten in the middle of a soft reset
            return
        if self._pacer is not None:
            self._pacer.poll()
            self._pacer.pace(timeline.now_us)
        if timeline.now_us < until_us:
            return
        if self._mains_back_us:
            self._mains_back_us = 0
            timeline.plant.set_power(True)
            self.board.boot_us = timeline.now_us
            self._start_us = timeline.now_us + BOOT_US
        elif not self.bootloader:
            self._spawn()

    def _spawn(self) -> None:
        self.line.restarted()
        child = Child(self.board.options(run_main=self._run_main))
        self._child = child
        self._exchange = Exchange(child.control)
        self._run_main = True

    # ------------------------------------------------------------ resets

    def _ended(self) -> None:
        """The interpreter is gone: Ctrl-D at its prompt, or SystemExit in code the REPL ran."""
        self._soft_reset()

    def _leave(self, kind: int, exchange: Exchange) -> None:
        """A request that is never answered."""
        if kind == layout.K_SOFT_RESET:
            self._soft_reset()
            return
        self.board.backup = exchange.backup()
        self.bootloader = kind == layout.K_BOOTLOADER
        self.hard_reset(CAUSE_WATCHDOG, REASON_FORCED)

    def _stop_child(self) -> None:
        self._drain()
        self.close()
        self.idle = self.hung = False

    def _soft_reset(self) -> None:
        self._stop_child()
        self.board.soft_reset(self.timeline.now_us)
        self.board.drive(self.timeline.plant.drive)
        self.line.put_output(self._repl.restarting())
        self._run_main = not self._repl.raw
        self._start_us = self.timeline.now_us + SOFT_BOOT_US

    def hard_reset(self, cause: int, reason: int) -> None:
        """The chip starts again with undriven pins; `cause` and `reason` are what the firmware will read."""
        if self._exchange is not None and reason != REASON_FORCED and cause == CAUSE_WATCHDOG:
            self.board.backup = self._exchange.backup()
        self._stop_child()
        self.resets += 1
        self._repl.powered_up()
        self._run_main = True
        self.board.reset(cause, reason)
        timeline = self.timeline
        timeline.watch()
        self.board.drive(timeline.plant.drive)
        self.board.boot_us = timeline.now_us
        self._start_us = timeline.now_us + BOOT_US

    def power_cut(self, off_us: int) -> None:
        """Mains off now and on again after `off_us`; FRAM, clock and flash survive."""
        timeline = self.timeline
        self.hard_reset(CAUSE_POWER_ON, REASON_NONE)
        self.board.power_lost()
        self.board.drive(timeline.plant.drive)
        timeline.plant.drive.heartbeat_us = -1
        timeline.plant.set_power(False)
        self.bootloader = False
        self._mains_back_us = timeline.now_us + off_us

    def _powered_off(self) -> bool:
        off_us = self.directives.power_cut_us()
        if off_us is None:
            return False
        self.power_cut(off_us)
        return True
