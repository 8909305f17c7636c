"""What happened, on its way to the journal: a fixed ring the tick writes and the slack drains. Allocates nothing."""

from array import array

# what a record can be; its payload is described in store/record.py
BOOT, STATE, SESSION_START, SESSION_END, STEP, PROMPT, FAULT, COMMAND, CLOCK, ACK, TELEMETRY, TEXT, NOTE = (
    range(1, 14)
)

# what a NOTE tells, its names are in store/record_names.py, where the board does not carry them
# a and b of each: zone, mmHg · zone · leg, longest s · leg, hold s · change, highest mmHg ·
# zone (1-5, 0: off), mmHg · step · step, planned s · zones left off by staff as bits · first 12 bytes of their SHA-256
# · (none) · slot (a, b, r), 1: on trial, 2: back from a trial, 3: in place of the other, 4: confirmed, 5: rescue
# · 1000 × leg + mmHg, first 8 letters of who said that nobody is in the boots · input (from 12 on thermistors), zero
# code, span less the nominal one (0, 0: none; a thermistor: its corrections in 0.01 degC)
# · 1: display back, 0: lost · 0-10, session number · 0: prompt, 1: bootloader, 2: prompt by STOP held at power-on
NO_NOTE, BODY_RELIEVED, HOLD_CUT, CYCLE_SPLIT, HOLD_SHORTENED, INTENSITY, BOOST, SKIP, LONGER, LEFT_OFF = (
    range(10)
)
SETTINGS = 10
LOG_FULL = 11
SLOT = 12
HELD = 13
CALIBRATED = 14
DISPLAY = 15
SORENESS = 16
AWAY = 17

FIELDS = 6
_CELLS = FIELDS + 2


class Events:
    """`put` in the tick, `take` in the slack. A full ring drops the newest and counts it in `dropped`."""

    def __init__(self, slots=48):
        self._slots = slots
        self._cells = array("i", [0] * (slots * _CELLS))
        self._row = [0] * _CELLS
        self._first = 0
        self._count = 0
        self.dropped = 0

    def put(self, kind, now_ms, a=0, b=0, c=0, d=0, e=0, f=0):
        """Append one event with up to six whole numbers."""
        if self._count == self._slots:
            self.dropped += 1
            return
        cells = self._cells
        at = (self._first + self._count) % self._slots * _CELLS
        cells[at] = kind
        cells[at + 1] = now_ms
        cells[at + 2] = a
        cells[at + 3] = b
        cells[at + 4] = c
        cells[at + 5] = d
        cells[at + 6] = e
        cells[at + 7] = f
        self._count += 1

    def take(self):
        """The oldest event as a list [kind, now_ms, a…f], valid until the next put; None when there is none."""
        if not self._count:
            return None
        row = self._row
        at = self._first * _CELLS
        for cell in range(_CELLS):
            row[cell] = self._cells[at + cell]
        self._first = (self._first + 1) % self._slots
        self._count -= 1
        return row
