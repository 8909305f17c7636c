"""Live records in order and without holes: notifications, and `log.read` for what the line lost."""

from __future__ import annotations

from collections.abc import Iterator

from recovery_station import models
from recovery_station.client import Client
from recovery_station.errors import IntegrityError
from recovery_station.logs.wire import read
from recovery_station.records import Record, from_base64

LONGEST_WAIT_S = 1.0
GAP_LIMIT = 2000  # more than this were lost: the journal pull is the way to get them


def subscribe(client: Client, on: bool) -> None:
    """Turn the station's notifications on or off."""
    client.call("events.subscribe", {"on": on}, models.SubscribeReply)


def drain(client: Client) -> list[Record]:
    """Every record that came as a notification; one that is garbled is left to `log.read`."""
    records: list[Record] = []
    while client.events:
        event = client.events.popleft()
        try:
            records += from_base64(event.data)
        except IntegrityError:
            client.noise.bad_frames += 1
    return records


def stream(client: Client, timeout_s: float | None, *, fill_gaps: bool) -> Iterator[Record]:
    """Yield records as they are written. See Station.events."""
    subscribe(client, True)
    last_seq: int | None = None
    heard_at = client.transport.now()
    try:
        while timeout_s is None or client.transport.now() - heard_at < timeout_s:
            left_s = LONGEST_WAIT_S if timeout_s is None else timeout_s - (client.transport.now() - heard_at)
            client.pump(min(LONGEST_WAIT_S, left_s))
            for record in drain(client):
                if last_seq is not None and record.seq <= last_seq:
                    continue  # doubled on the way
                if fill_gaps and last_seq is not None:
                    yield from _missing(client, last_seq, record.seq)
                yield record
                last_seq = record.seq
                heard_at = client.transport.now()
    finally:
        subscribe(client, False)


def _missing(client: Client, last_seq: int, seq: int) -> list[Record]:
    lost = range(last_seq + 1, seq)
    return read(client, lost).records if 0 < len(lost) <= GAP_LIMIT else []
