"""What is said of a method of the link and of its parameters."""

from __future__ import annotations

from dataclasses import dataclass, field

from openrpc.kinds import Json, Kind


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
