"""The host's verdict on a protocol is the station's, on the MicroPython that judges there, and so is the hash."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from tests.host.protocol_strategies import PROTOCOLS, spoiled
from tests.host.protocol_texts import largest

from recovery_station.authoring.content import body_of, content_hash
from recovery_station.authoring.judge import STEP_KEYS, check
from recovery_station.virtual.interpreter import command

ROOT = Path(__file__).parents[2]
Ask = Callable[[dict[str, Any]], tuple[str, list[list[str]]]]


@pytest.fixture(scope="module")
def station() -> Iterator[Ask]:
    """Asks one MicroPython that runs the validator."""
    environment = {**os.environ, "MICROPYPATH": f"{ROOT / 'firmware'}:.frozen"}
    with subprocess.Popen(
        [*command(), "-X", "heapsize=8m", str(ROOT / "tests/host/verdicts.py")],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None and process.stdout is not None

        def ask(document: dict[str, Any]) -> tuple[str, list[list[str]]]:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(body_of(document) + "\n")
            process.stdin.flush()
            digest, found = json.loads(process.stdout.readline())
            return digest, found

        yield ask
        process.stdin.close()


def agree(station: Ask, document: dict[str, Any]) -> bool:
    """Both say the same; True when it is allowed."""
    mine = sorted([key, bound, words] for key, _, bound, words in check(document))
    digest, found = station(document)
    assert sorted(found) == mine
    assert digest == content_hash(document)
    return not mine


LOOK = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@LOOK
@given(PROTOCOLS)
def test_both_say_the_same_of_what_is_within_its_bounds(station: Ask, document: dict[str, Any]) -> None:
    event("allowed" if agree(station, document) else "refused")


@LOOK
@given(spoiled())
def test_both_say_the_same_of_what_is_wrong(station: Ask, document: dict[str, Any]) -> None:
    event("allowed" if agree(station, document) else "refused")


@pytest.mark.parametrize("kind", sorted(STEP_KEYS))
def test_each_kind_of_step_alone(station: Ask, kind: str) -> None:
    """A step of nothing but its kind: every key it needs is named by both."""
    document = {"schema": "protocol/1", "id": "a", "title": "A", "step": [{"kind": kind}]}
    assert not agree(station, document)


def test_the_largest_is_allowed_by_both(station: Ask) -> None:
    assert agree(station, largest())
