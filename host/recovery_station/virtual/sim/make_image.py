"""Formats an image file and copies a directory of the host into it: arguments are IMAGE and DIRECTORY."""

import sys

import uos
import vfs
from flash_file import FlashFile


def copy(source, target):
    """One directory, sorted, so that the same files give the same image."""
    for name, kind, *_ in sorted(uos.ilistdir(source)):
        if kind == 0x4000:
            uos.mkdir(target + "/" + name)
            copy(source + "/" + name, target + "/" + name)
        else:
            with open(source + "/" + name, "rb") as read, open(target + "/" + name, "wb") as write:
                write.write(read.read())


device = FlashFile(sys.argv[1])
vfs.VfsLfs2.mkfs(device, progsize=256, readsize=32)
# No times of writing: they are the wall's, and littlefs chooses its blocks by what lies in the directories.
vfs.mount(vfs.VfsLfs2(device, progsize=256, readsize=32, mtime=False), "/flash")
copy(sys.argv[2], "/flash")
vfs.umount("/flash")
