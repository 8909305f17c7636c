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
        for copy in range(2):
            buffer = self._buffer
            self._fram.read_into(self._addresses[copy], buffer)
            generation, crc = struct.unpack_from("<II", buffer, 0)
            body = bytes(memoryview(buffer)[8:])
            if generation and crc == self.crc(generation, body) and generation > self._generation:
                self._generation = generation
                newest = body
        return newest

    def save(self, body):
        """Write `body` (bytes of the page's size) over the older copy."""
        self._generation += 1
        struct.pack_into("<II", self._buffer, 0, self._generation, self.crc(self._generation, body))
        self._buffer[8:] = body
        self._fram.write(self._addresses[self._generation & 1], self._buffer)

    def crc(self, generation, body):
        """What stands beside a whole `body`."""
        return binascii.crc32(body, generation)
