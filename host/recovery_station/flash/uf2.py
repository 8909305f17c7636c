"""A UF2 file of the interpreter, judged before anything is sent: is it whole, for which board, which MicroPython.

A UF2 has no checksum: a payload that was changed is not seen here, which is why the SHA-256 is told.
"""

from __future__ import annotations

import hashlib
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from recovery_station.errors import IntegrityError, RefusedError, UsageError
from recovery_station.versions import INTERPRETERS, interpreter_misfit

BLOCK_BYTES: Final = 512
PAYLOAD_BYTES: Final = 256
MAGICS: Final = (0x0A324655, 0x9E5D5157, 0x0AB16F30)
FAMILY_PRESENT: Final = 0x2000
EXTENSION_TAGS: Final = 0x8000
FLASH_START: Final = 0x1000_0000
MOST_BYTES: Final = 32 << 20  # twice as much as the largest flash takes

RP2040: Final = 0xE48BFF56
RP2350_ARM: Final = 0xE48BFF59
# Against erratum RP2350-E10 the tools put one block of this family first, at the end of the flash's window, all 0xEF.
ABSOLUTE: Final = 0xE48BFF57
ABSOLUTE_AT: Final = 0x10FF_FF00
_HEAD: Final = struct.Struct("<8I")
_TAIL: Final = struct.Struct("<I")
_VERSION: Final = re.compile(rb"MicroPython v(\d{1,3})\.(\d{1,3})\.(\d{1,3})([^ \0]*) on (\d{4}-\d\d-\d\d)")
_MACHINE: Final = re.compile(rb"([\x20-\x7e]{1,80}) with (RP2\d{3}[\w-]*)")


@dataclass(frozen=True)
class Board:
    """A board the station is built on; `room_bytes` of its flash lie below the file system with the firmware."""

    machine: str
    family: int
    board_id: str
    room_bytes: int

    @property
    def chip(self) -> str:
        """What stands behind `with` in `sys.implementation._machine`."""
        return self.machine.rpartition(" with ")[2]


BOARDS: Final = (
    Board("Raspberry Pi Pico with RP2040", RP2040, "RPI-RP2", 640 << 10),
    Board("Raspberry Pi Pico2 with RP2350", RP2350_ARM, "RP2350", 1024 << 10),
)


@dataclass(frozen=True)
class Block:
    """The header of one block, and its payload."""

    magics: tuple[int, int, int]
    flags: int
    address: int
    payload_bytes: int
    number: int
    total: int
    family: int
    data: bytes


@dataclass(frozen=True)
class Image:
    """A file that passed."""

    path: Path
    content: bytes
    board: Board
    version: str
    built: str
    image_bytes: int

    @property
    def sha256(self) -> str:
        """Of the whole file."""
        return hashlib.sha256(self.content).hexdigest()

    def told(self) -> dict[str, object]:
        """For `flash/1`."""
        return {
            "file": str(self.path),
            "sha256": self.sha256,
            "board": self.board.machine,
            "micropython": self.version,
            "built": self.built,
            "bytes": self.image_bytes,
        }


def block_of(raw: bytes) -> Block:
    """Take 512 bytes apart; nothing is judged."""
    first, second, flags, address, size, number, total, family = _HEAD.unpack_from(raw)
    (last,) = _TAIL.unpack_from(raw, BLOCK_BYTES - _TAIL.size)
    data = raw[_HEAD.size : _HEAD.size + PAYLOAD_BYTES]
    return Block((first, second, last), flags, address, size, number, total, family, data)


def is_absolute(block: Block) -> bool:
    """The block against RP2350-E10, which the boot ROM does not write."""
    return (
        block.magics == MAGICS
        and block.family == ABSOLUTE
        and block.flags & ~EXTENSION_TAGS == FAMILY_PRESENT
        and (block.address, block.payload_bytes, block.number, block.total) == (ABSOLUTE_AT, 256, 0, 2)
        and block.data == b"\xef" * PAYLOAD_BYTES
    )


