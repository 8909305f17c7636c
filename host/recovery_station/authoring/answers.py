"""Shapes of the wire's answers about protocols, as msgspec structs."""

from __future__ import annotations

import msgspec


class ProtocolPage(msgspec.Struct):
    """Answer of `protocol.list`; a row is id, title, kind of the first step, planned seconds.

    The first `built_in` of all rows are the firmware's own.
    """

    total: int
    offset: int
    protocols: list[tuple[str, str, str, int]]
    built_in: int = 0


class ProtocolSlice(msgspec.Struct):
    """Answer of `protocol.get`: a slice of the body; `content` is the SHA-256 of the text in it."""

    id: str
    offset: int
    total: int
    sha256: str
    data: str
    content: str | None = None


class PutReply(msgspec.Struct):
    """Answer of `protocol.put`; a repeated one may be answered with less."""

    id: str | None = None
    done: bool = False
    content: str | None = None


class RemoveReply(msgspec.Struct):
    """Answer of `protocol.delete`; a repeated one may be answered without."""

    id: str | None = None
