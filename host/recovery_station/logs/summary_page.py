"""A summary as one HTML page; it needs no other file and names no member."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from recovery_station.errors import UsageError
from recovery_station.logs.output_file import unwritable
from recovery_station.logs.report import STYLE
from recovery_station.logs.summary import RECENT_DAYS, Summary

BAR_STYLE = ".bar { display: inline-block; height: 0.7rem; background: #0072B2; vertical-align: middle; }"
BAR_PX = 160
LEAKS_NOTE = (
    "What a zone's pressure fell a minute while its valve was closed, from two seconds after it closed, above 20 mmHg; "
    f"the station's latest {RECENT_DAYS} days against all before. Legs that give way let it fall too: compare a zone "
    "with itself and with its neighbours. The zone whose fall has grown most comes first: look at its hose, "
    "coupling and valve next."
)


def write_summary(found: Summary, title: str, output: Path) -> None:
    """Write the page. Raises UsageError for another suffix than .html, StoreError when it cannot be written."""
    if output.suffix != ".html":
        raise UsageError(f"a summary is .html, not {output.name!r}", "name the file with -o summary.html")
    try:
        output.write_text(page(found, title), encoding="utf-8")
    except OSError as error:
        raise unwritable(str(output), error) from error


def page(found: Summary, title: str) -> str:
    """The whole page."""
    most = max((one.minutes for one in found.periods), default=0.0) or 1.0
    periods = [
        (
            one.name,
            one.sessions,
            f"{one.minutes:.0f}",
            _share(one.completion_pct),
            ", ".join(f"{name} {count}" for name, count in one.outcomes.most_common()),
            one.records_missing,
            _Bar(one.minutes / most),
        )
        for one in found.periods
    ]
    faults = [(one.count, one.name, one.part or "-", one.station) for one in found.faults]
    zones = [
        (
            one.station,
            one.zone,
            _rate(one.recent_mmhg_min),
            _rate(one.before_mmhg_min),
            _rate(one.rise_mmhg_min),
        )
        for one in found.zones
    ]
    heads = ("period", "sessions", "minutes", "completed", "ended", "records missing", "")
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{html.escape(title)}</title>\n'
        f"<style>{STYLE}{BAR_STYLE}</style>\n</head>\n<body>\n<h1>{html.escape(title)}</h1>\n"
        f"<h2>Sessions</h2>\n{_table(heads, periods)}\n"
        f"<h2>Faults by part</h2>\n{_table(('times', 'fault', 'part', 'station'), faults)}\n"
        f"<h2>Records the station lost before they were pulled</h2>\n"
        f"{_table(('station', 'from', 'to'), [(one.station, one.first_seq, one.last_seq) for one in found.lost])}\n"
        f"<h2>What to look at next</h2>\n<p>{html.escape(LEAKS_NOTE)}</p>\n"
        f"{_table(('station', 'zone', 'lately mmHg/min', 'before mmHg/min', 'rise'), zones)}\n</body>\n</html>\n"
    )


class _Bar:
    """A share as a bar."""

    def __init__(self, share: float) -> None:
        self.width_px = round(share * BAR_PX)


def _table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    if not rows:
        return "<p>None.</p>"
    lines = ["".join(f"<th>{head}</th>" for head in heads)]
    lines += ["".join(_cell(cell) for cell in row) for row in rows]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _cell(cell: object) -> str:
    if isinstance(cell, _Bar):
        return f'<td><span class="bar" style="width: {cell.width_px}px"></span></td>'
    style = ' class="n"' if isinstance(cell, int) else ""
    return f"<td{style}>{html.escape(str(cell))}</td>"


def _share(pct: float | None) -> str:
    return "-" if pct is None else f"{pct:.0f} %"


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
