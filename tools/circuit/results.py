"""The figures of the chain as kept in hardware/circuit/results.json: what was simulated, of which circuit."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any, Final

from circuit import campaign, spread
from circuit.model import SHEETS, chain
from circuit.spread import Dipped

RESULTS: Final = SHEETS / "results.json"
SOURCE: Final = SHEETS / "chain.toml"
Data = dict[str, Any]


def fingerprint() -> str:
    """SHA-256 of the circuit that the figures belong to."""
    return hashlib.sha256(SOURCE.read_bytes()).hexdigest()


def _dip(one: Dipped) -> Data:
    dip = one.dip
    return {
        "supply": dip.supply,
        "volt": dip.volt,
        "ms": dip.long_ms,
        "hang": dip.hang,
        "lost_ms": one.lost_ms,
        "back": one.back,
    }


def simulate() -> Data:
    """Run everything (minutes). Raises what the campaign and the spread raise."""
    items = chain().items
    rows = campaign.run(items)
    return {
        "schema": "chain/1",
        "circuit": fingerprint(),
        "faults": [
            {
                "ref": row.fault.ref,
                "what": row.fault.what,
                "rank": row.rank,
                "effects": [[effect.rank, effect.what, effect.who] for effect in row.effects],
            }
            for row in rows
        ],
        "corners_ms": spread.drops_ms(items, spread.corners(items)),
        "lots_ms": spread.drops_ms(items, spread.lots(items)),
        "dips": [_dip(one) for one in spread.dips(items)],
    }


def write(data: Data, path: Path = RESULTS) -> None:
    """One fault a line, so that a change shows as a change."""
    lines = ["{"]
    for key in ("schema", "circuit"):
        lines.append(f' "{key}": {json.dumps(data[key])},')
    for key in ("faults", "dips"):
        rows = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in data[key])
        lines.append(f' "{key}": [\n{rows}\n ],')
    lines.append(f' "corners_ms": {json.dumps(data["corners_ms"])},')
    lines.append(f' "lots_ms": {json.dumps(data["lots_ms"])}\n}}\n')
    path.write_text("\n".join(lines), encoding="utf-8")


def read(path: Path = RESULTS) -> Data:
    """What was kept. ValueError when it belongs to another circuit."""
    data: Data = json.loads(path.read_text(encoding="utf-8"))
    if data["circuit"] != fingerprint():
        raise ValueError(f"{path.name} belongs to another {SOURCE.name}: run `make hardware`")
    return data


def spread_ms(data: Data) -> dict[str, tuple[int, int]]:
    """Lowest and highest drop of corners and lots; a run that did not close or drop would be a ValueError."""
    found: dict[str, tuple[int, int]] = {}
    for name in ("corners_ms", "lots_ms"):
        drops = [drop for pair in data[name] for drop in pair]
        if any(drop is None for drop in drops):
            raise ValueError(f"{name}: a chain did not close, or did not drop")
        found[name] = min(drops), max(drops)
    return found


def counts(data: Data) -> Counter[str]:
    """Faults by rank."""
    return Counter(row["rank"] for row in data["faults"])
