"""On MicroPython: the real main.py and packs on the real littlefs, with slots of the test's own; prints one JSON line.

    micropython tests/store/slot_boots.py cuts|faults JOB

JOB is a file of JSON: `slots` has for each name the files of a slot (path → base64), `rows` of an update what the host
asks. cuts: the power goes at each write of it and of the start after it. faults: each row of `cases` ([what /slot says,
slots a, b and r]) is started until it runs, or stays at the prompt.
"""

import binascii
import hashlib
import json
import os
import sys

import vfs
from tests.store.nor_flash import Flash, PowerCutError

from station_firmware.store import slots

_MOST_BOOTS = 14
_SECTORS = 96


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
        """As a chip that starts: nothing else is mounted."""
        while vfs.mount():
            vfs.umount(vfs.mount()[0][1])
        vfs.mount(vfs.VfsLfs2(self.flash, progsize=256, readsize=32), "/")
        os.chdir("/")

    def power_cut(self):
        self.machine.backup[:] = bytes(28)

    def boot(self):
        """One start: what ran as [slot, how, its text], "reset", or "prompt"."""
        self.ran = None
        if len(vfs.mount()) > 1:
            vfs.umount("/s")
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


def _files(name):
    files = JOB["slots"][name]
    return None if files is None else {path: binascii.a2b_base64(files[path]) for path in files}


def _manifest(files):
    lines = []
    for path in sorted(files):
        content = files[path]
        digest = binascii.hexlify(hashlib.sha256(content).digest()).decode()
        lines.append("%08x %d %s %s\n" % (binascii.crc32(content), len(content), path, digest))
    return "".join(lines)


def _put(slot, files):
    """A slot as it was flashed."""
    for path in files:
        _write_all(slot, path, files[path])
    _write_all(slot, slots.FRESH, _manifest(files).encode())
    slot.complete()


def _write_all(slot, path, content):
    for offset in range(0, len(content) or 1, 600):
        slot.write(path, offset, content[offset : offset + 600])
    slot.close()


def _update(slot, running):
    """An update as the link carries it out: open, drop, write and copy, prove, complete, try."""
    slot.open()
    for row in JOB["rows"]:
        path = row["path"]
        if row["do"] == "drop":
            slot.remove(path)
        elif row["do"] == "copy":
            slot.copy(path, row["offset"], running.name_of(row["from"]), row["at"], row["size"])
        else:
            slot.write(path, row["offset"], binascii.a2b_base64(row.get("data", "")))
        if "sha256" in row:
            for done in slot.finishing(path, row["sha256"]):
                assert done is not False, path
    for _ in slot.prove():
        pass
    slot.complete()
    slots.keep("a>b")


def _two_versions(board):
    board.format()
    board.mount()
    _put(slots.Slot("a"), _files("old "))
    _put(slots.Slot("b"), _files("older "))
    _put(slots.Slot("r"), _files("rescue "))
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
        _update(slots.Slot("b"), slots.Slot("a"))

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


def _prepare(board, state, names):
    board.format()
    board.mount()
    for letter, name in zip("abr", names):  # noqa: B905 (MicroPython's has no strict)
        files = _files(name)
        if files is None:
            continue
        slot = slots.Slot(letter)
        _put(slot, files)
        if name.startswith("no manifest"):
            slots.forget("/slot_%s/manifest" % letter)
    if state == "/":
        os.mkdir("/slot")
    elif state is not None:
        with open("/slot", "wb") as file:
            file.write(bytes([ord(letter) for letter in state]))


def faults():
    """[what came of it, starts it took, what came of a second start after power loss] of each case."""
    rows = []
    for case in JOB["cases"]:
        board = Board()
        _prepare(board, case[0], case[1:])
        found, count = board.start()
        board.power_cut()
        again, _ = board.start()
        rows.append([found, count, again])
    return rows


SAFE = {0: 0, 1: 1, 2: 0, 3: 0, 4: 0, 13: 0, 17: 1, 20: 1, 21: 1, 22: 1}
with open("firmware/main.py") as source:
    MAIN = source.read()
with open(sys.argv[2]) as job:
    JOB = json.load(job)
print(json.dumps(cuts() if sys.argv[1] == "cuts" else faults()))
