"""Screens of a session and of the self-test before it: what each shows, and what knob and START do there.

A screen is a tuple of rows for paint.py; V_… number the values its rows take. To add one: its rows here, its texts in
texts.py, and where it is chosen in `look`.
"""

from ..core import limits, prompt, selftest, states, water
from ..core.outputs import ZONES
from . import paint, texts
from .language import coded, halves
from .live_keys import Keys

# what a row can show; the keys' part fills V_FOOT and, for the menu of the boots, V_E (live_keys.py)
V_SAY, V_FOOT, V_WORD, V_NAME, V_CLOCK, V_ZONES, V_TARGETS, V_A, V_B, V_C, V_D, V_E, V_F, V_G, V_H = range(15)
_VALUES = 15

# fmt: off
_BARS = (
    (1, 5, paint.BARS, 64, V_ZONES, V_TARGETS),
    (6, 1, paint.TEXT, 64, texts.ZONES, 0),
    (6, 1, paint.TEXT, 98, texts.ZONES, 0),
)
_SELFTEST = (
    (0, 1, paint.TITLE, 0, texts.SELF_TEST, 0),
    (2, 1, paint.SAY, 0, V_SAY, 0),
    (3, 1, paint.METER, 0, 0, V_A),
    (5, 1, paint.TEXT, 0, texts.SIT_STILL, 0),
    (7, 1, paint.TEXT, 0, texts.STOP_ENDS, 0),
)
_STARTING = ((2, 2, paint.WIDE, 0, texts.BIG_STARTING, 0),)
_READY = (
    (0, 2, paint.WIDE, 0, texts.BIG_READY, 0),
    (3, 1, paint.TEXT, 0, texts.VALUE, V_NAME),
    (5, 1, paint.HEAD, 0, V_SAY, V_A),
    (6, 1, paint.SAY, 0, V_FOOT, V_A),
    (7, 1, paint.TEXT, 0, texts.STOP_ENDS, 0),
)
_BOOTS = _BARS + (
    (0, 1, paint.SAY, 0, V_WORD, V_A),
    (0, 1, paint.TEXT, 76, texts.SIDE_L, 0),
    (0, 1, paint.TEXT, 110, texts.SIDE_R, 0),
    (1, 5, paint.FIGURE, 0, 0, V_C),
    (6, 1, paint.SAY, 0, V_SAY, V_D),
    (7, 1, paint.SAY, 0, V_FOOT, V_E),
)
_WATER = (
    (0, 2, paint.WORD, 0, V_WORD, 0),
    (2, 4, paint.CLOCK, 8, 0, V_CLOCK),
    (6, 1, paint.SAY, 0, V_SAY, V_A),
    (7, 1, paint.SAY, 0, V_FOOT, V_C),
)
_GUIDED = (
    (0, 1, paint.HEAD, 0, V_WORD, V_A),
    (1, 1, paint.TEXT, 0, texts.VALUE, V_NAME),
    (2, 1, paint.SAY, 0, V_SAY, V_E),
    (3, 4, paint.CLOCK, 8, 0, V_CLOCK),
    (7, 1, paint.SAY, 0, V_FOOT, V_F),
)
_RESTING = (
    (0, 2, paint.WIDE, 0, texts.BIG_REST, 0),
    (2, 4, paint.CLOCK, 8, 0, V_CLOCK),
    (6, 1, paint.TEXT, 0, texts.STEP_OF, V_A),
    (7, 1, paint.SAY, 0, V_FOOT, V_C),
)
_ASKING = (
    (0, 2, paint.WORD, 0, V_WORD, 0),
    (3, 1, paint.SAY, 0, V_SAY, 0),
    (4, 1, paint.TEXT, 0, texts.THEN_START, 0),
    (7, 1, paint.TEXT, 0, texts.STOP_ENDS, 0),
)
_PAUSED = (
    (0, 2, paint.WIDE, 0, texts.BIG_PAUSED, 0),
    (2, 1, paint.SAY, 0, V_SAY, V_A),
    (3, 1, paint.SAY, 0, V_WORD, V_D),
    (4, 1, paint.TEXT, 0, texts.START_ON, 0),
    (5, 1, paint.TEXT, 0, texts.STOP_ENDS, 0),
    (7, 1, paint.TEXT, 0, texts.ENDS_IN, V_B),
)
_VENTING = (
    (0, 2, paint.WIDE, 0, texts.BIG_VENTING, 0),
    (3, 1, paint.TEXT, 0, texts.HIGHEST, V_A),
    (5, 1, paint.SAY, 0, V_SAY, 0),
)
# fmt: on

