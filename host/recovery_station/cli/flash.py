"""`station flash FILE.uf2`: another MicroPython under the firmware, by the chip's own boot ROM."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_station.cli.app import Settings
from recovery_station.errors import RefusedError
from recovery_station.snapshot import micropython_version

if TYPE_CHECKING:
    from recovery_station.flash.bootsel import Progress
    from recovery_station.flash.uf2 import Image
    from recovery_station.station import Station

DIRECTORY = click.Path(path_type=Path, file_okay=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.uf2")
@click.option("--check", is_flag=True, help="Judge the file only; no station is needed.")
@click.option("--drive", type=DIRECTORY, metavar="DIR", help="A board that is in BOOTSEL already.")
@click.option("--store", envvar="STATION_STORE", metavar="FILE|URL", help="Where its log is pulled to first.")
@click.pass_obj
def flash_command(settings: Settings, file: Path, check: bool, drive: Path | None, store: str | None) -> None:
    """Put MicroPython onto the station (idle only): log pulled, BOOTSEL, copied, waited for.

    Firmware, settings and log stay: the image is refused where it would reach them. With --drive no station is asked
    and no log pulled; nothing of it is lost either, it is only not on this computer yet. A virtual station takes the
    file as the boot ROM does and then runs on with the interpreter it had.
    """
    from recovery_station.flash import uf2

    image = uf2.load(file)
    if check:
        settings.out.result({"type": "uf2/1", **image.told()}, lambda: image_words(image))
    elif drive is not None:
        _onto_drive(settings, image, drive)
    else:
        _onto_station(settings, image, store)


def image_words(image: Image) -> str:
    """What was found in a file that passed."""
    return (
        f"{image.path}: MicroPython {image.version} of {image.built} for {image.board.machine}, "
        f"{image.image_bytes // 1024} KiB, whole\n  SHA-256 {image.sha256}"
    )


def _onto_station(settings: Settings, image: Image, store: str | None) -> None:
    from recovery_station.flash import bootsel
    from recovery_station.portlock import PortLock

    note = settings.out.note
    with ExitStack() as held:
        station = held.enter_context(settings.open())
        hello = station.hello
        # held through BOOTSEL, where the station has no port that could be
        held.enter_context(PortLock(hello.serial, station.client.transport.port))
        virtual = bootsel.judge_board(image, hello)
        note(image_words(image))
        pulled = _pull_first(settings, station, store)
        note(f"{pulled} new records pulled; asking {hello.name} ({hello.serial}) into BOOTSEL")
        drive = bootsel.enter(station)
        note(f"drive {drive.path} ({drive.board_id}): copying")
        bootsel.copy(image, drive, progress(settings))
        note("copied; waiting for the station")
        found = bootsel.wait_back(hello.serial)
        settings.target = found.port
        with settings.open() as back:
            after = micropython_version(back.hello.implementation)
    if not virtual:
        bootsel.compare(image, after)
    told = {
        "type": "flash/1",
        "station": hello.name,
        "serial": hello.serial,
        "port": found.port,
        "virtual": virtual,
        "pulled": pulled,
        "micropython_before": micropython_version(hello.implementation),
        "micropython": after,
        "image": image.told(),
    }
    end = "; a virtual station keeps its interpreter" if virtual else ""
    settings.out.result(
        told, lambda: f"{hello.name} is back on {found.port}: MicroPython {after}, state {found.state}{end}"
    )


def _onto_drive(settings: Settings, image: Image, path: Path) -> None:
    from recovery_station import discover
    from recovery_station.flash import bootsel

    drive = bootsel.named(path)
    before = {one.port for one in discover.candidates()}
    settings.out.note(image_words(image))
    settings.out.note(f"drive {drive.path} ({drive.board_id}): copying; no log was pulled")
    bootsel.copy(image, drive, progress(settings))
    back = bootsel.wait_any(before)
    told = {"type": "flash/1", "serial": back.serial, "port": back.port, "image": image.told()}
    settings.out.result(
        told,
        lambda: (
            f"a board is back on {back.port}, serial {back.serial}; `station list` asks what runs on it, "
            f"and `station -s {back.port} provision` makes a station of one that is bare"
        ),
    )


def _pull_first(settings: Settings, station: Station, store: str | None) -> int:
    """Everything that only the station has comes here first. Raises RefusedError when something stays behind."""
    from recovery_station.cli.log_output import progress_line
    from recovery_station.logs.pull import pull
    from recovery_station.logs.store import Store

    with Store.open(store) as opened:
        result = pull(station, opened, progress=progress_line(settings))
    if result.waiting:
        raise RefusedError(
            f"{result.waiting} files of the log are still only on the station",
            "wait until it rests (`station status` says IDLE), then try again; nothing was sent",
            {"waiting_files": result.waiting},
        )
    return result.new


def progress(settings: Settings) -> Progress | None:
    """KiB on stderr, on a terminal only."""
    if settings.out.as_json or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{done >> 10} of {total >> 10} KiB{end}")
        sys.stderr.flush()

    return show
