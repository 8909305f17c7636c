"""Forgetting a member for good, and how long things stay: the safety record stays, the bytes are gone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.host import story
from tests.host.fake_station import SERIAL, FakeStation

from recovery_station.logs import query
from recovery_station.logs.store import Store
from recovery_station.models import Hello
from recovery_station.records import Damaged, Record, from_raw
from station_firmware.core import states
from station_firmware.store import record

HELLO = Hello((1, 1), "0.1.0", SERIAL, "gym-2", 3)
SHORT, LONG = "tok-4711", "a-token-of-more-than-one-record-0815"
PIECES = (b"tok-4711", b"a-token-of-more-tha", b"n-one-record-0815")


def session(fake: FakeStation, number: int, member: str) -> None:
    """A session of a member, ended by a fault."""
    story.begin(fake, number, member=member)
    for at_s in range(1, 5):
        story.second(fake, at_s * 1000)
    story.trip(fake, 5000)
    story.end(fake, number, states.FAULT_END, 5000, 101)


def all_of(fake: FakeStation) -> list[Record]:
    return [from_raw(fake.journal[seq]) for seq in sorted(fake.journal)]


def count(store: Store, what: str) -> int:
    with store.reading() as connection:
        return connection.execute(text(f"SELECT COUNT(*) FROM {what}")).scalar() or 0


def bytes_on_disk(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*")))


@pytest.mark.parametrize("member", [SHORT, LONG])
def test_forgetting_leaves_the_safety_record(fake: FakeStation, store: Store, member: str) -> None:
    session(fake, 1, member)
    session(fake, 2, "somebody-else")
    session(fake, 3, member)
    store.add(HELLO, all_of(fake))
    before = {what: count(store, what) for what in ("records", "events", "telemetry", "sessions", "v_faults")}
    found = store.forget(member)
    assert (found.sessions, found.records) == (2, 2 if member is SHORT else 4)
    assert {what: count(store, what) for what in before} == before
    assert [one.member for one in query.sessions(store)] == [None, "somebody-else", None]
    assert [one.fault_code for one in query.sessions(store)] == [101] * 3
    assert store.add(HELLO, all_of(fake)) == 0, "the key alone says that the record is known"
    assert store.forget(member).sessions == 0
    assert store.known_seqs(SERIAL, 0, 10_000) == set(fake.journal)


@pytest.mark.parametrize("chunk", [1000, 3, 1])
def test_a_later_pull_of_old_records_comes_in_without(fake: FakeStation, store: Store, chunk: int) -> None:
    for number, member in enumerate((SHORT, LONG, "stays")):
        session(fake, number + 1, member)
    store.forget(SHORT)
    store.forget(LONG)
    records = all_of(fake)
    for start in range(0, len(records), chunk):
        store.add(HELLO, records[start : start + chunk])
    assert [one.member for one in query.sessions(store)] == [None, None, "stays"]
    with store.reading() as connection:
        raws = b"".join(bytes(one) for one in connection.scalars(text("SELECT raw FROM records")))
    assert not [piece for piece in PIECES if piece in raws]
    assert b"stays" in raws


def test_who_comes_again_after_is_known_again(fake: FakeStation, store: Store, monkeypatch) -> None:
    monkeypatch.setattr(time, "time", lambda: story.START_WALL_S - 86_400)
    store.forget(SHORT)
    story.begin(fake, 1)
    fake.add(record.TEXT, payload=b"\x20" + SHORT.encode(), wall_s=story.START_WALL_S)
    store.add(HELLO, all_of(fake))
    assert query.session(store, "last").member == SHORT


def test_the_bytes_are_gone_from_the_files(fake: FakeStation, sqlite_store: Store) -> None:
    path = Path(sqlite_store.place)
    for number in range(1, 30):
        session(fake, number, LONG if number % 2 else SHORT)
    records = all_of(fake)
    sqlite_store.add(HELLO, records[:250])
    sqlite_store.add(HELLO, records[250:], [Damaged(5000, records[3].raw[:20] + LONG.encode()[:19] + b"!")])
    assert all(piece in bytes_on_disk(path) for piece in PIECES)
    sqlite_store.forget(SHORT)
    sqlite_store.forget(LONG)
    assert not [piece for piece in PIECES if piece in bytes_on_disk(path)]
    assert LONG.encode() not in bytes_on_disk(path)
    session(fake, 40, LONG)
    sqlite_store.add(HELLO, all_of(fake))
    assert not [piece for piece in PIECES if piece in bytes_on_disk(path)]


def test_a_token_with_a_hole_goes_too_and_its_likeness_stays(fake: FakeStation, store: Store) -> None:
    session(fake, 1, LONG)
    session(fake, 2, LONG[:19])
    records = all_of(fake)
    hole = next(one for one in records if b"n-one-record" in one.payload)
    store.add(HELLO, [one for one in records if one is not hole])
    assert store.forget(LONG).sessions == 1
    assert [one.member for one in query.sessions(store)] == [None, LONG[:19]]


def test_telemetry_and_members_stay_as_long_as_was_said(fake: FakeStation, store: Store, monkeypatch) -> None:
    session(fake, 1, SHORT)
    store.add(HELLO, all_of(fake))
    store.set_retention({"telemetry": 10, "members": 20})
    assert store.retention() == {"telemetry": 10, "members": 20}
    end_s = story.START_WALL_S + 4
    for days, expected in ((9.9, (4, 0)), (10.1, (0, 0)), (19.9, (0, 0)), (20.1, (0, 1))):
        monkeypatch.setattr(time, "time", lambda days=days: end_s + days * 86_400)
        gone = store.retain()
        assert (count(store, "telemetry"), gone["members"]) == expected, days
    row = query.session(store, "last")
    assert (row.member, row.fault_code, row.at_pressure_s, row.records_missing) == (None, 101, 5.0, 0)
    assert count(store, "v_faults") == 1
    assert store.add(HELLO, all_of(fake)) == 0
    assert count(store, "telemetry") == 0


def test_a_pull_applies_it_once_a_day(fake: FakeStation, store: Store, monkeypatch) -> None:
    session(fake, 1, SHORT)
    store.set_retention({"telemetry": 10})
    now_s = story.START_WALL_S + 11 * 86_400
    monkeypatch.setattr(time, "time", lambda: now_s)
    store.add(HELLO, all_of(fake))
    assert count(store, "telemetry") == 0
    assert query.session(store, "last").member == SHORT
    for at_s in (6, 7):
        story.second(fake, at_s * 1000)
    store.add(HELLO, all_of(fake))
    assert count(store, "telemetry") == 2, "looked at once today"
    monkeypatch.setattr(time, "time", lambda: now_s + 86_400)
    store.add(HELLO, [])
    assert count(store, "telemetry") == 0
