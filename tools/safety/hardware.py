"""Follows hazards and requirements to parts and commissioning steps, and back: each pointer must lead somewhere."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from safety.documents import HAZARDS, REQUIREMENTS
from sources import Finding

BUILDING = "hardware/building.md"
PARTS = "hardware/parts.toml"
POINTING = (HAZARDS, REQUIREMENTS, "tools/circuit/judge.py")
_PART = re.compile(r"\bpart `([a-z0-9_]+)`")
_STEPS = re.compile(r"\bsteps? (C\d+(?:(?:, | and | to )C\d+)*)")
_STEP_ROW = re.compile(r"^\| (C\d+) \|")


def _lines(root: Path, place: str) -> Iterator[tuple[int, str]]:
    path = root / place
    if path.is_file():
        yield from enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)


def steps(root: Path) -> dict[str, int]:
    """Commissioning step → its line."""
    rows = [(line, _STEP_ROW.match(text)) for line, text in _lines(root, BUILDING)]
    return {row[1]: line for line, row in rows if row}


def _named(text: str) -> set[str]:
    """Steps that a line names; a range names its ends and all between."""
    found: set[str] = set()
    for match in _STEPS.finditer(text):
        numbers = [int(number) for number in re.findall(r"C(\d+)", match[1])]
        found |= {f"C{number}" for number in numbers}
        for first, last in re.findall(r"C(\d+) to C(\d+)", match[1]):
            found |= {f"C{number}" for number in range(int(first), int(last))}
    return found


def findings(root: Path) -> Iterator[Finding]:
    """Unknown parts and steps, and steps that no hazard or requirement asks for."""
    if not (root / BUILDING).is_file():
        return
    known = steps(root)
    parts = set(tomllib.loads((root / PARTS).read_text(encoding="utf-8"))["part"])
    asked: set[str] = set()
    for place in POINTING:
        for line, text in _lines(root, place):
            for part in _PART.findall(text):
                if part not in parts:
                    yield Finding(root / place, line, f"names part {part}, which {PARTS} does not have")
            named = _named(text)
            asked |= named
            for step in sorted(named - set(known)):
                yield Finding(root / place, line, f"names step {step}, which {BUILDING} does not have")
    for step, line in known.items():
        if step not in asked:
            yield Finding(root / BUILDING, line, f"{step} is asked for by no hazard or requirement")
