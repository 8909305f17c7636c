"""Where this computer keeps its secrets: the system's keyring where there is one, else a file only its user can read.

A file counts before the keyring: it is what a person put there, and what was made when the keyring did not open.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

from recovery_station.errors import StoreError
from recovery_station.flash import keyring_port
from recovery_station.flash.keyring_port import KeyringTroubleError

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_NAME: Final = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""Of a station's serial as of our own names: nothing in it may lead to another file."""


class ShutAwayError(StoreError):
    """The keyring does not open, and there is no file: the secret may be there or not."""


@dataclass(frozen=True)
class Place:
    """Where a secret was put: `path` is None for the keyring; `why_file` why it did not go there, empty if it did."""

    words: str
    path: Path | None = None
    why_file: str = ""


def folder() -> Path:
    """Where the files lie."""
    return Path(platformdirs.user_config_dir("recovery-station")) / "keys"


def path_of(name: str) -> Path:
    """The file of the secret `name`, there or not. Raises StoreError for a name that is none."""
    if not _NAME.fullmatch(name):
        raise StoreError(f"{name!r} cannot name a key", "letters, digits, - and _ can; is this a station?")
    return folder() / name


def find(name: str, size: int) -> bytes | None:
    """The secret, None when there is none.

    Raises StoreError for a file that others can read or that holds no `size` bytes, ShutAwayError for a keyring
    that does not open.
    """
    path = path_of(name)
    text = guarded_text(path)
    place = str(path)
    if text is None:
        place = "the keyring"
        try:
            text = keyring_port.read(name)
        except KeyringTroubleError as trouble:
            raise ShutAwayError(
                f"the keyring of this computer does not open ({trouble}), and there is no {path}",
                "unlock the keyring and try again, or put a copy of the key there",
            ) from trouble
    return None if text is None else _bytes_of(text, size, place)


def keep(name: str, secret: bytes) -> Place:
    """Keep a new secret; it lies there before this returns. Raises StoreError when a file has one already."""
    path = path_of(name)
    if path.exists():
        raise StoreError(f"there is a key already: {path}", "that one counts; nothing was changed")
    keyring, why = _into_keyring(name, secret.hex())
    if keyring is not None:
        return Place(f"the keyring ({keyring})")
    write_private(path, secret.hex().encode() + b"\n")
    return Place(str(path), path, why)


def _into_keyring(name: str, text: str) -> tuple[str | None, str]:
    """(the keyring it lies in now, ""), or (None, why not)."""
    try:
        keyring = keyring_port.name()
        if keyring is None:
            return None, "this computer has no keyring"
        keyring_port.write(name, text)
    except KeyringTroubleError as trouble:
        return None, f"the keyring does not take it ({trouble})"
    return keyring, ""


def guarded_text(path: Path) -> str | None:
    """The text of a private file, None when there is none. Raises StoreError, also when others can read it."""
    try:
        with path.open(encoding="ascii") as file:
            status = os.fstat(file.fileno())
            text = file.read().strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreError(f"the key {path} cannot be read: {error}", f"look at {path}") from error
    if os.name == "posix" and status.st_mode & _OTHERS:
        raise StoreError(f"{path} can be read by others", f"chmod 600 {path}")
    return text


def write_private(path: Path, content: bytes) -> None:
    """A new file that only its user can read, on the disk before this returns. Raises StoreError, also if it exists."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise StoreError(f"there is a key already: {path}", "it stays; name another file") from error
    except OSError as error:
        raise StoreError(
            f"the key cannot be kept: {error.strerror}", f"make {path.parent} writable"
        ) from error


def _bytes_of(text: str, size: int, place: str) -> bytes:
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) != size:
        raise StoreError(f"{place} holds no key of {size} bytes", "put back the copy you kept of it")
    return secret
