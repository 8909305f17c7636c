"""The firmware's own frame code with types for the host."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, cast

from station_firmware.link import frame as _module

_frame = cast("Any", _module)

MAX_FRAME_BYTES = _module.MAX_FRAME_BYTES
STOP_LINE = _module.STOP_LINE
encode: Callable[[str], bytes] = _frame.encode
decode: Callable[[bytes], str | None] = _frame.decode


class LineReader(Protocol):
    """What link/frame.py's LineReader offers."""

    overlong_count: int

    def push(self, byte: int) -> bool:
        """Take one byte; True when a line is complete."""
        ...

    def line(self) -> bytes:
        """The line, before the next push."""
        ...


new_line_reader: Callable[[], LineReader] = _frame.LineReader
