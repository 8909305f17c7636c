"""Turns the tick's events into journal records, in the slack, a few at a time."""

import struct

from ..core import states
from ..core.events import ACK, BOOT, CLOCK, FAULT, LOG_FULL, NOTE, SESSION_END, SESSION_START, TELEMETRY, TEXT
from ..core.timebase import elapsed
from . import record

_PER_SLACK = 4
_LOOK_BACK = 64
_BEFORE_A_FAULT = 10  # seconds, a record each
UNKNOWN_MS = 0xFFFFFFFF


class Recorder:
    """Owns journal, state page and wall clock; `drain(station)` in every slack, `put` for the slack's own words."""

    def __init__(self, journal, page, wall):
        self.journal = journal
        self.page = page
        self.wall = wall
        self.listener = None
        self.shut = False  # nothing more is written: whoever runs cannot read the state page (boot.py)
        self._words_left = []
        self._words_ms = 0
        self.full = _never  # asked before telemetry is written: would it overwrite what is nowhere else?
        self.left_out = 0  # telemetry records not written since the ring is full
        self._unwritten = []  # the last of them: (ms, payload)
        self.armed = None  # (plan, version or "", content hash) of the protocol armed last

    def drain(self, station):
        """Write up to four records, a session's words before what follows; returns True when more are waiting."""
        for _ in range(_PER_SLACK):
            if self._words_left:
                self.put(self._words_ms, TEXT, self._words_left.pop(0))
            else:
                row = station.events.take()
                if row is None:
                    return False
                self._write(station, row)
            station.journal_failing = station.journal_failing or self.journal.failing
        return True

    def put(self, now_ms, kind, payload):
        """One record now. Returns its seq."""
        if self.shut:
            return self.journal.next_seq
        wall_s = self.wall.seconds()
        flags = record.FLAG_CLOCK_OK if self.wall.ok else 0
        seq = self.journal.append(self.page.boot, kind, flags, now_ms, wall_s, payload)
        if self.listener is not None:
            self.listener(seq, self.journal.last())
        return seq

    def put_text(self, now_ms, of, text):
        """A text as TEXT records of nineteen bytes each, at most fifteen."""
        for chunk in _chunks(of, text):
            self.put(now_ms, TEXT, chunk)

    def put_boot(self, now_ms, cause, why):
        self.put(now_ms, BOOT, struct.pack(record.FORMS[BOOT], cause, why, 0, 0, 0, 0, 0))

    def put_clock(self, now_ms, old_s, new_s):
        self.put(now_ms, CLOCK, struct.pack(record.FORMS[CLOCK], old_s, new_s))

    def put_ack(self, now_ms, seq):
        self.put(now_ms, ACK, struct.pack(record.FORMS[ACK], seq, 0))

    def close_lost_session(self, now_ms, by_fault, code):
        """A session without an end before this boot ends now by name; its length is what the journal shows.

        When only the page had not yet heard of the end, the end in the journal stands. Returns the reason.
        """
        page = self.page
        last_ms, reason = self._left_behind()
        if reason == states.NO_END:
            ran_ms = UNKNOWN_MS if last_ms is None else max(0, elapsed(last_ms, page.open_since_ms))
            reason = states.FAULT_END if by_fault else states.POWER_LOSS
            payload = struct.pack(
                record.FORMS[SESSION_END], page.open_session, reason, ran_ms, UNKNOWN_MS, 0, code
            )
            self.put(now_ms, SESSION_END, payload)
        page.open_session = 0
        page.save()
        return reason

    def _left_behind(self):
        """(ticks_ms of the newest record of the open session's boot or None, the session's end or NO_END)."""
        page = self.page
        journal = self.journal
        oldest = max(journal.first_seq(), journal.next_seq - _LOOK_BACK)
        for seq in range(journal.next_seq - 1, oldest - 1, -1):
            row = record.unpack(bytes(journal.read(seq, 1)))
            if row is None:
                continue
            if row[2] == SESSION_END:
                session, ended = struct.unpack_from(record.FORMS[SESSION_END], row[6], 0)[:2]
                if session == page.open_session:
                    return row[4], ended
            if row[1] == page.open_boot:
                return row[4], states.NO_END
        return None, states.NO_END

    def _write(self, station, row):
        kind = row[0]
        now_ms = row[1]
        if kind == TELEMETRY:
            self._measured(station, now_ms)
            return
        if kind == FAULT:
            self._seconds_before()
        form = record.FORMS[kind]
        fields = row[2 : 1 + len(form)]  # after the "<" a letter each
        if kind == SESSION_START:
            self._open(now_ms, fields[0])
        self.put(now_ms, kind, struct.pack(form, *fields))
        if kind == SESSION_START:
            self._words(station, now_ms)
        elif kind == SESSION_END:
            self.page.open_session = 0
            self.page.save()

    def _measured(self, station, now_ms):
        """What happened is kept over what was measured: a ring full of what no host has takes no more telemetry."""
        if self.full():
            if not self.left_out:
                self.put(now_ms, NOTE, struct.pack(record.FORMS[NOTE], LOG_FULL, 0, 0, 0))
            self.left_out += 1
            self._unwritten.append((now_ms, _telemetry(station)))
            if len(self._unwritten) > _BEFORE_A_FAULT:
                self._unwritten.pop(0)
            return
        self._unwritten.clear()
        self.left_out = 0
        self.put(now_ms, TELEMETRY, _telemetry(station))

    def _seconds_before(self):
        """A fault is told with its ten seconds before, also where telemetry is given up."""
        for now_ms, payload in self._unwritten:
            self.put(now_ms, TELEMETRY, payload)
        self._unwritten.clear()

    def _open(self, now_ms, number):
        self.page.session = number
        self.page.open_session = number
        self.page.open_boot = self.page.boot
        self.page.open_since_ms = now_ms
        self.page.save()

    def _words(self, station, now_ms):
        # the session's own plan is gone when it has ended before its words are written
        plan = station.session.steps.plan
        left = _chunks(record.TEXT_PROTOCOL, plan.protocol_id)
        if self.armed is not None and self.armed[0] is plan:
            left += _chunks(record.TEXT_VERSION, self.armed[1])
            left += _chunks(record.TEXT_CONTENT, self.armed[2])
        left += _chunks(record.TEXT_MEMBER, plan.member or "")
        self._words_left = left + _chunks(record.TEXT_CONFIRMED_BY, plan.confirmed_by or "")
        self._words_ms = now_ms


def _never():
    return False


def _chunks(of, text):
    """The payloads of a text's records."""
    body = text if isinstance(text, bytes) else text.encode()
    size = record.TEXT_CHUNK_BYTES
    count = min(15, (len(body) + size - 1) // size)
    return [bytes((of | chunk,)) + body[chunk * size : (chunk + 1) * size] for chunk in range(count)]


def _pressure_mmhg(pressure_dmmhg):
    if pressure_dmmhg is None:
        return record.MISSING_PRESSURE_MMHG
    return max(0, min(254, (pressure_dmmhg + 5) // 10))


def _bath(temperature_cdegc):
    return record.MISSING_BATH_CDEGC if temperature_cdegc is None else temperature_cdegc


def _telemetry(station):
    reading = station.reading
    demand = station.demand
    pressures = [_pressure_mmhg(value) for value in reading.smooth_dmmhg]
    pressures += [_pressure_mmhg(value) for value in reading.manifolds_dmmhg]
    return struct.pack(
        record.FORMS[TELEMETRY],
        *pressures,
        _bath(reading.hot_cdegc),
        _bath(reading.cold_cdegc),
        demand.pump_left_pct,
        demand.pump_right_pct,
        demand.closed & 0x3FFF,
    )
