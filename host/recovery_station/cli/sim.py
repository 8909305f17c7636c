"""`station sim`: the virtual station, served behind a port or run without a host."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recovery_station.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Generator

FILE = click.Path(path_type=Path, dir_okay=False)


class Speed(click.ParamType[float | None]):
    """A factor of the wall clock, or `max` (None)."""

    name = "N|max"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | None:
        """Text to a number above zero; `max` to None."""
        text = str(value)
        if text == "max":
            return None
        try:
            speed = float(text)
        except ValueError:
            speed = 0.0
        if not speed > 0:
            self.fail(f"{text} is neither a number above 0 nor max", param, ctx)
        return speed


@click.group()
def sim_command() -> None:
    """The virtual station: real firmware and honest air, no hardware."""


@sim_command.command("serve")
@click.option(
    "--dir", "state", type=click.Path(path_type=Path, file_okay=False), help="Keeps flash, FRAM and clock."
)
@click.option("--speed", type=Speed(), default="1", show_default=True, help="Times the wall clock, or max.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of noise and scatter.")
@click.option("--scenario", type=FILE, help="What goes wrong and which buttons are pressed (TOML).")
@click.option("--trace", type=FILE, help="Write the plant's truth here, a row each 20 ms.")
@click.option("--link", type=click.Path(path_type=Path), help="A symbolic link to the port.")
@click.option("--board", type=click.Choice(["pico", "pico2"]), default="pico", show_default=True)
@click.option("--blank", is_flag=True, help="A board never flashed: it waits in BOOTSEL for a UF2.")
@click.option("--panel", is_flag=True, help="Show the panel live here, with keys for knob and buttons.")
@click.option("--record", type=FILE, help="Write what the host sends, with its virtual time.")
@click.option("--replay", type=FILE, help="Send what was recorded.")
def serve(
    state: Path | None,
    speed: float | None,
    seed: int,
    scenario: Path | None,
    trace: Path | None,
    link: Path | None,
    board: str,
    blank: bool,
    panel: bool,
    record: Path | None,
    replay: Path | None,
) -> int:
    """Serve a virtual station until interrupted; the first line on stdout is its port."""
    from recovery_station.virtual.serve import ServeOptions, serve

    options = ServeOptions(
        state, speed, seed, scenario, trace, link, board, record, replay, panel=panel, blank=blank
    )
    with _files_told():
        return serve(options, sys.stdout)


class Until(click.ParamType[float | None]):
    """Seconds of virtual time, or `idle` (None)."""

    name = "idle|SECONDS"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float | None:
        """Text to a number above zero; `idle` to None."""
        text = str(value)
        try:
            seconds = None if text == "idle" else float(text)
        except ValueError:
            seconds = 0.0
        if seconds is not None and not 0 < seconds < inf:
            self.fail(f"{text} is neither a number above 0 nor idle", param, ctx)
        return seconds


@sim_command.command("run")
@click.argument("protocol", metavar="ID|FILE.toml")
@click.option("--scenario", type=FILE, help="What goes wrong, and what is expected of it (TOML).")
@click.option("--trace", type=FILE, help="Write the plant's truth here, a row each 20 ms.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of noise and scatter.")
@click.option("--until", type=Until(), default="idle", show_default=True, help="When to end.")
def run(protocol: str, scenario: Path | None, trace: Path | None, seed: int, until: float | None) -> int:
    """Run one session without host and wall clock, and print what came of it (`sim-run/1`)."""
    from recovery_station.virtual.run import RunOptions, run

    with _files_told():
        return run(RunOptions(protocol, scenario, trace, seed, until), sys.stdout, sys.stderr)


@contextmanager
def _files_told() -> Generator[None]:
    """A file that cannot be read or written is a clear error here, not the unexpected."""
    try:
        yield
    except FileNotFoundError as error:
        raise UsageError(f"there is no {error.filename}", "name a file that exists") from error
    except OSError as error:
        cause = f"cannot use {error.filename}: {error.strerror}" if error.filename else str(error)
        raise StoreError(cause, "free space there, or name another place") from error
