"""Formats an image file and copies a directory of the host into it: arguments are IMAGE and DIRECTORY."""

import sys

import uos
import vfs

SECTOR_BYTES = 4096
SECTORS = 352


class ImageFile:
    """The block device without a board around it: no time passes here."""

    def __init__(self, path):
        self._file = open(path, "r+b")  # noqa: SIM115 (for as long as it runs)

    def readblocks(self, number, buffer, offset=0):
        self._file.seek(number * SECTOR_BYTES + offset)
        self._file.readinto(buffer)

    def writeblocks(self, number, buffer, offset=None):
        if offset is None:
            self.ioctl(6, number)
            offset = 0
        self._file.seek(number * SECTOR_BYTES + offset)
        self._file.write(buffer)

    def ioctl(self, operation, argument):
        if operation == 4:
            return SECTORS
        if operation == 5:
            return SECTOR_BYTES
        if operation == 6:
            self._file.seek(argument * SECTOR_BYTES)
            self._file.write(b"\xff" * SECTOR_BYTES)
        return 0


def copy(source, target):
    """One directory, sorted, so that the same files give the same image."""
    for name, kind, *_ in sorted(uos.ilistdir(source)):
        if kind == 0x4000:
            uos.mkdir(target + "/" + name)
            copy(source + "/" + name, target + "/" + name)
        else:
            with open(source + "/" + name, "rb") as read, open(target + "/" + name, "wb") as write:
                write.write(read.read())


device = ImageFile(sys.argv[1])
vfs.VfsLfs2.mkfs(device, progsize=256, readsize=32)
vfs.mount(vfs.VfsLfs2(device, progsize=256, readsize=32), "/flash")
copy(sys.argv[2], "/flash")
vfs.umount("/flash")
