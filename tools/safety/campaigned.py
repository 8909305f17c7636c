"""What docs/safety/campaign.md shows: every row run on the bytes of this tree with no violation, or what is lacking."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from safety.documents import Requirement

PAGE: Final = "docs/safety/campaign.md"
WAY: Final = "campaign"
_TESTED: Final = re.compile(r"the digest `([0-9a-f]{12,})`")
_ROWS: Final = re.compile(r"^- rows run: (\d+) of (\d+)", re.MULTILINE)
_BAD: Final = re.compile(r"^- rows with a violation: (\d+)", re.MULTILINE)
_CRIES: Final = re.compile(r"; trips with no fault: (\d+)$", re.MULTILINE)


def lacking(page: str, tested: str) -> str:
    """Why the page is no evidence for a tree with the digest `tested`; an empty text when it is."""
    found = [pattern.search(page) for pattern in (_TESTED, _ROWS, _BAD, _CRIES)]
    digest, rows, bad, cries = found
    if digest is None or rows is None or bad is None or cries is None:
        return f"{PAGE} is no page of a campaign"
    if rows[1] != rows[2]:
        return f"the campaign ran {rows[1]} of {rows[2]} rows"
    if int(bad[1]) or int(cries[1]):
        return f"the campaign found {bad[1]} violations and {cries[1]} trips with no fault"
    if not tested.startswith(digest[1]):
        return "firmware, plant or judge have changed since the campaign ran"
    return ""


def judged(root: Path, rows: list[Requirement], tested: str) -> list[Requirement]:
    """The rows, those that the campaign shall show opened again while it does not."""
    path = root / PAGE
    why = lacking(path.read_text(encoding="utf-8") if path.is_file() else "", tested)
    return [
        replace(row, ways=(*row.ways, f"open: {why}")) if why and WAY in row.ways and not row.open else row
        for row in rows
    ]
