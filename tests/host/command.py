"""Calling `station` in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

Call = Callable[..., tuple[int, str, str]]


def objects(text: str) -> list[dict[str, Any]]:
    """Every line of stdout as an object."""
    return [json.loads(line) for line in text.splitlines()]
