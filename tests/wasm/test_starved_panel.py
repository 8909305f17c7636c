"""Without memory for its screens the panel stands aside: the session goes on, STOP and E-stop act, it is noted."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Generator
from typing import Any

import pytest
from tests.wasm.wasm import Bench

from recovery_station.virtual import interpreter


@pytest.fixture(scope="module")
def starved() -> Generator[dict[str, Any]]:
    """What starved_proof.py saw on the MicroPython of the virtual station."""
    with Bench() as bench:
        command = [*interpreter.command(), "-X", "heapsize=8m", str(bench.proof / "starved_proof.py")]
        done = subprocess.run(
            [*command, str(bench.proof), str(bench.slot)],
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    yield json.loads(done.stdout.splitlines()[-1])


# REQ-61
@pytest.mark.parametrize(("how", "ended"), (("stop", "VENTING"), ("estop", "FAULT")))
def test_a_session_whose_screens_find_no_memory_runs_on_until_it_is_stopped(
    starved: dict[str, Any], how: str, ended: str
) -> None:
    seen = starved[how]
    assert (seen["shown"], seen["screenless"]) == (True, True)
    assert (seen["running"], seen["ended"]) == ("RUNNING", ended)
    assert (seen["pumps_pct"], seen["closed"]) == ([0, 0], 0)
    assert seen["notes"].count(2) == 1  # in six seconds, three tries
    assert seen["locked"]


# REQ-61
def test_a_panel_that_can_do_nothing_at_all_ends_in_the_safe_state_and_a_reset(
    starved: dict[str, Any],
) -> None:
    assert starved["all"] == "reset"
    assert "MemoryError" in starved["crash"]
    # pumps off, drivers disabled, heartbeat and arm low (hardware/pins.toml, `safe`)
    assert [starved["levels"][pin] for pin in (0, 1, 2, 3, 4, 13)] == [0, 1, 0, 0, 0, 0]
