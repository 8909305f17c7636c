"""Whose signatures count here: the list that came with this program, the site's own list, and this computer's key."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

import platformdirs

from recovery_station.errors import StoreError, UsageError
from recovery_station.flash import signing

FIRMWARE: Final = "firmware"
REPORT: Final = "report"
PURPOSES: Final = (FIRMWARE, REPORT)
_SHIPPED: Final = "trusted_keys.txt"
_KEY: Final = re.compile(r"[0-9a-f]{64}")
_HEAD: Final = (
    "# Public keys trusted on this computer: 64 hexadecimal digits, what for, a name. See `station keys`.\n"
)


@dataclass(frozen=True)
class Trusted:
    """A public key, what its signature counts for, whose it is, and which list says so."""

    public: bytes
    purposes: tuple[str, ...]
    name: str
    source: str

    @property
    def key_id(self) -> str:
        """How people call it."""
        return signing.id_of(self.public)


def path() -> Path:
    """The site's list."""
    return Path(platformdirs.user_config_dir("recovery-station")) / _SHIPPED


def known() -> list[Trusted]:
    """All of them. Raises StoreError for a list that cannot be read, naming file and line."""
    shipped = resources.files(__package__ or "").joinpath(_SHIPPED).read_text(encoding="utf-8")
    found = [*_parse(shipped, "shipped", "came with this program"), *_site()]
    own = signing.own_public()
    if own is not None:
        found.append(Trusted(own, PURPOSES, "this computer", "own"))
    return found


def who(public: bytes, purpose: str) -> Trusted | None:
    """The entry by which `public` counts for `purpose`, None when none says so. Raises as `known`."""
    return next((one for one in known() if one.public == public and purpose in one.purposes), None)


def trust(text: str, purposes: Collection[str], name: str) -> Trusted:
    """Add a public key (64 hexadecimal digits) to the site's list. Raises UsageError, StoreError."""
    public = key_from(text)
    words = " ".join(name.split())
    if not words or not words.isprintable():
        raise UsageError("the key needs a name in printable letters", "name its owner: --name 'Kim, bench 2'")
    entry = Trusted(public, tuple(one for one in PURPOSES if one in purposes), words, "site")
    kept = [one for one in _site() if one.public != public]
    _write([*kept, entry])
    return entry


def forget(key_id: str) -> Trusted:
    """Take a key off the site's list, by its id or in full. Raises UsageError when it is not on it."""
    entries = _site()
    gone = [one for one in entries if key_id.lower() in (one.key_id, one.public.hex())]
    if not gone:
        raise UsageError(
            f"no key {key_id} is on this computer's list",
            f"`station keys list` shows them; the list is {path()}",
        )
    _write([one for one in entries if one not in gone])
    return gone[0]


def key_from(text: str) -> bytes:
    """The key that 64 hexadecimal digits are. Raises UsageError."""
    digits = text.strip().lower()
    if not _KEY.fullmatch(digits):
        raise UsageError(
            "a public key is 64 hexadecimal digits", "`station keys own` prints this computer's on its line"
        )
    return bytes.fromhex(digits)


def _site() -> list[Trusted]:
    try:
        text = path().read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise StoreError(f"the list of trusted keys cannot be read: {error}", f"look at {path()}") from error
    return _parse(text, "site", str(path()))


def _parse(text: str, source: str, shown: str) -> list[Trusted]:
    found: list[Trusted] = []
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.split(maxsplit=2)
        if not parts or parts[0].startswith("#"):
            continue
        purposes = parts[1].split(",") if len(parts) == 3 else []
        if not purposes or not set(purposes) <= set(PURPOSES) or not _KEY.fullmatch(parts[0]):
            raise StoreError(
                f"{shown}, line {number}: no key, what for and name",
                f"a line is 64 hexadecimal digits, {FIRMWARE} or {REPORT} (or both with a comma), and a name",
            )
        found.append(Trusted(bytes.fromhex(parts[0]), tuple(purposes), parts[2], source))
    return found


def _write(entries: Collection[Trusted]) -> None:
    target = path()
    lines = "".join(f"{one.public.hex()} {','.join(one.purposes)} {one.name}\n" for one in entries)
    part = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.write_text(_HEAD + lines, encoding="utf-8")
        part.replace(target)
    except OSError as error:
        raise StoreError(
            f"the list of trusted keys cannot be written: {error.strerror}", f"make {target.parent} writable"
        ) from error
