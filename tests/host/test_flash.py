"""`station flash` beside the wire: which drive, which board, a copy that breaks off, a log that stays behind."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any, cast

import pytest
from tests.host import uf2_files as make
from tests.host.command import Call
from tests.host.fake_methods import FakeMethods
from tests.host.fake_station import FakeStation

from recovery_station import models, registry
from recovery_station.errors import NoStationError, RefusedError, StoreError
from recovery_station.flash import bootsel, drives, uf2
from station_firmware.link import rpc as _rpc

rpc = cast("Any", _rpc)
INFO = "UF2 Bootloader v3.0\r\nModel: Raspberry Pi RP2\r\nBoard-ID: RPI-RP2\r\n"
IMAGE = uf2.judge(Path("good.uf2"), make.pico())


def mount(path: Path, info: str | None = INFO) -> Path:
    path.mkdir(parents=True)
    if info is not None:
        (path / drives.INFO).write_text(info, newline="")
    return path


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No drive and no virtual station but the test's own."""
    monkeypatch.setattr(registry, "directory", lambda: tmp_path / "run" / "stations")
    monkeypatch.setattr(drives, "_mounted", lambda: iter(sorted((tmp_path / "media").glob("*"))))


def test_a_drive_is_known_by_what_its_boot_rom_says(tmp_path: Path) -> None:
    mount(tmp_path / "media" / "RPI-RP2", None)
    mount(tmp_path / "media" / "stick", "Model: mine\r\nBoard-ID: RPI-RP2\r\n")
    mount(tmp_path / "media" / "two", INFO + "Board-ID: RP2350\r\n")
    mount(tmp_path / "media" / "none", "UF2 Bootloader v3.0\r\n")
    real = mount(tmp_path / "media" / "no name")
    assert drives.drives() == [drives.Drive(real, "RPI-RP2")]


def test_mounts_are_read_with_their_escapes_and_only_fat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mounts"
    table.write_text(
        "/dev/sda1 /run/media/kim/RPI\\040RP2 vfat rw 0 0\nserver:/x /net nfs rw 0 0\nproc /proc proc rw 0 0\n"
    )
    monkeypatch.setattr(drives, "_MOUNTS", table)
    linux_mounts = vars(drives)["_linux_mounts"]
    assert list(linux_mounts()) == [Path("/run/media/kim/RPI RP2")]
    monkeypatch.setattr(drives, "_MOUNTS", tmp_path / "none")
    assert list(linux_mounts()) == []


def hello(machine: object) -> models.Hello:
    return models.Hello((1, 1), "0.1.0", "aa11", "gym", 3, machine=machine)


@pytest.mark.parametrize("machine", ["Raspberry Pi Pico2 with RP2350", "linux [GCC] version", "", None, 7])
def test_another_board_is_refused(machine: object) -> None:
    with pytest.raises(RefusedError, match="gym"):
        bootsel.judge_board(IMAGE, hello(machine))


def test_the_boards_own_image_is_taken() -> None:
    assert bootsel.judge_board(IMAGE, hello("Raspberry Pi Pico with RP2040")) is False


def test_the_drive_of_another_chip_is_not_written(tmp_path: Path) -> None:
    path = mount(tmp_path / "media" / "x", INFO.replace("RPI-RP2", "RP2350"))
    with pytest.raises(RefusedError, match="RP2350"):
        bootsel.copy(IMAGE, drives.Drive(path, "RP2350"))
    assert [one.name for one in path.iterdir()] == [drives.INFO]


def test_a_copy_is_whole_and_tells_how_far_it_is(tmp_path: Path) -> None:
    path = mount(tmp_path / "media" / "x")
    image = uf2.judge(Path("big.uf2"), make.pico(blocks=600))
    steps: list[tuple[int, int]] = []
    bootsel.copy(image, drives.Drive(path, "RPI-RP2"), lambda done, total: steps.append((done, total)))
    assert (path / "interpreter.uf2").read_bytes() == image.content
    assert steps[-1] == (len(image.content), len(image.content)) and len(steps) == 5


def test_a_copy_that_breaks_off_says_how_far_and_what_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = mount(tmp_path / "media" / "x")
    image = uf2.judge(Path("big.uf2"), make.pico(blocks=600))

    def unplugged(_descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", unplugged)
    with pytest.raises(StoreError, match="65536 of 307200") as caught:
        bootsel.copy(image, drives.Drive(path, "RPI-RP2"))
    assert "--drive" in caught.value.hint
    bootsel.copy(IMAGE, drives.Drive(path, "RPI-RP2"))  # gone with the last block: the board has reset


def test_a_directory_that_is_no_drive(tmp_path: Path) -> None:
    with pytest.raises(NoStationError, match="no drive"):
        bootsel.named(mount(tmp_path / "media" / "RPI-RP2", None))
    path = mount(tmp_path / "media" / "y")
    assert bootsel.named(path).board_id == bootsel.named(path / drives.INFO).board_id == "RPI-RP2"


def test_two_drives_that_came_are_not_chosen_from(tmp_path: Path) -> None:
    came = vars(bootsel)["_came"]
    first = mount(tmp_path / "media" / "a")
    assert came({first}, "aa11") is None
    second = mount(tmp_path / "media" / "b")
    assert came({first}, "aa11") == drives.Drive(second, "RPI-RP2")
    with pytest.raises(RefusedError, match="2 boards"):
        came(set(), "aa11")


def test_a_log_that_cannot_come_keeps_the_station_as_it_is(
    fake: FakeStation, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "good.uf2"
    path.write_bytes(make.pico())
    fake.fill(5)
    greeting = FakeMethods(fake).table()["hello"]({})
    fake.overrides["hello"] = lambda given: {**greeting, "machine": make.PICO.machine}
    code, _, err = call("--json", "flash", str(path), "--store", str(tmp_path))
    assert code == 1 and "store" in err and "service.repl" not in [name for name, _ in fake.calls]

    def refuse(_given: dict[str, Any]) -> None:
        raise rpc.RpcError(rpc.REFUSED, "maintain refused", {"reason": "only in IDLE", "state": "RUNNING"})

    fake.overrides["service.repl"] = refuse
    code, _, err = call("flash", str(path))
    assert code == 7 and "5 new records pulled" in err and fake.acked_seq == 5


def test_another_interpreter_than_sent_is_an_error() -> None:
    bootsel.compare(IMAGE, "1.29.0")
    with pytest.raises(Exception, match=r"1\.29\.0, the station runs 1\.28\.0"):
        bootsel.compare(IMAGE, "1.28.0")
