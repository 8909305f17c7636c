"""Judges a run from the plant's truth trace alone: what the firmware says of itself plays no part here."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

ZONES = [f"{side}{number}" for side in "LR" for number in range(1, 6)]
HIGHEST_MMHG = 140.0
HIGHEST_BRIEFLY_MMHG = 130.0
BRIEFLY_MS = 500
SLACK_MMHG = 10.0
VENT_MS = 8000
COAST_MS = 200
LIVE = (
    "green"  # the lamp of READY and RUNNING: what comes before is the self-test, which opens the chain itself
)


@dataclass(frozen=True)
class Verdict:
    """Violations in words, empty when the truth is fine; `entered` are the prompts to enter with the true water."""

    violations: list[str]
    entered: list[tuple[str, float]]


def rows_of(path: Path) -> list[dict[str, str]]:
    """The trace as a list of rows by column name."""
    with path.open(newline="", encoding="ascii") as file:
        return list(csv.DictReader(file))


def judge(path: Path, exempt: frozenset[str] = frozenset()) -> Verdict:
    """`exempt`: zones that a stuck valve or a kinked hose keeps full."""
    rows = rows_of(path)
    violations = _pressures(rows) + _after_the_chain_opened(rows, exempt)
    return Verdict(violations, _entered(rows))


def _pressures(rows: list[dict[str, str]]) -> list[str]:
    found: list[str] = []
    for zone in ZONES:
        above_ms = 0
        for row in rows:
            pressure = float(row[f"true_{zone}_mmhg"])
            above_ms = above_ms + 20 if pressure > HIGHEST_BRIEFLY_MMHG else 0
            if pressure > HIGHEST_MMHG or above_ms > BRIEFLY_MS:
                found.append(f"{zone} at {pressure} mmHg at {row['t_ms']} ms")
                break
    return found


def _after_the_chain_opened(rows: list[dict[str, str]], exempt: frozenset[str]) -> list[str]:
    """Past the self-test the chain opens once, for good: no pump runs again, every zone is slack in time."""
    opened_ms = None
    was_closed = live = False
    found: list[str] = []
    for row in rows:
        t_ms = int(row["t_ms"])
        closed = row["chain"] == "1"
        live = live or row["lamp"] == LIVE
        if was_closed and not closed and live and opened_ms is None:
            opened_ms = t_ms
        was_closed = closed
        if opened_ms is None:
            continue
        running = float(row["pump_L_pct"]) + float(row["pump_R_pct"]) > 0
        if closed or (running and t_ms > opened_ms + COAST_MS):
            return [*found, f"energised again at {t_ms} ms, the chain had opened at {opened_ms} ms"]
        if t_ms > opened_ms + VENT_MS:
            full = [
                zone for zone in ZONES if zone not in exempt and float(row[f"true_{zone}_mmhg"]) >= SLACK_MMHG
            ]
            if full:
                return [*found, f"{', '.join(full)} not slack {t_ms - opened_ms} ms after the chain opened"]
    return found


def _entered(rows: list[dict[str, str]]) -> list[tuple[str, float]]:
    entered: list[tuple[str, float]] = []
    before = ""
    for row in rows:
        prompt = row["prompt"]
        if prompt != before and prompt.startswith("enter_"):
            entered.append((prompt, float(row["hot_degc" if prompt == "enter_hot" else "cold_degc"])))
        before = prompt
    return entered
