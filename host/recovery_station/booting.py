"""A station that was just switched on refuses sessions: whoever asked for one waits for the end of its self-test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from recovery_station.station import Station

SELFTEST: Final = "SELFTEST"
LONGEST_S: Final = 20.0
"""Usually it is over in half a second; the firmware bounds it by 15 s (TEST_FILES_MS)."""
LOOK_S: Final = 0.2


def waited_for(station: Station) -> bool:
    """True when the station was booting and is done with it; False at once when it was not, or after LONGEST_S."""
    wire = station.wire_status()
    if wire.state != SELFTEST or wire.session is not None:
        return False
    until = station.client.transport.now() + LONGEST_S
    while wire.state == SELFTEST and station.client.transport.now() < until:
        station.client.pump(LOOK_S)
        wire = station.wire_status()
    return wire.state != SELFTEST
