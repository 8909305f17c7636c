"""The items of a guided step: are they allowed? A part of protocol.py, on loan with it."""

from .shape import MAX_TEXT, is_int

# beside the label
NUMBERS = {
    "seconds": (5, 900, "s"),
    "reps": (1, 100, "repetitions"),
    "rep_s": (1, 30, "s"),
    "sides": (1, 2, "sides"),
}
_KEYS = "one of label seconds reps rep_s sides"  # a dict has no order on the board
_SHAPE = "{ label, seconds | reps, sides }"


def check(where, items, problems):
    """What is done on the station's clock: each a label, and seconds or repetitions."""
    if not isinstance(items, list) or not items:
        problems.append((where, items, _SHAPE, "must be a list of items"))
        return
    for index, item in enumerate(items):
        _check_item("%s[%d]" % (where, index), item, problems)


def _check_item(where, item, problems):
    if not isinstance(item, dict):
        problems.append((where, item, _SHAPE, "must be a table"))
        return
    for key in item:
        value = item[key]
        if key in NUMBERS:
            low, high, unit = NUMBERS[key]
            if not is_int(value) or not low <= value <= high:
                bound = "%d-%d %s" % (low, high, unit)
                problems.append((where + "." + key, value, bound, "must be a whole number in range"))
        elif key != "label":
            name = where + "." + key if isinstance(key, str) else where
            problems.append((name, None, _KEYS, "unknown key"))
    label = item.get("label")
    if not isinstance(label, str) or not 1 <= len(label) <= MAX_TEXT:
        problems.append((where + ".label", label, "1-%d letters" % MAX_TEXT, "must be a text"))
    if ("seconds" in item) == ("reps" in item):
        problems.append((where, None, "seconds or reps", "one of the two says how long"))
    elif "rep_s" in item and "reps" not in item:
        problems.append((where + ".rep_s", item["rep_s"], "with reps", "there is nothing to repeat"))
