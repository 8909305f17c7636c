"""The virtual station: unmodified firmware on a real MicroPython, a simulated board, the plant behind its pins."""

import sys

if sys.platform == "win32":
    from recovery_station.virtual.interpreter import no_interpreter

    raise no_interpreter("Windows has no terminals it could stand behind")
