"""The files of a slot against its manifest: sound ones pass round after round, any damage is found and stays found."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_station.flash.compiled import MANIFEST, manifest
from station_firmware.store.slot_check import SlotCheck

FILES = {
    "p/__init__.mpy": b"",
    "p/a.mpy": b"M" * 511,
    "p/b.mpy": bytes(range(256)) * 2,
    "p/store/c.mpy": b"x" * 1300,
}
STEPS = 40  # of a round: one for the manifest, one to open each file, one a slice, one at each end


def _slot(folder: Path) -> Path:
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / MANIFEST).write_text(manifest(folder))
    return folder


def _verdict(folder: Path, steps: int = STEPS) -> int | None:
    check: Any = SlotCheck(str(folder))
    for _ in range(steps):
        check.step()
    return check.wrong


# REQ-103
def test_sound_files_pass_and_nothing_is_known_before_the_last_was_read(tmp_path: Path) -> None:
    _slot(tmp_path)
    check: Any = SlotCheck(str(tmp_path))
    steps = 0
    while check.wrong is None:
        check.step()
        steps += 1
    # the manifest, and of each file: open, slices of 512 bytes, the end; then the manifest's end
    assert check.wrong == 0 and steps == 1 + (2 + 0) + (2 + 1) + (2 + 1) + (2 + 3) + 1


# REQ-103
def test_what_is_damaged_later_is_found_in_a_later_round_and_stays_found(tmp_path: Path) -> None:
    _slot(tmp_path)
    check: Any = SlotCheck(str(tmp_path))
    for _ in range(STEPS):
        check.step()
    (tmp_path / "p/a.mpy").write_bytes(b"N" * 511)
    for _ in range(STEPS):
        check.step()
    assert check.wrong == 3
    (tmp_path / "p/a.mpy").write_bytes(FILES["p/a.mpy"])
    for _ in range(3 * STEPS):
        check.step()
    assert check.wrong == 3


# REQ-103
@settings(max_examples=60)
@given(st.data())
def test_every_flipped_bit_is_found(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = _slot(tmp_path_factory.mktemp("slot"))
    name = data.draw(st.sampled_from([name for name, content in FILES.items() if content]))
    content = bytearray(FILES[name])
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    (folder / name).write_bytes(content)
    assert _verdict(folder) == 2 + sorted(FILES).index(name)


@pytest.mark.parametrize("change", (lambda old: old[:-1], lambda old: old + b"\0", lambda old: b""))
def test_a_file_of_another_length_is_found(tmp_path: Path, change: Any) -> None:
    _slot(tmp_path)
    (tmp_path / "p/b.mpy").write_bytes(change(FILES["p/b.mpy"]))
    assert _verdict(tmp_path) == 4


def test_a_missing_file_is_found(tmp_path: Path) -> None:
    _slot(tmp_path)
    (tmp_path / "p/store/c.mpy").unlink()
    assert _verdict(tmp_path) == 5


@pytest.mark.parametrize(
    "text", (None, "", "\n", "no manifest\n", "12345678 9\n", "zz 1 p/a.mpy\n", "00000000 x p/a.mpy\n")
)
def test_a_manifest_that_is_none_proves_nothing(tmp_path: Path, text: str | None) -> None:
    _slot(tmp_path)
    if text is None:
        (tmp_path / MANIFEST).unlink()
    else:
        (tmp_path / MANIFEST).write_text(text)
    assert _verdict(tmp_path) in (1, 2)
