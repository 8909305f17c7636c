"""The long half of the proofs that `make test` runs in part: heap lock and wrap, everywhere. Part of `make soak`.

proofs.py: every preset with the heap locked on 64 and 32 bits, the tick's clock wrapping at every stage of the two that
go through all; then the virtual station with each of its three counters wrapping in each stage. A JSON line each; exit
1 when something allocated or differed.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tests.virtual.wrap_station import STAGES_S, Wraps, session  # noqa: E402
from tests.wasm.jobs import prove  # noqa: E402
from tests.wasm.wasm import Bench  # noqa: E402


def on_the_virtual_station() -> Iterator[tuple[str, list[str]]]:
    """Each counter once in each stage, three stages a run."""
    names = list(STAGES_S)
    with tempfile.TemporaryDirectory() as folder:
        plain = session(Path(folder) / "plain", Wraps())
        for first in range(len(names)):
            stages = [names[(first + apart) % len(names)] for apart in (0, 3, 6)]
            told = session(Path(folder) / str(first), Wraps(*[STAGES_S[name] for name in stages]))
            name = "wrap of ms in {}, us in {}, the chip's in {}".format(*stages)
            yield name, [] if told == plain else ["the session differs"]


def main() -> int:
    """Run and say."""
    failed = False
    with Bench() as bench:
        for proofs in (prove(bench), on_the_virtual_station()):
            for name, wrong in proofs:
                print(json.dumps({"type": "proof/1", "proof": name, "wrong": wrong}), flush=True)
                failed = failed or bool(wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
