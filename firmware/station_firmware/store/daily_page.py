"""When the daily tests were last seen, across power, in hours since 1970. Written only by a trusted clock."""

import struct

from . import layout
from .page import TwinPage

_FORMAT = "<II"
_SIZE = 8


def load(fram, daily):
    """Take the hours that were kept; a damaged page makes both tests due."""
    body = TwinPage(fram, layout.DAILY, _SIZE).load()
    if body is not None:
        daily.estop_hour, daily.switch_hour = struct.unpack(_FORMAT, body)


def save(fram, daily):
    """Keep both hours; one that was never seen is kept as 0, which is long ago."""
    page = TwinPage(fram, layout.DAILY, _SIZE)
    page.load()
    page.save(struct.pack(_FORMAT, max(0, daily.estop_hour), max(0, daily.switch_hour)))
