"""Puts the records of whole sessions into a fake station's journal, as the firmware writes them."""

from __future__ import annotations

from tests.host.fake_station import FakeStation

from station_firmware.core import fault, prompt, states
from station_firmware.store import record

START_WALL_S = 1_900_000_000
TARGETS_MMHG = (80, 75, 70, 65, 60, 80, 75, 70, 65, 60)


def text(fake: FakeStation, of: int, words: str) -> None:
    """A text as its records."""
    body = words.encode()
    size = record.TEXT_CHUNK_BYTES
    for chunk in range(0, len(body), size):
        fake.add(record.TEXT, payload=bytes([of | chunk // size]) + body[chunk : chunk + size])


def boot(fake: FakeStation, number: int) -> None:
    """The station starts anew."""
    fake.boot = number
    fake.add(record.BOOT, 1, 0, 0, 0, 0, 0, 1)


def begin(
    fake: FakeStation, number: int, protocol: str = "flush-20", member: str = "", at_ms: int = 0
) -> None:
    """A session starts."""
    fake.add(record.SESSION_START, number, 1200, 1, 0, 3, 1, ticks_ms=at_ms, wall_s=START_WALL_S)
    text(fake, record.TEXT_PROTOCOL, protocol)
    if member:
        text(fake, record.TEXT_MEMBER, member)
    fake.add(record.STATE, states.READY, states.RUNNING, ticks_ms=at_ms, wall_s=START_WALL_S)
    fake.add(record.STEP, number, 0, states.STEP_COMPRESSION, 1_200_000, ticks_ms=at_ms, wall_s=START_WALL_S)


def second(
    fake: FakeStation, at_ms: int, zones_mmhg: tuple[int, ...] = TARGETS_MMHG, cold_cdegc: int = 1200
) -> None:
    """One line of telemetry."""
    row = (*zones_mmhg, 60, 61, 3810, cold_cdegc, 40, 45, 0)
    fake.add(record.TELEMETRY, *row, ticks_ms=at_ms, wall_s=START_WALL_S + at_ms // 1000)


def say(fake: FakeStation, number: int, at_ms: int) -> None:
    """A prompt."""
    fake.add(record.PROMPT, number, prompt.ENTER_COLD, ticks_ms=at_ms)


def note(fake: FakeStation, code: int, at_ms: int, a: int = 0, b: int = 0) -> None:
    """The station tells what it did."""
    fake.add(record.NOTE, code, a, b, 0, ticks_ms=at_ms)


def trip(fake: FakeStation, at_ms: int) -> None:
    """Over-pressure in L3."""
    fake.add(record.FAULT, fault.OVER_PRESSURE, 2, 133, 130, 1, 1, ticks_ms=at_ms)


def end(fake: FakeStation, number: int, reason: int, at_ms: int, code: int = 0) -> None:
    """A session ends."""
    row = (number, reason, at_ms, at_ms, 12, code)
    fake.add(record.SESSION_END, *row, ticks_ms=at_ms, wall_s=START_WALL_S + at_ms // 1000)
    after = states.FAULT if reason == states.FAULT_END else states.VENTING
    fake.add(record.STATE, states.RUNNING, after, ticks_ms=at_ms, wall_s=START_WALL_S + at_ms // 1000)


def whole_session(
    fake: FakeStation, number: int = 1, seconds: int = 60, reason: int = states.COMPLETED
) -> None:
    """A session from start to end."""
    begin(fake, number, member="Ann Example, member 4711")
    for at_s in range(1, seconds):
        second(fake, at_s * 1000)
    if reason == states.FAULT_END:
        trip(fake, seconds * 1000)
    end(fake, number, reason, seconds * 1000, fault.OVER_PRESSURE if reason == states.FAULT_END else 0)


def rest(fake: FakeStation, at_ms: int) -> None:
    """The zones are empty, the station is idle again."""
    fake.add(record.STATE, states.VENTING, states.IDLE, ticks_ms=at_ms)
