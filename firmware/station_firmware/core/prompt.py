"""What lamp and buzzer say: each prompt's sound as on and off times, each state's lamp colour.

A pattern is recognised by its lengths alone, so no two are alike; one that repeats says so.
"""

from . import states
from .outputs import BLUE, CYAN, GREEN, MAGENTA, OFF, RED, WHITE, YELLOW

NONE, READY, ENTER_HOT, ENTER_COLD, LEAVE, WAIT, DONE, ALARM, COUNTDOWN, STIR, BOOTS_OFF, DRY, NEXT = range(
    13
)

# name, on and off times in ms, lamp while it stands, repeats
PATTERNS = (
    ("", (), None, False),
    ("ready", (100, 100, 100), None, False),
    ("enter_hot", (200, 100, 200, 100, 200), RED, False),
    ("enter_cold", (300, 100, 300), BLUE, False),
    ("leave", (800,), WHITE, False),
    ("wait", (60,), YELLOW, False),
    ("done", (100, 100, 100, 100, 400), GREEN, False),
    ("alarm", (400, 200, 400, 200, 400, 600), RED, True),
    ("countdown", (500, 500), None, True),
    ("stir", (60, 240, 60), YELLOW, False),
    ("boots_off", (600, 200, 600), YELLOW, False),
    ("dry", (600, 200, 200), YELLOW, False),
    ("next", (140,), None, False),
)
NAMES = tuple([row[0] for row in PATTERNS])

# off, in the order of core/states.py: BOOT SELFTEST IDLE READY RUNNING PAUSED VENTING FAULT MAINTENANCE
LAMPS = (WHITE, CYAN, OFF, GREEN, GREEN, YELLOW, YELLOW, RED, MAGENTA)


_CUT_LEAVE = (LEAVE, ALARM)
_NOTHING = -1  # follows

# silence before a word begins: longer than any pause inside one, so that a listener can tell two words apart
_BETWEEN_MS = 400


class Voice:
    """Plays one pattern at a time on the buzzer and keeps the lamp colour that belongs to it."""

    def __init__(self):
        self.prompt = NONE
        self._then = _NOTHING
        self._part = 0
        self._part_ms = 0
        self._quiet_ms = _BETWEEN_MS
        self.lamp = OFF
        self.buzzer = False
        self.wants_pull = False

    def say(self, prompt, then=_NOTHING):
        """Begin `prompt` from its first tone, after a short silence; NONE is silence. `then` follows it.

        Who is in the water hears *leave* to its end: only an alarm cuts it short, anything else waits.
        """
        if self.prompt == LEAVE and self._part < len(PATTERNS[LEAVE][1]) and prompt not in _CUT_LEAVE:
            self._then = prompt
            return
        self.prompt = prompt
        self._then = then
        self._part = 0
        self._part_ms = 0

    def step(self, state, dt_ms):
        """Advance by `dt_ms`; sets `lamp` and `buzzer`."""
        row = PATTERNS[self.prompt]
        self.lamp = LAMPS[state]
        if self.wants_pull and state == states.IDLE:
            self.lamp = BLUE
        if row[2] is not None and state != states.FAULT:
            self.lamp = row[2]
        self._quiet_ms = 0 if self.buzzer else min(self._quiet_ms + dt_ms, _BETWEEN_MS)
        self.buzzer = False
        if self._part >= len(row[1]):
            self._at_end(row[3])
        elif self._part or self._part_ms or self._quiet_ms >= _BETWEEN_MS:
            self._play(row[1], dt_ms)

    def _at_end(self, repeats):
        if repeats:
            self._part = 0
            self._quiet_ms = _BETWEEN_MS
        elif self._then != _NOTHING:
            self.say(self._then)

    def _play(self, times, dt_ms):
        self.buzzer = self._part % 2 == 0
        self._part_ms += dt_ms
        if self._part_ms >= times[self._part]:
            self._part += 1
            self._part_ms = 0
