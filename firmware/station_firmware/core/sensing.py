"""From converter codes to mmHg and degC: integers only, no allocation, a broken wire gives None.

MPXV5050: 5 V (0.018 kPa + 0.04), so 0.2 V at zero and 12.0 mV a mmHg; 12 bits over 5.0 V make 1.01734 tenths of
mmHg a code. That is nominal; each channel has a zero code and a span of its own from its calibration.
Thermistor: 10 kohm at 25 degC, B 3950 K, to ground, 10 kohm to the reference. R = R25 exp(B (1/T - 1/T25)).
"""

from . import limits
from .outputs import ZONES
from .reading import CHANNELS, MANIFOLD_CHANNEL, PRESSURE_CHANNELS, THERMISTOR_CHANNELS, ZONE_CHANNEL

CODES = 4096
REFERENCE_MV = 5000
NOMINAL_ZERO_CODE = 164  # 0.2 V
# a span: tenths of mmHg that SPAN_DENOMINATOR codes make. Span times code stays below 2**30, the chip's small integers
NOMINAL_SPAN = 101734
SPAN_DENOMINATOR = 100000

# the first code that is not below the open limit, the last one that is not above the short limit
_OPEN_CODE = (limits.SENSOR_OPEN_MV * CODES + REFERENCE_MV - 1) // REFERENCE_MV
_SHORT_CODE = limits.SENSOR_SHORT_MV * CODES // REFERENCE_MV
# what a calibration may say
ZERO_MIN_CODE = (limits.SENSOR_ZERO_MIN_MV * CODES + REFERENCE_MV - 1) // REFERENCE_MV
ZERO_MAX_CODE = limits.SENSOR_ZERO_MAX_MV * CODES // REFERENCE_MV
SPAN_MIN = (NOMINAL_SPAN * (100 - limits.SENSOR_SPAN_PCT) + 99) // 100
SPAN_MAX = NOMINAL_SPAN * (100 + limits.SENSOR_SPAN_PCT) // 100

INPUTS = len(PRESSURE_CHANNELS)

# where a thermistor's correction is stated
COOL_CDEGC, WARM_CDEGC = 1000, 4000

# Codes beyond which a thermistor's wire is open (as if below -30 degC) or shorted (as if above 120 degC).
THERMISTOR_OPEN_CODE = 3900
THERMISTOR_SHORT_CODE = 150

# converter code at 0, 2, 4 ... 50 degC, from the formula above (tests compute it again)
_TABLE_STEP_CDEGC = 200
_THERMISTOR_CODES = (
    3157,
    3079,
    2998,
    2914,
    2827,
    2739,
    2648,
    2557,
    2464,
    2371,
    2278,
    2186,
    2094,
    2003,
    1913,
    1825,
    1739,
    1655,
    1574,
    1495,
    1419,
    1346,
    1275,
    1208,
    1143,
    1082,
)


def code_mv(code):
    """Millivolts of a converter code."""
    return code * REFERENCE_MV // CODES


def wire_open(code):
    """True when the pressure input reads as an open wire."""
    return code < _OPEN_CODE


def pressure_dmmhg(code, zero_code, span):
    """Tenths of mmHg, or None when the wire is open or short."""
    if code < _OPEN_CODE or code > _SHORT_CODE:
        return None
    return (code - zero_code) * span // SPAN_DENOMINATOR


def temperature_cdegc(code):
    """Hundredths of a degree, or None when the wire is open or short.

    Water beyond the table reads the table's end, 0 or 50 degC, so that a scalding bath still trips as too hot.
    """
    if code > THERMISTOR_OPEN_CODE or code < THERMISTOR_SHORT_CODE:
        return None
    table = _THERMISTOR_CODES
    code = min(table[0], max(table[-1], code))
    low = 0
    high = len(table) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if table[middle] >= code:
            low = middle
        else:
            high = middle
    span = table[low] - table[high]
    return low * _TABLE_STEP_CDEGC + (table[low] - code) * _TABLE_STEP_CDEGC // span


def worse(first_cdegc, second_cdegc, hot):
    """The twin that counts: the hotter of a hot bath, the colder of a cold one; None when either is missing."""
    if first_cdegc is None or second_cdegc is None:
        return None
    if (first_cdegc > second_cdegc) == hot:
        return first_cdegc
    return second_cdegc


