"""Setting the clock: as exact as it says, whatever the line's two ways take."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.host.command import Call
from tests.host.fake_station import FakeStation

from recovery_station.clocks import TRIES, ClockSync, sync
from recovery_station.station import Station

UTC_S = 1_800_000_000.37


class SlowLine:
    """The fake behind a line whose way there and way back take their own time, and sometimes longer."""

    def __init__(self, fake: FakeStation, there_s: float, back_s: float, jitter_s: float, seed: int) -> None:
        self.fake = fake
        self.there_s, self.back_s, self.jitter_s = there_s, back_s, jitter_s
        self.random = random.Random(seed)
        self._going: list[tuple[float, bytes]] = []
        self._coming: list[tuple[float, bytes]] = []

    port = "slow:"

    def open(self) -> None:
        self.fake.open()

    def close(self) -> None:
        self.fake.close()

    def now(self) -> float:
        return self.fake.now()

    def read(self) -> bytes:
        due = [data for at, data in self._coming if at <= self.now()]
        self._coming = [one for one in self._coming if one[0] > self.now()]
        return b"".join(due)

    def write(self, data: bytes) -> None:
        self._going.append((self._later(self.there_s, self._going), data))

    def wait(self, seconds: float) -> None:
        end = self.now() + seconds
        while self.now() < end and not any(at <= self.now() for at, _ in self._coming):
            self._move(min(end, self.now() + 0.001))

    def _move(self, to_s: float) -> None:
        self.fake.way.now_s = to_s
        for at, data in [one for one in self._going if one[0] <= to_s]:
            self._going.remove((at, data))
            self.fake.write(data)
        came = self.fake.read()
        if came:
            self._coming.append((self._later(self.back_s, self._coming), came))

    def _later(self, way_s: float, before: list[tuple[float, bytes]]) -> float:
        """A line keeps the order."""
        at = self.now() + way_s + self.jitter_s * self.random.random() ** 4
        return max([at, *[one for one, _ in before]])


def synced(line: SlowLine) -> tuple[ClockSync, float]:
    """What it tells, and how far the station's clock truly is ahead."""
    begin = line.now()
    with Station(line, 20.0) as station:
        station.connect()
        done = sync(station, lambda: UTC_S + line.now() - begin)
    fake = line.fake
    assert fake.clock_s is not None
    return done, fake.clock_s - (UTC_S + fake.clock_at_s - begin)


@given(st.floats(0.001, 1.0), st.floats(0.001, 1.0), st.sampled_from((0.0, 0.02, 0.5)), st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_it_is_as_exact_as_it_says(there_s: float, back_s: float, jitter_s: float, seed: int) -> None:
    fake = FakeStation()
    done, off_s = synced(SlowLine(fake, there_s, back_s, jitter_s, seed))
    assert abs(off_s) <= done.uncertainty_s + 1e-6
    assert done.round_trip_s >= there_s + back_s
    if not jitter_s:
        assert done.uncertainty_s <= done.round_trip_s / 2 + 0.01
        assert fake.changes == ["clock.set"]
    assert len(fake.changes) <= TRIES


def test_an_uneven_slow_line_costs_half_its_round_trip_at_most() -> None:
    done, off_s = synced(SlowLine(FakeStation(), 0.9, 0.05, 0.0, 1))
    assert off_s == pytest.approx(-(0.9 - 0.05) / 2, abs=0.01)
    assert done.uncertainty_s == pytest.approx((0.9 + 0.05) / 2, abs=0.01)


def test_it_tells_how_far_it_was_off_and_the_drift(fake: FakeStation) -> None:
    line = SlowLine(fake, 0.01, 0.01, 0.0, 1)
    first, _ = synced(line)
    assert (first.was_off_s, first.last_set_s, first.drift_ppm) == (None, None, None)
    fake.way.now_s += 100_000.0
    assert fake.clock_s is not None
    fake.clock_s += 20  # it gained 20 s in about 100 000
    with Station(line, 20.0) as station:
        station.connect()
        done = sync(station, lambda: UTC_S + line.now())
    assert done.was_off_s == pytest.approx(20, abs=1.0)
    assert done.last_set_s == first.epoch_s
    assert done.drift_ppm == pytest.approx(200, abs=10)


def test_on_real_firmware(virtual_station: Station) -> None:
    transport = virtual_station.client.transport
    while virtual_station.wire_status().state != "IDLE":
        transport.wait(0.5)
    begin = transport.now()
    done = sync(virtual_station, lambda: UTC_S + transport.now() - begin)
    assert done.was_off_s is not None and done.uncertainty_s < 0.1
    again = sync(virtual_station, lambda: UTC_S + transport.now() - begin)
    assert again.last_set_s == done.epoch_s
    assert (
        again.was_off_s is not None and abs(again.was_off_s) <= 0.5 + done.uncertainty_s + again.uncertainty_s
    )


def test_the_command_says_so(call: Call, fake: FakeStation) -> None:
    code, out, _err = call("time", "sync")
    assert code == 0 and "right within" in out and "not set before" in out
    code, out, _err = call("--json", "time", "sync")
    told = json.loads(out)
    assert code == 0 and told["type"] == "time/1"
    assert told["uncertainty_s"] < 0.1 and told["last_set_s"] is not None
