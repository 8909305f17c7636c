"""The virtual station in this process: `start()`, then `step()` lets 20 ms at most of virtual time pass.

    with VirtualStation(None, seed=7) as station:      # state_dir None: a fresh station in a temporary directory
        while station.now_us < 2_000_000:
            station.step()
        print(station.host_read())

No wall clock stands behind it, unless a `pacer` is given (serve.py): the same seed and the same host bytes at
the same virtual times give the same trace byte for byte.
"""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from typing import Final, Protocol, Self, TextIO

from recovery_station.errors import TimedOutError, UsageError
from recovery_station.virtual import affinity, image
from recovery_station.virtual.board import MODELS, Board, unique_id
from recovery_station.virtual.directives import Directives
from recovery_station.virtual.plant import Plant, PlantSetup, StationFaults
from recovery_station.virtual.runner import Runner
from recovery_station.virtual.scenario import Player, Scenario
from recovery_station.virtual.timeline import Timeline
from recovery_station.virtual.trace import TraceWriter, firmware_patterns

NEW_FIRMWARE: Final = "build"
"""Put the firmware of the source tree (or of the installed package) on a station that has an empty flash."""


class Pacer(Protocol):
    """Whoever ties virtual time to a wall clock and a line."""

    def poll(self) -> None:
        """Move bytes between the line and the station; called at least each 20 ms of wall time."""
        ...

    def descriptors(self) -> list[int]:
        """What to select on while nothing runs."""
        ...

    def pace(self, now_us: int) -> None:
        """Return when the wall has reached virtual time `now_us`."""
        ...


