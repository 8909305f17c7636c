"""A preset as a PNG: a lane a zone with its pressure and target, hold and release shaded; baths as bars."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from recovery_station.adjusting import ZONE_NAMES
from recovery_station.cli.output import minutes
from recovery_station.cycles.drawn import Drawn
from recovery_station.cycles.guided import Side, sides
from recovery_station.cycles.schedule import ZONES, Cycle, LegCycles, Schedule
from recovery_station.cycles.water import BATHS, Dip, bath_degc
from recovery_station.palette import BATH_COLOURS, GREY, INK, ZONE_COLOURS

WIDTH_IN, DPI = 9.0, 90
STEP_IN, WATER_IN, WORDS_IN = 3.6, 1.6, 1.0
TICK_S = 10  # in both columns, so that they compare
MOST_STEPS = 6  # more would not be read; the picture says how many it leaves out
SHADES = {"hold": "#F3E9B5", "release": "#E4E9EE"}
SHADES_TOLD = (
    "yellow: everything filled is held; grey: everything is let go, then rest; dashed: targets; "
    "a limp zone fills its slack first"
)
NOMINAL = "nominal garment (1 L slack, 5 mL/mmHg) and pump (15 L/min); real times differ with the legs in it"
TARGET_DASH = (0, (4, 2))


def png(document: dict[str, object], steps: Sequence[Drawn]) -> bytes:
    """The whole preset; nothing is shown on a screen."""
    from matplotlib.figure import Figure

    drawn = [one for one in steps if one.timeline is not None]
    shown = drawn[:MOST_STEPS]
    heights = [_height_in(one) for one in shown] or [WATER_IN]
    figure: Any = Figure(figsize=(WIDTH_IN, sum(heights) + WORDS_IN), dpi=DPI, layout="constrained")
    total = minutes(sum(one.seconds for one in steps))
    figure.suptitle(f"{document['id']}: {document['title']}, {total} min", fontsize=12, color=INK)
    parts = figure.subfigures(len(heights), 1, height_ratios=heights, squeeze=False)
    for part, one in zip(parts[:, 0], shown, strict=False):
        _step(part, one, alone=len(steps) == 1)
    figure.supxlabel(_foot(document, shown, len(drawn) - len(shown)), fontsize=7.5, color=GREY)
    file = io.BytesIO()
    figure.savefig(file, format="png", pil_kwargs={"optimize": True})
    return file.getvalue()


def _height_in(one: Drawn) -> float:
    if isinstance(one.timeline, Schedule):
        return STEP_IN
    return (
        WATER_IN
        if one.step["kind"] != "guided"
        else WATER_IN + 0.15 * len({side.label for side in sides(one.step)})
    )


def _foot(document: dict[str, object], shown: Sequence[Drawn], more: int) -> str:
    lines = [f"source: {document['source']}"] if document.get("source") else []
    if any(isinstance(one.timeline, Schedule) for one in shown):
        lines += [SHADES_TOLD, NOMINAL]
    if more:
        lines.append(f"{more} steps more are not drawn")
    return "\n".join(lines)


def _step(part: Any, one: Drawn, *, alone: bool) -> None:
    number = "" if alone else f"step {one.number}: "
    timeline = one.timeline
    if isinstance(timeline, Schedule):
        words = f"{number}{one.step['pattern']}, {_legs(timeline)}, about {timeline.cycles} cycles"
        part.suptitle(words, fontsize=9.5, color=INK)
        _cycles(part, timeline)
        return
    words, draw = _KINDS[str(one.step["kind"])]
    part.suptitle(number + words.format(**one.step), fontsize=9.5, color=INK)
    draw(part, timeline, one.step)


def _legs(plan: Schedule) -> str:
    return " and ".join(leg.name for leg in plan.legs) + (" in turn" if len(plan.legs) > 1 else "")


def _cycles(part: Any, plan: Schedule) -> None:
    """Two columns, the first and a later cycle, on one scale of time."""
    grid = part.subplots(ZONES, 2, sharex="col", sharey=True, width_ratios=(plan.first_s, plan.later_s))
    for column, later in enumerate((False, True)):
        words, length_s = (
            ("every later cycle", plan.later_s) if later else ("first cycle, gentler", plan.first_s)
        )
        grid[0][column].set_title(f"{words}, about {length_s:.0f} s", fontsize=8.5, color=INK)
        for zone in range(ZONES):
            _lane(grid[ZONES - 1 - zone][column], plan, zone, later=later)
        grid[-1][column].set_xlabel("s", fontsize=8)
        grid[-1][column].set_xlim(0, length_s)
        grid[-1][column].set_xticks(range(0, int(length_s) + 1, TICK_S))


def _lane(axes: Any, plan: Schedule, zone: int, *, later: bool) -> None:
    colour = ZONE_COLOURS[zone]
    for number, leg in enumerate(plan.legs):
        cycle, start_s = (leg.later, leg.later_start_s) if later else (leg.first, leg.first_start_s)
        _shade(axes, cycle, start_s)
        times = [start_s + time_s for time_s, _ in cycle.frames]
        pressures = [frame[zone] for _, frame in cycle.frames]
        axes.fill_between(times, pressures, color=colour, alpha=0.18 if number else 0.4, linewidth=0)
        axes.plot(times, pressures, color=colour, linewidth=1.3, label=leg.name)
        if zone == ZONES - 1 and len(plan.legs) > 1:
            axes.text(start_s + 1, max(plan.targets_mmhg) * 1.02, leg.name, fontsize=7, color=GREY, va="top")
    _target(axes, plan.legs, zone, later=later)
    axes.set_ylim(0, max(plan.targets_mmhg) * 1.2)
    axes.tick_params(labelsize=7, length=2)
    axes.set_yticks([])
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    if not later:
        axes.set_ylabel(ZONE_NAMES[zone], rotation=0, ha="right", va="center", fontsize=8.5, color=INK)


def _target(axes: Any, legs: Sequence[LegCycles], zone: int, *, later: bool) -> None:
    """The dashed line and its number, over the time of the leg; nothing where the zone is off."""
    target = max((leg.later if later else leg.first).targets_mmhg[zone] for leg in legs)
    if not target:
        axes.text(0.01, 0.4, "off", transform=axes.transAxes, fontsize=8, color=GREY)
        return
    axes.axhline(target, color=ZONE_COLOURS[zone], linewidth=0.8, linestyle=TARGET_DASH)
    axes.annotate(
        f"{target:.0f} mmHg",
        (1.0, target),
        xycoords=("axes fraction", "data"),
        xytext=(-2, 1),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=7,
        color=INK,
    )


def _shade(axes: Any, cycle: Cycle, start_s: float) -> None:
    """Where all is held, and from the last release to the end of the rest."""
    for part in cycle.parts:
        if part.kind == "hold":
            axes.axvspan(start_s + part.start_s, start_s + part.end_s, color=SHADES["hold"], linewidth=0)
    last = [part for part in cycle.parts if part.kind == "release"][-1]
    axes.axvspan(start_s + last.start_s, start_s + cycle.length_s, color=SHADES["release"], linewidth=0)


def _water(part: Any, dips: Sequence[Dip], step: dict[str, object]) -> None:
    axes = part.subplots()
    used = [bath for bath in reversed(BATHS) if any(dip.bath == bath for dip in dips)]
    for lane, bath in enumerate(used):
        spans = [(dip.start_s / 60, (dip.end_s - dip.start_s) / 60) for dip in dips if dip.bath == bath]
        axes.broken_barh(spans, (lane - 0.35, 0.7), color=BATH_COLOURS[bath])
    axes.set_yticks(range(len(used)), [f"{bath} {bath_degc(step, bath)} °C" for bath in used], fontsize=8.5)
    _minutes(axes, dips[-1].end_s)


def _guided(part: Any, found: Sequence[Side], _step: dict[str, object]) -> None:
    """A lane an item, the second side lighter."""
    axes = part.subplots()
    labels = list(dict.fromkeys(side.label for side in found))[::-1]
    for side in found:
        span = [(side.start_s / 60, (side.end_s - side.start_s) / 60)]
        colour = ZONE_COLOURS[labels.index(side.label) % ZONES]
        axes.broken_barh(span, (labels.index(side.label) - 0.35, 0.7), color=colour, alpha=1.0 / side.side)
    axes.set_yticks(range(len(labels)), labels, fontsize=8)
    _minutes(axes, found[-1].end_s)


def _minutes(axes: Any, end_s: int) -> None:
    axes.set_xlim(0, end_s / 60)
    axes.set_xlabel("min", fontsize=8)
    axes.tick_params(labelsize=8, length=2)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


_KINDS: dict[str, tuple[str, Callable[[Any, Any, dict[str, object]], None]]] = {
    "contrast": ("contrast, {rounds} rounds", _water),
    "dip": ("{bath} dip", _water),
    "guided": ("guided", _guided),
}
