"""What reaches stdout and stderr.

JSON objects or words, never both, and every error as cause and next command.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from recovery_station.errors import StationError

if TYPE_CHECKING:
    import msgspec

    Printable = msgspec.Struct | Mapping[str, object]


def show_error(error: StationError, as_json: bool) -> None:
    """Write an error to stderr: `error/1`, or cause and hint in words."""
    if as_json:
        import msgspec

        from recovery_station.models import ErrorObject

        told = ErrorObject(error.exit_code, error.name, error.message, error.hint, error.data)
        sys.stderr.write(msgspec.json.encode(told).decode() + "\n")
    else:
        sys.stderr.write(f"station: {error.message}\n")
        if error.hint:
            sys.stderr.write(f"  next: {error.hint}\n")
    sys.stderr.flush()


class Output:
    """Where a command says what it found; one object a call."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json

    def result(self, found: Printable, words: Callable[[], str]) -> None:
        """One JSON line on stdout, or the words that `words` makes."""
        if self.as_json:
            import msgspec

            sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
        else:
            sys.stdout.write(words() + "\n")
        sys.stdout.flush()

    def note(self, text: str) -> None:
        """Words for the person, on stderr."""
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def plain(text: str) -> str:
    """A text from outside with control signs made visible, so that it cannot steer the terminal."""
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in text)


def table(heads: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    """Columns padded with blanks; None is shown as a dash."""
    cells = [heads, *[tuple("-" if cell is None else plain(str(cell)) for cell in row) for row in rows]]
    widths = [max(len(row[index]) for row in cells) for index in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    return "\n".join(line.rstrip() for line in lines)


def minutes(seconds: float | None) -> str:
    """Seconds as m:ss, a dash for None."""
    if seconds is None:
        return "-"
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02d}"
