"""`--all`: the same to every station found, a thread each; who failed is told at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TypeVar

from recovery_station.discover import Candidate, candidates
from recovery_station.errors import NoStationError, SomeFailedError, StationError

MOST_AT_ONCE = 16
T = TypeVar("T")


def all_found() -> list[Candidate]:
    """Every port that may be a station. Raises NoStationError when there is none."""
    known = candidates()
    if not known:
        raise NoStationError("no station is connected", "connect one by USB, or start `station sim serve`")
    return known


def each(
    known: Sequence[Candidate],
    work: Callable[[Candidate], T],
    tell: Callable[[T], None],
    again: str,
    at_once: int = MOST_AT_ONCE,
) -> None:
    """Do `work` in a thread for each, `at_once` at most, `tell` what came of it here, as it comes.

    Both may raise StationError, which is that station's alone. Raises SomeFailedError; `again` says what to do.
    """
    failed: list[str] = []
    names = called(known)
    with ThreadPoolExecutor(min(len(known), at_once)) as pool:
        jobs = {pool.submit(work, one): one for one in known}
        for job in as_completed(jobs):
            try:
                tell(job.result())
            except StationError as error:
                failed.append(f"{names[jobs[job].port]}: {error.message}")
    if failed:
        raise SomeFailedError(
            "; ".join(sorted(failed)),
            f"{len(failed)} of {len(known)} failed; {again}",
            {"failed": len(failed), "stations": len(known)},
        )


def called(known: Sequence[Candidate]) -> dict[str, str]:
    """By port: what to call each before it has said its name; with its port where others are called so too."""
    first = {one.port: one.name or one.serial or one.port for one in known}
    alike = Counter(first.values())
    return {port: f"{name} ({port})" if alike[name] > 1 else name for port, name in first.items()}
