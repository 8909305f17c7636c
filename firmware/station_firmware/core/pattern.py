"""Compression patterns: what a leg does in one cycle, as rows of data. A new pattern is a new tuple here.

An operation is (what, zones): FILL the zones one after the other, HOLD, or RELEASE; zone 0 is the foot.
"""

FILL, HOLD, RELEASE = range(3)
NOTHING = ((RELEASE, -1),)

# name, operations of one cycle
PATTERNS = (
    (
        "sequential",
        ((FILL, 0), (FILL, 1), (FILL, 2), (FILL, 3), (FILL, 4), (HOLD, -1), (RELEASE, -1)),
    ),
)
NAMES = tuple([row[0] for row in PATTERNS])


def operations(name):
    """The operations of pattern `name`, NOTHING when there is no such pattern."""
    for row in PATTERNS:
        if row[0] == name:
            return row[1]
    return NOTHING
