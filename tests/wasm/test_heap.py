"""A tick allocates nothing in any stage, on 64 and on 32 bits, across the wrap; a share of a Pico's heap stays free."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from tests.wasm import jobs
from tests.wasm.wasm import FIRMWARE, Bench, Job, ProofError, WasmUnavailableError

PICO_HEAP_BYTES = (
    235_000  # gc.mem_free() after boot on an RP2040 with MicroPython 1.29 (docs/architecture.md)
)
WHOLE_BOOTS, WHOLE_WATER = jobs.whole()
TRIPPED = [101, 201, 308, 310, 503, 507, 320]  # over-pressure, wires, pump, link, late, lease, emergency stop


@pytest.fixture(scope="module")
def bench() -> Generator[Bench]:
    with Bench() as made:
        yield made


def on_wasm(bench: Bench, job: Job) -> dict[str, Any]:
    """Its figures on 32 bits; skips the test where that build cannot be had."""
    try:
        return bench.on_wasm(job)
    except WasmUnavailableError as why:
        pytest.skip(f"no 32-bit MicroPython here: {why}")


# REQ-64
@pytest.mark.parametrize("job", jobs.coarse(), ids=lambda job: job.protocol)
def test_no_tick_of_any_preset_allocates(bench: Bench, job: Job) -> None:
    figures = bench.on_unix(job)
    assert jobs.all_locked(figures)
    assert figures["dropped"] == 0
    assert figures["faults"] == ([401] if job.script == "water" else [])


# REQ-64
@pytest.mark.timeout(300)
def test_every_stage_is_the_same_on_32_bits_and_across_the_wrap(bench: Bench) -> None:
    figures = bench.on_unix(WHOLE_BOOTS)
    assert jobs.all_locked(figures)
    assert figures["faults"] == TRIPPED
    lease = figures["stages"].index("tripped") - 1
    narrow = on_wasm(bench, jobs.wrapped(WHOLE_BOOTS, figures, lease))
    assert (narrow["wide"], figures["wide"]) == (False, True)
    assert jobs.all_locked(narrow)
    assert jobs.course(narrow) == jobs.course(figures)
    assert set(narrow["states_seen"]) == {
        "SELFTEST",
        "IDLE",
        "READY",
        "RUNNING",
        "PAUSED",
        "VENTING",
        "FAULT",
    }
    # the names of this bench make MicroPython take its next pool of names, 9 kB that the firmware alone does not need;
    # it peaks in a fault, whose words the panel shows
    assert narrow["peak_bytes"] < PICO_HEAP_BYTES * 85 // 100


# REQ-64
@pytest.mark.timeout(300)
def test_the_baths_are_the_same_on_32_bits_and_across_the_wrap(bench: Bench) -> None:
    figures = bench.on_unix(WHOLE_WATER)
    narrow = on_wasm(bench, jobs.wrapped(WHOLE_WATER, figures, figures["stages"].index("in cold water")))
    assert jobs.all_locked(narrow)
    assert jobs.course(narrow) == jobs.course(figures)


def changed_firmware(folder: Path) -> Path:
    """A copy of the firmware with three mistakes, each seen in one stage only."""
    root = folder / "station_firmware"
    shutil.copytree(FIRMWARE, root, ignore=shutil.ignore_patterns("__pycache__"))
    for name, was, now in (
        # a list while paused
        ("core/steps.py", "        elif paused:\n", "        elif paused and [self.kind]:\n"),
        # a number that grows as long as the station stands
        ("core/prompt.py", "min(self._quiet_ms + dt_ms, _BETWEEN_MS)", "self._quiet_ms + dt_ms"),
        # time as a plain difference
        ("core/timebase.py", "span = (now - then) & MASK", "span = now - then"),
    ):
        path = root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(was) == 1, (name, was)
        path.write_text(text.replace(was, now), encoding="utf-8")
    return root


@pytest.mark.timeout(300)
def test_the_proofs_fail_when_the_firmware_is_wrong(tmp_path: Path) -> None:
    with Bench(changed_firmware(tmp_path)) as wrong:
        with pytest.raises(ProofError, match="MemoryError"):
            wrong.on_unix(Job("flush-20", "session"))
        free = wrong.on_unix(Job("flush-20", "lease", locked=False))
        late = wrong.on_unix(jobs.wrapped(Job("flush-20", "lease", locked=False), free, 1))
        assert jobs.course(late) != jobs.course(free)
        assert wrong.on_unix(Job("flush-20", "rest"))["ticks"] > 0  # on 64 bits nobody notices
        try:
            with pytest.raises(ProofError, match="MemoryError"):
                wrong.on_wasm(Job("flush-20", "rest"))
        except WasmUnavailableError as why:
            pytest.skip(f"no 32-bit MicroPython here: {why}")
