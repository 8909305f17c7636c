"""The picture of a preset's trace: true pressure of each zone, left and right, its targets dotted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

from control.stays import Stay, cycle_begins
from control.truth import ROW_S, LegTruth, Truth
from recovery_station.palette import ZONE_COLOURS

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "img" / "traces"
CYCLES: Final = 3
_ZONES: Final = ("1 foot", "2 ankle", "3 calf", "4 knee", "5 thigh")
_SIZE_IN = (10.0, 5.6)
_DPI = 80
_COLOURS = 48
_THIN = 5  # rows a point: 0.1 s


def save(title: str, truth: Truth, stays: tuple[list[Stay], list[Stay]], path: Path) -> None:
    """Draw the first cycles of both legs into `path`."""
    from matplotlib.figure import Figure

    figure: Any = Figure(figsize=_SIZE_IN, dpi=_DPI, layout="constrained")
    panels: Any = figure.subplots(2, 1, sharex=True, sharey=True)
    begins = [cycle_begins(leg) for leg in stays]
    first = min(begins[0][0], begins[1][0])
    last = max(leg[min(CYCLES, len(leg) - 1)] for leg in begins)
    for panel, name, leg, mine in zip(panels, ("left", "right"), truth.legs, stays, strict=True):
        _leg(panel, leg, mine, first, last)
        panel.set_ylabel(f"{name} leg (mmHg)")
    panels[0].legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, fontsize=8)
    panels[1].set_xlabel("time since the first fill (s)")
    figure.suptitle(f"{title}: true pressure; dotted: target", fontsize=11)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(figure, path)


def _write(figure: Any, path: Path) -> None:
    """As a PNG of few colours: a fourth of the bytes, and nothing lost to the eye."""
    from PIL import Image

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    image: Any = Image.open(buffer)
    image.convert("RGB").quantize(_COLOURS).save(path, optimize=True)


def _leg(panel: Any, leg: LegTruth, stays: list[Stay], first: int, last: int) -> None:
    rows = range(first, last, _THIN)
    times = [(row - first) * ROW_S for row in rows]
    for zone, (name, colour) in enumerate(zip(_ZONES, ZONE_COLOURS, strict=True)):
        pressures = leg.mmhg[zone]
        panel.plot(times, [pressures[row] for row in rows], color=colour, linewidth=1.2, label=name)
    for stay in stays:
        if stay.begin < last:
            span = [(row - first) * ROW_S for row in (stay.begin, min(stay.end, last))]
            panel.plot(span, [stay.target] * 2, ":", color=ZONE_COLOURS[stay.zone], linewidth=1.0)
    panel.set_xlim(0, (last - first) * ROW_S)
    panel.set_ylim(0, None)
    panel.grid(alpha=0.25)
