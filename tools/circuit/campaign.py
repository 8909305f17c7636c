"""Every single fault of the chain through its whole course, judged: one row a fault."""

from __future__ import annotations

from dataclasses import dataclass

from circuit import course, engine, faults, judge, observe
from circuit.engine import Ask, SpiceError
from circuit.judge import Effect
from circuit.model import Item
from circuit.observe import Seen
from circuit.spice import Fault, Spread, netlist


@dataclass(frozen=True)
class Row:
    """One fault: how it counts and what it does."""

    fault: Fault
    rank: str
    effects: list[Effect]


class UnsoundError(RuntimeError):
    """The circuit without a fault does not do what it must."""


def sound_or_raise(seen: dict[str, Seen]) -> dict[str, Seen]:
    """The observations of the whole circuit; UnsoundError when any of its effects is one of a fault."""
    found = judge.effects(seen, seen)
    if found:
        raise UnsoundError("; ".join(effect.what for effect in found))
    return seen


def run(items: tuple[Item, ...], wanted: list[Fault] | None = None) -> list[Row]:
    """All faults (or those `wanted`). SpiceError with the fault's name when ngspice finds no way."""
    tried: list[Fault | None] = [None, *(faults.every(items) if wanted is None else wanted)]
    lines = course.sources(24.0, 5.0, 3.3)
    asks: list[Ask] = [
        (netlist(items, lines, course.UNTIL_S, Spread(), fault), observe.NETS, observe.STEP_S, course.UNTIL_S)
        for fault in tried
    ]
    sound: dict[str, Seen] = {}
    rows: list[Row] = []
    for fault, traces in zip(tried, engine.run_all(asks), strict=True):
        if isinstance(traces, SpiceError):
            raise SpiceError(f"{fault}: {traces}")
        seen = observe.course_of(traces)
        if fault is None:
            sound = sound_or_raise(seen)
            continue
        found = judge.effects(seen, sound)
        rows.append(Row(fault, judge.rank(found), found))
    return rows
