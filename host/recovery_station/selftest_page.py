"""The form of a self-test as one HTML page, to be read and to be printed and filled; it needs no other file."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from recovery_station import commissioning
from recovery_station.logs.report import STYLE
from recovery_station.selftesting import bounds

if TYPE_CHECKING:
    from recovery_station.commissioning import Field, Step
    from recovery_station.selftesting import Row, SelfTest

_STYLE: Final = (
    ".bad { color: #D55E00; font-weight: bold; } .good { color: #006B4F; } .write { min-width: 7em; }"
    " td.write { border: 1px solid #555; } tr.step td { background: #eef2f4; font-weight: bold; }"
    " td.step { white-space: nowrap; } td { padding-left: 0.4em; }"
    " tr { break-inside: avoid; } .sign { margin-top: 2em; } .sign span { display: inline-block; min-width: 14em;"
    " border-bottom: 1px solid #555; margin-right: 2em; padding-bottom: 0.2em; }"
)
_HEADS: Final = ("test", "measured", "limit", "unit", "verdict")
_STEP_HEADS: Final = ("step", "what to do or measure", "limit", "measured", "unit", "verdict")
_NAMED_ROWS: Final = 6
"""So many lines of the self-test are named at a step; more are counted."""


def page(result: SelfTest, made: str, key_id: str) -> str:
    """The whole page; `made` is when, by this computer's clock, `key_id` whose key signs the form beside it."""
    title = html.escape(f"Self-test of {result.station}")
    rows = "\n".join(_row(row) for row in result.rows)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{STYLE}{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"<p>{html.escape(made)}, serial {html.escape(result.serial)}, firmware {html.escape(result.firmware)}</p>\n"
        f"{_verdict(result)}\n<table><tr>{_heads(_HEADS)}</tr>\n{rows}\n</table>\n{_commissioning(result)}"
        f"<p>Signed by key {html.escape(key_id)} in the form beside this page: "
        "<code>station selftest --verify</code> tells whether both are as they were made.</p>\n</body>\n</html>\n"
    )


def _heads(names: tuple[str, ...]) -> str:
    return "".join(f"<th>{name}</th>" for name in names)


def _verdict(result: SelfTest) -> str:
    if result.passed:
        return '<p class="good">Passed.</p>'
    if result.finding is None:
        return '<p class="bad">Stopped before its end: no pass.</p>'
    told = html.escape(result.finding.told())
    return f'<p class="bad">{told}</p>\n<p>{html.escape(result.finding.remedy)}</p>'


def _mark(verdict: str) -> str:
    return f' class="{verdict}"' if verdict in ("good", "bad") else ""


def _row(row: Row) -> str:
    measured = "-" if row.measured is None else f"{row.measured:g}"
    return (
        f'<tr><td>{html.escape(row.test)}</td><td class="n">{measured}</td><td>{bounds(row)}</td>'
        f"<td>{html.escape(row.unit)}</td><td{_mark(row.verdict)}>{html.escape(row.verdict)}</td></tr>"
    )


def _commissioning(result: SelfTest) -> str:
    """The steps, what is still open of them, and where to sign; nothing for a form without steps."""
    if not result.steps:
        return ""
    count = {
        verdict: sum(step.verdict == verdict for step in result.steps) for verdict in ("good", "bad", "open")
    }
    measured = {row.test: row for row in result.rows}
    rows = "\n".join(line for step in result.steps for line in _step(step, measured))
    by = f"<p>Measured by hand by {html.escape(result.person)}.</p>\n" if result.person else ""
    return (
        f"<h2>Commissioning</h2>\n<p>{count['good']} steps good, {count['bad']} bad, {count['open']} open. What has an "
        "empty box is measured by hand and written there; a station is released when no step is open or bad. How each "
        f"is done stands in hardware/building.md; y: again each year.</p>\n{by}"
        f"<table><tr>{_heads(_STEP_HEADS)}</tr>\n{rows}\n</table>\n"
        '<p class="sign"><span>Date</span><span>Name</span><span>Signature</span></p>\n'
    )


def _step(step: Step, measured: dict[str, Row]) -> list[str]:
    """A line for the step, those the self-test answers, one for each thing a person measures."""
    yearly = " (y)" if step.yearly else ""
    lines = [
        f'<tr class="step"><td class="step">{step.step}{yearly}</td><td>{html.escape(step.what)}</td>'
        f'<td colspan="3">{html.escape(step.limit)}</td><td{_mark(step.verdict)}>{step.verdict}</td></tr>'
    ]
    if len(step.rows) > _NAMED_ROWS:
        lines.append(f'<tr><td></td><td colspan="5">self-test: {len(step.rows)} lines, above</td></tr>')
    else:
        lines += [_answered(step, measured[name]) for name in step.rows]
    return [*lines, *(_field(field) for field in step.fields)]


def _answered(step: Step, row: Row) -> str:
    limit = f"{step.own[0]:g} to {step.own[1]:g}" if step.own else bounds(row)
    measured = "-" if row.measured is None else f"{row.measured:g}"
    verdict = commissioning.row_verdict(step.own, row)
    return (
        f"<tr><td></td><td>self-test: {html.escape(row.test)}</td><td>{limit}</td><td>{measured}</td>"
        f"<td>{html.escape(row.unit)}</td><td{_mark(verdict)}>{verdict}</td></tr>"
    )


def _field(field: Field) -> str:
    unit = "" if field.unit in (commissioning.TICK, commissioning.TEXT) else field.unit
    box = ' class="write"' if field.measured is None else ""
    limit = "to be ticked" if field.unit == commissioning.TICK else bounds(field)
    verdict = "" if field.measured is None else field.verdict
    return (
        f"<tr><td></td><td>{html.escape(field.what)}</td><td>{html.escape(limit)}</td><td{box}>{_shown(field.measured)}</td>"
        f"<td>{html.escape(unit)}</td><td{_mark(verdict)}>{verdict}</td></tr>"
    )


def _shown(measured: float | bool | str | None) -> str:
    """A tick as yes or no, a number, a word; nothing where a hand has to write."""
    if measured is None:
        return ""
    if isinstance(measured, bool):
        return "yes" if measured else "no"
    return html.escape(measured) if isinstance(measured, str) else f"{measured:g}"
