"""The store on both databases: versions, older stores, two programs at once, and what it says when it cannot."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, text
from tests.host import old_store, story
from tests.host.fake_station import SERIAL, FakeStation

from recovery_station.errors import IntegrityError, StoreError, UsageError
from recovery_station.logs import ingest, migrate, query, schema
from recovery_station.logs.store import Store
from recovery_station.models import Hello
from recovery_station.records import Damaged, from_raw
from station_firmware.core import states
from station_firmware.store import record

HELLO = Hello((1, 1), "0.1.0", SERIAL, "gym-2", 3)
IMPORT = Path(__file__).with_name("import_range.py")


def shape(store: Store) -> dict[str, dict[str, str]]:
    """Tables, columns and types as the database has them."""
    with store.reading() as connection:
        there = inspect(connection)
        return {
            table: {one["name"]: str(one["type"]) for one in there.get_columns(table)}
            for table in there.get_table_names()
        }


def records(fake: FakeStation) -> list[bytes]:
    return [fake.journal[seq] for seq in sorted(fake.journal)]


def stored(store: Store) -> list[bytes]:
    with store.reading() as connection:
        rows = connection.execute(text("SELECT raw FROM records ORDER BY boot, seq"))
        return [bytes(raw) for (raw,) in rows]


def test_a_new_store_has_the_tables_of_the_schema(store: Store) -> None:
    found = shape(store)
    assert set(found) == set(schema.metadata.tables)
    for table in schema.metadata.tables.values():
        assert set(found[table.name]) == {column.name for column in table.columns}


def test_a_store_of_before_keeps_everything(fake: FakeStation, store_target: str, tmp_path: Path) -> None:
    story.whole_session(fake, number=1, seconds=5)
    story.boot(fake, 4)
    old_store.make(store_target, fake.journal)
    with Store.open(store_target) as store:
        assert stored(store) == records(fake)
        (row,) = query.sessions(store, "gym-2")
        assert (row.reason, row.ran_s, row.started_utc_s) == ("completed", 5.0, story.START_WALL_S)
        assert [one.zones_mmhg for one in query.samples(store, row)] == [story.TARGETS_MMHG] * 4
        assert query.protocol(store, row) == old_store.DOCUMENT
        carried = shape(store)
    with Store.open(tmp_path / "new.sqlite") as new:
        assert {name: set(columns) for name, columns in carried.items()} == {
            name: set(columns) for name, columns in shape(new).items()
        }
        if "://" not in store_target:
            assert carried == shape(new)
    with Store.open(store_target) as again:
        assert len(stored(again)) == len(fake.journal)
        assert again.add(HELLO, [from_raw(raw) for raw in records(fake)]) == 0


def test_a_store_of_version_2_gets_its_table_of_losses(fake: FakeStation, store_target: str) -> None:
    story.whole_session(fake, number=1, seconds=5)
    with Store.open(store_target) as store:
        store.add(HELLO, [from_raw(raw) for raw in records(fake)])
        made = shape(store)
        with store.writing() as connection:
            connection.execute(text("DROP TABLE lost"))
            connection.execute(text("DELETE FROM store_version WHERE version = 3"))
    with Store.open(store_target) as store:
        assert shape(store) == made
        assert stored(store) == records(fake)


def test_a_step_that_fails_leaves_the_old_store_as_it_was(
    fake: FakeStation, store_target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.whole_session(fake, number=1, seconds=5)
    old_store.make(store_target, fake.journal)

    def broken(*_arguments: object) -> None:
        raise OSError("the disk went away")

    with monkeypatch.context() as patch:
        patch.setattr(ingest, "derive", broken)
        with pytest.raises(StoreError, match="went away"):
            Store.open(store_target)
    with Store.open(store_target) as store:
        assert stored(store) == records(fake)
        assert len(query.sessions(store)) == 1


def test_a_newer_store_is_refused_in_words(store: Store, store_target: str) -> None:
    with store.writing() as connection:
        connection.execute(text(f"INSERT INTO store_version VALUES ({migrate.LATEST + 1}, 0)"))
    with pytest.raises(StoreError, match="newer program") as caught:
        Store.open(store_target)
    assert "upgrade" in caught.value.hint
    with store.reading() as connection:
        rows = connection.execute(text("SELECT version FROM store_version ORDER BY version"))
        assert [one for (one,) in rows] == [*range(1, migrate.LATEST + 2)]


def test_two_programs_at_once_store_each_record_once(
    fake: FakeStation, store_target: str, tmp_path: Path
) -> None:
    for number in range(4):
        story.whole_session(fake, number=number + 1, seconds=150)
    journal = tmp_path / "journal.bin"
    journal.write_bytes(b"".join(records(fake)))
    spans = ((0, 450), (150, 600), (0, 600))
    programs = [
        subprocess.Popen(
            [sys.executable, str(IMPORT), store_target, str(journal), str(first), str(last)],
            stderr=subprocess.PIPE,
            text=True,
        )
        for first, last in spans
    ]
    told = [program.communicate(timeout=100)[1] for program in programs]
    assert [program.returncode for program in programs] == [0, 0, 0], told
    with Store.open(store_target) as store:
        assert stored(store) == records(fake)[:600]
        assert len(query.sessions(store)) == 4


def test_the_same_key_with_other_bytes_stores_nothing(fake: FakeStation, store: Store) -> None:
    fake.fill(4)
    good = [from_raw(raw) for raw in records(fake)]
    other = FakeStation()
    other.add(11, *[7] * 12, 3800, 1200, 0, 0, 0)
    store.add(HELLO, good[:1])
    with pytest.raises(IntegrityError):
        store.add(HELLO, [good[1], from_raw(other.journal[0])])
    assert stored(store) == records(fake)[:1]
    assert store.add(HELLO, [*good, *good]) == 3


def test_damaged_records_count_as_known_and_are_mended_by_whole_ones(fake: FakeStation, store: Store) -> None:
    story.whole_session(fake, number=1, seconds=6)
    whole = [from_raw(raw) for raw in records(fake)]
    spoiled = whole[8]
    others = [one for one in whole if one is not spoiled]
    damaged = [Damaged(spoiled.seq, spoiled.raw[:-1] + b"?")]
    assert store.add(HELLO, others, damaged) == len(others)
    assert store.add(HELLO, others, damaged) == 0
    assert store.known_seqs(SERIAL, 0, 100) == set(fake.journal)
    assert query.session(store, "3-1").records_missing == 1
    store.add(HELLO, [spoiled])
    assert query.session(store, "3-1").records_missing == 0
    with store.reading() as connection:
        rows = connection.execute(text("SELECT seq, mended_utc_s FROM damaged")).all()
    assert len(rows) == 1
    assert rows[0].mended_utc_s is not None


def test_the_text_of_a_damaged_record_is_not_kept(fake: FakeStation, store: Store) -> None:
    story.begin(fake, 1, member="token-4711")
    spoiled = next(raw for raw in records(fake) if b"token-4711" in raw)
    store.add(HELLO, [], [Damaged(1, spoiled[:-1] + b"?")])
    with store.reading() as connection:
        assert b"4711" not in bytes(connection.execute(text("SELECT raw FROM damaged")).scalar() or b"")


def test_a_session_cut_off_knows_what_is_missing_up_to_the_next_boot(fake: FakeStation, store: Store) -> None:
    story.begin(fake, 1)
    for at_s in range(1, 10):
        story.second(fake, at_s * 1000)
    story.boot(fake, 4)
    kept = [from_raw(raw) for seq, raw in sorted(fake.journal.items()) if seq not in (7, 8, 12)]
    assert max(fake.journal) == 13
    store.add(HELLO, kept)
    assert query.session(store, "3-1").records_missing == 3


@pytest.mark.parametrize(
    "target", ["postgresql://u:secret@127.0.0.1:1/none", "mongodb://u:secret@h/d", "://secret"]
)
def test_a_wrong_url_is_told_without_its_password(target: str) -> None:
    with pytest.raises((StoreError, UsageError)) as caught:
        Store.open(target)
    assert "secret" not in caught.value.message + caught.value.hint + str(caught.value.data)


def test_a_session_whose_end_was_lost_is_over_once_a_later_boot_is_known(
    fake: FakeStation, store: Store
) -> None:
    story.begin(fake, 1)
    story.whole_session(fake, number=2, seconds=5)
    store.add(HELLO, [from_raw(raw) for raw in records(fake)])
    assert [one.reason for one in query.sessions(store)] == [None, "completed"]
    story.boot(fake, 4)
    store.add(HELLO, [from_raw(records(fake)[-1])])
    assert [one.reason for one in query.sessions(store)] == ["power_loss", "completed"]


def several_boots() -> FakeStation:
    """Sessions of every fate over three boots, the clock set in the second."""
    fake = FakeStation()
    for boot in (3, 4, 5):
        story.boot(fake, boot)
        if boot == 4:
            fake.add(record.CLOCK, 0, story.START_WALL_S, ticks_ms=0, wall_s=story.START_WALL_S)
        story.whole_session(fake, number=2 * boot, seconds=4, reason=states.FAULT_END)
        story.begin(fake, 2 * boot + 1)
        for at_s in range(1, 4):
            story.second(fake, at_s * 1000)
    return fake


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.reading() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key))
            ]
            for table in (schema.records, *schema.DERIVED)
        }


SEVERAL_BOOTS = [from_raw(raw) for raw in records(several_boots())]


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_in_whatever_pieces_records_come_the_store_is_the_same(data: st.DataObject) -> None:
    found = SEVERAL_BOOTS
    holes = data.draw(st.sets(st.integers(1, len(found) - 1), max_size=8))
    whole = [one for index, one in enumerate(found) if index not in holes]
    cuts = sorted(data.draw(st.sets(st.integers(1, len(whole) - 1), max_size=6)))
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    with Store.open("sqlite://") as once, Store.open("sqlite://") as often:
        once.add(HELLO, whole)
        for piece in data.draw(st.permutations(pieces)):
            often.add(HELLO, piece)
        assert tables(often) == tables(once)
