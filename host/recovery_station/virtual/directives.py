"""The station's own faults, carried out: what the reply tells the child and what happens to time and board."""

from __future__ import annotations

from random import Random
from typing import Final

from recovery_station.virtual.board import FRAM_BYTES, Board
from recovery_station.virtual.plant import StationFaults
from recovery_station.virtual.sim import layout

BROWNOUT_US: Final = 50_000


class Directives:
    """Turns `faults` into reply flags; `quiet` is the quick test that nothing at all is wrong."""

    FLOOD_BYTES: Final = 128

    def __init__(self, faults: StationFaults, board: Board, seed: int) -> None:
        self._faults = faults
        self._board = board
        self._random = Random(f"faults {seed}")
        self._healthy = StationFaults()
        self.want_display = False

    @property
    def quiet(self) -> bool:
        """No fault is set and nothing is asked of the child."""
        return not self.want_display and self._faults == self._healthy

    def reply(self) -> tuple[int, tuple[int, int]]:
        """(flags, (chain bits that come out wrong, FRAM bit to flip or -1)) for the next reply."""
        faults = self._faults
        flags = 0
        chain = 0
        flip = -1
        if faults.fram_dead:
            flags |= layout.F_FRAM_DEAD
        if faults.i2c_stuck:
            flags |= layout.F_I2C0_STUCK | layout.F_I2C1_STUCK
        if faults.chain_bit >= 0:
            flags |= layout.F_CHAIN_BIT
            chain = 1 << faults.chain_bit
        if faults.fram_bitflips > 0:
            faults.fram_bitflips -= 1
            flags |= layout.F_FRAM_FLIP
            flip = self._random.randrange(8 * FRAM_BYTES)
            self._board.fram[flip >> 3] ^= 1 << (flip & 7)
        if faults.rtc_wrong_s:
            self._board.clock_offset_us += round(faults.rtc_wrong_s * 1e6)
            faults.rtc_wrong_s = 0.0
        if self.want_display:
            self.want_display = False
            flags |= layout.F_SEND_DISPLAY
        return flags, (chain - ((chain & 0x8000_0000) << 1), flip)

    def power_cut_us(self) -> int | None:
        """How long the power goes now, None: it stays. Momentary: asked once."""
        faults = self._faults
        if faults.power_cut_s > 0:
            length = round(faults.power_cut_s * 1e6)
            faults.power_cut_s = 0.0
            return length
        if faults.brownout:
            faults.brownout = False
            return BROWNOUT_US
        return None

    def flood(self) -> bytes:
        """Garbage of a mad host, as much as the ring takes: seeded, so the same in every run."""
        return (
            bytes(self._random.randrange(4, 256) for _ in range(self.FLOOD_BYTES))
            if self._faults.host_flood
            else b""
        )
