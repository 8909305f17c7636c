"""The trace finds every link that has nobody at its other end, in each direction; the real one holds."""

from pathlib import Path

import pytest

from campaign import report
from campaign.verdict import Result
from safety import campaigned, links, matrix
from safety.documents import LAYERS

HAZARD = "## HAZ-1 Too much\n\n| | |\n| --- | --- |\n" + "".join(f"| {layer} | x |\n" for layer in LAYERS)
ROW = "| REQ-1 | Above `TOP_MMHG` (130) it trips. | HAZ-1 | test |\n"
LIMITS = "TOP_MMHG = const(130)  # mmHg | source | HAZ-1\n"
TEST = "# REQ-1\ndef test_it():\n    assert True\n"
TESTED = "0123456789abcdef"
SOUND = {
    "docs/hazards.md": HAZARD,
    "docs/requirements.md": ROW,
    "firmware/station_firmware/core/limits.py": LIMITS,
    "firmware/station_firmware/core/selftest.py": "fault.VENT_STUCK_CLOSED\n",
    "tests/core/cases_it.py": TEST,
}
WRONG = [
    ("docs/hazards.md", HAZARD + HAZARD.replace("HAZ-1", "HAZ-2"), "HAZ-2 is answered by no requirement"),
    ("docs/hazards.md", HAZARD + HAZARD, "HAZ-1 stands twice"),
    ("docs/hazards.md", HAZARD.replace("| residual | x |", ""), "HAZ-1 says nothing of: residual"),
    ("docs/requirements.md", ROW.replace("HAZ-1", ""), "REQ-1 answers no hazard"),
    ("docs/requirements.md", ROW.replace("HAZ-1", "HAZ-1, HAZ-7"), "REQ-1 answers HAZ-7, which is no hazard"),
    ("docs/requirements.md", ROW + ROW, "REQ-1 stands twice"),
    (
        "docs/requirements.md",
        ROW.replace("130", "131"),
        "REQ-1 says TOP_MMHG (131), which is 130 in limits.py",
    ),
    ("docs/requirements.md", ROW + ROW.replace("REQ-1", "REQ-2"), "REQ-2 has no test that carries its mark"),
    (
        "docs/requirements.md",
        ROW.replace("test", "open: later"),
        "REQ-1 is marked in tests/core/cases_it.py::test_it",
    ),
    (
        "docs/requirements.md",
        ROW.replace("test", "test, luck"),
        "REQ-1 is verified by 'luck', which is no way",
    ),
    (
        "docs/requirements.md",
        ROW.replace("test", "test; open:"),
        "REQ-1 is verified by 'open: ', which is no way",
    ),
    ("docs/requirements.md", ROW.replace("| test", "| self-test LEAK, test"), "REQ-1 names LEAK"),
    (
        "firmware/station_firmware/core/limits.py",
        LIMITS.replace("HAZ-1", "HAZ-3"),
        "names HAZ-3, which is no hazard",
    ),
    (
        "firmware/station_firmware/core/limits.py",
        LIMITS + LIMITS.replace("TOP", "LOW"),
        "LOW_MMHG is named by no",
    ),
    (
        "firmware/station_firmware/core/limits.py",
        LIMITS + "LOW_MMHG = const(\n    20\n)  # mmHg | source | HAZ-1\n",
        "LOW_MMHG names nothing, which is no hazard",
    ),
    ("firmware/station_firmware/core/limits.py", "", "REQ-1 says TOP_MMHG (130), which is no limit"),
    (
        "tests/core/cases_it.py",
        TEST.replace("REQ-1", "REQ-1 REQ-9"),
        "test_it is marked REQ-9: no requirement",
    ),
    ("tests/core/cases_it.py", TEST + "\n# REQ-1\nx = 1\n", "a mark stands alone"),
    ("tests/core/cases_it.py", TEST.replace("def test_it", "def it"), "a mark stands alone"),
    ("tests/core/cases_it.py", TEST.replace("# REQ-1", "# see REQ-1"), "a mark stands alone"),
]


def found(root: Path, **changes: str) -> list[str]:
    """What the trace says of the sound tree with some files changed."""
    for place, text in {**SOUND, **changes}.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(text, encoding="utf-8")
    return [finding.words for finding in links.findings(links.load(root, TESTED))]


