"""The table of faults in docs/staff.md, from the words the panel and the host show."""

from __future__ import annotations

from typing import Any, cast

from station_firmware.core import fault as _fault
from station_firmware.core import fault_words

fault = cast("Any", _fault)

BEGIN, END = "<!-- faults: written by `make schema` -->", "<!-- end of faults -->"


def with_faults(page: str) -> str:
    """The page with its table of faults renewed. ValueError when it has no place for one."""
    before, rest = page.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    rows = ["| number | it says | do | acknowledged |", "| --- | --- | --- | --- |"]
    words: dict[int, tuple[str, str]] = fault_words.WORDS
    for code in sorted(words):
        said, remedy = words[code]
        where = "at the panel only" if fault.panel_only(code) else "panel or computer"
        rows.append(f"| {code} | {said} | {remedy} | {where} |")
    return "\n".join([before + BEGIN, *rows, END + after])
