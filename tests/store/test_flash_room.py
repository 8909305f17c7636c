"""A Pico's flash has room for both firmware slots, custom protocols and a full archive; how many sessions that is."""

from __future__ import annotations

import json
from pathlib import Path

from tests import on_micropython

from recovery_station.flash.compiled import compile_slot
from recovery_station.virtual import image
from station_firmware.store import archive, block, layout, record

PROTOCOLS = "20"
SECTOR_BYTES = 4096
SESSIONS = 24
HALF_HOUR_S = 1800
# of flush-20 on the plant, noise 0.5 mmHg: bytes a second of telemetry in a block (make bench, "a second of telemetry")
SECOND_BYTES = 10.8


def test_both_slots_protocols_and_a_full_archive_fit(tmp_path: Path) -> None:
    sources = {
        name.removeprefix("slot_a/"): text
        for name, text in image.sources().items()
        if name.startswith("slot_a/")
    }
    compile_slot(sources, tmp_path)
    sectors = str(image.IMAGE_BYTES // SECTOR_BYTES)
    done = on_micropython.run("tests/store/flash_room.py", str(tmp_path), sectors, PROTOCOLS, heap="16m")
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["files"] == archive.FILES_MAX
    assert found["slot_bytes"] > 100_000, "the slot was not there"
    # what an update writes beside the old files, and what littlefs turns over
    assert found["free_bytes"] >= 4 * SECTOR_BYTES, found


def test_so_many_half_hours_are_kept() -> None:
    a_file = (block.MOST_BYTES - block.HEAD_BYTES) / SECOND_BYTES
    seconds = (
        archive.FILES_MAX * a_file
        + (layout.SIZE_BYTES - layout.RING) // record.RECORD_BYTES
        - archive.RESERVE
    )
    assert seconds / HALF_HOUR_S >= SESSIONS
