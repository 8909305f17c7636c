"""Which proofs are run: every preset in which stages on which interpreter, and where the tick's clock wraps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.wasm.wasm import Bench, Job

from control.preset import ids, kind_of

TURN_MS = 1 << 30
WRAP_AFTER_MS = 40
"""The clock goes through 0 two ticks after the stage has come: what was begun in it is under way."""
ALL_STAGES = "flush-20"
"""The preset whose session goes through every stage there is, trips among them."""


_SCRIPTS = {
    "compression": "session",
    "contrast": "water",
    "dip": "cold",
    "guided": "guided",
    "combined": "combined",
}


def script_of(preset: str) -> str:
    """What is done to a preset when all are tried."""
    return _SCRIPTS[kind_of(preset)]


def coarse() -> list[Job]:
    """Every preset through its session; the one of ALL_STAGES is tried apart."""
    return [Job(preset, script_of(preset)) for preset in ids() if preset != ALL_STAGES]


def whole() -> list[Job]:
    """Every stage there is: with boots, and with baths."""
    water = next(preset for preset in ids() if kind_of(preset) == "contrast")
    return [Job(ALL_STAGES, "all"), Job(water, "water")]


def wrapped(job: Job, figures: dict[str, Any], row: int) -> Job:
    """`job` again, its clock going through 0 just after row number `row` of its script came in `figures`."""
    start_ms = TURN_MS - figures["reached_ms"][row] - WRAP_AFTER_MS
    return Job(job.protocol, job.script, start_ms, job.locked)


def course(figures: dict[str, Any]) -> dict[str, Any]:
    """What must not depend on interpreter or clock: every output of every tick, every record, every stage."""
    names = (
        "digest",
        "journal",
        "ticks",
        "records",
        "dropped",
        "reached_ms",
        "faults",
        "refused",
        "states_seen",
    )
    return {name: figures[name] for name in names}


def all_locked(figures: dict[str, Any]) -> bool:
    """Every tick but the first ran with the heap locked."""
    return figures["locked_ticks"] == figures["ticks"] - 1


def prove(bench: Bench) -> Iterator[tuple[str, list[str]]]:
    """Every job on both interpreters, the whole ones with the wrap at every stage: name, and what is wrong in words."""
    for job in whole() + coarse():
        there = bench.on_unix(job)
        tried = {"64 bits": there, "32 bits": bench.on_wasm(job)}
        for row in range(len(there["reached_ms"])) if job in whole() else ():
            tried[f"wrap in row {row}, {there['stages'][row]}"] = bench.on_unix(wrapped(job, there, row))
        wrong = [f"{name}: the course differs" for name, one in tried.items() if course(one) != course(there)]
        wrong += [f"{name}: not every tick was locked" for name, one in tried.items() if not all_locked(one)]
        yield f"{job.protocol}, {job.script}", wrong
