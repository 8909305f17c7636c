"""The rows of what a technician does over the link: update and service."""

from __future__ import annotations

from typing import Final

from openrpc.kinds import BASE64, KEY, MAC, OP, PATH, SHA256, TRUTH, Json, choice_of, number, one_of, text
from openrpc.method import ASKS, CHANGES, MOVED, Method, Param, moves
from recovery_station import calibrating, models, selftesting
from recovery_station.flash import access, plan, update
from station_firmware.core import limits
from station_firmware.core.outputs import LEG_NAMES
from station_firmware.core.reading import PRESSURE_NAMES, THERMISTOR_NAMES
from station_firmware.link import calibrate_methods, methods
from station_firmware.store import calibration_log

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
_BEGINS: Final[Json] = {"do": "begin", "leg": "left", "mmhg": 80, "empty": True, "by": "Kim", "op": ""}
_TAKES: Final[Json] = {"do": "take", "op": ""}
_POINTS: Final[Json] = {"do": "point", "inputs": ["hot1"], "point": 1, "reference_cdegc": 3800}
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
    Method(
        "service.repl",
        "Restart into the prompt, outputs safe, watchdog unarmed; the journal tells why.",
        MOVED,
        (CHANGES, Param("why", one_of(methods.AWAY_WHYS), "prompt unless told", needed=False)),
        restarts=True,
    ),
    moves("service.reset", "Restart.", restarts=True),
    Method(
        "service.calibrate",
        "Hold a leg for a gauge and take what it reads, thermistors beside a thermometer; keep, undo, forget, history.",
        (
            calibrating.Look,
            calibrating.HistoryPage,
            calibrating.Taken,
            calibrating.Kept,
            calibrating.Ended,
            models.StateReply,
        ),
        (
            Param("do", one_of(calibrate_methods.WORDS), "what"),
            Param("op", OP, "with whatever changes something", needed=False, beside={"do": "end"}),
            Param("leg", one_of(LEG_NAMES), "to hold", needed=False, beside=_BEGINS),
            Param(
                "mmhg",
                number(limits.CAL_TARGET_MIN_MMHG, limits.CAL_TARGET_MAX_MMHG),
                "to hold it at",
                needed=False,
                beside=_BEGINS,
            ),
            Param("empty", TRUTH, "nobody is in the boots", needed=False, beside=_BEGINS),
            Param(
                "by",
                text(calibration_log.MOST_NAME),
                "who: to begin, keep, forget",
                needed=False,
                beside={"do": "keep", "op": ""},
            ),
            Param(
                "reference_dmmhg",
                number(calibrate_methods.LOWEST_DMMHG, calibrate_methods.HIGHEST_DMMHG),
                "what the gauge reads, in tenths of mmHg",
                needed=False,
                beside=_TAKES,
            ),
            Param(
                "twin",
                one_of(PRESSURE_NAMES),
                "the five others of its leg stand for a gauge",
                needed=False,
                beside=_TAKES,
            ),
            Param("check", TRUTH, "only compare", needed=False, beside=_TAKES),
            Param(
                "inputs",
                choice_of(THERMISTOR_NAMES, "at least one"),
                "thermistors",
                needed=False,
                beside=_POINTS,
            ),
            Param("point", number(1, 2), "which of the two", needed=False, beside=_POINTS),
            Param(
                "reference_cdegc", number(0, 4500), "what the thermometer reads", needed=False, beside=_POINTS
            ),
            Param(
                "input",
                one_of(PRESSURE_NAMES),
                "to forget",
                needed=False,
                beside={"do": "forget", "by": "Kim", "op": ""},
            ),
            Param(
                "offset",
                number(0, calibration_log.ROWS),
                "row of the history, 0 the newest",
                needed=False,
                beside={"do": "history"},
            ),
        ),
        ({"do": "history"}, {"do": "look"}),
    ),
)
