"""What a method may be given: each look names the key, what came and what is allowed."""

from ..store import ops
from .rpc import INVALID_PARAMS, RpcError

_MAX_SHOWN = 40


def shown(value):
    """A value as an error tells it: short, and only what JSON has a word for (an endless number is a text)."""
    return value if value is None or isinstance(value, (int, bool)) else str(value)[:_MAX_SHOWN]


def bad(key, value, bound):
    """The error of a parameter that is not what it must be."""
    return RpcError(
        INVALID_PARAMS, "%s must be %s" % (key, bound), {"key": key, "value": shown(value), "bound": bound}
    )


def number(params, key, low, high, default=None):
    """A whole number in low…high; `default` when the key is missing and a default is given."""
    value = params.get(key, default)
    if not isinstance(value, int) or value is True or value is False or not low <= value <= high:
        raise bad(key, value, "a whole number %d-%d" % (low, high))
    return value


def text(params, key, longest):
    """An ASCII text of 1…longest letters."""
    value = params.get(key)
    bound = "1-%d printable ASCII letters" % longest
    if not isinstance(value, str) or not 1 <= len(value) <= longest:
        raise bad(key, value, bound)
    for letter in value:
        if not " " <= letter <= "~":
            raise bad(key, value, bound)
    return value


def optional_text(params, key, longest):
    """As `text`; None when the key is missing or null."""
    return None if params.get(key) is None else text(params, key, longest)


def truth(params, key):
    """True or False."""
    value = params.get(key)
    if value is not True and value is not False:
        raise bad(key, value, "true or false")
    return value


def one_of(params, key, names):
    """The number of a word among `names`."""
    value = params.get(key)
    if not isinstance(value, str) or value not in names:
        raise bad(key, value, "one of " + " ".join(names))
    return names.index(value)


def op(params):
    """The 16 bytes of the request's `op`, a UUID in its 36-letter text form."""
    value = ops.parse(params.get("op"))
    if value is None:
        raise bad("op", params.get("op"), "a UUID")
    return value
