"""Power, resets and the interpreter's life: what dies with which reset, and when the next one starts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from recovery_station.errors import StationError
from recovery_station.virtual.board import (
    CAUSE_POWER_ON,
    CAUSE_WATCHDOG,
    REASON_FORCED,
    REASON_NONE,
    REASON_TIMEOUT,
)
from recovery_station.virtual.child import Child
from recovery_station.virtual.exchange import Exchange
from recovery_station.virtual.line import Line
from recovery_station.virtual.repl import ReplFilter

if TYPE_CHECKING:
    from recovery_station.virtual.board import Board
    from recovery_station.virtual.timeline import Timeline

BOOT_US: Final = 400_000
SOFT_BOOT_US: Final = 100_000


class InterpreterError(StationError):
    """MicroPython ended before it was a board: the station's own files are at fault."""


class Lifecycle:
    """Owns child and exchange; both are None while the chip is off or on its way out of reset."""

    def __init__(self, timeline: Timeline, board: Board) -> None:
        self.timeline = timeline
        self.board = board
        self.line = Line()
        self.child: Child | None = None
        self.exchange: Exchange | None = None
        self.resets = 0
        self.last_reset_us = 0
        self.booted = False
        self.bootloader = False
        self.blank = False  # no interpreter in the flash: every reset ends in the boot ROM
        self._repl = ReplFilter()
        self._run_main = True
        self._mains_back_us = 0
        self._start_us = BOOT_US
        board.drive(timeline.plant.drive)

    def close(self) -> None:
        """End the child; twice does no harm."""
        child, self.child, self.exchange = self.child, None, None
        if child is not None:
            child.kill()

    # ------------------------------------------------------------ without an interpreter

    def pass_off(self) -> None:
        """One chunk with mains off, or with the chip on its way out of reset."""
        timeline = self.timeline
        until_us = self._mains_back_us or self._start_us
        if timeline.advance(until_us) and not self._mains_back_us:
            self.hard_reset(CAUSE_WATCHDOG, REASON_TIMEOUT)  # bitten in the middle of a soft reset
        elif timeline.now_us >= until_us:
            if self._mains_back_us:
                self._mains_back_us = 0
                timeline.plant.set_power(True)
                self.board.boot_us = timeline.now_us
                self._start_us = timeline.now_us + BOOT_US
            elif self.bootloader:
                self._start_us += BOOT_US  # the ROM waits for a UF2; only the button or the power ends that
            else:
                self._spawn()

    def _spawn(self) -> None:
        self.line.restarted()
        self.booted = False
        self.child = Child(self.board.options(run_main=self._run_main), self.board.files)
        self.exchange = Exchange(self.child.control)
        self._run_main = True

    def drain(self) -> bool:
        """Take what the firmware has written, True if it has; what the REPL's detour needs goes back in."""
        child = self.child
        data = child.read_output() if child is not None else b""
        if child is None or not data:
            return False
        shown, back = self._repl.feed(data)
        self.line.put_output(shown)
        if back:
            child.write(back, until_visible=False)
        return True

    # ------------------------------------------------------------ resets

    def soft_reset(self) -> None:
        """Ctrl-D at the prompt, or SystemExit: the interpreter starts again, pins stay (PWM slices 0-3 stop)."""
        self.drain()
        if not self.booted:
            raise InterpreterError(
                f"MicroPython does not start: {self.line.take_output().decode(errors='replace')}"
            )
        self.close()
        self.board.soft_reset(self.timeline.now_us)
        self.board.drive(self.timeline.plant.drive)
        self.line.put_output(self._repl.restarting())
        self._run_main = not self._repl.raw
        self._start_us = self.timeline.now_us + SOFT_BOOT_US

    def hard_reset(self, cause: int, reason: int) -> None:
        """The chip starts again with undriven pins; `cause` and `reason` are what the firmware will read."""
        if self.exchange is not None:
            self.board.backup = self.exchange.backup()
        self.drain()
        self.close()
        self.resets += 1
        self.last_reset_us = self.timeline.now_us
        self._repl.powered_up()
        self._run_main = True
        self.board.reset(cause, reason)
        timeline = self.timeline
        timeline.watch()
        self.board.drive(timeline.plant.drive)
        self.board.boot_us = timeline.now_us
        self._start_us = timeline.now_us + BOOT_US

    def forced_reset(self, *, bootloader: bool) -> None:
        """machine.reset() or machine.bootloader()."""
        self.hard_reset(CAUSE_WATCHDOG, REASON_FORCED)
        self.bootloader = bootloader or self.blank

    def watchdog(self) -> None:
        """The watchdog has bitten."""
        self.hard_reset(CAUSE_WATCHDOG, REASON_TIMEOUT)

    def button(self) -> None:
        """The RUN pin."""
        self.hard_reset(CAUSE_POWER_ON, REASON_NONE)
        self.bootloader = self.blank

    def power_cut(self, off_us: int) -> None:
        """Mains off now and on again after `off_us`; FRAM, clock and flash survive."""
        timeline = self.timeline
        self.button()
        self.board.power_lost()
        self.board.drive(timeline.plant.drive)
        timeline.plant.drive.heartbeat_us = -1
        timeline.plant.set_power(False)
        self._mains_back_us = timeline.now_us + off_us