_NEXT_LETTERS = 15


class Live:
    """`look()` gives the rows of the screen and fills `values`; `turned`, `pushed`, `started` are the keys."""

    name = "live"

    def __init__(self, panel):
        self._panel = panel
        self._station = panel.services.station
        self.values: list = [0] * _VALUES
        self._targets = [0] * ZONES
        self._keys = Keys(panel)
        self.turned = self._keys.turned
        self.pushed = self._keys.pushed
        self._item = -1
        self._label = b""
        self._second = b""
        self._following = b""
        self._plan = None
        self._title = b""

    def started(self):
        """START and STOP are the tick's own: they begin, go on, answer, end."""

    stopped = started

    def shows_fault(self):
        """Never: its words are at rest's."""
        return False

    # ---- what is shown

    def look(self):
        """The screen of the present state."""
        station = self._station
        session = station.session
        state = session.state
        self.values[V_FOOT] = texts.BLANK
        self._keys.look()
        if state == states.SELFTEST:
            return self._selftest(station.test)
        if state == states.READY:
            return self._ready(session)
        if state == states.RUNNING:
            return self._running(session.steps)
        if state == states.PAUSED:
            return self._paused(session)
        if state == states.VENTING:
            self.values[V_A] = self._highest()
            self.values[V_SAY] = texts.GET_OUT if self._panel.in_water else texts.WAIT
            return _VENTING
        return _STARTING

    def _selftest(self, test):
        self.values[V_SAY] = texts.P_RESTING + test.phase
        self.values[V_A] = min(100, test.phase * 100 // selftest.PASSED)
        return _SELFTEST

    def _ready(self, session):
        values = self.values
        if self._plan is not session.plan:
            self._plan = session.plan
            self._title = coded(session.plan.protocol_id)
        values[V_NAME] = self._title
        by_host = bool(session.plan.confirmed_by)
        limit_ms = limits.HOST_START_MS if by_host else limits.READY_MS
        values[V_SAY] = texts.BY_ITSELF if by_host else texts.PRESS_START
        values[V_FOOT] = texts.BLANK if by_host else texts.EXPIRES
        values[V_A] = (max(0, limit_ms - session.state_ms) + 999) // 1000
        return _READY

    def _running(self, steps):
        if steps.asking:
            boots_off = steps.asking == prompt.BOOTS_OFF
            self.values[V_WORD] = texts.BIG_BOOTS_OFF if boots_off else texts.BIG_DRY
            self.values[V_SAY] = texts.BOOTS_OFF_1 if boots_off else texts.DRY_1
            return _ASKING
        if steps.kind == states.STEP_COMPRESSION:
            return self._boots(steps)
        if steps.kind == states.STEP_GUIDED:
            return self._guided(steps)
        if states.is_wet(steps.kind):
            return self._water(steps)
        values = self.values
        left_ms = steps.plan.steps[steps.index].planned_ms - steps.step_ms
        values[V_CLOCK] = max(0, left_ms + 999) // 1000
        values[V_A] = steps.index + 1
        values[V_B] = len(steps.plan.steps)
        self._keys.foot(values, texts.HINT_MENU, texts.HINT_MENU)
        return _RESTING

    def _boots(self, steps):
        values = self.values
        step = steps.plan.steps[steps.index]
        for zone in range(ZONES):
            self._targets[zone] = steps.target_mmhg(zone)
        values[V_ZONES] = self._station.reading.smooth_dmmhg
        values[V_TARGETS] = self._targets
        values[V_WORD] = texts.STEP_OF
        values[V_A] = steps.index + 1
        values[V_B] = len(steps.plan.steps)
        # the clock of a step stands until every zone has reached its full target once
        left_s = (max(0, step.planned_ms - steps.step_ms) + 999) // 1000
        values[V_C] = left_s // 60 if left_s >= 60 else left_s
        values[V_D] = left_s
        values[V_SAY] = texts.LEFT
        if not steps.step_ms:
            values[V_SAY] = texts.FIRST_FILL
            values[V_WORD] = texts.IN_MIN
            values[V_A] = values[V_C]
        values[V_E] = steps.cycle()
        values[V_F] = max(step.targets_dmmhg) // 10
        values[V_G] = step.boost_zone + 1
        values[V_H] = step.boost_dmmhg // 10
        hint = texts.HINT_RUN
        foot = texts.CYCLE_BOOST if step.boost_zone >= 0 else texts.CYCLE_TOP
        if steps.skipping:
            foot = hint = texts.SKIPPING
        self._keys.foot(values, foot, hint)
        return _BOOTS

    def _water(self, steps):
        values = self.values
        bathing = steps.water
        reading = self._station.reading
        step = steps.plan.steps[steps.index]
        cold = bathing.bath
        dips = len(step.dips)
        left_ms = bathing.left_ms()
        values[V_CLOCK] = None if left_ms < 0 else (left_ms + 999) // 1000
        values[V_A] = self._tenths(reading.cold_cdegc if cold else reading.hot_cdegc)
        values[V_B] = self._tenths(step.bath_cdegc[cold])
        values[V_SAY] = texts.BATH_TEMP
        values[V_C] = min(bathing.dip + 1, dips)
        values[V_D] = dips
        values[V_WORD] = texts.BIG_OUT
        foot = texts.DIP_OF
        hint = texts.BLANK
        if bathing.phase == water.TRANSFER:
            then_cold = step.dips[values[V_C] - 1]
            foot = texts.THEN_COLD if then_cold else texts.THEN_HOT
        elif bathing.phase == water.IN:
            values[V_WORD] = texts.BIG_COLD_IN if cold else texts.BIG_HOT_IN
            hint = texts.HINT_MENU
        elif bathing.phase == water.ENTERING:
            values[V_WORD] = texts.BIG_COLD_ENTER if cold else texts.BIG_HOT_ENTER
            foot = texts.START_IN
        elif bathing.phase == water.WAITING:
            values[V_WORD] = texts.BIG_COLD_WAIT if cold else texts.BIG_HOT_WAIT
            stir = reading.unstirred >> cold & 1
            foot = texts.STIR if stir else texts.NOT_READY
        self._keys.foot(values, foot, hint or foot)
        return _WATER

    def _guided(self, steps):
        values = self.values
        guided = steps.guided
        items = steps.plan.steps[steps.index].items
        label, _, sides, reps = items[guided.item]
        if self._item != guided.item or self._plan is not steps.plan:
            self._item = guided.item
            self._plan = steps.plan
            self._label, self._second = halves(coded(label))
            after = coded(items[guided.item + 1][0]) if guided.item + 1 < len(items) else b""
            self._following = after if len(after) <= _NEXT_LETTERS else after[: _NEXT_LETTERS - 2] + b".."
        values[V_WORD] = texts.ITEM_SIDE if sides > 1 else texts.ITEM_OF
        values[V_A] = guided.item + 1
        values[V_B] = len(items)
        values[V_C] = guided.side + 1
        values[V_D] = sides
        values[V_NAME] = self._label
        values[V_SAY] = texts.TIMES if reps and not self._second else texts.VALUE
        values[V_E] = reps if reps and not self._second else self._second
        values[V_CLOCK] = (guided.left_ms() + 999) // 1000
        values[V_F] = self._following
        self._keys.foot(values, texts.NEXT_IS if self._following else texts.LAST_ITEM, texts.HINT_ITEM)
        return _GUIDED

    def _paused(self, session):
        values = self.values
        values[V_SAY] = texts.HIGHEST
        values[V_WORD] = texts.BLANK
        values[V_A] = self._highest()
        if states.is_wet(session.steps.kind):
            bathing = session.steps.water
            left_ms = bathing.left_ms()
            if bathing.in_water():
                values[V_SAY] = texts.WATER_RUNS
                values[V_WORD] = texts.BLANK if left_ms < 0 else texts.LEFT
                values[V_D] = (left_ms + 999) // 1000
            elif bathing.phase == water.TRANSFER:
                values[V_SAY] = texts.GET_OUT
        values[V_B] = max(0, limits.PAUSED_MS - session.state_ms) // 1000
        return _PAUSED

    def _highest(self):
        """Whole mmHg of the fullest zone, None while one is unread."""
        highest = 0
        for pressure in self._station.reading.smooth_dmmhg:
            if pressure is None:
                return None
            highest = max(highest, pressure)
        return (highest + 5) // 10

    def _tenths(self, cdegc):
        return None if cdegc is None else (cdegc + 5) // 10
