"""Records that the station lost before a host asked: how many, which, once, and never as an end of the pull."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from tests.host import story
from tests.host.command import Call, objects
from tests.host.fake_archive import FakeArchive
from tests.host.fake_station import SERIAL, FakeStation
from tests.host.test_pull import opened, stored
from tests.host.test_pull_damaged import kept_damaged, spoil

from recovery_station.logs.pull import pull
from recovery_station.logs.store import Store
from recovery_station.station import Station
from station_firmware.store.archive import UNREADABLE


@pytest.fixture
def archive(fake: FakeStation) -> FakeArchive:
    """An empty archive on the fake station."""
    return FakeArchive(fake)


def noted(store: Store) -> list[tuple[int, int, int]]:
    """The spans the store holds as lost: first number, number after the last, acknowledged."""
    query = "SELECT first_seq, next_seq, acknowledged FROM lost ORDER BY first_seq"
    with store.reading() as connection:
        return [(row[0], row[1], row[2]) for row in connection.execute(text(query))]


def test_what_fell_out_between_the_archive_and_the_ring_is_told_once(
    fake: FakeStation, archive: FakeArchive, station: Station, store: Store
) -> None:
    fake.fill(60)
    archive.keep(0, 20)
    archive.overwrite_below(35)
    result = pull(station, store)
    assert (result.lost, result.lost_ranges, result.lost_acknowledged) == (15, [range(20, 35)], 0)
    assert set(stored(store)) == {*range(20), *range(35, 60)}
    assert noted(store) == [(20, 35, 0)]
    assert fake.acked_seq == 60
    again = pull(station, store)
    assert (again.lost, again.lost_ranges, noted(store)) == (0, [], [(20, 35, 0)])


def test_what_fell_out_between_two_files_and_before_the_first_is_told(
    fake: FakeStation, archive: FakeArchive, station: Station, store: Store
) -> None:
    fake.fill(10)
    pull(station, store)
    fake.fill(60)
    archive.keep(15, 20)
    archive.keep(25, 30)
    archive.overwrite_below(30)
    assert pull(station, store).lost_ranges == [range(10, 15), range(20, 25)]  # 10: the acknowledgement


def test_what_another_computer_acknowledged_is_told_apart(
    fake: FakeStation, archive: FakeArchive, station: Station, store: Store
) -> None:
    fake.fill(60)
    archive.keep(0, 20)
    archive.overwrite_below(35)
    fake.acked_seq = 28
    result = pull(station, store)
    assert (result.lost, result.lost_acknowledged) == (15, 8)
    assert noted(store) == [(20, 28, 1), (28, 35, 0)]


def test_what_a_new_store_never_asked_for_is_not_lost(
    fake: FakeStation, archive: FakeArchive, station: Station, store: Store
) -> None:
    fake.fill(60)
    archive.overwrite_below(35)
    assert pull(station, store).lost == 0 and noted(store) == []


def test_measurements_given_up_for_want_of_room_are_told_once(
    fake: FakeStation, archive: FakeArchive, station: Station, store: Store
) -> None:
    story.whole_session(fake, seconds=30)
    archive.keep(0, len(fake.journal), thinned=True)
    kept = [seq for seq, raw in fake.journal.items() if raw[6] != 11]
    gone = [seq for seq in fake.journal if seq not in kept]
    fake.fill(9)
    archive.overwrite_below(max(max(kept), max(gone)) + 1)
    result = pull(station, store)
    assert (result.lost, result.lost_ranges) == (29, [range(gone[0], gone[-1] + 1)])
    asked = len(archive.asked)
    assert pull(station, store).lost == 0
    assert len(archive.asked) == asked, "a thinned file is read once"


def test_nothing_is_lost_while_files_wait(
    fake: FakeStation, archive: FakeArchive, station: Station, store: Store
) -> None:
    fake.fill(60)
    archive.keep(0, 20)
    archive.overwrite_below(35)
    archive.resting = False
    result = pull(station, store)
    assert (result.lost, result.waiting, fake.acked_seq) == (0, 1, 0)
    archive.resting = True
    assert pull(station, store).lost_ranges == [range(20, 35)]


def test_an_archive_that_cannot_be_listed_stops_no_pull_and_loses_nothing(
    fake: FakeStation, archive: FakeArchive, station: Station, store: Store
) -> None:
    fake.fill(60)
    archive.keep(0, 35)
    archive.overwrite_below(35)
    for archive.failing, archive.unlisted in ((UNREADABLE, True), (0, True)):
        result = pull(station, store)
        assert set(stored(store)) == set(range(35, 60))
        assert (result.unreadable, result.lost, fake.acked_seq) == (True, 0, 0)
    archive.unlisted = False
    result = pull(station, store)
    assert (result.new, result.unreadable, result.lost, fake.acked_seq) == (35, False, 0, 60)


def test_a_file_that_cannot_be_read_costs_itself_and_comes_when_it_can(
    fake: FakeStation, archive: FakeArchive, station: Station, store: Store
) -> None:
    fake.fill(60)
    names = [archive.keep(first, first + 10) for first in (0, 10, 20)]
    archive.overwrite_below(30)
    archive.unread = {names[1]}
    result = pull(station, store)
    assert [one.seq for one in result.damaged] == list(range(10, 20))
    assert (result.new, fake.acked_seq) == (50, 60)
    assert pull(station, store).damaged == []
    archive.unread = set()
    assert pull(station, store).new == 10
    assert set(stored(store)) >= set(range(60))


def test_a_record_spoiled_in_the_ring_comes_whole_from_its_file(
    fake: FakeStation, archive: FakeArchive, station: Station, store: Store
) -> None:
    fake.fill(60)
    whole = fake.journal[7]
    archive.keep(0, 20)
    spoil(fake, 7, "flip", 99)
    archive.resting = False
    assert [one.seq for one in pull(station, store).damaged] == [7]
    archive.resting = True
    result = pull(station, store)
    assert (result.new, result.damaged) == (1, [])
    assert stored(store)[7] == whole
    with store.reading() as connection:
        assert connection.scalar(text("SELECT COUNT(*) FROM damaged WHERE mended_utc_s IS NULL")) == 0


def test_a_slot_that_was_read_wrong_is_read_again(fake: FakeStation, station: Station, store: Store) -> None:
    fake.fill(60)
    whole = fake.journal[7]
    spoil(fake, 7, "flip", 99)
    pull(station, store)
    assert 7 not in stored(store)
    fake.journal[7] = whole
    assert pull(station, store).damaged == []
    assert stored(store)[7] == whole


def test_a_whole_record_is_never_taken_for_a_spoiled_one(
    fake: FakeStation, station: Station, store: Store
) -> None:
    fake.fill(60)
    pull(station, store)
    whole = fake.journal[7]
    spoil(fake, 7, "flip", 99)
    pull(station, store, everything=True)
    assert stored(store)[7] == whole
    assert set(kept_damaged(store)) == {7}
    assert store.spoiled_seqs(SERIAL, 0, 100) == {}


def test_what_was_lost_and_comes_in_after_all_is_taken_back(
    fake: FakeStation, archive: FakeArchive, station: Station, store: Store
) -> None:
    fake.fill(60)
    late = archive.keep(22, 30)
    body = archive.bodies.pop(late)
    archive.keep(0, 20)
    archive.overwrite_below(35)
    assert pull(station, store).lost_ranges == [range(20, 35)]
    archive.bodies[late] = body
    assert pull(station, store).new == 8 + 1
    assert noted(store) == [(20, 22, 0), (30, 35, 0)]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_lost_is_exactly_what_is_nowhere(data: st.DataObject) -> None:
    fake = FakeStation()
    archive = FakeArchive(fake)
    fake.fill(data.draw(st.integers(1, 60)))
    before = 0
    with Store.open("sqlite://") as store:
        if data.draw(st.booleans()):
            pull(opened(fake), store)
            before = len(fake.journal) - 1
            fake.fill(data.draw(st.integers(0, 60)))
        end = len(fake.journal)
        cuts = sorted(data.draw(st.sets(st.integers(0, end - 1), max_size=6)))
        for first, last in pairwise(cuts):
            if data.draw(st.booleans()):
                archive.keep(first, last)
        ring_seq = data.draw(st.integers(cuts[-1] if cuts else 0, end - 1))
        archive.overwrite_below(ring_seq)
        begun = before or min([*(int(name[:8], 16) for name in archive.bodies), ring_seq])
        result = pull(opened(fake), store)
        here = set(stored(store))
        told = {seq for one in result.lost_ranges for seq in one}
        assert told == {seq for seq in range(begun, end) if seq not in here}
        assert {seq for first, last, _ in noted(store) for seq in range(first, last)} == told
        assert pull(opened(fake), store).lost == 0


def test_the_command_says_how_many_and_which(call: Call, fake: FakeStation) -> None:
    archive = FakeArchive(fake)
    fake.fill(60)
    archive.keep(0, 20)
    archive.overwrite_below(35)
    fake.acked_seq = 22
    code, out, err = call("logs", "pull")
    assert (code, err) == (0, "")
    assert "15 were forgotten by the station before: 20-34 (2 of them were acknowledged by another" in out
    told = json.loads(call("--json", "logs", "pull")[1])
    assert (told["lost"], told["lost_seqs"], told["archive_unreadable"]) == (0, [], False)
    assert "20-21" in call("logs", "summary")[1]
    found = [one for one in objects(call("--json", "logs", "summary")[1]) if one["type"] == "summary_lost/1"]
    assert [(one["first_seq"], one["last_seq"], one["acknowledged"]) for one in found] == [
        (20, 21, True),
        (22, 34, False),
    ]


def test_the_command_says_that_the_archive_cannot_be_read(call: Call, fake: FakeStation) -> None:
    archive = FakeArchive(fake)
    fake.fill(20)
    archive.failing, archive.unlisted = UNREADABLE, True
    assert "its flash archive cannot be read now, so nothing was acknowledged" in call("logs", "pull")[1]
    assert json.loads(call("--json", "logs", "pull")[1])["archive_unreadable"] is True
