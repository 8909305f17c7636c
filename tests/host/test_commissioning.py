"""The form names every commissioning step: what the self-test answers, what a hand measured, and what is open."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.host.command import Call
from tests.host.fake_station import FakeStation

from recovery_station import commissioning
from recovery_station.errors import UsageError
from recovery_station.models import Hello
from recovery_station.selftest_page import page
from recovery_station.selftesting import Reply, SelfTest, form, with_steps
from station_firmware.core import figures

HELLO = Hello((1, 1), "0", "e661", "gym-2", 1)
ROOT = Path(commissioning.__file__).parents[2]


def passing(**changed: int) -> SelfTest:
    """The form of a test in which every line is within its limits; some figures changed, by their name in figures."""
    told: list[int | None] = [None] * figures.COUNT
    empty = form(HELLO, Reply(True, None, list(told)))
    scales = {"mmHg": 10}
    for place, row in enumerate(empty.rows):
        low, high = row.low, row.high
        middle = (low + high) / 2 if low is not None and high is not None else low if high is None else high
        scale = 100 if row.test.startswith("zero of") else scales.get(row.unit, 1)
        told[place] = round((middle or 0) * scale)
    told[figures.CHAIN_MS] = 160
    for name, figure in changed.items():
        told[getattr(figures, name)] = figure
    return form(HELLO, Reply(True, None, told))


def step(result: SelfTest, name: str) -> commissioning.Step:
    return next(one for one in result.steps if one.step == name)


def everything() -> dict[str, Any]:
    """What a person writes when all is well: the middle of every limit."""
    written: dict[str, Any] = {"person": "A. Builder"}
    for one in with_steps(passing(), {}).steps:
        written[one.step] = {
            field.what: True
            if field.unit == commissioning.TICK
            else "7"
            if field.unit == commissioning.TEXT
            else ((field.low or 0) + (field.high or 0)) / 2
            for field in one.fields
        }
    return written


def test_the_lines_are_in_the_order_the_test_fills_them() -> None:
    assert {row.verdict for row in passing().rows} == {"good"}


def test_every_step_of_the_page_is_in_the_form() -> None:
    building = (ROOT / "hardware" / "building.md").read_text(encoding="utf-8")
    on_page = re.findall(r"^\| (C\d+) \| ([^|]+) \|", building, flags=re.M)
    assert [(one.step, one.what) for one in with_steps(passing(), {}).steps] == [
        (name, what.strip()) for name, what in on_page
    ]
    assert [name for name, _ in on_page] == [f"C{number}" for number in range(1, 20)]


def test_without_a_hand_everything_a_hand_does_is_open() -> None:
    result = with_steps(passing(), {})
    assert {one.verdict for one in result.steps} == {"open"}
    assert all(
        field.measured is None and field.verdict == "open" for one in result.steps for field in one.fields
    )
    answered = {one.step for one in result.steps if one.rows}
    assert answered == {"C1", "C4", "C9", "C10", "C12", "C19"}
    assert all(one.by == ("both" if one.step in answered else "hand") for one in result.steps)
    assert step(result, "C4").rows == ["chain opens without heartbeat"]
    assert step(result, "C12").rows == [f"left after {leg} vent {n}" for n in (1, 2) for leg in "LR"]
    assert len(step(result, "C19").rows) == len(result.rows)


def test_a_hand_that_measured_everything_releases_the_station() -> None:
    result = with_steps(passing(), everything())
    assert {one.step: one.verdict for one in result.steps if one.verdict != "good"} == {}
    assert result.person == "A. Builder"


@pytest.mark.parametrize(
    ("name", "what", "low", "high"),
    [
        ("C1", "LIMIT", 1.77, 1.88),
        ("C4", "24 V gone after the last edge, by the scope", 100, 200),
        ("C10", "left opens at, by the gauge", 135, 145),
        ("C12", "vent R2 alone", 0, 8),
        ("C18", "cold bath, display less thermometer", -0.5, 0.5),
    ],
)
def test_each_limit_from_both_sides(name: str, what: str, low: float, high: float) -> None:
    for value, verdict in ((low, "good"), (high, "good"), (low - 0.01, "bad"), (high + 0.01, "bad")):
        written = everything()
        written[name][what] = value
        assert step(with_steps(passing(), written), name).verdict == verdict, value


def test_a_tick_that_is_false_is_bad() -> None:
    written = everything()
    written["C6"]["the bridge is away"] = False
    assert step(with_steps(passing(), written), "C6").verdict == "bad"


@pytest.mark.parametrize(
    ("ms", "verdict"), [(99, "bad"), (100, "good"), (220, "good"), (221, "bad"), (240, "bad")]
)
def test_the_heartbeats_step_is_stricter_than_the_self_test(ms: int, verdict: str) -> None:
    """The chain's page lists four faults that make it slower than 200 ms and that the self-test lets pass."""
    result = passing(CHAIN_MS=ms)
    assert next(row for row in result.rows if row.test.startswith("chain opens")).verdict == "good"
    assert step(with_steps(result, everything()), "C4").verdict == verdict


