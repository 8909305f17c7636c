"""What the campaign found, as docs/safety/campaign.md: the same results always give the same page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from campaign.expected import Fault
from campaign.faults import FAULTS
from campaign.pairs import ALONE, PAIRS, STOPS, Pair
from campaign.store import ROOT
from campaign.verdict import Result

PAGE: Final = ROOT / "docs" / "safety" / "campaign.md"
COMMAND: Final = ".venv/bin/python tools/run_campaign.py --only"
_HEAD: Final = """# Fault campaign

Made by `make campaign`; each line of `build/campaign/results.jsonl` is one row: one run of the flashed bytes on real
MicroPython with the pin-level plant. It is judged every 20 ms from the plant's own truth (`tools/campaign/judge.py`):
no zone above 140 mmHg, none above 130 for more than 500 ms (somebody pressing apart), no manifold above 165, every zone
below 10 within 8 s of each trip, STOP, E-stop and power loss (a zone behind a stuck valve or a kinked hose apart, which
must then be named), *enter* never prompted with true water above 41.0 or below 7.5 °C, nothing energised again after a
trip. The station's words come after that: a named end, and the right fault at the right part.

- A moment is a phase of one zone or bath, found in the truth as it comes: before the self-test, its first fill, hold,
  release, second fill, a pause that is resumed, a step that is skipped; in water hot, transfer and cold.
- Zone, leg and strength rotate by the row's seed, which comes from its name: a row is the same run again.
- A run ends 20 s after venting. What should not trip is watched for 60 s, then STOP is pressed and must vent too.
- A name is accepted where physics shows it (`tools/campaign/faults_air.py`, `faults_station.py`), with the reason.
- Reaction is counted from the injection to nothing energised, for what shows at once: a tick until it is sampled, the
  samples its interlock wants, two to the outputs, one of the trace. A row that takes longer is a violation.
"""
_TESTED: Final = """
Firmware, plant and judge of these rows have the digest `{tested}` (`campaign.store.under_test`); a tree whose digest is
another one has been changed since.
"""
_TABLE: Final = """
| {what} | rows | trips | reaction, ticks | time to < 10 mmHg, s | highest, mmHg | violations | why it shows |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |
"""


def write(found: Sequence[Result], planned: int, tested: str, page: Path = PAGE) -> None:
    """Write the page; `tested` is the digest of what ran (store.under_test)."""
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text(found, planned, tested), encoding="utf-8")


def text(found: Sequence[Result], planned: int, tested: str) -> str:
    """The whole page."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in found:
        groups[result.group].append(result)
    parts = [_HEAD, _TESTED.format(tested=tested[:12]), _summary(found, planned)]
    parts += ["\n## Single faults\n", *_by_title(groups["singles"], "fault", FAULTS)]
    parts += ["\n## STOP and E-stop\n", *_by_title(groups["stops"], "pressed", STOPS)]
    parts += ["\n## A protective path fails first\n", *_by_title(groups["pairs"], "first + then", PAIRS)]
    parts += ["\n## Hardware alone, the firmware hung\n", *_by_title(groups["alone"], "what", ALONE)]
    parts += ["\n## No fault\n", *_no_fault(groups["no-fault"])]
    parts += ["\n## Violations\n", *_violations(found)]
    return "".join(parts)


def summary(found: Sequence[Result], planned: int) -> list[str]:
    """The few numbers, as lines."""
    bad = [result for result in found if result.violations]
    truth = [result for result in bad if any(line.startswith("truth:") for line in result.violations)]
    trips = sum(result.tripped for result in found if result.group != "no-fault")
    cries = sum(result.tripped for result in found if result.group == "no-fault")
    hours = sum(result.virtual_s for result in found) / 3600
    return [
        f"rows run: {len(found)} of {planned}, {hours:.1f} h of virtual time",
        f"rows with a violation: {len(bad)}, of these of the truth's bounds: {len(truth)}",
        f"trips: {trips}; trips with no fault: {cries}",
        f"worst reaction of faults that show at once: {_worst(found, _reaction)} ticks",
        f"worst time to < 10 mmHg: {_worst(found, _vent)} s",
    ]


def _summary(found: Sequence[Result], planned: int) -> str:
    return "\n" + "".join(f"- {line}\n" for line in summary(found, planned))


def _reaction(result: Result) -> float | None:
    return result.reaction_ticks


def _vent(result: Result) -> float | None:
    return result.vent_s


def _worst(found: Sequence[Result], value: Callable[[Result], float | None]) -> str:
    values = [number for result in found if (number := value(result)) is not None]
    return f"{max(values):g}" if values else "–"


def _by_title(found: Sequence[Result], what: str, table: dict[str, Fault] | dict[str, Pair]) -> Iterator[str]:
    yield _TABLE.format(what=what)
    for title, row in table.items():
        mine = [result for result in found if result.title == title]
        if mine:
            yield f"| `{title}` | {_cells(mine)} | {row.why} |\n"


def _cells(mine: Sequence[Result]) -> str:
    bad = sum(bool(result.violations) for result in mine)
    peak = max(result.peak_mmhg for result in mine)
    trips = sum(result.tripped for result in mine)
    return f"{len(mine)} | {trips} | {_worst(mine, _reaction)} | {_worst(mine, _vent)} | {peak:.1f} | {bad}"


def _no_fault(found: Sequence[Result]) -> Iterator[str]:
    yield "\nGarments of 0.3 to 3 L, flow ± 30 %, leaks below the limit, noise, calibration errors and moving bodies\n"
    yield "(3 to 30 mmHg for a second, up to 122 at most).\n"
    yield "\n| preset | rows | trips | time to < 10 mmHg, s | highest, mmHg | violations |\n"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |\n"
    for preset in sorted({result.preset for result in found}):
        mine = [result for result in found if result.preset == preset]
        trips = sum(result.tripped for result in mine)
        peak = max(result.peak_mmhg for result in mine)
        bad = sum(bool(result.violations) for result in mine)
        yield f"| `{preset}` | {len(mine)} | {trips} | {_worst(mine, _vent)} | {peak:.1f} | {bad} |\n"


def _violations(found: Sequence[Result]) -> Iterator[str]:
    """Of one kind only the first row with its command; the others stand in results.jsonl."""
    kinds: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for result in sorted(found, key=lambda result: result.id):
        for line in result.violations:
            kinds[result.group, result.title, kind(line)].append((result.id, line))
    if not kinds:
        yield "\nNone.\n"
        return
    yield f"\nA row is run again by `{COMMAND} ID`.\n"
    yield "\n| fault | violation | rows | one of them |\n| --- | --- | ---: | --- |\n"
    for (_, title, _), rows in sorted(kinds.items()):
        yield f"| {title} | {rows[0][1]} | {len(rows)} | `{rows[0][0]}` |\n"


def kind(line: str) -> str:
    """A violation without its numbers and places, so that like ones are counted together."""
    return re.sub(r"\b[LR][1-5]\b|\bM[LR]\b|\bleft\b|\bright\b|[0-9.]+|, [LR][1-5]", "", line).strip()
