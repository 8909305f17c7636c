"""`make powercut`: the power cut at every FRAM and flash write of five sessions and what is done between them.

powercut.py [SECONDS]      seconds of each session, a half-hour when none is given

Each write is tried clean, torn and half-written; after each the station boots on what is left, and everything that was
written before must be there. Exit code 1 when anything was lost, invented or doubled.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import on_micropython  # noqa: E402

HALF_HOUR_S = "1800"
MOST_S = 3600.0


def main(seconds: str) -> int:
    """Run it and tell what was found."""
    began = time.monotonic()
    done = on_micropython.run("tests/powercut/journey.py", seconds, timeout_s=MOST_S, heap="256m")
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        return 1
    found = json.loads(done.stdout)
    print(f"five sessions of {seconds} s, {found['records']} records, in {time.monotonic() - began:.0f} s")
    print(f"writes cut: {found['writes']}; boots on what was left: {found['looks']}")
    for words in found["wrong"]:
        print(f"wrong: {words}")
    print(f"lost, invented or doubled: {found['wrongs']}")
    return 1 if found["wrongs"] else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:] or [HALF_HOUR_S]))
