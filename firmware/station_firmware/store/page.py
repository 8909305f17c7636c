"""A small page kept twice: each write goes to the older copy, so a cut leaves the other one whole."""

import binascii
import struct


class TwinPage:
    """Two copies of `size` payload bytes at `address`, each with a generation and a CRC-32."""

    def __init__(self, fram, address, size):
        self._fram = fram
        self._size = size
        self._addresses = (address, address + size + 8)
        self._buffer = bytearray(size + 8)
        self._generation = 0

    def load(self):
        """The newer whole copy as bytes, or None when neither copy is whole (a new or broken memory)."""
        newest = None
        self._generation = 0
        for number in range(2):
            generation, body = self.copy(number)
            if generation > self._generation:
                self._generation = generation
                newest = body
        return newest

    def copy(self, number):
        """(generation, body) of copy 0 or 1; generation 0: it is not whole."""
        buffer = self._buffer
        self._fram.read_into(self._addresses[number], buffer)
        generation, crc = struct.unpack_from("<II", buffer, 0)
        body = bytes(memoryview(buffer)[8:])
        return (generation if crc == self._crc(generation, body) else 0), body

    def save(self, body):
        """Write `body` (bytes of the page's size) over the older copy."""
        self._generation += 1
        struct.pack_into("<II", self._buffer, 0, self._generation, self._crc(self._generation, body))
        self._buffer[8:] = body
        self._fram.write(self._addresses[self._generation & 1], self._buffer)

    def _crc(self, generation, body):
        return binascii.crc32(body, generation)
