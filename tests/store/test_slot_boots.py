"""The slot chooser on real MicroPython and littlefs: power cut at every write, and whatever is wrong with the slots.

At each start the script itself holds every output pin to its safe level.
"""

from __future__ import annotations

import json
from typing import Any

from tests import on_micropython

MOST_STARTS = 7
RUNS = ("sound", "no manifest")
NEVER = ("empty", "no manifest")


def _rows(what: str) -> list[Any]:
    done = on_micropython.run("tests/store/slot_boots.py", what, timeout_s=110.0, heap="64m")
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


# REQ-140
def test_a_cut_at_every_write_leaves_the_old_firmware_or_a_whole_new_one_on_trial() -> None:
    rows = {row["what"]: row for row in _rows("cuts")}
    assert set(rows) == {"update", "trial", "return"}
    for row in rows.values():
        assert row["wrong"] == []
    # the new one was tried only when all of it was there: after the last writes
    assert rows["update"]["operations"] > 30
    assert 0 < rows["update"]["trials"] < 6


# REQ-141
def test_whatever_is_wrong_a_sound_firmware_starts_or_the_prompt_is_left_open() -> None:
    rows = _rows("faults")
    assert len(rows) == 11 * 10 * 3
    seen: dict[tuple[str | None, str, str], Any] = {}
    for state, a, b, found, starts, again in rows:
        seen[state, a, b] = found
        slots = {"a": a, "b": b}
        assert starts <= MOST_STARTS, (state, a, b)
        for ran in (found, again):
            if ran == "prompt":
                continue
            slot, how, text = ran
            assert slots[slot] in RUNS and text == slot * 2, (state, a, b, ran)
            if how in ("trial", "spare"):
                assert slots[slot] not in NEVER, "a slot that is not whole was tried"
            if state in ("a?b", "a!b"):
                assert slot == "a", "what was never confirmed was started again"
    assert seen["a", "sound", "sound"] == ["a", "", "aa"]
    assert seen["b", "sound", "sound"] == ["b", "", "bb"]
    assert seen["a>b", "sound", "sound"] == ["b", "trial", "bb"]
    assert seen["a>b", "sound", "raises"] == ["a", "back", "aa"]
    assert seen["a>b", "sound", "empty"] == ["a", "", "aa"]
    assert seen["b>a", "raises", "sound"] == ["b", "back", "bb"]
    assert seen["a", "raises", "sound"] == seen["a", "eats", "sound"] == ["b", "spare", "bb"]
    assert seen["a!b", "raises", "sound"] == "prompt"
    assert seen["", "empty", "sound"] == seen[None, "no manifest", "sound"] == ["b", "", "bb"]
    assert seen["/", "sound", "empty"] == seen["\xff\xfe", "sound", "raises"] == ["a", "", "aa"]
    assert seen["a", "empty", "empty"] == "prompt"
