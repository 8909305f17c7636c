"""The JSON Schema (draft 2020-12) of protocol files, made from the tables and limits the firmware judges with.

What a schema cannot say (several keys together, the whole session) stands in the descriptions; `check` judges it.
"""

from __future__ import annotations

import json
from typing import Any, cast

from recovery_station.authoring.judge import STEP_KEYS, TOP_KEYS, WORDS
from station_firmware.core import limits, shape
from station_firmware.core import outputs as _outputs
from station_firmware.core import protocol as _protocol
from station_firmware.core import protocol_items as _items

Node = dict[str, object]
protocol = cast("Any", _protocol)
NUMBERS: dict[str, tuple[int, int, str]] = protocol._NUMBERS
ITEM_NUMBERS: dict[str, tuple[int, int, str]] = cast("Any", _items).NUMBERS
OPTIONAL: tuple[str, ...] = protocol._OPTIONAL
ZONES: list[str] = list(cast("Any", _outputs).ZONE_NAMES)
DIALECT = "https://json-schema.org/draft/2020-12/schema"
REQUIRED_ON_TOP = ("schema", "id", "title", "step")

# what an editor shows beside a key; units and bounds are added from the firmware's tables
MEANINGS = {
    "schema": "Which rules this file follows.",
    "id": "Its name on the station; a built-in protocol's id is refused there.",
    "title": "What staff read on the display.",
    "notes": "For whoever reads the file.",
    "source": "Where its figures come from.",
    "version": "Your own version of it: recorded with every session that runs it.",
    "step": "What happens, in order. "
    f"The whole session lasts at most {limits.SESSION_PLANNED_S} s, of it in water {limits.CONTRAST_S} s.",
    "kind": "What this step is.",
    "pattern": "The order in which the zones fill and are let go.",
    "legs": "Which boots; `alternating`: one fills while the other rests.",
    "target_mmhg": "Foot to thigh; no zone above the one below it.",
    "hold_s": "How long what is filled is held in each cycle.",
    "release_s": "How long all stays released before the next cycle.",
    "duration_s": "How long the step lasts, from when all zones first stood at their targets.",
    "boost": "One zone of both legs higher than its target.",
    "zones_off": "Zones this step leaves off: not fitted, or to be spared.",
    "may_leave_off": "Staff may leave zones off in a session of it (`station run --off`).",
    "hot_degc": "Temperature of the hot bath.",
    "cold_degc": f"Temperature of the cold bath; below {limits.COLD_WARN_CDEGC // 100} degC a dip lasts at most "
    f"{limits.COLD_DIP_BELOW_WARN_S} s.",
    "hot_s": "Each dip in the hot bath.",
    "cold_s": "Each dip in the cold bath.",
    "rounds": "Pairs of dips; one dip more when it ends in the bath it began in.",
    "start": "The first bath.",
    "end": "The last bath.",
    "transfer_s": "From one bath to the other.",
    "wait_in": 'A dip counts only when somebody has said "in" (START, or `station adjust --in`); '
    "the caps count from *enter* all the same.",
    "bath": "Which bath.",
    "degc": f"Temperature of the bath: hot {NUMBERS['hot_degc'][0]}-{NUMBERS['hot_degc'][1]}, "
    f"cold {NUMBERS['cold_degc'][0]}-{NUMBERS['cold_degc'][1]} degC.",
    "dip_s": f"How long: hot at most {limits.HOT_DIP_S} s, cold {limits.COLD_DIP_S} s, "
    f"{limits.COLD_DIP_BELOW_WARN_S} s below {limits.COLD_WARN_CDEGC // 100} degC.",
    "items": f"What is done, in order; at most {protocol.MAX_ITEMS} in all steps together.",
    "label": "What staff and athlete read.",
    "seconds": "How long a side takes; or `reps`.",
    "reps": "How often, on each side; or `seconds`.",
    "rep_s": f"What one repetition takes ({shape.REP_S} s where it is not said).",
    "sides": "2: once for each side of the body.",
    "rest_s": f"Nothing happens; between boots and water, and between two steps in water, at least "
    f"{limits.WATER_REST_S} s.",
}


