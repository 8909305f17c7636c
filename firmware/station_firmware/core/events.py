"""What happened, on its way to the journal: a fixed ring the tick writes and the slack drains. Allocates nothing."""

# what a record can be; its payload is described in store/record.py
BOOT, STATE, SESSION_START, SESSION_END, STEP, PROMPT, FAULT, COMMAND, CLOCK, ACK, TELEMETRY, TEXT, NOTE = (
    range(1, 14)
)

# what a NOTE tells; a and b of each: zone, mmHg · zone · leg, longest s · leg, hold s · change, highest mmHg ·
# zone (1-5, 0: off), mmHg · step · planned s
NOTES = ("", "body_load", "hold_cut", "cycle_split", "hold_shortened", "intensity", "boost", "skip", "longer")
NO_NOTE, BODY_RELIEVED, HOLD_CUT, CYCLE_SPLIT, HOLD_SHORTENED, INTENSITY, BOOST, SKIP, LONGER = range(9)

FIELDS = 6


class Events:
    """`put` in the tick, `take` in the slack. A full ring drops the newest and counts it in `dropped`."""

    def __init__(self, slots=48):
        self._rows = [[0] * (FIELDS + 2) for _ in range(slots)]
        self._first = 0
        self._count = 0
        self.dropped = 0

    def put(self, kind, now_ms, a=0, b=0, c=0, d=0, e=0, f=0):
        """Append one event with up to six whole numbers."""
        if self._count == len(self._rows):
            self.dropped += 1
            return
        row = self._rows[(self._first + self._count) % len(self._rows)]
        row[0] = kind
        row[1] = now_ms
        row[2] = a
        row[3] = b
        row[4] = c
        row[5] = d
        row[6] = e
        row[7] = f
        self._count += 1

    def take(self):
        """The oldest event as a list [kind, now_ms, a…f], valid until the next put; None when there is none."""
        if not self._count:
            return None
        row = self._rows[self._first]
        self._first = (self._first + 1) % len(self._rows)
        self._count -= 1
        return row
