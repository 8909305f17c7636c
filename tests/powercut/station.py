"""A station's storage on media that can be cut: what a boot finds there, and what it must find."""

import os

from tests.core.parts import new_station
from tests.store.recorder_bench import Chip

from station_firmware.core import events, states
from station_firmware.link.methods import Methods
from station_firmware.store import archive, archiving, record, record_names, settings_page, unblock
from station_firmware.store.journal import Journal
from station_firmware.store.ops import Ops
from station_firmware.store.recorder import Recorder
from station_firmware.store.state_page import StatePage
from station_firmware.store.wall import Wall

RUNS, LOOKS = "/log", "/look"


class Services:
    """What `app.Services` is to store and link, started as `boot.start` starts it."""

    def __init__(self, fram, capacity):
        self.fram = fram
        self.station = new_station()
        self.station.session.state = states.IDLE
        self.station.thermal._seen_open = True
        self.page = StatePage(fram)
        self.ops = Ops(fram)
        self.archive = archive.Archive()
        wall = Wall(Chip(1800000000))
        wall.load()
        self.recorder = Recorder(Journal(fram, capacity), self.page, wall)
        self.recorder.full = lambda: self.archive.ring_full(self)
        self.page.load()
        self.ops.load()
        self.recorder.journal.mount()
        archiving.mount(self)
        self.page.boot += 1
        self.page.save()
        self.recorder.put_boot(0, 1, 0)
        self.reason = None
        if self.page.open_session:
            self.reason = self.recorder.close_lost_session(5, False, 0)
        self.link = Methods(self).table

    def drain(self):
        while self.recorder.drain(self.station):
            pass

    def rest(self):
        """At rest until the archive has nothing to do."""
        for _ in range(2000):
            self.archive.step(self)
            if self.archive._run is None and not self.archive.stale and not self.archive.due(self):
                return
        raise AssertionError("the archive does not come to an end")


def mounted(flash, where):
    """Mount the flash; the archive of this interpreter now lies there."""
    import vfs  # MicroPython has it

    vfs.mount(vfs.VfsLfs2(flash, progsize=256, readsize=32), where)
    archive.FOLDER = where


def unmounted(where):
    import vfs

    vfs.umount(where)
    archive.FOLDER = RUNS


class Archived:
    """What the files of the archive hold; what was read once is not unpacked again while its bytes are the same."""

    def __init__(self):
        self._known = {}

    def read(self):
        """({seq: raw} of all files, the spans of those whose telemetry was given up)."""
        found = {}
        thinned = []
        for name, _, first, following in archiving.names():
            with open(archive.FOLDER + "/" + name, "rb") as file:
                data = file.read()
            rows = self._known.get(data)
            if rows is None:
                rows = self._known[data] = unblock.all_records(data)
            found.update(dict(rows))
            if name.endswith(".e"):
                thinned.append((first, following))
        return found, thinned


def ring_of(services):
    """{seq: raw} of the whole records in FRAM."""
    journal = services.recorder.journal
    found = {}
    for seq in range(journal.first_seq(), journal.next_seq):
        raw = bytes(journal.read(seq, 1))
        row = record.unpack(raw)
        if row is not None and row[0] == seq:
            found[seq] = raw
    return found


def ends_in(rows):
    """{session: [reasons]} of the end records among {seq: raw}."""
    ends = {}
    for raw in rows.values():
        if raw[6] == events.SESSION_END:
            values = record_names.values(raw[6], raw[16:36])
            ends.setdefault(values["session"], []).append(values["reason"])
    return ends


def settings_text(fram):
    """What is kept of the settings."""
    return settings_page.load(fram)


def files_left_over():
    """Names in the archive that no cut explains: neither a whole file nor an empty one."""
    rows = [row[0] for row in archiving.names()]
    return [entry[0] for entry in os.ilistdir(archive.FOLDER) if entry[0] not in rows and entry[3]]
