"""What a valid protocol says, for those who run it: its dips, its seconds, the zones it leaves off, its id.

The judge is protocol.py; it is large and wanted only at rest, and this file needs nothing of it.
"""

from .outputs import ZONE_NAMES

MAX_TEXT = 40
ALTERNATING = "alternating"
REP_S = 3  # of one repetition, where an item does not say


def is_int(value):
    """True for a whole number that is no truth value."""
    return isinstance(value, int) and value is not True and value is not False


def is_id(text):
    """True for a text that may name a protocol, and so a file."""
    if not isinstance(text, str) or not 1 <= len(text) <= MAX_TEXT:
        return False
    return all(letter in "abcdefghijklmnopqrstuvwxyz0123456789-" for letter in text)


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


def side_seconds(item):
    """Planned seconds of one side of a valid item of a guided step."""
    return item["seconds"] if "seconds" in item else item["reps"] * item.get("rep_s", REP_S)


_SECONDS = {"compression": "duration_s", "rest": "rest_s", "dip": "dip_s"}


def step_seconds(step):
    """Planned seconds of one valid step."""
    key = _SECONDS.get(step["kind"])
    if key is not None:
        return step[key]
    if step["kind"] == "guided":
        return sum([side_seconds(item) * item.get("sides", 1) for item in step["items"]])
    order = dips(step)
    in_water_s = sum([step["hot_s"] if bath == "hot" else step["cold_s"] for bath in order])
    return in_water_s + step["transfer_s"] * (len(order) - 1)
