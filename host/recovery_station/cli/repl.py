"""`station repl`: ask the station for its MicroPython prompt and hand over to mpremote."""

from __future__ import annotations

import subprocess
import sys

import click

from recovery_station.cli.app import Settings


@click.command()
@click.pass_obj
def repl_command(settings: Settings) -> int:
    """Open the MicroPython prompt (idle only): outputs safe, watchdog off, mpremote may enter."""
    from recovery_station.flash import access

    with settings.open() as station:
        access.unlock(station)
        port = station.client.transport.port
        state = station.repl()
    settings.out.result(
        {"type": "repl/1", "port": port, "state": state},
        lambda: f"the prompt is open on {port}: mpremote connect {port} resume repl",
    )
    if sys.stdin.isatty() and sys.stdout.isatty() and not settings.out.as_json:
        command = [sys.executable, "-m", "mpremote", "connect", port, "resume", "repl"]
        return subprocess.run(command, check=False).returncode
    return 0
