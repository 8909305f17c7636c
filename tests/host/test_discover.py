"""Finding stations: the living ones only, one by name, and a clear choice when there are several."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from recovery_station import discover, registry
from recovery_station.discover import Candidate, find_port
from recovery_station.errors import NoStationError, UsageError
from recovery_station.models import FoundStation

ONE = Candidate("/dev/one", "aa11", "corner", virtual=True)
TWO = Candidate("/dev/two", "bb22", None, virtual=False)


@pytest.fixture
def stations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty directory of registrations."""
    monkeypatch.setattr(registry, "directory", lambda: tmp_path)
    return tmp_path


def known(monkeypatch: pytest.MonkeyPatch, *found: Candidate) -> None:
    """Let these be all there are."""
    monkeypatch.setattr(discover, "candidates", lambda: list(found))


def register(folder: Path, serial: str, port: str, pid: int) -> None:
    entry = {"name": "gym", "serial": serial, "port": port, "pid": pid}
    (folder / f"{serial}.json").write_text(json.dumps(entry))


def test_only_living_registrations_count(stations: Path) -> None:
    register(stations, "alive", os.devnull, os.getpid())
    register(stations, "no-process", os.devnull, 2**22 + 1)
    register(stations, "no-port", "/dev/no-such-port", os.getpid())
    (stations / "half.json").write_text('{"name": "x"')
    (stations / "other.part").write_text("{}")
    assert [entry.serial for entry in registry.living()] == ["alive"]


def test_no_directory_is_no_station(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(registry, "directory", lambda: tmp_path / "never-made")
    assert registry.living() == []


def test_the_only_station_needs_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, ONE)
    assert find_port(None) == "/dev/one"


def test_several_stations_must_be_chosen_from(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, ONE, TWO)
    with pytest.raises(UsageError, match="corner") as caught:
        find_port(None)
    assert caught.value.exit_code == 2
    assert caught.value.data["found"] == ["/dev/one", "/dev/two"]


def test_none_is_no_station(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch)
    with pytest.raises(NoStationError) as caught:
        find_port(None)
    assert "sim serve" in caught.value.hint


def test_by_name_serial_port_and_by_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch, ONE, TWO)

    def described(candidate: Candidate) -> FoundStation:
        name = "asked" if candidate == TWO else "other"
        return FoundStation(name, candidate.serial, candidate.port, "1", "IDLE", virtual=False)

    monkeypatch.setattr(discover, "describe", described)
    assert find_port("corner") == find_port("aa11") == find_port("/dev/one") == "/dev/one"
    assert find_port("bb22") == "/dev/two"
    assert find_port("asked") == "/dev/two"
    with pytest.raises(NoStationError, match="nobody"):
        find_port("nobody")


def test_two_of_one_name_are_not_chosen_from(monkeypatch: pytest.MonkeyPatch) -> None:
    twin = Candidate("/dev/three", "cc33", "corner", virtual=True)
    known(monkeypatch, ONE, TWO, twin)
    with pytest.raises(UsageError, match="2 stations are called 'corner'") as caught:
        find_port("corner")
    assert caught.value.data["found"] == ["aa11", "cc33"] and find_port("cc33") == "/dev/three"

    def described(candidate: Candidate) -> FoundStation:
        return FoundStation("asked", candidate.serial, candidate.port, "1", "IDLE", virtual=False)

    monkeypatch.setattr(discover, "describe", described)
    with pytest.raises(UsageError, match="3 stations are called 'asked'"):
        find_port("asked")


def test_the_transport_knows_whose_port_it_is_also_behind_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, link = tmp_path / "port", tmp_path / "link"
    port.touch()
    link.symlink_to(port)
    known(monkeypatch, ONE, Candidate(str(port), "dd44", None, virtual=False))
    known_serial = vars(discover)["_known_serial"]
    assert known_serial(str(link)) == known_serial(str(port)) == "dd44"
    assert known_serial("/dev/other") is None


def test_a_port_is_taken_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    known(monkeypatch)
    assert find_port("/dev/ttyACM7") == "/dev/ttyACM7"
    assert find_port("COM12") == "COM12"


def test_a_candidate_that_is_not_there_tells_its_problem() -> None:
    assert discover.describe(Candidate("/dev/no-such", None, None, virtual=False)).problem == "no_station"
