"""The picture of the drop: the ramp of the monostable and the supply it takes away, and the spread of many lots."""

import io
from pathlib import Path
from typing import Any

from circuit import course, engine, observe
from circuit.model import chain
from circuit.results import Data
from circuit.spice import Spread, net, netlist
from circuit.spread import STOPS, STOPS_S


def _traces() -> dict[str, list[float]]:
    lines = course.sources(24.0, 5.0, 3.3, STOPS)
    names = tuple(net(name) for name in ("HEARTBEAT", "RAMP", "LIMIT", "V24_ACT"))
    running = engine.Engine()
    try:
        return running.run(netlist(chain().items, lines, STOPS_S, Spread()), names, observe.STEP_S, STOPS_S)
    finally:
        running.close()


def draw(data: Data, path: Path) -> None:
    """Write the PNG."""
    from matplotlib.figure import Figure

    traces = _traces()
    figure: Any = Figure(figsize=(11.0, 4.0), dpi=80, layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    start = round(course.FIRST_S / observe.STEP_S)
    span = range(start, start + 500)
    ms = [k - start - course.ACT_S * 1e3 for k in span]
    labels = (("HEARTBEAT", 1.0, "heartbeat"), ("RAMP", 1.0, "ramp (C2)"), ("LIMIT", 1.0, "limit"))
    for name, scale, label in (*labels, ("V24_ACT", 0.2, "actuators' 24 V ÷ 5")):
        left.plot(ms, [traces[net(name)][k] * scale for k in span], label=label)
    left.axvspan(100, 200, color="tab:green", alpha=0.12, label="must drop in here")
    left.set(xlabel="ms after the last edge", ylabel="V", title="The heartbeat stops, left high")
    left.legend(loc="upper right", fontsize=8)
    for place, label in enumerate(("left high", "left low")):
        right.hist([pair[place] for pair in data["lots_ms"]], bins=range(95, 206, 2), alpha=0.6, label=label)
    drops = [drop for pair in data["corners_ms"] for drop in pair]
    for drop in (min(drops), max(drops)):
        right.axvline(drop, color="black", linestyle="--")
    right.axvspan(100, 200, color="tab:green", alpha=0.12)
    right.set(xlabel="ms to drop (dashed: corners)", ylabel="lots", title="Over parts, supplies, 0 to 60 °C")
    right.legend(fontsize=8)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    path.write_bytes(buffer.getvalue())
