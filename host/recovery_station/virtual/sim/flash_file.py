"""The flash as a block device in an image file, without a board around it: 352 sectors of 4 KiB, no time passes."""

SECTOR_BYTES = 4096
SECTORS = 352
_erased = bytes(b"\xff" * SECTOR_BYTES)


class FlashFile:
    """For VfsLfs2. `about_to_erase` and `about_to_program` are called before the bytes change; here they do nothing."""

    def __init__(self, file):
        """`file`: a path or a descriptor."""
        self._file = open(file, "r+b")  # noqa: SIM115 (for as long as it runs)

    def about_to_erase(self):
        pass

    def about_to_program(self, size):
        pass

    def readblocks(self, number, buffer, offset=0):
        self._file.seek(number * SECTOR_BYTES + offset)
        self._file.readinto(buffer)

    def writeblocks(self, number, buffer, offset=None):
        if offset is None:
            self._erase(number)
            offset = 0
        self.about_to_program(len(buffer))
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
        self.about_to_erase()
        self._file.seek(number * SECTOR_BYTES)
        self._file.write(_erased)
