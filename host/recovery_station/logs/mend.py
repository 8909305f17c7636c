"""One flipped bit of a flash block is found by its CRC-32 and turned back.

A CRC-32 keeps at least four bits' distance between any two texts of up to 91607 bits (Koopman, "32-bit cyclic
redundancy codes for Internet applications", 2002, table 1), and a block has 32768 at most: so each single flipped bit
gives another difference of the CRC, and two flipped bits never look like one.
"""

from __future__ import annotations

import binascii
import struct
from collections.abc import Callable
from typing import Any, cast

from station_firmware.store import block, unblock

_all_records = cast("Callable[[bytes], list[tuple[int, bytes]]]", cast("Any", unblock).all_records)
_body_of = cast("Callable[[bytes], memoryview]", cast("Any", unblock).body_of)


def records_of(data: bytes) -> tuple[list[tuple[int, bytes]], bytes | None]:
    """The (seq, 40 bytes) of an archive file, and the file with its bit turned back when one had flipped.

    Raises ValueError when it is not whole and no single bit explains it.
    """
    try:
        return _all_records(data), None
    except ValueError:
        mended = _with_one_bit_turned(data)
        if mended is None:
            raise
        return _all_records(mended), mended


def _with_one_bit_turned(data: bytes) -> bytes | None:
    """The one block that differs from `data` in a bit and is whole; a file holds one block."""
    candidates = [
        data[:at] + bytes((data[at] ^ 1 << bit,)) + data[at + 1 :]
        for at in range(min(len(data), 8))
        for bit in range(8)
    ]
    candidates += _by_syndrome(data)
    for one in candidates:
        if _whole(one):
            return one
    return None


def _whole(data: bytes) -> bool:
    try:
        return len(_body_of(data)) == len(data)
    except ValueError:
        return False


def _by_syndrome(data: bytes) -> list[bytes]:
    """Where in what the CRC covers a bit would have to flip to make the difference there is."""
    if len(data) < block.HEAD_BYTES:
        return []
    crc = struct.unpack_from("<I", data, 4)[0]
    body = data[block.AFTER_CRC :]
    blank = binascii.crc32(bytes(len(body)))
    syndrome = binascii.crc32(body) ^ crc
    for at in range(len(body)):
        for bit in range(8):
            flip = bytearray(len(body))
            flip[at] = 1 << bit
            if binascii.crc32(flip) ^ blank == syndrome:
                turned = bytearray(data)
                turned[block.AFTER_CRC + at] ^= 1 << bit
                return [bytes(turned)]
    return []
