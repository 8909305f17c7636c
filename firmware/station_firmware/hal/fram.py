"""MB85RS2MT: 256 KiB of FRAM over SPI, written at bus speed, kept without power (datasheet DS501-00023).

A write needs WREN before it and ends with the select line; a cut in between leaves the bytes already clocked in.
"""

SIZE_BYTES = 262144
_WREN, _WRITE, _READ, _RDID = 0x06, 0x02, 0x03, 0x9F
# manufacturer 04, continuation 7F, product: MB85RS2MT, and its successor MB85RS2MTA of the same size
_IDS = (b"\x04\x7f\x28\x03", b"\x04\x7f\x48\x03")


class Fram:
    """`read_into` and `write` at a byte address; `present()` asks for the chip's identity."""

    def __init__(self, spi, select):
        self._spi = spi
        self._select = select
        self._head = bytearray(4)
        self._wren = bytes((_WREN,))
        self._rdid = bytes((_RDID,))

    def present(self):
        """True when the chip answers with the identity of an MB85RS2MT."""
        identity = bytearray(4)
        self._select(0)
        self._spi.write(self._rdid)
        self._spi.readinto(identity)
        self._select(1)
        return bytes(identity) in _IDS

    def read_into(self, address, buffer):
        """Fill `buffer` from `address`."""
        self._start(_READ, address)
        self._spi.readinto(buffer)
        self._select(1)

    def write(self, address, data):
        """Write `data` from `address` on; it is kept once this returns."""
        self._select(0)
        self._spi.write(self._wren)
        self._select(1)
        self._start(_WRITE, address)
        self._spi.write(data)
        self._select(1)

    def _start(self, opcode, address):
        head = self._head
        head[0] = opcode
        head[1] = address >> 16
        head[2] = address >> 8 & 255
        head[3] = address & 255
        self._select(0)
        self._spi.write(head)
