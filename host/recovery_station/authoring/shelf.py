"""The protocols a station holds: typed calls of the wire's four methods."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

from recovery_station import models
from recovery_station.authoring import answers, content
from recovery_station.client import Params, T
from recovery_station.errors import IntegrityError, RefusedError
from recovery_station.rpc_errors import UNKNOWN_PROTOCOL

SLICE_BYTES = 400
PUT_BYTES = 600
TRIES = 3
OUT_OF_ORDER = "slices out of order"


@dataclass(frozen=True)
class Kept:
    """A protocol as the station holds it."""

    document: content.Document
    content: str
    body_bytes: int


class Calls(Protocol):
    """What a shelf needs of a client."""

    def call(self, method: str, params: Params, answer: type[T], /, *, changes: bool = False) -> T:
        """Ask once and return the typed answer."""
        ...


class Shelf:
    """`rows`, `custom`, `content`, `get`, `put` and `remove` over one open conversation."""

    def __init__(self, client: Calls) -> None:
        self._client = client

    def rows(self) -> list[models.Preset]:
        """What is there, the built-in ones first."""
        return self._all()[0]

    def custom(self) -> list[str]:
        """The ids of those that are not built in."""
        rows, built_in = self._all()
        return [row.id for row in rows[built_in:]]

    def _all(self) -> tuple[list[models.Preset], int]:
        rows: list[tuple[str, str, str, int]] = []
        while True:
            page = self._client.call("protocol.list", {"offset": len(rows)}, answers.ProtocolPage)
            rows += page.protocols
            if not page.protocols or len(rows) >= page.total:
                return [models.Preset(*row) for row in rows], page.built_in

    def content(self, protocol_id: str) -> str | None:
        """The content hash of the station's copy, None when it has none of this id."""
        try:
            # firmware of before content hashes does not tell it
            return self._slice(protocol_id, 0, 1).content or self.get(protocol_id).content
        except RefusedError as error:
            if error.data.get("code") == UNKNOWN_PROTOCOL:
                return None
            raise

    def get(self, protocol_id: str) -> Kept:
        """One protocol. Raises RefusedError when there is none, IntegrityError when it came garbled."""
        body = ""
        while True:
            part = self._slice(protocol_id, len(body), SLICE_BYTES)
            body += part.data
            if not part.data or len(body) >= part.total:
                break
        if hashlib.sha256(body.encode()).hexdigest() != part.sha256:
            raise IntegrityError(f"the protocol {protocol_id} came garbled", "run the command again")
        document = content.document_of(body)
        return Kept(document, part.content or content.content_hash(document), len(body))

    def put(self, document: content.Document) -> answers.PutReply:
        """Keep a protocol under its id; the station judges it again. Raises RefusedError when it says no."""
        for left in reversed(range(TRIES)):
            try:
                return self._put(document)
            except RefusedError as error:
                # a slice that was late made the station begin again
                if error.data.get("reason") != OUT_OF_ORDER or not left:
                    raise
        raise IntegrityError("the protocol could not be sent", "run the command again")

    def remove(self, protocol_id: str) -> None:
        """Forget a custom protocol. Raises RefusedError for a built-in one and for one that is not there."""
        self._client.call("protocol.delete", {"id": protocol_id}, answers.RemoveReply, changes=True)

    def _slice(self, protocol_id: str, offset: int, length: int) -> answers.ProtocolSlice:
        asked: dict[str, object] = {"id": protocol_id, "offset": offset, "length": length}
        return self._client.call("protocol.get", asked, answers.ProtocolSlice)

    def _put(self, document: content.Document) -> answers.PutReply:
        body = content.body_of(document)
        given: dict[str, object] = {"id": document.get("id"), "total": len(body)}
        given["sha256"] = hashlib.sha256(body.encode()).hexdigest()
        reply = answers.PutReply()
        for offset in range(0, len(body), PUT_BYTES):
            part = {**given, "offset": offset, "data": body[offset : offset + PUT_BYTES]}
            reply = self._client.call("protocol.put", part, answers.PutReply, changes=True)
        return reply
