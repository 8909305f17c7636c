"""One MicroPython process: its terminal, its output pipe and the socket of the exchange; never left behind."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import select
import signal
import socket
import struct
import subprocess
import termios
import time
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from recovery_station.virtual import interpreter

SIM_DIR: Final = Path(__file__).parent / "sim"
HEAP: Final = "heapsize=1M"
_BOOT: Final = f"exec(open('{SIM_DIR.name}/boot.py').read())"
_OPTIONS_BYTES: Final = 1024
"""No path of this machine goes to the child, and its options have one length: they lie in its heap, and the firmware
collects by what is free there."""
RX_RING_BYTES: Final = 512
"""The rp2 port's stdin ring: more than this waits at the host."""
EXCHANGE_TIMEOUT_US: Final = 20_000
_MARK_RUNNING: Final = (
    termios.ECHONL
)  # in the terminal's local flags while code runs; the prompt clears them all
_MARK_NO_INTERRUPTS: Final = (
    termios.NOFLSH
)  # set by micropython.kbd_intr(-1): Ctrl-C is a byte like any other
_VISIBLE_S: Final = 0.05
_READ_S: Final = 1.0
"""What is not read by then was thrown away: entering the prompt drops what was typed ahead."""


class Child:
    """A started interpreter. `control` carries the exchange; bytes to stdin go through a terminal, because the
    REPL shows by it whether it is at its prompt; output comes through a pipe, because a terminal's is late.
    """

    def __init__(self, options: dict[str, object], files: dict[str, Path]) -> None:
        """`options` is what sim/startup.py reads, and for each of `files` a descriptor; OSError: it cannot start."""
        ours, theirs = socket.socketpair()
        timeout = struct.pack("ll", 0, EXCHANGE_TIMEOUT_US)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, timeout)
        self._master, self._slave = pty.openpty()
        _set_running_mode(self._slave)
        self._output, output = os.pipe()
        self.control = ours
        handed = {"link": theirs.detach()}
        try:
            handed |= {name: os.open(path, os.O_RDWR) for name, path in files.items()}
            self._process = self._started({**options, **handed}, output, tuple(handed.values()))
        except OSError:
            self._close_descriptors()
            raise
        finally:
            for descriptor in (*handed.values(), output):
                os.close(descriptor)
        self._waiting = array("i", [0])
        self._due = 0
        self._due_until_s = 0.0
        os.set_blocking(self._output, False)
        os.set_blocking(self._master, False)

    def _started(
        self, options: dict[str, object], output: int, handed: tuple[int, ...]
    ) -> subprocess.Popen[bytes]:
        env = {
            "MICROPYPATH": f"{SIM_DIR.name}:.frozen",
            "STATION_BOARD": json.dumps(options).ljust(_OPTIONS_BYTES),
            "HOME": "/nonexistent",
            "TZ": "UTC",
            "PATH": os.defpath,
        }
        return subprocess.Popen(
            [*interpreter.command(), "-X", HEAP, "-i", "-c", _BOOT],
            stdin=self._slave,
            stdout=output,
            stderr=output,
            env=env,
            cwd=SIM_DIR.parent,
            pass_fds=handed,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def kill(self) -> None:
        """End the process at once, as a power cut does; twice does no harm."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._close_descriptors()

    def _close_descriptors(self) -> None:
        self.control.close()
        for descriptor in (self._master, self._slave, self._output):
            if descriptor >= 0:
                os.close(descriptor)
        self._master = self._slave = self._output = -1

    @property
    def ended(self) -> bool:
        """The interpreter ended by itself: Ctrl-D at its prompt, SystemExit, or a crash."""
        return self._process.poll() is not None

    def read_output(self) -> bytes:
        """What the firmware has written; empty when there is nothing now (asked first: most looks find nothing)."""
        try:
            fcntl.ioctl(self._output, termios.FIONREAD, self._waiting)
            return os.read(self._output, 65536) if self._waiting[0] else b""
        except (BlockingIOError, OSError):
            return b""

    # ------------------------------------------------------------ stdin

    def pending(self) -> int:
        """Bytes on stdin that the firmware has not read."""
        return struct.unpack("i", fcntl.ioctl(self._slave, termios.FIONREAD, b"\0\0\0\0"))[0]

    def write(self, data: bytes, *, until_visible: bool) -> int:
        """Put bytes on stdin, at most what the ring takes; returns how many.

        `until_visible`: spin until a read would find them all. Only while the firmware waits in an exchange.
        """
        before = self.pending()
        read = None if until_visible else self._read_bytes()
        try:
            count = os.write(self._master, data[: max(0, RX_RING_BYTES - before)])
        except BlockingIOError:
            return 0
        self._due = 0 if read is None else read + before + count
        self._due_until_s = time.monotonic() + _READ_S
        if until_visible:
            end = time.monotonic() + _VISIBLE_S
            while self.pending() < before + count and time.monotonic() < end:
                pass
        return count

    def drop_input(self) -> None:
        """Throw away what was not read: the port clears its ring on Ctrl-C."""
        termios.tcflush(self._slave, termios.TCIFLUSH)

    # ------------------------------------------------------------ prompt and interrupt

    def at_prompt(self) -> bool:
        """The REPL owns the terminal (also while raw-paste code runs: the port leaves it raw then)."""
        return not _local_flags(self._slave) & _MARK_RUNNING

    def takes_interrupts(self) -> bool:
        """Ctrl-C raises KeyboardInterrupt in running code."""
        return not _local_flags(self._slave) & _MARK_NO_INTERRUPTS

    def busy(self) -> bool:
        """The process computes, it does not wait for a byte. Always False where the system does not tell."""
        with contextlib.suppress(OSError, IndexError):
            state = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()[0]
            return state in "RD"  # D: it waits for a disk, which is the machine's doing
        return False

    def behind(self) -> bool:
        """It has not read yet what was written to it last. Always False where the system does not tell."""
        return time.monotonic() < self._due_until_s and (self._read_bytes() or 0) < self._due

    def _read_bytes(self) -> int | None:
        """All it has read since it started, of stdin and of the flash; None where the system does not tell."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            return int(Path(f"/proc/{self._process.pid}/io").read_text().split()[1])
        return None

    def interrupt(self) -> None:
        """KeyboardInterrupt for code that makes no exchange."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGINT)

    def wait_for(self, seconds: float, others: Sequence[int] = ()) -> bool:
        """Until there is output or an exchange (True), or something on `others`; `seconds` at most."""
        ready = select.select([self._output, self.control, *others], [], [], seconds)[0]
        return self.control in ready


def _local_flags(descriptor: int) -> int:
    return termios.tcgetattr(descriptor)[3]


def _set_running_mode(descriptor: int) -> None:
    """Raw, with our marks; the interpreter restores exactly this whenever it leaves its prompt."""
    settings = termios.tcgetattr(descriptor)
    settings[0] &= ~(
        termios.BRKINT
        | termios.ICRNL
        | termios.INLCR
        | termios.IGNCR
        | termios.INPCK
        | termios.ISTRIP
        | termios.IXON
    )
    settings[1] &= ~termios.OPOST
    settings[3] = _MARK_RUNNING
    settings[6][termios.VMIN] = 1
    settings[6][termios.VTIME] = 0
    termios.tcsetattr(descriptor, termios.TCSANOW, settings)
