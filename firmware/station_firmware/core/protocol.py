"""Is this protocol allowed? One validator for host and board, over tables; it names every problem at once.

A protocol is the dict of its TOML or JSON (interfaces.md, "Protocol file"). A problem is (key, value, bound, words).
"""

from . import limits, pattern
from .outputs import ZONE_NAMES

SCHEMA = "protocol/1"
MAX_STEPS = 200
MAX_TEXT = 40
ALTERNATING = "alternating"
LEGS = ("left", "right", "both", ALTERNATING)
BATHS = ("hot", "cold")

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
}
_WORDS = {"pattern": pattern.NAMES, "legs": LEGS, "start": BATHS, "end": BATHS}
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
    "contrast": ("hot_degc", "cold_degc", "hot_s", "cold_s", "rounds", "start", "end", "transfer_s"),
    "rest": ("rest_s",),
}
_OPTIONAL = ("boost", "zones_off", "may_leave_off")
_TOP_KEYS = ("schema", "id", "title", "notes", "source", "version", "step")


def is_int(value):
    """True for a whole number that is no truth value."""
    return isinstance(value, int) and value is not True and value is not False


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


def is_id(text):
    """True for a text that may name a protocol, and so a file."""
    if not isinstance(text, str) or not 1 <= len(text) <= MAX_TEXT:
        return False
    return all(letter in "abcdefghijklmnopqrstuvwxyz0123456789-" for letter in text)


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
        _check_cold(where, step, problems)


def _check_value(where, key, value, problems):
    if key in _NUMBERS:
        low, high, unit = _NUMBERS[key]
        if not is_int(value) or not low <= value <= high:
            problems.append((where, value, "%d-%d %s" % (low, high, unit), "must be a whole number in range"))
    elif key in _WORDS and value not in _WORDS[key]:
        problems.append((where, value, " | ".join(_WORDS[key]), "unknown word"))
    elif key == "may_leave_off" and value is not True and value is not False:
        problems.append((where, value, "true | false", "must be true or false"))
    elif key == "zones_off":
        _check_zones_off(where, value, problems)


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


def without(table, names):
    """A copy of a valid protocol whose compression steps leave `names` off as well; `check` it."""
    steps = []
    for step in table["step"]:
        if step["kind"] == "compression":
            step = dict(step)
            step["zones_off"] = list(step.get("zones_off") or ()) + names
        steps.append(step)
    table = dict(table)
    table["step"] = steps
    return table


def zones_off(step):
    """The names of the zones a valid compression step does not use."""
    off = tuple(step.get("zones_off") or ())
    for letter, side in (("R", "left"), ("L", "right")):
        if step["legs"] == side:
            off += tuple([name for name in ZONE_NAMES if name[0] == letter])
    return off


def _check_cold(where, step, problems):
    """Water below ten degrees is for three minutes at most."""
    degc = step.get("cold_degc")
    seconds = step.get("cold_s")
    if not is_int(degc) or not is_int(seconds) or degc * 100 >= limits.COLD_WARN_CDEGC:
        return
    if limits.COLD_DIP_BELOW_WARN_S < seconds <= limits.COLD_DIP_S:
        bound = "<= %d s below %d degC" % (limits.COLD_DIP_BELOW_WARN_S, limits.COLD_WARN_CDEGC // 100)
        problems.append((where + ".cold_s", seconds, bound, "too long in the cold"))


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
    water_s = sum([step_seconds(step) for step in steps if step["kind"] == "contrast"])
    if water_s > limits.CONTRAST_S:
        problems.append(
            ("step", water_s, "<= %d s" % limits.CONTRAST_S, "too long in water, all steps together")
        )
    for index in range(1, len(steps)):
        _check_neighbours(index, steps[index - 1], steps[index], problems)


def _check_neighbours(index, before, step, problems):
    """Boots and water are never at once, and nobody goes from bath to bath without being told to leave."""
    wet = before["kind"] == "contrast" or step["kind"] == "contrast"
    rest = before if before["kind"] == "rest" else step if step["kind"] == "rest" else None
    if wet and (rest is None or rest["rest_s"] < limits.WATER_REST_S):
        bound = "rest_s >= %d" % limits.WATER_REST_S
        key = "step[%d]" % index
        problems.append(
            (key, step["kind"], bound, "a rest belongs between water and what comes before or after")
        )


def dips(step):
    """The order of a contrast step's dips as a list of "hot" and "cold".

    `rounds` counts pairs; a step that ends in the bath it began in has one dip more of that kind (Bieuzen table 1:
    French, cold first and last, 4 cold and 3 hot).
    """
    other = "cold" if step["start"] == "hot" else "hot"
    order = [step["start"], other] * step["rounds"]
    if step["end"] == step["start"]:
        order.append(step["start"])
    return order


def step_seconds(step):
    """Planned seconds of one valid step."""
    if step["kind"] == "compression":
        return step["duration_s"]
    if step["kind"] == "rest":
        return step["rest_s"]
    order = dips(step)
    in_water_s = sum([step["hot_s"] if bath == "hot" else step["cold_s"] for bath in order])
    return in_water_s + step["transfer_s"] * (len(order) - 1)
