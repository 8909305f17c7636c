"""What the station knows of the world in one tick: one object, filled in place by the HAL and `sensing`."""

from .outputs import ZONES

CHANNELS = 16
# channel numbers of the converters: zones and manifolds are pressures, the rest thermistors
ZONE_CHANNEL = (0, 1, 2, 3, 4, 8, 9, 10, 11, 12)
MANIFOLD_CHANNEL = (13, 5)
HOT_CHANNEL = (6, 14)
COLD_CHANNEL = (7, 15)
PRESSURE_CHANNELS = (0, 1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 5)
PRESSURE_NAMES = ("L1", "L2", "L3", "L4", "L5", "R1", "R2", "R3", "R4", "R5", "ML", "MR")
THERMISTOR_CHANNELS = (6, 14, 7, 15)
THERMISTOR_NAMES = ("hot1", "hot2", "cold1", "cold2")

# sense taps of the safety chain, in the order of the wire
LINK_NAMES = (
    "estop",
    "switch_left",
    "switch_right",
    "cutout",
    "heartbeat",
    "relay",
    "estop_return",
    "supply",
)


class Reading:
    """Raw codes as the HAL reads them, and the quantities `sensing` makes of them. Missing is None, never 0."""

    def __init__(self):
        self.codes = [0] * CHANNELS
        self.reference_mv = 0
        self.supply_mv = 0
        self.current_ma = 0
        self.start = False
        self.stop = True
        self.estop = True
        self.supply = False
        self.turns = 0  # detents of the knob since power-on, clockwise up, modulo 4096
        self.encoder_push = False
        self.taps = 0
        self.readback_ok = True
        self.late_ms = 0
        self.zones_dmmhg = [None] * ZONES
        self.manifolds_dmmhg = [None, None]
        self.smooth_dmmhg = [None] * ZONES
        self.open_wires = 0  # bit k: PRESSURE_NAMES[k] reads as an open wire
        self.short_wires = 0
        self.contactors = 0  # the heater's, as bits: closed by their auxiliary contacts
        self.thermistors_cdegc = [None] * 4
        self.hot_cdegc = None
        self.cold_cdegc = None
        self.unstirred = 0  # baths as bits whose thermometers cannot stand for all of the water yet
