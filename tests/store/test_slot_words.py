"""How a slot was started is told in three places that cannot import each other: main.py, boot.py, the host's notes."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import Any

from recovery_station import notes
from station_firmware.core import events
from station_firmware.link import methods, update_methods

FIRMWARE = Path(__file__).resolve().parents[2] / "firmware"


def _how() -> list[tuple[str | None, str]]:
    """The table of boot.py: it asks for a chip when it is imported."""
    module = ast.parse((FIRMWARE / "station_firmware" / "boot.py").read_text())
    tables = [
        node.value
        for node in module.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_HOW"
    ]
    assert len(tables) == 1
    return ast.literal_eval(tables[0])


def test_each_word_of_main_has_a_name_and_no_name_is_without_its_word() -> None:
    module = ast.parse((FIRMWARE / "main.py").read_text())
    choose = next(one for one in module.body if isinstance(one, ast.FunctionDef) and one.name == "_choose")
    words: set[str] = set()
    for node in ast.walk(choose):
        if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[1], ast.Constant):
            words.add(str(node.elts[1].value))
    assert "trial" in words and words == {word for word, _ in _how() if word is not None}


def test_the_host_has_words_for_each_number_of_the_note() -> None:
    assert list(notes.BECAME) == [name for _, name in _how()]
    confirmed: Any = update_methods
    number = re.search(r"events\.SLOT, \"ab\"\.index\(slot\), (\d)", inspect.getsource(confirmed))
    assert number and list(notes.BECAME)[int(number[1])] == "confirmed"


def test_each_reason_to_leave_service_has_words() -> None:
    reasons: Any = methods.AWAY_WHYS
    assert len(notes.AWAY) == len(reasons) + 1  # STOP at power-on is no method's
    assert [word in told for word, told in zip(reasons, notes.AWAY, strict=False)] == [True, True]
    assert notes.name_of(events.AWAY) == "away"
