"""Records of one station into its sessions, whatever was cut off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from recovery_station import words
from recovery_station.records import Record
from station_firmware.core import states
from station_firmware.store import record as layout

UNKNOWN_MS = 0xFFFFFFFF  # what a station writes that only found out at its next boot
POWER_LOSS = words.END_NAMES[states.POWER_LOSS]


@dataclass
class Session:
    """One session as the journal tells it; None is what no record says.

    `reason` is None while the session goes on (or its end was never pulled and no later boot proves that it
    is over).
    """

    boot: int
    number: int
    first_seq: int
    start_ticks_ms: int
    protocol: str | None = None
    protocol_version: str | None = None
    protocol_sha256: str | None = None
    member: str | None = None
    confirmed_by: str | None = None
    soreness_0_10: int | None = None
    screening_version: int | None = None
    planned_s: int | None = None
    started_utc_s: int | None = None
    ran_s: float | None = None
    at_pressure_s: float | None = None
    cycles: int | None = None
    reason: str | None = None
    fault_code: int | None = None
    last_seq: int | None = None
    texts: dict[str, bytes] = field(default_factory=lambda: dict[str, bytes]())
    latest_ticks_ms: int = 0

    @property
    def id(self) -> str:
        """`<boot>-<number>`, as the station calls it."""
        return f"{self.boot}-{self.number}"

    def text(self, of: str) -> str | None:
        """A text that followed the start, None when there was none."""
        if of not in self.texts:
            return None
        return (
            self.texts[of].decode("utf-8", "replace").replace("\0", "\ufffd")
        )  # PostgreSQL's texts hold no zero


def assemble(records: Iterable[Record]) -> list[Session]:
    """Build sessions from records in order of boot and sequence number (telemetry may be left out).

    A session without an end is `power_loss` once a record of a later boot exists: the station never resumes
    one.
    """
    sessions: list[Session] = []
    current: Session | None = None
    newest_boot = -1
    for record in records:
        newest_boot = max(newest_boot, record.boot)
        if record.kind == layout.SESSION_START:
            current = _started(record)
            sessions.append(current)
        elif record.kind == layout.SESSION_END:
            _end(_session_of(sessions, record), record)
            current = None
        elif current is not None and record.boot == current.boot:
            _during(current, record)
    for session in sessions:
        _name(session)
        if session.reason is None and newest_boot > session.boot:
            session.reason = POWER_LOSS
        if session.reason is not None and session.ran_s is None:
            session.ran_s = words.ticks_between_s(session.start_ticks_ms, session.latest_ticks_ms)
    return sessions


def _started(record: Record) -> Session:
    session = Session(record.boot, record.number("session"), record.seq, record.ticks_ms)
    soreness = record.number("soreness")
    session.soreness_0_10 = None if soreness == words.SORENESS_NOT_GIVEN else soreness
    session.screening_version = record.number("screening_version")
    session.planned_s = record.number("planned_s")
    session.started_utc_s = record.wall_s or None
    session.latest_ticks_ms = record.ticks_ms
    return session


def _session_of(sessions: list[Session], record: Record) -> Session | None:
    """The session an end belongs to.

    Of the same boot, or the last open one when the next boot wrote its end.
    """
    number = record.number("session")
    for session in reversed(sessions):
        if session.number == number and session.reason is None and session.boot <= record.boot:
            return session
    return None


def _end(session: Session | None, record: Record) -> None:
    if session is None:
        return  # its start was evicted before any host pulled it: there is nothing to hang it on
    reason = record.number("reason")
    session.reason = words.END_NAMES[reason] if reason < len(words.END_NAMES) else f"reason_{reason}"
    ran_ms, at_pressure_ms = record.number("ran_ms"), record.number("at_pressure_ms")
    session.ran_s = None if ran_ms == UNKNOWN_MS else ran_ms / 1000
    session.at_pressure_s = None if at_pressure_ms == UNKNOWN_MS else at_pressure_ms / 1000
    session.cycles = None if at_pressure_ms == UNKNOWN_MS else record.number("cycles")
    session.fault_code = record.number("fault") or session.fault_code
    if record.boot == session.boot:
        session.last_seq = record.seq


def _during(session: Session, record: Record) -> None:
    session.latest_ticks_ms = record.ticks_ms
    if record.kind == layout.TEXT:
        values = record.values()
        of, text = values["of"], values["text"]
        if isinstance(of, str) and isinstance(text, bytes):
            session.texts[of] = session.texts.get(of, b"") + text
    elif record.kind == layout.FAULT and session.fault_code is None:
        session.fault_code = record.number("code")


def _name(session: Session) -> None:
    session.protocol = session.text("protocol")
    session.protocol_version = session.text("protocol_version")
    session.protocol_sha256 = session.text("protocol_sha256")
    session.member = session.text("member")
    session.confirmed_by = session.text("confirmed_by")
