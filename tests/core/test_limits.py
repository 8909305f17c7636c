"""Every limit says its unit, its source and its hazard beside its value, and is used somewhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from station_firmware.core import limits

FIRMWARE = Path(limits.__file__).parents[1]
SOURCE = Path(limits.__file__).read_text(encoding="utf-8")
ROW = re.compile(r"^(?P<name>[A-Z0-9_]+) = const\((?P<value>-?\d+)\)  # (?P<about>.+)$")
SUFFIXES = {
    "MMHG": "mmHg",
    "MMHG_S": "mmHg/s",
    "HOLDS": "holds",
    "MS": "ms",
    "S": "s",
    "PCT": "%",
    "MV": "mV",
    "CDEGC": "0.01 degC",
    "DMMHG": "0.1 mmHg",
    "MA": "mA",
    "FILLS": "fills",
    "SAMPLES": "samples",
    "BYTES": "B",
    "RELIEFS": "count",
    "FACTOR": "x",
    "H": "h",
    "TRIES": "times",
    "PML": "0.1 %",
}


def _rows() -> list[re.Match[str]]:
    lines = [line for line in SOURCE.splitlines() if "const(" in line and not line.startswith("from")]
    rows = [ROW.match(line) for line in lines]
    assert None not in rows, [line for line, row in zip(lines, rows, strict=True) if row is None]
    return [row for row in rows if row]


def test_every_assignment_is_such_a_row() -> None:
    assigned = [
        target.id
        for node in ast.parse(SOURCE).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    assert assigned == [row["name"] for row in _rows()]
    assert len(assigned) == len(set(assigned))


def test_every_limit_says_unit_source_and_hazard() -> None:
    for row in _rows():
        parts = [part.strip() for part in row["about"].split("|")]
        assert len(parts) == 3 and all(parts), row["name"]
        assert re.fullmatch(r"HAZ-\d+", parts[2]), row["name"]


def test_the_unit_in_the_name_is_the_unit_in_the_comment() -> None:
    for row in _rows():
        suffix = max((known for known in SUFFIXES if row["name"].endswith("_" + known)), key=len)
        assert SUFFIXES.get(suffix) == row["about"].split("|")[0].strip(), row["name"]


def test_the_values_are_those_of_the_module() -> None:
    for row in _rows():
        assert getattr(limits, row["name"]) == int(row["value"])


def test_no_limit_is_idle() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in FIRMWARE.rglob("*.py") if path.name != "limits.py"
    )
    idle = {row["name"] for row in _rows() if not re.search(rf"limits\.{row['name']}\b", code)}
    assert idle == set()
