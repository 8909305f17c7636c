"""The pytest fixture `virtual_station`.

A station of its own for each test, in virtual time, without a wall clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from recovery_station.station import Station


@pytest.fixture
def virtual_station() -> Iterator[Station]:
    """An open Station on real firmware; waiting steps it, so a session takes seconds.

    Buttons and faults: `virtual_station.client.transport.station` is the VirtualStation behind it.
    """
    from recovery_station.station import Station

    with Station.open("sim:") as station:
        yield station
