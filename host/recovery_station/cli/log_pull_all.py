"""`station logs pull --all`: several stations side by side, a thread and a progress line each."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from recovery_station.cli.log_pull import tell
from recovery_station.discover import Candidate, candidates
from recovery_station.errors import NoStationError, SomeFailedError, StationError

if TYPE_CHECKING:
    from recovery_station.cli.app import Settings
    from recovery_station.logs.pull import Progress, PullResult
    from recovery_station.logs.store import Store

MOST_AT_ONCE = 16


def pull_everyone(settings: Settings, store: Store) -> None:
    """Every station gets its try; the ones that failed are named at the end. Raises SomeFailedError."""
    known = candidates()
    if not known:
        raise NoStationError("no station is connected", "connect one by USB, or start `station sim serve`")
    failed: list[str] = []
    names = called(known)
    with (
        progress_lines(settings, names) as line_of,
        ThreadPoolExecutor(min(len(known), MOST_AT_ONCE)) as pool,
    ):
        jobs = {pool.submit(_pull, settings, store, one, line_of(one)): one for one in known}
        for job in as_completed(jobs):
            try:
                tell(settings, job.result())
            except StationError as error:
                failed.append(f"{names[jobs[job].port]}: {error.message}")
    if failed:
        raise SomeFailedError(
            "; ".join(sorted(failed)),
            f"{len(failed)} of {len(known)} failed; pull those again with -s",
            {"failed": len(failed), "stations": len(known)},
        )


def called(known: Sequence[Candidate]) -> dict[str, str]:
    """By port: what to call each before it has said its name; with its port where others are called so too."""
    first = {one.port: one.name or one.serial or one.port for one in known}
    alike = Counter(first.values())
    return {port: f"{name} ({port})" if alike[name] > 1 else name for port, name in first.items()}


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
