"""One picture of a session.

A panel a leg with five zones and their targets, a strip of phases, and the baths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from recovery_station import words
from recovery_station.logs.query import EventRow, Sample, SessionRow

# Okabe and Ito's palette from foot to thigh: told apart with any colour vision, and the levels keep the same
# order.
ZONE_COLOURS = ("#0072B2", "#56B4E9", "#009E73", "#CC79A7", "#E69F00")
TARGET_DASH = (0, (5, 2))
RED, INK, GREY = "#D55E00", "#222222", "#888888"
STATE_COLOURS = {
    "READY": "#F0E442",
    "RUNNING": "#009E73",
    "PAUSED": "#E69F00",
    "VENTING": "#56B4E9",
    "FAULT": "#D55E00",
    "SELFTEST": "#CCCCCC",
}
WIDTH_IN, HEIGHT_IN, DPI = 13.0, 11.0, 110
CLOSE_UP_S = 75.0
LOWEST_TOP_MMHG = 60


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
    upper, lower = figure.subfigures(2, 1, height_ratios=(3, 1.15))
    rows = 4 if wet else 3
    grid: Any = upper.subplots(rows, 1, sharex=True, height_ratios=[6, 6, 1, 2.2][:rows])
    for leg in (0, 1):
        _leg(grid[leg], picture, leg)
        _legend(grid[leg])
    _phases(grid[2], picture)
    if wet:
        _baths(grid[3], picture)
    grid[rows - 1].set_xlabel("time since the session's start (min)")
    title = f"{picture.row.protocol or 'session'}, session {picture.row.id} on {picture.row.station}"
    figure.suptitle(f"{title}: {picture.row.reason or 'goes on'}", fontsize=13, color=INK)
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
    _mark_faults(axes, picture, leg, scale_s)
    axes.set_ylim(0, top_mmhg(picture))
    axes.set_ylabel(f"{'left' if leg == 0 else 'right'} leg\npressure (mmHg)")
    axes.grid(visible=True, color="#DDDDDD", linewidth=0.6)


def _legend(axes: Any) -> None:
    """Outside, so that it can never cover a line."""
    handles, labels = axes.get_legend_handles_labels()
    target = axes.plot([], [], color=GREY, linewidth=1.3, linestyle=TARGET_DASH)[0]
    axes.legend([*handles, target], [*labels, "target"], loc="center left", bbox_to_anchor=(1.005, 0.5))


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
            xytext=(-4, -4),
            textcoords="offset points",
            rotation=90,
            ha="right",
            va="top",
            color=RED,
            fontsize=9,
            bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85},
        )


def phases(picture: Picture) -> list[tuple[float, float, str]]:
    """(start, end, state) in seconds, from the session's start to the last thing known of it."""
    last_s = max([picture.row.ran_s or 0.0, *[sample.t_s for sample in picture.samples[-1:]]])
    found: list[tuple[float, float, str]] = []
    state, since_s = "RUNNING", 0.0
    for event in picture.events:
        if event.kind != "state":
            continue
        if event.t_s > since_s:
            found.append((since_s, event.t_s, state))
        state, since_s = str(event.detail.get("to_state")), event.t_s
    if last_s > since_s:
        found.append((since_s, last_s, state))
    return found


def _phases(axes: Any, picture: Picture) -> None:
    named: set[str] = set()
    for start_s, end_s, state in phases(picture):
        label = None if state in named else state.lower()
        colour = STATE_COLOURS.get(state, "#EEEEEE")
        axes.axvspan(start_s / 60, end_s / 60, color=colour, alpha=0.75, linewidth=0, label=label)
        named.add(state)
    for event in picture.events:
        if event.kind == "step":
            axes.axvline(event.t_s / 60, color=INK, linewidth=1)
            axes.text(event.t_s / 60, 0.5, f" {event.detail.get('step_kind')}", va="center", fontsize=8)
        elif event.kind == "prompt" and event.detail.get("prompt"):
            axes.plot([event.t_s / 60], [0.5], marker="v", color=INK, markersize=5)
            axes.annotate(
                str(event.detail["prompt"]).replace("_", " "),
                (event.t_s / 60, 0.5),
                xytext=(0, 7),
                textcoords="offset points",
                fontsize=7,
                rotation=0,
                ha="center",
            )
    axes.set_yticks([])
    axes.set_ylim(0, 1)
    axes.set_ylabel("phase", rotation=0, ha="right", va="center")
    axes.legend(loc="center left", bbox_to_anchor=(1.005, 0.5), fontsize=8)


def _baths(axes: Any, picture: Picture) -> None:
    times = _times(picture)
    axes.plot(times, [_number(sample.hot_degc) for sample in picture.samples], color=RED, label="hot bath")
    cold = [_number(sample.cold_degc) for sample in picture.samples]
    axes.plot(times, cold, color="#0072B2", linestyle=(0, (5, 2)), label="cold bath")
    axes.set_ylim(0, 45)
    axes.set_ylabel("baths (°C)")
    axes.grid(visible=True, color="#DDDDDD", linewidth=0.6)
    axes.legend(loc="center left", bbox_to_anchor=(1.005, 0.5))


def _number(value: float | None) -> float:
    """NaN for a missing reading: a hole in the line, never a zero."""
    return float("nan") if value is None else float(value)


def _name(index: int) -> str:
    zone = words.ZONES[index]
    return f"{zone} foot" if zone.endswith("1") else f"{zone} thigh" if zone.endswith("5") else zone
