"""The host's verdict on settings is the station's, on the MicroPython that judges there, and so is what is kept."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, example, given
from hypothesis import settings as look
from tests.core.settings_table import FULL
from tests.host.json_schema import allows
from tests.host.settings_strategies import TABLES, allowed, spoiled

from recovery_station.authoring.config import MAX_BYTES
from recovery_station.authoring.content import text_of
from recovery_station.authoring.settings_keys import EXAMPLES, KEYS, SCHEMA, check
from recovery_station.authoring.settings_schema import settings_schema_text, with_keys
from recovery_station.authoring.settings_text import judge_settings_text, to_text
from recovery_station.virtual.interpreter import command

ROOT = Path(__file__).parents[2]
Answer = tuple[list[list[str]], str, list[list[int]], int]
Ask = Callable[[dict[str, Any]], Answer]
LOOK = look(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def station() -> Iterator[Ask]:
    """Asks one MicroPython that runs the validator."""
    environment = {**os.environ, "MICROPYPATH": f"{ROOT / 'firmware'}:.frozen"}
    with subprocess.Popen(
        [*command(), "-X", "heapsize=8m", str(ROOT / "tests/host/settings_verdicts.py")],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:

        def ask(table: dict[str, Any]) -> Answer:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(json.dumps(table, ensure_ascii=False) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield ask
        assert process.stdin is not None
        process.stdin.close()


def agree(station: Ask, table: dict[str, Any]) -> bool:
    """Both say the same; True when it is allowed, and then both keep the same text."""
    mine = sorted([key, bound, words] for key, _, bound, words in check(table))
    found, text, hours, heater_w = station(table)
    assert sorted(found) == mine
    if mine:
        return False
    assert text == text_of(table) and len(text) <= MAX_BYTES
    assert (len(hours), heater_w) == (len(table.get("hours", ())), table.get("heater_w", 0))
    return True


# REQ-110
@LOOK
@given(allowed())
def test_both_take_what_is_within_its_bounds(station: Ask, table: dict[str, Any]) -> None:
    assert agree(station, table)


@LOOK
@given(TABLES)
def test_both_say_the_same_of_keys_that_do_not_go_together(station: Ask, table: dict[str, Any]) -> None:
    event("allowed" if agree(station, table) else "refused")


@LOOK
@given(spoiled())
def test_both_say_the_same_of_what_is_wrong(station: Ask, table: dict[str, Any]) -> None:
    event("allowed" if agree(station, table) else "refused")


# ------------------------------------------------------------ what is written of them


@LOOK
@given(allowed())
def test_the_schema_refuses_nothing_the_station_takes_and_the_text_reads_back(table: dict[str, Any]) -> None:
    assert allows(json.loads(settings_schema_text()), table)
    judged = judge_settings_text("a.toml", to_text(table, "gym"))
    assert judged.problems == () and judged.document == table


@LOOK
@example({"schema": "settings/1", "heater_w": False})
@example({"schema": "settings/1", "heater_w": 0.0})
@given(spoiled())
def test_the_schema_takes_nothing_that_is_wrong_by_itself(table: dict[str, Any]) -> None:
    # a bound of several keys is no schema's to say; neither are hours that run backwards
    alone = [row for row in check(table) if "range" in row[3] or "must be a" in row[3] or "unknown" in row[3]]
    if alone:
        assert not allows(json.loads(settings_schema_text()), table)


@pytest.mark.parametrize("key", [key for key in KEYS if key.measure], ids=lambda key: key.name)
def test_each_bound_of_the_schema_is_the_validators(key: Any) -> None:
    whole = json.loads(settings_schema_text())
    for value, inside in (
        (key.low - 1, False),
        (key.low, True),
        (key.high, True),
        (key.high + 1, False),
        (key.low + 0.5, False),
    ):
        table = {**FULL, key.name: value}
        mine = [row for row in check(table) if row[0] == key.name and "in range" in row[3]]
        assert (not mine) is inside
        assert allows(whole, table) is inside


def test_the_examples_together_are_allowed_and_every_key_has_one() -> None:
    assert check({"schema": SCHEMA, **EXAMPLES}) == []
    assert list(EXAMPLES) == [key.name for key in KEYS]


def test_the_page_and_the_schema_are_up_to_date() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert with_keys(page) == page, "run `make schema`"
    assert (ROOT / "docs" / "settings.schema.json").read_text(encoding="utf-8") == settings_schema_text()
    for key in KEYS:
        assert f"| `{key.name}` |" in page
