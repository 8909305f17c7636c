"""`make bench`, panel: actions to start, the bus, what it costs the tick, frames a second, bytes of its texts."""

from __future__ import annotations

from collections.abc import Iterator

from recovery_station import Station
from recovery_station.transport.sim import SimTransport
from recovery_station.virtual.hand import Hand
from station_firmware.ui import texts

Row = tuple[str, float, str, str | None, float | None]
_RUN_S = 120.0
_FRAME_LOOKS = 250
_PRESET = 5  # of the list, from 1: warmup-10
# SSD1306 over I2C: address and control byte beside the data, nine bits each, start and stop, 400 kHz; 4 us a transfer
_BIT_US = 2.5
_TRANSFER_US = 4


def panel() -> Iterator[Row]:
    """A session from idle to running by the panel alone; then two minutes of it with the display on, and with none."""
    with Station.open("sim:") as station:
        transport = station.client.transport
        if not isinstance(transport, SimTransport):
            raise TypeError("no virtual station")
        virtual = transport.station
        hand = Hand(virtual)
        hand.wait(5.0)
        _start(hand, station)
        yield (
            "panel: actions from idle to a running preset",
            hand.actions,
            "actions",
            "at most 4",
            hand.actions / 4,
        )
        yield _late("panel: late ticks in two minutes, display on", hand, station)
        yield "panel: frames a second while running", _frames(hand), "frames/s", None, None
        virtual.faults.i2c_stuck = True
        yield _late("panel: late ticks in two minutes, display stuck", hand, station)
    slice_us = _transfer_us(4) + _transfer_us(1 + 64)
    frame_us = _transfer_us(1 + 1024)
    yield (
        "panel: worst slice on the bus",
        slice_us,
        "us",
        f"a whole frame {frame_us:.0f}",
        slice_us / frame_us,
    )
    for column, language in enumerate(texts.LANGUAGES):
        rows = [row.split("|")[1 + column] for row in "".join(texts.TABLE).split("\n")[:-1]]
        yield f"panel: texts, {language}", sum(len(row.encode()) for row in rows), "bytes", None, None


def _transfer_us(size: int) -> float:
    return (9 * (1 + size) + 2) * _BIT_US + _TRANSFER_US


def _start(hand: Hand, station: Station) -> None:
    hand.turn(_PRESET)
    hand.press("start")
    hand.wait(7.0)
    hand.press("encoder_push")
    for _ in range(60):
        if station.status().state == "READY":
            break
        hand.wait(0.5)
    hand.press("start")
    if station.status().state != "RUNNING":
        raise RuntimeError(f"the panel did not start it: {station.status().state}")


def _late(name: str, hand: Hand, station: Station) -> Row:
    before = station.status().tick.late
    hand.wait(_RUN_S)
    return name, station.status().tick.late - before, "ticks", None, None


def _frames(hand: Hand) -> float:
    """Pictures that differ from the one before, looked at every tick."""
    seen = hand.screen().memory
    begin_us = hand.station.now_us
    changed = 0
    for _ in range(_FRAME_LOOKS):
        hand.wait(0.02)
        now = hand.screen().memory
        changed += now != seen
        seen = now
    return changed / ((hand.station.now_us - begin_us) / 1e6)


if __name__ == "__main__":
    from bench import say

    for row in panel():
        say(*row)
