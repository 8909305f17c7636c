"""What both sides of an update state is the same on both: files that flash and host name, and the minute of a trial."""

from __future__ import annotations

import ast
from pathlib import Path

from recovery_station.flash import update
from station_firmware.store import slot_check, slots

FIRMWARE = Path(slots.__file__).parents[1]


def _number(path: str, name: str) -> int:
    """A constant of the firmware that no other file can see."""
    tree = ast.parse((FIRMWARE / path).read_text(encoding="utf-8"))
    values = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return int(ast.literal_eval(values[name]))


def test_the_slot_is_judged_by_the_manifest_that_an_update_writes() -> None:
    assert slot_check.MANIFEST == slots.MANIFEST


def test_a_minute_is_the_same_for_the_count_of_starts_the_station_and_the_host() -> None:
    proved_ms = _number("link/update_methods.py", "_PROVED_MS")
    assert proved_ms == _number("app.py", "_SETTLED_MS") == update.SETTLED_MS
    assert proved_ms < _number("app.py", "_TRIAL_MS")
