"""Archive files over a bad line: the bytes the station has, or an error; never others."""

from __future__ import annotations

import base64
import hashlib
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.host.fake_line import Line
from tests.host.fake_station import FakeStation
from tests.host.test_pull import opened

from recovery_station.errors import IntegrityError, TimedOutError
from recovery_station.logs.archive import PART_BYTES, ArchiveFile, files, read_file


class Archive:
    """Gives a fake station archive files, by the contract of the link."""

    def __init__(self, fake: FakeStation, sizes: list[int]) -> None:
        chance = random.Random(len(sizes))
        self.bodies = {f"{number:08x}.t": chance.randbytes(size) for number, size in enumerate(sizes)}
        self.lies = False
        fake.overrides = {"log.list": self._list, "log.read": self._read, "log.digest": self._digest}

    def rows(self) -> list[ArchiveFile]:
        return [
            ArchiveFile(name, len(body), 100 * number, 100 * number + 100)
            for number, (name, body) in enumerate(self.bodies.items())
        ]

    def _list(self, given: dict[str, Any]) -> Any:
        rows = [[one.name, one.size, one.first_seq, one.next_seq] for one in self.rows()]
        return {"offset": given["offset"], "total": len(rows), "files": rows[given["offset"] :][:3]}

    def _read(self, given: dict[str, Any]) -> Any:
        data = self.bodies[given["file"]][given["offset"] :][:PART_BYTES]
        coded = base64.b64encode(data).decode()
        return {"file": given["file"], "offset": given["offset"], "size": len(data), "data": coded}

    def _digest(self, given: dict[str, Any]) -> Any:
        body = self.bodies[given["file"]] + b"!" * self.lies
        return {"file": given["file"], "sha256": hashlib.sha256(body).hexdigest()}


@given(
    st.lists(st.integers(1, 5 * PART_BYTES), max_size=8),
    st.integers(0, 2**32),
    st.floats(0, 0.2),
    st.floats(0, 1),
)
@settings(max_examples=30, deadline=None)
def test_every_file_comes_as_it_is(sizes: list[int], seed: int, bad: float, double: float) -> None:
    fake = FakeStation(Line(seed=seed, drop=bad, double=double, corrupt=bad, reorder=double))
    archive = Archive(fake, sizes)
    try:
        client = opened(fake).client
        assert files(client) == archive.rows()
        assert [read_file(client, one) for one in archive.rows()] == list(archive.bodies.values())
    except TimedOutError:
        assert bad > 0.05


@pytest.mark.parametrize("size", [PART_BYTES - 1, PART_BYTES, PART_BYTES + 1])
def test_a_file_ends_at_a_part_or_beside_it(size: int) -> None:
    fake = FakeStation()
    archive = Archive(fake, [size])
    assert read_file(opened(fake).client, archive.rows()[0]) == archive.bodies["00000000.t"]


def test_another_hash_is_an_error() -> None:
    fake = FakeStation()
    archive = Archive(fake, [900])
    archive.lies = True
    with pytest.raises(IntegrityError, match="SHA-256"):
        read_file(opened(fake).client, archive.rows()[0])


def test_a_file_shorter_than_listed_is_an_error() -> None:
    fake = FakeStation()
    archive = Archive(fake, [900])
    with pytest.raises(IntegrityError, match="asked for"):
        read_file(opened(fake).client, ArchiveFile("00000000.t", 901, 0, 100))
    assert archive.bodies
