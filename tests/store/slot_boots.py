"""On MicroPython: the real main.py on the real littlefs, with slots of the test's own; prints one JSON line.

slot_boots.py cuts: the power goes at each write of an update and of the start after it. slot_boots.py faults: what
/slot says, times what is wrong with the slots, each started until it runs, or stays at the prompt.
"""

import json
import os
import sys

import vfs
from tests.store.nor_flash import Flash, PowerCutError

from station_firmware.store import slots

_PARTS = 12
_MOST_BOOTS = 12
_SECTORS = 40


class ResetError(BaseException):
    """machine.reset()."""


class Machine:
    """What main.py asks of the chip. `ran` is what a slot's app was given."""

    def __init__(self):
        self.backup = bytearray(28)
        self.pins = {}
        self.guards = 0

    def mem_backup(self):
        return self.backup

    def reset(self):
        raise ResetError

    def guard(self, timeout):
        assert timeout > 1000
        self.guards += 1

    def drive(self, gp, value):
        self.pins[gp] = value


def _class_pin(machine):
    class Pin:
        OUT = 1

        def __init__(self, gp, mode, value):
            machine.drive(gp, value)

    return Pin


class Board:
    """A flash with main.py's view of it, and registers that only a power loss clears."""

    def __init__(self, image=None):
        self.flash = Flash(image, _SECTORS)
        self.machine = Machine()
        self.ran = None

    def format(self):
        vfs.VfsLfs2.mkfs(self.flash, progsize=256, readsize=32)

    def mount(self):
        vfs.mount(vfs.VfsLfs2(self.flash, progsize=256, readsize=32), "/")
        os.chdir("/")

    def power_cut(self):
        self.machine.backup[:] = bytes(28)

    def boot(self):
        """One start: what ran as [slot, how, its text], "reset", or "prompt"."""
        self.ran = None
        for name in [name for name in sys.modules if name.startswith("station_firmware")]:
            del sys.modules[name]
        path = list(sys.path)
        sys.modules["machine"] = _Module(self.machine)
        sys.modules["ran_here"] = self
        self.machine.pins.clear()
        try:
            exec(MAIN, {"__name__": "__main__"})
        except ResetError:
            return "reset"
        finally:
            sys.path[:] = path
            del sys.modules["machine"]
            assert self.machine.pins == SAFE, self.machine.pins
        return "prompt" if self.ran is None else self.ran

    def start(self):
        """Boot until something runs or the prompt is open; returns that and how many starts it took."""
        for count in range(1, _MOST_BOOTS + 1):
            found = self.boot()
            if found != "reset":
                return [found, count]
        return ["for ever", _MOST_BOOTS]


class _Module:
    """The module `machine` of one start."""

    def __init__(self, machine):
        self.Pin = _class_pin(machine)
        self.WDT = machine.guard
        self.reset = machine.reset
        self.mem_backup = machine.mem_backup


def _app(text):
    return (
        "import sys\nfrom . import part_0\n"
        "def run(slot, how):\n    sys.modules['ran_here'].ran = [slot, how, %r + part_0.TEXT]\n" % text
    )


def _files(text, parts=_PARTS):
    files = {"station_firmware/__init__.py": "", "station_firmware/app.py": _app(text)}
    for number in range(parts):
        # some are as in the other version, some are not; none fits one program of the flash
        part = text if number % 3 == 0 else "same"
        files["station_firmware/part_%d.py" % number] = "TEXT = %r\n" % part + "#" * (90 * number) + "\n"
    return files


def _manifest(files):
    import binascii
    import hashlib

    lines = []
    for path in sorted(files):
        content = files[path].encode()
        digest = binascii.hexlify(hashlib.sha256(content).digest()).decode()
        lines.append("%08x %d %s %s\n" % (binascii.crc32(content), len(content), path, digest))
    return "".join(lines)


def _put(slot, files):
    """A slot as it was flashed."""
    for path in files:
        _write_all(slot, path, files[path].encode())
    _write_all(slot, slots.FRESH, _manifest(files).encode())
    slot.complete()


def _write_all(slot, path, content):
    for offset in range(0, len(content) or 1, 600):
        slot.write(path, offset, content[offset : offset + 600])
    slot.close()


