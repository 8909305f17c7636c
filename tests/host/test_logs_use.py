"""What people do with the store: choose, sum up, export, ask by SQL; and no member shows unless asked for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.host import story
from tests.host.command import Call, objects
from tests.host.fake_station import SERIAL, FakeStation

from recovery_station.logs import leaks, query
from recovery_station.logs.export import COLUMNS, export
from recovery_station.logs.query import GOES_ON, Wanted
from recovery_station.logs.store import Store
from recovery_station.logs.summary import summarize
from recovery_station.logs.summary_page import page
from recovery_station.models import Hello
from recovery_station.records import from_raw
from station_firmware.core import states
from station_firmware.store import record

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "logs.md"
HELLO = Hello((1, 1), "0.1.0", SERIAL, "gym-2", 3)
DAY_S = 86_400
MEMBER = "tok-4711"
ALL_CLOSED = 0x3FF
HELD_S = 100


def session(
    fake: FakeStation,
    number: int,
    day: int,
    *,
    protocol: str = "flush-20",
    reason: int = states.COMPLETED,
    fall_mmhg: int = 0,
) -> None:
    """A session of 100 s on some day, all zones closed; L3 falls by so much all in all, one at each 10 s."""
    wall_s = story.START_WALL_S + day * DAY_S
    fake.add(record.SESSION_START, number, 1200, 1, 0, 3, 1, wall_s=wall_s)
    story.text(fake, record.TEXT_PROTOCOL, protocol)
    story.text(fake, record.TEXT_MEMBER, MEMBER)
    for at_s in range(HELD_S + 3):
        zones: list[int] = list(story.TARGETS_MMHG)
        zones[2] -= min(fall_mmhg, max(0, at_s - 2) // 10)
        row = (*zones, 60, 61, 3810, record.MISSING_BATH_CDEGC, 0, 0, ALL_CLOSED)
        fake.add(record.TELEMETRY, *row, ticks_ms=at_s * 1000, wall_s=wall_s + at_s)
    if reason == states.FAULT_END:
        story.trip(fake, 50_000)
    fake.add(record.SESSION_END, number, reason, 100_000, 90_000, 1, 0, ticks_ms=103_000, wall_s=wall_s + 103)


@pytest.fixture
def month(fake: FakeStation, store: Store) -> Store:
    """Six weeks: L3 got worse in the last four."""
    session(fake, 1, 0)
    session(fake, 2, 1, reason=states.FAULT_END)
    session(fake, 3, 38, protocol="deep-30", fall_mmhg=10)
    session(fake, 4, 40, fall_mmhg=10, reason=states.USER_STOP)
    story.begin(fake, 5, at_ms=0)
    store.add(HELLO, [from_raw(fake.journal[seq]) for seq in sorted(fake.journal)])
    return store


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), [1, 2, 3, 4, 5]),
        (Wanted("gym-2"), [1, 2, 3, 4, 5]),
        (Wanted(SERIAL), [1, 2, 3, 4, 5]),
        (Wanted("other"), []),
        (Wanted(since_s=story.START_WALL_S + DAY_S), [2, 3, 4]),
        (Wanted(since_s=story.START_WALL_S + DAY_S + 1), [3, 4]),
        (Wanted(until_s=story.START_WALL_S + DAY_S), [1, 5]),
        (Wanted(preset="deep-30"), [3]),
        (Wanted(outcome="fault"), [2]),
        (Wanted(outcome=GOES_ON), [5]),
        (Wanted(preset="flush-20", outcome="completed"), [1]),
    ],
)
def test_sessions_are_chosen(month: Store, wanted: Wanted, numbers: list[int]) -> None:
    assert [one.number for one in query.sessions(month, wanted)] == numbers


def test_the_figures_of_a_summary(month: Store) -> None:
    found = summarize(month, Wanted())
    (period,) = found.periods
    assert (period.sessions, period.completion_pct) == (5, 50.0)
    assert round(period.minutes * 60) == 400
    assert period.outcomes == {"completed": 2, "fault": 1, "user_stop": 1}
    assert [(one.name, one.part, one.count) for one in found.faults] == [("over_pressure", "L3", 1)]
    worst = found.zones[0]
    assert (worst.zone, worst.before_mmhg_min, worst.recent_mmhg_min, worst.rise_mmhg_min) == (
        "L3",
        0.0,
        6.0,
        6.0,
    )
    assert {one.rise_mmhg_min for one in found.zones[1:]} == {0.0}
    assert len(found.zones) == 10
    assert "over_pressure" in page(found, "Summary <1>")
    assert "&lt;1&gt;" in page(found, "Summary <1>")


def test_days_and_weeks_of_a_summary(month: Store) -> None:
    start = story.START_WALL_S // DAY_S
    assert (start + 3) % 7 == 6, "a Sunday: 1970 began on a Thursday"
    days = summarize(month, Wanted(until_s=story.START_WALL_S + 30 * DAY_S), "day").periods
    assert [(one.name, one.sessions) for one in days] == [("2030-03-17", 2), ("2030-03-18", 1)]
    weeks = summarize(month, Wanted(), "week").periods
    assert [(one.name, one.sessions) for one in weeks] == [
        ("2030-03-11", 2),
        ("2030-03-18", 1),
        ("2030-04-22", 2),
    ]


def seconds(closed: list[int], mmhg: list[int]) -> list[bytes]:
    """Raw telemetry of L1, a second each."""
    fake = FakeStation()
    for at_s, (bits, value) in enumerate(zip(closed, mmhg, strict=True)):
        row = (value, *[0] * 9, 0, 0, 3800, 1200, 0, 0, bits)
        fake.add(record.TELEMETRY, *row, ticks_ms=(at_s * 1000 + 2**30 - 3000) % 2**30)
    return [fake.journal[seq] for seq in sorted(fake.journal)]


@pytest.mark.parametrize(
    ("closed", "mmhg", "expected"),
    [
        ([1] * 6, [80, 70, 65, 64, 63, 61], [("L1", 3.0, 4)]),
        ([1] * 4, [80, 70, 65, 64], [("L1", 1.0, 1)]),
        ([1] * 3, [80, 70, 65], []),
        ([0, 1, 1, 1, 1, 0], [80, 80, 70, 65, 61, 0], [("L1", 1.0, 4)]),
        ([1, 1, 1, 0, 1, 1, 1, 1], [80] * 8, [("L1", 1.0, 0)]),
        ([1] * 5, [30, 30, 30, 21, 20], [("L1", 1.0, 9)]),
        ([1] * 5, [80, 80, 80, 255, 80], []),
        ([0] * 6, [80] * 6, []),
        ([], [], []),
    ],
)
def test_what_a_zone_fell_while_it_was_closed(
    closed: list[int], mmhg: list[int], expected: list[tuple[str, float, int]]
) -> None:
    assert leaks.fallen(seconds(closed, mmhg)) == expected


def test_the_queries_of_the_document_give_rows(month: Store) -> None:
    queries = re.findall(r"```sql\n(.*?);\n```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert len(queries) == 6
    with month.reading() as connection:
        found = [connection.execute(text(one)).mappings().all() for one in queries]
    presets, highest, faults, days, zones, missing = found
    assert presets[0]["protocol"] == "deep-30"
    assert {row["highest_mmhg"] for row in highest} == {80}
    assert [dict(row) for row in faults] == [{"name": "over_pressure", "channel": "L3", "times": 1}]
    assert [row["day"] for row in days][:1] == ["2030-03-17"]
    assert (zones[0]["zone"], round(zones[0]["fall_mmhg_min"], 2)) == ("L3", 3.0)
    assert missing == []


def test_the_views_have_the_columns_the_document_names(month: Store) -> None:
    rows = re.findall(r"^\| `(v_\w+)` \| (.*) \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) == 4
    for view, told in rows:
        with month.reading() as connection:
            there = list(connection.execute(text(f"SELECT * FROM {view}")).keys())
        named = re.sub(r" \(.*?\)", "", told).replace(" … ", ", ").split(", ")
        assert set(named) <= set(there), view
        assert "member" not in there


def test_times_of_the_telemetry_view_count_from_the_start(month: Store) -> None:
    with month.reading() as connection:
        rows = connection.execute(
            text("SELECT t_s FROM v_telemetry WHERE session = '3-2' ORDER BY t_s")
        ).all()
        faults = connection.execute(
            text("SELECT session, t_s, measured, limit_value, unit FROM v_faults")
        ).all()
    assert [float(one.t_s) for one in rows] == [float(second) for second in range(HELD_S + 3)]
    assert [(one.session, float(one.t_s), one.measured, one.limit_value, one.unit) for one in faults] == [
        ("3-2", 50.0, 133, 130, "mmHg")
    ]


def test_parquet_comes_back_as_it_was(month: Store, tmp_path: Path) -> None:
    import pandas
    import pyarrow.parquet

    path = tmp_path / "all.parquet"
    rows = query.sessions(month)
    count = export(month, rows, "parquet", str(path), with_members=True)
    table = pyarrow.parquet.read_table(path)
    assert table.num_rows == count == 4 * (HELD_S + 3)
    assert tuple(table.column_names) == (*COLUMNS, "member")
    kinds = {str(table.schema.field(name).type) for name in table.column_names if name.endswith("_mmhg")}
    assert kinds == {"int16"}
    assert table.schema.metadata[b"type"] == b"telemetry/1"
    assert b"pascal" not in table.schema.metadata[b"units"]
    frame: Any = pandas.read_parquet(path, dtype_backend="numpy_nullable")
    assert str(frame["L1_mmhg"].dtype) == "Int16"
    assert frame["cold_degc"].isna().all()
    assert set(frame["hot_degc"]) == {38.1}
    assert frame["L1_target_mmhg"].isna().all(), "no protocol was kept"
    assert frame["utc_s"].tolist()[0] == story.START_WALL_S
    assert set(frame["member"]) == {MEMBER}
    export(month, rows, "parquet", str(path))
    assert "member" not in pyarrow.parquet.read_table(path).column_names


def test_an_empty_parquet_still_tells_its_columns(store: Store, tmp_path: Path) -> None:
    import pyarrow.parquet

    path = tmp_path / "none.parquet"
    assert export(store, [], "parquet", str(path)) == 0
    assert tuple(pyarrow.parquet.read_table(path).column_names) == COLUMNS


def test_members_show_only_where_they_are_asked_for(fake: FakeStation, call: Call, tmp_path: Path) -> None:
    session(fake, 1, 0)
    session(fake, 2, 1, protocol="deep-30")
    call("logs", "pull")
    table, html = str(tmp_path / "t.csv"), str(tmp_path / "r.html")
    commands = (["list"], ["show", "last"], ["export", "-o", table], ["report", "last", "-o", html])
    for command in (*commands, ["summary"], ["list", "--json"], ["show", "last", "--json"]):
        assert MEMBER not in "".join(map(str, call("logs", *command)))
    assert MEMBER not in Path(table).read_text() + Path(html).read_text()
    for command in commands:
        told = "".join(map(str, call("logs", *command, "--with-members")))
        written = Path(table).read_text() if "export" in command else Path(html).read_text()
        assert MEMBER in told + (written if "-o" in command else "")


def test_the_commands_choose_sum_up_and_forget(fake: FakeStation, call: Call, tmp_path: Path) -> None:
    session(fake, 1, 0)
    session(fake, 2, 1, protocol="deep-30")
    call("logs", "pull")
    chosen = call("logs", "list", "--json", "--since", "2030-03-18", "--until", "2030-03-18")[1]
    assert [one["id"] for one in objects(chosen)] == ["3-2"]
    assert objects(call("logs", "list", "--json", "--until", "2030-03-16")[1]) == []
    assert call("logs", "list", "--outcome", "well")[0] == 2
    assert call("logs", "list", "--since", "yesterday")[0] == 2
    told = objects(call("logs", "export", "--json", "--preset", "deep-30", "-o", str(tmp_path / "d.csv"))[1])
    assert (told[0]["sessions"], told[0]["rows"]) == (1, HELD_S + 3)
    assert call("logs", "export", "3-1", "--preset", "deep-30", "-o", str(tmp_path / "d.csv"))[0] == 2
    lines = objects(call("logs", "summary", "--by", "day", "--json", "-o", str(tmp_path / "s.html"))[1])
    assert [one["sessions"] for one in lines if one["type"] == "summary/1"] == [1, 1]
    assert "What to look at next" in (tmp_path / "s.html").read_text()
    assert call("logs", "summary", "-o", "s.pdf")[0] == 2
    code, out, err = call("logs", "forget", MEMBER, "--json")
    assert (code, objects(out)[0]["sessions"]) == (0, 2)
    assert "journal" in objects(out)[0]["not_reached"]
    assert MEMBER not in out + err
    assert MEMBER not in call("logs", "list", "--with-members")[1]
    kept = objects(call("logs", "retain", "--telemetry-days", "10", "--now", "--json")[1])[0]
    assert (kept["telemetry_days"], kept["members_days"]) == (10, None)
    assert objects(call("logs", "retain", "--telemetry-days", "0", "--json")[1])[0]["telemetry_days"] is None


def test_a_stay_that_is_set_is_applied_at_once_and_told(
    fake: FakeStation, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    session(fake, 1, 0)
    call("logs", "pull")
    monkeypatch.setattr("time.time", lambda: story.START_WALL_S + 20 * DAY_S)
    shown = objects(call("logs", "retain", "--json")[1])[0]
    assert "telemetry_rows_gone" not in shown, "to look takes nothing out"
    rows = HELD_S + 3
    told = objects(call("logs", "retain", "--telemetry-days", "10", "--json")[1])[0]
    assert (told["telemetry_rows_gone"], told["sessions_unlinked"]) == (rows, 0)
    assert (
        "0 rows of telemetry gone, 1 sessions unlinked" in call("logs", "retain", "--members-days", "10")[1]
    )
    assert MEMBER not in call("logs", "list", "--with-members")[1]
