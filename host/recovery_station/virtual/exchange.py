"""The supervisor's end of the exchange: read one request, write one reply, buffers made once."""

from __future__ import annotations

import socket
import struct
from typing import Final

from recovery_station.virtual.plant import Samples
from recovery_station.virtual.sim import layout

_HEADER: Final = struct.Struct("<24i")
_REPLY: Final = struct.Struct(layout.REPLY_FORMAT)
_HEADER_BYTES: Final = layout.HEADER_BYTES
_BACKUP_AT: Final = 4 * layout.BACKUP
_BACKUP_BYTES: Final = 28


class EndedError(Exception):
    """The other end is gone."""


class Exchange:
    """Fixed buffers around one socket; `words` holds the header of the last request (sim/layout.py)."""

    def __init__(self, control: socket.socket) -> None:
        self._receive = control.recv_into
        self._send = control.send
        self._buffer = bytearray(_HEADER_BYTES + layout.TAIL_MAX_BYTES)
        self._view = memoryview(self._buffer)
        self._reply = bytearray(layout.REPLY_BYTES)
        self.words: tuple[int, ...] = (0,) * 24

    def receive(self, *, wait: bool = True) -> bool:
        """Wait for a request, 20 ms of wall time at most; False: none yet. EndedError when the child is gone."""
        try:
            got = self._receive(self._buffer) if wait else self._receive(self._buffer, 0, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError as error:
            raise EndedError from error
        if got == 0:
            raise EndedError
        while got < _HEADER_BYTES:
            got += self._more(got)
        self.words = words = _HEADER.unpack_from(self._buffer)
        size = _HEADER_BYTES + words[layout.TAIL_BYTES]
        while got < size:
            got += self._more(got)
        return True

    def _more(self, got: int) -> int:
        try:
            count = self._receive(self._view[got:])
        except BlockingIOError:
            return 0
        except OSError as error:
            raise EndedError from error
        if count == 0:
            raise EndedError
        return count

    def backup(self) -> bytes:
        """The 28 bytes of machine.mem_backup()."""
        return bytes(self._buffer[_BACKUP_AT : _BACKUP_AT + _BACKUP_BYTES])

    def records(self) -> list[tuple[int, bytes]]:
        """The tail of the last request: (type, payload) in the order they were made."""
        found: list[tuple[int, bytes]] = []
        at = _HEADER_BYTES
        end = at + self.words[layout.TAIL_BYTES]
        while at < end:
            head = int.from_bytes(self._buffer[at : at + 4], "little")
            size = head >> 8
            found.append((head & 255, bytes(self._buffer[at + 4 : at + 4 + size])))
            at += (4 + size + 3) & ~3
        return found

    def answer(
        self,
        now_us: int,
        flags: int,
        rx_bytes: int,
        samples: Samples,
        clock_offset_us: int,
        extra: tuple[int, int],
    ) -> None:
        """Send the reply; `extra` is (chain bits that come out wrong, FRAM bit to flip).

        EndedError when the child is gone.
        """
        direct = samples.stop | samples.estop << 1 | samples.supply << 2
        adc = samples.adc
        _REPLY.pack_into(
            self._reply,
            0,
            now_us,
            flags,
            rx_bytes,
            *samples.converter,
            adc[0],
            adc[1],
            adc[2] if adc[2] > 0 else 0,  # noise around no current
            samples.inputs,
            direct,
            0,
            extra[0],
            extra[1],
            0,
            clock_offset_us,
        )
        try:
            self._send(self._reply)
        except OSError as error:
            raise EndedError from error
