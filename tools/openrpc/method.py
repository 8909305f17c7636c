"""What is said of a method of the link and of its parameters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from openrpc.kinds import OP, Json, Kind
from recovery_station import models


@dataclass(frozen=True)
class Param:
    """`key` of kind `kind`; `needed` in every call, else `words` say when. It is judged `beside` these others."""

    key: str
    kind: Kind
    words: str
    needed: bool = True
    beside: Json = field(default_factory=dict[str, object])


@dataclass(frozen=True)
class Method:
    """`answers`: what `examples`, calls with all they need, may be answered with. `restarts`: the station does then."""

    name: str
    words: str
    answers: tuple[type, ...]
    params: tuple[Param, ...] = ()
    examples: tuple[Json, ...] = field(default_factory=lambda: ({},))
    restarts: bool = False


MOVED: Final = (models.StateReply,)
CHANGES: Final = Param("op", OP, "a repeated request with the same op is done once")
ASKS: Final = Param("op", OP, "with it something is done; without it the method only tells", needed=False)


def moves(name: str, words: str, *, restarts: bool = False) -> Method:
    return Method(name, words, MOVED, (CHANGES,), restarts=restarts)
