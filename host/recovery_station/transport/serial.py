"""A station behind a serial port (USB, or the PTY of a virtual station), opened for this process alone."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import sys
import time

import serial

from recovery_station.errors import BusyError, NoStationError, StationGoneError, TimedOutError
from recovery_station.portlock import PortLock

WRITE_TIMEOUT_S = 2.0
_POLL_S = 0.01  # where select() cannot wait on a port


class SerialTransport:
    """pyserial behind the `Transport` protocol."""

    def __init__(self, port: str, serial_number: str | None = None) -> None:
        """`serial_number` is the station's, where it is known before the port is open."""
        self._path = port
        self._lock = PortLock(serial_number or _real(port), port)
        self._serial: serial.Serial | None = None

    @property
    def port(self) -> str:
        """The device path."""
        return self._path

    def open(self) -> None:
        """Open the port exclusively.

        Raises BusyError (another program has it) or NoStationError (not there).
        """
        self._lock.take()
        try:
            # The real path: a PTY's symlink makes exclusive locking look at another name.
            self._serial = serial.Serial(
                _real(self._path), 115200, timeout=0, write_timeout=WRITE_TIMEOUT_S, exclusive=_exclusive()
            )
        except serial.SerialException as error:
            self._lock.release()
            raise _open_error(self._path, error) from error

    def close(self) -> None:
        """Close the port."""
        if self._serial is not None:
            with contextlib.suppress(OSError):
                self._serial.close()
            self._serial = None
        self._lock.release()

    def read(self) -> bytes:
        """Bytes that are there now."""
        port = self._opened()
        try:
            return port.read(4096)
        except (serial.SerialException, OSError) as error:
            raise self._gone() from error

    def write(self, data: bytes) -> None:
        """Send all of `data`."""
        port = self._opened()
        try:
            port.write(data)
        except serial.SerialTimeoutException as error:
            raise TimedOutError(
                f"the station on {self._path} takes no bytes",
                "unplug the USB cable and plug it in again, then run `station status`",
            ) from error
        except (serial.SerialException, OSError) as error:
            raise self._gone() from error

    def now(self) -> float:
        """Seconds of the wall's monotonic clock."""
        return time.monotonic()

    def wait(self, seconds: float) -> None:
        """Sleep until bytes are there, for `seconds` at most."""
        if seconds <= 0:
            return
        port = self._opened()
        try:
            if sys.platform == "win32":
                self._poll_until(port, time.monotonic() + seconds)
            else:
                select.select([port.fileno()], [], [], seconds)
        except (serial.SerialException, OSError, ValueError) as error:
            raise self._gone() from error

    @staticmethod
    def _poll_until(port: serial.Serial, end: float) -> None:
        while not port.in_waiting and time.monotonic() < end:
            time.sleep(_POLL_S)

    def _opened(self) -> serial.Serial:
        if self._serial is None:
            raise StationGoneError(f"the port {self._path} is closed")
        return self._serial

    def _gone(self) -> StationGoneError:
        return StationGoneError(
            f"the station on {self._path} went away in the middle of the work",
            "check the USB cable, then find it again with `station list`; nothing pulled so far is lost",
        )


def shout(port: str, data: bytes) -> None:
    """Write to a port without owning it.

    For what must get through whoever holds it. Raises BusyError or so.
    """
    try:
        with serial.Serial(port, 115200, timeout=0, write_timeout=WRITE_TIMEOUT_S) as line:
            line.write(data)
            line.flush()
    except serial.SerialException as error:
        raise _open_error(port, error) from error


def _real(port: str) -> str:
    return os.path.realpath(port) if port.startswith("/") else port


def _exclusive() -> bool | None:
    """pyserial knows exclusive access only on POSIX; Windows ports are exclusive anyway."""
    return None if sys.platform == "win32" else True


def _open_error(path: str, error: serial.SerialException) -> NoStationError | BusyError:
    number = error.errno
    text = str(error)
    held = number in (errno.EBUSY, errno.EAGAIN, errno.EWOULDBLOCK) or "exclusively lock" in text
    if held:
        return BusyError(
            f"the port {path} is held by another program",
            "close mpremote, a serial monitor or the other `station` command, then try again",
            {"port": path},
        )
    if number == errno.EACCES or "PermissionError" in text:
        return BusyError(
            f"this user may not open the port {path}",
            "add the user to the group that owns it (`ls -l` shows it, often dialout), log in again",
            {"port": path},
        )
    return NoStationError(
        f"there is no station on {path}",
        "run `station list` to see the stations found, or `station sim serve` to start a virtual one",
        {"port": path},
    )
