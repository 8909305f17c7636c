"""The list of mutants that may live, docs/safety/mutants.toml, compared with what lived."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mutation.cases import SURVIVED
from sources import ROOT

LIST = ROOT / "docs" / "safety" / "mutants.toml"


def load(path: Path = LIST) -> dict[str, str]:
    """Reason by the name of a mutant. ValueError for a group without a reason, or a name that stands twice."""
    found: dict[str, str] = {}
    groups: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", [])
    for group in groups:
        reason = str(group.get("reason", "")).strip()
        for name in group["mutants"]:
            if not reason or name in found:
                raise ValueError(f"{name}: {'stands twice' if reason else 'has no reason'}")
            found[name] = reason
    return found


def compare(results: dict[str, str], reasons: dict[str, str], modules: Iterable[str]) -> list[str]:
    """In words: survivors that are not listed, and listed ones that died or are no more."""
    asked = tuple(f"{module}." for module in modules)
    words = [
        f"survived and is not listed: {name}"
        for name, result in results.items()
        if result == SURVIVED and name not in reasons
    ]
    for name in reasons:
        if name.startswith(asked) and results.get(name) != SURVIVED:
            why = f"is killed by {results[name]}" if name in results else "is no mutant any more"
            words.append(f"listed and stale, it {why}: {name}")
    return words
