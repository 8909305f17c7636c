"""Runs one command.

Usage errors, the error tree, Ctrl-C and the unexpected each become words and an exit code.
"""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from pathlib import Path

import click

from recovery_station.cli.arguments import hoist
from recovery_station.cli.output import show_error
from recovery_station.errors import StationError, UsageError

INTERRUPTED = 130  # what a shell expects after Ctrl-C


def run(arguments: list[str]) -> int:
    """Run `station ARGUMENTS`; returns the exit code, never raises."""
    as_json, debug = "--json" in arguments, "--debug" in arguments
    from recovery_station.cli.app import app

    try:
        code = app.main(hoist(arguments), prog_name="station", standalone_mode=False)
        sys.stdout.flush()
    except StationError as error:
        return _told(error, as_json, debug)
    except click.Abort:
        return _interrupted()
    except KeyboardInterrupt:
        return _interrupted()
    except click.ClickException as error:
        return _told(_usage(error), as_json, debug)
    except BrokenPipeError:
        return _pipe_closed()
    except Exception as error:  # noqa: BLE001 — the last resort: nobody at a gym's desk reads a traceback
        return _unexpected(error, as_json, debug)
    return code if isinstance(code, int) else 0


def _told(error: StationError, as_json: bool, debug: bool) -> int:
    show_error(error, as_json)
    if debug:
        traceback.print_exc()
    return error.exit_code


def _usage(error: click.ClickException) -> UsageError:
    context = error.ctx if isinstance(error, click.UsageError) else None
    command = context.command_path if context else "station"
    return UsageError(error.format_message(), f"see `{command} --help`")


def _interrupted() -> int:
    print("\nInterrupted. What the station does goes on; `station stop` ends it.", file=sys.stderr)
    return INTERRUPTED


def _pipe_closed() -> int:
    """The reader of our output went away (`| head`): say nothing, and let nothing more be flushed into it."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _unexpected(error: Exception, as_json: bool, debug: bool) -> int:
    where = _write_log()
    hint = f"the details are in {where}" if where else "run it again with --debug to see the details"
    show_error(
        StationError(f"unexpected {type(error).__name__}: {error}", f"{hint}; please report it"), as_json
    )
    if debug:
        traceback.print_exc()
    return StationError.exit_code


def _write_log() -> Path | None:
    import platformdirs

    folder = platformdirs.user_log_path("recovery-station")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "station.log"
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{' '.join(sys.argv)}\n{traceback.format_exc()}\n")
    except OSError:
        return None
    return path
