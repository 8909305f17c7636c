"""Writes docs/safety/mutation.md: of each module how many mutants there are, die, and may live. A row a module."""

from collections.abc import Sequence
from pathlib import Path

from mutation.cases import SURVIVED
from sources import ROOT

PAGE = ROOT / "docs" / "safety" / "mutation.md"
_HEAD = """# Mutation run

Made by `make mutate`: every small change of a module of `firmware/station_firmware/core/`, one at a time, meets the
cases that reach it (`tests/core/cases_*.py`); those of `ui/` meet the keys of a hand (`tests/panel/test_keys_*.py`).
*Listed* are those that may live, by name and with the reason, in [mutants.toml](mutants.toml); *neither* must be 0. A
row is as old as the last run that asked its module.

| module | mutants | killed | listed | neither | killed, % |
| --- | ---: | ---: | ---: | ---: | ---: |
"""


def row(module: str, results: dict[str, str], reasons: dict[str, str]) -> str:
    """The line of one module; killed are also those that do not load and those that never end."""
    lived = [name for name, result in results.items() if result == SURVIVED]
    listed = sum(name in reasons for name in lived)
    killed = len(results) - len(lived)
    score = 100 * killed / max(1, len(results))
    return f"| `{module}` | {len(results)} | {killed} | {listed} | {len(lived) - listed} | {score:.1f} |"


def write(module: str, line: str, order: Sequence[str], path: Path = PAGE) -> None:
    """Put the line of `module` in its place, and keep those of the others in `order`."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    rows = {known.split("`")[1]: known for known in text.splitlines() if known.startswith("| `")}
    rows[module] = line
    path.write_text(_HEAD + "".join(rows[name] + "\n" for name in order if name in rows), encoding="utf-8")
