"""The bill of materials, the ratings and the budgets as text, from parts, sheets and physics."""

import csv
import io
from collections import defaultdict

from circuit import harness
from circuit.model import Sheet
from circuit.parts import Part

_HEAD = ["part", "name", "quantity", "unit", "maker", "maker's number", "second source", "refs", "EUR each (estimate)",
         "EUR (estimate)", "chosen", "source of the ratings"]  # fmt: skip


def quantities(parts: dict[str, Part], sheets: list[Sheet]) -> tuple[dict[str, float], dict[str, list[str]]]:
    """Pieces by part (sheets and what stands in no sheet), and the refs. KeyError for a part that is not listed."""
    refs: dict[str, list[str]] = defaultdict(list)
    for sheet in sheets:
        for item in sheet.items:
            refs[parts[item.part].id].append(item.ref)
    # two poles of one switch, coil and contact of one relay are one piece: S1A and S1B, K14 and K14C
    pieces = {name: len({ref.rstrip("ABCM") for ref in found}) for name, found in refs.items()}
    cables = harness.load(sheets)
    refs["connector"] = [f"X{cable.id[1:]}" for cable in cables]
    pieces["connector"] = sum(len(cable.wires) for cable in cables)
    return {name: pieces.get(name, 0) + part.qty for name, part in parts.items()}, refs


def table(parts: dict[str, Part], sheets: list[Sheet]) -> str:
    """The CSV, dearest first."""
    found, refs = quantities(parts, sheets)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEAD)
    for part in sorted(parts.values(), key=lambda part: (-found[part.id] * part.eur, part.id)):
        pieces = found[part.id]
        writer.writerow(
            [part.id, part.name, f"{pieces:g}", part.unit, part.maker, part.mpn, part.second,
             " ".join(refs[part.id]), f"{part.eur:.2f}", f"{pieces * part.eur:.2f}",
             "yes" if part.chosen else "no: buy by the ratings", part.source]
        )  # fmt: skip
    return out.getvalue()


def cost_eur(parts: dict[str, Part], sheets: list[Sheet]) -> float:
    """Sum of the estimates."""
    found, _ = quantities(parts, sheets)
    return sum(found[name] * part.eur for name, part in parts.items())


def broken(parts: dict[str, Part], budget: dict[str, float]) -> list[str]:
    """Parts that do not bear their use, in words."""
    return [
        f"{part.id}: {rating.what} given {rating.values(budget)[1]:g} {rating.unit}, "
        f"needed {'at least' if rating.rule == 'min' else 'at most'} {rating.values(budget)[0]:g}"
        for part in parts.values()
        for rating in part.ratings
        if not rating.holds(budget)
    ]


def figures(parts: dict[str, Part], sheets: list[Sheet], budget: dict[str, float]) -> str:
    """The numbers in one line."""
    open_parts = sum(not part.chosen for part in parts.values())
    return (
        f"parts: {sum(len(sheet.items) for sheet in sheets)} in {len(sheets)} sheets, {len(parts)} kinds, "
        f"{open_parts} of them not chosen yet; about {cost_eur(parts, sheets):.0f} EUR (estimate); "
        f"24 V: {budget['station_ma'] / 1e3:.2f} A at most; "
        f"heat {budget['heat_w']:.0f} W of {budget['enclosure_w']:.0f} W at 20 K"
    )


def ratings(parts: dict[str, Part], sheets: list[Sheet], budget: dict[str, float]) -> str:
    """hardware/ratings.md: budgets first, then every rating against its use."""
    lines = [
        "# Ratings and budgets",
        "",
        "Made by `make hardware` from [`parts.toml`](parts.toml), the sheets and the physics of the virtual",
        "station; edit those. `make check` fails when a part does not bear its use. Prices are estimates of this",
        "project, never offers.",
        "",
        f"{figures(parts, sheets, budget)}.",
        "",
        "## Budgets",
        "",
        "| what | value |",
        "| --- | --- |",
        *[f"| `{name}` | {value:.4g} |" for name, value in budget.items()],
        "",
        "`manifold_max_mmhg`: where the relief passes all that a pump at full speed brings into a closed leg (must",
        "stay at or below 165). `one_vent_s`: one vent empties five zones from 110 to 10 mmHg (must stay below 8).",
        "`heat_w`: all valve coils on, pumps a third of the time. `fuse_need_ma`: a quarter more than all actuators.",
        "",
        "## Ratings",
        "",
        "| part | rating | needed | given | from |",
        "| --- | --- | --- | --- | --- |",
    ]
    for part in parts.values():
        for rating in part.ratings:
            need, given = rating.values(budget)
            sign = "≥" if rating.rule == "min" else "≤"
            source = part.source if part.chosen else f"{part.source}: buy by this"
            values = f"{sign} {need:.4g} {rating.unit} | {given:.4g} {rating.unit}"
            lines.append(f"| {part.name} | {rating.what} | {values} | {source} |")
    return "\n".join(lines) + "\n"
