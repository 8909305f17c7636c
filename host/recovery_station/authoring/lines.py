"""In which line of a TOML text a key of a protocol stands."""

from __future__ import annotations

import re


def line_of(text: str, key: str) -> int:
    """Line of a key such as `step[1].target_mmhg[2]` in the TOML text, its table's when the key is
    missing; 1-based.
    """
    lines = text.splitlines()
    at = 0
    for part in filter(None, key.split(".")):
        name, _, index = part.partition("[")
        heads = [n for n, line in enumerate(lines) if re.match(rf"\s*\[\[{re.escape(name)}\]\]", line)]
        if heads and index[:-1].isdecimal():
            at = heads[min(int(index[:-1]), len(heads) - 1)]
        else:
            at = heads[0] if heads else _own_line(lines, name, at)
    return at + 1


def _own_line(lines: list[str], name: str, at: int) -> int:
    """Where `name` is set, from line `at` to the next table of a list; `at` when it is not."""
    for number in range(at, len(lines)):
        if number > at and lines[number].lstrip().startswith("[["):
            break
        if re.match(rf"""\s*["']?{re.escape(name)}["']?\s*=""", lines[number]):
            return number
    return at
