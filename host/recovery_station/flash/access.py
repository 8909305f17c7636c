"""The technician's way in: question and answer with the station's key, and the first key of a station that has none."""

from __future__ import annotations

import msgspec

from recovery_station.errors import RefusedError
from recovery_station.flash import keys, vault
from recovery_station.rpc_errors import METHOD_NOT_FOUND
from recovery_station.station import Station


class Question(msgspec.Struct):
    """Answer of `service.unlock` without an answer."""

    question: str
    keyed: bool
    serial: str


class Opened(msgspec.Struct):
    """Answer of `service.unlock` with the right answer, or with a first key."""

    open_s: int = 0
    keyed: bool = True


def unlock(station: Station) -> bool:
    """Open the service for ten minutes; False when the station has no key, and is open to everybody.

    A firmware older than the keys has none. Raises RefusedError: no key here, a wrong one, or locked after five.
    """
    try:
        asked = station.client.call("service.unlock", None, Question)
    except RefusedError as error:
        if error.data.get("code") == METHOD_NOT_FOUND:
            return False
        raise
    if not asked.keyed:
        return False
    answer = keys.proof(asked.serial, bytes.fromhex(asked.question) + asked.serial.encode())
    if answer is None:
        raise RefusedError(
            f"this computer has no service key of station {asked.serial}",
            f"copy it to {vault.path_of(asked.serial)} from the computer that provisioned the station",
            {"serial": asked.serial},
        )
    station.client.call("service.unlock", {"answer": answer}, Opened)
    return True


def opened_or_claimed(station: Station) -> vault.Place:
    """As `claim`; a memory that has a key from before keeps it, and this computer must know it. Raises as both."""
    return keys.place_of(station.hello.serial) if unlock(station) else claim(station)


def claim(station: Station) -> vault.Place:
    """Give a station without a key its first one; the key lies on this computer before the station gets it.

    Returns where.

    Raises RefusedError when it has one, StoreError when the key cannot be kept here.
    """
    serial = station.hello.serial
    if station.client.call("service.unlock", None, Question).keyed:
        raise RefusedError(
            f"station {serial} has its service key already",
            "it stays until flash and memory are made anew; use the computer that has the key",
            {"serial": serial},
        )
    key, place = keys.for_claim(serial)
    station.client.call("service.unlock", {"key": key.hex()}, Opened)
    return place
