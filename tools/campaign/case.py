"""What a row of the campaign is: a preset, a moment, what is injected there, and what must then be seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

Where = Mapping[str, str | int | float]

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9_./-]+")
TRIP, MAY, NONE, OFF = "trip", "may", "none", "off"
"""Must trip; may trip, then by one of the names; must not trip; loses its power and is idle afterwards."""
NO_TRIP_S: Final = 60.0
"""So long a run goes on after an injection that should not trip."""


@dataclass(frozen=True)
class Expect:
    """`names`: what the first fault may be called. `within_s`: by when it must have tripped."""

    must: str
    names: tuple[str, ...] = ()
    within_s: float = NO_TRIP_S


@dataclass(frozen=True)
class Act:
    """What is done to the station `after_s` after the moment or the act before: inject, press, clear or nothing."""

    do: str
    what: str = ""
    where: Where = field(default_factory=dict[str, "str | int | float"])
    after_s: float = 0.0


@dataclass(frozen=True)
class Case:
    """One row. `acts` are done at the moment, times count from the last one; `early` in IDLE, `before` in READY.

    `zone` (0..9) is the one whose fill, hold or release makes the moment. `channels`: what the first fault may name,
    empty: anything. `ends`: the accepted end reasons. `opens_s`: the chain must open within this after the last act;
    `slack_s`: every zone must be slack within this after it;
    `react_ticks`: nothing is energised so many ticks after it; `held`: nothing opens the chain, a stuck pump goes on;
    `before_start`: a fault that must trip does so in the self-test.
    `setup` are keys of a scenario's [plant]. `group`: singles, pairs, alone or no-fault; `title` its row in the table.
    """

    group: str
    title: str
    preset: str
    moment: str
    seed: int
    expect: Expect
    zone: int = 0
    early: tuple[Act, ...] = ()
    before: tuple[Act, ...] = ()
    acts: tuple[Act, ...] = ()
    channels: frozenset[str] = frozenset()
    exempt: frozenset[str] = frozenset()
    loaded: frozenset[str] = frozenset()
    ends: tuple[str, ...] = ("fault",)
    opens_s: float | None = None
    slack_s: float | None = None
    setup: Mapping[str, float] = field(default_factory=dict[str, float])
    react_ticks: int | None = None
    before_start: bool = False
    held: bool = False

    @property
    def id(self) -> str:
        """The row's name, of letters that neither a shell nor a regular expression takes for something else."""
        return _UNSAFE.sub("_", f"{self.group}/{self.title}/{self.preset}/{self.moment}/{self.seed}")
