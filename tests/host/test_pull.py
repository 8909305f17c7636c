"""Pulling the journal.

Every record once, whatever the line does, and nothing acknowledged that is not on the disk.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text
from tests.host import story
from tests.host.fake_line import Line
from tests.host.fake_station import SERIAL, FakeStation

from recovery_station.errors import IntegrityError, StationError, StationGoneError, StoreError
from recovery_station.logs.pull import pull
from recovery_station.logs.store import Store
from recovery_station.records import from_raw
from recovery_station.station import Station
from station_firmware.store import record as _layout

layout = cast("Any", _layout)


def stored(store: Store) -> dict[int, bytes]:
    """Raw records of the store by sequence number."""
    with store.reading() as connection:
        return {seq: bytes(raw) for seq, raw in connection.execute(text("select seq, raw from records"))}


def test_everything_comes_over_and_is_acknowledged(fake: FakeStation, station: Station, store: Store) -> None:
    fake.fill(450)
    before = dict(fake.journal)
    result = pull(station, store)
    assert stored(store) == before
    assert (result.new, result.lost, result.acked_seq) == (450, 0, 450)
    assert fake.acked_seq == 450


def test_a_second_pull_reads_only_what_is_new(fake: FakeStation, station: Station, store: Store) -> None:
    fake.fill(100)
    pull(station, store)
    fake.calls.clear()
    fake.fill(7)
    assert pull(station, store).new == 8  # the seven, and the record of the acknowledgement
    assert (
        sum(given["count"] for name, given in fake.calls if name == "log.read") == 9
    )  # one is read as a proof


def test_acknowledging_comes_to_an_end(fake: FakeStation, station: Station, store: Store) -> None:
    fake.fill(3)
    pull(station, store)
    pull(station, store)
    length = len(fake.journal)
    assert pull(station, store).new == 0
    assert len(fake.journal) == length


@given(st.integers(0, 2**32), st.floats(0, 0.25), st.floats(0, 1), st.integers(0, 30))
@settings(max_examples=25, deadline=None)
def test_after_a_cut_the_next_pull_completes_it(seed: int, drop: float, double: float, answers: int) -> None:
    fake = FakeStation(Line(seed=seed, drop=drop, double=double, corrupt=drop / 2))
    story.whole_session(fake, seconds=300)
    before = dict(fake.journal)
    with Store.open("sqlite://") as store:
        fake.gone_after = answers
        with contextlib.suppress(StationError):
            pull(opened(fake), store)
        assert fake.acked_seq == 0 or len(stored(store)) >= len(before)
        fake.gone_after = None
        fake.way.line = Line(seed=seed, double=double)
        pull(opened(fake), store)
        assert {seq: raw for seq, raw in stored(store).items() if seq in before} == before


def opened(fake: FakeStation) -> Station:
    station = Station(fake)
    station.connect()
    return station


def test_the_same_key_with_other_bytes_is_an_error(fake: FakeStation, station: Station, store: Store) -> None:
    fake.fill(10)
    pull(station, store)
    fake.journal.pop(5)
    other = FakeStation()
    other.fill(40)
    fake.journal[5] = _renumbered(other.journal[30], 5)
    with pytest.raises(IntegrityError) as caught:
        pull(station, store, everything=True)
    assert caught.value.exit_code == 6
    assert caught.value.data["seq"] == 5


def _renumbered(raw: bytes, seq: int) -> bytes:
    found = from_raw(raw)
    assert found.seq != seq
    made = bytearray(layout.RECORD_BYTES)
    layout.pack_into(
        made, seq, found.boot, found.kind, found.flags, found.ticks_ms, found.wall_s, found.payload
    )
    return bytes(made)


def test_a_wrong_hash_stores_and_acknowledges_nothing(
    fake: FakeStation, station: Station, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake.fill(30)
    good = fake.journal[7]
    monkeypatch.setattr(fake, "tampered", {7: _renumbered(fake.journal[8], 7)})
    with pytest.raises(IntegrityError, match="SHA-256"):
        pull(station, store)
    assert fake.journal[7] == good
    assert stored(store) == {}
    assert fake.acked_seq == 0


def test_an_erased_journal_is_read_from_its_start(fake: FakeStation, station: Station, store: Store) -> None:
    fake.fill(50)
    pull(station, store)
    fake.journal.clear()
    fake.acked_seq = 0
    fake.boot = 9
    fake.fill(60)
    pull(opened(fake), store)
    with store.reading() as connection:
        rows = connection.execute(text("select count(*) from records where boot = 9")).scalar()
    assert rows == 60


def test_records_forgotten_by_the_station_are_counted(
    fake: FakeStation, station: Station, store: Store
) -> None:
    fake.fill(20)
    pull(station, store)
    fake.fill(30)
    for seq in range(30):
        del fake.journal[seq]
    assert pull(station, store).lost == 30 - 20


def test_a_full_disk_loses_nothing(fake: FakeStation, station: Station, sqlite_store: Store) -> None:
    store = sqlite_store
    fake.fill(250)
    with store.reading() as connection:
        pages = connection.execute(text("pragma page_count")).scalar()

    @event.listens_for(store.engine, "connect")
    def limit(connection: object, _record: object) -> None:
        getattr(connection, "execute")(f"pragma max_page_count = {pages}")  # noqa: B009 — a DBAPI object

    store.engine.dispose()
    with pytest.raises(StoreError, match="full") as caught:
        pull(station, store)
    assert caught.value.exit_code == 1
    assert "--store" in caught.value.hint
    assert fake.acked_seq == 0
    assert "log.ack" not in fake.changes
    event.remove(store.engine, "connect", limit)
    store.engine.dispose()
    assert pull(station, store).new == 250


def test_an_unwritable_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be read or written"):
        Store.open(tmp_path / "file" / "journal.sqlite")


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").write_bytes(b"this is no database " * 100)
    with pytest.raises(StoreError):
        Store.open(tmp_path / "journal.sqlite")


def test_one_station_under_two_hosts_keeps_serials_apart(store: Store) -> None:
    one, two = FakeStation(), FakeStation(serial="fake0002")
    one.fill(5)
    two.fill(9)
    assert pull(opened(one), store).new == 5
    assert pull(opened(two), store).new == 9
    assert store.known_seqs(SERIAL, 0, 100) == set(range(5))


def test_a_port_that_vanishes_is_told(fake: FakeStation, station: Station, store: Store) -> None:
    fake.fill(100)
    fake.gone_after = 2
    with pytest.raises(StationGoneError):
        pull(station, store)
