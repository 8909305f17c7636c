"""The service keys of this computer's stations: a file each that only its user can read; never shown, never logged."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path
from typing import Final

import platformdirs

from recovery_station.errors import StoreError
from station_firmware.link import access as _access

KEY_BYTES: Final[int] = _access.KEY_BYTES
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def folder() -> Path:
    """Where the keys lie."""
    return Path(platformdirs.user_config_dir("recovery-station")) / "keys"


def key_of(serial: str) -> bytes | None:
    """The key of the station `serial`, None when this computer has none.

    Raises StoreError for a file that others can read, or that is no key.
    """
    path = folder() / serial
    try:
        status = path.stat()
        text = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError(f"the key of station {serial} cannot be read: {error}", f"look at {path}") from error
    if os.name == "posix" and status.st_mode & _OTHERS:
        raise StoreError(f"{path} can be read by others", f"chmod 600 {path}")
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise StoreError(f"{path} holds no key of {KEY_BYTES} bytes", "put back the copy you kept of it")
    return key


def make(serial: str) -> bytes:
    """A new random key, kept before anybody is told of it. Raises StoreError when one is kept already."""
    key = secrets.token_bytes(KEY_BYTES)
    path = folder() / serial
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise StoreError(f"there is a key of station {serial} already: {path}", "unlock with it") from error
    except OSError as error:
        raise StoreError(f"the key cannot be kept: {error}", f"make {path.parent} writable") from error
    return key


def proof(serial: str, data: bytes) -> str | None:
    """HMAC-SHA256 of `data` with the station's key, in hexadecimal; None when this computer has no key of it."""
    key = key_of(serial)
    return None if key is None else hmac.new(key, data, hashlib.sha256).hexdigest()
