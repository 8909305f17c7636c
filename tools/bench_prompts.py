"""`make bench`, prompts: how far the station's words are from their time over an hour, by the plant's ear.

An hour of guided work, a minute an item: each *next* is heard in the trace of the virtual station, on real MicroPython
with the flashed bytes.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

from recovery_station.authoring.toml_text import to_toml
from recovery_station.virtual.run import RunOptions, carry_out

ITEMS = 60
ITEM_S = 60


def prompts() -> Iterator[tuple[str, float, str, str | None, float | None]]:
    """The worst and the last error of an hour, in ms; the trace has a row each 20 ms."""
    with tempfile.TemporaryDirectory() as folder:
        protocol = Path(folder) / "hour.toml"
        protocol.write_text(to_toml(_hour()), encoding="utf-8")
        trace = Path(folder) / "trace.csv"
        carry_out(RunOptions(str(protocol), trace=trace))
        heard_ms = list(_heard(trace))
    assert len(heard_ms) == ITEMS, f"{len(heard_ms)} of {ITEMS} prompts were heard"
    # the first word begins after the silence that parts it from the one before: times count from the second
    errors_ms = [
        at - heard_ms[1] - (number - 1) * ITEM_S * 1000 for number, at in enumerate(heard_ms) if number
    ]
    yield "prompts over an hour, worst error", max(map(abs, errors_ms)), "ms", "20 ms a row", None
    yield "prompts over an hour, error of the last", errors_ms[-1], "ms", "20 ms a row", None


def _hour() -> dict[str, object]:
    items = [{"label": f"Item {number}", "seconds": ITEM_S} for number in range(1, ITEMS + 1)]
    step: dict[str, object] = {"kind": "guided", "items": items}
    return {"schema": "protocol/1", "id": "hour", "title": "An hour", "step": [step]}


def _heard(trace: Path) -> Iterator[int]:
    """When each *next* became known."""
    before = ""
    with trace.open(newline="", encoding="ascii") as file:
        for row in csv.DictReader(file):
            if row["prompt"] == "next" != before:
                yield int(row["t_ms"])
            before = row["prompt"]


if __name__ == "__main__":
    from bench import say

    for row in prompts():
        say(*row)
