"""Runs rows on all cores and keeps each one as soon as it is done; what is interrupted goes on where it was."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing.sharedctypes import Synchronized

from campaign.case import Case
from campaign.drive import Outcome, carry_out
from campaign.judge import Judge
from campaign.verdict import Result, result_of
from recovery_station.errors import StationError

_worker: list[int] = []


def _number(counter: Synchronized[int]) -> None:
    """Each worker gets a core of its own, and its MicroPython with it; Ctrl-C is for whoever handed out the work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with counter.get_lock():
        _worker.append(counter.value)
        counter.value += 1


def one(case: Case, key: str) -> Result:
    """Run and judge a row; a station that cannot be run is a violation too, not the end of the campaign."""
    begun = time.monotonic()
    try:
        outcome = carry_out(case, _worker[0] if _worker else None)
    except (StationError, OSError, ValueError, ArithmeticError, LookupError) as error:
        result = result_of(case, key, Outcome(Judge()), time.monotonic() - begun)
        result.violations = [f"run: {type(error).__name__}: {error}"]
        return result
    return result_of(case, key, outcome, time.monotonic() - begun)


def run(work: Sequence[tuple[Case, str]], jobs: int, done: Callable[[Result], None]) -> None:
    """Run every (case, key); `done` is called with each line as it comes."""
    if jobs == 1:
        results: Iterator[Result] = (one(case, key) for case, key in work)
        _tell(results, len(work), done)
        return
    counter = multiprocessing.Value("i", 0)
    with ProcessPoolExecutor(jobs, initializer=_number, initargs=(counter,)) as pool:
        futures = [pool.submit(one, case, key) for case, key in work]
        try:
            _tell((future.result() for future in as_completed(futures)), len(work), done)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            raise


def _tell(results: Iterator[Result], total: int, done: Callable[[Result], None]) -> None:
    begun = time.monotonic()
    bad = 0
    for count, result in enumerate(results, 1):
        done(result)
        bad += bool(result.violations)
        left_s = (time.monotonic() - begun) / count * (total - count)
        ends = "\n" if count == total or not sys.stderr.isatty() else ""
        if ends == "" or count % 25 == 0 or count == total:
            words = f"{count} of {total} rows, {bad} with violations, {left_s / 60:.0f} min left"
            print(f"\r{words}", end=ends, file=sys.stderr, flush=True)
