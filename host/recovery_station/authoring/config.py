"""The site's settings on a station: typed calls of the wire's `config.get` and `config.put`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import msgspec

from recovery_station.authoring import content
from recovery_station.authoring.settings_keys import SCHEMA, check
from recovery_station.authoring.shelf import OUT_OF_ORDER, PUT_BYTES, SLICE_BYTES, TRIES, Calls
from recovery_station.errors import IntegrityError, RefusedError, UsageError
from station_firmware.store import settings_page as _page

MAX_BYTES: int = _page.SIZE
NEVER, GOOD, DAMAGED = _page.NEVER, _page.GOOD, _page.DAMAGED


class ConfigSlice(msgspec.Struct):
    """Answer of `config.get`: a slice of the text."""

    kept: str
    offset: int
    total: int
    sha256: str
    data: str


class ConfigReply(msgspec.Struct):
    """Answer of `config.put`; a repeated one may be answered with less."""

    done: bool = False
    sha256: str | None = None


@dataclass(frozen=True)
class Configuration:
    """What the station holds. `kept` is `never` set, `good` or `damaged`; damaged ones may still be readable."""

    kept: str
    settings: content.Document
    sha256: str


def read(client: Calls) -> Configuration:
    """Ask for the settings. Raises RefusedError outside rest, IntegrityError when they came garbled."""
    text = ""
    while True:
        asked: dict[str, object] = {"offset": len(text), "length": SLICE_BYTES}
        part = client.call("config.get", asked, ConfigSlice)
        text += part.data
        if not part.data or len(text) >= part.total:
            break
    if hashlib.sha256(text.encode()).hexdigest() != part.sha256:
        raise IntegrityError("the settings came garbled", "run the command again")
    return Configuration(part.kept, _document(text), part.sha256)


def _document(text: str) -> content.Document:
    """What is readable of it: damaged settings may be anything."""
    try:
        found: object = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    return cast("content.Document", found) if isinstance(found, dict) else {"schema": SCHEMA}


def write(client: Calls, table: Mapping[str, object]) -> str:
    """Judge `table`, then replace the station's settings by it; returns their SHA-256.

    Raises UsageError when it is not allowed: nothing is sent. RefusedError when the station says no.
    """
    document = dict(table)
    problems = check(document)
    if problems:
        told = "; ".join(f"{key or 'settings'}: {words} ({bound})" for key, _, bound, words in problems)
        raise UsageError(f"these settings are not allowed: {told}", "change those values; nothing was sent")
    text = content.text_of(document)
    if len(text) > MAX_BYTES:
        raise UsageError(f"the settings are {len(text)} bytes of {MAX_BYTES}", "give fewer hours")
    for left in reversed(range(TRIES)):
        try:
            return _put(client, text)
        except RefusedError as error:
            # a slice that was late made the station begin again
            if error.data.get("reason") != OUT_OF_ORDER or not left:
                raise
    raise IntegrityError("the settings could not be sent", "run the command again")


def _put(client: Calls, text: str) -> str:
    digest = hashlib.sha256(text.encode()).hexdigest()
    for offset in range(0, len(text), PUT_BYTES):
        part: dict[str, object] = {"total": len(text), "sha256": digest}
        part |= {"offset": offset, "data": text[offset : offset + PUT_BYTES]}
        client.call("config.put", part, ConfigReply, changes=True)
    return digest
