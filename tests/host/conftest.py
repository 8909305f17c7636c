"""Fixtures of the host tests: a fake station in virtual time, and a store of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.host.command import Call
from tests.host.databases import NAMES, postgres_schema, postgres_server
from tests.host.fake_station import FakeStation

from recovery_station import discover
from recovery_station.cli.run import run
from recovery_station.logs.store import Store
from recovery_station.station import Station


@pytest.fixture
def fake() -> FakeStation:
    """A station on a good line."""
    return FakeStation()


@pytest.fixture
def station(fake: FakeStation) -> Iterator[Station]:
    """The API over `fake`, greeted."""
    with Station(fake) as opened:
        opened.connect()
        yield opened


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """A PostgreSQL of the tests' own, one for all workers."""
    base = tmp_path_factory.getbasetemp()
    with postgres_server(base if worker_id == "master" else base.parent) as url:
        yield url


@pytest.fixture(params=NAMES)
def store_target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty store may be made, on each database in turn."""
    if request.param == "sqlite":
        yield str(tmp_path / "journal.sqlite")
    else:
        with postgres_schema(request.getfixturevalue("postgres_url")) as url:
            yield url


@pytest.fixture
def store(store_target: str) -> Iterator[Store]:
    """An empty journal, on each database in turn."""
    with Store.open(store_target) as opened:
        yield opened


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """An empty journal in a file."""
    with Store.open(tmp_path / "journal.sqlite") as opened:
        yield opened


@pytest.fixture
def call(
    fake: FakeStation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Call:
    """Run `station ARGUMENTS` on the fake; returns exit code, stdout, stderr."""

    def transport(_target: str | None) -> FakeStation:
        return fake

    monkeypatch.setattr(discover, "transport_for", transport)
    monkeypatch.setenv("STATION_STORE", str(tmp_path / "journal.sqlite"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("STATION", raising=False)

    def called(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return called
