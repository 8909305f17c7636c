"""What `station doctor` looks at in the station: versions, state, clock, chain, faults, log, memory, pace, tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, cast

from recovery_station import models, selftesting
from recovery_station.authoring import config
from recovery_station.doctor.host import MPY
from recovery_station.doctor.rows import Row, judged
from recovery_station.errors import RefusedError
from recovery_station.flash import update
from recovery_station.snapshot import micropython_version
from recovery_station.versions import INTERPRETERS, interpreter_misfit, misfit
from station_firmware import VERSION
from station_firmware.core import fault as _fault_module
from station_firmware.core import limits as _limits
from station_firmware.core.timebase import TICK_MS
from station_firmware.store.archive import WARN_PCT

if TYPE_CHECKING:
    from recovery_station.station import Station

_fault = cast("Any", _fault_module)
_HEAP_WARN_BYTES: Final = 3 * _limits.HEAP_MIN_BYTES // 2
_LOST: Final = ("watchdog", "firmware_error", "rolled_back", "spare_slot", "rescue")
_QUIET: Final = ("IDLE", "FAULT")
_KEPT: Final = {config.NEVER: "never set: nothing is heated or cooled"}
_STATE_HINTS: Final = {
    "FAULT": "see the fault's remedy, then `station ack` or the panel",
    "MAINTENANCE": "it stands at its prompt: switch it off and on to use it",
}


def station_rows(station: Station) -> Iterator[Row]:
    """Every row about the station; one that speaks another protocol only gets the rows that still work."""
    yield from _versions(station.hello)
    status = station.status() if station.client.barred is None else None
    if status is None:
        return
    if station.hello.last_boot in _LOST and status.state in _QUIET:
        yield from _left_behind(station)
    yield from _condition(status)
    yield from _faults(status)
    yield from _health(status)
    yield from _tested(station, status)
    yield from _settings(station)


def _versions(hello: models.Hello) -> Iterator[Row]:
    wrong = misfit(hello)
    low, high = hello.protocol
    told = f"station {low} to {high}, host {models.PROTOCOL_VERSION}"
    yield judged("station", "protocol", told, wrong.hint if wrong else "", good=wrong is None)
    machine = str(hello.machine or "")
    real = " with RP2" in machine
    told = machine if real else "a virtual station: its memory and pace are this computer's, not the chip's"
    yield Row("station", "board", "ok", told)
    remedy = f"this computer's is {VERSION}: install the older one of the two anew"
    yield judged(
        "station", "firmware", hello.firmware, remedy, good=hello.firmware == VERSION, otherwise="warn"
    )
    version = micropython_version(hello.implementation)
    why = interpreter_misfit(version)
    remedy = f"{why}: `station flash` a release from {INTERPRETERS[0]} on and before {INTERPRETERS[1]}"
    yield judged("station", "MicroPython", version or "unknown", remedy, good=why is None)
    if hello.mpy:
        found = f"{hello.mpy & 0xFF}.{hello.mpy >> 8 & 3}"
        remedy = f"what this computer compiles is {MPY}: `station flash` the MicroPython that goes with it"
        yield judged("station", ".mpy format", found, remedy, good=found == MPY)
    last = str(hello.last_boot)
    remedy = (
        "pull the log (`station logs pull`): it says what was before; if it happens again, have it looked at"
    )
    yield judged("station", "last boot", last, remedy, good=last not in _LOST, otherwise="warn")


def _left_behind(station: Station) -> Iterator[Row]:
    """The last line of what a firmware that gave way had to say: an error, or a memory that only a newer one reads."""
    try:
        lines = update.standing(station).error.strip().splitlines()
    except RefusedError:  # a firmware older than the slots
        return
    if lines:
        remedy = (
            "`station update` installs this computer's firmware; send the line to whoever made the other one"
        )
        yield Row("station", "left behind", "warn", lines[-1], remedy)


def _condition(status: models.Status) -> Iterator[Row]:
    verdict = "bad" if status.state == "FAULT" else "warn" if status.state in _STATE_HINTS else "ok"
    yield Row("station", "state", verdict, status.state, _STATE_HINTS.get(status.state, ""))
    remedy = "run `station time sync`; until then no bath is kept by the opening hours"
    found = "set" if status.clock_ok else "not set"
    yield judged("station", "clock", found, remedy, good=status.clock_ok, otherwise="warn")
    remedy = "`station selftest` says which part; do not use the station before"
    found = "in order" if status.chain_ok else "open"
    yield judged("station", "safety chain", found, remedy, good=status.chain_ok)
    found = "pressed" if status.estop else "released"
    remedy = "turn it to release it, then acknowledge at the panel"
    yield judged("station", "emergency stop", found, remedy, good=not status.estop, otherwise="warn")
    readings = {**status.zones_mmhg, **status.baths_degc}
    silent = [name for name, value in readings.items() if value is None]
    remedy = "look at the wires of these sensors, then `station selftest`"
    found = f"no reading of {', '.join(silent)}" if silent else "all zones and baths"
    yield judged("station", "readings", found, remedy, good=not silent)


def _faults(status: models.Status) -> Iterator[Row]:
    for fault in status.faults:
        yield Row("station", "fault", "bad", fault.told(), fault.remedy)
    if not status.faults:
        yield Row("station", "fault", "ok", "none")


def _health(status: models.Status) -> Iterator[Row]:
    full = status.log.full_pct or 0
    found = f"{full} % full, {status.log.unacked} records to pull"
    verdict = "bad" if full >= 100 else "warn" if full >= WARN_PCT else "ok"
    yield Row("station", "log", verdict, found, "run `station logs pull`" if full >= WARN_PCT else "")
    lit = status.display_ok is not False
    found = "answers" if lit else "does not answer"
    remedy = "have the display and its plug checked; sessions run without it, from the link"
    yield judged("station", "display", found, remedy, good=lit)
    heap = status.heap_free
    verdict = "bad" if heap < _limits.HEAP_MIN_BYTES else "warn" if heap < _HEAP_WARN_BYTES else "ok"
    remedy = (
        "" if verdict == "ok" else "switch it off and on; if it is as low again, remove protocols nobody uses"
    )
    found = f"{heap} bytes free (limit {_limits.HEAP_MIN_BYTES})"
    yield Row("station", "memory", verdict, found, remedy)
    tick = status.tick
    found = f"longest {tick.max_us / 1000:g} ms of {TICK_MS} ms, {tick.late} late since power on"
    remedy = "pull the log and have it looked at: ticks that take so long leave no room"
    yield judged("station", "tick", found, remedy, good=tick.max_us < TICK_MS * 1000, otherwise="warn")


def _tested(station: Station, status: models.Status) -> Iterator[Row]:
    """What the last whole self-test since power-on found; the wire does not tell its age."""
    reply = station.client.call("service.selftest", None, selftesting.Reply)
    form = selftesting.form(station.hello, reply)
    reached = any(row.measured is not None for row in form.rows)
    found = (
        "passed"
        if form.passed
        else f"found {form.finding.name}"
        if form.finding
        else "stopped before its end"
    )
    if not reached:
        found = "not made since power on"
    verdict = "ok" if form.passed else "bad" if form.finding else "warn"
    remedy = "" if form.passed else form.finding.remedy if form.finding else "run `station selftest`"
    yield Row("station", "self-test", verdict, found, remedy)
    codes = [fault.code for fault in (*status.faults, form.finding) if fault is not None]
    known = form.passed or _fault.SENSOR_UNCALIBRATED in codes
    good = known and _fault.SENSOR_UNCALIBRATED not in codes
    found = (
        "every sensor has its own" if good else "missing or damaged" if known else "the self-test will tell"
    )
    remedy = "have the sensors calibrated; no session is armed before" if known else "run `station selftest`"
    yield judged("station", "calibration", found, remedy, good=good, otherwise="bad" if known else "warn")


def _settings(station: Station) -> Iterator[Row]:
    try:
        kept = station.config().kept
    except RefusedError as error:
        yield Row("station", "settings", "ok", f"not looked at: {error.message}")
        return
    remedy = "read them with `station config get`, then set them anew (docs/settings.md)"
    yield judged("station", "settings", _KEPT.get(kept, kept), remedy, good=kept != config.DAMAGED)
