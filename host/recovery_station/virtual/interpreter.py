"""Where the MicroPython of the virtual station comes from: the pinned wheel, else a `micropython` on PATH."""

from __future__ import annotations

import functools
import importlib.util
import platform
import shutil
import sys
from pathlib import Path

from recovery_station.errors import NoStationError

_WHEEL_MODULE = "micropython_run"
_RUN = (
    "import sys; sys.path.append(sys.argv[1]); import micropython_run; "
    "sys.exit(micropython_run.run_main(['micropython'] + sys.argv[2:]))"
)


class NoInterpreterError(NoStationError):
    """This machine has no MicroPython for the virtual station."""


@functools.cache
def command() -> tuple[str, ...]:
    """The start of the command line that runs MicroPython. NoInterpreterError in one clear line when there is none."""
    spec = importlib.util.find_spec(_WHEEL_MODULE)
    if spec is not None and spec.origin is not None:
        return (sys.executable, "-I", "-S", "-c", _RUN, str(Path(spec.origin).parent))
    found = shutil.which("micropython")
    if found is not None:
        return (found,)
    machine = f"{platform.system()} {platform.machine()}"
    raise NoInterpreterError(
        f"PyPI has no MicroPython for this machine ({machine}) and there is no `micropython` on PATH",
        hint="build the unix port of MicroPython 1.29 and put it on PATH, or use Linux x86-64 or macOS arm64",
    )
