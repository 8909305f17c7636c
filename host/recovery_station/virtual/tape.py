"""Host bytes on tape: `t_ms,hex`, the virtual time at which they entered; replayed they enter at the same moment."""

from __future__ import annotations

from pathlib import Path
from typing import Final, TextIO

from recovery_station.errors import UsageError

_NEVER: Final = 1 << 62


class Recorder:
    """Writes a row for each piece of input as it enters."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        file.write("t_ms,hex\n")

    def note(self, now_us: int, data: bytes) -> None:
        """`data` entered at `now_us`."""
        self._file.write(f"{now_us // 1000}.{now_us % 1000:03d},{data.hex()}\n")
        self._file.flush()


class Replay:
    """The rows of a tape in their order; `due` gives what enters by a moment."""

    def __init__(self, path: Path) -> None:
        """UsageError when the file is not a tape."""
        self._rows = _rows(path)
        self._at = 0
        self.next_us = self._rows[0][0] if self._rows else _NEVER

    def due(self, now_us: int) -> bytes:
        """Everything up to `now_us` that was not given yet."""
        data = b""
        while self.next_us <= now_us:
            data += self._rows[self._at][1]
            self._at += 1
            self.next_us = self._rows[self._at][0] if self._at < len(self._rows) else _NEVER
        return data


def _rows(path: Path) -> list[tuple[int, bytes]]:
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", "give a file written by `station sim serve --record`") from error
    rows: list[tuple[int, bytes]] = []
    for number, line in enumerate(lines[1:], 2):
        time_ms, _, data = line.partition(",")
        try:
            rows.append((round(float(time_ms) * 1000), bytes.fromhex(data)))
        except ValueError as error:
            raise UsageError(f"{path}, line {number}: not `t_ms,hex`: {line!r}") from error
    return rows
