"""BOOTSEL of the virtual board: its drive takes blocks as the boot ROM does, and mpremote gets a board there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.host import uf2_files as make
from tests.virtual.bare import board, type_in
from tests.virtual.served import served
from tests.virtual.test_mpremote import mpremote

from recovery_station import registry
from recovery_station.flash import bootsel, drives, uf2
from recovery_station.virtual.bootsel import BootselDrive

BLOCKS = make.blocks_of(make.body_of())


def rom(path: Path, chip: str = "RP2040") -> BootselDrive:
    drive = BootselDrive(path / "bootsel", f"Virtual recovery station with {chip}")
    drive.appear()
    return drive


@pytest.mark.parametrize(("chip", "board_id"), [("RP2040", "RPI-RP2"), ("RP2350", "RP2350")])
def test_the_drive_says_which_chip_it_is(tmp_path: Path, chip: str, board_id: str) -> None:
    drive = rom(tmp_path, chip)
    assert drives.drive_at(drive.path) == drives.Drive(drive.path, board_id)
    drive.vanish()
    assert drives.drive_at(drive.path) is None


@given(st.randoms(use_true_random=False), st.integers(0, 30))
def test_any_order_and_any_repeat_is_complete_at_the_last_new_block(
    shuffled: random.Random, repeats: int
) -> None:
    drive = BootselDrive(Path("unused"), "Virtual with RP2040")
    order = BLOCKS + [shuffled.choice(BLOCKS) for _ in range(repeats)]
    shuffled.shuffle(order)
    for at, one in enumerate(order):
        assert drive.complete is (len(set(order[:at])) == len(BLOCKS))
        drive.take(one)
    assert drive.complete


@given(st.integers(0, len(BLOCKS) - 1))
def test_one_block_missing_and_it_waits(missing: int) -> None:
    drive = BootselDrive(Path("unused"), "Virtual with RP2040")
    for number, one in enumerate(BLOCKS):
        if number != missing:
            drive.take(one)
    assert not drive.complete
    drive.take(BLOCKS[missing])
    assert drive.complete


def test_what_is_not_for_it_passes_unheard(tmp_path: Path) -> None:
    drive = rom(tmp_path)
    foreign = [make.block(0, 1, b"", family) for family in (0, uf2.ABSOLUTE, uf2.RP2350_ARM, 0xFFFFFFFF)]
    outside = [make.block(0, 1, b"", address=at) for at in (0, 0x0FFF_FF00, 0x1100_0000, 0x1000_0010)]
    numbered = [make.block(1, 1, b""), make.block(0, 0, b"")]
    for one in [*foreign, *outside, *numbered, bytes(512), make.absolute()]:
        drive.take(one)
    assert drive.taken == 0 and not drive.complete


def test_written_in_pieces_it_is_read_in_blocks(tmp_path: Path) -> None:
    drive = rom(tmp_path)
    content = make.pico()
    with (drive.path / "x.uf2").open("wb", buffering=0) as file:
        for at in range(0, len(content), 300):
            assert not drive.poll()
            file.write(content[at : at + 300])
    assert drive.poll() and drive.taken == len(BLOCKS)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(st.lists(st.integers(100, 2000), min_size=1, max_size=8))
def test_pieces_of_any_size(tmp_path: Path, sizes: list[int]) -> None:
    content = make.pico2()
    drive = rom(tmp_path, "RP2350")
    at = 0
    while at < len(content):
        for size in sizes:
            with (drive.path / "x.uf2").open("ab") as file:
                file.write(content[at : at + size])
            at += size
            assert drive.poll() is (at >= len(content))


def test_the_button_ends_it_and_the_flash_is_what_it_was(tmp_path: Path) -> None:
    with board(tmp_path) as station:
        for _ in range(100):
            station.step()
        station.host_read()
        type_in(station, "open('/kept', 'w').close()")
        station.host_write(b"import machine; machine.bootloader()\r")
        for _ in range(100):
            station.step()
        assert station.in_bootsel
        station.leave_bootsel()
        for _ in range(100):
            station.step()
        station.host_read()
        assert not station.in_bootsel
        assert type_in(station, "import os; print('kept' in os.listdir('/'))") == ["True"]


def test_mpremote_sends_a_served_board_there_and_a_file_brings_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with served(tmp_path, None, dir=tmp_path / "state") as station:
        (entry,) = registry.living()
        assert entry.machine == "Virtual recovery station with RP2040"
        mpremote(station.port, "exec", "open('/kept', 'w').close()")
        vars(bootsel)["_send"](entry.serial)  # the board may be gone before mpremote has closed the port
        drive = vars(bootsel)["_wait_for_drive"]((), entry.serial)
        assert drive.serial == entry.serial and registry.living() == []
        half = make.pico(blocks=600)
        image = uf2.judge(tmp_path / "x.uf2", half)
        (drive.path / "torn.uf2").write_bytes(half[: 512 * 100])
        bootsel.copy(image, drive)
        back = bootsel.wait_any(())
        assert back.serial == entry.serial and not drive.path.exists() and registry.in_bootsel() == []
        assert mpremote(back.port, "exec", "import os; print('kept' in os.listdir('/'))") == "True\n"
