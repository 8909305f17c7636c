"""On the 32-bit build a tick allocates nothing during a session, and a third of a Pico's heap stays free."""

from __future__ import annotations

import pytest
from tests.wasm import wasm

PICO_HEAP_BYTES = (
    235_000  # gc.mem_free() after boot on an RP2040 with MicroPython 1.29 (docs/architecture.md)
)


# REQ-64
@pytest.mark.timeout(300)
def test_a_session_fits_the_heap_and_its_ticks_allocate_nothing() -> None:
    try:
        figures = wasm.prove("flush-20", 104, locked=True)
    except wasm.WasmUnavailableError as why:
        pytest.skip(f"no 32-bit MicroPython here: {why}")
    assert not figures["wide"]
    assert figures["faults"] == [], "the broken wires were acknowledged"
    assert figures["refused"] == "the cause of a fault is still there"
    assert figures["cycles"] >= 2
    assert figures["locked_ticks"] == 104 * 50 - 1
    assert set(figures["states_seen"]) == {
        "SELFTEST",
        "IDLE",
        "READY",
        "RUNNING",
        "PAUSED",
        "VENTING",
        "FAULT",
    }
    assert figures["peak_bytes"] < PICO_HEAP_BYTES * 2 // 3
