"""On MicroPython: sessions, archive runs, acknowledgements and settings, the power cut in every way at every write.

    micropython tests/powercut/journey.py SECONDS

prints one JSON line: writes tried, looks taken, and what was wrong with which.
"""

import json
import sys

import vfs
from tests.powercut import media, station

from station_firmware.core import events, states
from station_firmware.store import archive, layout, record, settings_page

SECTORS = 40
FILES_MAX = 3
CHUNK = 64  # records compared at once


class Journey:
    """Does everything a station keeps; `look` boots what a cut has left and holds it against what was done."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.capacity = 2 * seconds + 20  # what may wait at rest, and a session
        self.cuts = media.Cuts()
        self.fram = media.Fram(self.cuts, layout.RING + self.capacity * record.RECORD_BYTES)
        self.flash = media.Flash(self.cuts, SECTORS)
        self.archived = station.Archived()
        self.done = {}  # seq: raw of every record that was written
        self.told = {}  # those of them that are no telemetry and belong to the last session
        self.coming = None  # raw of the one being written
        self.next_seq = 0
        self.image = memoryview(bytearray(self.capacity * record.RECORD_BYTES))
        self._names = []
        self._taken = []
        self.acked = 0
        self.settings = [(settings_page.NEVER, "")]  # what may be found
        self.stage = "boot"
        self.looks = 0
        self.wrong = []

    # ---- what is looked at

    def look(self, what, way):
        """Boot on what is there now, and go on."""
        self.looks += 1
        try:
            station.mounted(self.flash, station.LOOKS)
        except OSError as error:
            self.wrong.append("%s, %s %s: the flash cannot be mounted: %r" % (self.stage, way, what, error))
            return
        try:
            self._judge(station.Services(self.fram, self.capacity))
        except (AssertionError, ValueError, OSError, KeyError) as error:
            self.wrong.append("%s, %s %s, %d records: %r" % (self.stage, way, what, len(self.done), error))
        finally:
            station.unmounted(station.LOOKS)

    def _judge(self, found):
        files, thinned = self._files()
        fresh = self._changed(found)
        for seq, raw in fresh.items():
            ours = raw[4] | raw[5] << 8 == found.page.boot
            assert ours or raw in (self.coming, self.done.get(seq)), "record %d was invented" % seq
        for seq in self._taken:
            self._is_kept(seq, fresh, files, thinned)
        self._ends(fresh)
        assert found.page.acked_seq in (self.acked, self.acking), "acknowledged %d" % found.page.acked_seq
        kept = station.settings_text(self.fram)
        assert kept in self.settings, "settings %r" % (kept,)
        assert not station.files_left_over()
        seq = found.recorder.journal.next_seq
        assert seq >= self.next_seq, "the next record gets a number that was given"
        found.recorder.put_clock(9, 1, 2)
        assert record.unpack(bytes(found.recorder.journal.read(seq, 1))) is not None, (
            "no record can be written"
        )

    def _files(self):
        """What the archive holds; when that changed since the last look, everything that was done is looked for."""
        names = station.archiving.names()
        files, thinned = self.archived.read()
        if names != self._names:
            for seq, raw in files.items():
                assert self.done.get(seq) == raw, "record %d was invented in a file" % seq
            for seq in self.done:
                if seq < self.next_seq - self.capacity:
                    self._is_kept(seq, {}, files, thinned)
            self._names = names
        return files, thinned

    def _changed(self, found):
        """{seq: raw} of whole records where FRAM is not as it was before this write; `_taken`: what lay there."""
        ring = memoryview(self.fram.bytes)[layout.RING :]
        fresh = {}
        self._taken = []
        for start in range(0, self.capacity, CHUNK):
            first, last = start * record.RECORD_BYTES, (start + CHUNK) * record.RECORD_BYTES
            if ring[first:last] == self.image[first:last]:
                continue
            for slot in range(start, min(start + CHUNK, self.capacity)):
                at = slot * record.RECORD_BYTES
                raw = bytes(ring[at : at + record.RECORD_BYTES])
                if raw == bytes(self.image[at : at + record.RECORD_BYTES]):
                    continue
                row = record.unpack(raw)
                if row is not None:
                    assert row[0] % self.capacity == slot
                    fresh[row[0]] = raw
                lap = self.next_seq - 1 - (self.next_seq - 1 - slot) % self.capacity
                if lap >= 0:
                    self._taken.append(lap)
        assert len(fresh) >= 1, "not even the boot was recorded"
        return fresh

    def _is_kept(self, seq, fresh, files, thinned):
        raw = self.done[seq]
        if seq < self.acked or fresh.get(seq) == raw or files.get(seq) == raw:
            return
        given_up = raw[6] == events.TELEMETRY and [one for one in thinned if one[0] <= seq < one[1]]
        assert given_up, "record %d of kind %d is lost" % (seq, raw[6])

    def _ends(self, fresh):
        """The last session has one end: the one that was written, or power loss."""
        rows = dict(self.told)
        rows.update(fresh)
        begun = [raw for raw in rows.values() if raw[6] == events.SESSION_START]
        if not begun:
            return
        number = max([raw[16] | raw[17] << 8 for raw in begun])
        reasons = station.ends_in(rows).get(number, [])
        assert len(reasons) == 1, "session %d has the ends %r" % (number, reasons)
        written = station.ends_in(self.told).get(number)
        coming = station.ends_in({0: self.coming}).get(number) if self.coming else None
        assert reasons in (written or [states.POWER_LOSS], coming), "session %d ends %r" % (number, reasons)

    # ---- what is done

    def run(self):
        """The journey. Every record is told to the oracle as it is written."""
        vfs.VfsLfs2.mkfs(self.flash, progsize=256, readsize=32)
        station.mounted(self.flash, station.RUNS)
        self.acking = 0
        self.services = station.Services(self.fram, self.capacity)
        self._watch_journal()
        self.cuts.look = self.look
        for number in range(1, 6):
            self._session(number)
            self._stage("archive %d" % number, self.services.rest)
            if number == 3:
                self._stage("acknowledge", self._acknowledge)
                self._stage("settings", self._settings)
        self.cuts.look = None
        self.files = [row[0] for row in station.archiving.names()]
        station.unmounted(station.RUNS)

    def _stage(self, name, act):
        self.stage = name
        act()

    def _watch_journal(self):
        journal = self.services.recorder.journal
        append = journal.append
        for seq in range(journal.first_seq(), journal.next_seq):
            self._note(seq, bytes(journal.read(seq, 1)))

        def watched(boot, kind, flags, ticks_ms, wall_s, payload):
            raw = bytearray(record.RECORD_BYTES)
            record.pack_into(raw, journal.next_seq, boot, kind, flags, ticks_ms, wall_s, payload)
            self.coming = bytes(raw)
            seq = append(boot, kind, flags, ticks_ms, wall_s, payload)
            self._note(seq, self.coming)
            self.coming = None
            return seq

        journal.append = watched

    def _note(self, seq, raw):
        """This record is written: from now on it must be found."""
        self.done[seq] = raw
        self.next_seq = seq + 1
        at = seq % self.capacity * record.RECORD_BYTES
        self.image[at : at + record.RECORD_BYTES] = raw
        if raw[6] == events.SESSION_START:
            self.told = {}
        if raw[6] != events.TELEMETRY:
            self.told[seq] = raw

    def _session(self, number):
        self.stage = "session %d" % number
        services = self.services
        ring = services.station.events
        at_ms = number * 10000000
        ring.put(events.SESSION_START, at_ms, number, self.seconds, 1, 0, 255, 1)
        services.drain()
        ring.put(events.STATE, at_ms, states.READY, states.RUNNING)
        for second in range(self.seconds):
            if second % 25 == 7:
                ring.put(events.PROMPT, at_ms + second * 1000, number, 2)
            ring.put(events.TELEMETRY, at_ms + second * 1000)
            reading = services.station.reading
            for zone in range(10):
                reading.smooth_dmmhg[zone] = (second * 37 + zone * 91) % 800
            services.drain()
            services.recorder.wall.step(1000)
        ring.put(events.SESSION_END, at_ms + self.seconds * 1000, number, states.COMPLETED, 3000, 0, 0, 0)
        services.drain()

    def _acknowledge(self):
        """A host has everything of the first file: what it says holds from the answer on, or before."""
        self.acking = min(self.services.recorder.journal.next_seq, self.services.archive.next_seq) // 2
        before = self.acked
        op = "123e4567-e89b-12d3-a456-426614174001"
        answer = self.services.link["log.ack"]({"seq": self.acking, "op": op})
        assert answer == {"acked_seq": self.acking}, answer
        assert before < self.acking, (before, self.acking, self.services.archive.next_seq, self.looks)
        self.acked = self.acking

    def _settings(self):
        for text in ('{"schema":"settings/1","name":"first"}', '{"schema":"settings/1","name":"second"}'):
            self.settings = [self.settings[-1], (settings_page.GOOD, text)]
            settings_page.save(self.fram, text)
            self.settings = self.settings[1:]


def main(seconds):
    archive.FILES_MAX = FILES_MAX
    archive.RESERVE = 8
    journey = Journey(seconds)
    journey.run()
    print(
        json.dumps(
            {
                "seconds": seconds,
                "records": len(journey.done),
                "writes": journey.cuts.writes,
                "looks": journey.looks,
                "files": journey.files,
                "wrong": journey.wrong[:20],
                "wrongs": len(journey.wrong),
            }
        )
    )


if __name__ == "__main__":
    sys.path.insert(0, "firmware")
    main(int(sys.argv[1]))
