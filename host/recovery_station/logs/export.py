"""Sessions out of the store as CSV, JSON lines or Parquet: one row a second, units in the column names."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from recovery_station import words
from recovery_station.logs import query
from recovery_station.logs.output_file import unwritable
from recovery_station.logs.parquet import write_parquet
from recovery_station.logs.query import SessionRow
from recovery_station.logs.store import Store
from recovery_station.logs.targets import target_at

COLUMNS = (
    "station",
    "session",
    "protocol",
    "t_s",
    "utc_s",
    *[f"{zone}_mmhg" for zone in words.ZONES],
    *[f"{zone}_target_mmhg" for zone in words.ZONES],
    "manifold_L_mmhg",
    "manifold_R_mmhg",
    "hot_degc",
    "cold_degc",
    "pump_L_pct",
    "pump_R_pct",
    "utc_doubt",
)
MEMBER = "member"  # only where it is asked for


def export(
    store: Store, sessions: Sequence[SessionRow], form: str, output: str, *, with_members: bool = False
) -> int:
    """Write the telemetry of `sessions` to `output` (`-` = stdout) and return the number of rows.

    Raises StoreError when the file cannot be written, MissingExtraError for parquet without pyarrow.
    """
    columns = (*COLUMNS, MEMBER) if with_members else COLUMNS
    rows = (row for session in sessions for row in session_rows(store, session, with_members=with_members))
    if form == "parquet":
        return write_parquet(columns, rows, output)
    with _opened(output) as file:
        return _csv(columns, rows, file) if form == "csv" else _jsonl(rows, file)


def session_rows(
    store: Store, session: SessionRow, *, with_members: bool = False
) -> Iterator[dict[str, object]]:
    """The rows of one session, by COLUMNS.

    A missing reading is None. Targets are those of the step under way, with what was changed while it ran.
    """
    document = query.protocol(store, session)
    events = query.events(store, session)
    steps = [(one.t_s, one.detail) for one in events if one.kind == "step"]
    changes = [(one.t_s, one.detail) for one in events if one.kind == "note"]
    for sample in query.samples(store, session):
        targets = target_at(document, steps, sample.t_s, session.ran_s, changes)
        row: dict[str, object] = {
            "station": session.station,
            "session": session.id,
            "protocol": session.protocol,
            "t_s": sample.t_s,
            "utc_s": sample.utc_s,
            **{f"{zone}_mmhg": value for zone, value in zip(words.ZONES, sample.zones_mmhg, strict=True)},
            **{f"{zone}_target_mmhg": value for zone, value in zip(words.ZONES, targets, strict=True)},
            "manifold_L_mmhg": sample.manifolds_mmhg[0],
            "manifold_R_mmhg": sample.manifolds_mmhg[1],
            "hot_degc": sample.hot_degc,
            "cold_degc": sample.cold_degc,
            "pump_L_pct": sample.pumps_pct[0],
            "pump_R_pct": sample.pumps_pct[1],
            "utc_doubt": sample.utc_doubt,
        }
        yield {**row, MEMBER: session.member} if with_members else row


def _csv(columns: Sequence[str], rows: Iterator[dict[str, object]], file: TextIO) -> int:
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    return count


def _jsonl(rows: Iterator[dict[str, object]], file: TextIO) -> int:
    count = 0
    for row in rows:
        file.write(json.dumps({"type": "sample/1", **row}) + "\n")
        count += 1
    return count


@contextmanager
def _opened(output: str) -> Generator[TextIO]:
    if output == "-":
        yield sys.stdout
        return
    try:
        with Path(output).open("w", encoding="utf-8", newline="") as file:
            yield file
    except OSError as error:
        raise unwritable(output, error) from error
