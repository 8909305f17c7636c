"""Scenario files: what happens to a station and when, from TOML, refused in words when wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from recovery_station.errors import UsageError
from recovery_station.virtual.plant import INJECTIONS, PRESSES, InjectError, Plant, PlantSetup, StationFaults
from recovery_station.virtual.plant.injections import resolve
from recovery_station.virtual.setup_table import SetupError, read_setup

_NEVER: Final = 1 << 62
_TOP: Final = ("seed", "event", "plant", "expect")
_PLACES: Final = ("zone", "leg", "bath", "channel", "value")
_LATEST_S: Final = 30 * 86_400.0
Scalar = str | int | float | bool


class ScenarioError(UsageError):
    """A scenario file cannot be used. `data` has file, key, value and allowed."""

    def __init__(self, file: str, key: str, value: object, allowed: str) -> None:
        given = "is missing" if value is None else f"= {value!r}"
        super().__init__(
            f"{file}: {key} {given}: allowed is {allowed}",
            "Correct the scenario file and run the command again.",
            {"file": file, "key": key, "value": None if value is None else str(value), "allowed": allowed},
        )


@dataclass(frozen=True, slots=True)
class Event:
    """At `at_us` either a button is pressed or something is injected; the other name is empty."""

    at_us: int
    press: str = ""
    inject: str = ""
    where: Mapping[str, str | int | float] = field(default_factory=dict[str, "str | int | float"])


@dataclass(frozen=True, slots=True)
class Scenario:
    """A parsed file: events in time order, the plant at the start, what is expected; `seed` may be None."""

    name: str = "scenario"
    seed: int | None = None
    events: tuple[Event, ...] = ()
    setup: PlantSetup = field(default_factory=PlantSetup)
    expect: Mapping[str, Scalar] = field(default_factory=dict[str, "Scalar"])


def load_scenario(path: Path) -> Scenario:
    """Read and parse a file; ScenarioError names what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError(str(path), "file", str(error), "a readable UTF-8 TOML file") from error
    return parse_scenario(text, str(path))


def parse_scenario(text: str, name: str = "scenario") -> Scenario:
    """Parse TOML text; `name` is how errors call it."""
    try:
        table: dict[str, object] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise ScenarioError(name, "TOML", str(error), "TOML 1.0") from error
    _known(name, table, _TOP, "")
    seed = table.get("seed")
    if seed is not None and (not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 1 << 32):
        raise ScenarioError(name, "seed", seed, "a whole number 0 to 4294967295")
    try:
        setup = read_setup(_table(name, table, "plant"))
    except SetupError as error:
        raise ScenarioError(name, f"plant.{error.key}", error.value, error.allowed) from error
    return Scenario(name, seed, _events(name, table.get("event", [])), setup, _expect(name, table))


def _known(name: str, table: Mapping[str, object], allowed: tuple[str, ...], prefix: str) -> None:
    for key, value in table.items():
        if key not in allowed:
            raise ScenarioError(name, prefix + key, value, "one of the keys " + ", ".join(allowed))


def _table(name: str, table: Mapping[str, object], key: str) -> dict[str, object]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise ScenarioError(name, key, value, f"a table [{key}]")
    return cast("dict[str, object]", value)


def _expect(name: str, table: Mapping[str, object]) -> dict[str, Scalar]:
    expect: dict[str, Scalar] = {}
    for key, value in _table(name, table, "expect").items():
        if not isinstance(value, (str, int, float, bool)):
            raise ScenarioError(name, f"expect.{key}", value, "a text, a number, true or false")
        expect[key] = value
    return expect


def _events(name: str, value: object) -> tuple[Event, ...]:
    """All events in time order; those of one moment stay in the order of the file."""
    rows = cast("list[object]", value) if isinstance(value, list) else [value]
    events: list[Event] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise ScenarioError(name, "event", row, "a list of tables [[event]]")
        events.append(_event(name, f"event {number}: ", cast("dict[str, object]", row)))
    return tuple(sorted(events, key=lambda event: event.at_us))


def _event(name: str, prefix: str, row: dict[str, object]) -> Event:
    _known(name, row, ("at_s", "inject", "press", *_PLACES), prefix)
    at_s = row.get("at_s")
    if not isinstance(at_s, (int, float)) or isinstance(at_s, bool) or not 0.0 <= at_s <= _LATEST_S:
        raise ScenarioError(name, prefix + "at_s", at_s, f"a number of seconds 0 to {_LATEST_S:.0f}")
    at_us = round(at_s * 1e6)
    where = {key: row[key] for key in _PLACES if key in row}
    if ("inject" in row) == ("press" in row):
        given = "both" if "inject" in row else None
        raise ScenarioError(name, prefix + "inject or press", given, "exactly one of the two")
    if "press" in row:
        press = row["press"]
        if press not in PRESSES:
            raise ScenarioError(name, prefix + "press", press, ", ".join(PRESSES))
        for key, given in where.items():
            raise ScenarioError(name, prefix + key, given, "no place: a press has only at_s")
        return Event(at_us, press=str(press))
    return _injection(name, prefix, at_us, row["inject"], where)


def _injection(name: str, prefix: str, at_us: int, what: object, where: Mapping[str, object]) -> Event:
    places: dict[str, str | int | float] = {}
    for key, given in where.items():
        if not isinstance(given, (str, int, float)) or isinstance(given, bool):
            raise ScenarioError(name, prefix + key, given, "a text or a number")
        places[key] = given
    try:
        resolve(str(what), places)
    except InjectError as error:
        raise ScenarioError(name, prefix + error.key, error.value, error.allowed) from error
    return Event(at_us, inject=str(what), where=places)


class Player:
    """Plays a scenario into plant and station faults: call `play` before an advance once `next_us` is due."""

    def __init__(self, scenario: Scenario, plant: Plant, faults: StationFaults) -> None:
        self._events = scenario.events
        self._plant = plant
        self._faults = faults
        self._at = 0
        self.next_us = self._events[0].at_us if self._events else _NEVER

    def play(self, now_us: int) -> None:
        """Do everything that is due at `now_us`."""
        while self.next_us <= now_us:
            event = self._events[self._at]
            self._at += 1
            self.next_us = self._events[self._at].at_us if self._at < len(self._events) else _NEVER
            self._do(event)

    def _do(self, event: Event) -> None:
        if event.press:
            self._plant.press(event.press)
            return
        if event.inject == "clear":
            self._faults.clear()
        if INJECTIONS[event.inject].station:
            self._faults.apply(event.inject, resolve(event.inject, event.where)[2])
        else:
            self._plant.inject(event.inject, **event.where)
