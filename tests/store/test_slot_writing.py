"""Slices into a slot: in order, each once, whatever a host repeats because an answer got lost."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_firmware.store import slots

SLICE = 40
PATHS = ("code_0.pack", "code_1.pack")


def _slot(folder: Path) -> Any:
    made: Any = slots.Slot("b")
    made._folder = f"{folder}/"
    return made


def _finished(slot: Any, path: str, content: bytes) -> bool:
    return list(slot.finishing(path, hashlib.sha256(content).hexdigest()))[-1]


# REQ-142
@settings(max_examples=60)
@given(data=st.data())
def test_a_repeated_slice_never_harms_what_is_under_way_or_finished(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    with contextlib.closing(_slot(tmp_path_factory.mktemp("slot"))) as slot:
        contents = {path: data.draw(st.binary(min_size=100, max_size=200)) for path in PATHS}
        sent: list[tuple[str, int]] = []
        for path in PATHS:
            content = contents[path]
            for offset in range(0, len(content), SLICE):
                assert slot.write(path, offset, content[offset : offset + SLICE]) >= offset
                sent.append((path, offset))
                # what came before on this file, or on one that is finished, comes once more
                again, at = data.draw(st.sampled_from(sent))
                slot.write(again, at, contents[again][at : at + SLICE])
            assert _finished(slot, path, content)
        for path in PATHS:
            assert slot.digest(path) == [len(contents[path]), hashlib.sha256(contents[path]).hexdigest()]


def test_only_what_was_removed_begins_anew(tmp_path: Path) -> None:
    slot = _slot(tmp_path)
    assert slot.write("x", 0, b"old") == 3 and _finished(slot, "x", b"old")
    assert slot.write("x", 0, b"newer") == 3
    assert slot.remove("x") and slot.write("x", 0, b"newer") == 5
    assert not _finished(slot, "x", b"other") and not (tmp_path / "x").exists()
    assert slot.write("x", 0, b"right") == 5 and _finished(slot, "x", b"right")


@pytest.mark.parametrize(
    ("at", "size", "have"), [(0, 600, 600), (0, 4096, 2000), (1990, 50, 10), (5000, 9, 0)]
)
def test_a_range_is_copied_as_far_as_the_source_goes(tmp_path: Path, at: int, size: int, have: int) -> None:
    source = tmp_path / "source"
    source.write_bytes(bytes(range(250)) * 8)
    slot = _slot(tmp_path)
    assert slot.copy("x", 0, str(source), at, size) == have
    slot.close()
    found = (tmp_path / "x").read_bytes() if have else b""
    assert found == source.read_bytes()[at : at + size]
    # one that comes too early writes nothing
    assert slot.copy("y", 700, str(source), at, size) == (0 if have else 700)


def test_the_slot_an_update_goes_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole: set[str] = set()
    monkeypatch.setattr(slots, "is_whole", lambda slot: slot in whole)
    monkeypatch.setattr(slots, "_STATE", str(tmp_path / "slot"))
    assert (slots.target_of("a"), slots.target_of("b")) == ("b", "a")
    assert slots.target_of("r") == "a"
    whole.add("a")
    assert slots.target_of("r") == "b"
    whole.add("b")
    for text, target in (("a", "b"), ("b!a", "a"), ("", "a"), ("\x00", "a"), (None, "a")):
        (tmp_path / "slot").unlink(missing_ok=True)
        if text is not None:
            (tmp_path / "slot").write_text(text)
        assert slots.target_of("r") == target, text
