"""A firmware that cannot read what a newer one wrote gives way to it: nothing is written, and the words say why."""

from __future__ import annotations

import contextlib
import struct
import zlib
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.store import frozen
from tests.store.formats import PAGES

from recovery_station.errors import RefusedError, RolledBackError
from recovery_station.flash import access, package, update
from recovery_station.station import Station
from recovery_station.transport.sim import SimTransport
from recovery_station.virtual.image import sources
from recovery_station.virtual.plant.wires import UNGATED
from recovery_station.virtual.station import VirtualStation

pytestmark = pytest.mark.timeout(240)
SLOT = "slot_a/"
VERSION = "size, version=0)"
PAGE = "TwinPage(fram, layout.STATE_PAGE, _SIZE)"
WORDS = "was written by a newer firmware: version 1, this one reads 0"


def newer() -> package.Package:
    """Our firmware, as if its state page had a new form."""
    inside = {name.removeprefix(SLOT): data for name, data in sources().items() if name.startswith(SLOT)}
    path = "station_firmware/store/state_page.py"
    text = inside[path].decode()
    assert PAGE in text
    inside[path] = text.replace(PAGE, PAGE[:-1] + ", 1)").encode()
    return package.made_of(inside, "newer")


def quiet(_what: str, _done: int, _total: int) -> None:
    """No progress."""


# REQ-174
def test_going_back_to_a_firmware_that_cannot_read_the_memory_ends_where_it_began() -> None:
    with VirtualStation() as virtual, Station(SimTransport(virtual)) as station:
        station.connect()
        while station.wire_status().state != "IDLE":
            station.client.pump(0.5)
        boot = station.hello.boot
        done = update.install(station, newer(), quiet)
        update.wait_for(station, boot)
        update.prove(station, done.slot, quiet)
        boot = station.hello.boot
        station.client.call("update.rollback", None, update.Begun, changes=True)
        update.wait_for(station, boot)
        with pytest.raises(RolledBackError) as gone_back:
            update.must_run(station, "a")
        now = update.standing(station)
        assert (now.slot, now.trial) == ("b", False) and WORDS in now.error
        assert WORDS in str(gone_back.value.data["traceback"])
        assert station.hello.boot > boot and station.wire_status().faults_count == 0


def reads_newer() -> package.Package:
    """Our firmware, as if each of its pages had a new form; it still reads the one before."""
    inside = {name.removeprefix(SLOT): data for name, data in sources().items() if name.startswith(SLOT)}
    path = "station_firmware/store/page.py"
    text = inside[path].decode()
    assert VERSION in text
    inside[path] = text.replace(VERSION, "size, version=1)").encode()
    return package.made_of(inside, "newer")


