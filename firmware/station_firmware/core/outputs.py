"""What the station can drive, as one word of bits and two pump duties. Only the gate makes `Outputs`.

Bits 0-9 close zones L1..R5, bits 10-13 close vents L1 L2 R1 R2 (energised = closed, normally open), then the baths'
contactors and pumps. `Outputs()` is the safe state: nothing energised, pumps off, no heartbeat, no arm pulse.
"""

from .timebase import const

ZONES = const(10)
LEGS = const(2)
ZONES_A_LEG = const(5)
ZONE_NAMES = ("L1", "L2", "L3", "L4", "L5", "R1", "R2", "R3", "R4", "R5")
LEG_NAMES = ("left", "right")
BATH_NAMES = ("hot", "cold")
VENT_SHIFT = const(10)
ALL_ZONES = const(0x3FF)
ALL_VENTS = const(0x3C00)
ALL_VALVES = const(0x3FFF)
ZONES_OF_LEG = (0x1F, 0x3E0)
VENTS_OF_LEG = (0xC00, 0x3000)
HEATER_1 = const(1 << 14)
HEATER_2 = const(1 << 15)
CHILLER = const(1 << 16)
CIRCULATION_HOT = const(1 << 17)
CIRCULATION_COLD = const(1 << 18)
HEATERS = const(3 << 14)
ALL_BATHS = const(31 << 14)

# lamp: red 1, green 2, blue 4
OFF, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE = range(8)


class Demand:
    """A wish of the therapy: a lease that is void when `renewed_ms` is older than the lease time."""

    def __init__(self):
        self.renewed_ms = None
        self.clear()

    def clear(self):
        """Wish for nothing: every valve open, pumps off."""
        self.closed = 0
        self.pump_left_pct = 0
        self.pump_right_pct = 0


class Outputs:
    """What goes to the pins. Made by the gate alone; with no arguments it is the safe state."""

    def __init__(self):
        self.closed = 0
        self.pump_left_pct = 0
        self.pump_right_pct = 0
        self.heartbeat = False
        self.arm = False
        self.lamp = OFF
        self.buzzer = False

    def make_safe(self):
        """De-energise each output separately and unconditionally. Lamp and buzzer speak on."""
        self.pump_left_pct = 0
        self.pump_right_pct = 0
        self.closed = 0
        self.heartbeat = False
        self.arm = False
