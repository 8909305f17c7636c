"""Moves a part of the journal from the ring to a file on the flash, a slice a slack, and makes room there. On loan."""

import os

from . import archive, block

_RECORDS_A_SLACK = 6
_OPENS_SLACKS = 200
_CHECK_BYTES = 256
_TELEMETRY, EVENTS = ".t", ".e"  # hosts know a thinned file by it
_EMPTY = 0
_NO_ENTRY = (2, 44)  # ENOENT; 44 in the WebAssembly build that the proofs run on
_NO_SPACE = 28  # ENOSPC
_BOOTS_BEYOND = 1000  # of a new memory: above every number that a host has of the one before


def names():
    """[(name, bytes, first seq, next seq)] of the whole files, oldest first; one that a cut left empty is none."""
    found = []
    try:
        entries = os.ilistdir(archive.FOLDER)
    except OSError as error:
        if error.args[0] not in _NO_ENTRY:
            raise
        return found
    for entry in entries:
        span = span_of(entry[0])
        size = entry[-1]  # littlefs gives it last
        if span is not None and size != _EMPTY:
            found.append((entry[0], size, span[0], span[1]))
    found.sort(key=_order)
    return found


def _order(row):
    return row[2]


def span_of(name):
    """(first seq, next seq) in a file's name, None for a name that is none of ours."""
    if len(name) != archive.NAME_LETTERS or name[17:] not in (_TELEMETRY, EVENTS) or name[8] != "-":
        return None
    try:
        return int(name[:8], 16), int(name[9:17], 16)
    except ValueError:
        return None


def look(services):
    """Tell the archive what is there."""
    keeper = services.archive
    rows = names()
    acked = services.page.acked_seq
    keeper.files = len(rows)
    keeper.unacked = len([row for row in rows if row[3] > acked and row[0].endswith(_TELEMETRY)])
    keeper.first_seq = rows[0][2] if rows else None
    keeper.next_seq = max([row[3] for row in rows]) if rows else 0
    keeper.stale = False
    if keeper.failing == archive.UNREADABLE:
        keeper.failing = 0


def _path(name):
    return archive.FOLDER + "/" + name


def mount(services):
    """At boot: look; a journal that lies before its own archive is that of another memory and goes on behind it."""
    try:
        look(services)
        services.recorder.journal.go_on_from(services.archive.next_seq)
        if services.page.fresh and services.archive.files:
            services.page.boot = _newest_boot() + _BOOTS_BEYOND
    except (OSError, MemoryError):
        services.archive.failing = archive.UNREADABLE
        services.archive.stale = True


def _newest_boot():
    """The number of the boot that wrote the newest file, 0 when it cannot be opened."""
    from .unblock import records

    newest = 0
    with open(_path(names()[-1][0]), "rb") as file:
        data = file.read()
    try:
        for _, raw in records(data):
            newest = max(newest, raw[4] | raw[5] << 8)
    except ValueError:
        pass  # some bit flipped: what was read before that is near enough
    return newest


def _removed(path):
    try:
        os.remove(path)
    except OSError:
        pass  # there was not even room for its name


class Archiving:
    """`step()` until it returns True: packs records, makes room, writes one file, reads it back."""

    def __init__(self, services):
        self._services = services
        self._seq = self._first = self._start()
        self._packer = block.Packer()
        self._waited = 0
        self._stage = self._pack

    def step(self):
        """One slice. True when this run is over, done or given up: what is in the ring stays there."""
        self._services.station.thermal.pause_for_flash()
        try:
            return self._stage()
        except (OSError, MemoryError):
            self._services.archive.failing = archive.UNWRITABLE
            return True

    def _start(self):
        services = self._services
        return max(services.recorder.journal.first_seq(), services.archive.next_seq, services.page.acked_seq)

    def _pack(self):
        journal = self._services.recorder.journal
        for _ in range(_RECORDS_A_SLACK):
            if self._seq == journal.next_seq or not self._packer.add(self._seq, journal.read(self._seq, 1)):
                self._stage = self._rest
                return False
            self._seq += 1
        return False

    def _rest(self):
        """A flash write stalls the chip: whoever keeps a bath lets the chain go first, and it must be seen open."""
        if self._services.station.thermal.resting():
            self._stage = self._room
            return False
        self._waited += 1
        return self._waited > _OPENS_SLACKS

    def _room(self):
        """One file less each slack, until there is room for one more."""
        rows = names()
        full = [row for row in rows if row[0].endswith(_TELEMETRY)]
        if len(full) >= archive.FILES_MAX:
            self._give_up(full[0])
        elif len(rows) - len(full) > archive.EVENT_FILES_MAX:
            os.remove(_path(next(row[0] for row in rows if row[0].endswith(EVENTS))))
        else:
            self._stage = self._write
        return False

    def _give_up(self, row):
        """The oldest file goes when hosts have it; otherwise only its telemetry does."""
        if row[3] > self._services.page.acked_seq:
            self._keep_events(row[0])
        else:
            os.remove(_path(row[0]))

    def _keep_events(self, name):
        """Beside the file first; one that cannot be opened or read is kept as it is, for a host may mend it."""
        from .thinning import events_of

        events = _path(name[:17] + EVENTS)
        try:
            with open(_path(name), "rb") as file:
                kept = events_of(file.read())
        except (ValueError, OSError):
            os.rename(_path(name), events)
            return
        try:
            with open(events, "wb") as file:
                file.write(kept)
        except OSError as error:
            if error.args[0] != _NO_SPACE:
                raise
            self._oldest_events_go(events, name)
            return
        os.remove(_path(name))

    def _oldest_events_go(self, partial, name):
        """No room for what is left of a file: the oldest events make it, and the next slack tries again."""
        _removed(partial)
        rows = [row[0] for row in names() if row[0].endswith(EVENTS)]
        os.remove(_path(rows[0] if rows else name))

    def _write(self):
        keeper = self._services.archive
        name = "%08x-%08x%s" % (self._first, self._seq, _TELEMETRY)
        try:
            os.mkdir(archive.FOLDER)
        except OSError:
            pass  # it is there already; if it cannot be made, the next lines say so
        try:
            with open(_path(name), "wb") as file:
                file.write(self._packer.finish())
        except OSError as error:
            if error.args[0] != _NO_SPACE:
                raise
            return self._no_space(name)
        keeper.failing = 0 if self._kept(name) else archive.UNWRITABLE
        if keeper.failing:
            os.remove(_path(name))
        look(self._services)
        return True

    def _no_space(self, name):
        """Others filled the flash first: the oldest file goes if hosts have it, and the next slack tries again."""
        _removed(_path(name))
        rows = names()
        if not rows or rows[0][3] > self._services.page.acked_seq:
            self._services.archive.failing = archive.UNWRITABLE
            return True
        os.remove(_path(rows[0][0]))
        return False

    def _kept(self, name):
        """The file read back is what was written."""
        wanted = self._packer.finish()
        at = 0
        with open(_path(name), "rb") as file:
            while at < len(wanted):
                if file.read(_CHECK_BYTES) != wanted[at : at + _CHECK_BYTES]:
                    return False
                at += _CHECK_BYTES
        return True
