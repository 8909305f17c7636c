"""Sets a station's clock by this computer's, as well as the line allows, and tells how well that was."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from recovery_station import models
from recovery_station.logs.wire import read
from station_firmware.store import record as layout

if TYPE_CHECKING:
    from recovery_station.records import Record
    from recovery_station.station import Station

PROBES: Final = 8
TRIES: Final = 4
"""Each is a record and a write to the clock chip, so few; the first one is usually good."""
SLACK_S: Final = 0.03  # a tick of the station and a little: that much longer than the shortest is still good
LEAST_AHEAD_S: Final = 0.05
LOOK_BACK: Final = 200  # records in which the last setting is looked for
WHOLE_S: Final = 0.5  # the station tells whole seconds: the middle of one, give or take half


@dataclass(frozen=True)
class ClockSync:
    """What a setting did.

    The clock now differs from this computer's by `uncertainty_s` at most. Before it was `was_off_s` ahead, give or
    take half a second and the uncertainty; None when it was not set. `drift_ppm` is that over the time since
    `last_set_s`, None when the journal no longer tells when that was.
    """

    epoch_s: int
    uncertainty_s: float
    round_trip_s: float
    was_off_s: float | None
    last_set_s: int | None
    drift_ppm: float | None


def sync(station: Station, utc_s: Callable[[], float] = time.time) -> ClockSync:
    """Set the clock so that a whole second is sent half the shortest round trip before it begins.

    How a round trip divides into way and way back nobody knows: the uncertainty counts all of it to the worse side.
    """
    transport = station.client.transport
    offset_s = utc_s() - transport.now()
    shortest_s = min(_round_trip_s(station) for _ in range(PROBES))
    first_seq = station.log_range().next_seq
    epoch_s, uncertainty_s = 0, math.inf
    for _ in range(TRIES):
        epoch_s, begin_s = _wait_for_second(station, offset_s, shortest_s / 2)
        params: dict[str, object] = {"epoch_s": epoch_s}
        station.client.call("clock.set", params, models.ClockReply, changes=True)
        took_s = transport.now() - begin_s
        sent_s = offset_s + begin_s
        uncertainty_s = max(abs(epoch_s - sent_s), abs(sent_s + took_s - epoch_s))
        if took_s <= 1.5 * shortest_s + SLACK_S:
            break
    before = _before(station, first_seq)
    return ClockSync(epoch_s, uncertainty_s, shortest_s, *before)


def _round_trip_s(station: Station) -> float:
    begin_s = station.client.transport.now()
    station.log_range()
    return station.client.transport.now() - begin_s


def _wait_for_second(station: Station, offset_s: float, way_s: float) -> tuple[int, float]:
    """(the second to set, when its request may go out): the next one that is not too near."""
    transport = station.client.transport
    epoch_s = math.ceil(offset_s + transport.now() + way_s + LEAST_AHEAD_S)
    at_s = epoch_s - way_s - offset_s
    while transport.now() < at_s and not station.client.events:
        station.client.pump(at_s - transport.now())
    return epoch_s, transport.now()


def _before(station: Station, first_seq: int) -> tuple[float | None, int | None, float | None]:
    """(seconds it was ahead, when it was set last, drift in ppm) by the records of this setting and the last one."""
    journal = station.log_range()
    low = max(journal.first_seq, first_seq - LOOK_BACK)
    records = [
        one for one in read(station.client, range(low, journal.next_seq)).records if one.kind == layout.CLOCK
    ]
    ours = [one for one in records if one.seq >= first_seq]
    if not ours or not ours[0].number("old_wall_s"):
        return None, _last_set(records, first_seq), None
    was_off_s = ours[0].number("old_wall_s") + WHOLE_S - ours[0].number("new_wall_s")
    last_s = _last_set(records, first_seq)
    if last_s is None or ours[0].number("new_wall_s") <= last_s:
        return was_off_s, last_s, None
    return was_off_s, last_s, 1e6 * was_off_s / (ours[0].number("new_wall_s") - last_s)


def _last_set(records: list[Record], first_seq: int) -> int | None:
    earlier = [one.number("new_wall_s") for one in records if one.seq < first_seq]
    return earlier[-1] if earlier else None
