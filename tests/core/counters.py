"""Finds every whole number that grows while a station stands, and puts it before the end of the small integers.

On the chip a number of 2**30 or more lies on the heap. A tick may not allocate, so what counts must stop before. Works
on flashed bytes too, whose private names are short: it follows what is there and knows no name.
"""

SMALL = 1 << 30
_CONTAINERS = (list, tuple)


def _parts(thing):
    """(where, value) of all that `thing` holds."""
    if isinstance(thing, _CONTAINERS):
        return [(index, thing[index]) for index in range(len(thing))]
    fields = getattr(thing, "__dict__", None)
    return [(name, fields[name]) for name in fields] if isinstance(fields, dict) else []


def whole_numbers(root):
    """(holder, where, value) of each whole number `root` holds, however deep; the same order each time."""
    found = []
    seen = set()
    waiting = [root]
    while waiting:
        holder = waiting.pop()
        if id(holder) in seen:
            continue
        seen.add(id(holder))
        for where, value in _parts(holder):
            if isinstance(value, (bool, str)):
                continue
            if isinstance(value, int):
                found.append((holder, where, value))
            else:
                waiting.append(value)
    return found


def _now(holder, where):
    return holder[where] if isinstance(holder, _CONTAINERS) else getattr(holder, where)


def growing(root, pass_time, looks=3):
    """(holder, where) of each whole number that is more after each of `looks` calls of `pass_time`."""
    kept = [(holder, where, value) for holder, where, value in whole_numbers(root)]
    for _ in range(looks):
        pass_time()
        more = []
        for holder, where, before in kept:
            value = _now(holder, where)
            if isinstance(value, int) and value > before:
                more.append((holder, where, value))
        kept = more
    return [(holder, where) for holder, where, _ in kept if not isinstance(holder, tuple)]


def age(found, left):
    """Put each to `left` before the first number that is no small integer, as years of standing would."""
    for holder, where in found:
        if isinstance(holder, list):
            holder[where] = SMALL - left
        else:
            setattr(holder, where, SMALL - left)


def too_large(root):
    """Where a number lies that the chip would allocate for."""
    return [str(where) for _, where, value in whole_numbers(root) if not -SMALL <= value < SMALL]
