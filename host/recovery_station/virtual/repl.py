"""What a host sees of the interpreter: the unix REPL's output with the board's soft reboot woven in."""

from __future__ import annotations

from typing import Final

RAW_BANNER: Final = b"raw REPL; CTRL-B to exit\r\n"
SOFT_REBOOT: Final = b"MPY: soft reboot\r\n"
_BANNER: Final = b"MicroPython "
_HELP: Final = b'Type "help()" for more information.\r\n'  # the friendly banner's second line
_PROMPT: Final = b">>> "
_ENTER_RAW: Final = b"\x01"
_TAIL_BYTES: Final = 64


class ReplFilter:
    """Follows the output to know friendly from raw, and hides the detour a restart in raw mode takes."""

    def __init__(self) -> None:
        self.raw = False
        self._tail = b""
        self._hidden: bytearray | None = None
        self._wants_raw = False

    def restarting(self) -> bytes:
        """The interpreter starts again after a soft reset; returns what the board prints first."""
        self._tail = b""
        if self.raw:
            self._hidden = bytearray()
            self._wants_raw = True
        return SOFT_REBOOT

    def powered_up(self) -> None:
        """A hard reset: always the friendly REPL, nothing hidden."""
        self.raw = False
        self._tail = b""
        self._hidden = None
        self._wants_raw = False

    def feed(self, data: bytes) -> tuple[bytes, bytes]:
        """Take output; returns (bytes for the host, bytes for the interpreter's stdin)."""
        if self._hidden is None:
            self._follow(data)
            return data, b""
        self._hidden += data
        if self._wants_raw:
            return self._until_prompt()
        return self._until_raw(), b""

    def _until_prompt(self) -> tuple[bytes, bytes]:
        """boot.py's output passes, banner and friendly prompt do not."""
        assert self._hidden is not None
        help_line = self._hidden.find(_HELP)
        banner = self._hidden.rfind(_BANNER, 0, help_line) if help_line >= 0 else self._hidden.find(_BANNER)
        if banner < 0:
            keep = len(_BANNER) - 1
            shown = bytes(self._hidden[:-keep]) if len(self._hidden) > keep else b""
            del self._hidden[: len(shown)]
            return shown, b""
        if help_line < 0 or self._hidden.find(_PROMPT, help_line) < 0:
            return b"", b""
        shown = bytes(self._hidden[:banner])
        self._hidden.clear()
        self._wants_raw = False
        return shown, _ENTER_RAW

    def _until_raw(self) -> bytes:
        assert self._hidden is not None
        start = self._hidden.find(RAW_BANNER)
        if start < 0:
            return b""
        shown = bytes(self._hidden[start:])
        self._hidden = None
        self._follow(shown)
        return shown

    def _follow(self, data: bytes) -> None:
        """The later of the two banners wins."""
        text = self._tail + data
        raw = text.rfind(RAW_BANNER)
        friendly = text.rfind(_HELP)
        if raw > friendly:
            self.raw = True
        elif friendly > raw:
            self.raw = False
        self._tail = text[-_TAIL_BYTES:]
