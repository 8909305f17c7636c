"""Change the safety core and the panel's keys in every small way; what the cases do not notice must be listed.

mutate.py [MODULE …] [--survivors] [--despite] [--jobs N]

MODULE is a file of core/, or of ui/ as ui.NAME. --survivors asks only those again that lived. The figures go to
docs/safety/mutation.md.
"""

import argparse
import os
import sys
import time

from mutation import accepted, figures, run
from mutation.cases import SURVIVED

MODULES = (
    "limits",
    "states",
    "gate",
    "session",
    "interlock",
    "conditions",
    "conditions_system",
    "blame",
    "ui.live_keys",
)
_EVERY_S = 20.0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", default=MODULES, metavar="MODULE")
    parser.add_argument("--survivors", action="store_true", help="ask only those again that lived")
    parser.add_argument(
        "--despite", action="store_true", help="leave out cases that fail on the sound firmware"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def _bout(module: str, known: run.Reach, *, survivors: bool, jobs: int) -> dict[str, str]:
    """All mutants of a module with their results, and the progress on stderr."""
    bout = run.Bout(module, known, run.Kept(module, survivors_only=survivors), jobs)
    results: dict[str, str] = {}
    told = begun = time.monotonic()
    for mutant, result in bout.run():
        results[mutant.name] = result
        if time.monotonic() - told > _EVERY_S:
            told = time.monotonic()
            print(f"  {module}: {len(results)} of {len(bout.mutants)}", file=sys.stderr, flush=True)
    lived = sum(result == SURVIVED for result in results.values())
    score = 100 * (len(results) - lived) / max(1, len(results))
    took = time.monotonic() - begun
    print(
        f"{module:12} {len(results):5} mutants {lived:4} lived {score:6.1f} % killed {took:6.0f} s",
        flush=True,
    )
    return results


def main() -> int:
    """Exit code: 1 when a mutant lived that is not listed, or a listed one is stale."""
    given = _arguments()
    run.prepare()
    known = run.reach(given.modules)
    if known.failing:
        print("the cases must hold before mutants are judged by them:", *known.failing, sep="\n  ")
        if not given.despite:
            return 1
    results: dict[str, str] = {}
    reasons = accepted.load()
    for module in given.modules:
        found = _bout(module, known, survivors=given.survivors, jobs=given.jobs)
        figures.write(module, figures.row(module, found, reasons), MODULES)
        results |= found
    words = accepted.compare(results, reasons, given.modules)
    for line in words:
        print(line)
    print(f"mutate: {len(words)} to look at" if words else "mutate: clean")
    return 1 if words else 0


if __name__ == "__main__":
    sys.exit(main())
