"""The slot chooser on real MicroPython and littlefs: power cut at every write, and whatever is wrong with the slots.

At each start the script itself holds every output pin to its safe level.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from tests.store import slot_jobs
from tests.store.slot_jobs import small_packs as small_packs
from tests.store.slot_jobs import texts

MOST_STARTS = 10
RUNS = ("sound", "no manifest")
NEVER = ("empty", "no manifest")
STATES = (None, "", "a", "b", "a>b", "a?b", "a!b", "b>a", "\xff\xfe", "b" * 600, "/")
OTHERS = ("sound", "empty", "raises")
pytestmark = pytest.mark.timeout(240)


# REQ-140
@pytest.mark.usefixtures("small_packs")
def test_a_cut_at_every_write_leaves_the_old_firmware_or_a_whole_new_one_on_trial(tmp_path: Path) -> None:
    old, new = slot_jobs.slot("old "), slot_jobs.slot("new ")
    older = slot_jobs.slot("older ", slot_jobs.PARTS + 6)
    assert len(new) > 4 and len(older) > len(new), "several packs, one of which goes"
    rows = slot_jobs.update_rows(old, older, new)
    assert {row["do"] for row in rows} == {"drop", "copy", "write"}
    named = {"old ": old, "older ": older, "rescue ": slot_jobs.slot("rescue ", 1)}
    job = {"slots": {name: texts(files) for name, files in named.items()}, "rows": rows}
    found = {row["what"]: row for row in slot_jobs.run(tmp_path, "cuts", job)}
    assert set(found) == {"update", "trial", "return"}
    for row in found.values():
        assert row["wrong"] == []
    # the new one was tried only when all of it was there: after the last writes
    assert found["update"]["operations"] > 40
    assert 0 < found["update"]["trials"] < 6


def _found(
    folder: Path, cases: Sequence[tuple[str | None, str, str, str]]
) -> dict[tuple[str | None, ...], Any]:
    """[state, what is wrong with slot a, with b, with r] → what came of each; what holds for all is held here."""
    named = {
        f"{name}/{letter}": texts(files)
        for letter in "abr"
        for name, files in slot_jobs.wrong_slots(letter).items()
    }
    marked = [
        [state, *[f"{one}/{letter}" for one, letter in zip(rest, "abr", strict=True)]]
        for state, *rest in cases
    ]
    rows = slot_jobs.run(folder, "faults", {"slots": named, "cases": marked})
    seen: dict[tuple[str | None, ...], Any] = {}
    for case, (found, starts, again) in zip(cases, rows, strict=True):
        state, wrong = case[0], dict(zip("abr", case[1:], strict=True))
        seen[case] = found
        assert starts <= MOST_STARTS, case
        for ran in (found, again):
            if ran == "prompt":
                continue
            name, how, text = ran
            assert wrong[name] in RUNS and text == name * 2, (case, ran)
            assert (name == "r") == (how == "rescue"), (case, ran)
            if how in ("trial", "spare", "rescue"):
                assert wrong[name] not in NEVER, "a slot that is not whole was tried"
            if state in ("a?b", "a!b"):
                assert name != "b", "what was never confirmed was started again"
    return seen


# REQ-141
def test_whatever_is_wrong_a_sound_firmware_starts(tmp_path: Path) -> None:
    wrongs = list(slot_jobs.wrong_slots(""))
    seen = _found(tmp_path, [(*row, "sound") for row in product(STATES, wrongs, OTHERS)])
    assert len(seen) == 11 * 17 * 3 and "prompt" not in seen.values()
    found = {row[:3]: ran for row, ran in seen.items()}
    assert found["a", "sound", "sound"] == ["a", "", "aa"]
    assert found["b", "sound", "sound"] == ["b", "", "bb"]
    assert found["a>b", "sound", "sound"] == ["b", "trial", "bb"]
    assert found["a>b", "sound", "raises"] == ["a", "back", "aa"]
    assert found["a>b", "sound", "empty"] == ["a", "", "aa"]
    assert found["b>a", "raises", "sound"] == ["b", "back", "bb"]
    assert found["a", "raises", "sound"] == found["a", "spoiled head", "sound"] == ["b", "spare", "bb"]
    assert found["a!b", "raises", "sound"] == ["r", "rescue", "rr"]
    assert found["", "empty", "sound"] == found[None, "no manifest", "sound"] == ["b", "", "bb"]
    assert found["/", "sound", "empty"] == found["\xff\xfe", "sound", "raises"] == ["a", "", "aa"]
    assert found["a", "empty", "empty"] == found["a>b", "raises", "raises"] == ["r", "rescue", "rr"]


# REQ-146
def test_with_both_slots_wrong_the_rescue_runs_and_without_one_the_prompt_is_open(tmp_path: Path) -> None:
    wrongs = [name for name in slot_jobs.wrong_slots("") if name not in RUNS]
    pairs = [
        (one, wrongs[(at + shift) % len(wrongs)]) for at, one in enumerate(wrongs) for shift in (0, 1, 4)
    ]
    cases = [(state, *pair, "sound") for state in ("a", "a!b") for pair in pairs]
    cases += [
        ("a", one, one, rescue)
        for one in ("raises", "empty", "no packs")
        for rescue in [*wrongs, "no manifest"]
    ]
    for case, ran in _found(tmp_path, cases).items():
        assert ran == (["r", "rescue", "rr"] if case[3] == "sound" else "prompt"), case
