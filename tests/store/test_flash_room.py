"""A Pico's flash has room for three firmware slots, custom protocols and a full archive; how many sessions that is."""

from __future__ import annotations

import json

import pytest
from tests import on_micropython

from recovery_station.flash.compiled import compile_slot
from recovery_station.virtual import image
from station_firmware.store import archive, block, layout, record

PROTOCOLS = "20"
SECTOR_BYTES = 4096
SESSIONS = 26
LEFT_AT_WARNING = 5
HALF_HOUR_S = 1800
# of flush-20 on the plant, noise 0.5 mmHg: bytes a second of telemetry in a block (make bench, "a second of telemetry")
SECOND_BYTES = 10.8


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """What littlefs of a Pico's size says with everything on it."""
    slot = tmp_path_factory.mktemp("slot")
    sources = {
        name.removeprefix("slot_a/"): text
        for name, text in image.sources().items()
        if name.startswith("slot_a/")
    }
    compile_slot(sources, slot)
    sectors = str(image.IMAGE_BYTES // SECTOR_BYTES)
    done = on_micropython.run("tests/store/flash_room.py", str(slot), sectors, PROTOCOLS, heap="16m")
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, int] = json.loads(done.stdout)
    return told


def test_three_slots_protocols_and_a_full_archive_fit(found: dict[str, int]) -> None:
    assert found["files"] == found["files_max"]
    assert found["slot_bytes"] > 100_000, "the slot was not there"
    # what an update writes beside the old files, and what littlefs turns over
    assert found["free_bytes"] >= 4 * SECTOR_BYTES, found


A_FILE_S = (block.MOST_BYTES - block.HEAD_BYTES) / SECOND_BYTES


def test_so_many_half_hours_are_kept(found: dict[str, int]) -> None:
    ring = (layout.SIZE_BYTES - layout.RING) // record.RECORD_BYTES - found["reserve"]
    assert (found["files_max"] * A_FILE_S + ring) / HALF_HOUR_S >= SESSIONS


def test_when_a_pull_is_asked_for_so_many_half_hours_still_fit_on_the_flash(found: dict[str, int]) -> None:
    taken = -(-found["files_max"] * archive.WARN_PCT // 100)
    left = (found["files_max"] - taken) * A_FILE_S / HALF_HOUR_S
    assert LEFT_AT_WARNING <= left < LEFT_AT_WARNING + 1
