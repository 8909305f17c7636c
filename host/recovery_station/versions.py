"""Do host and station speak a common version of the wire, and if not, which side is the older one."""

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
