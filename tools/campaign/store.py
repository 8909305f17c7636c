"""What has been run: one JSON line a row in build/campaign/, found again by the row and all that it depends on."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

import recovery_station.virtual as virtual
from campaign.case import Case
from campaign.verdict import Result
from recovery_station.virtual.image import sources

ROOT: Final = Path(__file__).resolve().parents[2]
RESULTS: Final = ROOT / "build" / "campaign" / "results.jsonl"
_JUDGING: Final = ("case.py", "drive.py", "journal.py", "judge.py", "moments.py", "truth.py", "verdict.py")


def under_test() -> str:
    """A digest of the firmware's sources, of the virtual station's, and of what judges them."""
    digest = hashlib.sha256()
    for name, data in sorted(sources().items()):
        content = _meaning(data.decode()).encode() if name.endswith(".py") else data
        digest.update(name.encode() + b"\0" + content)
    here = Path(__file__).parent
    plant = sorted(Path(next(iter(virtual.__path__))).rglob("*.py"))
    for path in [*plant, *(here / name for name in _JUDGING)]:
        digest.update(path.name.encode() + b"\0" + _meaning(path.read_text(encoding="utf-8")).encode())
    return digest.hexdigest()


def _meaning(text: str) -> str:
    """What a file does: another comment or sentence in it is no other file, and gives the same bytes."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value = ast.Constant("")
    return ast.dump(tree)


def key_of(case: Case, tested: str) -> str:
    """What a finished row is known by: the same row with the same bytes gives the same line."""
    facts = [
        repr((case.id, case.expect, case.zone, case.early, case.before, case.acts)),
        repr((case.ends, case.opens_s, case.slack_s, case.react_ticks)),
        repr((sorted(case.channels), sorted(case.exempt), sorted(case.loaded), case.before_start, case.held)),
        repr(sorted(case.setup.items())),
    ]
    return hashlib.sha256("\n".join([tested, *facts]).encode()).hexdigest()[:16]


def load(path: Path = RESULTS) -> dict[str, Result]:
    """Key → line, of everything that was ever finished; a line cut short by an interrupt is left out."""
    found: dict[str, Result] = {}
    if path.is_file():
        for line in path.read_bytes().splitlines():
            try:
                result = msgspec.json.decode(line, type=Result)
            except msgspec.DecodeError:
                continue
            found[result.key] = result
    return found


def append(results: Iterable[Result], path: Path = RESULTS) -> None:
    """Add lines at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        for result in results:
            file.write(msgspec.json.encode(result) + b"\n")