def test_a_line_that_was_not_reached_leaves_its_step_open_and_a_failed_test_is_bad() -> None:
    reached = passing()
    reached.rows[-1].measured, reached.rows[-1].verdict = None, "not reached"
    reached.passed = False
    found = with_steps(reached, everything())
    assert step(found, "C19").verdict == "bad" and step(found, "C4").verdict == "good"
    switches = [row for row in reached.rows if row.test.startswith("pressure switch opens")]
    switches[0].measured = None
    assert step(with_steps(reached, everything()), "C10").verdict == "open"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"C20": {}}, "there is no step C20"),
        ({"C4": {"by ear": 1}}, "C4 asks for no 'by ear'"),
        ({"C4": 3}, "below [C4]"),
        ({"C2": {"no row of `station doctor` is bad": 1}}, "neither true nor false"),
        ({"C14": {"hardest coupling": True}}, "is no number (N)"),
        ({"C14": {"hardest coupling": "10"}}, "is no number (N)"),
        ({"C14": {"hardest coupling": float("nan")}}, "is no number (N)"),
        ({"C9": {"number of the gauge": " "}}, "is no word in quotes"),
        ({"C9": {"number of the gauge": 7}}, "is no word in quotes"),
    ],
)
def test_what_no_step_asks_for_is_refused(written: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError) as refused:
        with_steps(passing(), written)
    assert words in refused.value.message


def test_the_signed_form_holds_the_steps_and_tells_which_was_altered(
    fake: FakeStation, call: Call, tmp_path: Path
) -> None:
    fake.selftest = {"passed": True, "found": None, "figures": [0] * figures.COUNT}
    hand = tmp_path / "hand.toml"
    hand.write_text('person = "B"\n[C14]\n"hardest coupling" = 12.5\n', encoding="utf-8")
    path = tmp_path / "form.json"
    assert call("selftest", "--report", str(path), "--by-hand", str(hand))[0] == 0
    told = json.loads(path.read_text())
    assert told["person"] == "B" and told["steps"][13]["fields"][0]["measured"] == 12.5
    text = (tmp_path / "form.html").read_text()
    assert "Measured by hand by B." in text and "12.5" in text
    assert call("selftest", "--verify", str(path))[0] == 0
    told["steps"][13]["fields"][0]["measured"] = 11
    path.write_text(json.dumps(told))
    code, _, err = call("--json", "selftest", "--verify", str(path))
    assert code == 6 and json.loads(err)["data"]["wrong"] == ["step 14 C14"]


def test_a_wrong_file_stops_before_anything_moves(fake: FakeStation, call: Call, tmp_path: Path) -> None:
    hand = tmp_path / "hand.toml"
    for text, words in (
        ("[C99]\n", "no step C99"),
        ("x = [", "hand.toml"),
        ("person = 3\n", "name in quotes"),
    ):
        hand.write_text(text, encoding="utf-8")
        asked = len(fake.calls)
        code, _, err = call("selftest", "--report", str(tmp_path / "f.json"), "--by-hand", str(hand))
        assert code == 2 and words in err and "by-hand.toml" in err
        assert len(fake.calls) == asked
    assert call("selftest", "--by-hand", str(hand))[0] == 2
    assert call("selftest", "--report", "f.json", "--by-hand", str(tmp_path / "none"))[0] == 2


def test_without_a_report_there_are_no_steps(fake: FakeStation, call: Call) -> None:
    fake.selftest = {"passed": True, "found": None, "figures": [0] * figures.COUNT}
    told = json.loads(call("--json", "selftest")[1])
    assert set(told) == {"type", "station", "serial", "firmware", "passed", "finding", "rows"}


def test_the_page_has_a_box_for_what_is_open_and_none_for_what_is_written() -> None:
    text = page(with_steps(passing(), {"C14": {"hardest coupling": 12.5}}), "now", "k")
    fields = sum(len(one.fields) for one in with_steps(passing(), {}).steps)
    assert text.count('<td class="write"></td>') == fields - 1
    assert "<td>hardest coupling</td><td>0 to 40</td><td>12.5</td><td>N</td>" in text
    assert "Signature" in text and "63 lines, above" in text
    assert "self-test: chain opens without heartbeat</td><td>100 to 220</td><td>160</td><td>ms</td>" in text
    assert "self-test: left after L vent 1</td><td>at most 10</td>" in text


def test_the_template_offers_every_field_and_is_read_back(tmp_path: Path) -> None:
    template = (ROOT / "hardware" / "by-hand.toml").read_text(encoding="utf-8")
    filled = re.sub(r'^# (".*)$', r"\1", template, flags=re.M)
    path = tmp_path / "hand.toml"
    path.write_text(filled.replace('= ""', '= "x"'), encoding="utf-8")
    result = with_steps(passing(), commissioning.read_by_hand(path))
    assert all(field.measured is not None for one in result.steps for field in one.fields)
