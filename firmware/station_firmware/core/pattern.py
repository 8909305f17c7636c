"""Compression patterns: what a leg does in one cycle, as rows of data. A new pattern is a new row here.

A cycle is a tuple of operations; an operation is what to do, together with the zones it is done to as bits:
FILL brings its zones to their targets, several of them together; DIP lets its zones down to DIP_PCT of their targets;
HOLD closes everything for the step's hold_s and keeps what is filled at its target; RELEASE vents its zones.
What is filled and not released is held. The last operation is RELEASE | ALL, and it lasts release_s at least.
A zone that a step leaves off is left out of every operation.
"""

FOOT, ANKLE, CALF, KNEE, THIGH = 1, 2, 4, 8, 16
ALL = 31
FILL, DIP, HOLD, RELEASE = 0, 32, 64, 96
DIP_PCT = 60
_WHAT = 96
NOTHING = (RELEASE | ALL,)


def what(operation):
    """FILL, DIP, HOLD or RELEASE."""
    return operation & _WHAT


def zones(operation):
    """The zones of an operation as bits, bit 0 the foot."""
    return operation & ALL


def _pulsed(zone):
    """The working zone comes up, dips twice and comes up again."""
    return (FILL | zone, DIP | zone, FILL | zone, DIP | zone, FILL | zone)


# name, operations of one cycle
PATTERNS = (
    # foot to thigh; two zones below the working one hold, so that nothing runs back, the third is let go
    # (NormaTec: hold the distal zones, release each as soon as it is no longer needed; TriRig, normatecrecovery.com)
    (
        "sequential",
        (
            FILL | FOOT,
            FILL | ANKLE,
            FILL | CALF,
            RELEASE | FOOT,
            FILL | KNEE,
            RELEASE | ANKLE,
            FILL | THIGH,
            HOLD,
            RELEASE | ALL,
        ),
    ),
    # all fill together, each closes at its own target, all hold, all deflate (AIROS gradient mode)
    ("gradient-hold", (FILL | ALL, HOLD, RELEASE | ALL)),
    # the working zone pulses while the ones below it hold (NormaTec: pulse, hold, release)
    (
        "pulse",
        _pulsed(FOOT)
        + _pulsed(ANKLE)
        + _pulsed(CALF)
        + (RELEASE | FOOT,)
        + _pulsed(KNEE)
        + (RELEASE | ANKLE,)
        + _pulsed(THIGH)
        + (HOLD, RELEASE | ALL),
    ),
    # one ring of pressure travels upwards: a zone is let go as soon as the next one stands
    (
        "wave",
        (
            FILL | FOOT,
            FILL | ANKLE,
            RELEASE | FOOT,
            FILL | CALF,
            RELEASE | ANKLE,
            FILL | KNEE,
            RELEASE | CALF,
            FILL | THIGH,
            RELEASE | KNEE,
            HOLD,
            RELEASE | ALL,
        ),
    ),
    # one pressure everywhere: the validator asks for equal targets
    ("uniform", (FILL | ALL, HOLD, RELEASE | ALL)),
)
NAMES = tuple([row[0] for row in PATTERNS])
UNIFORM = "uniform"


def operations(name):
    """The operations of pattern `name`, NOTHING when there is no such pattern."""
    for row in PATTERNS:
        if row[0] == name:
            return row[1]
    return NOTHING
