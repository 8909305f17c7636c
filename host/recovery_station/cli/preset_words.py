"""A preset in words and drawn with signs, for `station presets show`."""

from __future__ import annotations

import shutil
import sys
from typing import cast

from recovery_station.authoring.judge import STEP_KEYS
from recovery_station.cli.output import minutes, plain
from recovery_station.cycles.drawn import Drawn, drawn_steps
from recovery_station.cycles.guided import Side
from recovery_station.cycles.schedule import Schedule
from recovery_station.cycles.text import guided_lines, signs_for, step_lines, water_lines
from recovery_station.cycles.water import Dip
from recovery_station.doing import COLD_SHOCK, has_cold_water

NOMINAL = "drawn for a nominal garment and pump, real times differ with the legs in it; h hold, r release"
USUAL_TERMINAL = (100, 24)


def preset_words(document: dict[str, object]) -> str:
    """Title, source, each step's values and its timeline."""
    lines = [f"{plain(str(document.get('id')))}: {plain(str(document.get('title')))}"]
    lines += [f"  {key}: {plain(str(document[key]))}" for key in ("notes", "source") if document.get(key)]
    steps = drawn_steps(document)
    if steps is None:
        return "\n".join([*lines, *_unknown(document)])
    lines.append(f"  total time: {minutes(sum(one.seconds for one in steps))} min")
    for one in steps:
        lines += _values(one.number, one.step)
        lines += _timeline(one)
    if any(isinstance(one.timeline, Schedule) for one in steps):
        lines.append(f"  {NOMINAL}")
    if has_cold_water(document):
        lines.append(f"  {COLD_SHOCK}")
    return "\n".join(lines)


def _unknown(document: dict[str, object]) -> list[str]:
    """A protocol of a newer station: its values as they came, nothing drawn."""
    lines = ["  (this program is older than the station's protocol: its values only)"]
    steps = document.get("step")
    for number, step in enumerate(cast("list[object]", steps) if isinstance(steps, list) else [], 1):
        if isinstance(step, dict):
            lines += _values(number, cast("dict[str, object]", step))
    return lines


def _values(number: int, step: dict[str, object]) -> list[str]:
    lines = [f"  step {number}: {plain(str(step.get('kind')))}"]
    known = [name for name in STEP_KEYS.get(str(step.get("kind")), ()) if name in step]
    names = [*known, *(name for name in step if name not in known and name != "kind")]
    for name in names:
        lines += _items(step[name]) if name == "items" else [f"    {name}: {_value(step[name])}"]
    return lines


def _items(items: object) -> list[str]:
    """A line for each item of a guided step; one that is no item as it came."""
    rows = cast("list[object]", items) if isinstance(items, list) else [items]
    return [
        f"    - {_item(cast('dict[str, object]', row)) if isinstance(row, dict) else row}" for row in rows
    ]


def _item(row: dict[str, object]) -> str:
    how_long = f"{row['reps']} times" if "reps" in row else f"{row.get('seconds')} s"
    return plain(f"{row.get('label')}: {how_long}{', each side' if row.get('sides') == 2 else ''}")


def _timeline(one: Drawn) -> list[str]:
    timeline = one.timeline
    if timeline is None:
        return []
    columns, signs = shutil.get_terminal_size(USUAL_TERMINAL).columns, signs_for(sys.stdout.encoding)
    if not isinstance(timeline, Schedule):
        dips = [row for row in timeline if isinstance(row, Dip)]
        done = [row for row in timeline if isinstance(row, Side)]
        lines = water_lines(dips, columns, signs) if dips else guided_lines(done, columns, signs)
        return ["", *lines, ""]
    told = f"    cycles: about {timeline.cycles} in {minutes(timeline.duration_s)} min"
    return [told, "", *step_lines(timeline, columns, signs), ""]


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(plain(str(one)) for one in cast("list[object]", value))
    if isinstance(value, dict):
        return ", ".join(
            f"{plain(str(key))} {_value(one)}" for key, one in cast("dict[object, object]", value).items()
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(str(value))
