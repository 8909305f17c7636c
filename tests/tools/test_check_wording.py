"""The wording check finds claims where people read and lets code and near words through."""

from pathlib import Path

import pytest

import check_wording

CLAIMS = [
    "treats",
    "Treatment",
    "heal",
    "healing",
    "cure",
    "lymphatic",
    "prevents",
    "prevention",
    "dose",
    "dosage",
]
NEAR = ["health", "healthy", "secure", "procure", "treatise", "close", "those", "obscured"]


def found(root: Path, place: str, text: str) -> list[str]:
    """The words the check stumbles over, with their lines."""
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [f"{finding.line} {finding.words.split(chr(39))[1]}" for finding in check_wording.check(root)]


@pytest.mark.parametrize("word", CLAIMS)
def test_a_claim_is_found_in_every_kind_of_text(tmp_path: Path, word: str) -> None:
    assert found(tmp_path / "a", "docs/staff.md", f"# Boots\nThis {word} legs.\n") == [f"2 {word}"]
    assert found(tmp_path / "b", "host/recovery_station/help.py", f'TITLE = "This {word} legs"\n') == [
        f"1 {word}"
    ]
    assert found(tmp_path / "c", "firmware/presets/a.toml", f'title = "{word}"\n') == [f"1 {word}"]


@pytest.mark.parametrize("word", NEAR)
def test_near_words_pass(tmp_path: Path, word: str) -> None:
    assert found(tmp_path, "README.md", f"A {word} word.\n") == []


def test_identifiers_and_comments_pass(tmp_path: Path) -> None:
    assert found(tmp_path, "firmware/a.py", "def heal(dose):  # prevents nothing\n    return dose\n") == []


def test_docstrings_and_fstrings_are_read_at_their_own_line(tmp_path: Path) -> None:
    code = '"""First.\n\nA cure.\n"""\n\nx = 1\ny = f"dose {x}"\n'
    assert found(tmp_path, "host/a.py", code) == ["3 cure", "7 dose"]


def test_an_exempt_line_passes_and_its_neighbour_does_not(tmp_path: Path) -> None:
    text = "No word of a cure. <!-- wording-ok: quotes the rule -->\nA cure.\n"
    assert found(tmp_path, "docs/rule.md", text) == ["2 cure"]
