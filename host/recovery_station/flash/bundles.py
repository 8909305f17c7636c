"""Which modules of the firmware become one when it is compiled: the board pays 200 bytes of its heap for each of them.

Only what stays on the board from start to reset belongs here: what is on loan must be forgotten by its own name. A
bundle imports those that stand above it, never the other way. test_bundles.py holds both.
"""

from __future__ import annotations

from typing import Final

PACKAGE: Final = "station_firmware"

BUNDLES: Final[dict[str, tuple[str, ...]]] = {
    # readings, demand, interlocks, gate
    "core.judging": (
        *("bath_drift", "blame", "chain", "command", "conditions", "conditions_system", "current", "events"),
        *("fault", "gate", "interlock", "measured", "outputs", "prompt", "reading", "states", "timebase"),
    ),
    # self-test, calibration, the plan of a session
    "core.preparing": (
        *("adjust", "ahead", "airflow", "closing", "course", "daily", "guided", "pattern", "plan", "planner"),
        *("selftest", "selftest_moves", "selftest_walk", "sensing", "shape", "zeros"),
    ),
    # a leg and its air, a dip
    "core.moving": (
        *("fill", "leg", "letting", "load", "path", "seal", "seat", "signs", "upkeep", "water", "window"),
    ),
    # a session, the baths, the tick
    "core.going": (
        *("bath_watch", "ready", "report", "session", "site", "station", "steps", "thermal", "tick"),
    ),
    "hal.parts": (
        *(
            "board",
            "clock",
            "console",
            "ds3231",
            "fram",
            "heap",
            "inputs",
            "mcp3208",
            "pins",
            "ssd1306",
            "system",
        ),
        "tpic6b595",
    ),
    "store.records": (
        *("archive", "crash", "daily_page", "journal", "latch", "ops", "page", "protocols", "record"),
        *("recorder", "slot_check", "state_page", "wall"),
    ),
    "link.answers": (
        *("frame", "loan", "log_methods", "methods", "params", "protocol_methods", "rpc", "server", "views"),
    ),
    "ui.shown": ("language", "paint", "panel"),
}
"""Name of the bundle in the package → its modules, beside it."""
