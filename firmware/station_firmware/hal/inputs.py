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


class Knob:
    """A quadrature encoder looked at once a tick: `turn(lines)` gives the detents turned since power-on, modulo 4096.

    Between two detents both lines go up and down again; a look that missed a quarter still tells the way.
    """

    def __init__(self):
        self._lines = 0
        self._quarters = 0
        self._turns = 0

    def turn(self, lines):
        """`lines` is A + 2 B; clockwise A leads."""
        was = self._lines
        if lines == was:
            return self._turns
        self._lines = lines
        if lines != was ^ 3:
            # 0 1 3 2 is the way round
            clockwise = lines == (was << 1 | (was >> 1 ^ 1)) & 3
            self._quarters += 1 if clockwise else -1
        if lines == 0:
            if self._quarters >= 2:
                self._turns = self._turns + 1 & 4095
            elif self._quarters <= -2:
                self._turns = self._turns - 1 & 4095
            self._quarters = 0
        return self._turns
