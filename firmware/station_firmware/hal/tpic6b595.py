"""A chain of four TPIC6B595 drivers: 32 drains behind a shift register, with the serial output read back.

What comes out while a word goes in is the word sent before: it proves the shift path, not the drains
(design.md, "Hardware").
"""

_BYTES = 4


class DriverChain:
    """`write(word bytes)` shifts and latches; returns False when the word read back is not the one sent before."""

    def __init__(self, spi, latch):
        self._spi = spi
        self._latch = latch
        self._back = bytearray(_BYTES)
        self._sent = bytearray(_BYTES)
        self._known = False

    def write(self, word):
        """Send four bytes, last chip first. The first call of all cannot know what the chips held."""
        back = self._back
        self._spi.write_readinto(word, back)
        self._latch(1)
        self._latch(0)
        same = True
        for index in range(_BYTES):
            if back[index] != self._sent[index]:
                same = False
            self._sent[index] = word[index]
        good = same or not self._known
        self._known = True
        return good
