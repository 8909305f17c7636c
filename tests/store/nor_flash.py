"""A NOR flash in memory for littlefs: it dies at its Nth operation, which it carries out only in part."""

import micropython

_SECTOR_BYTES = 4096
_SECTORS = 24


@micropython.viper
def _copy(to: ptr8, at: ptr8, start: int, size: int):  # noqa: F821 (a type of the native emitter)
    for index in range(size):
        to[index] = at[start + index]


@micropython.viper
def _clear(at: ptr8, start: int, by: ptr8, size: int):  # noqa: F821
    for index in range(size):
        at[start + index] &= by[index]


@micropython.viper
def _erase(at: ptr8, start: int, size: int):  # noqa: F821
    for index in range(size):
        at[start + index] = 255


class PowerCutError(Exception):
    """There was no power for this operation."""


class Flash:
    """NOR flash: a program only clears bits. `left` operations are carried out, the next one by `share` of it."""

    def __init__(self, image=None, sectors=_SECTORS):
        self.image = image or bytearray(b"\xff" * (_SECTOR_BYTES * sectors))
        self.left = -1
        self.share = 0
        self.done = 0

    def _spend(self, size):
        """How many bytes of this operation happen."""
        if self.left == 0:
            self.left = -2
            return size * self.share // 4
        if self.left == -2:
            return 0
        self.left -= self.left > 0
        self.done += 1
        return size

    def readblocks(self, number, buffer, offset=0):
        start = number * _SECTOR_BYTES + offset
        _copy(buffer, self.image, start, len(buffer))

    def writeblocks(self, number, buffer, offset=0):
        start = number * _SECTOR_BYTES + offset
        size = self._spend(len(buffer))
        _clear(self.image, start, buffer, size)
        if size < len(buffer):
            raise PowerCutError

    def ioctl(self, operation, argument):
        if operation == 4:
            return len(self.image) // _SECTOR_BYTES
        if operation == 5:
            return _SECTOR_BYTES
        if operation == 6:
            size = self._spend(_SECTOR_BYTES)
            start = argument * _SECTOR_BYTES
            _erase(self.image, start, size)
            if size < _SECTOR_BYTES:
                raise PowerCutError
        return 0
