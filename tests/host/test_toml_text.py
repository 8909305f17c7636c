"""A protocol written as TOML reads back as the same content, whatever its texts hold."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.host.protocol_strategies import PROTOCOLS, spoiled
from tests.host.protocol_texts import SMALL, largest

from recovery_station.authoring.content import body_of, content_hash, document_of, text_of
from recovery_station.authoring.judge import judge_text
from recovery_station.authoring.toml_text import to_toml
from recovery_station.errors import IntegrityError

LOOK = settings(deadline=None, max_examples=150)


@LOOK
@given(PROTOCOLS)
def test_what_is_written_reads_back_with_the_same_hash(document: dict[str, Any]) -> None:
    again = tomllib.loads(to_toml(document, "./protocol.schema.json"))
    assert again == document
    assert content_hash(again) == content_hash(document)


@LOOK
@given(spoiled())
def test_also_what_is_not_allowed_unless_toml_has_no_word_for_it(document: dict[str, Any]) -> None:
    try:
        text = to_toml(document)
    except IntegrityError:
        assert "null" in text_of(document)
        return
    assert tomllib.loads(text) == document


@LOOK
@given(PROTOCOLS | st.builds(largest))
def test_what_is_sent_opens_as_the_same(document: dict[str, Any]) -> None:
    body = body_of(document)
    assert body.isascii() and body.isprintable()
    assert document_of(body) == document


def test_keys_stand_in_the_order_people_read_them() -> None:
    document = tomllib.loads(SMALL)
    shuffled = {key: document[key] for key in sorted(document, reverse=True)}
    shuffled["step"] = [{key: one[key] for key in sorted(one)} for one in document["step"]]
    assert to_toml(shuffled) == SMALL


@pytest.mark.parametrize(
    ("old", "new", "suggestion"),
    [
        ("hold_s = 8", "hold = 8", "hold_s"),
        ("hold_s = 8", "Hold_S = 8", "hold_s"),
        ("duration_s", "duraton_s", "duration_s"),
        ("target_mmhg", "targets_mmhg", "target_mmhg"),
        ("hold_s = 8", "hold_s = 8\nhot_s = 9", "a step of kind contrast"),
        ("hold_s = 8", "hold_s = 8\nxyzzy = 9", None),
        ('"sequential"', '"sequencial"', "sequential"),
        ('"both"', '"bot"', "both"),
        ('"compression"', '"compresion"', "compression"),
        ('title = "Mine"', 'titel = "Mine"', "title"),
        ('title = "Mine"', 'title = "Mine"\nrest_s = 5', "a step of kind rest"),
    ],
)
def test_a_slip_is_told_with_what_was_meant(old: str, new: str, suggestion: str | None) -> None:
    judged = judge_text("mine.toml", SMALL.replace(old, new))
    unknown = [one for one in judged.problems if one.words.startswith("unknown")]
    assert [one.suggestion for one in unknown] == [suggestion]
    assert judged.document is None


def test_what_is_too_long_or_cannot_be_sent_is_told_without_a_station() -> None:
    long = judge_text("a.toml", SMALL.replace("[[step]]", f'notes = "{"x" * 25_000}"\n[[step]]', 1))
    assert [(one.bound, one.value) for one in long.problems] == [("<= 24576 bytes", len(text_of_long()))]
    for value in ("1979-05-27", "nan", "[inf]"):
        judged = judge_text("a.toml", SMALL.replace("[[step]]", f"notes = {value}\n[[step]]", 1))
        assert [one.bound for one in judged.problems] == ["what JSON can say"], value


def text_of_long() -> str:
    """The text of that protocol."""
    return text_of({**tomllib.loads(SMALL), "notes": "x" * 25_000})


def test_every_problem_is_told_in_the_order_of_lines() -> None:
    text = (
        SMALL.replace("hold_s = 8", "hold_s = 800")
        .replace("rest_s = 60", "rest_s = 0")
        .replace("[80", "[180")
    )
    judged = judge_text("mine.toml", text)
    assert [(one.line, one.key) for one in judged.problems] == [
        (9, "step[0].target_mmhg[0]"),
        (10, "step[0].hold_s"),
        (16, "step[1].rest_s"),
    ]
