"""A small page kept twice: each write goes to the older copy, so a cut leaves the other one whole.

The top byte of a copy's generation is the version of what is in it (docs/formats.md): a page that a newer firmware
wrote is neither read nor written, it stops this one at boot, and the firmware before it comes back.
"""

import binascii
import struct

_NEWER = "memory 0x%x was written by a newer firmware: version %d, this one reads %d"
_VERSION_SHIFT = 24
_COUNT = 0xFFFFFF


class TwinPage:
    """Two copies of `size` payload bytes at `address`, each with a generation and a CRC-32.

    Saves are of `version`; `found` is that of the body `load` gave, `version` or the one before.
    """

    def __init__(self, fram, address, size, version=0):
        self._fram = fram
        self._version = self.found = version
        self._address = address
        self._size = size
        self._addresses = (address, address + size + 8)
        self._buffer = bytearray(size + 8)
        self._generation = 0
        self._newer = False

    def load(self):
        """The newer whole copy as bytes, or None when neither copy is whole (a new or broken memory).

        Raises ValueError when a whole copy is of a version above this page's.
        """
        newest = None
        self._generation = 0
        for copy in range(2):
            buffer = self._buffer
            self._fram.read_into(self._addresses[copy], buffer)
            generation, crc = struct.unpack_from("<II", buffer, 0)
            body = bytes(memoryview(buffer)[8:])
            if not generation or crc != self.crc(generation, body):
                continue
            found = generation >> _VERSION_SHIFT
            if found > self._version:
                self._newer = True
                raise ValueError(_NEWER % (self._address, found, self._version))
            if generation & _COUNT > self._generation:
                self._generation = generation & _COUNT
                self.found = found
                newest = body
        return newest

    def save(self, body):
        """Write `body` (bytes of the page's size) over the older copy; nothing over a newer firmware's page."""
        if self._newer:
            return
        self._generation = self._generation + 1 & _COUNT or 1
        generation = self._version << _VERSION_SHIFT | self._generation
        struct.pack_into("<II", self._buffer, 0, generation, self.crc(generation, body))
        self._buffer[8:] = body
        self._fram.write(self._addresses[self._generation & 1], self._buffer)

    def crc(self, generation, body):
        """What stands beside a whole `body`."""
        return binascii.crc32(body, generation)
