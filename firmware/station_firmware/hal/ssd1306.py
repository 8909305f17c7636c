"""SSD1306, 128 x 64, on its own I2C bus: a slice of a page at a time; a bus that sticks is freed by nine clocks.

Whatever the display does, no call takes longer than WORST_US, and none raises: `ok` tells whether it answers.
"""

from machine import I2C, Pin

from . import pins

WIDTH, PAGES = 128, 8
SLICE = 64  # bytes of one page in one go: 1.6 ms at 400 kHz, where a whole frame would be 25
WORST_US = 6000
_ADDRESS = 0x3C
_BUS_HZ = 400000
_TIMEOUT_US = 4000
_DATA = 0x40
_CLOCKS = 9
# clock, 64 rows, no offset, line 0, charge pump, page addressing, seen from the front, rows, contrast, precharge,
# level, from memory, not inverted, no scrolling, on (datasheet rev 1.1, sections 8 to 10)
_SETUP = b"\x00\xd5\x80\xa8\x3f\xd3\x00\x40\x8d\x14\x20\x02\xa1\xc8\xda\x12\x81\xcf\xd9\xf1\xdb\x40\xa4\xa6\x2e\xaf"


class Ssd1306:
    """`begin()` first and after a loss, then `write` while `ok`. `line` holds one page, its pixels from byte 1 on."""

    def __init__(self):
        self.ok = False
        self.line = bytearray(1 + WIDTH)
        self._bytes = memoryview(self.line)
        self._place = bytearray(4)
        self._bus = None

    def begin(self):
        """Free the bus, set the display up and switch it on; what it shows then is anything. Returns `ok`."""
        self._free()
        self._bus = I2C(
            0, scl=Pin(pins.DISPLAY_SCL), sda=Pin(pins.DISPLAY_SDA), freq=_BUS_HZ, timeout=_TIMEOUT_US
        )
        self.ok = True
        self._send(_SETUP)
        return self.ok

    def look(self):
        """Is it still there? Set up anew: one that was plugged out and in again has forgotten all. Returns `ok`."""
        self._send(_SETUP)
        return self.ok

    def write(self, page, first, size):
        """`size` pixels of `line` from column `first` on, at most SLICE, to `page`."""
        place = self._place
        place[1] = 0xB0 | page
        place[2] = first & 15
        place[3] = 0x10 | first >> 4
        self._send(place)
        kept = self.line[first]
        self.line[first] = _DATA
        self._send(self._bytes[first : first + size + 1])
        self.line[first] = kept

    def _send(self, data):
        if self._bus is None or not self.ok:
            return
        try:
            self._bus.writeto(_ADDRESS, data)
        except OSError:
            self.ok = False

    def _free(self):
        """A display reset amid a byte holds SDA low until it has its clocks; then a stop, as the bus knows it."""
        sda = Pin(pins.DISPLAY_SDA, Pin.IN, Pin.PULL_UP)
        scl = Pin(pins.DISPLAY_SCL, Pin.OUT, value=1)
        for _ in range(_CLOCKS):
            scl(0)
            scl(1)
        scl(0)
        sda = Pin(pins.DISPLAY_SDA, Pin.OUT, value=0)
        scl(1)
        sda.init(Pin.IN, Pin.PULL_UP)
