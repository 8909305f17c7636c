"""Is this protocol allowed? One validator for host and board, over tables; it names every problem at once.

The board loads it for a question and forgets it again (link/loan.py): it would fill a twentieth of the heap.

A protocol is the dict of its TOML or JSON (interfaces.md, "Protocol file"). A problem is (key, value, bound, words).
"""

from . import limits, pattern, protocol_items
from .outputs import BATH_NAMES, ZONE_NAMES
from .shape import ALTERNATING, MAX_TEXT, is_id, is_int, step_seconds, zones_off
from .states import STEP_KINDS, is_wet

SCHEMA = "protocol/1"
MAX_STEPS = 200
LEGS = ("left", "right", "both", ALTERNATING)

# key: (type, lowest, highest, unit) for whole numbers; (type, allowed words) for words. Required unless in OPTIONAL.
_INT = "whole number"
_WORD = "word"
_NUMBERS = {
    "hold_s": (0, 60, "s"),
    "release_s": (2, 60, "s"),
    "duration_s": (60, limits.SESSION_PLANNED_S, "s"),
    "hot_degc": (30, limits.HOT_STEP_MAX_CDEGC // 100, "degC"),
    "cold_degc": (limits.COLD_STEP_MIN_CDEGC // 100, 20, "degC"),
    "hot_s": (10, limits.HOT_DIP_S, "s"),
    "cold_s": (10, limits.COLD_DIP_S, "s"),
    "rounds": (1, 30, "rounds"),
    "transfer_s": (5, 120, "s"),
    "rest_s": (1, limits.SESSION_PLANNED_S, "s"),
    "degc": (limits.COLD_STEP_MIN_CDEGC // 100, limits.HOT_STEP_MAX_CDEGC // 100, "degC"),
    "dip_s": (10, limits.COLD_DIP_S, "s"),
}
_WORDS = {"pattern": pattern.NAMES, "legs": LEGS, "start": BATH_NAMES, "end": BATH_NAMES, "bath": BATH_NAMES}
_TRUTHS = ("may_leave_off", "wait_in")
MAX_ITEMS = 60  # of all guided steps: what the board can hold
# what a contrast asks of its baths, a dip asks of its one
_DIP_AS = {"hot": ("hot_degc", "hot_s"), "cold": ("cold_degc", "cold_s")}
STEP_KEYS = {
    "compression": (
        "pattern",
        "legs",
        "target_mmhg",
        "hold_s",
        "release_s",
        "duration_s",
        "boost",
        "zones_off",
        "may_leave_off",
    ),
    "contrast": (
        "hot_degc",
        "cold_degc",
        "hot_s",
        "cold_s",
        "rounds",
        "start",
        "end",
        "transfer_s",
        "wait_in",
    ),
    "dip": ("bath", "degc", "dip_s", "wait_in"),
    "guided": ("items",),
    "rest": ("rest_s",),
}
_OPTIONAL = ("boost", "zones_off", "may_leave_off", "wait_in")
_WET = tuple([kind for number, kind in enumerate(STEP_KINDS) if is_wet(number)])
_TOP_KEYS = ("schema", "id", "title", "notes", "source", "version", "step")


def check(protocol):
    """Every problem of `protocol` as a list of (key, value, bound, words); an empty list means it may run."""
    if not isinstance(protocol, dict):
        return [("", protocol, "table", "a protocol is a table of keys")]
    problems = []
    if protocol.get("schema") != SCHEMA:
        problems.append(("schema", protocol.get("schema"), SCHEMA, "must be " + SCHEMA))
    for key in protocol:
        if not isinstance(key, str):
            return [("", None, "text", "every key is a text")]
        if key not in _TOP_KEYS:
            problems.append((key, protocol[key], "known key", "unknown key"))
    _check_id(protocol.get("id"), problems)
    title = protocol.get("title")
    if not isinstance(title, str) or not 1 <= len(title) <= MAX_TEXT:
        problems.append(("title", title, "1-%d letters" % MAX_TEXT, "must be a text"))
    steps = protocol.get("step")
    if not isinstance(steps, list) or not 1 <= len(steps) <= MAX_STEPS:
        found = len(steps) if isinstance(steps, list) else steps
        problems.append(("step", found, "1-%d steps" % MAX_STEPS, "must be a list of steps"))
        return problems
    for index, step in enumerate(steps):
        _check_step("step[%d]" % index, step, problems)
    if not problems:
        _check_length(steps, problems)
    return problems


def _check_id(text, problems):
    if not is_id(text):
        problems.append(("id", text, "1-%d of a-z 0-9 -" % MAX_TEXT, "must be a short id"))


def _check_step(where, step, problems):
    kind = step.get("kind") if isinstance(step, dict) else None
    keys = STEP_KEYS.get(kind) if isinstance(kind, str) else None
    if keys is None:
        problems.append((where + ".kind", kind, " | ".join(sorted(STEP_KEYS)), "unknown kind of step"))
        return
    count = len(problems)
    for key in step:
        if key != "kind" and key not in keys:
            problems.append((where + "." + key, step[key], "one of " + " ".join(keys), "unknown key"))
    for key in keys:
        if key in step:
            _check_value(where + "." + key, key, step[key], problems)
        elif key not in _OPTIONAL:
            problems.append((where + "." + key, None, "required", "is missing"))
    if kind == "compression":
        before = len(problems)
        if "target_mmhg" in step:
            _check_targets(where, step, problems)
        if len(problems) == before == count:
            _check_compression(where, step, problems)
    elif kind == "contrast":
        _check_cold(where, "cold_s", step.get("cold_degc"), step.get("cold_s"), problems)
    elif kind == "dip" and len(problems) == count:
        _check_dip(where, step, problems)


def _check_value(where, key, value, problems):
    if key in _NUMBERS:
        low, high, unit = _NUMBERS[key]
        if not is_int(value) or not low <= value <= high:
            problems.append((where, value, "%d-%d %s" % (low, high, unit), "must be a whole number in range"))
    elif key in _WORDS and value not in _WORDS[key]:
        problems.append((where, value, " | ".join(_WORDS[key]), "unknown word"))
    elif key in _TRUTHS and value is not True and value is not False:
        problems.append((where, value, "true | false", "must be true or false"))
    elif key == "zones_off":
        _check_zones_off(where, value, problems)
    elif key == "items":
        protocol_items.check(where, value, problems)


def _check_targets(where, step, problems):
    targets = step["target_mmhg"]
    bound = "%d-%d mmHg" % (limits.TARGET_MIN_MMHG, limits.TARGET_MAX_MMHG)
    if not isinstance(targets, list) or len(targets) != 5:
        problems.append((where + ".target_mmhg", targets, "5 numbers, foot to thigh", "must be a list"))
        return
    before = len(problems)
    for zone, target in enumerate(targets):
        if not is_int(target) or not limits.TARGET_MIN_MMHG <= target <= limits.TARGET_MAX_MMHG:
            problems.append(("%s.target_mmhg[%d]" % (where, zone), target, bound, "out of range"))
    if len(problems) > before:
        return
    for zone in range(4):
        if targets[zone] < targets[zone + 1]:
            key = "%s.target_mmhg[%d]" % (where, zone + 1)
            problems.append(
                (key, targets[zone + 1], "<= %d mmHg" % targets[zone], "a gradient never rises to the thigh")
            )
    if "boost" in step:
        _check_boost(where + ".boost", step["boost"], targets, problems)


def _check_zones_off(where, names, problems):
    """Zones left off: a garment without them, or an injured place."""
    bound = "different zones of L1-L5 R1-R5"
    if not isinstance(names, list):
        problems.append((where, names, bound, "must be a list"))
        return
    for index, name in enumerate(names):
        if not isinstance(name, str) or name not in ZONE_NAMES or name in names[:index]:
            problems.append(("%s[%d]" % (where, index), name, bound, "no such zone, or twice"))


def _check_compression(where, step, problems):
    """What needs several keys at once: one pressure, something left to fill, a boost that is felt, time to empty."""
    if step["pattern"] == pattern.UNIFORM and min(step["target_mmhg"]) != max(step["target_mmhg"]):
        bound = "5 equal numbers"
        problems.append((where + ".target_mmhg", step["target_mmhg"], bound, "uniform is one pressure"))
    off = zones_off(step)
    for letter, legs in (("L", ("left", "both", ALTERNATING)), ("R", ("right", "both", ALTERNATING))):
        left = [name for name in ZONE_NAMES if name[0] == letter and name not in off]
        if step["legs"] in legs and not left:
            problems.append(
                (where + ".zones_off", step["zones_off"], "one zone a leg", "nothing is left to fill")
            )
    if "boost" in step and all(side + str(step["boost"]["zone"]) in off for side in "LR"):
        problems.append(
            (where + ".boost.zone", step["boost"]["zone"], "a zone in use", "the zone is left off")
        )


def _check_cold(where, key, degc, seconds, problems):
    """Water below ten degrees is for three minutes at most."""
    if not is_int(degc) or not is_int(seconds) or degc * 100 >= limits.COLD_WARN_CDEGC:
        return
    if limits.COLD_DIP_BELOW_WARN_S < seconds <= limits.COLD_DIP_S:
        bound = "<= %d s below %d degC" % (limits.COLD_DIP_BELOW_WARN_S, limits.COLD_WARN_CDEGC // 100)
        problems.append((where + "." + key, seconds, bound, "too long in the cold"))


def _check_dip(where, step, problems):
    """The bounds of its own bath, where those of both together are wider."""
    for key, of in zip(("degc", "dip_s"), _DIP_AS[step["bath"]]):
        low, high, unit = _NUMBERS[of]
        if not low <= step[key] <= high:
            bound = "%d-%d %s in the %s bath" % (low, high, unit, step["bath"])
            problems.append((where + "." + key, step[key], bound, "must be a whole number in range"))
    if step["bath"] == "cold":
        _check_cold(where, "dip_s", step["degc"], step["dip_s"], problems)


def _check_boost(where, boost, targets, problems):
    good = (
        isinstance(boost, dict)
        and len(boost) == 2
        and is_int(boost.get("zone"))
        and is_int(boost.get("mmhg"))
    )
    if not good:
        problems.append((where, boost, "{ zone, mmhg }", "must name one zone and its mmHg"))
        return
    if not 1 <= boost["zone"] <= 5:
        problems.append((where + ".zone", boost["zone"], "1-5", "no such zone"))
        return
    room = min(limits.BOOST_MAX_MMHG, limits.TARGET_MAX_MMHG - targets[boost["zone"] - 1])
    if not 1 <= boost["mmhg"] <= room:
        problems.append((where + ".mmhg", boost["mmhg"], "1-%d mmHg" % room, "out of range"))


def _check_length(steps, problems):
    total_s = sum([step_seconds(step) for step in steps])
    if total_s > limits.SESSION_PLANNED_S:
        problems.append(
            ("step", total_s, "<= %d s" % limits.SESSION_PLANNED_S, "the whole session is too long")
        )
    water_s = sum([step_seconds(step) for step in steps if step["kind"] in _WET])
    if water_s > limits.CONTRAST_S:
        problems.append(
            ("step", water_s, "<= %d s" % limits.CONTRAST_S, "too long in water, all steps together")
        )
    items = sum([len(step["items"]) for step in steps if step["kind"] == "guided"])
    if items > MAX_ITEMS:
        problems.append(("step", items, "<= %d items" % MAX_ITEMS, "too many items, all steps together"))
    _check_ways(steps, problems)


def _check_ways(steps, problems):
    """Boots and water are never at once, and nobody goes from bath to bath without time to leave and dry."""
    before = None
    dry_s = 0
    for index, step in enumerate(steps):
        if step["kind"] == "compression" or step["kind"] in _WET:
            wet = before in _WET or (before is not None and step["kind"] in _WET)
            if wet and dry_s < limits.WATER_REST_S:
                bound = "rest_s >= %d" % limits.WATER_REST_S
                problems.append(
                    (
                        "step[%d]" % index,
                        step["kind"],
                        bound,
                        "a rest belongs between water and boots or water",
                    )
                )
            before = step["kind"]
            dry_s = 0
        else:
            dry_s += step_seconds(step)
