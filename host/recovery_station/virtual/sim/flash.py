"""The flash behind `/`: 352 sectors of 4 KiB in an image file; erase and program cost their declared time."""

import layout
import wire

SECTOR_BYTES = 4096
SECTORS = 352
_ERASE_US = 45000
_PROGRAM_US = 700
_PAGE_BYTES = 256
_erased = bytes(b"\xff" * SECTOR_BYTES)


class Flash:
    """A block device for VfsLfs2; the supervisor hears of each erase and program before it happens."""

    def __init__(self, path):
        self._file = open(path, "r+b")  # noqa: SIM115 (for as long as it runs)

    def readblocks(self, number, buffer, offset=0):
        self._file.seek(number * SECTOR_BYTES + offset)
        self._file.readinto(buffer)

    def writeblocks(self, number, buffer, offset=None):
        if offset is None:
            self._erase(number)
            offset = 0
        wire.exchange(layout.K_FLASH, _PROGRAM_US * ((len(buffer) + _PAGE_BYTES - 1) // _PAGE_BYTES))
        self._file.seek(number * SECTOR_BYTES + offset)
        self._file.write(buffer)

    def ioctl(self, operation, argument):
        if operation == 4:
            return SECTORS
        if operation == 5:
            return SECTOR_BYTES
        if operation == 6:
            self._erase(argument)
        return 0

    def _erase(self, number):
        wire.exchange(layout.K_FLASH, _ERASE_US)
        self._file.seek(number * SECTOR_BYTES)
        self._file.write(_erased)
