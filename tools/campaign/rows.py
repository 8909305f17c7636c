"""Every row of the campaign, in one order that never changes by itself."""

from __future__ import annotations

import re
from random import Random

from campaign.case import Case
from campaign.nofault import nofault
from campaign.pairs import alone, pairs, stops
from campaign.singles import singles


def every() -> list[Case]:
    """All rows: single faults, stops, pairs, hardware alone, no fault."""
    return [*singles(), *stops(), *pairs(), *alone(), *nofault()]


def chosen(only: str = "", sample: int = 0) -> list[Case]:
    """Rows whose id matches `only`, and of these a seeded `sample`; shuffled, so that progress is even."""
    pattern = re.compile(only)
    rows = [case for case in every() if pattern.search(case.id)]
    Random(1).shuffle(rows)
    return rows[:sample] if sample else rows
