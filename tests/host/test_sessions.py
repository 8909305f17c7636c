"""Records into sessions, and what the store then knows of each."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.host import story
from tests.host.fake_station import FakeStation

from recovery_station.errors import MissingExtraError, StoreError, UsageError
from recovery_station.logs import query
from recovery_station.logs.assemble import assemble
from recovery_station.logs.export import COLUMNS, export
from recovery_station.logs.pull import pull
from recovery_station.logs.store import Store
from recovery_station.records import from_raw
from recovery_station.station import Station
from station_firmware.core import states
from station_firmware.store import record

UNKNOWN_MS = 0xFFFFFFFF


def test_a_whole_session(fake: FakeStation) -> None:
    story.whole_session(fake, seconds=60)
    (session,) = assemble(from_raw(raw) for raw in fake.journal.values())
    assert (session.id, session.reason, session.ran_s) == ("3-1", "completed", 60.0)
    assert (session.protocol, session.member) == ("flush-20", "Ann Example, member 4711")
    assert (session.soreness_0_10, session.planned_s, session.cycles) == (3, 1200, 12)
    assert session.started_utc_s == story.START_WALL_S


def test_a_session_under_way_has_no_end_yet(fake: FakeStation) -> None:
    story.begin(fake, 1)
    story.second(fake, 1000)
    (session,) = assemble(from_raw(raw) for raw in fake.journal.values())
    assert session.reason is None


def test_a_missing_end_before_a_later_boot_is_a_power_loss(fake: FakeStation) -> None:
    story.begin(fake, 1)
    story.second(fake, 7000)
    story.boot(fake, 4)
    (session,) = assemble(from_raw(raw) for raw in fake.journal.values())
    assert session.reason == "power_loss"
    assert session.ran_s == 7.0


def test_the_next_boot_may_write_the_end(fake: FakeStation) -> None:
    story.begin(fake, 1)
    story.second(fake, 9000)
    story.boot(fake, 4)
    fake.add(record.SESSION_END, 1, states.FAULT_END, UNKNOWN_MS, UNKNOWN_MS, 0, 502)
    (session,) = assemble(from_raw(raw) for raw in fake.journal.values())
    assert (session.reason, session.fault_code, session.ran_s) == ("fault", 502, 9.0)
    assert session.at_pressure_s is None


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_hole_leaves_sessions_with_known_reasons(data: st.DataObject) -> None:
    fake = FakeStation()
    for boot in range(3):
        story.boot(fake, boot + 1)
        story.whole_session(fake, number=boot + 1, seconds=4)
    kept = data.draw(st.sets(st.sampled_from(sorted(fake.journal))))
    found = assemble(from_raw(fake.journal[seq]) for seq in sorted(kept))
    assert len(found) <= 3
    for session in found:
        assert session.reason in (None, "completed", "power_loss")


def test_sessions_pulled_in_pieces_come_out_whole(fake: FakeStation, station: Station, store: Store) -> None:
    story.begin(fake, 1)
    story.second(fake, 1000)
    pull(station, store)
    assert query.session(store, "last").reason is None
    story.second(fake, 2000)
    story.end(fake, 1, states.HOST_STOP, 3000)
    pull(station, store)
    assert query.session(store, "3-1").reason == "host_stop"
    assert len(query.samples(store, query.session(store, "3-1"))) == 2


def test_a_power_loss_shows_once_the_next_boot_is_pulled(
    fake: FakeStation, station: Station, store: Store
) -> None:
    story.begin(fake, 1)
    pull(station, store)
    story.boot(fake, 4)
    pull(station, store)
    assert query.session(store, "last").reason == "power_loss"


def test_neighbouring_sessions_do_not_mix(fake: FakeStation, station: Station, store: Store) -> None:
    story.whole_session(fake, number=1, seconds=10)
    story.whole_session(fake, number=2, seconds=5)
    pull(station, store)
    first, second = query.sessions(store)
    assert len(query.samples(store, first)) == 9
    assert len(query.samples(store, second)) == 4
    assert query.protocol(store, first) is not None


def test_a_session_ends_where_the_station_rests_again(
    fake: FakeStation, station: Station, store: Store
) -> None:
    story.whole_session(fake, number=1, seconds=10)
    story.second(fake, 11_000)
    story.rest(fake, 12_000)
    story.second(fake, 13_000)
    pull(station, store)
    row = query.session(store, "last")
    assert query.samples(store, row)[-1].t_s == 11.0
    assert query.events(store, row)[-1].detail["to_state"] == "IDLE"


def test_an_unknown_session_names_the_next_command(store: Store) -> None:
    with pytest.raises(UsageError) as caught:
        query.session(store, "9-9")
    assert "logs pull" in caught.value.hint


def test_csv_has_units_targets_and_holes(
    fake: FakeStation, station: Station, store: Store, tmp_path: Path
) -> None:
    story.begin(fake, 1)
    story.second(fake, 1000, (record.MISSING_PRESSURE_MMHG, *story.TARGETS_MMHG[1:]))
    story.second(fake, 2000, cold_cdegc=record.MISSING_BATH_CDEGC)
    pull(station, store)
    path = tmp_path / "session.csv"
    assert export(store, query.sessions(store), "csv", str(path)) == 2
    first, second = list(csv.DictReader(path.read_text().splitlines()))
    assert tuple(first) == COLUMNS
    assert (first["L1_mmhg"], first["L2_mmhg"], first["L1_target_mmhg"], first["t_s"]) == (
        "",
        "75",
        "80",
        "1.0",
    )
    assert (second["hot_degc"], second["cold_degc"]) == ("38.1", "")


def test_jsonl_is_an_object_a_line(fake: FakeStation, station: Station, store: Store, tmp_path: Path) -> None:
    story.whole_session(fake, seconds=4)
    pull(station, store)
    path = tmp_path / "session.jsonl"
    export(store, query.sessions(store), "jsonl", str(path))
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["type"] for line in lines] == ["sample/1"] * 3
    assert lines[0]["R5_mmhg"] == 60


def test_parquet_without_pyarrow_says_what_to_install(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match="pyarrow"):
        export(store, [], "parquet", "x.parquet")


def test_a_file_that_cannot_be_written_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot write"):
        export(store, [], "csv", str(tmp_path / "no" / "such" / "folder.csv"))
