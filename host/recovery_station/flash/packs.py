"""Modules one behind the other in a few packs: a file costs the flash whole blocks of 4 kB, a module has 1.2 kB.

Which pack holds a module is known by its name, so that one that grows moves no other. A pack begins with four hex
digits, the length of its head; the head has a line for each module: its path in the package without `.mpy`, and in four
hex digits where it begins. The firmware finds them there (station_firmware/__init__.py), and stays a file itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

import station_firmware as _module
from station_firmware import HEAD_DIGITS, OFFSET_DIGITS

_firmware = cast("Any", _module)
PACKAGE: Final = "station_firmware/"
STARTER: Final = f"{PACKAGE}__init__.mpy"
SUFFIX: Final = _firmware.PACK.rpartition("%d")[2]
PACK_BYTES: Final = 16 << 10
"""About so large is a pack: larger ones leave less of the last block unused, smaller ones are sooner written anew."""
_MODULE: Final = ".mpy"


@dataclass(frozen=True)
class Member:
    """A module in a pack: `name` is its line in the head, `begin` where its bytes are."""

    name: str
    begin: int
    content: bytes


def packed(files: dict[str, bytes]) -> dict[str, bytes]:
    """`files` (path in the slot → bytes), modules of the package in packs; as they are when nothing serves packs."""
    if STARTER not in files:
        return dict(files)
    made = {path: content for path, content in files.items() if not _is_member(path)}
    members = {
        path.removeprefix(PACKAGE).removesuffix(_MODULE): files[path] for path in files if _is_member(path)
    }
    count = sum(map(len, members.values())) // PACK_BYTES + 1
    groups: dict[str, dict[str, bytes]] = {_firmware.PACK % number: {} for number in range(count)}
    for name in sorted(members):
        groups[_firmware.pack_of(name, count)][name] = members[name]
    return made | {path: joined(group) for path, group in groups.items()}


def _is_member(path: str) -> bool:
    return path.startswith(PACKAGE) and path.endswith(_MODULE) and path != STARTER


def joined(members: dict[str, bytes]) -> bytes:
    """One pack."""
    begin = HEAD_DIGITS + 1 + sum(len(name) + 2 + OFFSET_DIGITS for name in members)
    head = "\n"
    for name, content in members.items():
        head += f"{name} {begin:04x}\n"
        begin += len(content)
    return f"{len(head):04x}{head}".encode() + b"".join(members.values())


def members_of(pack: bytes) -> list[Member]:
    """The modules of a pack. Raises ValueError for what is none."""
    end = HEAD_DIGITS + int(pack[:HEAD_DIGITS], 16)
    rows = [line.split() for line in pack[HEAD_DIGITS:end].decode("ascii").splitlines()[1:]]
    begins = [int(begin, 16) for _, begin in rows]
    if begins and begins[0] != end:
        raise ValueError("the first module of a pack must follow its head")
    return [
        Member(name, begin, pack[begin:after])
        for (name, _), begin, after in zip(rows, begins, [*begins, len(pack)][1:], strict=True)
    ]


def unpacked(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a slot before they were packed."""
    found = {path: content for path, content in files.items() if not path.endswith(SUFFIX)}
    for path in filter(lambda path: path.endswith(SUFFIX), files):
        found |= {f"{PACKAGE}{one.name}{_MODULE}": one.content for one in members_of(files[path])}
    return found
