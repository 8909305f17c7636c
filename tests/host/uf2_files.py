"""UF2 files of the tests' own make: no real one may be had here, so these have the fields and names of one."""

from __future__ import annotations

import struct

from recovery_station.flash import uf2

BANNER = b"3.4.0; MicroPython v%s on 2026-08-24\0pad\0; %s\0"
PICO, PICO2 = uf2.BOARDS
PLAIN = (uf2.FAMILY_PRESENT, uf2.PAYLOAD_BYTES)


def body_of(version: str = "1.29.0", machine: str = PICO.machine, blocks: int = 9) -> bytes:
    """An interpreter's bytes: something, its banner across a block's border, something."""
    names = BANNER % (version.encode(), machine.encode())
    filler = bytes(range(256)) * blocks
    at = 256 - 20
    return (filler[:at] + names + filler)[: blocks * 256]


def block(
    number: int, total: int, data: bytes, family: int = uf2.RP2040, address: int | None = None
) -> bytes:
    """One block as the tools write it."""
    flags, size = PLAIN
    at = uf2.FLASH_START + number * 256 if address is None else address
    head = struct.pack("<8I", *uf2.MAGICS[:2], flags, at, size, number, total, family)
    return head + data.ljust(476, b"\0") + struct.pack("<I", uf2.MAGICS[2])


def blocks_of(body: bytes, family: int = uf2.RP2040) -> list[bytes]:
    """The blocks of a plain image."""
    parts = [body[at : at + 256] for at in range(0, len(body), 256)]
    return [block(number, len(parts), part, family) for number, part in enumerate(parts)]


def pico(version: str = "1.29.0", machine: str = PICO.machine, blocks: int = 9) -> bytes:
    """A file for the Pico."""
    return b"".join(blocks_of(body_of(version, machine, blocks)))


def absolute() -> bytes:
    """The block against RP2350-E10."""
    head = struct.pack("<8I", *uf2.MAGICS[:2], 0xA000, uf2.ABSOLUTE_AT, 256, 0, 2, uf2.ABSOLUTE)
    data = (b"\xef" * 256 + struct.pack("<I", 0x9957E304)).ljust(476, b"\0")
    return head + data + struct.pack("<I", uf2.MAGICS[2])


def pico2(version: str = "1.29.0") -> bytes:
    """A file for the Pico 2, as its tools write it."""
    return absolute() + b"".join(blocks_of(body_of(version, PICO2.machine), uf2.RP2350_ARM))