def leave_pages(fram: Path) -> None:
    """Each page that the first start did not write, as some firmware left it: a fault latched, settings, a key."""
    data = bytearray(fram.read_bytes())
    for name, version, _, digits in frozen.ROWS:
        if name in PAGES and version == 0:
            place = PAGES[name][0]
            if not any(data[place : place + 4]):
                data[place : place + len(digits) // 2] = bytes.fromhex(digits)
    fram.write_bytes(data)


def bump(fram: Path, name: str) -> bytes:
    """Leave the page as a newer firmware would; returns both copies."""
    place, size = PAGES[name]
    data = bytearray(fram.read_bytes())
    for at in (place, place + 8 + size):
        (generation,) = struct.unpack_from("<I", data, at)
        body = data[at + 8 : at + 8 + size]
        if generation:
            struct.pack_into("<II", data, at, generation | 1 << 24, zlib.crc32(body, generation | 1 << 24))
    fram.write_bytes(data)
    return bytes(data[place : place + 2 * (size + 8)])


RESCUED_S = 70
"""Six starts that give way at once, and the rescue's first seconds."""


@contextlib.contextmanager
def rescued(
    state: Path, name: str, *, others: bool = True
) -> Generator[tuple[VirtualStation, Station, bytes]]:
    """A station whose page `name` only a newer firmware reads, and which has none: it and what lies in both copies."""
    with VirtualStation(state) as virtual:
        virtual.run_until(10_000_000)
    if others:
        leave_pages(state / "fram.bin")
    kept = bump(state / "fram.bin", name)
    with VirtualStation(state) as virtual:
        energised = False
        for step in range(1, RESCUED_S + 1):
            virtual.run_until(step * 1_000_000)
            energised = energised or virtual.plant.energised & ~UNGATED or virtual.plant.chain.on
        assert not energised
        virtual.host_read()
        with Station(SimTransport(virtual)) as station:
            station.connect()
            yield virtual, station, kept


# REQ-146 REQ-174
@pytest.mark.parametrize("name", ["state", "latch", "daily", "calibration", "settings", "service"])
def test_the_rescue_answers_without_the_page_and_leaves_it_alone(tmp_path: Path, name: str) -> None:
    with rescued(tmp_path, name) as (virtual, station, kept):
        assert (station.hello.slot, station.hello.last_boot) == ("r", "rescue")
        status = station.status()
        assert status.state == "FAULT" and "memory_newer" in [one.name for one in status.faults]
        assert f"memory {PAGES[name][0]:#x} {WORDS}" in update.standing(station).error
        assert station.client.call("log.list", None, dict)["next_seq"] > 0
        for refused in (station.selftest, station.repl):
            with pytest.raises(RefusedError):
                refused()
        # an E-stop tells the daily test something, a clock is set, a log acknowledged: nothing of it reaches the page
        virtual.plant.press("estop")
        station.client.pump(1.0)
        virtual.plant.press("estop_release")
        station.client.call("clock.set", {"epoch_s": 1_800_000_000}, dict, changes=True)
        station.client.call("log.ack", {"seq": 1}, dict, changes=True)
        station.client.pump(90.0)
        assert station.greet().slot == "r" and not virtual.plant.chain.on
        if name == "settings":
            with pytest.raises(RefusedError, match=WORDS):
                station.config()
        if name == "service":  # who cannot ask for the key lets nobody in
            with pytest.raises(RefusedError, match=WORDS):
                access.unlock(station)
            with pytest.raises(RefusedError, match="unlock"):
                update.install(station, package.own(), quiet)
    place, size = PAGES[name]
    assert (tmp_path / "fram.bin").read_bytes()[place : place + 2 * (size + 8)] == kept


# REQ-146 REQ-174
def test_it_takes_the_firmware_that_reads_the_page_through_power_cuts(tmp_path: Path) -> None:
    newest = reads_newer()
    with rescued(tmp_path, "state", others=False) as (virtual, station, _):
        journal = station.client.call("log.list", None, dict)["next_seq"]
        for cut_at in (2, 1, 1):  # of what is told
            told = [0]

            def cut(what: str, done: int, total: int, at: int = cut_at, told: list[int] = told) -> None:
                told[0] += 1
                if told[0] == at:
                    virtual.power_cut(1_000_000)
                    raise _CutError

            with pytest.raises(_CutError):
                update.install(station, newest, cut)
            virtual.run_until(virtual.now_us + RESCUED_S * 1_000_000)
            assert station.greet().slot == "r"
            assert station.client.call("log.list", None, dict)["next_seq"] == journal
        boot = station.hello.boot
        done = update.install(station, newest, quiet)
        virtual.power_cut(1_000_000)  # in the restart into the new slot
        update.wait_for(station, boot)
        update.prove(station, done.slot, quiet)
        assert station.hello.slot == done.slot and station.wire_status().faults_count == 0
        assert station.client.call("log.list", None, dict)["next_seq"] > journal


# REQ-174
def test_faults_that_only_the_newest_reads_are_acknowledged_at_its_panel(tmp_path: Path) -> None:
    """The latch's page holds one for the panel alone: the update waits for a person, and goes on by itself."""
    with VirtualStation(tmp_path) as virtual:
        virtual.run_until(10_000_000)
        virtual.plant.press("estop")
        virtual.run_until(11_000_000)
        virtual.plant.press("estop_release")
        virtual.run_until(12_000_000)
    with rescued(tmp_path, "latch", others=False) as (virtual, station, _):
        assert [one.name for one in station.status().faults] == ["memory_newer"]
        boot = station.hello.boot
        done = update.install(station, reads_newer(), quiet)
        update.wait_for(station, boot)
        assert [one.name for one in station.status().faults] == ["estop"]
        waits: list[str] = []

        def tell(what: str, _done: int, _total: int) -> None:
            if what.startswith("waiting") and len(waits) == 4:
                virtual.plant.press("ack")
            waits.append(what)

        update.prove(station, done.slot, tell, "r")
        assert waits[4].startswith("waiting") and station.hello.slot == done.slot
        assert station.wire_status().faults_count == 0


class _CutError(Exception):
    pass
