"""The form of a self-test as one HTML page; it needs no other file."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from recovery_station.logs.report import STYLE
from recovery_station.selftesting import bounds

if TYPE_CHECKING:
    from recovery_station.selftesting import Row, SelfTest

_STYLE: Final = ".bad { color: #D55E00; font-weight: bold; } .good { color: #006B4F; }"
_HEADS: Final = ("test", "measured", "limit", "unit", "verdict")


def page(result: SelfTest, made: str, key_id: str) -> str:
    """The whole page; `made` is when, by this computer's clock, `key_id` whose key signs the form beside it."""
    title = html.escape(f"Self-test of {result.station}")
    heads = "".join(f"<th>{head}</th>" for head in _HEADS)
    rows = "\n".join(_row(row) for row in result.rows)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{STYLE}{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"<p>{html.escape(made)}, serial {html.escape(result.serial)}, firmware {html.escape(result.firmware)}</p>\n"
        f"{_verdict(result)}\n<table><tr>{heads}</tr>\n{rows}\n</table>\n"
        f"<p>Signed by key {html.escape(key_id)} in the form beside this page: "
        "<code>station selftest --verify</code> tells whether both are as they were made.</p>\n</body>\n</html>\n"
    )


def _verdict(result: SelfTest) -> str:
    if result.passed:
        return '<p class="good">Passed.</p>'
    if result.finding is None:
        return '<p class="bad">Stopped before its end: no pass.</p>'
    told = html.escape(result.finding.told())
    return f'<p class="bad">{told}</p>\n<p>{html.escape(result.finding.remedy)}</p>'


def _row(row: Row) -> str:
    mark = f' class="{row.verdict}"' if row.verdict in ("good", "bad") else ""
    measured = "-" if row.measured is None else f"{row.measured:g}"
    return (
        f'<tr><td>{html.escape(row.test)}</td><td class="n">{measured}</td><td>{bounds(row)}</td>'
        f"<td>{html.escape(row.unit)}</td><td{mark}>{html.escape(row.verdict)}</td></tr>"
    )
