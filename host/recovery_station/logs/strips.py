"""The strips below the pressure panels: states, prompts and baths over the time of a session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from recovery_station.logs.query import EventRow, Sample, SessionRow

RED, BLUE, INK = "#D55E00", "#0072B2", "#222222"
STATE_COLOURS = {
    "READY": "#F0E442",
    "RUNNING": "#009E73",
    "PAUSED": "#E69F00",
    "VENTING": "#56B4E9",
    "FAULT": RED,
    "SELFTEST": "#CCCCCC",
}
# colour and hatching, so that hot and cold are told apart in grey too
PROMPT_STYLES = {
    "enter_hot": (RED, ""),
    "enter_cold": (BLUE, "////"),
    "leave": ("#999999", ""),
    "wait": ("#F0E442", "...."),
    "stir": ("#F0E442", "oooo"),
    "boots_off": ("#E69F00", "xxxx"),
    "dry": ("#56B4E9", "xxxx"),
    "next": ("#CC79A7", ""),
    "done": ("#009E73", ""),
    "alarm": ("#000000", ""),
}
SHORTEST_SHARE = 0.004  # of the whole width: a prompt shorter than this would not be seen

Span = tuple[float, float, str]  # from, to in seconds after the start, what


def known_end_s(row: SessionRow, samples: Sequence[Sample]) -> float:
    """Seconds from the start to the last thing known of a session."""
    return max([1.0, row.ran_s or 0.0, *[sample.t_s for sample in samples[-1:]]])


def state_spans(row: SessionRow, samples: Sequence[Sample], events: Sequence[EventRow]) -> list[Span]:
    """Each state from when to when; a session begins with RUNNING."""
    changes = [(event.t_s, str(event.detail.get("to_state"))) for event in events if event.kind == "state"]
    return _spans([(0.0, "RUNNING"), *changes], known_end_s(row, samples))


def prompt_spans(row: SessionRow, samples: Sequence[Sample], events: Sequence[EventRow]) -> list[Span]:
    """Each prompt from when to when; silence is left out."""
    changes = [
        (event.t_s, str(event.detail.get("prompt") or "")) for event in events if event.kind == "prompt"
    ]
    return [span for span in _spans(changes, known_end_s(row, samples)) if span[2]]


def _spans(changes: Sequence[tuple[float, str]], end_s: float) -> list[Span]:
    following = [*[at_s for at_s, _ in changes[1:]], max([end_s, *[at_s for at_s, _ in changes]])]
    found = [(at_s, to_s, what) for (at_s, what), to_s in zip(changes, following, strict=False)]
    return [span for span in found if span[1] > span[0] or span is found[-1]]


def draw_phases(axes: Any, row: SessionRow, samples: Sequence[Sample], events: Sequence[EventRow]) -> None:
    """Two lanes: states above, prompts below; step starts as lines with their kind."""
    shortest_s = known_end_s(row, samples) * SHORTEST_SHARE
    named: set[str] = set()
    for from_s, to_s, state in state_spans(row, samples, events):
        if to_s > from_s:
            style = {"color": STATE_COLOURS.get(state, "#EEEEEE"), "alpha": 0.75, "linewidth": 0}
            _bar(axes, (from_s, to_s, state.lower()), (0.5, 0.5), style, named)
    for from_s, to_s, prompt in prompt_spans(row, samples, events):
        colour, hatch = PROMPT_STYLES.get(prompt, ("#DDDDDD", ""))
        style = {"facecolor": colour, "hatch": hatch, "edgecolor": "white", "linewidth": 0}
        span = (from_s, max(to_s, from_s + shortest_s), prompt.replace("_", " "))
        _bar(axes, span, (0.0, 0.44), style, named)
    for event in events:
        if event.kind == "step":
            axes.axvline(event.t_s / 60, 0.5, 1.0, color=INK, linewidth=1)
            axes.text(event.t_s / 60, 0.74, f" {event.detail.get('step_kind')}", va="center", fontsize=8)
    axes.set_yticks([0.22, 0.75], ["prompt", "phase"])
    axes.set_ylim(0, 1)
    axes.legend(loc="center left", bbox_to_anchor=(1.005, 0.5), fontsize=7)


def _bar(axes: Any, span: Span, lane: tuple[float, float], style: dict[str, Any], named: set[str]) -> None:
    from_s, to_s, label = span
    shown = None if label in named else label
    named.add(label)
    axes.broken_barh([(from_s / 60, (to_s - from_s) / 60)], lane, label=shown, **style)


def draw_baths(axes: Any, samples: Sequence[Sample]) -> None:
    """Both baths in degrees Celsius; holes where there was no reading."""
    times = [sample.t_s / 60 for sample in samples]
    axes.plot(times, [_number(sample.hot_degc) for sample in samples], color=RED, label="hot bath")
    cold = [_number(sample.cold_degc) for sample in samples]
    axes.plot(times, cold, color=BLUE, linestyle=(0, (5, 2)), label="cold bath")
    axes.set_ylim(0, 45)
    axes.set_ylabel("baths (°C)")
    axes.grid(visible=True, color="#DDDDDD", linewidth=0.6)
    axes.legend(loc="center left", bbox_to_anchor=(1.005, 0.5))


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
