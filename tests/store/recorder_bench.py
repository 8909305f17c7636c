"""A recorder on a memory that can be cut, and a short session as the tick tells it."""

from tests.core.parts import REST, new, new_station, plan_of

import station_firmware.store.recorder as recorder_module
import station_firmware.store.wall as wall_module
from station_firmware.core import events, states
from station_firmware.store import record, record_names
from station_firmware.store.journal import Journal
from station_firmware.store.state_page import StatePage

CAPACITY = 60


class Chip:
    """A clock chip that tells one time; None is silence."""

    def __init__(self, seconds):
        self.seconds = seconds

    def read(self):
        return self.seconds

    def write(self, seconds):
        if self.seconds is None:
            raise OSError(5)
        self.seconds = seconds


def recorder_on(memory, chip=None):
    wall = new(wall_module, "Wall", chip or Chip(1800000000))
    wall.load()
    page = StatePage(memory)
    page.load()
    journal = Journal(memory, CAPACITY)
    journal.mount()
    return new(recorder_module, "Recorder", journal, page, wall)


def boot(memory, by_fault=False):
    """What a start does with the store; returns the recorder and the end it had to name, if any."""
    recorder = recorder_on(memory)
    recorder.page.boot += 1
    recorder.page.save()
    recorder.put_boot(0, 1, 0)
    reason = None
    if recorder.page.open_session:
        reason = recorder.close_lost_session(5, by_fault, 502 if by_fault else 0)
    return recorder, reason


def rows_of(recorder):
    """(kind, boot, values) of every whole record, oldest first."""
    journal = recorder.journal
    rows = []
    for seq in range(journal.first_seq(), journal.next_seq):
        row = record.unpack(bytes(journal.read(seq, 1)))
        if row is not None and row[0] == seq:
            rows.append((row[2], row[1], record_names.values(row[2], row[6])))
    return rows


def ends_of(recorder):
    return [row[2] for row in rows_of(recorder) if row[0] == events.SESSION_END]


def station_of(**who):
    station = new_station()
    station.session.steps.plan = plan_of(REST, **who)
    return station


def session_events(station):
    """A short session as the tick tells it."""
    ring = station.events
    ring.put(events.SESSION_START, 1000, 7, 3, 1, 0, 255, 1)
    ring.put(events.STATE, 1000, states.READY, states.RUNNING)
    ring.put(events.STEP, 1000, 7, 0, 4, 3000)
    for second in (2, 3, 4):
        ring.put(events.TELEMETRY, second * 1000)
    ring.put(events.SESSION_END, 4500, 7, states.COMPLETED, 3000, 0, 0, 0)
    ring.put(events.STATE, 4500, states.RUNNING, states.VENTING)


def drain(recorder, station):
    while recorder.drain(station):
        pass