def load(path: Path) -> Image:
    """Read and judge a file.

    Raises UsageError (cannot be read), IntegrityError (damaged), RefusedError (another board, another version).
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "name a UF2 file that can be read") from error
    return judge(path, content)


def judge(path: Path, content: bytes) -> Image:
    """As `load`, of bytes already read."""
    blocks = _blocks(path, content)
    if len(blocks) > 1 and is_absolute(blocks[0]) and blocks[1].family == RP2350_ARM:
        del blocks[0]
    board = _board(path, blocks[0])
    for number, block in enumerate(blocks):
        _check(path, block, number, len(blocks), board)
    body = b"".join(block.data for block in blocks)
    version, built = _version(path, body)
    _machine(path, body, board)
    return Image(path, content, board, version, built, len(body))


def _blocks(path: Path, content: bytes) -> list[Block]:
    if not content:
        raise _damaged(path, "the file is empty")
    if len(content) > MOST_BYTES:
        raise _damaged(path, f"more than {MOST_BYTES} bytes, no flash is that large")
    if len(content) >= 4 and content[:4] != MAGICS[0].to_bytes(4, "little"):
        raise _damaged(path, "this is no UF2 file: it does not begin as one")
    if len(content) % BLOCK_BYTES:
        raise _damaged(
            path, f"{len(content)} bytes are no whole number of blocks of {BLOCK_BYTES}: cut short"
        )
    return [block_of(content[at : at + BLOCK_BYTES]) for at in range(0, len(content), BLOCK_BYTES)]


def _board(path: Path, first: Block) -> Board:
    """By the family of the first block, whose frame is looked at before."""
    if first.magics != MAGICS:
        raise _damaged(path, "block 0 does not begin and end as a UF2 block does: this is no UF2 file")
    for board in BOARDS:
        if board.family == first.family:
            return board
    known = ", ".join(f"{board.family:#010x} ({board.machine})" for board in BOARDS)
    raise RefusedError(
        f"{path}: made for family {first.family:#010x}, the station's boards are {known}",
        "take the UF2 that micropython.org offers for this board",
        {"family": first.family},
    )


def _check(path: Path, block: Block, number: int, total: int, board: Board) -> None:
    """Each field has one right value: order, numbers and addresses without a hole."""
    fields = (
        ("its first and last words", block.magics, MAGICS),
        ("its flags", block.flags, FAMILY_PRESENT),
        ("its family", block.family, board.family),
        ("its payload", block.payload_bytes, PAYLOAD_BYTES),
        ("its number", block.number, number),
        ("the number of blocks it tells", block.total, total),
        ("its address", block.address, FLASH_START + number * PAYLOAD_BYTES),
    )
    for name, found, wanted in fields:
        if found != wanted:
            told = f"block {number}: {name} should be {_hex(wanted)}, found {_hex(found)}"
            raise _damaged(path, f"{told}; blocks are missing, doubled, out of order or spoiled")
    if (number + 1) * PAYLOAD_BYTES > board.room_bytes:
        raise RefusedError(
            f"{path}: larger than the {board.room_bytes} bytes below the station's file system",
            "take the plain UF2 for this board; a larger one would write over the firmware",
            {"limit_bytes": board.room_bytes},
        )


def _version(path: Path, body: bytes) -> tuple[str, str]:
    found = {match.groups() for match in _VERSION.finditer(body)}
    if len(found) != 1:
        raise RefusedError(
            f"{path}: {'no' if not found else 'more than one'} MicroPython version stands in this image",
            "take a release of MicroPython from micropython.org",
        )
    ((*numbers, suffix, built),) = found
    low, middle, high = (int(one) for one in numbers)
    version = f"{low}.{middle}.{high}{suffix.decode('ascii', 'replace')}"
    misfit = interpreter_misfit(version)
    if misfit:
        raise RefusedError(
            f"{path}: MicroPython {version}: {misfit}",
            f"take a release from {INTERPRETERS[0]} on and before {INTERPRETERS[1]}",
            {"found": version, "range": list(INTERPRETERS)},
        )
    return version, built.decode()


def _machine(path: Path, body: bytes, board: Board) -> None:
    """Name of the board and chip, as the banner ends: `; Raspberry Pi Pico with RP2040`."""
    names = {
        f"{match[1].decode('ascii').rpartition('; ')[2]} with {match[2].decode('ascii')}"
        for match in _MACHINE.finditer(body)
    }
    if names != {board.machine}:
        told = ", ".join(sorted(names)) or "no board it knows its name of"
        raise RefusedError(
            f"{path}: made for {told}, this family's board is {board.machine}",
            "take the UF2 that micropython.org offers for this board; another moves the file system or the pins",
            {"found": sorted(names), "wanted": board.machine},
        )


def _damaged(path: Path, what: str) -> IntegrityError:
    return IntegrityError(f"{path}: {what}", "fetch the file again; nothing was sent to the station")


def _hex(value: int | tuple[int, ...]) -> str:
    return f"{value:#x}" if isinstance(value, int) else " ".join(f"{one:#x}" for one in value)
