"""The command `station`; this file is all that `station --version` loads."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point: run the command line and exit with its code."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from recovery_station.version import version_line

        print(version_line())
        return
    if not arguments or "--help" in arguments or "-h" in arguments:
        _colour_help()
    from recovery_station.cli.run import run

    sys.exit(run(arguments))


def _colour_help() -> None:
    """Let rich-click draw the help of this process.

    It costs as much to load as a whole command, so only then.
    """
    from rich_click.patch import patch

    patch()
