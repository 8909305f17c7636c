"""Takes the firmware's exchanges, lets time pass, answers; goes on without it when it does not exchange."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from recovery_station.virtual.child import Child
from recovery_station.virtual.exchange import EndedError, Exchange
from recovery_station.virtual.lifecycle import Lifecycle
from recovery_station.virtual.sim import layout
from recovery_station.virtual.timeline import CHUNK_US, GAP_US

if TYPE_CHECKING:
    from recovery_station.virtual.board import Board
    from recovery_station.virtual.directives import Directives
    from recovery_station.virtual.plant import StationFaults
    from recovery_station.virtual.station import Pacer
    from recovery_station.virtual.timeline import Timeline

HANG_S: Final = 5.0
"""This much wall time without an exchange is an endless loop."""
ATTEND_S: Final = 0.02
_NEVER: Final = 1 << 62
_K_POLL: Final = layout.K_POLL
_K_SLEEP: Final = layout.K_SLEEP
_ANSWERED: Final = frozenset((layout.K_SLEEP, layout.K_POLL, layout.K_SYNC, layout.K_BOOT, layout.K_FLASH))


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
        self.life = Lifecycle(timeline, board)
        self.line = self.life.line
        self.idle = False
        self.hung = False
        self.exchanges = 0
        self.sleeps = 0
        self.bus_faults = 0
        self.cut_off_us = 1_000_000
        self._pacer = pacer
        self._kind = 0
        self._wake_us = 0
        self._pending: Exchange | None = None

    def step(self) -> None:
        """Let the firmware work and about 20 ms at most of virtual time pass. InterpreterError: it cannot start."""
        exchange = self.life.exchange
        if exchange is None:
            self.life.pass_off()
            self._pace()
            if not self.directives.quiet:
                self._power()
        elif self._pending is exchange or self._accept(exchange):
            self._pass(exchange)

    # ------------------------------------------------------------ the exchange

    def _accept(self, exchange: Exchange) -> bool:
        """Wait for the next request and take it; False: there is none, time went on without."""
        started = 0.0
        try:
            child = self.life.child
            assert child is not None
            while not exchange.receive(wait=self._worth_waiting(child)):
                wrote = self.life.drain()
                if self._pacer is not None:
                    self._pacer.poll()
                if child.ended:
                    raise EndedError
                now = time.monotonic()
                started = started or now
                if self._without(child, now - started) or wrote:
                    return False
        except EndedError:
            self.idle = self.hung = False
            self.life.soft_reset()
            return False
        self.idle = self.hung = False
        return self._take(exchange)

    def _worth_waiting(self, child: Child) -> bool:
        """Wall time can bring an exchange: not from an empty prompt, not from a loop known to be endless."""
        at_rest = self.idle and not child.behind() and not child.busy()
        return bool(self.line.rx) or not (self.hung or at_rest)

    def _without(self, child: Child, silent_s: float) -> bool:
        """No exchange for 20 ms of wall time. True: virtual time went on by itself."""
        if child.at_prompt():
            self.idle = True
            self.line.enter_prompt(child)
            if self._pacer is not None:
                return self._attend(child, self._pacer)
        else:
            if self.life.booted:
                self.line.enter_running(child)
            self.hung = self.hung or silent_s > HANG_S
            if not self.hung:
                return False
        self._drift(CHUNK_US)
        return True

    def _attend(self, child: Child, pacer: Pacer) -> bool:
        """At the prompt with a wall clock: pass bytes at once, and let as much virtual time go by."""
        begun = time.monotonic()
        left_s = ATTEND_S
        asked = False
        while left_s > 0 and not asked and not child.ended:
            asked = child.wait_for(left_s, pacer.descriptors())
            self.life.drain()
            pacer.poll()
            self.line.enter_prompt(child)
            left_s = ATTEND_S + begun - time.monotonic()
        self._drift(round(1e6 * (time.monotonic() - begun)))
        return not asked

    def _drift(self, length_us: int) -> None:
        """Virtual time goes on with the pins as they are."""
        timeline = self.timeline
        if timeline.advance(timeline.now_us + length_us):
            self.life.watchdog()
            self.idle = self.hung = False
        self._pace()
        self.line.at(timeline.now_us)
        if not self.directives.quiet:
            self._power()

    def _take(self, exchange: Exchange) -> bool:
        """Copy one request into board and plant; False: it ended this interpreter."""
        self.exchanges += 1
        self.life.drain()  # all that was written before the request: a host may answer it while the firmware waits
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
            self.life.power_cut(self.cut_off_us)
            return False
        kind = words[layout.KIND]
        if kind not in _ANSWERED:
            self._leave(kind)
            return False
        elapsed_us = words[layout.ELAPSED_US]
        if elapsed_us > GAP_US and timeline.catch_up(base_us + elapsed_us):
            self.life.watchdog()
            return False
        board.drive(drive)
        self.life.booted = True
        self._kind = kind
        self._wake_us = base_us + elapsed_us + words[layout.WAIT_US]
        if kind == _K_SLEEP:
            self.sleeps += 1
            self._wake_us += 1000 * self.faults.tick_slow_ms
        self._pending = exchange
        return True

    def _leave(self, kind: int) -> None:
        """A request that is never answered."""
        if kind == layout.K_SOFT_RESET:
            self.life.soft_reset()
        else:
            self.life.forced_reset(bootloader=kind == layout.K_BOOTLOADER)

    def _pass(self, exchange: Exchange) -> None:
        """One chunk towards the wake time of the pending request, and the answer when it is reached."""
        timeline = self.timeline
        hang = self.faults.firmware_hang
        if timeline.advance(_NEVER if hang else self._wake_us):
            self.faults.firmware_hang = False  # the hang ends with the run of the firmware that hung
            self.life.watchdog()
            return
        now_us = timeline.now_us
        if self._pacer is not None:
            self._pacer.pace(now_us)
        self.line.at(now_us)
        quiet = self.directives.quiet
        if not quiet and self._power():
            return
        if not hang and (now_us >= self._wake_us or (self._kind == _K_POLL and self.line.rx)):
            self._answer(exchange, now_us, quiet)

    def _answer(self, exchange: Exchange, now_us: int, quiet: bool) -> None:
        child = self.life.child
        assert child is not None
        words = exchange.words
        if words[layout.BUS_FAULTS] != self.bus_faults:
            self.bus_faults = max(self.bus_faults, words[layout.BUS_FAULTS])
        samples = self.timeline.plant.sample()
        flags = rx_bytes = 0
        if words[layout.KIND] != layout.K_BOOT:  # nobody listens yet
            flags, rx_bytes = self.line.enter(child, interrupts=not words[layout.NO_INTERRUPTS])
        extra = (0, -1)
        if not quiet:
            more, extra = self.directives.reply()
            flags |= more
            if len(self.line.rx) < self.directives.FLOOD_BYTES:
                self.line.rx += self.directives.flood()
        if self.line.full:
            flags |= layout.F_TX_FULL
        self._pending = None
        try:
            exchange.answer(now_us, flags, rx_bytes, samples, self.board.clock_offset_us, extra)
        except EndedError:
            self.life.soft_reset()

    # ------------------------------------------------------------ the world around

    def _pace(self) -> None:
        if self._pacer is not None:
            self._pacer.poll()
            self._pacer.pace(self.timeline.now_us)

    def _power(self) -> bool:
        off_us = self.directives.power_cut_us()
        if off_us is None:
            return False
        self.life.power_cut(off_us)
        self.idle = self.hung = False
        return True
