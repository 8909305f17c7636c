"""The command group `station`: global options, and commands that are loaded when they are called."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import click

from recovery_station.cli.output import Output

if TYPE_CHECKING:
    from recovery_station.station import Station

DEFAULT_TIMEOUT_S = 6.0

# command: (module in recovery_station.cli, short help shown without loading it)
COMMANDS = {
    "list": ("found", "Stations found: name, serial, port, firmware, state."),
    "status": ("status", "What the station is doing."),
    "presets": ("presets", "What the station offers."),
    "run": ("session", "Arm a session of a preset."),
    "stop": ("session", "Stop and vent."),
    "pause": ("session", "Vent and wait."),
    "resume": ("session", "Go on with a paused session."),
    "adjust": ("adjust", "Change the running step."),
    "ack": ("session", "Acknowledge a latched fault."),
    "protocols": ("protocols", "Check, push, pull, remove and compare protocol files."),
    "plan": ("plan", "Which protocol fits today in a training week, and why."),
    "logs": ("logs", "Pull, show, export and report sessions."),
    "time": ("clock", "The station's clock."),
    "config": ("config", "The site's settings."),
    "flash": ("flash", "Put another MicroPython onto the station (technician)."),
    "doctor": ("doctor", "What stands in the way, and what to do (technician)."),
    "udev": ("udev", "Print udev rules for Linux (technician)."),
    "selftest": ("selftest", "Run the whole self-test (technician)."),
    "calibrate": ("calibrate", "Calibrate sensors against gauge and thermometer (technician)."),
    "update": ("update", "Install a firmware, proven and tried (technician)."),
    "rollback": ("update", "Go back to the firmware before this one (technician)."),
    "provision": ("provision", "Give a station its service key (technician)."),
    "package": ("package", "Make or judge a signed firmware package (developer)."),
    "keys": ("keys", "Whose signatures count here, and this computer's own key (technician)."),
    "repl": ("repl", "Open the MicroPython prompt (technician)."),
    "screenshot": ("screenshot", "The panel's display as PNG."),
    "sim": ("sim", "The virtual station."),
}


@dataclass
class Settings:
    """What the global options say; every command gets it as click's object."""

    target: str | None
    timeout_s: float
    debug: bool
    out: Output

    def open(self) -> Station:
        """Open the station chosen. Raises as Station.open does."""
        from recovery_station.station import Station

        return Station.open(self.target, timeout_s=self.timeout_s)


class LazyGroup(click.Group):
    """Loads the module of a command only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one asked for."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"recovery_station.cli.{COMMANDS[cmd_name][0]}")
        command = getattr(module, f"{cmd_name}_command")
        return command if isinstance(command, click.Command) else None


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from recovery_station.version import version_line

        click.echo(version_line())
        context.exit()


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-s", "--station", "target", envvar="STATION", metavar="NAME|SERIAL|PORT", help="Which station."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line on stdout, nothing else.")
@click.option(
    "--timeout",
    "timeout_s",
    type=click.FloatRange(min=0.1),
    default=DEFAULT_TIMEOUT_S,
    show_default=True,
    metavar="S",
    help="Longest time for one request, repetitions included.",
)
@click.option("--debug", is_flag=True, help="Show what went wrong in full.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version."
)
@click.pass_context
def app(context: click.Context, target: str | None, as_json: bool, timeout_s: float, debug: bool) -> None:
    """Talk to a recovery station: compression boots, hot and cold baths.

    Exit codes: 0 done, 1 unexpected, 2 usage, 3 no station, 4 port busy, 5 timed out, 6 integrity,
    7 refused by the station, 8 rolled back, 9 some of several stations failed, 10 the session did not complete.
    """
    from recovery_station.portlock import PortLock

    PortLock.command = f"station {context.invoked_subcommand or ''}".strip()
    context.obj = Settings(target, timeout_s, debug, Output(as_json))
