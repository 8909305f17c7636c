"""Which versions go together: host and station on the wire, and the MicroPython under the firmware."""

from __future__ import annotations

from recovery_station import models
from recovery_station.errors import RefusedError


def misfit(hello: models.Hello) -> RefusedError | None:
    """Why host and station do not understand each other in full, None when they do."""
    low, high = hello.protocol
    if low <= models.PROTOCOL_VERSION <= high:
        return None
    side = "this host program" if low > models.PROTOCOL_VERSION else "the station's firmware"
    return RefusedError(
        f"the station speaks protocol {low} to {high}, this host program {models.PROTOCOL_VERSION}",
        f"upgrade {side}; until then only status, stop and pulling the logs work",
        {"station": list(hello.protocol), "host": models.PROTOCOL_VERSION},
    )


INTERPRETERS = ("1.29.0", "1.30.0")
"""MicroPython from the first on and before the second: `main.py` counts starts in what 1.29 is the first to offer."""


def interpreter_misfit(version: str) -> str | None:
    """Why the station does not run on this MicroPython ("1.29.0"), None when it does."""
    parts = version.split(".")
    if len(parts) != 3 or not all(part.isdecimal() and part.isascii() for part in parts):
        return "no release"
    low, high = (tuple(int(part) for part in bound.split(".")) for bound in INTERPRETERS)
    found = tuple(int(part) for part in parts)
    if found < low:
        return f"older than {INTERPRETERS[0]}, the oldest this station runs on"
    return f"{INTERPRETERS[1]} and newer were never tried with this station" if found >= high else None
