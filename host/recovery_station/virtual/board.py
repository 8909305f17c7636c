"""The board around the interpreter: what outlives a soft reset, a hard reset, a power cut and the process."""

from __future__ import annotations

import json
import mmap
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from recovery_station.virtual.exchange import Exchange
from recovery_station.virtual.factory import CLOCK_US, factory_fram
from recovery_station.virtual.plant import Drive
from recovery_station.virtual.sim import layout
from recovery_station.virtual.wiring import PINS, PULLS

FRAM_BYTES: Final = 262_144
CAUSE_POWER_ON: Final = 1
CAUSE_WATCHDOG: Final = 3
REASON_NONE: Final = 0
REASON_TIMEOUT: Final = 1
REASON_FORCED: Final = 2  # machine.reset()
CLOCK_REGISTERS: Final = 19
_CONTROL_REGISTERS: Final = {0x0E: 0x1C, 0x0F: 0x00, 0x11: 0x16, 0x12: 0x40}
_PULL_UPS: Final = sum(1 << gp for gp, level in PULLS.items() if level)
_DISABLE: Final = 1 << PINS["DRIVER_DISABLE"]


@dataclass(frozen=True, slots=True)
class Model:
    """What differs between the two chips, as far as the firmware can see it."""

    machine: str
    wdt_max_ms: int


MODELS: Final = {
    "pico": Model("Virtual recovery station with RP2040", 8388),
    "pico2": Model("Virtual recovery station with RP2350", 16777),
}


def unique_id(seed: int) -> bytes:
    """The eight bytes of machine.unique_id(): another board with another seed."""
    return Random(f"unique {seed}").randbytes(8)


