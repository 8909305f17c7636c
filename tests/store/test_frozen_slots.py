"""What the flash of stations says of their slots, byte for byte: main.py and both readers of a manifest obey it."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import IO, Any

import pytest

import freeze_formats
from recovery_station.flash import package
from station_firmware.store import slots
from station_firmware.store.slot_check import MANIFEST, SlotCheck

MAIN = freeze_formats.ROOT / "firmware" / "main.py"
APP = "station_firmware/app.mpy"
FILES = {APP: b"M\x06\x00\x1f" + bytes(range(40))}
# what /slot says: the slot that starts, how, and what it says from then on
CHOICES = {
    "a": ("a", "", "a"),
    "a>b": ("b", "trial", "a?b"),
    "a?b": ("a", "back", "a!b"),
    "a!b": ("a", "", "a!b"),
    "b": ("b", "", "b"),
    "b>a": ("a", "trial", "b?a"),
    "b?a": ("b", "back", "b!a"),
    "b!a": ("b", "", "b!a"),
}


def frozen(name: str) -> str:
    return json.loads(freeze_formats.FILES.read_text(encoding="utf-8"))[name]


def chooser(flash: Path) -> Any:
    """`_choose` of main.py over a folder for a flash: only its names and functions, nothing of it is started."""
    module = ast.parse(MAIN.read_text())
    module.body = [
        node
        for node in module.body
        if isinstance(node, ast.FunctionDef)
        or (isinstance(node, ast.Assign) and not isinstance(node.value, ast.Call))
    ]

    class Os:
        @staticmethod
        def stat(path: str) -> object:
            return Path(f"{flash}{path}").stat()

    def opened(path: str, mode: str = "r") -> IO[Any]:
        return Path(f"{flash}{path}").open(mode)

    names: dict[str, Any] = {"os": Os, "open": opened}
    exec(compile(module, str(MAIN), "exec"), names)
    return names["_choose"]


# REQ-141 REQ-174
def test_every_text_of_the_slot_file_is_obeyed_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "_STATE", str(tmp_path / "slot"))
    keep: Any = slots.keep
    for name in ("slot_a", "slot_b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / MANIFEST).touch()
    choose = chooser(tmp_path)
    assert frozen("slot-choice/1").split() == list(CHOICES)
    for text, (slot, how, after) in CHOICES.items():
        keep(text)
        assert (tmp_path / "slot").read_bytes() == text.encode()
        assert choose(0) == (slot, how)
        assert (tmp_path / "slot").read_bytes() == after.encode()


# REQ-103 REQ-142 REQ-174
def test_a_manifest_is_written_and_read_as_it_was(tmp_path: Path) -> None:
    text = frozen("slot-manifest/1")
    assert package.manifest_of(FILES).decode() == text
    (tmp_path / APP).parent.mkdir()
    for path, content in FILES.items():
        (tmp_path / path).write_bytes(content)
    (tmp_path / MANIFEST).write_text(text)
    check: Any = SlotCheck(str(tmp_path))
    while check.wrong is None:
        check.step()
    assert check.wrong == 0
    made: Any = slots.Slot("b")
    made._folder = f"{tmp_path}/"
    made.paths = lambda: [APP, slots.FRESH]  # of the board's own os
    (tmp_path / MANIFEST).rename(tmp_path / slots.FRESH)
    assert list(made.prove()) == [APP]
    (tmp_path / APP).write_bytes(b"N" + FILES[APP][1:])
    with pytest.raises(ValueError, match="not what the manifest says"):
        list(made.prove())
