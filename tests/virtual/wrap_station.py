"""A day's first session on a virtual station whose counters go through 2**30 where a test asks for it.

The flashed clock counts from its import; here one constant of it is another, so that its end comes in the session and
not after twelve days (milliseconds) or eighteen minutes (microseconds).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from recovery_station import Station
from recovery_station.logs import export, query
from recovery_station.logs.pull import pull
from recovery_station.logs.store import Store
from recovery_station.transport.sim import SimTransport
from recovery_station.virtual import image
from recovery_station.virtual.plant.setup import PlantSetup
from recovery_station.virtual.station import VirtualStation

TURN = 1 << 30
GARMENT = PlantSetup(slack_l=(0.35,) * 10)
_CLOCK = "slot_a/station_firmware/hal/clock.py"
Edit = tuple[str, str, str]
"""A file of the slot, what stands in it once, and what takes its place."""


@dataclass(frozen=True)
class Wraps:
    """When each counter goes through 2**30, in seconds after power on; None: not in this session.

    `chip_s` is the chip's own millisecond counter, the others are the firmware's, counted from its start.
    """

    ms_s: float | None = None
    us_s: float | None = None
    chip_s: float | None = None


@dataclass(frozen=True)
class Told:
    """What is left of a session: the plant's truth, the host's rows of it, and the figures of the tick."""

    trace: bytes
    samples: list[dict[str, object]]
    events: list[tuple[float, str, str]]
    end: tuple[str | None, float | None, float | None]
    late: int
    resets: int


def _edits(wraps: Wraps) -> list[Edit]:
    edits: list[Edit] = []
    for unit, scale, at_s in (("ms", 1000, wraps.ms_s), ("us", 1_000_000, wraps.us_s)):
        if at_s is not None:
            epoch = f"_EPOCH_{unit.upper()} = time.ticks_{unit}()"
            edits.append((_CLOCK, epoch, f"{epoch[: -len('()')]}() + {round(at_s * scale)} & {TURN - 1}"))
    return edits


def firmware(folder: Path, edits: list[Edit]) -> Path:
    """Our firmware as it is flashed, with `edits`, as a directory."""
    files = image.sources()
    for name, was, now in edits:
        text = files[name].decode()
        assert text.count(was) == 1, (name, was)
        files[name] = text.replace(was, now).encode()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def _acts(
    station: Station, plant_press: Callable[[str], None]
) -> tuple[tuple[float, Callable[[], object]], ...]:
    """Who does what and when, in seconds after power on."""
    return (
        (1.5, lambda: plant_press("estop")),
        (2.0, lambda: plant_press("estop_release")),
        (3.0, lambda: plant_press("ack")),
        (7.0, lambda: station.start("flush-20", screened=True, confirmed_by="test")),
        (28.0, station.pause),
        (30.5, station.resume),
        (40.0, lambda: plant_press("estop")),
        (41.0, lambda: plant_press("estop_release")),
    )


END_S = 44.0
STAGES_S = {
    "boot": 0.3,
    "fault at rest": 2.5,
    "self-test": 10.0,
    "ready": 16.0,
    "first fill": 24.0,
    "pause": 29.0,
    "fill after the pause": 35.0,
    "fault in a session": 40.5,
}
"""A moment in each stage, in seconds after power on."""


def session(folder: Path, wraps: Wraps, edits: tuple[Edit, ...] = ()) -> Told:
    """Run it in the empty `folder`."""
    chip_ms = 0 if wraps.chip_s is None else TURN - round(wraps.chip_s * 1000)
    made = VirtualStation(
        folder / "state",
        seed=5,
        trace_path=folder / "trace.csv",
        plant_setup=GARMENT,
        firmware=firmware(folder / "flash", _edits(wraps) + list(edits)),
        ticks_start_ms=chip_ms,
    )
    with made, Station(SimTransport(made)) as station:
        station.connect()
        for at_s, act in _acts(station, made.plant.press):
            made.run_until(round(at_s * 1e6))
            act()
        made.run_until(round(END_S * 1e6))
        with Store.open(folder / "store.db") as store:
            pull(station, store)
            row = query.session(store, "last")
            samples = list(export.session_rows(store, row))
            events = [(one.t_s, one.kind, str(one.detail)) for one in query.events(store, row)]
        late, resets = station.status().tick.late, made.resets
    trace = (folder / "trace.csv").read_bytes()
    return Told(trace, samples, events, (row.reason, row.ran_s, row.at_pressure_s), late, resets)