def _note_wire(reading, index, code):
    """A pressure input that cannot be read is either open or short."""
    if wire_open(code):
        reading.open_wires |= 1 << index
    else:
        reading.short_wires |= 1 << index


class Sensing:
    """Holds the calibration of each channel and the smoothing of each zone.

    A channel not calibrated reads by nominal values, at most 9 mmHg beside the truth: enough to be seen and to trip,
    and the self-test lets no session begin on it. The thermistors take turns, one a tick: water does not change
    within 80 ms.
    """

    def __init__(self):
        self.zero_codes = [NOMINAL_ZERO_CODE] * CHANNELS
        self.spans = [NOMINAL_SPAN] * CHANNELS
        # what each thermistor reads too little at 10 and at 40 degC, in hundredths of a degree
        self.cool_cdegc = [0] * 4
        self.warm_cdegc = [0] * 4
        self.uncalibrated = (1 << INPUTS) - 1  # bit k: PRESSURE_NAMES[k]
        # looks in a row, one in INPUTS ticks, at which each pressure input read the very same code: noise never does
        self.still = bytearray(INPUTS)
        self._seen = [-1] * INPUTS
        self._look = 0
        self._smooth = [None] * ZONES  # eighths of reading.smooth_dmmhg
        self._turn = 0

    def calibrate(self, index, zero_code, span):
        """Read pressure input `index` of PRESSURE_NAMES by these values; False, and nothing changes, out of band."""
        if not (ZERO_MIN_CODE <= zero_code <= ZERO_MAX_CODE and SPAN_MIN <= span <= SPAN_MAX):
            return False
        self.zero_codes[PRESSURE_CHANNELS[index]] = zero_code
        self.spans[PRESSURE_CHANNELS[index]] = span
        self.uncalibrated &= ~(1 << index)
        return True

    def corrected_cdegc(self, index, cdegc):
        """What thermistor `index` means by `cdegc`: a straight line through its two points; None stays None."""
        if cdegc is None:
            return None
        cool = self.cool_cdegc[index]
        return (
            cdegc + cool + (self.warm_cdegc[index] - cool) * (cdegc - COOL_CDEGC) // (WARM_CDEGC - COOL_CDEGC)
        )

    def convert(self, reading):
        """Fill the quantities of `reading` from its codes."""
        reading.open_wires = 0
        reading.short_wires = 0
        self._zones(reading, reading.codes, reading.zones_dmmhg, reading.smooth_dmmhg)
        for leg in range(2):
            channel = MANIFOLD_CHANNEL[leg]
            code = reading.codes[channel]
            reading.manifolds_dmmhg[leg] = pressure_dmmhg(code, self.zero_codes[channel], self.spans[channel])
            if reading.manifolds_dmmhg[leg] is None:
                _note_wire(reading, ZONES + leg, code)
        self._watch_still(reading.codes)
        turn = self._turn
        self._turn = (turn + 1) & 3
        twins = reading.thermistors_cdegc
        twins[turn] = self.corrected_cdegc(turn, temperature_cdegc(reading.codes[THERMISTOR_CHANNELS[turn]]))
        reading.hot_cdegc = worse(twins[0], twins[1], True)
        reading.cold_cdegc = worse(twins[2], twins[3], False)

    def _watch_still(self, codes):
        index = self._look
        self._look = index + 1 if index + 1 < INPUTS else 0
        code = codes[PRESSURE_CHANNELS[index]]
        if code != self._seen[index]:
            self._seen[index] = code
            self.still[index] = 0
        elif self.still[index] < 255:
            self.still[index] += 1

    def _zones(self, reading, codes, zones, smooths):
        """Zones in one loop without calls: this is most of what a tick computes.

        Smoothing is a first-order filter over about four ticks; it starts anew after a missing value.
        """
        kept = self._smooth
        zeros = self.zero_codes
        spans = self.spans
        for zone in range(ZONES):
            channel = ZONE_CHANNEL[zone]
            code = codes[channel]
            if code < _OPEN_CODE or code > _SHORT_CODE:
                zones[zone] = None
                smooths[zone] = None
                kept[zone] = None
                _note_wire(reading, zone, code)
                continue
            pressure = (code - zeros[channel]) * spans[channel] // SPAN_DENOMINATOR
            zones[zone] = pressure
            eighths = kept[zone]
            if eighths is None:
                eighths = pressure * 8
            else:
                eighths += (pressure * 8 - eighths) // 4
            kept[zone] = eighths
            smooths[zone] = eighths // 8