def schema() -> Node:
    """The whole schema. KeyError when the firmware has a key that nothing here describes."""
    return {
        "$schema": DIALECT,
        "title": "Protocol of a recovery station",
        "type": "object",
        "properties": {key: _top(key) for key in TOP_KEYS},
        "required": list(REQUIRED_ON_TOP),
        "additionalProperties": False,
        "$defs": {kind: _step(kind) for kind in STEP_KEYS},
    }


def schema_text() -> str:
    """The schema as it is published in docs/."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _top(key: str) -> Node:
    shapes: dict[str, Node] = {
        "schema": {"const": protocol.SCHEMA},
        "id": {"type": "string", "pattern": f"^[a-z0-9-]{{1,{shape.MAX_TEXT}}}$"},
        "title": {"type": "string", "minLength": 1, "maxLength": shape.MAX_TEXT},
        "step": {
            "type": "array",
            "minItems": 1,
            "maxItems": protocol.MAX_STEPS,
            "items": {"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in STEP_KEYS]},
        },
    }
    return {"description": MEANINGS[key], **shapes.get(key, {})}


def _step(kind: str) -> Node:
    keys = STEP_KEYS[kind]
    return {
        "title": kind,
        "type": "object",
        "properties": {
            "kind": {"description": MEANINGS["kind"], "const": kind},
            **{key: _value(key) for key in keys},
        },
        "required": ["kind", *(key for key in keys if key not in OPTIONAL)],
        "additionalProperties": False,
    }


def _value(key: str) -> Node:
    if key in NUMBERS:
        low, high, unit = NUMBERS[key]
        described = f"{MEANINGS[key]} {low}-{high} {unit}."
        return {"description": described, "type": "integer", "minimum": low, "maximum": high}
    if key in WORDS:
        return {"description": MEANINGS[key], "enum": list(WORDS[key])}
    return {"description": MEANINGS[key], **_special(key)}


def _special(key: str) -> Node:
    """The keys with a shape of their own; KeyError for one that is new."""
    target = {"type": "integer", "minimum": limits.TARGET_MIN_MMHG, "maximum": limits.TARGET_MAX_MMHG}
    shapes: dict[str, Node] = {
        "target_mmhg": {"type": "array", "minItems": 5, "maxItems": 5, "items": target},
        "boost": {
            "type": "object",
            "properties": {
                "zone": {"description": "1 foot to 5 thigh.", "type": "integer", "minimum": 1, "maximum": 5},
                "mmhg": {"type": "integer", "minimum": 1, "maximum": limits.BOOST_MAX_MMHG},
            },
            "required": ["zone", "mmhg"],
            "additionalProperties": False,
        },
        "zones_off": {"type": "array", "uniqueItems": True, "items": {"enum": ZONES}},
        "may_leave_off": {"type": "boolean"},
        "wait_in": {"type": "boolean"},
        "items": {"type": "array", "minItems": 1, "maxItems": protocol.MAX_ITEMS, "items": _item()},
    }
    return shapes[key]


def _item() -> Node:
    """By time, or by repetitions."""
    return {"oneOf": [_item_of("seconds"), _item_of("reps", "rep_s")]}


def _item_of(how_long: str, *more: str) -> Node:
    label = {"type": "string", "minLength": 1, "maxLength": shape.MAX_TEXT, "description": MEANINGS["label"]}
    numbers: Node = {}
    for key in (how_long, *more, "sides"):
        low, high, unit = ITEM_NUMBERS[key]
        described = f"{MEANINGS[key]} {low}-{high} {unit}."
        numbers[key] = {"description": described, "type": "integer", "minimum": low, "maximum": high}
    return {
        "type": "object",
        "properties": {"label": label, **numbers},
        "required": ["label", how_long],
        "additionalProperties": False,
    }
