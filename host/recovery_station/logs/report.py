"""The report of a session: one HTML page with its plot inside, or the plot alone as PNG."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence
from pathlib import Path

from recovery_station import notes, words
from recovery_station.cli.log_output import session_object
from recovery_station.cli.output import minutes
from recovery_station.errors import UsageError
from recovery_station.logs import query
from recovery_station.logs.output_file import unwritable
from recovery_station.logs.plot import Picture, draw
from recovery_station.logs.query import EventRow, SessionRow
from recovery_station.logs.store import Store
from recovery_station.logs.targets import target_at

STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; color: #222; max-width: 72rem; margin: 2rem auto; padding: 0
1rem; }
h1 { font-size: 1.5rem; margin-bottom: 0.2rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; } td, th { padding: 0.2rem 1rem 0.2rem 0; text-align: left;
vertical-align: top; }
th { font-weight: 600; } td.n { text-align: right; font-variant-numeric: tabular-nums; }
img { width: 100%; height: auto; } .fault { color: #A33C00; font-weight: 600; }
"""
SUMMARY = {
    "protocol": "preset",
    "protocol_version": "its version",
    "protocol_sha256": "its content (SHA-256)",
    "member": "member",
    "started": "started (UTC)",
    "planned_s": "planned",
    "ran_s": "ran",
    "at_pressure_s": "at pressure",
    "cycles": "cycles",
    "end_reason": "ended",
    "fault": "fault",
    "confirmed_by": "confirmed by",
    "soreness": "soreness, 0 to 10",
    "screening_version": "do-not-use list, version",
    "station": "station",
    "utc_doubt": "date",
    "records_missing": "records missing",
}
DATED_AFTERWARDS = "made afterwards: the station's clock was not set then"


def write_report(store: Store, row: SessionRow, output: Path, *, with_members: bool = False) -> None:
    """Write the report of one session; the suffix decides: .html or .png. It names no member unless asked to.

    Raises UsageError for another suffix, StoreError when the file cannot be written.
    """
    picture = picture_of(store, row)
    if output.suffix not in (".html", ".png"):
        raise UsageError(
            f"a report is .html or .png, not {output.name!r}", "name the file with -o report.html"
        )
    content = png(picture) if output.suffix == ".png" else page(picture, with_members=with_members).encode()
    try:
        output.write_bytes(content)
    except OSError as error:
        raise unwritable(str(output), error) from error


def picture_of(store: Store, row: SessionRow) -> Picture:
    """Gather what a report shows."""
    events = query.events(store, row)
    samples = query.samples(store, row)
    document = query.protocol(store, row)
    steps = [(one.t_s, one.detail) for one in events if one.kind == "step"]
    changes = [(one.t_s, one.detail) for one in events if one.kind == "note"]
    targets = [target_at(document, steps, sample.t_s, row.ran_s, changes) for sample in samples]
    return Picture(row, samples, targets, events)


def png(picture: Picture) -> bytes:
    """The plot as PNG."""
    file = io.BytesIO()
    draw(picture).savefig(file, format="png")
    return file.getvalue()


def page(picture: Picture, *, with_members: bool = False) -> str:
    """The whole page; it needs no other file."""
    row = picture.row
    title = html.escape(f"Session {row.id}: {row.protocol or 'unknown preset'}")
    image = base64.b64encode(png(picture)).decode()
    alt = "Pressure of all ten zones over the session, with targets, phases, prompts and faults"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{_summary(row, with_members)}\n"
        f'<h2>Pressure</h2>\n<img alt="{alt}" src="data:image/png;base64,{image}">\n'
        f"{_targets_note(picture)}\n<h2>Zones</h2>\n{_zones(picture)}\n"
        f"<h2>What happened</h2>\n{_events(picture.events)}\n</body>\n</html>\n"
    )


def _summary(row: SessionRow, with_members: bool) -> str:
    found = session_object(row, with_members=with_members)
    found["records_missing"] = row.records_missing or None
    found["utc_doubt"] = DATED_AFTERWARDS if row.utc_doubt else None
    lines: list[str] = []
    for name, head in SUMMARY.items():
        value = found[name]
        if name == "fault" and row.fault_code:
            value = f"{value}: {words.fault_words(row.fault_code)} {words.fault_remedy(row.fault_code)}"
        elif name.endswith("_s") and isinstance(value, int | float):
            value = f"{minutes(value)} min"
        if value is not None:
            style = ' class="fault"' if name == "fault" else ""
            lines.append(f"<tr><th>{head}</th><td{style}>{html.escape(str(value))}</td></tr>")
    return f"<table>{''.join(lines)}</table>"


def _targets_note(picture: Picture) -> str:
    if any(target is not None for row in picture.targets for target in row):
        return "<p>Thin lines are the full targets; the first cycle of a step is gentler.</p>"
    return "<p>No target lines: the session had none, or the station no longer had its preset.</p>"


def _zones(picture: Picture) -> str:
    head = "<tr><th>zone</th><th>target mmHg</th><th>highest mmHg</th><th>seconds above 30 mmHg</th></tr>"
    lines = [head]
    for index, zone in enumerate(words.ZONES):
        values = [value for sample in picture.samples if (value := sample.zones_mmhg[index]) is not None]
        targets = [target for row in picture.targets if (target := row[index]) is not None]
        cells = (max(targets, default="-"), max(values, default="-"), sum(value > 30 for value in values))
        columns = "".join(f'<td class="n">{cell}</td>' for cell in cells)
        lines.append(f"<tr><th>{zone}</th>{columns}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _events(events: Sequence[EventRow]) -> str:
    lines: list[str] = []
    for event in events:
        detail = _detail(event)
        style = ' class="fault"' if event.kind == "fault" else ""
        cells = f'<td class="n">{minutes(event.t_s)}</td><td>{html.escape(event.kind)}</td>'
        lines.append(f"<tr{style}>{cells}<td>{html.escape(detail)}</td></tr>")
    return f"<table>{''.join(lines)}</table>"


def _detail(event: EventRow) -> str:
    if event.kind == "note":
        return notes.told(event.detail)
    return " ".join(f"{name} {value}" for name, value in event.detail.items() if name != "session")
