"""One row of `station doctor`: what was looked at, the verdict, what was found, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

Verdict = Literal["ok", "warn", "bad"]


class Row(msgspec.Struct):
    """`remedy` is empty where all is well; `about` is `host` or `station`."""

    about: str
    check: str
    verdict: Verdict
    found: str
    remedy: str = ""


class Doctor(msgspec.Struct, tag="doctor/1"):
    """What `station doctor` prints: `station` is the serial that answered, null when none did."""

    station: str | None
    verdict: Verdict
    rows: list[Row]


def worst(rows: Iterable[Row]) -> Verdict:
    """Of all of them."""
    found = {row.verdict for row in rows}
    return "bad" if "bad" in found else "warn" if "warn" in found else "ok"


def judged(about: str, check: str, found: str, remedy: str, *, good: bool, otherwise: Verdict = "bad") -> Row:
    """A row whose remedy is told only when it is needed."""
    return Row(about, check, "ok" if good else otherwise, found, "" if good else remedy)
