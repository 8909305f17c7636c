"""A firmware as one signed file: a zip of a head that names every file's SHA-256, the head's signature, and the files.

The signature is checked over the head's very bytes before anything in it is believed, and every file against the head
before a station is asked. The same firmware and key always give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from recovery_station.errors import IntegrityError, UsageError
from recovery_station.flash import signing, trusted
from recovery_station.flash.compiled import MANIFEST
from recovery_station.flash.package import FORMAT, Package
from recovery_station.flash.signing import Signer
from recovery_station.flash.trusted import Trusted
from station_firmware.store import slots as _slots

SUFFIX: Final = ".rsp"
TYPE: Final = "firmware-package/1"
HEAD: Final = "package.json"
SIGNATURE: Final = "signature.json"
FILES: Final = "files/"
MOST_BYTES: Final = 4 << 20
"""Of a file, and of all in it: ten times what a slot can hold."""
MOST_FILES: Final = 1000
_is_path = cast("Any", _slots).is_path  # written for MicroPython, it carries no annotations
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_AGAIN: Final = "get the package again from who made it; nothing was sent"


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """What the head says of one file."""

    size: int
    sha256: str


class Head(msgspec.Struct, forbid_unknown_fields=True):
    """What is signed. `mpy` is the format of the .mpy files, `files` goes by path in the slot, with the manifest."""

    type: str
    version: str
    mpy: int
    files: dict[str, Entry]


class Kind(msgspec.Struct):
    """The head of any version."""

    type: str


class Signature(msgspec.Struct):
    """Who signed the head; both in hexadecimal digits."""

    key: str
    ed25519: str


@dataclass(frozen=True)
class Signed:
    """A package whose signature counts here."""

    package: Package
    by: Trusted


def default_name(package: Package) -> str:
    """What a package file is called when nobody says."""
    return f"recovery-station-{package.version}{SUFFIX}"


def save(path: Path, package: Package, signer: Signer) -> None:
    """Write the package, signed. Raises UsageError when the file cannot be written."""
    try:
        path.write_bytes(made(package, signer))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "name a file that can be written") from error


def made(package: Package, signer: Signer) -> bytes:
    """The bytes of the file."""
    files = {**package.files, MANIFEST: package.manifest}
    entries = {path: Entry(len(data), _digest(data)) for path, data in sorted(files.items())}
    head = msgspec.json.encode(Head(TYPE, package.version, FORMAT, entries))
    signature = Signature(signer.public.hex(), signer.sign(TYPE, head).hex())
    rows = {HEAD: head, SIGNATURE: msgspec.json.encode(signature)}
    rows |= {FILES + path: data for path, data in sorted(files.items())}
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in rows.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def load(path: Path) -> Signed:
    """Read and judge a package file, whole.

    Raises UsageError (no package at all, of another version of this format or of MicroPython's), IntegrityError
    (unsigned, signed by nobody trusted here, cut, altered).
    """
    contents = _unzipped(path)
    if HEAD not in contents:
        raise UsageError(
            f"{path} is no firmware package: it has no {HEAD}", "`station package -o F` makes one"
        )
    head_bytes = contents.pop(HEAD)
    by = _signer(path, head_bytes, contents.pop(SIGNATURE, None))
    head = _head(path, head_bytes)
    files = {name.removeprefix(FILES): data for name, data in contents.items() if name.startswith(FILES)}
    foreign = sorted(name for name in contents if not name.startswith(FILES))
    _compare(path, head, files, foreign)
    manifest = files.pop(MANIFEST)
    package = Package(head.version, files, manifest)
    _loadable(path, _formats(path, package))
    return Signed(package, by)


def _formats(path: Path, package: Package) -> set[int]:
    """Of every compiled module, also of those in packs. Raises IntegrityError for a pack that is none."""
    try:
        modules = package.modules
    except ValueError as error:
        raise IntegrityError(f"{path}: a pack in it is none: {error}", _AGAIN, {"file": str(path)}) from error
    return {data[1] for name, data in modules.items() if name.endswith(".mpy") and len(data) > 1}


def _unzipped(path: Path) -> dict[str, bytes]:
    """Every file in the zip, by name. Nothing of it is written anywhere, so a name can lead nowhere."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UsageError(
                f"{path} is larger than a firmware package can be", f"{MOST_BYTES >> 20} MiB at most"
            )
        content = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "name a package file (.rsp)") from error
    try:
        return _contents(content)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        if content[:2] != b"PK":
            raise UsageError(f"{path} is no firmware package", "`station package -o F` makes one") from error
        raise IntegrityError(f"{path} is cut or damaged: {error}", _AGAIN, {"file": str(path)}) from error


