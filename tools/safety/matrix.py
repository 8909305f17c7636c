"""Writes docs/safety/trace.md: hazards by requirement by test, and what is open, named and counted."""

from safety.documents import Requirement
from safety.links import Safety

_HEAD = """# Trace

Made by `make trace` from [hazards](../hazards.md), [requirements](../requirements.md), the marks in `tests/` and the
comments of `core/limits.py`; `make check` fails when it is out of date.
"""


def _by_hazard(safety: Safety) -> list[str]:
    rows = ["## By hazard", "", "| hazard | requirements | limits |", "| --- | --- | --- |"]
    for hazard in safety.hazards:
        answers = [_short(row) for row in safety.requirements if hazard.id in row.hazards]
        limits = sum(limit.hazard == hazard.id for limit in safety.limits)
        rows.append(f"| {hazard.id} {hazard.title} | {', '.join(answers)} | {limits or ''} |")
    return [*rows, ""]


def _short(requirement: Requirement) -> str:
    return requirement.id.removeprefix("REQ-") + (" (open)" if requirement.open else "")


def _open(safety: Safety) -> list[str]:
    rows = [row for row in safety.requirements if row.open]
    nothing = [row for row in rows if len(row.ways) == 1]
    words = (
        f"{len(rows)} of {len(safety.requirements)} requirements are open, "
        f"{len(nothing)} of them with no test at all."
    )
    table = ["| id | shown so far | open |", "| --- | --- | --- |"]
    for row in rows:
        table.append(f"| {row.id} | {', '.join(row.ways[:-1]) or 'nothing'} | {row.open} |")
    return ["## Open", "", words, "", *table, ""]


def _by_requirement(safety: Safety) -> list[str]:
    lines = ["## By requirement", ""]
    for row in safety.requirements:
        lines += [f"**{row.id}** {row.sentence} ({', '.join(row.hazards)})", ""]
        lines += [f"- {way}" for way in row.ways if way != "test"]
        lines += [f"- `{test}`" for test in safety.marks.get(row.id, [])]
        lines.append("")
    return lines


def figures(safety: Safety) -> str:
    """The counts in one line."""
    rows = safety.requirements
    tests = {test for row in rows for test in safety.marks.get(row.id, [])}
    return (
        f"{len(safety.hazards)} hazards, {len(rows)} requirements ({sum(bool(row.open) for row in rows)} open), "
        f"{len(safety.limits)} limits, {len(tests)} tests that carry a mark"
    )


def text(safety: Safety) -> str:
    """The whole page."""
    lines = [_HEAD, figures(safety) + ".", "", *_open(safety), *_by_hazard(safety), *_by_requirement(safety)]
    return "\n".join(lines).rstrip() + "\n"
