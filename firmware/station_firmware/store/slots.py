"""The file /slot, which main.py obeys, and the files of the slot that is not running. On loan; writes flash: at rest.

Slots are `a` and `b`; `r` is the rescue, as it was first installed: nothing here writes it.
A slot counts as whole by its manifest, which goes first and comes last: cut anywhere, the slot that runs stays the one
that starts. Lines of a manifest: CRC-32, size, path, SHA-256.
"""

import binascii
import hashlib
import os

from .. import HEAD_DIGITS
from .slot_check import MANIFEST

FRESH = "manifest.new"
ERROR = "/slot_error"
_STATE = "/slot"
_SLICE = 512
_BLOCK = 4096
_ALL = 0xFFFFFF
_LONGEST_PATH = 60
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_./"
_DIRECTORY = 0x4000
_ERROR_LETTERS = 700


def other(slot):
    return "b" if slot == "a" else "a"


def target_of(running):
    """The slot an update goes into. From the rescue it is one that is not whole, else the one not confirmed."""
    if running in ("a", "b"):
        return other(running)
    for slot in ("a", "b"):
        if not is_whole(slot):
            return slot
    try:
        with open(_STATE) as file:
            return other(file.read(1))
    except (OSError, ValueError):
        return "a"


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
    return Slot(slot).has(MANIFEST)


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
        self._finished = {}

    def paths(self):
        """Every file but the manifest, sorted."""
        found = []
        _gather(self._folder[:-1], "", found)
        return sorted([path for path in found if path != MANIFEST])

    def hashing(self, path, begin=0, limit=_ALL):
        """Reads a block a step: yields None, at last [bytes, SHA-256 in hexadecimal], [0, ""] without such a file."""
        found = hashlib.sha256()
        size = 0
        try:
            with open(self._folder + path, "rb") as file:
                file.seek(begin)
                data = file.read(min(_SLICE, limit))
                while data:
                    found.update(data)
                    size += len(data)
                    if size % _BLOCK == 0:
                        yield None
                    data = file.read(min(_SLICE, limit - size))
        except OSError:
            yield [0, ""]
            return
        yield [size, binascii.hexlify(found.digest()).decode()]

    def digest(self, path):
        """What `hashing` comes to."""
        found = [0, ""]
        for step in self.hashing(path):
            found = step or found
        return found

    def members(self, path):
        """(where it begins, bytes) of each module of a pack. Raises OSError, ValueError for what is none."""
        with open(self._folder + path, "rb") as file:
            head = file.read(int(file.read(HEAD_DIGITS), 16)).decode()
            ends = file.seek(0, 2)
        begins = [int(line.split()[1], 16) for line in head.split("\n") if line]
        begins.append(ends)
        return [(begins[at], begins[at + 1] - begins[at]) for at in range(len(begins) - 1)]

    def open(self):
        """From now on this slot is none: its manifest goes first."""
        self.close()
        self._finished.clear()
        forget(self._folder + MANIFEST)
        forget(self._folder + FRESH)

    def close(self):
        """Give up what was being written."""
        if self._file is not None:
            self._file.close()
        self._file = None

    def write(self, path, offset, data):
        """Add a slice; returns how much of the file is here: what came before, or too early, is not written.

        A host repeats what it hears no answer to: a first slice begins no file anew that is under way or finished, but
        after `remove`.
        """
        if path in self._finished:
            return self._finished[path]
        if offset == 0 and (self._file is None or path != self._path):
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

    def finishing(self, path, digest):
        """The last slice came: steps, at last True when what lies on the flash is what was meant; else it is gone."""
        self.close()
        for found in self.hashing(path):
            if found is None:
                yield None
            elif found[1] == digest:
                self._finished[path] = found[0]
                yield True
            else:
                forget(self._folder + path)
                yield False

    def copy(self, path, offset, source, at, size):
        """Add a slice of a file of another slot (`source`, its name) as it lies there; answers as `write`."""
        have = offset
        with open(source, "rb") as file:
            file.seek(at)
            while size > 0 and have == offset:
                data = file.read(min(_SLICE, size))
                if not data:
                    break
                size -= len(data)
                offset += len(data)
                have = self.write(path, offset - len(data), data)
        return have

    def remove(self, path):
        self.close()
        self._finished.pop(path, None)
        return forget(self._folder + path)

    def has(self, path):
        try:
            os.stat(self._folder + path)
        except OSError:
            return False
        return True

    def name_of(self, path):
        return self._folder + path

    def prove(self):
        """Steps that end well only when the slot holds just what the fresh manifest lists: yields after each block."""
        self.close()
        left = self.paths()
        left.remove(FRESH)
        with open(self._folder + FRESH) as lines:
            for line in lines:
                _, size, path, digest = line.split()
                if path not in left:
                    raise ValueError("%s is missing" % path)
                left.remove(path)
                for found in self.hashing(path):
                    if found is not None and found != [int(size), digest]:
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
