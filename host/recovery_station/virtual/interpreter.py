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
# As leader of a session with its terminal the interpreter is hung up when the supervisor goes, whatever it does.
_HANG_UP_WITH_THE_TERMINAL = """
import fcntl, os, sys, termios
try:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
except OSError:
    pass
"""
_RUN_WHEEL = (
    _HANG_UP_WITH_THE_TERMINAL
    + """
sys.path.append(sys.argv[1])
import micropython_run
sys.exit(micropython_run.run_main(["micropython"] + sys.argv[2:]))
"""
)
_RUN_FOUND = (
    _HANG_UP_WITH_THE_TERMINAL
    + """
os.execv(sys.argv[1], ["micropython"] + sys.argv[2:])
"""
)


class NoInterpreterError(NoStationError):
    """This machine has no MicroPython for the virtual station."""


@functools.cache
def command() -> tuple[str, ...]:
    """The start of the command line that runs MicroPython. NoInterpreterError in one clear line when there is none."""
    spec = importlib.util.find_spec(_WHEEL_MODULE)
    if spec is not None and spec.origin is not None:
        return (sys.executable, "-I", "-S", "-c", _RUN_WHEEL, str(Path(spec.origin).parent))
    found = shutil.which("micropython")
    if found is not None:
        return (sys.executable, "-I", "-S", "-c", _RUN_FOUND, found)
    raise no_interpreter("there is no `micropython` on PATH")


def no_interpreter(why: str) -> NoInterpreterError:
    """The one clear line; `why` is what else does not help."""
    return NoInterpreterError(
        f"PyPI has no MicroPython for this machine ({platform.system()} {platform.machine()}) and {why}",
        hint="build the unix port of MicroPython 1.29 and put it on PATH, or use Linux x86-64 or macOS arm64",
    )