def _contents(content: bytes) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    room = MOST_BYTES
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        rows = archive.infolist()
        if len(rows) > MOST_FILES:
            raise ValueError(f"more than {MOST_FILES} files")
        for row in rows:
            with archive.open(row) as file:
                data = file.read(room + 1)
            room -= len(data)
            if room < 0 or row.filename in found:
                raise ValueError("a file twice, or more in it than a firmware can be")
            found[row.filename] = data
    return found


def _signer(path: Path, head: bytes, signature: bytes | None) -> Trusted:
    """Who signed the head, if that counts here. Raises IntegrityError."""
    if signature is None:
        raise IntegrityError(f"{path} is not signed", _AGAIN, {"file": str(path)})
    try:
        told = msgspec.json.decode(signature, type=Signature)
        public, proof = bytes.fromhex(told.key), bytes.fromhex(told.ed25519)
    except (msgspec.DecodeError, ValueError) as error:
        raise IntegrityError(f"{path}: its signature is damaged", _AGAIN, {"file": str(path)}) from error
    key_id = signing.id_of(public)
    if not signing.is_signed(public, TYPE, head, proof):
        raise IntegrityError(
            f"{path} was altered: its signature by key {key_id} does not fit", _AGAIN, {"key": key_id}
        )
    by = trusted.who(public, trusted.FIRMWARE)
    if by is None:
        raise IntegrityError(
            f"{path} is signed by key {key_id}, which is not trusted for firmware here",
            f"ask its maker for the key, compare, then `station keys trust {public.hex()} --for firmware --name …`",
            {"key": key_id, "public": public.hex()},
        )
    return by


def _head(path: Path, content: bytes) -> Head:
    """Raises UsageError for what this program cannot take, however well it is signed."""
    try:
        kind = msgspec.json.decode(content, type=Kind).type
        if kind != TYPE:
            raise UsageError(
                f"{path} is a package of form {kind}, this program reads {TYPE}",
                "use the program it came with",
            )
        head = msgspec.json.decode(content, type=Head)
    except msgspec.DecodeError as error:
        raise IntegrityError(f"{path}: {HEAD} is damaged: {error}", _AGAIN, {"file": str(path)}) from error
    _loadable(path, {head.mpy})
    return head


def _loadable(path: Path, formats: set[int]) -> None:
    """Of .mpy files, as the head or the files themselves say."""
    for found in formats - {FORMAT}:
        raise UsageError(
            f"{path} is compiled to .mpy format {found}, stations load format {FORMAT}",
            "get a package for MicroPython 1.29; nothing was sent",
            {"package": found, "format": FORMAT},
        )


def _compare(path: Path, head: Head, files: dict[str, bytes], foreign: list[str]) -> None:
    """Every file as the head says, and no other. Raises IntegrityError."""
    wrong = [
        name for name, data in files.items() if name not in head.files or not _fits(head.files[name], data)
    ]
    wrong += [name for name in head.files if name not in files]
    wrong += [name for name in files if name != MANIFEST and not _is_path(name)]
    wrong += foreign if MANIFEST in files else [MANIFEST, *foreign]
    if wrong:
        names = sorted(set(wrong))
        raise IntegrityError(
            f"{path}: {', '.join(names[:3])}{' …' if len(names) > 3 else ''} "
            f"{'is' if len(names) == 1 else 'are'} not as signed",
            _AGAIN,
            {"file": str(path), "wrong": names},
        )


def _fits(entry: Entry, data: bytes) -> bool:
    return len(data) == entry.size and _digest(data) == entry.sha256


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
