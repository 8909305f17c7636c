"""Zero and span of every pressure channel across power: written when calibrated, read at boot by board and host."""

import struct

from ..core.reading import PRESSURE_CHANNELS
from . import layout
from .page import TwinPage

_VERSION = 1
_FORMAT = "<HI"
_ROW_BYTES = 6
_INPUTS = len(PRESSURE_CHANNELS)
SIZE = 1 + _INPUTS * _ROW_BYTES


def load(fram, sensing):
    """Calibrate the channels of `sensing` whose values are whole and in band; the others stay uncalibrated."""
    body = TwinPage(fram, layout.CALIBRATION, SIZE).load()
    if body is None or body[0] != _VERSION:
        return
    for index in range(_INPUTS):
        zero_code, span = struct.unpack_from(_FORMAT, body, 1 + index * _ROW_BYTES)
        sensing.calibrate(index, zero_code, span)


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