def test_a_sound_tree_has_no_finding(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(("place", "text", "words"), WRONG)
def test_each_broken_link_is_found(tmp_path: Path, place: str, text: str, words: str) -> None:
    said = found(tmp_path, **{place: text})
    assert any(words in finding for finding in said), said


def test_a_limit_must_be_named_by_a_requirement_that_answers_its_hazard(tmp_path: Path) -> None:
    two = HAZARD + HAZARD.replace("HAZ-1", "HAZ-2")
    rows = ROW.replace("`TOP_MMHG` (130) ", "") + ROW.replace("REQ-1", "REQ-2").replace("HAZ-1", "HAZ-2")
    said = found(
        tmp_path,
        **{
            "docs/hazards.md": two,
            "docs/requirements.md": rows,
            "tests/core/cases_it.py": TEST.replace("REQ-1", "REQ-1 REQ-2"),
        },
    )
    assert said == ["TOP_MMHG is named by no requirement that answers HAZ-1"]


def test_marks_pass_decorators_several_lines_and_scenarios(tmp_path: Path) -> None:
    test = '# REQ-1\n# REQ-2\n@mark("# REQ-9")\ndef test_it():\n    pass\n'
    rows = "".join(ROW.replace("REQ-1", f"REQ-{number}") for number in (1, 2, 3))
    scenario = "# A story.\n# REQ-3\nseed = 1\n# REQ-8\n"
    changes = {
        "docs/requirements.md": rows,
        "tests/core/cases_it.py": test,
        "tests/scenarios/a.toml": scenario,
    }
    assert found(tmp_path, **changes) == []
    assert links.load(tmp_path, TESTED).marks["REQ-3"] == ["tests/scenarios/a.toml"]


def test_what_is_open_is_named_and_counted(tmp_path: Path) -> None:
    rows = ROW + ROW.replace("REQ-1", "REQ-2").replace("| test", "| open: nobody looked, yet")
    assert found(tmp_path, **{"docs/requirements.md": rows}) == []
    text = matrix.text(links.load(tmp_path, TESTED))
    assert "1 hazards, 2 requirements (1 open), 1 limits, 1 tests" in text
    assert "| REQ-2 | nothing | nobody looked, yet |" in text
    assert "1 of 2 requirements are open, 1 of them with no test at all." in text
    assert "- `tests/core/cases_it.py::test_it`" in text


def row(*violations: str, cried: bool = False) -> Result:
    """One run of the no-fault campaign."""
    return Result(
        id="no-fault/flush-20/1",
        key="k",
        group="no-fault",
        title="no fault",
        preset="flush-20",
        moment="",
        tripped=cried,
        end="completed",
        faults=[],
        reaction_ticks=None,
        vent_s=None,
        opened_s=None,
        peak_mmhg=90.0,
        virtual_s=100.0,
        wall_s=1.0,
        violations=list(violations),
    )


def test_a_campaign_shows_a_requirement_only_when_whole_clean_and_of_these_bytes(tmp_path: Path) -> None:
    rows = ROW.replace("| test", "| test, campaign")
    page = tmp_path / campaigned.PAGE
    lines = [row() for _ in range(3)]
    for ran, planned, tested, why in (
        (lines, 3, TESTED, ""),
        (lines, 4, TESTED, "the campaign ran 3 of 4 rows"),
        (
            [*lines, row("truth: a zone")],
            4,
            TESTED,
            "the campaign found 1 violations and 0 trips with no fault",
        ),
        ([*lines, row(cried=True)], 4, TESTED, "the campaign found 0 violations and 1 trips with no fault"),
        (lines, 3, "f" * 16, "firmware, plant or judge have changed since the campaign ran"),
    ):
        report.write(ran, planned, tested, page)
        assert found(tmp_path, **{"docs/requirements.md": rows}) == []
        (read,) = links.load(tmp_path, TESTED).requirements
        assert read.open == why
    page.unlink()
    (read,) = links.load(tmp_path, TESTED).requirements
    assert read.open == "docs/safety/campaign.md is no page of a campaign"


def test_what_no_campaign_shall_show_asks_for_none(tmp_path: Path) -> None:
    assert found(tmp_path) == []
    (read,) = links.load(tmp_path, TESTED).requirements
    assert read.open == ""
