"""One text for one protocol: what its content hash is taken of, and the body that goes over the wire."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from typing import Any, cast

from recovery_station.errors import IntegrityError
from station_firmware.link.protocol_methods import MAX_BODY_BYTES
from station_firmware.store import packed as _packed

packed = cast("Any", _packed)
MAX_TEXT_BYTES: int = packed.MAX_TEXT_BYTES
PLAIN_BYTES = 400  # a body that fits one slice goes as it is: packed it would hardly be shorter

Document = dict[str, object]

__all__ = [
    "MAX_BODY_BYTES",
    "MAX_TEXT_BYTES",
    "Document",
    "body_of",
    "content_hash",
    "document_of",
    "text_of",
]


def text_of(document: Document) -> str:
    """Sorted keys and nothing between. Raises ValueError or TypeError for what JSON has no word for."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def content_hash(document: Document) -> str:
    """SHA-256 of the text in hexadecimal: the same for the same protocol, on the station and in every file."""
    return hashlib.sha256(text_of(document).encode()).hexdigest()


def body_of(document: Document) -> str:
    """What is sent and kept: the text itself when it is short ASCII, else base64 of its zlib stream."""
    text = text_of(document)
    if len(text) <= PLAIN_BYTES and text.isascii() and text.isprintable():
        return text
    stream = zlib.compressobj(9, zlib.DEFLATED, packed.WINDOW_BITS)
    return base64.b64encode(stream.compress(text.encode()) + stream.flush()).decode()


def document_of(body: str) -> Document:
    """The protocol in a body. Raises IntegrityError when there is none in it."""
    try:
        found: object = packed.table(body)
    except packed.UNREADABLE as error:
        raise IntegrityError(
            f"the station's copy cannot be opened: {error}", "push the protocol again"
        ) from error
    if not isinstance(found, dict):
        raise IntegrityError("the station's copy is no protocol", "push the protocol again")
    return cast("Document", found)
