"""The live view: ten zone bars with their targets, state, step, cycle, time left, baths and faults."""

from __future__ import annotations

import io

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from recovery_station import doing, words
from recovery_station.cli.output import minutes, plain
from recovery_station.follow import View
from recovery_station.models import Reading

FULL_SCALE_MMHG = 120  # above the highest target, so that an over-pressure is seen as one
NARROWEST_BAR = 10
FIXED_COLUMNS = 40  # frames, zone names and numbers of both legs together
# Okabe and Ito's palette: told apart with any colour vision, and never by colour alone.
BLUE, ORANGE, RED, GREEN, SKY = "#0072B2", "#E69F00", "#D55E00", "#009E73", "#56B4E9"
STATE_STYLES = {"RUNNING": GREEN, "READY": GREEN, "PAUSED": ORANGE, "VENTING": ORANGE, "FAULT": RED}
EIGHTHS = " ▏▎▍▌▋▊▉"


def bar(value_mmhg: float | None, target_mmhg: float | None, width: int) -> Text:
    """One zone as a bar of `width` cells, its target as a line across it."""
    text = Text()
    if value_mmhg is None:
        return text.append("no reading".ljust(width), style=RED)
    eighths = round(min(max(value_mmhg, 0), FULL_SCALE_MMHG) / FULL_SCALE_MMHG * width * 8)
    marker = round(target_mmhg / FULL_SCALE_MMHG * width) - 1 if target_mmhg else -1
    for cell in range(width):
        part = min(8, max(0, eighths - cell * 8))
        if cell == marker:
            text.append("┃", style=f"bold {ORANGE} on {BLUE}" if part == 8 else f"bold {ORANGE}")
        else:
            text.append("█" if part == 8 else EIGHTHS[part], style=BLUE)
    return text


def leg_table(view: View, leg: int, width: int) -> Table:
    """Five bars, thigh on top as the athlete sits in it."""
    table = Table.grid(padding=(0, 1))
    table.add_column(justify="left", width=2)
    table.add_column(width=width)
    table.add_column(justify="right", width=9)
    for zone in reversed(range(leg * 5, leg * 5 + 5)):
        value, target = _at(view.zones_mmhg, zone), _at(view.targets_mmhg, zone)
        numbers = f"{'--' if value is None else round(value):>3}/{round(target) if target else '--':>3}"
        table.add_row(words.ZONES[zone], bar(value, target, width), Text(numbers, style="bold"))
    return table


def render(view: View, width: int = 100) -> RenderableType:
    """The whole view for a terminal `width` cells wide."""
    cells = max(NARROWEST_BAR, (width - FIXED_COLUMNS) // 2)
    legs = Table.grid(expand=True)
    legs.add_column(ratio=1)
    legs.add_column(ratio=1)
    legs.add_row(
        Panel(leg_table(view, 0, cells), title="left leg  mmHg / target", border_style="dim"),
        Panel(leg_table(view, 1, cells), title="right leg  mmHg / target", border_style="dim"),
    )
    lines: list[RenderableType] = [heading(view), legs, progress(view, width - 4), baths(view)]
    if view.doing is not None:
        lines.insert(1, Text(f"▶ {doing.told(view.doing, view.cold_degc)}", style=f"bold {ORANGE}"))
    lines += [fault_line(view, index) for index in range(len(view.faults))]
    return Panel(Group(*lines), title=f"[bold]{plain(view.name)}[/bold]", border_style="dim")


def heading(view: View) -> Text:
    """State, preset, step and cycle in one line."""
    text = Text()
    text.append(f" {view.state} ", style=f"bold reverse {STATE_STYLES.get(view.state, '')}".strip())
    if view.session is not None:
        session = view.session
        text.append(f"  {plain(session.protocol)}", style="bold")
        text.append(f"  step {session.step + 1} {session.step_kind}")
        if session.cycle is not None:
            text.append(f"  cycle {session.cycle}" + (f" of {session.cycles}" if session.cycles else ""))
    if view.prompt:
        text.append(f"  ▶ {view.prompt.replace('_', ' ').upper()}", style=f"bold {ORANGE}")
    if view.estop:
        text.append("  EMERGENCY STOP PRESSED", style=f"bold {RED}")
    return text


def progress(view: View, width: int) -> Text:
    """How far the session is, and the time left."""
    if view.elapsed_s is None or view.remaining_s is None:
        return Text("no session", style="dim")
    total_s = view.elapsed_s + view.remaining_s
    label = f" {minutes(view.elapsed_s)} gone, {minutes(view.remaining_s)} left"
    cells = max(NARROWEST_BAR, width - len(label) - 1)
    filled = round(cells * view.elapsed_s / total_s) if total_s else 0
    text = Text("━" * filled, style=SKY)
    text.append("─" * (cells - filled), style="dim")
    return text.append(label, style="bold")


def baths(view: View) -> Text:
    """Both baths and the safety chain."""
    text = Text("baths  ")
    text.append(f"hot {_degrees(view.hot_degc)}", style=RED)
    text.append("   ")
    text.append(f"cold {_degrees(view.cold_degc)}", style=SKY)
    return text.append(f"   safety chain {'in order' if view.chain_ok else 'OPEN'}", style="dim")


def fault_line(view: View, index: int) -> Text:
    """One fault in words: what, where, measured against limit, and what to do."""
    fault = view.faults[index]
    text = Text()
    text.append(f"{plain(fault.told())}. ", style=f"bold {RED}")
    return text.append(fault.remedy)


def svg(view: View, width: int = 100) -> str:
    """The view as SVG text, for documents."""
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True)
    console.print(render(view, width))
    return console.export_svg(title=f"station status --watch: {view.name}")


def _at(values: list[Reading], zone: int) -> float | None:
    return values[zone] if zone < len(values) else None


def _degrees(value_degc: float | None) -> str:
    return "no reading" if value_degc is None else f"{value_degc:.1f} °C"
