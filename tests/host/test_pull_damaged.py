"""What a failing memory chip costs a pull: the records it spoiled, and nothing else."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from tests.host.command import Call
from tests.host.fake_station import SERIAL, FakeStation
from tests.host.test_pull import opened, stored

from recovery_station.errors import IntegrityError
from recovery_station.logs.pull import pull
from recovery_station.logs.store import Store
from recovery_station.records import Damaged, Record, judged
from recovery_station.station import Station

EMPTY = (bytes(40), b"\xff" * 40)
WAYS = ("flip", "zeroed", "erased", "other")


def spoil(fake: FakeStation, seq: int, way: str, bit: int) -> None:
    """Let the memory forget record `seq` in one of four ways."""
    raw = bytearray(fake.journal[seq])
    if way == "flip":
        raw[bit // 8] ^= 1 << bit % 8
    elif way == "other":
        raw = bytearray(fake.journal[(seq + 1) % len(fake.journal)])
    else:
        raw = bytearray(EMPTY[way == "erased"])
    fake.journal[seq] = bytes(raw)


def kept_damaged(store: Store) -> dict[int, bytes]:
    """The slots the store holds as damaged."""
    with store.reading() as connection:
        return {seq: bytes(raw) for seq, raw in connection.execute(text("select seq, raw from damaged"))}


@given(
    st.dictionaries(st.integers(0, 449), st.tuples(st.sampled_from(WAYS), st.integers(0, 319)), max_size=30)
)
@settings(max_examples=40, deadline=None)
def test_spoiled_records_cost_at_most_themselves(spoiled: dict[int, tuple[str, int]]) -> None:
    fake = FakeStation()
    fake.fill(450)
    whole = {seq: raw for seq, raw in fake.journal.items() if seq not in spoiled}
    originals = dict(fake.journal)
    for seq, (way, bit) in sorted(spoiled.items()):
        fake.journal[seq] = originals[seq]
        spoil(fake, seq, way, bit)
    lying = {seq: fake.journal[seq] for seq in spoiled}
    with Store.open("sqlite://") as store:
        result = pull(opened(fake), store)
        assert stored(store) == whole
        assert kept_damaged(store) == lying
        assert [one.seq for one in result.damaged] == sorted(spoiled)
        assert (result.new, fake.acked_seq) == (len(whole), 450)
        fake.calls.clear()
        again = pull(opened(fake), store)
        assert (again.damaged, again.new) == ([], 1)  # the record of the acknowledgement
        asked = {given["seq"] for name, given in fake.calls if name == "log.digest"}
        assert asked == {450}


@given(st.integers(0, 319))
def test_any_flipped_bit_is_seen(bit: int) -> None:
    fake = FakeStation()
    fake.fill(3)
    good = judged(1, fake.journal[1])
    assert isinstance(good, Record) and good.raw == fake.journal[1]
    spoil(fake, 1, "flip", bit)
    assert judged(1, fake.journal[1]) == Damaged(1, fake.journal[1])
    assert Damaged(1, fake.journal[1]).what == "spoiled"


def test_empty_overwritten_and_spoiled_are_told_apart() -> None:
    fake = FakeStation()
    fake.fill(3)
    assert [Damaged(1, raw).what for raw in EMPTY] == ["empty", "empty"]
    assert Damaged(1, fake.journal[2]).what == "other"
    assert Damaged(1, bytes(39) + b"\x01").what == "spoiled"


def test_a_journal_whose_newest_known_record_was_spoiled_since_is_still_known(
    fake: FakeStation, station: Station, store: Store
) -> None:
    fake.fill(60)
    pull(station, store)
    spoil(fake, 59, "flip", 9)
    fake.calls.clear()
    assert pull(station, store).new == 1
    read = [given for name, given in fake.calls if name == "log.read"]
    assert sum(given["count"] for given in read) == 3  # the spoiled one, the one below it, and what is new


def test_reading_a_spoiled_record_alone_names_it(fake: FakeStation, station: Station) -> None:
    fake.fill(9)
    spoil(fake, 4, "zeroed", 0)
    with pytest.raises(IntegrityError, match=r"4 \(empty\)") as caught:
        station.read_records(range(9))
    assert caught.value.data == {"damaged": [4]}


def test_the_command_names_what_was_spoiled(call: Call, fake: FakeStation) -> None:
    fake.fill(40)
    for seq in range(3, 15):
        spoil(fake, seq, "zeroed" if seq == 3 else "flip", 7 * seq)
    code, out, _err = call("--json", "logs", "pull")
    assert code == 0
    told = json.loads(out)
    assert told["type"] == "pull/1" and told["station"] == SERIAL and told["new"] == 28
    assert told["damaged"][0] == {"seq": 3, "what": "empty"}
    assert [one["seq"] for one in told["damaged"]] == list(range(3, 15))


def test_in_words_too(call: Call, fake: FakeStation) -> None:
    fake.fill(40)
    for seq in range(3, 15):
        spoil(fake, seq, "flip", 7 * seq)
    code, out, _err = call("logs", "pull")
    assert code == 0
    assert "28 new records" in out
    assert "12 spoiled in the station's memory: 3 (spoiled), 4 (spoiled)" in out
    assert "and 2 more" in out