class Board:
    """FRAM, clock and flash in `state_dir`; pins, scratch registers and watchdog in here."""

    def __init__(self, state_dir: Path, seed: int, ticks_start_ms: int, model: Model) -> None:
        self.image = state_dir / "flash.img"
        self._fram_path = state_dir / "fram.bin"
        self._clock_path = state_dir / "clock.json"
        self._seed = seed
        self._random = Random(seed)
        self._ticks_start_ms = ticks_start_ms
        if not self._fram_path.exists():
            self._fram_path.write_bytes(factory_fram(FRAM_BYTES))
        with self._fram_path.open("r+b") as file:
            self.fram = mmap.mmap(file.fileno(), FRAM_BYTES)
        self.clock_offset_us, self.clock_registers = self._load_clock()
        self._model = model
        self.boots = 0
        self.boot_us = 0
        self.cause = CAUSE_POWER_ON
        self.reason = REASON_NONE
        self.fram_writes = 0
        self.cut_at_fram_write: tuple[int, int] | None = None
        self.display: bytes | None = None
        self.power_lost()

    # ------------------------------------------------------------ kept over runs

    def _load_clock(self) -> tuple[int, bytes]:
        registers = bytearray(CLOCK_REGISTERS)
        for at, value in _CONTROL_REGISTERS.items():
            registers[at] = value
        if not self._clock_path.exists():
            return CLOCK_US, bytes(registers)
        saved = json.loads(self._clock_path.read_text())
        return int(saved["time_us"]), bytes.fromhex(saved["registers"])

    def close(self, now_us: int) -> None:
        """Keep FRAM and clock for the next run."""
        self.fram.flush()
        self.fram.close()
        saved = {"time_us": self.clock_offset_us + now_us, "registers": self.clock_registers.hex()}
        part = self._clock_path.with_suffix(".part")
        part.write_text(json.dumps(saved))
        part.replace(self._clock_path)

    # ------------------------------------------------------------ resets

    def power_lost(self) -> None:
        """Nothing but FRAM, clock and flash is left; the driver registers come up with anything in them."""
        self.backup = bytes(28)
        self.word = self._random.getrandbits(32)
        self.shift = self._random.getrandbits(32)
        self.reset(CAUSE_POWER_ON, REASON_NONE)

    def reset(self, cause: int, reason: int) -> None:
        """The chip's reset: pins undriven, watchdog off; the drivers keep their word but are disabled."""
        self.cause = cause
        self.reason = reason
        self.output_enable = 0
        self.level = 0
        self.pumps = [-1, -1]
        self.pump_hz = [0, 0]
        self.pwm_pins = 0
        self.wdt_ms = 0
        self.fed_us = 0

    def soft_reset(self, now_us: int) -> None:
        """Ctrl-D: pins keep their level and direction, but PWM slices 0-3 stop where their wave is."""
        for index in range(2):
            if self.pwm_pins & 1 << 2 * index and self.pumps[index] >= 0:
                phase = now_us * self.pump_hz[index] % 1_000_000
                self.pumps[index] = 65535 if phase * 65535 < self.pumps[index] * 1_000_000 else 0

    @property
    def watchdog_us(self) -> int | None:
        """When the watchdog will bite; None while it is off."""
        return self.fed_us + 1000 * self.wdt_ms if self.wdt_ms else None

    @property
    def machine(self) -> str:
        """What `sys.implementation._machine` is: board and chip."""
        return self._model.machine

    @property
    def files(self) -> dict[str, Path]:
        """What the child opens beside its options."""
        return {"image": self.image, "fram": self._fram_path}

    def options(self, *, run_main: bool) -> dict[str, object]:
        """What the child is started with (sim/startup.py)."""
        self.boots += 1
        return {
            "clock_registers": list(self.clock_registers),
            "backup": list(self.backup),
            "oe": self.output_enable,
            "level": self.level,
            "word": _signed(self.word),
            "shift": _signed(self.shift),
            "pump_l": self.pumps[0],
            "pump_r": self.pumps[1],
            "pwm_pins": self.pwm_pins,
            "wdt_ms": self.wdt_ms,
            "cause": self.cause,
            "reason": self.reason,
            "boot_us": self.boot_us,
            "ticks_start_ms": self._ticks_start_ms,
            "unique_id": list(unique_id(self._seed)),
            "pull_ups": _PULL_UPS,
            "seed": (self._seed * 1_000_003 + self.boots) & 0x7FFFFFFF,
            "run_main": run_main,
            "machine": self._model.machine,
            "wdt_max_ms": self._model.wdt_max_ms,
        }

    # ------------------------------------------------------------ the exchange

    def take(self, exchange: Exchange, base_us: int) -> None:
        """Copy pins and watchdog of one request; `base_us` is the virtual time of the reply before it."""
        words = exchange.words
        self.word = words[layout.WORD] & 0xFFFFFFFF
        self.shift = words[layout.SHIFT] & 0xFFFFFFFF
        self.output_enable = words[layout.OE]
        self.level = words[layout.LEVEL]
        self.pumps[0] = words[layout.PUMP_L]
        self.pumps[1] = words[layout.PUMP_R]
        self.pump_hz[0] = words[layout.PUMP_L_HZ]
        self.pump_hz[1] = words[layout.PUMP_R_HZ]
        self.pwm_pins = words[layout.PWM_PINS]
        self.wdt_ms = words[layout.WDT_MS]
        if words[layout.FED_US]:
            self.fed_us = base_us + words[layout.FED_US] - 1

    def drive(self, drive: Drive) -> None:
        """Show the pins to the plant; an undriven pin has the level of its resistor."""
        drive.word = self.word
        drive.drivers_enabled = bool(self.output_enable & _DISABLE) and not self.level & _DISABLE
        left, right = self.pumps
        drive.pump_l = left / 65535 if left > 0 else 0.0
        drive.pump_r = right / 65535 if right > 0 else 0.0

    def keep(self, exchange: Exchange) -> bool:
        """Apply the tail in its order; True: the armed cut fell into it and nothing after it was kept."""
        for kind, payload in exchange.records():
            if kind in (layout.REC_FRAM, layout.REC_FRAM_MORE):
                if self._keep_fram(kind, payload):
                    return True
            elif kind == layout.REC_CLOCK:
                self.clock_offset_us = int.from_bytes(payload[:8], "little", signed=True)
                self.clock_registers = payload[8:]
            elif kind == layout.REC_DISPLAY:
                self.display = payload
        return False

    def _keep_fram(self, kind: int, payload: bytes) -> bool:
        if kind == layout.REC_FRAM:
            self.fram_writes += 1
        at = int.from_bytes(payload[:4], "little")
        data = payload[4:]
        cut = self.cut_at_fram_write
        if cut is not None and self.fram_writes >= cut[0]:
            data = data[: cut[1]]
            self.fram[at : at + len(data)] = data
            self.cut_at_fram_write = None
            return True
        self.fram[at : at + len(data)] = data
        return False


def _signed(word: int) -> int:
    return word - ((word & 0x8000_0000) << 1)
