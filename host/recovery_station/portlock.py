"""One command at a time talks to a station: a lock by its serial, which also says who holds it.

The port itself is opened exclusively too; the lock holds on while a station is away between two ports, and names
the other program.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from pathlib import Path
from typing import Final, Self

import msgspec
from filelock import FileLock, Timeout

from recovery_station import registry
from recovery_station.errors import BusyError

_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9_-]+")


class Holder(msgspec.Struct):
    """What the holder leaves beside its lock; without the arguments, which may name a member."""

    pid: int
    command: str


class PortLock:
    """Taken as often as it is given back within one process; another process is turned away at once."""

    command: str = Path(sys.argv[0]).name or "python"

    def __init__(self, key: str, port: str) -> None:
        """`key` is the station's serial, or its port while nobody knows that."""
        self._port = port
        name = _NOT_IN_A_NAME.sub("_", key)
        self._path = registry.directory().with_name("locks") / f"{name}.lock"
        self._lock: FileLock | None = None

    def take(self) -> None:
        """Raises BusyError at once when another process has it; does nothing where no lock can be kept.

        Twice does no harm.
        """
        if self._lock is not None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._path, timeout=0, thread_local=False, is_singleton=True)
            lock.acquire()
        except Timeout as error:
            raise self._busy() from error
        except OSError:
            return  # no runtime directory: the exclusive port is what is left
        self._lock = lock
        with contextlib.suppress(OSError):
            self._path.with_suffix(".json").write_bytes(
                msgspec.json.encode(Holder(os.getpid(), self.command))
            )

    def release(self) -> None:
        """Give it back; twice does no harm."""
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()

    def __enter__(self) -> Self:
        self.take()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def _busy(self) -> BusyError:
        data: dict[str, object] = {"port": self._port}
        try:
            holder = msgspec.json.decode(self._path.with_suffix(".json").read_bytes(), type=Holder)
            who = f"`{holder.command}`, process {holder.pid}"
            data |= {"pid": holder.pid, "command": holder.command}
        except (OSError, msgspec.DecodeError):
            who = "another `station` command"
        return BusyError(
            f"the station on {self._port} is held by {who}",
            "wait for its end or end it, then try again",
            data,
        )
