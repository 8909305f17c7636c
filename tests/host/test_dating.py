"""Dates made afterwards: before the clock was set, after a wrong one was put right, across the wrap of the ticks."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from tests.host import story
from tests.host.fake_station import SERIAL, FakeStation

from recovery_station import words
from recovery_station.logs import query
from recovery_station.logs.store import Store
from recovery_station.models import Hello
from recovery_station.records import from_raw
from station_firmware.store import record

HELLO = Hello((1, 1), "0.1.0", SERIAL, "gym-2", 3)
NOON_S = 1_900_000_000
WRONG_S = 1_600_000_000
WRAP_MS = words.TICKS_WRAP_MS


def clock(fake: FakeStation, old_s: int, new_s: int, ticks_ms: int) -> int:
    """Somebody sets the clock."""
    return fake.add(record.CLOCK, old_s, new_s, ticks_ms=ticks_ms % WRAP_MS, wall_s=new_s)


def state(fake: FakeStation, ticks_ms: int, wall_s: int = 0) -> int:
    """Any event."""
    return fake.add(record.STATE, 1, 2, ticks_ms=ticks_ms % WRAP_MS, wall_s=wall_s)


def pull(store: Store, fake: FakeStation, seqs: Sequence[int] | None = None) -> None:
    """Take these records in, or all."""
    wanted = sorted(fake.journal) if seqs is None else seqs
    store.add(HELLO, [from_raw(fake.journal[seq]) for seq in wanted])


def dates(store: Store, table: str = "events") -> list[tuple[int | None, int | None]]:
    """(utc_s, utc_doubt) in order."""
    with store.reading() as connection:
        rows = connection.execute(text(f"SELECT utc_s, utc_doubt FROM {table} ORDER BY boot, seq"))
        return [(one[0], one[1]) for one in rows]


def test_without_a_clock_nothing_is_dated(fake: FakeStation, store: Store) -> None:
    state(fake, 1000)
    state(fake, 9000)
    pull(store, fake)
    assert dates(store) == [(None, None), (None, None)]


def test_a_clock_set_later_dates_the_session_before_it(fake: FakeStation, store: Store) -> None:
    fake.add(record.SESSION_START, 1, 1200, 1, 0, 3, 1, ticks_ms=10_000)
    fake.add(record.TELEMETRY, *[60] * 12, 3800, 1200, 0, 0, 0, ticks_ms=11_000)
    pull(store, fake)
    assert query.session(store, "last").started_utc_s is None
    clock(fake, 0, NOON_S, 70_000)
    state(fake, 80_000, NOON_S + 10)
    pull(store, fake)
    row = query.session(store, "last")
    assert (row.started_utc_s, row.utc_doubt) == (NOON_S - 60, 1)
    assert dates(store) == [(NOON_S - 60, 1), (NOON_S, 0), (NOON_S + 10, 0)]
    assert dates(store, "telemetry") == [(NOON_S - 59, 1)]


def test_a_wrong_clock_put_right_dates_what_it_had_dated(fake: FakeStation, store: Store) -> None:
    state(fake, 0, WRONG_S)
    state(fake, 5000, WRONG_S + 5)
    pull(store, fake)
    assert dates(store)[0] == (WRONG_S, 0)
    clock(fake, WRONG_S + 10, NOON_S, 10_000)
    pull(store, fake)
    assert dates(store) == [(NOON_S - 10, 1), (NOON_S - 5, 1), (NOON_S, 0)]


@pytest.mark.parametrize(("off_s", "right"), [(60, True), (-60, True), (61, False), (-61, False)])
def test_a_little_drift_is_no_wrong_clock(fake: FakeStation, store: Store, off_s: int, right: bool) -> None:
    state(fake, 0, NOON_S + off_s - 10)
    clock(fake, NOON_S + off_s, NOON_S, 10_000)
    pull(store, fake)
    assert dates(store)[0] == ((NOON_S + off_s - 10, 0) if right else (NOON_S - 10, 1))


def test_the_nearest_right_record_dates(fake: FakeStation, store: Store) -> None:
    """The clock was lost between two, and came back an hour apart from the ticks: each side keeps to its own."""
    state(fake, 0, NOON_S)
    state(fake, 1000)
    state(fake, 99_000)
    state(fake, 100_000, NOON_S + 3700)
    pull(store, fake)
    assert [one[0] for one in dates(store)] == [NOON_S, NOON_S + 1, NOON_S + 3699, NOON_S + 3700]


def test_a_record_written_after_a_later_one_is_no_wrap(fake: FakeStation, store: Store) -> None:
    clock(fake, 0, NOON_S, 10_000)
    state(fake, 9_000)
    state(fake, 12_000)
    pull(store, fake)
    assert [one[0] for one in dates(store)] == [NOON_S, NOON_S - 1, NOON_S + 2]


def test_another_boot_dates_nothing(fake: FakeStation, store: Store) -> None:
    state(fake, 1000)
    story.boot(fake, 4)
    state(fake, 2000, NOON_S)
    pull(store, fake)
    assert dates(store)[0] == (None, None)
    assert dates(store)[1] == (NOON_S - 2, 1)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(0, WRAP_MS - 100_000), min_size=1, max_size=12),
    st.integers(0, WRAP_MS - 1),
    st.data(),
)
def test_ticks_that_wrap_any_number_of_times(steps_ms: list[int], first_ms: int, data: st.DataObject) -> None:
    """Records up to 12 days apart, the clock set at any one of them, taken in in any two parts."""
    fake, at_ms = FakeStation(), first_ms
    anchor = data.draw(st.integers(0, len(steps_ms)))
    moments = [first_ms]
    for step_ms in steps_ms:
        at_ms += step_ms
        moments.append(at_ms)
    for index, moment_ms in enumerate(moments):
        if index == anchor:
            clock(fake, 0, NOON_S, moment_ms)
        else:
            state(fake, moment_ms)
    cut = data.draw(st.integers(0, len(moments)))
    with Store.open("sqlite://") as store:
        pull(store, fake, range(cut))
        pull(store, fake, range(cut, len(moments)))
        found = dates(store)
    wanted = [NOON_S + (one - moments[anchor]) // 1000 for one in moments]
    assert [one[0] for one in found] == wanted
    assert [one[1] for one in found] == [0 if index == anchor else 1 for index in range(len(moments))]


def test_drift_since_the_clock_was_set_before(fake: FakeStation, store: Store) -> None:
    clock(fake, 0, NOON_S, 0)
    clock(fake, NOON_S + 100_002, NOON_S + 100_000, 100_000_000)
    story.boot(fake, 4)
    clock(fake, WRONG_S, NOON_S + 200_000, 0)
    pull(store, fake)
    with store.reading() as connection:
        found = connection.execute(
            text("SELECT set_utc_s, off_s, since_s, ppm FROM clock_drift ORDER BY boot, seq")
        )
        assert [tuple(one) for one in found] == [
            (NOON_S, None, None, None),
            (NOON_S + 100_000, 2, 100_000, 20.0),
            (NOON_S + 200_000, WRONG_S - NOON_S - 200_000, 100_000, None),
        ]
