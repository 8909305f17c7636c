"""What the station remembers of itself across power: boots, sessions, what the host has, why it restarted."""

import struct

from . import layout
from .page import TwinPage

_FORMAT = "<HHHHIIBB"
_SIZE = 18

WHY_POWER, WHY_RESET, WHY_ERROR, WHY_MAINTENANCE, WHY_LEAVE, WHY_HELD = range(6)


class StatePage:
    """Plain attributes, kept by `save()`.

    `open_session` is the number of a session that has not ended, else 0; it began in boot `open_boot`.
    """

    def __init__(self, fram):
        self._page = TwinPage(fram, layout.STATE_PAGE, _SIZE)
        self.boot = 0
        self.session = 0
        self.open_session = 0
        self.open_boot = 0
        self.acked_seq = 0
        self.open_since_ms = 0
        self.why = WHY_POWER
        self.fresh = False

    def load(self):
        """Read the page; a memory never used before starts at zero and is marked `fresh`."""
        body = self._page.load()
        if body is None:
            self.fresh = True
            return
        row = struct.unpack_from(_FORMAT, body, 0)
        self.boot, self.session, self.open_session, self.open_boot = row[:4]
        self.acked_seq, self.open_since_ms, self.why = row[4:7]

    def save(self):
        self._page.save(
            struct.pack(
                _FORMAT,
                self.boot & 0xFFFF,
                self.session & 0xFFFF,
                self.open_session,
                self.open_boot,
                self.acked_seq,
                self.open_since_ms,
                self.why,
                0,
            )
        )
