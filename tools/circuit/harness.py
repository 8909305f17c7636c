"""The cables: their wires from the schematic's pins, the cut list, and the description that WireViz draws."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict, cast

from circuit.model import ROOT, Item, Sheet
from circuit.packages import OFF_BOARD

DRAWING: Final = ROOT / "hardware" / "diagrams" / "harness.svg"
HARNESS_TOML: Final = ROOT / "hardware" / "harness.toml"
SCHEMA: Final = "harness/1"
SPARE_SHARE: Final = 1.1
"""What is cut is a tenth longer than the way."""
PLUG_MM2: Final = (0.2, 2.5)
"""What the plugs on the board clamp (Phoenix Contact, data sheets of 1757019 and 1757051)."""
AMPERE_MM2: Final = 6.0
"""† A wire in a bundle bears so much without getting warm; makers' tables allow more."""


@dataclass(frozen=True)
class Cable:
    """One cable: `wires` are (net, ref.pin at the far end), one each but for a net that several ends share."""

    id: str
    ends: tuple[str, ...]
    length_m: float
    mm2: float
    note: str
    wires: tuple[tuple[str, str], ...]


class _File(TypedDict):
    schema: str
    colours: list[str]
    cable: list[dict[str, object]]


def _file(path: Path) -> _File:
    tables = cast(_File, tomllib.loads(path.read_text(encoding="utf-8")))
    if tables["schema"] != SCHEMA:
        raise ValueError(f"schema is {tables['schema']!r}, this tool reads {SCHEMA!r}")
    return tables


def _on_board(sheets: list[Sheet]) -> set[str]:
    """Nets that a part on the board has."""
    items = [item for sheet in sheets for item in sheet.items if item.part not in OFF_BOARD]
    return {net for item in items for net in item.pins.values()}


def _wires(ends: list[Item], board: set[str]) -> tuple[tuple[str, str], ...]:
    """What leads to the board; wires between two ends are theirs."""
    found: dict[str, str] = {}
    for item in ends:
        for pin, net in item.pins.items():
            if net not in board:
                continue
            found[net] = f"{found[net]} {item.ref}.{pin}" if net in found else f"{item.ref}.{pin}"
    return tuple(found.items())


def load(sheets: list[Sheet], path: Path = HARNESS_TOML) -> list[Cable]:
    """The cables. ValueError for a ref that no sheet has."""
    by_ref = {item.ref: item for sheet in sheets for item in sheet.items}
    board = _on_board(sheets)
    cables: list[Cable] = []
    for row in _file(path)["cable"]:
        ends = [str(ref) for ref in cast(list[object], row["ends"])]
        missing = [ref for ref in ends if ref not in by_ref]
        if missing:
            raise ValueError(f"{row['id']}: no sheet has {', '.join(missing)}")
        cables.append(
            Cable(
                str(row["id"]),
                tuple(ends),
                float(cast(float, row["length_m"])),
                float(cast(float, row["mm2"])),
                str(row["note"]),
                _wires([by_ref[ref] for ref in ends], board),
            )
        )
    return cables


def findings(sheets: list[Sheet], cables: list[Cable]) -> list[str]:
    """Off-board parts that a wire of the board leads to and that have no cable, or two; wires no plug clamps."""
    least, most = PLUG_MM2
    ends = [ref for cable in cables for ref in cable.ends]
    board = _on_board(sheets)
    items = [item for sheet in sheets for item in sheet.items if item.part in OFF_BOARD]
    off = [item.ref for item in items if board & set(item.pins.values())]
    twice = sorted({ref for ref in ends if ends.count(ref) > 1})
    return [
        *(f"{ref} has no cable" for ref in off if ref not in ends),
        *(f"{ref} has two cables" for ref in twice),
        *(
            f"{cable.id}: {cable.mm2:g} mm² does not fit its plug, {least:g} to {most:g} mm²"
            for cable in cables
            if not least <= cable.mm2 <= most
        ),
    ]


def text(cables: list[Cable]) -> str:
    """hardware/harness.md: the cut list."""
    lines = [
        "# Wiring: cables and cut list",
        "",
        "Made by `make hardware` from [`harness.toml`](harness.toml); the wires are the schematic's pins. Lengths are",
        "the way from the board, what is cut is a tenth longer. Label both ends with cable and net. Mains is the",
        "electrician's.",
        "",
        "![Harness](diagrams/harness.svg)",
        "",
        "| cable | to | wires | mm² | way | cut, all wires | note |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    sums: dict[float, float] = {}
    for cable in cables:
        cut = len(cable.wires) * cable.length_m * SPARE_SHARE
        sums[cable.mm2] = sums.get(cable.mm2, 0.0) + cut
        lines.append(
            f"| {cable.id} | {', '.join(cable.ends)} | {len(cable.wires)} | {cable.mm2:g} | {cable.length_m:g} m | "
            f"{cut:.1f} m | {cable.note} |"
        )
    lines += ["", "| wire | metres |", "| --- | --- |"]
    lines += [f"| {mm2:g} mm² | {metres:.1f} |" for mm2, metres in sorted(sums.items())]
    lines += ["", "## Ends", "", "| cable | net | far end |", "| --- | --- | --- |"]
    lines += [f"| {cable.id} | {net} | {far} |" for cable in cables for net, far in cable.wires]
    return "\n".join(lines) + "\n"


def wireviz(cables: list[Cable]) -> dict[str, object]:
    """The same as WireViz takes it."""
    colours = _file(HARNESS_TOML)["colours"]
    connectors: dict[str, object] = {}
    drawn: dict[str, object] = {}
    joins: list[object] = []
    for cable in cables:
        count = len(cable.wires)
        pins = list(range(1, count + 1))
        near, far = f"X{cable.id[1:]}", " ".join(cable.ends[:2]) + (" …" if len(cable.ends) > 2 else "")
        connectors[near] = {
            "type": "terminal",
            "subtype": "board",
            "pinlabels": [net for net, _ in cable.wires],
        }
        connectors[far] = {
            "type": cable.note.split(";")[0].split(",")[0],
            "pinlabels": [end for _, end in cable.wires],
        }
        drawn[cable.id] = {
            "gauge": f"{cable.mm2:g} mm2",
            "length": cable.length_m,
            "wirecount": count,
            "colors": [colours[k % len(colours)] for k in range(count)],
        }
        joins.append([{near: pins}, {cable.id: pins}, {far: pins}])
    return {"connectors": connectors, "cables": drawn, "connections": joins}


def _stamp(cables: list[Cable]) -> str:
    said = json.dumps(wireviz(cables), sort_keys=True)
    return f"<!-- made by make hardware of harness {hashlib.sha256(said.encode()).hexdigest()} -->"


def stamped(svg: str, cables: list[Cable]) -> str:
    """The drawing with what it was drawn from, so that nobody needs WireViz to see whether it is current."""
    body = svg[svg.index("<svg") :]
    return f"{_stamp(cables)}\n{body.rstrip()}\n"


def drawing_is_current(cables: list[Cable]) -> bool:
    """Whether the drawing beside the cut list shows these cables."""
    if not DRAWING.is_file():
        return False
    with DRAWING.open(encoding="utf-8") as drawing:
        return drawing.readline().rstrip() == _stamp(cables)
