"""Reads docs/hazards.md, docs/requirements.md and the comments of core/limits.py into rows."""

import re
from dataclasses import dataclass
from pathlib import Path

HAZARDS = "docs/hazards.md"
REQUIREMENTS = "docs/requirements.md"
LIMITS = "firmware/station_firmware/core/limits.py"
LAYERS = (
    "cause",
    "harm",
    "severity",
    "mechanics",
    "safety chain",
    "firmware",
    "watchdog",
    "people",
    "residual",
)
_HEADING = re.compile(r"^## (HAZ-\d+) (.+)$")
_CELL = re.compile(r"^\| ([a-z ]+) \| (.+) \|$")
_REQUIREMENT = re.compile(r"^\| (REQ-\d+) \| (.+?) \| (.*?) \| (.*?) \|$")
_NAMED = re.compile(r"`([A-Z][A-Z0-9_]+)` \((-?\d+)\)")
_LIMIT = re.compile(r"^([A-Z0-9_]+) = const\((?:(-?\d+)\)  # .*\| (HAZ-\d+)$)?")


@dataclass(frozen=True)
class Hazard:
    """One section of the hazard log: its cells by layer."""

    id: str
    title: str
    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Requirement:
    """One row: `limits` are (name, value) as the sentence states them, `ways` what verifies it."""

    id: str
    line: int
    sentence: str
    limits: tuple[tuple[str, int], ...]
    hazards: tuple[str, ...]
    ways: tuple[str, ...]

    @property
    def open(self) -> str:
        """Why it is open, or an empty text."""
        return next((way.removeprefix("open: ") for way in self.ways if way.startswith("open")), "")


@dataclass(frozen=True)
class Limit:
    """One limit of the firmware with the hazard its comment names."""

    name: str
    line: int
    value: int
    hazard: str


def _lines(root: Path, place: str) -> list[tuple[int, str]]:
    return list(enumerate((root / place).read_text(encoding="utf-8").splitlines(), start=1))


def hazards(root: Path) -> list[Hazard]:
    """Every section of the hazard log, in order."""
    found: list[Hazard] = []
    for line, text in _lines(root, HAZARDS):
        heading = _HEADING.match(text)
        cell = _CELL.match(text)
        if heading:
            found.append(Hazard(heading[1], heading[2], line, {}))
        elif cell and found:
            found[-1].cells[cell[1]] = cell[2]
    return found


def _ways(text: str) -> tuple[str, ...]:
    """`self-test A, test; open: why` in its parts; the reason after `open:` may hold commas."""
    ways, _, why = text.partition("open:")
    found = [way.strip() for way in re.split(r"[,;]", ways) if way.strip()]
    return (*found, *([f"open: {why.strip()}"] if "open:" in text else []))


def requirements(root: Path) -> list[Requirement]:
    """Every row of every table of the requirements, in order."""
    found: list[Requirement] = []
    for line, text in _lines(root, REQUIREMENTS):
        row = _REQUIREMENT.match(text)
        if row:
            named = tuple((name, int(value)) for name, value in _NAMED.findall(row[2]))
            hazards = tuple(part.strip() for part in row[3].split(",") if part.strip())
            found.append(Requirement(row[1], line, row[2], named, hazards, _ways(row[4])))
    return found


def limits(root: Path) -> list[Limit]:
    """Every limit; one that is not told in one line, with its hazard at the end, names nothing."""
    rows = [(line, _LIMIT.match(text)) for line, text in _lines(root, LIMITS)]
    return [Limit(row[1], line, int(row[2] or 0), row[3] or "nothing") for line, row in rows if row]
