"""The whole way of old records: from the ring to flash files at rest, as they lie over the wire, into the store."""

from __future__ import annotations

from pathlib import Path

from tests.host.full_journal import fill

from recovery_station.logs import archive, schema
from recovery_station.logs.pull import pull
from recovery_station.logs.store import Store
from recovery_station.station import Station
from recovery_station.transport.sim import SimTransport
from recovery_station.virtual.station import VirtualStation
from station_firmware.store import layout, record

COUNT = 3500
CAPACITY = (layout.SIZE_BYTES - layout.RING) // record.RECORD_BYTES
LONGEST_S = 120.0


def _files(station: Station) -> list[archive.ArchiveFile]:
    found = archive.files(station.client)
    assert found is not None
    return found


def _rested(station: Station, line: SimTransport) -> None:
    """Until less than a quarter of the ring waits for the flash."""
    begin = line.now()
    while line.now() - begin < LONGEST_S:
        line.wait(1.0)
        told = station.log_range()
        if told.files and told.next_seq - _files(station)[-1].next_seq < CAPACITY // 4:
            return
    raise AssertionError("the archive does not come to an end")


# REQ-139
def test_old_records_come_from_the_flash_byte_for_byte(tmp_path: Path) -> None:
    slots = fill(tmp_path / "state", COUNT, {1234: b"\x07" * 40})
    with VirtualStation(tmp_path / "state") as virtual, Store.open(tmp_path / "log.sqlite") as store:
        line = SimTransport(virtual)
        with Station(line) as station:
            station.connect()
            _rested(station, line)
            files = _files(station)
            assert files[0].first_seq == 0
            assert files[-1].next_seq > COUNT - CAPACITY // 4 - 100
            result = pull(station, store)
            assert result.lost == 0 and result.waiting == 0
            assert [(one.seq, one.raw) for one in result.damaged] == [(1234, b"\x07" * 40)]
            assert result.acked_seq == result.next_seq
            with store.reading() as connection:
                query = schema.records.select().where(schema.records.c.seq < COUNT)
                stored = {row.seq: bytes(row.raw) for row in connection.execute(query)}
            assert stored == {seq: raw for seq, raw in slots.items() if seq != 1234}
            again = pull(station, store)
            assert (again.lost, again.waiting, len(again.damaged)) == (0, 0, 0)
            assert again.new <= 1  # the acknowledgement's own record


def test_the_archive_survives_a_power_cut_and_is_found_again(tmp_path: Path) -> None:
    slots = fill(tmp_path / "state", COUNT)
    with VirtualStation(tmp_path / "state") as virtual:
        line = SimTransport(virtual)
        with Station(line) as station:
            station.connect()
            _rested(station, line)
            before = [one.name for one in _files(station)]
    with VirtualStation(tmp_path / "state") as virtual, Station(SimTransport(virtual)) as station:
        station.connect()
        assert [one.name for one in _files(station)][: len(before)] == before
        with Store.open(tmp_path / "log.sqlite") as store:
            pull(station, store)
            assert store.known_seqs(station.hello.serial, 0, COUNT) == set(slots)
