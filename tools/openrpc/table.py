"""The methods of the link: what each is for, its parameters and its answers. A test tries every row at a station."""

from __future__ import annotations

from typing import Final

from openrpc import technician
from openrpc.kinds import (
    MOST,
    OP,
    SHA256,
    TRUTH,
    Json,
    choice_of,
    file_name,
    maybe_text,
    number,
    one_of,
    text,
    whole,
)
from openrpc.method import CHANGES, MOVED, Method, Param, moves
from recovery_station import models
from recovery_station.authoring import answers, config
from recovery_station.screenshot import PanelSlice
from station_firmware.core import adjust, limits, shape
from station_firmware.core.outputs import ZONE_NAMES
from station_firmware.store import archive

_OFFSET: Final = Param("offset", number(0, 1000), "first row wanted; 0 when it is left out", needed=False)
_ID: Final = Param("id", text(shape.MAX_TEXT), "of the protocol")
_NAME: Final = file_name(archive.NAME_LETTERS)
_FILE: Final = "a file of the archive, by a name that log.list gave"
_RING: Final = "of the records in memory; wanted where no file is"


_LAST: Final[Json] = {"op": OP.good[0], "total": 2, "offset": 0, "data": "{}"}
_SLICE: Final = (
    Param("total", number(2, MOST), "bytes of the whole"),
    Param("offset", whole("at most `total`"), "where the slice begins"),
    Param("data", text(600), "the slice"),
    Param("sha256", SHA256, "of the whole; with the last slice", needed=False, beside=_LAST),
)
_PART: Final = (
    Param("offset", whole("at most the length of all"), "where the slice begins", needed=False),
    Param("length", number(1, 400), "of the slice", needed=False),
)


_SESSIONS: Final = (
    Method(
        "session.start",
        "Arm a session. START begins it, or `confirmed_by` where the site's settings allow it.",
        (models.StartReply,),
        (
            CHANGES,
            Param("protocol", text(shape.MAX_TEXT), "its id"),
            Param("screened", TRUTH, "the do-not-use list was read out and nothing of it applies"),
            Param("confirmed_by", maybe_text(40), "who stands at the station", needed=False),
            Param("member", maybe_text(40), "a token, never a name", needed=False),
            Param("soreness", number(0, 10), "as the member says", needed=False),
            Param(
                "zones_off",
                choice_of(ZONE_NAMES, "where the protocol allows it; each leg keeps one"),
                "zones left off in this session",
                needed=False,
            ),
        ),
        ({"protocol": "gentle-20", "screened": True},),
    ),
    moves("session.stop", "Stop, in every state."),
    moves("session.pause", "Vent and hold the session's place."),
    moves("session.resume", "Fill again and go on."),
    Method(
        "session.adjust",
        "Change the running step.",
        MOVED,
        (
            CHANGES,
            Param("change", one_of(adjust.NAMES), "what"),
            Param(
                "mmhg",
                number(-adjust.MOST_MMHG, adjust.MOST_MMHG),
                f"of intensity, and of boost 1 to {limits.BOOST_MAX_MMHG}",
                needed=False,
                beside={"change": "intensity"},
            ),
            Param(
                "zone",
                number(0, 5),
                "of boost: 1 foot to 5 thigh, 0 for none",
                needed=False,
                beside={"change": "boost", "mmhg": 1},
            ),
        ),
        ({"change": "skip"},),
    ),
)
_PROTOCOLS: Final = (
    Method(
        "protocol.list",
        "Built-in presets first, then what was put: (id, title, kind of the first step, seconds).",
        (answers.ProtocolPage,),
        (_OFFSET,),
    ),
    Method(
        "protocol.get",
        "A slice of a protocol's body.",
        (answers.ProtocolSlice,),
        (_ID, *_PART),
        ({"id": "gentle-20"},),
    ),
    Method(
        "protocol.put",
        "A protocol in slices, judged with the last one.",
        (answers.PutReply,),
        (
            Param("op", OP, "with the last slice", needed=False, beside=_LAST),
            _ID,
            *_SLICE,
        ),
        ({"id": "mine", "total": 100, "offset": 0, "data": "{}"},),
    ),
    Method(
        "protocol.delete", "Forget a protocol.", (answers.RemoveReply,), (CHANGES, _ID), ({"id": "mine"},)
    ),
)
_LOGS: Final = (
    Method(
        "log.list",
        "What the journal holds; with an offset, the archive's files from there on.",
        (models.LogRange, models.LogFiles),
        (_OFFSET,),
        ({}, {"offset": 0}),
    ),
    Method(
        "log.read",
        "Records of the ring, or a slice of a file of the archive.",
        (models.LogSlice, models.LogPart),
        (
            Param("seq", number(0, MOST), f"the first {_RING}", needed=False),
            Param("count", number(1, 20), f"how many {_RING}", needed=False),
            Param("file", _NAME, _FILE, needed=False, beside={"offset": 0}),
            Param("offset", number(0, 0xFFFFFF), "in the file", needed=False, beside={"file": _NAME.good[0]}),
        ),
        ({"seq": 0, "count": 1},),
    ),
    Method(
        "log.digest",
        "SHA-256 over records of the ring, or over a file.",
        (models.LogDigest,),
        (
            Param("seq", number(0, MOST), f"the first {_RING}", needed=False),
            Param("count", number(1, 200), f"how many {_RING}", needed=False),
            Param("file", _NAME, _FILE, needed=False),
        ),
        ({"seq": 0, "count": 1},),
    ),
    Method(
        "log.ack",
        "A host has everything below `seq`: it may be forgotten.",
        (models.AckReply,),
        (CHANGES, Param("seq", whole("at most the next to be written"), "the first one no host has")),
        ({"seq": 0},),
    ),
)
METHODS: Final = (
    Method("hello", "Who answers here; the first thing to ask.", (models.Hello,)),
    Method("status", "The state of the station; the first fault as numbers.", (models.WireStatus,)),
    Method(
        "fault.list",
        "Latched faults: (code, channel, measured, limit, since_ms, count).",
        (models.FaultPage,),
        (_OFFSET,),
    ),
    moves("fault.ack", "Acknowledge the faults that may be acknowledged from here."),
    *_SESSIONS,
    *_PROTOCOLS,
    *_LOGS,
    Method(
        "panel.read",
        "What the panel's display shows: 128 x 64, page by page, base64, in slices of one moment.",
        (PanelSlice,),
        (Param("offset", number(0, 1023), "0 takes the picture", needed=False),),
    ),
    Method(
        "clock.set",
        "Set the clock.",
        (models.ClockReply,),
        (CHANGES, Param("epoch_s", number(1577836800, 4102444799), "seconds since 1970, UTC")),
        ({"epoch_s": 1800000000},),
    ),
    Method(
        "config.get",
        "A slice of the site's settings.",
        (config.ConfigSlice,),
        _PART,
    ),
    Method(
        "config.put",
        "The site's settings in slices, judged with the last one.",
        (config.ConfigReply,),
        (Param("op", OP, "the same with every slice"), *_SLICE),
        ({"total": 100, "offset": 0, "data": "{}"},),
    ),
    *technician.UPDATES,
    *technician.SERVICE,
    Method(
        "events.subscribe",
        "Have each new record sent as an `event`.",
        (models.SubscribeReply,),
        (Param("on", TRUTH, "or not"),),
        ({"on": True},),
    ),
)
"""In the order of a conversation."""
