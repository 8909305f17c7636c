"""A place for the archive's files: littlefs in memory on MicroPython, a folder of its own on CPython."""

import os
import sys

from tests.powercut.media import Cuts, Flash
from tests.powercut.station import Services
from tests.store.memory import Memory

from station_firmware.core import events
from station_firmware.store import archive, archiving, layout, record

ON_BOARD = sys.implementation.name == "micropython"
CAPACITY = 60
_SECTORS = 64
_FOLDER = "/archived"


class _Os:
    """CPython's os with MicroPython's way to list a folder."""

    mkdir, remove, rename = os.mkdir, os.remove, os.rename

    @staticmethod
    def ilistdir(folder):
        return [(entry.name, 0x8000, 0, entry.stat().st_size) for entry in os.scandir(folder)]


def fresh(capacity=CAPACITY):
    """A station's storage with nothing in it, and room in the ring for `capacity` records."""
    archive.RESERVE = 8
    archive.FILES_MAX = 200
    archive.EVENT_FILES_MAX = 100
    if ON_BOARD:
        import vfs

        flash = Flash(Cuts(), _SECTORS)
        vfs.VfsLfs2.mkfs(flash, progsize=256, readsize=32)
        try:
            vfs.umount(_FOLDER)
        except OSError:
            pass  # the first of these
        vfs.mount(vfs.VfsLfs2(flash, progsize=256, readsize=32), _FOLDER)
        archive.FOLDER = _FOLDER
    else:
        import tempfile

        archiving.os = _Os
        archive.FOLDER = tempfile.mkdtemp()
    return Services(Memory(layout.RING + capacity * record.RECORD_BYTES), capacity)


def again(services):
    """The same storage after a boot."""
    return Services(services.fram, services.recorder.journal.capacity)


def again_with_files_that_cannot_be_read(services):
    """A boot at which the flash lists its files and gives none of them."""

    def spoiled(*given):
        raise OSError(5)

    files_open_by(spoiled)
    try:
        return again(services)
    finally:
        files_open_again()


def files_open_by(opener):
    """The archive's own `open` is `opener` until `files_open_again`."""
    archiving.open = opener


def files_open_again():
    del archiving.open


def write(services, count, kind=events.TELEMETRY):
    """`count` records, a second apart; their raw bytes by seq."""
    journal = services.recorder.journal
    found = {}
    for _ in range(count):
        seq = services.recorder.put(journal.next_seq * 1000, kind, bytes((1, 2, journal.next_seq & 255)))
        found[seq] = bytes(journal.last())
    return found


def names():
    return [row[0] for row in archiving.names()]


def archived():
    """{seq: raw} of every file."""
    from station_firmware.store import unblock

    found = {}
    for name in names():
        with open(archive.FOLDER + "/" + name, "rb") as file:
            found.update(dict(unblock.all_records(file.read())))
    return found
