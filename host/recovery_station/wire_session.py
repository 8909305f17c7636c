"""What a station tells of the session under way, of what is to be done in it, and of the last one's end."""

from __future__ import annotations

import msgspec


class WireSession(msgspec.Struct):
    """The session under way."""

    id: str
    protocol: str
    step: int
    step_kind: str
    elapsed_s: int | float
    remaining_s: int | float | None
    cycle: int | None
    cycles: int | None


class Doing(msgspec.Struct):
    """What is to be done now: a question (`boots_off`, `dry`), a bath, or an item of a guided step.

    In the water `what` is wait, enter, in, way or out, and `bath` names it; of an item there are label, side (from 1)
    of sides, repetitions (0: by time) and the label of the next one.
    """

    what: str
    bath: str | None = None
    label: str | None = None
    side: int = 1
    sides: int = 1
    reps: int = 0
    left_s: int | None = None
    next: str | None = None


class WireEnd(msgspec.Struct):
    """How the last session ended."""

    id: str
    reason: str
