"""The host's end as a terminal device: bytes in and out, whether somebody has it open, whether he reads."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import time
import tty
from pathlib import Path
from typing import Final

_READ_BYTES: Final = 4096
_CLOSED_POLL_S: Final = 0.005


class PtyLine:
    """A PTY of which this process keeps the master only, so that an open and a closed port can be told apart."""

    def __init__(self, link: Path | None) -> None:
        self._link = link
        self._master = -1
        self._out = bytearray()
        self.path = ""
        self.is_open = False

    def plug(self) -> None:
        """Make a new terminal; the link moves to it. OSError when the link cannot be made."""
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        self.path = os.ttyname(slave)
        os.close(slave)
        os.set_blocking(self._master, False)
        if self._link is not None:
            part = self._link.with_name(self._link.name + ".part")
            with contextlib.suppress(FileNotFoundError):
                part.unlink()
            part.symlink_to(self.path)
            part.replace(self._link)

    def unplug(self) -> None:
        """Close it, as a pulled cable does; whoever has it open gets an error."""
        if self._master >= 0:
            os.close(self._master)
        self._master = -1
        self.is_open = False
        self._out.clear()

    def close(self) -> None:
        """Unplug and take the link away."""
        self.unplug()
        if self._link is not None and self._link.is_symlink() and str(self._link.readlink()) == self.path:
            self._link.unlink()

    def read(self) -> bytes:
        """What the host has sent; notes by the way whether it has the port open."""
        if self._master < 0:
            return b""
        try:
            data = os.read(self._master, _READ_BYTES)
        except BlockingIOError:
            self.is_open = True
            return b""
        except OSError:  # nobody has the other side open
            self.is_open = False
            return b""
        self.is_open = bool(data)
        return data

    def write(self, data: bytes) -> bool:
        """Pass output on; True when nothing waits any more. With the port closed output is lost, as on the chip."""
        if not self.is_open:
            self._out.clear()
            return True
        self._out += data
        if self._out:
            with contextlib.suppress(BlockingIOError, OSError):
                count = os.write(self._master, self._out)
                del self._out[:count]
        return not self._out

    def descriptors(self) -> list[int]:
        """To select on; none while nobody has the port open, because a closed one is always ready."""
        return [self._master] if self.is_open else []

    def drop(self) -> None:
        """Lose what the host does not take."""
        self._out.clear()

    def wait(self, seconds: float) -> None:
        """Until the host sends something, `seconds` at most."""
        if seconds <= 0:
            return
        if self.is_open:
            select.select([self._master], [], [], seconds)
        else:
            time.sleep(min(seconds, _CLOSED_POLL_S))
