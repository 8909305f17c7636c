"""The service keys of this computer's stations, kept as vault.py says; never shown, never logged."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from recovery_station.flash import vault
from station_firmware.link import access as _access

KEY_BYTES: Final[int] = _access.KEY_BYTES


def key_of(serial: str) -> bytes | None:
    """The key of the station `serial`, None when this computer has none. Raises as vault.find."""
    return vault.find(serial, KEY_BYTES)


def make(serial: str) -> tuple[bytes, vault.Place]:
    """A new random key, kept before anybody is told of it, and where. Raises StoreError when one is kept already."""
    key = secrets.token_bytes(KEY_BYTES)
    return key, vault.keep(serial, key)


def for_claim(serial: str) -> tuple[bytes, vault.Place]:
    """The key that was made for this station and never reached it, else a new one; and where it lies.

    A keyring that does not open is no obstacle: the station has no key yet, so none that lies there is in use.
    """
    try:
        key = key_of(serial)
    except vault.ShutAwayError:
        key = None
    return make(serial) if key is None else (key, place_of(serial))


def place_of(serial: str) -> vault.Place:
    """Where a key lies that was found."""
    path = vault.path_of(serial)
    return vault.Place(str(path), path) if path.exists() else vault.Place("the keyring")


def proof(serial: str, data: bytes) -> str | None:
    """HMAC-SHA256 of `data` with the station's key, in hexadecimal; None when this computer has no key of it."""
    key = key_of(serial)
    return None if key is None else hmac.new(key, data, hashlib.sha256).hexdigest()
