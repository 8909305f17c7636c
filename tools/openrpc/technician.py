"""The rows of what a technician does over the link: update and service."""

from __future__ import annotations

from typing import Final

from openrpc.kinds import BASE64, KEY, MAC, PATH, SHA256, Json, number, one_of
from openrpc.method import ASKS, CHANGES, Method, Param, moves
from recovery_station import models, selftesting
from recovery_station.flash import access, plan, update

_BEGUN: Final = (update.Begun,)
_WRITES: Final[Json] = {"do": "write", "offset": 0, "data": "YQ=="}
_COPIES: Final[Json] = {"do": "copy", "offset": 0, "from": "code_0.pack", "at": 0, "size": 1}
UPDATES: Final = (
    Method(
        "update.begin",
        "Open the other slot for writing; without an op, list a slot: files as (path, bytes, SHA-256), or modules of a"
        " pack as (where it begins, bytes, begin of the SHA-256).",
        (plan.Files, plan.Members, update.Begun),
        (
            ASKS,
            Param("of", one_of(("target", "running")), "the slot to list", needed=False),
            Param("offset", number(0, 1000), "first row wanted", needed=False),
            Param("members", PATH, "the pack to list", needed=False),
        ),
        ({"of": "running", "offset": 0}, {"of": "running", "offset": 0, "members": "code_0.pack"}),
    ),
    Method(
        "update.write",
        "A slice of a file, as data or to copy from the running slot, the last one with the SHA-256; or one to drop.",
        (update.Written,),
        (
            Param("path", PATH, "inside the slot"),
            Param("do", one_of(("write", "copy", "drop")), "what"),
            Param("offset", number(0, 0xFFFFFF), "of the slice", needed=False, beside=_WRITES),
            Param("data", BASE64, "base64", needed=False, beside=_WRITES),
            Param("from", PATH, "of a copy: the running slot's file", needed=False, beside=_COPIES),
            Param(
                "at", number(0, 0xFFFFFF), "of a copy: where it begins there", needed=False, beside=_COPIES
            ),
            Param("size", number(0, 4096), "of a copy", needed=False, beside=_COPIES),
            Param("sha256", SHA256, "of the file; with the last slice", needed=False, beside=_WRITES),
        ),
        ({"path": "a.mpy", "do": "drop"},),
    ),
    Method(
        "update.commit",
        "Prove the slot against its manifest, then try it: the station restarts.",
        _BEGUN,
        (
            CHANGES,
            Param("sha256", SHA256, "of the manifest"),
            Param("mac", MAC, "HMAC-SHA256 of the manifest's hash by the station's key", needed=False),
        ),
        ({"sha256": "0" * 64},),
        restarts=True,
    ),
    Method(
        "update.confirm",
        "What runs and how it was started; with an op, the firmware on trial stays.",
        (update.Standing, update.Begun),
        (ASKS,),
        ({},),
    ),
    Method(
        "update.rollback",
        "End a trial, or try the firmware before it: the station restarts.",
        _BEGUN,
        (CHANGES,),
        restarts=True,
    ),
)
SERVICE: Final = (
    Method(
        "service.unlock",
        "A question; its answer (HMAC-SHA256 of question and serial) opens the service; a first key is kept.",
        (access.Question, access.Opened),
        (
            Param("answer", KEY, "to the last question", needed=False),
            Param("key", KEY, "the first one of a station that has none", needed=False),
        ),
        ({},),
    ),
    Method(
        "service.selftest",
        "What the last whole self-test measured and found; with an op, run it.",
        (selftesting.Reply, models.StateReply),
        (ASKS,),
    ),
    moves("service.repl", "Restart into the prompt, outputs safe, watchdog unarmed.", restarts=True),
    moves("service.reset", "Restart.", restarts=True),
)
