"""Two 74HC165: sixteen slow inputs. They load while the select line is high and shift while it is low."""


class Inputs:
    """`read()` returns the 16 bits, first bit received in bit 15."""

    def __init__(self, spi, select):
        self._spi = spi
        self._select = select
        self._answer = bytearray(2)

    def read(self):
        self._select(0)
        self._spi.readinto(self._answer)
        self._select(1)
        return self._answer[0] << 8 | self._answer[1]
