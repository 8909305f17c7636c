"""A station that was just switched on refuses sessions: whoever asked for one waits for the end of its self-test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from recovery_station import models

if TYPE_CHECKING:
    from recovery_station.client import Client

SELFTEST: Final = "SELFTEST"
LONGEST_S: Final = 20.0
"""Usually it is over in half a second; the firmware bounds it by 15 s (TEST_FILES_MS)."""
LOOK_S: Final = 0.2


def waited_for(client: Client) -> bool:
    """True when the station tested itself and is done with it; False at once when it did not, or after LONGEST_S."""
    until = client.transport.now() + LONGEST_S
    tested = False
    while client.transport.now() < until:
        if client.call("status", None, models.WireStatus).state != SELFTEST:
            return tested
        tested = True
        client.pump(LOOK_S)
    return False
