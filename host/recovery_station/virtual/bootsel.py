"""The boot ROM's drive of a virtual station: takes a UF2 block by block as the real one does, and then resets.

A virtual station's interpreter cannot change: blocks are judged and counted, their payload is kept nowhere.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from recovery_station.flash import uf2
from recovery_station.flash.drives import INFO

_MODELS: Final = {"RP2040": ("3.0", "RP2"), "RP2350": ("1.0", "RP2350")}


class BootselDrive:
    """A directory that stands for the drive; `complete` once the last block of one image has come."""

    def __init__(self, directory: Path, machine: str) -> None:
        """`machine` is the board's, as `sys.implementation._machine` tells it; only its chip counts."""
        chip = machine.rpartition(" with ")[2]
        self.path = directory
        self._board = next(board for board in uf2.BOARDS if board.chip == chip)
        self._version, self._model = _MODELS[chip]
        self._total = 0
        self._seen: set[int] = set()
        self._read: dict[Path, int] = {}
        self.taken = 0

    def appear(self) -> None:
        """As after a reset into BOOTSEL: INFO_UF2.TXT and nothing else. OSError when it cannot be made."""
        self.vanish()
        self.path.mkdir(parents=True)
        info = f"UF2 Bootloader v{self._version}\r\nModel: Raspberry Pi {self._model}\r\n"
        (self.path / INFO).write_bytes(f"{info}Board-ID: {self._board.board_id}\r\n".encode())

    def vanish(self) -> None:
        """The board has left BOOTSEL."""
        shutil.rmtree(self.path, ignore_errors=True)

    @property
    def complete(self) -> bool:
        """Every block of the image under way was written: the ROM resets now."""
        return bool(self._total) and len(self._seen) == self._total

    def poll(self) -> bool:
        """Take in what was written since the last look; True when the image is complete."""
        for path in sorted(self.path.iterdir()):
            if path.name != INFO and path.is_file() and not self.complete:
                self._take_file(path)
        return self.complete

    def _take_file(self, path: Path) -> None:
        with path.open("rb") as file:
            file.seek(self._read.get(path, 0))
            data = file.read()
        whole = len(data) - len(data) % uf2.BLOCK_BYTES
        for at in range(0, whole, uf2.BLOCK_BYTES):
            self.take(data[at : at + uf2.BLOCK_BYTES])
        self._read[path] = self._read.get(path, 0) + whole

    def take(self, raw: bytes) -> None:
        """One sector: foreign and broken ones pass unheard, another number of blocks begins another image."""
        block = uf2.block_of(raw)
        if not self._is_ours(block):
            return
        if block.total != self._total:
            self._total = block.total
            self._seen.clear()
        self._seen.add(block.number)
        self.taken += 1

    def _is_ours(self, block: uf2.Block) -> bool:
        room = 16 << 20  # the whole window of the flash: the ROM does not know how large the part is
        return (
            block.magics == uf2.MAGICS
            and bool(block.flags & uf2.FAMILY_PRESENT)
            and not block.flags & 1  # not for the main flash
            and block.family == self._board.family
            and block.payload_bytes == uf2.PAYLOAD_BYTES
            and block.address % uf2.PAYLOAD_BYTES == 0
            and 0 <= block.address - uf2.FLASH_START <= room - uf2.PAYLOAD_BYTES
            and block.number < block.total
        )
