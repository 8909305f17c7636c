"""One picture of a session.

A panel a leg with five zones and their targets, a strip of phases, and the baths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from recovery_station import notes, words
from recovery_station.logs.query import EventRow, Sample, SessionRow
from recovery_station.logs.strips import INK, RED, draw_baths, draw_phases, known_end_s
from recovery_station.palette import GREY, ZONE_COLOURS

TARGET_DASH = (0, (5, 2))
WIDTH_IN, HEIGHT_IN, DPI = 13.0, 11.0, 110
CLOSE_UP_S = 75.0
LOWEST_TOP_MMHG = 60
NOTE_HEIGHT = 0.96  # of the axes: just inside the top
PRESSED_MMHG = 15  # below this in every zone a session had no compression


@dataclass(frozen=True)
class Picture:
    """All that is drawn; targets are ten a sample, in the same order as the samples."""

    row: SessionRow
    samples: Sequence[Sample]
    targets: Sequence[tuple[int | None, ...]]
    events: Sequence[EventRow]


def draw(picture: Picture) -> Any:
    """A matplotlib figure of the session; the caller saves it. Nothing of it is shown on a screen."""
    from matplotlib.figure import Figure

    figure: Any = Figure(figsize=(WIDTH_IN, HEIGHT_IN), dpi=DPI, layout="constrained")
    wet = any(sample.hot_degc is not None or sample.cold_degc is not None for sample in picture.samples)
    pressed = any((value or 0) > PRESSED_MMHG for sample in picture.samples for value in sample.zones_mmhg)
    upper, lower = figure.subfigures(2, 1, height_ratios=(3, 1.15)) if pressed else (figure, None)
    ratios = [6, 6, 1.4, 2.2] if pressed else [2, 2, 1.4, 5]
    grid: Any = upper.subplots(4 if wet else 3, 1, sharex=True, height_ratios=ratios[: 4 if wet else 3])
    for leg in (0, 1):
        _leg(grid[leg], picture, leg)
        _legend(grid[leg], small=not pressed)
    # room behind the end, where the words of a fault stand clear of the lines
    grid[0].set_xlim(0, known_end_s(picture.row, picture.samples) / 60 * 1.04)
    draw_phases(grid[2], picture.row, picture.samples, picture.events)
    if wet:
        draw_baths(grid[3], picture.samples)
    grid[-1].set_xlabel("time since the session's start (min)")
    title = f"{picture.row.protocol or 'session'}, session {picture.row.id} on {picture.row.station}"
    figure.suptitle(f"{title}: {picture.row.reason or 'goes on'}", fontsize=13, color=INK)
    if lower is not None:
        _close_up(lower, picture)
    return figure


def _close_up(figure: Any, picture: Picture) -> None:
    """Both legs over a little more than a minute, so that single zones can be followed."""
    from_s, to_s, words_of_it = close_up(picture)
    left, right = figure.subplots(1, 2, sharey=True)
    for leg, axes in enumerate((left, right)):
        _leg(axes, picture, leg, scale_s=1)
        axes.set_xlim(from_s, to_s)
        axes.set_title(f"{'right' if leg else 'left'} leg, {words_of_it}", fontsize=10)
        axes.set_xlabel("time since the session's start (s)")
        axes.set_ylabel("" if leg else "pressure (mmHg)")


def close_up(picture: Picture) -> tuple[float, float, str]:
    """(from, to, words) in seconds: the middle of a session that completed, else its last moments."""
    end_s = picture.row.ran_s or max((sample.t_s for sample in picture.samples), default=CLOSE_UP_S)
    if picture.row.reason == "completed":
        from_s = max(0.0, end_s / 2 - CLOSE_UP_S / 2)
        return from_s, from_s + CLOSE_UP_S, f"{CLOSE_UP_S:.0f} s from its middle"
    to_s = end_s + CLOSE_UP_S / 5
    return max(0.0, to_s - CLOSE_UP_S), to_s, "its last moments"


def top_mmhg(picture: Picture) -> int:
    """Top of the pressure axes: above everything measured and asked for, both legs alike."""
    measured = [value for sample in picture.samples for value in sample.zones_mmhg if value is not None]
    asked = [value for row in picture.targets for value in row if value is not None]
    return -(-(max([LOWEST_TOP_MMHG, *measured, *asked]) + 5) // 20) * 20


def _times(picture: Picture, scale_s: int = 60) -> list[float]:
    return [sample.t_s / scale_s for sample in picture.samples]


def _leg(axes: Any, picture: Picture, leg: int, scale_s: int = 60) -> None:
    times = _times(picture, scale_s)
    for zone in range(5):
        index = leg * 5 + zone
        values = [_number(sample.zones_mmhg[index]) for sample in picture.samples]
        colour = ZONE_COLOURS[zone]
        axes.plot(times, values, color=colour, linewidth=1.1, label=_name(index))
        targets = [_number(row[index]) for row in picture.targets]
        axes.plot(times, targets, color=colour, linewidth=1.3, linestyle=TARGET_DASH, alpha=0.8)
    _mark_notes(axes, picture, leg, scale_s)
    _mark_faults(axes, picture, leg, scale_s)
    axes.set_ylim(0, top_mmhg(picture))
    axes.set_ylabel(f"{'left' if leg == 0 else 'right'} leg\npressure (mmHg)")
    axes.grid(visible=True, color="#DDDDDD", linewidth=0.6)


def _legend(axes: Any, *, small: bool) -> None:
    """Outside, so that it can never cover a line."""
    handles, labels = axes.get_legend_handles_labels()
    target = axes.plot([], [], color=GREY, linewidth=1.3, linestyle=TARGET_DASH)[0]
    place = {"loc": "center left", "bbox_to_anchor": (1.005, 0.5)}
    axes.legend([*handles, target], [*labels, "target"], **place, fontsize=7 if small else None)


def _mark_notes(axes: Any, picture: Picture, leg: int, scale_s: int) -> None:
    """A triangle at the top where the station relieved, cut or was adjusted; the list below the plot says what."""
    found = [event for event in picture.events if event.kind == "note"]
    times = [event.t_s / scale_s for event in found if notes.leg_of(event.detail) in (None, leg)]
    if times:
        height = [top_mmhg(picture) * NOTE_HEIGHT] * len(times)
        axes.plot(
            times, height, linestyle="none", marker="v", markersize=6, color=INK, label="note, see list"
        )


def _mark_faults(axes: Any, picture: Picture, leg: int, scale_s: int) -> None:
    side = "LR"[leg]
    for event in picture.events:
        if event.kind != "fault":
            continue
        channel = str(event.detail.get("channel", ""))
        if channel[:1] in ("L", "R") and channel[:1] != side:
            continue
        axes.axvline(event.t_s / scale_s, color=RED, linewidth=1.6)
        text = f"{event.detail.get('name', 'fault')} {channel}".strip()
        axes.annotate(
            text,
            (event.t_s / scale_s, top_mmhg(picture)),
            annotation_clip=True,
            xytext=(4, -4),
            textcoords="offset points",
            rotation=90,
            ha="left",
            va="top",
            color=RED,
            fontsize=9,
            bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
        )


def _number(value: float | None) -> float:
    """NaN for a missing reading: a hole in the line, never a zero."""
    return float("nan") if value is None else float(value)


def _name(index: int) -> str:
    zone = words.ZONES[index]
    return f"{zone} foot" if zone.endswith("1") else f"{zone} thigh" if zone.endswith("5") else zone
