"""One picture of a session.

A panel a leg with five zones and their targets, a strip of phases, and the baths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from recovery_station import words
from recovery_station.logs.query import EventRow, Sample, SessionRow

# Okabe and Ito's palette from foot to thigh; every line has its own dash too, so that grey prints still tell.
ZONE_COLOURS = ("#0072B2", "#56B4E9", "#009E73", "#CC79A7", "#E69F00")
ZONE_DASHES: tuple[Any, ...] = ("-", (0, (6, 1)), (0, (4, 1, 1, 1)), (0, (3, 1)), (0, (1, 1)))
RED, INK, GREY = "#D55E00", "#222222", "#888888"
STATE_COLOURS = {
    "READY": "#F0E442",
    "RUNNING": "#009E73",
    "PAUSED": "#E69F00",
    "VENTING": "#56B4E9",
    "FAULT": "#D55E00",
    "SELFTEST": "#CCCCCC",
}
WIDTH_IN, HEIGHT_IN, DPI = 13.0, 9.0, 110
TOP_MMHG = 120


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
    rows = 4 if wet else 3
    ratios = [6, 6, 1, 2.4][:rows]
    grid: Any = figure.subplots(rows, 1, sharex=True, height_ratios=ratios)
    _leg(grid[0], picture, 0)
    _leg(grid[1], picture, 1)
    _phases(grid[2], picture)
    if wet:
        _baths(grid[3], picture)
    grid[rows - 1].set_xlabel("time since the session's start (min)")
    title = f"{picture.row.protocol or 'session'}, session {picture.row.id} on {picture.row.station}"
    figure.suptitle(f"{title}: {picture.row.reason or 'goes on'}", fontsize=13, color=INK)
    return figure


def _minutes(picture: Picture) -> list[float]:
    return [sample.t_s / 60 for sample in picture.samples]


def _leg(axes: Any, picture: Picture, leg: int) -> None:
    times = _minutes(picture)
    for zone in range(5):
        index = leg * 5 + zone
        values = [_number(sample.zones_mmhg[index]) for sample in picture.samples]
        colour, dash = ZONE_COLOURS[zone], ZONE_DASHES[zone]
        axes.plot(times, values, color=colour, linestyle=dash, linewidth=1.1, label=_name(index))
        targets = [_number(row[index]) for row in picture.targets]
        axes.plot(times, targets, color=colour, linewidth=0.9, alpha=0.55)
    _mark_faults(axes, picture, leg)
    axes.set_ylim(0, TOP_MMHG)
    axes.set_ylabel(f"{'left' if leg == 0 else 'right'} leg\npressure (mmHg)")
    axes.grid(visible=True, color="#DDDDDD", linewidth=0.6)
    handles, labels = axes.get_legend_handles_labels()
    target = axes.plot([], [], color=GREY, linewidth=0.9)[0]
    # outside, so that it can never cover a line
    axes.legend([*handles, target], [*labels, "target"], loc="center left", bbox_to_anchor=(1.005, 0.5))


def _mark_faults(axes: Any, picture: Picture, leg: int) -> None:
    side = "LR"[leg]
    for event in picture.events:
        if event.kind != "fault":
            continue
        channel = str(event.detail.get("channel", ""))
        if channel[:1] in ("L", "R") and channel[:1] != side:
            continue
        axes.axvline(event.t_s / 60, color=RED, linewidth=1.6)
        text = f"{event.detail.get('name', 'fault')} {channel}".strip()
        axes.annotate(
            text,
            (event.t_s / 60, TOP_MMHG),
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
    times = _minutes(picture)
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
