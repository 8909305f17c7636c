"""Telemetry as Parquet: whole numbers stay whole numbers, a missing reading is a null, the file says what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import Any

from recovery_station.errors import MissingExtraError
from recovery_station.logs.output_file import unwritable
from recovery_station.version import version_line

PARQUET_HINT = "install the extra: pip install 'recovery-station[parquet]', or export csv"
CHUNK_ROWS = 50_000
# the end of a column's name: its type in Arrow; the first that fits
TYPES = (
    ("_mmhg", "int16"),
    ("_pct", "int16"),
    ("_degc", "float64"),
    ("utc_s", "int64"),
    ("utc_doubt", "int8"),
)
NAMED = {"t_s": "float64", "station": "string", "session": "string", "protocol": "string", "member": "string"}
METADATA = {
    "type": "telemetry/1",
    "units": "in the column names: mmhg millimetres of mercury, degc degrees Celsius, pct percent, s seconds",
    "t_s": "seconds after the session's start",
    "utc_s": "seconds since 1970-01-01 UTC",
    "utc_doubt": "0 dated by the station's clock, 1 dated afterwards from its ticks, null not dated",
}


def write_parquet(columns: Sequence[str], rows: Iterator[dict[str, object]], output: str) -> int:
    """Write the rows and return their number. Raises MissingExtraError without pyarrow, StoreError for the file."""
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError as error:
        raise MissingExtraError("Parquet needs pyarrow, which is not installed", PARQUET_HINT) from error
    if output == "-":
        raise MissingExtraError("Parquet goes to a file, not to stdout", "name one with -o FILE")
    typed = arrow.schema([(name, getattr(arrow, _type(name))()) for name in columns])
    shape = typed.with_metadata({**METADATA, "made_by": version_line()})
    count = 0
    try:
        with parquet.ParquetWriter(output, shape) as file:
            while chunk := list(islice(rows, CHUNK_ROWS)):
                file.write_table(arrow.Table.from_pylist(chunk, schema=shape))
                count += len(chunk)
    except OSError as error:
        raise unwritable(output, error) from error
    return count


def _type(column: str) -> str:
    return NAMED.get(column) or next(kind for ending, kind in TYPES if column.endswith(ending))
