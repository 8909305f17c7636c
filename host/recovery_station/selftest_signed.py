"""The form of a self-test as a signed JSON object: altered, it is told which part of it, or which file beside it.

What is signed is a list of SHA-256, one for each field and each row of the form and one for each file made with it, so
that what differs has a name. Spaces and line breaks do not count: a form may be printed nicely.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from recovery_station.errors import IntegrityError, UsageError
from recovery_station.flash import signing, trusted
from recovery_station.flash.signing import Signer
from recovery_station.flash.trusted import Trusted
from recovery_station.selftesting import SelfTest

TYPE: Final = "signature/1"
PURPOSE: Final = "selftest-form/1"
FORM: Final = "selftest/1"
MOST_BYTES: Final = 1 << 20
_BLOCK: Final = "signature"
_LISTS: Final = {"rows": ("row", "test"), "steps": ("step", "step")}
"""Fields that are lists of objects: how each of them is called, and the key that names it."""
_SHOWN: Final = 5


class Signature(msgspec.Struct, tag=TYPE, forbid_unknown_fields=True):
    """`parts` and `files` by name, SHA-256 in hexadecimal; `made` is when, by the signer's clock."""

    key: str
    made: str
    parts: dict[str, str]
    files: dict[str, str]
    ed25519: str = ""

    def signed(self) -> bytes:
        """What the signature is over."""
        return _canonical([self.key, self.made, self.parts, self.files])


@dataclass(frozen=True)
class Verified:
    """A form that is as it was made, by somebody trusted here; `files` beside it that are, too."""

    form: dict[str, Any]
    made: str
    by: Trusted
    files: list[str]


def sign(result: SelfTest, made: str, files: dict[str, bytes], signer: Signer) -> bytes:
    """The form with its signature as one line of JSON; `files` are those that lie beside it, by name."""
    form = json.loads(msgspec.json.encode(result))
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    block = Signature(signer.public.hex(), made, _parts(form), digests)
    block.ed25519 = signer.sign(PURPOSE, block.signed()).hex()
    form[_BLOCK] = json.loads(msgspec.json.encode(block))
    return msgspec.json.encode(form) + b"\n"


def verify(path: Path) -> Verified:
    """Check a form, and the files beside it that were made with it; a page is checked by the form beside it.

    Raises UsageError (no such file, no form), IntegrityError (not signed, altered: what, or signed by nobody trusted).
    """
    page = path if path.suffix == ".html" else None
    if page is not None:
        path = page.with_suffix(".json")
    form = _read(path)
    block = _block(path, form.pop(_BLOCK, None))
    public = _public(path, block)
    key_id = signing.id_of(public)
    by = trusted.who(public, trusted.REPORT)
    if by is None:
        raise IntegrityError(
            f"{path} is signed by key {key_id}, which is not trusted for forms here: it proves nothing",
            f"ask its owner for the key, compare, then `station keys trust {public.hex()} --for report --name …`",
            {"key": key_id, "public": public.hex()},
        )
    wrong = _differing(block.parts, _parts(form))
    if not wrong:
        wrong = _wrong_files(path.parent, block.files)
    if page is not None and (page.name not in block.files or not page.is_file()):
        wrong.append(f"{page.name} is not its page")
    if wrong:
        shown = ", ".join(wrong[:_SHOWN]) + (" …" if len(wrong) > _SHOWN else "")
        raise IntegrityError(
            f"{path} was altered after key {key_id} ({by.name}) signed it: {shown}",
            "have the self-test run again; this form proves nothing",
            {"key": key_id, "wrong": wrong},
        )
    return Verified(form, block.made, by, [name for name in block.files if (path.parent / name).is_file()])


def _public(path: Path, block: Signature) -> bytes:
    """The key, if the list of digests is what it signed. Raises IntegrityError."""
    try:
        public, proof = bytes.fromhex(block.key), bytes.fromhex(block.ed25519)
    except ValueError:
        public = proof = b""
    if not signing.is_signed(public, PURPOSE, block.signed(), proof):
        raise IntegrityError(
            f"{path}: the signature itself was altered, so nothing else can be told; it names key "
            f"{signing.id_of(public)}",
            "have the self-test run again; this form proves nothing",
            {"key": signing.id_of(public), "wrong": [_BLOCK]},
        )
    return public


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES)
        form = json.loads(content, object_pairs_hook=_once)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}", "name the .json of a self-test's form") from error
    except (ValueError, RecursionError) as error:
        raise IntegrityError(f"{path} is cut or damaged: {error}", "get the form again") from error
    if not isinstance(form, dict) or cast("dict[str, Any]", form).get("type") != FORM:
        raise UsageError(f"{path} is no form of a self-test", "name the .json of a self-test's form")
    return cast("dict[str, Any]", form)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two values under one name readers take different ones."""
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a name stands in it twice")
    return table


def _block(path: Path, told: object) -> Signature:
    if told is None:
        raise IntegrityError(
            f"{path} is not signed", "forms of `station selftest --report` are; this one proves nothing"
        )
    try:
        return msgspec.convert(told, Signature)
    except msgspec.ValidationError as error:
        raise IntegrityError(f"{path}: its signature is damaged: {error}", "get the form again") from error


def _parts(form: dict[str, Any]) -> dict[str, str]:
    """SHA-256 of each field, and of each row and step by its number and name."""
    fields: dict[str, object] = {}
    for name, value in form.items():
        if name not in _LISTS or not isinstance(value, list):
            fields[name] = value
            continue
        word, key = _LISTS[name]
        for number, one in enumerate(cast("list[object]", value), 1):
            called = cast("dict[str, object]", one).get(key) if isinstance(one, dict) else None
            fields[f"{word} {number} {called}"] = one
    return {name: hashlib.sha256(_canonical(value)).hexdigest() for name, value in fields.items()}


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _differing(signed: dict[str, str], found: dict[str, str]) -> list[str]:
    return sorted(name for name in signed.keys() | found.keys() if signed.get(name) != found.get(name))


def _wrong_files(folder: Path, files: dict[str, str]) -> list[str]:
    """Those beside the form that are there and other than signed; a form is a form without them."""
    wrong: list[str] = []
    for name, digest in files.items():
        path = folder / Path(name).name
        try:
            content = path.read_bytes()
        except OSError:
            continue
        if hashlib.sha256(content).hexdigest() != digest:
            wrong.append(name)
    return wrong
