"""Which stations are there.

USB boards by their vendor id, virtual ones by what they left in the runtime directory.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from recovery_station.errors import NoStationError, StationError, UsageError
from recovery_station.models import FoundStation
from recovery_station.transport.base import Transport

RASPBERRY_PI_VENDOR = 0x2E8A
SIM_TARGET = "sim:"
ASK_TIMEOUT_S = 2.0
MOST_ASKED_AT_ONCE = 16


@dataclass(frozen=True)
class Candidate:
    """A port with what is known before it is opened; a USB board tells its name only when asked."""

    port: str
    serial: str | None
    name: str | None
    virtual: bool


def candidates() -> list[Candidate]:
    """Every port that may be a station, virtual ones first."""
    return [*_virtual(), *_usb()]


def _virtual() -> list[Candidate]:
    from recovery_station import registry

    return [Candidate(one.port, one.serial, one.name, virtual=True) for one in registry.living()]


def _usb() -> list[Candidate]:
    from serial.tools import list_ports

    ports = [port for port in list_ports.comports() if port.vid == RASPBERRY_PI_VENDOR]
    # Windows tells serials in capitals, the station itself never does
    return [Candidate(one.device, (one.serial_number or "").lower() or None, None, False) for one in ports]


def describe(candidate: Candidate, timeout_s: float = ASK_TIMEOUT_S) -> FoundStation:
    """Open a candidate, ask who it is and close it again; a problem is told in `problem`, never raised."""
    from recovery_station.station import Station
    from recovery_station.transport.serial import SerialTransport

    found = FoundStation(candidate.name, candidate.serial, candidate.port, None, None, candidate.virtual)
    try:
        with Station(SerialTransport(candidate.port, candidate.serial), timeout_s) as station:
            hello = station.connect()
            found.name, found.serial, found.firmware = hello.name, hello.serial, hello.firmware
            found.state = station.wire_status().state
    except StationError as error:
        found.problem = error.name
    return found


def transport_for(target: str | None) -> Transport:
    """The transport to what the user named. See Station.open for what `target` may be.

    Raises:
        NoStationError: nothing fits. UsageError: several stations and none named.
    """
    if target == SIM_TARGET:
        from recovery_station.transport.sim import SimTransport

        return SimTransport()
    from recovery_station.transport.serial import SerialTransport

    port = find_port(target)
    return SerialTransport(port, _known_serial(port))


def find_port(target: str | None) -> str:
    """The port of the station named, or of the only one. Raises as `transport_for`."""
    if target is not None and _looks_like_port(target):
        return target
    known = candidates()
    if target is None:
        return _only(known)
    named = [one for one in known if target in (one.name, one.serial, one.port)] or _who_say(known, target)
    if len(named) > 1:
        raise UsageError(
            f"{len(named)} stations are called {target!r}: {', '.join(_by_serial(one) for one in named)}",
            "choose one by its serial, then give it a name of its own with `station config set name`",
            {"found": [one.serial or one.port for one in named]},
        )
    if named:
        return named[0].port
    raise NoStationError(
        f"there is no station called {target!r}",
        f"found: {_listed(known)}; `station list` asks them all" if known else _no_station_hint(),
        {"wanted": target, "found": [candidate.port for candidate in known]},
    )


def serial_of(target: str | None) -> str | None:
    """The serial under which the store keeps the station that `-s` names by port or name now; else `target`."""
    if target is None:
        return None
    port = str(Path(target).resolve()) if _looks_like_port(target) else None
    for candidate in candidates():
        named = target in (candidate.name, candidate.port)
        if candidate.serial and (named or port == str(Path(candidate.port).resolve())):
            return candidate.serial
    return target


def _who_say(known: list[Candidate], target: str) -> list[Candidate]:
    """Those that answer to this name, all asked at once."""
    if not known:
        return []
    with ThreadPoolExecutor(min(len(known), MOST_ASKED_AT_ONCE)) as pool:
        answers = list(pool.map(describe, known))
    return [one for one, found in zip(known, answers, strict=True) if found.name == target]


def _known_serial(port: str) -> str | None:
    """Of the station behind this port, also when it is a link; None while only opening it would tell."""
    real = str(Path(port).resolve())
    return next((one.serial for one in candidates() if str(Path(one.port).resolve()) == real), None)


def _by_serial(one: Candidate) -> str:
    return f"{one.serial or 'no serial'} ({one.port})"


def _only(known: list[Candidate]) -> str:
    if not known:
        raise NoStationError("no station is connected", _no_station_hint())
    if len(known) > 1:
        raise UsageError(
            f"{len(known)} stations are connected: {_listed(known)}",
            "choose one with `station -s NAME …` (name, serial or port)",
            {"found": [candidate.port for candidate in known]},
        )
    return known[0].port


def _looks_like_port(target: str) -> bool:
    return "/" in target or "\\" in target or (target[:3].upper() == "COM" and target[3:].isdigit())


def _listed(known: list[Candidate]) -> str:
    return ", ".join(f"{one.name or one.serial or 'unnamed'} ({one.port})" for one in known)


def _no_station_hint() -> str:
    return "connect one by USB, or start a virtual one with `station sim serve`"
