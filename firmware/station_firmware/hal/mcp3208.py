"""MCP3208: eight 12-bit channels over SPI, single-ended (datasheet DS21298, figure 6-1)."""


class Mcp3208:
    """One converter. `read_into(codes, first)` puts its eight codes at codes[first…first+7]; allocates nothing."""

    def __init__(self, spi, select):
        self._spi = spi
        self._select = select
        self._answer = bytearray(3)
        # start bit, single-ended, channel number: two bytes carry them, the third clocks the answer out
        self._requests = tuple([bytes((6 | channel >> 2, (channel & 3) << 6, 0)) for channel in range(8)])

    def read_into(self, codes, first):
        spi = self._spi
        select = self._select
        answer = self._answer
        requests = self._requests
        for channel in range(8):
            select(0)
            spi.write_readinto(requests[channel], answer)
            select(1)
            codes[first + channel] = (answer[1] & 15) << 8 | answer[2]
