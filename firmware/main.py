"""Chooses a slot, nothing else. Its first lines drive every output pin to its safe level."""

from machine import Pin

# hardware/pins.toml, `safe`: pumps, driver disable, heartbeat, arm, latch, selects (a test holds this line to it)
for _gp, _level in ((0, 0), (1, 1), (2, 0), (3, 0), (4, 0), (13, 0), (17, 1), (20, 1), (21, 1), (22, 1)):
    Pin(_gp, Pin.OUT, value=_level)

import sys  # noqa: E402

SLOTS = ("a", "b")


def _chosen():
    """The slot named in /slot, `a` when there is no such file or it names none."""
    try:
        with open("/slot") as file:
            name = file.read().strip()
    except OSError:
        name = SLOTS[0]
    return name if name in SLOTS else SLOTS[0]


_slot = _chosen()
sys.path.insert(0, "/slot_" + _slot)

from station_firmware import app  # noqa: E402

app.run(_slot)
