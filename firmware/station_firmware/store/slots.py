"""The file /slot, which main.py obeys, and the files of the slot that is not running. On loan; writes flash: at rest.

A slot counts as whole by its manifest, which goes first and comes last: cut anywhere, the slot that runs stays the one
that starts. Lines of a manifest: CRC-32, size, path, SHA-256.
"""

import binascii
import hashlib
import os

MANIFEST = "manifest"
FRESH = "manifest.new"
ERROR = "/slot_error"
_STATE = "/slot"
_SLICE = 512
_LONGEST_PATH = 60
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_./"
_DIRECTORY = 0x4000
_ERROR_LETTERS = 700


def other(slot):
    return "b" if slot == "a" else "a"


def keep(text):
    """Write /slot: one small file written whole, so a cut leaves the old text or this one."""
    with open(_STATE, "w") as file:
        file.write(text)


def error():
    """The end of the traceback that a slot left behind, empty when there is none."""
    try:
        with open(ERROR) as file:
            return file.read()[-_ERROR_LETTERS:]
    except (OSError, ValueError):
        return ""


def forget(path):
    """Remove a file; True when it was there."""
    try:
        os.remove(path)
    except OSError:
        return False
    return True


def is_whole(slot):
    """True when `slot` has a manifest."""
    try:
        os.stat("/slot_%s/%s" % (slot, MANIFEST))
    except OSError:
        return False
    return True


def is_path(path):
    """True for a path inside a slot: no letter and no part in it leads out."""
    if not 1 <= len(path) <= _LONGEST_PATH or path[0] == "/" or path == MANIFEST:
        return False
    for letter in path:
        if letter not in _LETTERS:
            return False
    return ".." not in path and "//" not in path


class Slot:
    """The files of `slot`. What refuses raises ValueError with its words, a full flash OSError."""

    def __init__(self, slot):
        self.slot = slot
        self._folder = "/slot_%s/" % slot
        self._file = None
        self._path = ""
        self._size = 0

    def paths(self):
        """Every file but the manifest, sorted."""
        found = []
        _gather(self._folder[:-1], "", found)
        return sorted([path for path in found if path != MANIFEST])

    def digest(self, path):
        """[size, SHA-256 in hexadecimal] read from the flash, [0, ""] when there is no such file."""
        found = hashlib.sha256()
        size = 0
        try:
            with open(self._folder + path, "rb") as file:
                data = file.read(_SLICE)
                while data:
                    found.update(data)
                    size += len(data)
                    data = file.read(_SLICE)
        except OSError:
            return [0, ""]
        return [size, binascii.hexlify(found.digest()).decode()]

    def open(self):
        """From now on this slot is none: its manifest goes first."""
        self.close()
        forget(self._folder + MANIFEST)
        forget(self._folder + FRESH)

    def close(self):
        """Give up what was being written."""
        if self._file is not None:
            self._file.close()
        self._file = None

    def write(self, path, offset, data):
        """Add a slice; returns how much of the file is here: what came before, or too early, is not written."""
        if offset == 0:
            self.close()
            self._make_folders(path)
            self._file = open(self._folder + path, "wb")  # noqa: SIM115 (open from slice to slice)
            self._path = path
            self._size = 0
        if self._file is None or path != self._path:
            return 0
        if offset == self._size:
            self._file.write(data)
            self._size += len(data)
        return self._size

    def finish(self, path, digest):
        """The last slice came: True when what lies on the flash is what was meant; else it is gone again."""
        self.close()
        if self.digest(path)[1] == digest:
            return True
        forget(self._folder + path)
        return False

    def copy(self, source, path):
        """Take a file from another slot as it lies there; returns its SHA-256."""
        self.close()
        self._make_folders(path)
        with open(source.name_of(path), "rb") as old, open(self._folder + path, "wb") as new:
            data = old.read(_SLICE)
            while data:
                new.write(data)
                data = old.read(_SLICE)
        return self.digest(path)[1]

    def remove(self, path):
        self.close()
        return forget(self._folder + path)

    def name_of(self, path):
        return self._folder + path

    def prove(self):
        """Steps that end well only when the slot holds just what the fresh manifest lists: yields after each file."""
        self.close()
        left = self.paths()
        left.remove(FRESH)
        with open(self._folder + FRESH) as lines:
            for line in lines:
                _, size, path, digest = line.split()
                if path not in left:
                    raise ValueError("%s is missing" % path)
                left.remove(path)
                if self.digest(path) != [int(size), digest]:
                    raise ValueError("%s is not what the manifest says" % path)
                yield path
        if left:
            raise ValueError("%s is not in the manifest" % left[0])

    def complete(self):
        """The fresh manifest takes its place: from now on this slot is whole."""
        os.rename(self._folder + FRESH, self._folder + MANIFEST)

    def _make_folders(self, path):
        parts = (self._folder + path).split("/")[1:-1]
        folder = ""
        for part in parts:
            folder += "/" + part
            try:
                os.stat(folder)
            except OSError:
                os.mkdir(folder)


def _gather(folder, inside, found):
    try:
        names = list(os.ilistdir(folder))
    except OSError:
        return
    for entry in names:
        if entry[1] == _DIRECTORY:
            _gather(folder + "/" + entry[0], inside + entry[0] + "/", found)
        else:
            found.append(inside + entry[0])
