"""Sessions out of the store as CSV, JSON lines or Parquet: one row a second, units in the column names."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from recovery_station import words
from recovery_station.errors import MissingExtraError, StoreError
from recovery_station.logs import query
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
)
PARQUET_HINT = "install the extra: pip install 'recovery-station[parquet]', or export csv"


def export(store: Store, sessions: Sequence[SessionRow], form: str, output: str) -> int:
    """Write the telemetry of `sessions` to `output` (`-` = stdout) and return the number of rows.

    Raises StoreError when the file cannot be written, MissingExtraError for parquet without pyarrow.
    """
    rows = (row for session in sessions for row in session_rows(store, session))
    if form == "parquet":
        return _parquet(list(rows), output)
    with _opened(output) as file:
        return _csv(rows, file) if form == "csv" else _jsonl(rows, file)


def session_rows(store: Store, session: SessionRow) -> Iterator[dict[str, object]]:
    """The rows of one session, by COLUMNS.

    A missing reading is None. Targets are those of the step under way.
    """
    document = query.protocol(store, session)
    steps = [(one.t_s, one.detail) for one in query.events(store, session) if one.kind == "step"]
    for sample in query.samples(store, session):
        targets = target_at(document, steps, sample.t_s, session.ran_s)
        yield {
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
        }


def _csv(rows: Iterator[dict[str, object]], file: TextIO) -> int:
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
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


def _parquet(rows: list[dict[str, object]], output: str) -> int:
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError as error:
        raise MissingExtraError("Parquet needs pyarrow, which is not installed", PARQUET_HINT) from error
    if output == "-":
        raise MissingExtraError("Parquet goes to a file, not to stdout", "name one with -o FILE")
    table = arrow.table({name: [row[name] for row in rows] for name in COLUMNS})
    try:
        parquet.write_table(table, output)
    except OSError as error:
        raise unwritable(output, error) from error
    return len(rows)


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


def unwritable(output: str, error: OSError) -> StoreError:
    """The error for an output file that cannot be written."""
    return StoreError(
        f"cannot write {output}: {error.strerror or error}",
        "free space there or name another file with -o; the store still has everything",
        {"file": output},
    )
