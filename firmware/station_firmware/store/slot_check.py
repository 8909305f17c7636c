"""Are the files of this slot still what was flashed? A slice a slack, against the manifest's CRC-32, round after round.

The manifest is a text file beside the package, a line a file: CRC-32 in eight hex digits, size in bytes, path,
and the SHA-256 by which it was installed (slots.py).
"""

import binascii

MANIFEST = "manifest"
_SLICE = 512
_MANIFEST_ITSELF = 1


class SlotCheck:
    """`step()` reads at most one slice of one file. `wrong` is None until the first round is over, then 0 or a number.

    That is 1 for a manifest that is missing, empty or no manifest, 2 for its first file, and so on; it stays.
    """

    def __init__(self, folder):
        self.wrong = None
        self._folder = folder
        self._lines = None
        self._number = _MANIFEST_ITSELF
        self._file = None
        self._buffer = memoryview(bytearray(_SLICE))
        self._crc = self._size = self._left = self._sum = 0

    def step(self):
        """One slice more; after a file that is wrong nothing is read any more."""
        if self.wrong:
            return
        try:
            lines = self._lines
            file = self._file
            if lines is None:
                self._lines = open(self._folder + "/" + MANIFEST)  # noqa: SIM115 (open from slack to slack)
                self._number = _MANIFEST_ITSELF
            elif file is None:
                self._next(lines.readline())
            else:
                self._slice(file)
        except (OSError, ValueError):
            # what cannot be read is not what was flashed
            self._ends(self._number)

    def _next(self, line):
        if not line:
            # a manifest of nothing proves nothing
            self._ends(0 if self._number > _MANIFEST_ITSELF else _MANIFEST_ITSELF)
            return
        crc, size, path, _ = line.split()
        self._number += 1
        self._crc = int(crc, 16)
        self._left = int(size)
        self._sum = 0
        self._file = open(self._folder + "/" + path, "rb")  # noqa: SIM115 (the same)

    def _slice(self, file):
        count = file.readinto(self._buffer)
        if count:
            self._sum = binascii.crc32(self._buffer[:count], self._sum)
            self._left -= count
            return
        file.close()
        self._file = None
        if self._left or self._sum != self._crc:
            self._ends(self._number)

    def _ends(self, wrong):
        """A round is over."""
        self.wrong = wrong
        if self._lines is not None:
            self._lines.close()
        self._lines = None
