"""The published schema: what its tables say, nothing the station takes is refused, and no table is missing in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from tests.host.json_schema import allows
from tests.host.protocol_strategies import PROTOCOLS
from tests.host.protocol_texts import largest

from recovery_station.authoring.judge import STEP_KEYS, WORDS, check, judge_text
from recovery_station.authoring.schema import NUMBERS, schema, schema_text
from station_firmware.core import presets as _presets

presets = cast("Any", _presets)
PUBLISHED = Path(__file__).parents[2] / "docs" / "protocol.schema.json"
SCHEMA: dict[str, Any] = json.loads(schema_text())


def test_the_published_file_is_up_to_date() -> None:
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text(), "run `make schema`"


def test_every_key_has_words_for_an_editor() -> None:
    for kind in STEP_KEYS:
        for key, node in SCHEMA["$defs"][kind]["properties"].items():
            assert node["description"], (kind, key)


@pytest.mark.parametrize("preset_id", presets.IDS)
def test_every_built_in_protocol_fits(preset_id: str) -> None:
    assert allows(SCHEMA, presets.find(preset_id))


def test_the_largest_fits_and_one_step_more_does_not() -> None:
    document = largest()
    assert allows(SCHEMA, document)
    document["step"].append({"kind": "rest", "rest_s": 1})
    assert not allows(SCHEMA, document)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(PROTOCOLS)
def test_it_refuses_nothing_that_the_station_takes(document: dict[str, Any]) -> None:
    if not check(document):
        assert allows(SCHEMA, document)


def _bath(key: str, value: object) -> str:
    """Cold bears the longer dips and the lowest temperature, hot the highest."""
    return "hot" if key == "degc" and value == NUMBERS["degc"][1] else "cold"


def _with(key: str, value: object) -> dict[str, Any]:
    """A protocol of one step in which `key` is `value` and the rest is allowed."""
    kind = next(kind for kind, keys in STEP_KEYS.items() if key in keys)
    good = {
        "compression": presets.find("flush-20")["step"][0],
        "contrast": presets.find("contrast-7x1")["step"][0],
        "dip": {"kind": "dip", "bath": _bath(key, value), "degc": 12, "dip_s": 60},
        "guided": {"kind": "guided", "items": [{"label": "Roll", "seconds": 30}]},
        "rest": {"kind": "rest", "rest_s": 60},
    }[kind]
    return {"schema": "protocol/1", "id": "a", "title": "A", "step": [{**good, key: value}]}


@pytest.mark.parametrize("key", sorted(NUMBERS))
def test_each_bound_is_the_validators(key: str) -> None:
    low, high, _ = NUMBERS[key]
    for value, inside in ((low - 1, False), (low, True), (high, True), (high + 1, False), (low + 0.5, False)):
        document = _with(key, value)
        mine = [row for row in check(document) if row[0] == f"step[0].{key}" and "range" in row[3]]
        assert (not mine) is inside, value
        assert allows(SCHEMA, document) is inside, value


@pytest.mark.parametrize("key", sorted(WORDS))
def test_each_list_of_words_is_the_validators(key: str) -> None:
    for word in WORDS[key]:
        assert allows(SCHEMA, _with(key, word))
    assert not allows(SCHEMA, _with(key, WORDS[key][0] + "x"))


def test_a_key_the_firmware_gets_must_be_described(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STEP_KEYS, "rest", ("rest_s", "music"))
    with pytest.raises(KeyError, match="music"):
        schema()


def test_the_first_protocol_of_the_page_is_allowed() -> None:
    page = (PUBLISHED.parent / "protocols.md").read_text(encoding="utf-8")
    text = page.split("```toml\n", 1)[1].split("```", 1)[0]
    judged = judge_text("my-legs.toml", text)
    assert judged.problems == () and judged.id == "my-legs"
    assert allows(SCHEMA, judged.document or {})
