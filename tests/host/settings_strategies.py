"""Random settings of a site for hypothesis, from the validator's own table: allowed ones, and spoiled ones."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.host.protocol_strategies import JUNK, TEXTS

from recovery_station.authoring.settings_keys import CHOICE, HOURS, KEYS, POWER, SCHEMA, TEXT, TRUTH, Key

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BATHS = (
    ("heater_w", "hot_circulation", "hot_keep_degc", "hot_standby_degc"),
    ("chiller_w", "cold_circulation", "cold_keep_degc", "cold_standby_degc"),
)


@st.composite
def opening(draw: st.DrawFn) -> str:
    first, last = sorted([draw(st.integers(0, 6)), draw(st.integers(0, 6))])
    start = draw(st.integers(0, 1439))
    end = draw(st.integers(start + 1, 1440))
    days = DAYS[first] if first == last and draw(st.booleans()) else f"{DAYS[first]}-{DAYS[last]}"
    return f"{days} {start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"


def value(key: Key) -> st.SearchStrategy[Any]:
    """What the table allows for a key."""
    if key.kind == CHOICE:
        return st.sampled_from(key.unit.split(" "))
    if key.kind == TEXT:
        return st.text(LETTERS, min_size=key.low, max_size=key.high)
    if key.kind == TRUTH:
        return st.booleans()
    if key.kind == HOURS:
        return st.lists(opening(), min_size=key.low, max_size=key.high)
    numbers = st.integers(key.low, key.high) | st.sampled_from((key.low, key.high))
    return st.just(0) | numbers if key.kind == POWER else numbers


TABLES = st.fixed_dictionaries({"schema": st.just(SCHEMA)}, optional={key.name: value(key) for key in KEYS})


@st.composite
def allowed(draw: st.DrawFn) -> dict[str, Any]:
    """Settings with every rule of several keys kept."""
    table: dict[str, Any] = draw(TABLES)
    for power, circulation, keep, standby in BATHS:
        if not table.get(power):
            table.pop(keep, None)
        else:
            table[circulation] = True
        if keep not in table:
            table.pop(standby, None)
        elif standby in table:
            low, high = (20, table[keep]) if power == "heater_w" else (table[keep], 25)
            table[standby] = draw(st.integers(low, high))
    if "hot_keep_degc" not in table and "cold_keep_degc" not in table:
        table.pop("hours", None)
    return table


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, Any]:
    """Settings with one to three things changed: a value, a bound just missed, a key gone, a key too much."""
    table: dict[str, Any] = draw(allowed() | TABLES)
    for _ in range(draw(st.integers(1, 3))):
        key = draw(st.sampled_from(KEYS))
        what = draw(st.sampled_from(("junk", "bound", "gone", "new", "hours")))
        if what == "gone":
            table.pop(draw(st.sampled_from([*table, key.name])), None)
        elif what == "new":
            table[draw(TEXTS)] = draw(JUNK)
        elif what == "bound":
            table[key.name] = draw(st.sampled_from((key.low - 1, key.low, key.high, key.high + 1)))
        elif what == "hours":
            text = draw(opening())
            at = draw(st.integers(0, len(text) - 1))
            table["hours"] = [text[:at] + draw(st.sampled_from("0 9-:xm")) + text[at + 1 :], draw(opening())]
        else:
            table[key.name] = draw(JUNK)
    return table
