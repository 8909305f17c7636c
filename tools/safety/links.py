"""Compares hazards, requirements, limits and marks: every link that has nobody at its other end is a finding."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from safety import campaigned, documents, hardware, marks
from safety.documents import HAZARDS, LAYERS, LIMITS, REQUIREMENTS, Hazard, Limit, Requirement
from sources import Finding

SELFTEST = "firmware/station_firmware/core/selftest.py"


@dataclass(frozen=True)
class Safety:
    """Everything that is linked, as read from one tree."""

    root: Path
    hazards: list[Hazard]
    requirements: list[Requirement]
    limits: list[Limit]
    marks: marks.Marks
    misplaced: list[Finding]
    self_tests: frozenset[str]

    def at(self, place: str, line: int, words: str) -> Finding:
        return Finding(self.root / place, line, words)


def load(root: Path, tested: str) -> Safety:
    """Read one tree; `tested` is the digest of what its campaign would run (campaign.store.under_test)."""
    found, misplaced = marks.read(root)
    selftest = "\n".join(
        path.read_text(encoding="utf-8") for path in (root / SELFTEST).parent.glob("selftest*.py")
    )
    return Safety(
        root,
        documents.hazards(root),
        campaigned.judged(root, documents.requirements(root), tested),
        documents.limits(root),
        found,
        misplaced,
        frozenset(re.findall(r"\bfault\.([A-Z_0-9]+)", selftest)),
    )


def _twice(ids: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(ids).items() if count > 1]


def of_hazards(safety: Safety) -> Iterator[Finding]:
    """Each hazard once, with every layer, and answered."""
    answered = {hazard for requirement in safety.requirements for hazard in requirement.hazards}
    for name in _twice(hazard.id for hazard in safety.hazards):
        yield safety.at(HAZARDS, 1, f"{name} stands twice")
    for hazard in safety.hazards:
        missing = [layer for layer in LAYERS if not hazard.cells.get(layer, "").strip()]
        if missing:
            yield safety.at(HAZARDS, hazard.line, f"{hazard.id} says nothing of: {', '.join(missing)}")
        if hazard.id not in answered:
            yield safety.at(HAZARDS, hazard.line, f"{hazard.id} is answered by no requirement")


def _of_ways(safety: Safety, requirement: Requirement) -> Iterator[str]:
    """What is wrong with the way a requirement says it is verified."""
    tests = safety.marks.get(requirement.id, [])
    if not requirement.ways:
        yield "says not how it is verified"
    if "test" in requirement.ways and not tests:
        yield "has no test that carries its mark"
    if "test" not in requirement.ways and tests:
        yield f"is marked in {tests[0]} and does not say `test`"
    for way in requirement.ways:
        name = way.removeprefix("self-test ")
        if name != way:
            if name not in safety.self_tests:
                yield f"names {name}, which the self-test does not find"
        elif way not in ("test", campaigned.WAY) and not re.fullmatch(r"open: \S.*", way):
            yield f"is verified by {way!r}, which is no way: test, campaign, self-test FAULT, or open: reason"


def of_requirements(safety: Safety) -> Iterator[Finding]:
    """Each requirement once, answering known hazards, verified in a known way."""
    known = {hazard.id for hazard in safety.hazards}
    for name in _twice(requirement.id for requirement in safety.requirements):
        yield safety.at(REQUIREMENTS, 1, f"{name} stands twice")
    for requirement in safety.requirements:
        wrong = [f"answers {name}, which is no hazard" for name in requirement.hazards if name not in known]
        if not requirement.hazards:
            wrong.append("answers no hazard")
        for words in (*wrong, *_of_ways(safety, requirement)):
            yield safety.at(REQUIREMENTS, requirement.line, f"{requirement.id} {words}")


def of_limits(safety: Safety) -> Iterator[Finding]:
    """Each limit names a known hazard and is named, with its value, by a requirement that answers it."""
    known = {hazard.id for hazard in safety.hazards}
    limits = {limit.name: limit for limit in safety.limits}
    for limit in safety.limits:
        if limit.hazard not in known:
            yield safety.at(LIMITS, limit.line, f"{limit.name} names {limit.hazard}, which is no hazard")
            continue
        naming = [row for row in safety.requirements if limit.name in dict(row.limits)]
        if not any(limit.hazard in row.hazards for row in naming):
            words = f"{limit.name} is named by no requirement that answers {limit.hazard}"
            yield safety.at(LIMITS, limit.line, words)
    for row in safety.requirements:
        for name, value in row.limits:
            if name not in limits or limits[name].value != value:
                is_now = f"{limits[name].value} in limits.py" if name in limits else "no limit"
                words = f"{row.id} says {name} ({value}), which is {is_now}"
                yield safety.at(REQUIREMENTS, row.line, words)


def of_marks(safety: Safety) -> Iterator[Finding]:
    """Each mark belongs to a test and to a requirement."""
    yield from safety.misplaced
    known = {requirement.id for requirement in safety.requirements}
    for number, tests in safety.marks.items():
        if number not in known:
            yield safety.at(tests[0].partition("::")[0], 1, f"{tests[0]} is marked {number}: no requirement")


def findings(safety: Safety) -> list[Finding]:
    """Everything that is wrong."""
    rows = [
        finding for look in (of_hazards, of_requirements, of_limits, of_marks) for finding in look(safety)
    ]
    return [*rows, *hardware.findings(safety.root)]
