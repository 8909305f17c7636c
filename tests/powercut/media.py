"""FRAM and flash of a station whose every write is tried in part first: somebody looks, then it is undone and done.

A cut stops the chip in the middle of a write. What it leaves: nothing of it (clean), its first half (torn), or all of
its length with the second half wrong (half-written). A NOR program only clears bits; an erase stops between old and
blank.
"""

CLEAN, TORN, HALF_WRITTEN = WAYS = ("clean", "torn", "half-written")
SECTOR_BYTES = 4096
_WRONG = 0xA5


class Cuts:
    """Tells `look(what, way)` of every partial write; between looks, what they wrote themselves is taken back."""

    def __init__(self):
        self.look = None
        self.writes = {"fram": 0, "program": 0, "erase": 0}
        self._undo = None

    def write(self, what, memory, start, new):
        """Bring `new` into `memory` at `start`, after every way in which the power may go meanwhile."""
        if self._undo is not None:
            self._undo.append((memory, start, bytes(memory[start : start + len(new)])))
        elif self.look is not None:
            self.writes[what] += 1
            for way in WAYS:
                self._undo = []
                self.write(what, memory, start, _part(way, what, memory, start, new))
                self.look(what, way)
                for changed, at, old in reversed(self._undo):
                    changed[at : at + len(old)] = old
                self._undo = None
        memory[start : start + len(new)] = new


def _part(way, what, memory, start, new):
    """What lies there after a cut."""
    old = bytes(memory[start : start + len(new)])
    half = len(new) // 2
    if way == CLEAN:
        return old
    if way == TORN:
        return bytes(new[:half]) + old[half:]
    wrong = bytearray(new)
    for index in range(half, len(new)):
        mixed = new[index] ^ _WRONG
        wrong[index] = {
            "fram": mixed,
            "program": old[index] & (new[index] | _WRONG),
            "erase": old[index] | mixed,
        }[what]
    return bytes(wrong)


class Fram:
    """As the driver has it (hal/fram.py)."""

    def __init__(self, cuts, size):
        self.bytes = bytearray(size)
        self._cuts = cuts

    def read_into(self, address, buffer):
        buffer[:] = self.bytes[address : address + len(buffer)]

    def write(self, address, data):
        self._cuts.write("fram", self.bytes, address, bytes(data))


class Flash:
    """NOR flash as MicroPython's block device for littlefs."""

    def __init__(self, cuts, sectors):
        self.image = bytearray(b"\xff" * (SECTOR_BYTES * sectors))
        self._cuts = cuts
        self._sectors = sectors

    def readblocks(self, number, buffer, offset=0):
        start = number * SECTOR_BYTES + offset
        buffer[:] = self.image[start : start + len(buffer)]

    def writeblocks(self, number, buffer, offset=0):
        start = number * SECTOR_BYTES + offset
        new = bytes([old & value for old, value in zip(self.image[start : start + len(buffer)], buffer)])
        self._cuts.write("program", self.image, start, new)

    def ioctl(self, operation, argument):
        if operation == 4:
            return self._sectors
        if operation == 5:
            return SECTOR_BYTES
        if operation == 6:
            self._cuts.write("erase", self.image, argument * SECTOR_BYTES, b"\xff" * SECTOR_BYTES)
        return 0
