"""`make campaign`: every fault in every preset at many moments, pairs, hardware alone, and the no-fault grid.

run_campaign.py [--only REGEX] [--sample N] [--jobs N] [--fresh] [--page]

Goes on where it was interrupted: a row that is finished for these bytes is not run again. Writes the page
docs/safety/campaign.md when everything was asked for; --page runs nothing and writes it of what is there. Exit 1 when a
row has a violation, 130 when it was interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys

from campaign import pool, report, rows, store
from campaign.verdict import Result


def main(arguments: list[str]) -> int:
    """Run what is not there yet, then say what is there."""
    asked = _asked(arguments)
    if asked.fresh:
        store.RESULTS.unlink(missing_ok=True)
    tested = store.under_test()
    work = [(case, store.key_of(case, tested)) for case in rows.chosen(asked.only, asked.sample)]
    known = store.load()
    left = [row for row in work if row[1] not in known and not asked.page]
    try:
        pool.run(left, asked.jobs, lambda result: store.append([result]))
    except KeyboardInterrupt:
        print("\ninterrupted; the same command goes on from here", file=sys.stderr)
        return 130
    known = store.load()
    found = [known[key] for _, key in work if key in known]
    whole = not asked.only and not asked.sample
    _say(found, len(work))
    if whole or asked.page:
        report.write(found, len(rows.every()), tested)
    return 1 if any(result.violations for result in found) else 0


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="the fault campaign and the no-fault campaign")
    parser.add_argument("--only", default="", help="rows whose id matches this regular expression")
    parser.add_argument("--sample", type=int, default=0, help="so many of them, always the same")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--fresh", action="store_true", help="forget what was run before")
    parser.add_argument("--page", action="store_true", help="run nothing, write the page of what is there")
    return parser.parse_args(arguments)


def _say(found: list[Result], asked: int) -> None:
    for result in found:
        for line in result.violations:
            print(f"{result.id}  {line}")
    for line in report.summary(found, asked):
        print(line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
