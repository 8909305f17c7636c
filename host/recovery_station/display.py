"""Shows a followed session: a live picture on a terminal, objects with --json, plain lines anywhere else."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from recovery_station import doing
from recovery_station.cli.output import Output, minutes, plain
from recovery_station.follow import Follower, View
from recovery_station.snapshot import to_status

if TYPE_CHECKING:
    from rich.live import Live

REFRESHES_PER_S = 10


class Display:
    """A context manager with `show(follower)`. Rich is loaded only when there is a terminal to draw on."""

    def __init__(self, stream: TextIO, out: Output) -> None:
        """Draw on `stream` when it is a terminal; objects go to `out`."""
        self._stream = stream
        self._out = out
        self._wanted = stream.isatty()
        self._live: Live | None = None
        self._last_line = ""

    def __enter__(self) -> Display:
        if self._wanted:
            from rich.console import Console
            from rich.live import Live

            console = Console(file=self._stream)
            self._live = Live(console=console, refresh_per_second=REFRESHES_PER_S, transient=False)
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def show(self, follower: Follower) -> None:
        """Show what changed since the last call."""
        view = follower.view
        if self._live is not None:
            from recovery_station.live import render

            self._live.update(render(view, self._live.console.width))
        line = told(view)
        if line == self._last_line:
            return
        self._last_line = line
        if self._out.as_json and follower.status is not None:
            status = to_status(follower.station.hello, follower.status, view.faults)
            self._out.result(status, str)
        elif self._live is None:
            left = f"{minutes(view.remaining_s)} left  " if view.remaining_s is not None else ""
            self._stream.write(left + line + "\n")
            self._stream.flush()


def told(view: View) -> str:
    """State, step, cycle, prompt and faults in one line, without what changes every second."""
    parts = [view.state]
    if view.session is not None:
        session = view.session
        parts.append(f"{plain(session.protocol)} step {session.step + 1} {session.step_kind}")
        if session.cycle is not None:
            parts.append(f"cycle {session.cycle}" + (f" of {session.cycles}" if session.cycles else ""))
    if view.prompt:
        parts.append(view.prompt.replace("_", " ").upper())
    if view.doing is not None:
        parts.append(doing.told(view.doing, view.cold_degc, with_time=False))
    parts += [plain(fault.told()) for fault in view.faults]
    return "  ".join(parts)


def stream_for(as_json: bool) -> TextIO:
    """Where a picture goes: to stdout, unless that carries objects or is no terminal while stderr is one."""
    if as_json or (not sys.stdout.isatty() and sys.stderr.isatty()):
        return sys.stderr
    return sys.stdout
