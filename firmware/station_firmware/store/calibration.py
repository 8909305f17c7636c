"""Zero and span of every pressure channel, and what thermistors are corrected by, across power: read at boot."""

import struct

from ..core import limits
from ..core.reading import PRESSURE_CHANNELS
from ..core.sensing import NOMINAL_SPAN, NOMINAL_ZERO_CODE
from . import layout
from .page import TwinPage

_VERSION = 1
_FORMAT = "<HI"
_ROW_BYTES = 6
_INPUTS = len(PRESSURE_CHANNELS)
SIZE = 1 + _INPUTS * _ROW_BYTES
# a page of its own: the firmware before this one still reads the other
_THERMISTORS = 4
_THERMISTORS_FORMAT = "<B8h"
THERMISTORS_SIZE = 17
# beyond its two points a correction may be half as large again
MOST_CDEGC = limits.CAL_DEGC_OFF_CDEGC * 3 // 2


def load(fram, sensing):
    """Calibrate the channels of `sensing` whose values are whole and in band; the others stay uncalibrated."""
    for index, (cool_cdegc, warm_cdegc) in enumerate(thermistors(fram)):
        correct(sensing, index, cool_cdegc, warm_cdegc)
    for index, (zero_code, span) in enumerate(pressures(fram)):
        sensing.calibrate(index, zero_code, span)


def pressures(fram):
    """(zero code, span) of each channel as it is kept; an empty list when no copy is whole."""
    body = TwinPage(fram, layout.CALIBRATION, SIZE).load()
    if body is None or body[0] != _VERSION:
        return []
    return [struct.unpack_from(_FORMAT, body, 1 + index * _ROW_BYTES) for index in range(_INPUTS)]


def thermistors(fram):
    """(correction at 10 degC, at 40 degC) of each thermistor as it is kept; an empty list as `pressures`."""
    body = TwinPage(fram, layout.THERMISTORS, THERMISTORS_SIZE).load()
    if body is None or body[0] != _VERSION:
        return []
    return [struct.unpack_from("<hh", body, 1 + index * 4) for index in range(_THERMISTORS)]


def save(fram, rows):
    """Keep (zero code, span) of each channel in the order of PRESSURE_NAMES; (0, 0) for one not calibrated.

    Twice, into both copies: a copy damaged later must not bring the calibration before this one back.
    """
    body = bytearray(SIZE)
    body[0] = _VERSION
    for index in range(_INPUTS):
        struct.pack_into(_FORMAT, body, 1 + index * _ROW_BYTES, *rows[index])
    page = TwinPage(fram, layout.CALIBRATION, SIZE)
    page.load()
    page.save(body)
    page.save(body)


def forget(sensing, index):
    """Pressure input `index` has no calibration any more: it reads by nominal values and refuses READY."""
    sensing.zero_codes[PRESSURE_CHANNELS[index]] = NOMINAL_ZERO_CODE
    sensing.spans[PRESSURE_CHANNELS[index]] = NOMINAL_SPAN
    sensing.uncalibrated |= 1 << index


def correct(sensing, index, cool_cdegc, warm_cdegc):
    """Add these at 10 and at 40 degC to what thermistor `index` reads; False, and nothing changes, out of band."""
    if abs(cool_cdegc) > MOST_CDEGC or abs(warm_cdegc) > MOST_CDEGC:
        return False
    sensing.cool_cdegc[index] = cool_cdegc
    sensing.warm_cdegc[index] = warm_cdegc
    return True


def in_use(sensing):
    """(zero code, span) of each channel as `save` takes them."""
    rows = []
    for index, channel in enumerate(PRESSURE_CHANNELS):
        known = not sensing.uncalibrated >> index & 1
        rows.append((sensing.zero_codes[channel], sensing.spans[channel]) if known else (0, 0))
    return rows


def save_thermistors(fram, rows):
    """Keep (correction at 10 degC, at 40 degC) of each thermistor in hundredths of a degree; twice, as `save` does."""
    values = []
    for cool_cdegc, warm_cdegc in rows:
        values += [cool_cdegc, warm_cdegc]
    body = struct.pack(_THERMISTORS_FORMAT, _VERSION, *values)
    page = TwinPage(fram, layout.THERMISTORS, THERMISTORS_SIZE)
    page.load()
    page.save(body)
    page.save(body)
