"""`station plan`: what fits on each day of the sample week, what makes it lighter, and what a week file may say."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.host.command import objects

from recovery_station.cli.run import run
from recovery_station.errors import UsageError
from recovery_station.plans.choose import PRESET_IDS, Feeling, choose
from recovery_station.plans.rules import BEFORE, HARD_RUNS, LIGHTER, RULES, SIGNALS, SOURCES, TRAINING
from recovery_station.plans.week import DAYS, read_week, sample_text, week_of
from station_firmware.core import presets as _presets
from station_firmware.core import screening

presets = cast("Any", _presets)
SAMPLE = read_week(None)


def top_mmhg(protocol_id: str) -> int:
    """The highest pressure a protocol asks for, 0 in water."""
    return max(max(step.get("target_mmhg", [0])) for step in presets.find(protocol_id)["step"])


@pytest.mark.parametrize(
    ("day", "training", "rule", "protocol"),
    [
        ("mon", ("strength", "easy run"), "strength", "flush-20"),
        ("tue", ("speed",), "hard-run", "contrast-7x1"),
        ("wed", ("recovery day",), "recovery-day", "foam-roll-10"),
        ("fri", ("hills",), "hard-run", "contrast-7x1"),
        ("sun", ("full recovery",), "full-recovery", "full-recovery-60"),
    ],
)
def test_the_sample_week(day: str, training: tuple[str, ...], rule: str, protocol: str) -> None:
    choice = choose(SAMPLE, day, Feeling())
    assert SAMPLE.on(day) == training
    assert (choice.reasons[0].rule, choice.protocol, choice.lighter) == (rule, protocol, False)


def test_two_hard_days_running_make_the_second_lighter() -> None:
    choice = choose(SAMPLE, "sat", Feeling())
    assert (choice.protocol, choice.instead_of) == ("gentle-20", "flush-30")
    assert "two-hard-days" in [one.rule for one in choice.reasons]
    assert choice.before is None


@pytest.mark.parametrize(
    ("feeling", "rule"),
    [
        (Feeling(soreness=4.9), None),
        (Feeling(soreness=5), "sore"),
        (Feeling(soreness=7.9), "sore"),
        (Feeling(soreness=8), "very-sore"),
        (Feeling(sleep_h=6), None),
        (Feeling(sleep_h=5.9), "short-sleep"),
        (Feeling(sleep_h=0), "short-sleep"),
        (Feeling(effort=7.9), None),
        (Feeling(effort=8), "effort"),
    ],
)
def test_each_signal_at_its_bound(feeling: Feeling, rule: str | None) -> None:
    choice = choose(SAMPLE, "mon", feeling)
    signals = [one.rule for one in choice.reasons if one.rule not in ("strength", "before")]
    assert signals == ([rule] if rule else [])
    assert choice.protocol == ("gentle-20" if rule else "flush-20")


NUMBERS = st.none() | st.floats(0, 10)


@given(st.sampled_from(DAYS), NUMBERS, NUMBERS, st.none() | st.floats(0, 24))
def test_a_signal_never_asks_for_more(day: str, soreness: float, effort: float, sleep_h: float) -> None:
    usual = choose(SAMPLE, day, Feeling())
    choice = choose(SAMPLE, day, Feeling(soreness, sleep_h, effort))
    assert choice.protocol in PRESET_IDS
    assert not (usual.lighter and not choice.lighter)
    if choice.lighter:
        assert choice.protocol not in LIGHTER or usual.protocol in LIGHTER
        assert top_mmhg(choice.protocol) <= max(top_mmhg(usual.protocol), top_mmhg("gentle-20"))


def test_every_training_has_a_rule_that_the_firmware_can_follow() -> None:
    for training in TRAINING:
        assert any(training in rule.training for rule in RULES), training
    for rule in (*RULES, BEFORE):
        assert any(one in PRESET_IDS for one in rule.protocols), rule.name
        assert set(rule.training) <= set(TRAINING)
    assert set(HARD_RUNS) <= set(TRAINING)


def test_every_row_is_one_sentence_with_sources_that_stand_in_the_table() -> None:
    for row in (*RULES, BEFORE, *SIGNALS):
        assert row.sources and all(SOURCES[one] for one in row.sources), row.name
        assert row.why.endswith(".") and row.why.count(". ") == 0, row.name


def test_lighter_leads_to_something_light_that_there_is() -> None:
    for heavy, light in LIGHTER.items():
        assert light in PRESET_IDS and heavy != light
        if heavy in PRESET_IDS:
            assert top_mmhg(light) < top_mmhg(heavy) or not top_mmhg(heavy)


def test_a_deload_week_gets_contrast_on_its_easy_days() -> None:
    week = week_of(sample_text().replace('phase = "build"', 'phase = "deload"'), "deload.toml")
    assert choose(week, "wed", Feeling()).protocol == "contrast-7x1"


def test_what_a_newer_firmware_offers_comes_first() -> None:
    assert choose(SAMPLE, "wed", Feeling(), (*PRESET_IDS, "foam-roll-10")).protocol == "foam-roll-10"
    assert choose(SAMPLE, "mon", Feeling(), (*PRESET_IDS, "activation-8")).before == "activation-8"


def test_the_command_says_it_in_words_of_eighty_columns_and_as_plan_1(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for day in DAYS:
        assert run(["plan", "--day", day, "--soreness", "9", "--sleep", "4", "--effort", "10"]) == 0
        out = capsys.readouterr().out
        assert max(len(line) for line in out.splitlines()) <= 80
        assert "do-not-use list" in out and "promises nothing" in out
    assert run(["plan", "--day", "sun", "--soreness", "3", "--json"]) == 0
    (told,) = objects(capsys.readouterr().out)
    assert list(told) == [
        *("type", "week", "phase", "day", "training", "soreness", "sleep_h", "effort"),
        *("protocol", "instead_of", "before", "lighter", "reasons", "notes"),
    ]
    assert (told["type"], told["protocol"], told["soreness"]) == ("plan/1", "full-recovery-60", 3)
    assert told["reasons"][0]["sources"]


def test_without_a_day_it_is_today(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "--json"]) == 0
    assert objects(capsys.readouterr().out)[0]["day"] in DAYS


def test_the_sample_is_printed_and_read_again(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["plan", "--sample"]) == 0
    path = tmp_path / "mine.toml"
    path.write_text(capsys.readouterr().out)
    assert read_week(str(path)) == SAMPLE


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('["speed"]', '["sprint"]', "tue: training = ['sprint']"),
        ('["speed"]', "[]", "tue: training = []"),
        ('day = "tue"', 'day = "mon"', "day 2: day = 'mon'"),
        ('day = "tue"', 'day = "dienstag"', "day = 'dienstag'"),
        ('phase = "build"', 'phase = "race"', "phase = 'race'"),
        ('schema = "week/1"', 'schema = "week/2"', "schema must be 'week/1'"),
        ("[[day]]", "[[days]]", "there is no [[day]]"),
        ("title =", "titel =", "titel is unknown"),
        ("phase =", "phase = =", "sample.toml"),
    ],
)
def test_a_mistake_in_a_week_is_named(old: str, new: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        week_of(sample_text().replace(old, new), "sample.toml")
    assert words in caught.value.message
    assert "plan --sample" in caught.value.hint


def test_a_missing_week_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plan", "no-such.toml"]) == 2
    assert "no-such.toml" in capsys.readouterr().err


def test_the_do_not_use_list_has_a_version() -> None:
    assert screening.VERSION >= 1 and len(screening.ITEMS) >= 5