class VirtualStation:
    """A board with real firmware, its plant, and the host's end of its line."""

    def __init__(
        self,
        state_dir: Path | None = None,
        seed: int = 0,
        scenario: Scenario | None = None,
        trace_path: Path | None = None,
        plant_setup: PlantSetup | None = None,
        firmware: Path | str | None = NEW_FIRMWARE,
        ticks_start_ms: int = 0,
        worker: int | None = None,
        board: str = "pico",
        blank: bool = False,
    ) -> None:
        """`firmware`: NEW_FIRMWARE, a directory laid out like the flash, or None for an empty flash.

        `ticks_start_ms` is what the millisecond counter shows at reset (2**30 wraps). `worker` chooses the core,
        `board` is a key of board.MODELS. A `blank` one has never been flashed: it waits in BOOTSEL and comes up bare.
        """
        self._stack = contextlib.ExitStack()
        self._state_dir = state_dir
        scenario = scenario or Scenario()
        self.seed = seed if scenario.seed is None or seed else scenario.seed
        self.scenario = scenario
        self.plant = Plant(plant_setup or scenario.setup, self.seed, firmware_patterns())
        self.faults = StationFaults()
        self._trace_path = trace_path
        self._firmware = firmware
        self._ticks_start_ms = ticks_start_ms
        self._worker = worker
        self._model = MODELS[board]
        self._blank = blank
        self._runner: Runner | None = None
        self._timeline: Timeline | None = None
        self.board: Board | None = None

    # ------------------------------------------------------------ life

    def start(self, pacer: Pacer | None = None) -> None:
        """Power on. Raises NoInterpreterError, UsageError (blank, and not new), OSError (state or trace)."""
        with contextlib.ExitStack() as stack:
            if self._state_dir is None:
                directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="station-")))
            else:
                directory = self._state_dir
                directory.mkdir(parents=True, exist_ok=True)
            self._provide(directory / "flash.img")
            stack.enter_context(affinity.one_core(self._worker))
            board = Board(directory, self.seed, self._ticks_start_ms, self._model)
            stack.callback(lambda: board.close(self.now_us))
            if self._trace_path is not None:
                trace = stack.enter_context(self._trace_path.open("w", newline="", encoding="ascii"))
                self.attach_trace(trace)
            timeline = Timeline(
                self.plant, Player(self.scenario, self.plant, self.faults), board, self.faults
            )
            directives = Directives(self.faults, board, self.seed)
            runner = Runner(timeline, board, directives, self.faults, pacer)
            runner.life.blank = runner.life.bootloader = self._blank
            stack.callback(runner.life.close)
            self.board, self._timeline, self._runner = board, timeline, runner
            self._stack = stack.pop_all()

    def _provide(self, flash: Path) -> None:
        """The flash as it lies there, else a new one."""
        if self._blank and flash.exists():
            raise UsageError(
                f"{flash.parent} holds a board that was flashed before", "name an empty directory"
            )
        if self._blank:
            flash.write_bytes(b"\xff" * image.IMAGE_BYTES)
        elif not flash.exists():
            image.provide(self._firmware, flash)

    def attach_trace(self, file: TextIO) -> None:
        """Write the plant's truth to `file` from now on."""
        TraceWriter(self.plant, file)

    def close(self) -> None:
        """Power off and leave nothing behind; twice does no harm."""
        self._stack.close()
        self._runner = None

    def __enter__(self) -> Self:
        if self._runner is None:
            self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def runner(self) -> Runner:
        """The machinery behind it; RuntimeError before `start`."""
        if self._runner is None:
            raise RuntimeError("the virtual station is not started")
        return self._runner

    # ------------------------------------------------------------ time and the line

    @property
    def now_us(self) -> int:
        """Virtual time since this object's power came on."""
        return self._timeline.now_us if self._timeline is not None else 0

    def step(self) -> None:
        """Let the firmware work and 20 ms at most of virtual time pass."""
        self.runner.step()

    def run_until(self, to_us: int) -> None:
        """Step until virtual time is `to_us` or later."""
        runner = self.runner
        while self.now_us < to_us:
            runner.step()

    def host_write(self, data: bytes) -> None:
        """Send bytes down the line; the firmware meets them the next time it waits."""
        self.runner.line.rx += data

    def host_read(self) -> bytes:
        """Everything the station has written since the last call."""
        return self.runner.line.take_output()

    @property
    def serial(self) -> str:
        """What machine.unique_id() gives, in hex."""
        return unique_id(self.seed).hex()

    @property
    def at_prompt(self) -> bool:
        """No program runs: the REPL waits for input."""
        return self.runner.idle

    @property
    def in_bootsel(self) -> bool:
        """machine.bootloader() was called: the boot ROM waits for a UF2 (bootsel.py shows its drive)."""
        return self.runner.life.bootloader

    def leave_bootsel(self) -> None:
        """The boot ROM has its UF2 and resets the chip; what lies beyond the interpreter is what it was."""
        self.runner.life.blank = False
        self.runner.life.forced_reset(bootloader=False)

    # ------------------------------------------------------------ power and buttons

    def reset_button(self) -> None:
        """The RUN pin: a reset with cause power-on."""
        self.runner.life.button()

    def power_cut(self, off_us: int) -> None:
        """Mains off now, on again after `off_us`."""
        self.runner.life.power_cut(off_us)

    def cut_at_fram_write(self, number: int, torn_bytes: int = 0, off_us: int = 1_000_000) -> None:
        """Cut the power at the `number`th FRAM write from now: of that one only `torn_bytes` bytes land."""
        board = self.runner.board
        board.cut_at_fram_write = (board.fram_writes + number, torn_bytes)
        self.runner.cut_off_us = off_us

    def display(self) -> tuple[bytes, bytes]:
        """(state, picture) of the panel: 8 bytes as sim/device_display.py says, 1024 bytes page by page.

        Steps the station until the firmware has answered; TimedOutError when it does not wait for 2 s.
        """
        runner = self.runner
        runner.board.display = None
        runner.directives.want_display = True
        end_us = self.now_us + 2_000_000
        while runner.board.display is None:
            if self.now_us >= end_us:
                raise TimedOutError("no program runs that could show the display", "start the firmware first")
            runner.step()
        return runner.board.display[:8], runner.board.display[8:]

    @property
    def resets(self) -> int:
        """Hard resets since the start: watchdog, machine.reset(), power, button."""
        return self.runner.life.resets

    @property
    def bus_faults(self) -> int:
        """Times two selects were low at once or a part was clocked too fast; 0 in a healthy firmware."""
        return self.runner.bus_faults
