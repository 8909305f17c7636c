"""Hazards point to parts and commissioning steps that exist, and each step is asked for."""

from pathlib import Path

import pytest

from safety import hardware

BUILDING = "| C1 | a |\n| C2 | b |\n| C3 | c |\n"
PARTS = "[part.relief]\n"
HAZARDS = "cracks (part `relief`, steps C1 to C3)\n"


def found(root: Path, **texts: str) -> list[str]:
    files = {hardware.BUILDING: BUILDING, hardware.PARTS: PARTS, hardware.HAZARDS: HAZARDS, **texts}
    for place, text in files.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [finding.words for finding in hardware.findings(root)]


def test_sound_links_have_no_finding(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("(part `relief`, steps C1 and C3)", ["C2 is asked for by no hazard or requirement"]),
        ("(steps C1, C2 and C3) part `relif`", ["names part relif, which hardware/parts.toml does not have"]),
        ("(steps C1 to C4)", ["names step C4, which hardware/building.md does not have"]),
        ("(step C1)", [f"C{n} is asked for by no hazard or requirement" for n in (2, 3)]),
    ],
)
def test_each_broken_link_is_found(text: str, words: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, **{hardware.HAZARDS: text}) == words
