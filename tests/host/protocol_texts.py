"""Protocols for tests: a small file, and the largest that the limits allow."""

from __future__ import annotations

from typing import Any

SMALL = """schema = "protocol/1"
id = "mine"
title = "Mine"

[[step]]
kind = "compression"
pattern = "sequential"
legs = "both"
target_mmhg = [80, 75, 70, 65, 60]
hold_s = 8
release_s = 6
duration_s = 600

[[step]]
kind = "rest"
rest_s = 60
"""


def renamed(protocol_id: str, text: str = SMALL) -> str:
    """The same file with another id."""
    return text.replace('"mine"', f'"{protocol_id}"')


def largest(protocol_id: str = "largest", seed: int = 0) -> dict[str, Any]:
    """200 steps, 57 of them compression with every key: more do not fit into an hour. Every step differs."""
    steps: list[dict[str, Any]] = []
    for number in range(57):
        steps.append(_compression(number + 100 * seed))
        steps.append({"kind": "rest", "rest_s": 1})
    steps += [{"kind": "rest", "rest_s": 1}] * (200 - len(steps))
    return {"schema": "protocol/1", "id": protocol_id, "title": "T" * 40, "step": steps}


def _compression(number: int) -> dict[str, Any]:
    top = 60 + number % 41
    off = [f"{side}{zone}" for side in "LR" for zone in range(1, 6) if zone != 1 + number % 5]
    return {
        "kind": "compression",
        "pattern": ("sequential", "gradient-hold", "pulse", "wave")[number % 4],
        "legs": "alternating",
        "target_mmhg": [top - (number * zone) % 7 - 7 * zone for zone in range(5)],
        "hold_s": number % 61,
        "release_s": 2 + number * 7 % 59,
        "duration_s": 60,
        "boost": {"zone": 1 + number % 5, "mmhg": 1 + number % 10},
        "zones_off": off[number % 8 :] + off[: number % 8],
        "may_leave_off": number % 3 == 0,
    }