def _update(slot, files, running):
    """An update as the link carries it out: open, drop, copy, write, prove, complete, try."""
    slot.open()
    for path in slot.paths():
        if path not in files:
            slot.remove(path)
    for path in files:
        if files[path].find("'same'") >= 0:
            slot.copy(running, path)
        else:
            _write_all(slot, path, files[path].encode())
    _write_all(slot, slots.FRESH, _manifest(files).encode())
    for _ in slot.prove():
        pass
    slot.complete()
    slots.keep("a>b")


def _two_versions(board):
    board.format()
    board.mount()
    _put(slots.Slot("a"), _files("old "))
    _put(slots.Slot("b"), _files("older ", _PARTS + 2))
    slots.keep("a")
    vfs.umount("/")


def _cut(image, left, share, act):
    """`act` with power for so many operations; then the board is started. (operations, the board, mounted)."""
    board = Board(bytearray(image))
    board.mount()
    board.flash.left = left
    board.flash.share = share
    whole = True
    try:
        act(board)
    except (PowerCutError, OSError):
        whole = False
    vfs.umount("/")
    done = board.flash.done
    board.flash.left = -1
    board.power_cut()
    board.mount()
    return done, board, whole


def _sound(board):
    """What runs after a cut is the old firmware, or the new one whole and on trial; then the old one again."""
    first = board.start()[0]
    if first == ["a", "", "old old "] or first == ["a", "back", "old old "]:
        return True
    if first != ["b", "trial", "new new "]:
        return False
    return board.start()[0] == ["a", "back", "old old "] and board.start()[0] == ["a", "", "old old "]


def cuts():
    """The update, then the trial's start, then the return: cut at each operation."""
    board = Board()
    _two_versions(board)

    def update(on):
        _update(slots.Slot("b"), _files("new "), slots.Slot("a"))

    def start(on):
        on.boot()

    rows = []
    image = board.flash.image
    for name, act in (("update", update), ("trial", start), ("return", start)):
        total, after, _ = _cut(image, -1, 0, act)
        vfs.umount("/")
        wrong = []
        trials = 0
        for left in range(total):
            for share in (0, 1, 3):
                _, cut, _ = _cut(image, left, share, act)
                if not _sound(cut):
                    wrong.append([left, share])
                trials += cut.machine.guards > 1
                vfs.umount("/")
        rows.append({"what": name, "operations": total, "wrong": wrong, "trials": trials})
        image = after.flash.image
    return rows


_STATES = (None, "", "a", "b", "a>b", "a?b", "a!b", "b>a", "\xff\xfe", "b" * 600, "/")
_SLOTS = {
    "sound": {},
    "empty": None,
    "no manifest": "manifest",
    "raises": {"station_firmware/app.py": "raise ValueError('broken')\n"},
    "no app": {"station_firmware/app.py": "run = None\n"},
    "spoiled": {"station_firmware/app.py": "def run(:\n"},
    "eats": {"station_firmware/app.py": "found = bytearray(1 << 40)\n"},
    "leaves": {"station_firmware/app.py": "import sys\nsys.exit()\n"},
    "interrupts": {"station_firmware/app.py": "raise KeyboardInterrupt\n"},
    "ends": {"station_firmware/app.py": "import machine\nmachine.reset()\n"},
}
_OTHERS = ("sound", "empty", "raises")


def _prepare(board, state, wrongs):
    board.format()
    board.mount()
    for number, wrong in enumerate(wrongs):
        name = "ab"[number]
        how = _SLOTS[wrong]
        if how is None:
            continue
        files = _files(name, 1)
        if how != "manifest":
            files.update(how)
        slot = slots.Slot(name)
        _put(slot, files)
        if how == "manifest":
            slots.forget("/slot_%s/manifest" % name)
    if state == "/":
        os.mkdir("/slot")
    elif state is not None:
        with open("/slot", "wb") as file:
            file.write(bytes([ord(letter) for letter in state]))


def faults():
    """[state, slot a, slot b, what came of it, starts it took, of a second start after power loss]."""
    rows = []
    for state in _STATES:
        for one in _SLOTS:
            for other in _OTHERS:
                board = Board()
                _prepare(board, state, (one, other))
                found, count = board.start()
                board.power_cut()
                again, _ = board.start()
                vfs.umount("/")
                rows.append([state, one, other, found, count, again])
    return rows


SAFE = {0: 0, 1: 1, 2: 0, 3: 0, 4: 0, 13: 0, 17: 1, 20: 1, 21: 1, 22: 1}
with open("firmware/main.py") as source:
    MAIN = source.read()
what = sys.argv[1]
vfs.umount("/")
print(json.dumps(cuts() if what == "cuts" else faults()))
