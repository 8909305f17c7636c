"""Where each figure of the self-test lies: one fixed row of whole numbers, kept until the next test begins.

Pressures in tenths of mmHg, zeros in hundredths. `UNKNOWN` where the test has not come to it.
"""

ZEROS = 0  # twelve, in the order of PRESSURE_NAMES
SUPPLY_MV = 12
REFERENCE_MV = 13
CHAIN_MS = 14
REST_MA = 15
WALK_MA = 16  # sixteen, in the order of fault.OUTPUT_NAMES
RISES = 32  # two legs
FALLS = 34  # two legs
VENTS = 36  # four, in the order of fault.VENT_NAMES
PATHS = 40  # ten zones: left in the manifold when the zone has taken the puff
TWINS = 50  # ten zones
SWITCHES = 60  # two legs
CLOCKS_S = 62
COUNT = 63
UNKNOWN = -32768
