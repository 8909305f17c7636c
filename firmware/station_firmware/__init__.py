"""The recovery station's firmware: what runs on the board, and the parts the host shares with it.

In a slot this is the one module that is a file. The others lie in a few packs (host: flash/packs.py), for a file costs
the flash 4 kB; they are served from there by a file system that only knows to open them.
"""

import binascii

VERSION = "0.1.0"
PACK = "code_%d.pack"
HEAD_DIGITS = OFFSET_DIGITS = 4
_AT = "/s"  # each module keeps its path on the heap: a short one
_IS_FILE = (0x8000, 0, 0, 0, 0, 0, 0, 0, 0, 0)
_IS_FOLDER = (0x4000, 0, 0, 0, 0, 0, 0, 0, 0, 0)
_NO_ENTRY = 2


def pack_of(name, packs):
    """Which of so many packs holds the module `name` (core/tick): known by the name alone, so nothing keeps a list."""
    return PACK % (binascii.crc32(name.encode()) % packs)


class Packs:
    """What `vfs.mount` takes: the modules in the packs of `folder`. A pack that is none raises ValueError or OSError.

    `open` gives the pack's own file, standing where the module begins: what loads a .mpy reads as far as that goes.
    """

    def __init__(self, folder):
        import os

        self._folder = folder + "/"
        self._packs = len([name for name in os.listdir(folder) if name.endswith(PACK[-5:])])

    def mount(self, readonly, mkfs):
        pass

    def umount(self):
        pass

    def stat(self, path):
        if path.endswith(".mpy"):
            self.open(path, "").close()
            return _IS_FILE
        self.open(path + "/__init__.mpy", "").close()
        return _IS_FOLDER

    def open(self, path, mode):
        name = path[1:-4]
        file = open(self._folder + pack_of(name, self._packs), "rb")  # noqa: SIM115 (who imports closes it)
        head = file.read(int(file.read(HEAD_DIGITS), 16))
        line = ("\n%s " % name).encode()
        at = head.find(line) + len(line)
        if at < len(line):
            file.close()
            raise OSError(_NO_ENTRY)
        file.seek(int(head[at : at + OFFSET_DIGITS], 16))
        return file


def leave():
    """Whoever comes to the prompt finds the flash as it is."""
    import vfs

    if globals()["__path__"] == _AT:
        vfs.umount(_AT)


if __file__.endswith(".mpy"):
    import vfs as _vfs

    _vfs.mount(Packs(__file__.rsplit("/", 2)[0]), _AT)
    globals()["__path__"] = _AT
