"""`station logs pull --all`: several stations side by side, a thread and a progress line each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from recovery_station.cli.everyone import all_found, called, each
from recovery_station.cli.log_pull import tell

if TYPE_CHECKING:
    from recovery_station.cli.app import Settings
    from recovery_station.discover import Candidate
    from recovery_station.logs.pull import Progress, PullResult
    from recovery_station.logs.store import Store


def pull_everyone(settings: Settings, store: Store) -> None:
    """Every station gets its try; the ones that failed are named at the end. Raises SomeFailedError."""
    known = all_found()
    with progress_lines(settings, called(known)) as line_of:
        each(
            known,
            lambda one: _pull(settings, store, one, line_of(one)),
            lambda result: tell(settings, result),
            "pull those again with -s",
        )


def _pull(settings: Settings, store: Store, candidate: Candidate, progress: Progress | None) -> PullResult:
    """In a thread of its own: the port is its own, and the store gives each thread a connection."""
    from recovery_station.logs.pull import pull

    with replace(settings, target=candidate.port).open() as station:
        return pull(station, store, progress=progress)


@contextmanager
def progress_lines(
    settings: Settings, names: Mapping[str, str]
) -> Generator[Callable[[Candidate], Progress | None]]:
    """A line each, on a terminal only."""
    if settings.out.as_json or not sys.stderr.isatty():
        yield lambda _one: None
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn("records"),
    )
    with bars.Progress(*columns, console=Console(stderr=True)) as shown:
        rows = {port: shown.add_task(name, total=None) for port, name in names.items()}

        def line_of(one: Candidate) -> Progress | None:
            return lambda done, total: shown.update(rows[one.port], completed=done, total=total)

        yield line_of
