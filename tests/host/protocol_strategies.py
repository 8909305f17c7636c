"""Random protocols for hypothesis, from the validator's own tables: allowed ones, and such with something wrong."""

from __future__ import annotations

from typing import Any, cast

from hypothesis import strategies as st

from recovery_station.authoring.judge import STEP_KEYS, WORDS
from recovery_station.authoring.schema import ITEM_NUMBERS, NUMBERS, ZONES
from station_firmware.core import protocol as _protocol

OPTIONAL: tuple[str, ...] = cast("Any", _protocol)._OPTIONAL
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=45)
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXTS,
    st.lists(st.integers(-5, 200), max_size=7),
    st.dictionaries(TEXTS, st.integers(), max_size=3),
)
TARGETS = st.lists(st.integers(20, 110), min_size=5, max_size=5)
BOOSTS = st.fixed_dictionaries({"zone": st.integers(1, 5), "mmhg": st.integers(1, 10)})


def _items() -> st.SearchStrategy[dict[str, Any]]:
    """One item within its own bounds, by time or by repetitions."""
    numbers = {key: st.integers(low, min(high, low + 40)) for key, (low, high, _) in ITEM_NUMBERS.items()}
    label = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
    sides = {"sides": numbers["sides"]}
    timed = st.fixed_dictionaries({"label": label, "seconds": numbers["seconds"]}, optional=sides)
    counted = st.fixed_dictionaries(
        {"label": label, "reps": numbers["reps"]}, optional={"rep_s": numbers["rep_s"], **sides}
    )
    return timed | counted


SPECIAL: dict[str, st.SearchStrategy[Any]] = {
    "target_mmhg": TARGETS.map(lambda row: sorted(row, reverse=True)),
    "boost": BOOSTS,
    "zones_off": st.lists(st.sampled_from(ZONES), unique=True, max_size=4),
    "may_leave_off": st.booleans(),
    "wait_in": st.booleans(),
    "items": st.lists(_items(), min_size=1, max_size=4),
}


def value(key: str) -> st.SearchStrategy[Any]:
    """What the table allows for a key; KeyError for a key that is new and has no strategy here."""
    if key in NUMBERS:
        low, high, _ = NUMBERS[key]
        return st.integers(low, min(high, low + 120)) | st.sampled_from((low, high))
    return st.sampled_from(WORDS[key]) if key in WORDS else SPECIAL[key]


def step(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """A step whose every key is within its own bounds."""
    keys = STEP_KEYS[kind]
    needed = {key: value(key) for key in keys if key not in OPTIONAL}
    extra = {key: value(key) for key in keys if key in OPTIONAL}
    return st.fixed_dictionaries({"kind": st.just(kind), **needed}, optional=extra)


STEPS = st.sampled_from(sorted(STEP_KEYS)).flatmap(step)
PROTOCOLS = st.fixed_dictionaries(
    {
        "schema": st.just("protocol/1"),
        "id": st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True),
        "title": st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
        "step": st.lists(STEPS, min_size=1, max_size=5),
    },
    optional={"notes": TEXTS, "source": TEXTS, "version": st.integers(0, 99) | TEXTS},
)


BOUNDS = {**NUMBERS, **ITEM_NUMBERS}


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, Any]:
    """A protocol with one to three things changed: a value, a bound just missed, a key gone, a key too much."""
    document = draw(PROTOCOLS)
    for _ in range(draw(st.integers(1, 3))):
        steps: Any = document.get("step", [])
        tables = [document, *(one for one in steps if isinstance(one, dict))]
        lists = [one["items"] for one in tables if isinstance(one.get("items"), list)]
        tables += [item for items in lists for item in items if isinstance(item, dict)]
        table = draw(st.sampled_from(tables))
        keys = [*table, "hold", "pattern", "boost"]
        key = draw(st.sampled_from(keys))
        what = draw(st.sampled_from(("junk", "bound", "gone", "new")))
        if what == "gone":
            table.pop(key, None)
        elif what == "new":
            table[draw(TEXTS)] = draw(JUNK)
        elif what == "bound" and key in BOUNDS:
            low, high, _ = BOUNDS[key]
            table[key] = draw(st.sampled_from((low - 1, low, high, high + 1)))
        elif table is not document or key != "step":
            table[key] = draw(JUNK)
        if not isinstance(document.get("step"), list):
            document["step"] = []
    return document
