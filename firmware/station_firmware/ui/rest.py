"""Screens at rest: idle, service, the result of a session, a fault in words. What is chosen and armed is choosing.py.

A screen is a tuple of rows for paint.py; V_… are the numbers of the values its rows take, filled by `look`. To add one:
its rows here, its texts in texts.py, and where it is chosen in `look`.
"""

from ..core import command, states
from . import choosing, paint, texts
from .choosing import V_A, V_B, V_C, V_CHOSEN, V_D, V_FOOT, V_HEAD, V_LINES, V_NAME, V_SAY
from .language import coded
from .rest_words import bath_says, how_to_acknowledge, refusal, tenths

_VALUES = 16
_V_MIN, _V_WORD, _V_HOT_SAY, _V_COLD_SAY, _V_SAY_2, _V_SAY_3 = range(9, 15)
_PAGE_LINES = 6
_PART_LETTERS = 6  # of a part's name beside the fault's number
_TURN_SLACKS = 200  # a page of a fault's words stands so long before the next one comes
_AWAY_SLACKS = 3000

# fmt: off
_BOOT = ((2, 2, paint.WIDE, 0, texts.BIG_STARTING, 0),)
_TESTING = ((0, 1, paint.TITLE, 0, texts.SELF_TEST, 0),)
_SERVICE = (
    (0, 2, paint.WIDE, 0, texts.BIG_SERVICE, 0),
    (3, 1, paint.TEXT, 0, texts.PROMPT_OPEN, 0),
    (4, 1, paint.TEXT, 0, texts.NO_SESSION, 0),
)
_IDLE = (
    (0, 1, paint.TITLE, 0, texts.VALUE, V_NAME),
    (1, 1, paint.TEXT, 0, texts.HOT_IS, V_A),
    (1, 1, paint.SAY, 78, _V_HOT_SAY, _V_MIN),
    (2, 1, paint.TEXT, 0, texts.COLD_IS, V_B),
    (2, 1, paint.SAY, 78, _V_COLD_SAY, V_C),
    (3, 1, paint.SAY, 0, V_SAY, 0),
    (4, 1, paint.SAY, 0, _V_SAY_2, V_HEAD),
    (5, 1, paint.SAY, 0, _V_SAY_3, 0),
    (6, 1, paint.TEXT, 0, texts.TURN_CHOOSE, 0),
    (7, 1, paint.TEXT, 0, texts.PUSH_SERVICE, 0),
)
_LIST = (
    (0, 1, paint.HEAD, 0, V_HEAD, V_A),
    (1, 6, paint.LINES, 0, V_LINES, V_CHOSEN),
    (7, 1, paint.SAY, 0, V_FOOT, V_A),
)
_READ = _LIST + ((0, 1, paint.TEXT, 110, texts.PAGE_OF, V_C),)
_DETAIL = (
    (0, 1, paint.TITLE, 0, texts.VALUE, V_NAME),
    (1, 1, paint.TEXT, 0, texts.D_MIN, V_A),
    (1, 1, paint.SAY, 54, V_SAY, 0),
    (2, 1, paint.SAY, 0, V_HEAD, _V_MIN),
    (3, 1, paint.SAY, 0, V_FOOT, V_B),
    (4, 4, paint.LINES, 0, V_LINES, V_CHOSEN),
)
_MEMBER = (
    (0, 1, paint.TITLE, 0, texts.MEMBER, 0),
    (2, 2, paint.WIDE, 0, texts.VALUE, V_NAME),
    (5, 1, paint.TEXT, 0, texts.MEMBER_1, 0),
    (6, 1, paint.TEXT, 0, texts.MEMBER_2, 0),
    (7, 1, paint.TEXT, 0, texts.MEMBER_3, 0),
)
_RESULT = (
    (0, 1, paint.TITLE, 0, texts.RESULT, 0),
    (2, 2, paint.WORD, 0, _V_WORD, 0),
    (4, 1, paint.SAY, 0, V_SAY, 0),
    (5, 1, paint.TEXT, 0, texts.RAN_MIN, V_A),
    (6, 1, paint.SAY, 0, V_HEAD, V_B),
    (7, 1, paint.TEXT, 0, texts.SORE_HINT, 0),
)
_FAULT = (
    (0, 1, paint.TITLE, 0, texts.FAULT_HEAD, V_A),
    (0, 1, paint.TEXT, 110, texts.PAGE_OF, V_C),
    (1, 6, paint.LINES, 0, V_LINES, V_CHOSEN),
    (7, 1, paint.SAY, 0, V_FOOT, 0),
)
SCREENS = {choosing.LIST: _LIST, choosing.DETAIL: _DETAIL, choosing.MEMBER: _MEMBER, choosing.SCREENING: _READ,
           choosing.SERVICE: _LIST, choosing.READ: _READ}
# fmt: on
# by the order of states.END_NAMES: the word, and what is said beside it
_ENDS = (
    (texts.BLANK, texts.BLANK),
    (texts.BIG_DONE, texts.BLANK),
    (texts.BIG_STOPPED, texts.BY_HAND),
    (texts.BIG_HOST, texts.BY_HOST),
    (texts.BIG_ESTOP, texts.BLANK),
    (texts.BIG_FAULT, texts.BLANK),
    (texts.BIG_POWER, texts.BLANK),
)


class Rest:
    """`look()` gives the rows of the screen and fills `values`; `turned`, `pushed`, `started` are the keys."""

    name = "rest"

    def __init__(self, panel, words):
        self._panel = panel
        self._services = panel.services
        self._station = panel.services.station
        self._words = words
        self.values: list = [None] * _VALUES
        self.values[V_NAME] = b""
        self._choosing = None  # while somebody chooses
        self._lines = ()
        self._of = None  # (first code, how many) the fault's lines are made of
        self._since_frame = 0
        self._first = 0
        self._turn_at = 0
        self._soreness = None
        self._name = (None, b"")
        self._last = (None, b"")

    # ---- what is shown

    def look(self):
        session = self._station.session
        state = session.state
        if state == states.FAULT:
            return self._fault(session)
        self._of = None
        if state == states.MAINTENANCE:
            return _SERVICE
        if state != states.IDLE:
            return _TESTING if state == states.SELFTEST else _BOOT
        if self._unseen():
            return self._result(session)
        choose = self._choosing
        if choose is None:
            return self._idle()
        choose.tidy()
        if choose.mode == choosing.IDLE:
            self._choosing = None
            return self._idle()
        choose.look(self.values)
        return SCREENS[choose.mode]

    def _idle(self):
        values = self.values
        services = self._services
        station = self._station
        if self._name[0] is not services.name:
            self._name = (services.name, coded(services.name))
        values[V_NAME] = self._name[1]
        values[V_A] = tenths(station.reading.hot_cdegc)
        values[V_B] = tenths(station.reading.cold_cdegc)
        values[_V_HOT_SAY], values[_V_MIN] = bath_says(station, 0)
        values[_V_COLD_SAY], values[V_C] = bath_says(station, 1)
        values[_V_SAY_2] = values[_V_SAY_3] = texts.BLANK
        last_id = self._panel.last_id
        if self._last[0] is not last_id:
            self._last = (last_id, coded(last_id))
        values[V_HEAD] = self._last[1]
        test = station.test
        if self._panel.asked is not None:
            values[V_SAY] = refusal(self._panel.asked)
        elif services.trial or services.rescue:
            values[V_SAY] = texts.ON_TRIAL if services.trial else texts.RESCUE
            values[_V_SAY_2] = texts.ON_TRIAL_2
        elif test.daily.due(test.daily.estop_hour):
            values[V_SAY], values[_V_SAY_2], values[_V_SAY_3] = texts.DUE_1, texts.DUE_2, texts.DUE_3
        else:
            values[V_SAY], values[_V_SAY_2] = texts.IS_READY, texts.LAST_USED
            if station.voice.wants_pull:
                values[_V_SAY_3] = texts.PULL_LOGS
        return _IDLE

    def may_start(self):
        """Nothing that is known stands against a session."""
        services = self._services
        daily = self._station.test.daily
        return not services.trial and not services.rescue and not daily.due(daily.estop_hour)

    def _unseen(self):
        """A session has ended, or was found lost at this boot, whose result nobody has looked at."""
        session = self._station.session
        ended = session.last_end != states.NO_END or self._services.lost_end
        return ended and self._panel.seen_end != session.last_number

    def _result(self, session):
        values = self.values
        end = session.last_end
        values[V_A] = session.steps.ran_ms // 60000
        if end == states.NO_END:
            end = states.END_NAMES.index(self._services.lost_end["reason"])
            values[V_A] = None  # nobody was there to count
        values[_V_WORD], values[V_SAY] = _ENDS[end]
        values[V_HEAD] = texts.SORE_ASK if self._soreness is None else texts.SORE_IS
        values[V_B] = self._soreness
        if session.state_ms > _AWAY_SLACKS * 20:
            self._panel.seen_end = session.last_number
        return _RESULT

    def _fault(self, session):
        """Its words go round by themselves, and by the knob; below them how it is acknowledged."""
        interlocks = self._station.interlocks
        first = interlocks.faults[0]
        made_of = (first.code, interlocks.count)
        if self._of != made_of:
            from .fault_page import lines as fault_lines
            from .fault_page import part

            self._of = made_of
            others = [(row.code, row.channel) for row in interlocks.faults[1 : interlocks.count]]
            found = (first.code, first.channel, first.measured, first.limit)
            self._lines = fault_lines(found, self._words, others)
            named = coded(part(first.code, first.channel, self._words.language))
            if len(named) > _PART_LETTERS:
                self._lines.insert(0, named)
                named = b""
            self.values[V_B] = named
            if self._panel.in_water:
                self._lines.insert(0, self._words.of(texts.GET_OUT))
            self._since_frame = self._panel.frames
            self._show_from(0)
        if self._services.slacks >= self._turn_at:
            self._show_from(self._first + _PAGE_LINES)
        values = self.values
        values[V_A] = first.code
        values[V_LINES] = self._lines
        values[V_CHOSEN] = -1 - self._first
        values[V_C] = self._first // _PAGE_LINES + 1
        values[V_D] = (len(self._lines) + _PAGE_LINES - 1) // _PAGE_LINES
        values[V_FOOT] = how_to_acknowledge(
            interlocks.refuse_acknowledge(session, self._station.reading, True)
        )
        return _FAULT

    def shows_fault(self):
        """The words of the present fault have been on the display for a whole frame."""
        return self._of is not None and self._panel.frames >= self._since_frame + 2

    def _show_from(self, first):
        self._first = first if 0 <= first < len(self._lines) else 0
        self._turn_at = self._services.slacks + _TURN_SLACKS

    # ---- keys

    def turned(self, detents):
        """Through the words of a fault, up and down a result's soreness, through what can be chosen."""
        session = self._station.session
        if session.state == states.FAULT:
            self._show_from(max(0, self._first + detents * _PAGE_LINES))
        elif session.state != states.IDLE:
            return
        elif self._unseen():
            before = -1 if self._soreness is None else self._soreness
            after = max(-1, min(10, before + detents))
            self._soreness = None if after < 0 else after
        else:
            self._panel.asked = None
            self._choose().turned(detents)

    def pushed(self):
        """A result is seen, what is chosen is taken."""
        session = self._station.session
        if session.state != states.IDLE:
            return
        if self._unseen():
            self._panel.seen(self._soreness)
            self._soreness = None
        else:
            self._panel.asked = None
            self._choose().pushed()

    def started(self):
        """The quick way: what is marked, or was used last, to its do-not-use list."""
        if self._station.session.state != states.IDLE:
            return
        if self._unseen():
            self._panel.seen(self._soreness)
            self._soreness = None
        self._panel.asked = None
        self._choose().started()

    def stopped(self):
        """STOP leaves what somebody was choosing: nothing was begun."""
        self._choosing = None

    # ---- for choosing.py

    def _choose(self):
        """Whoever touches a key at rest chooses something."""
        if self._choosing is None:
            from .choosing import Choosing

            self._choosing = Choosing(self)
        return self._choosing

    def panel(self):
        return self._panel

    def words(self):
        return self._words

    def test_now(self):
        """Self-test on demand, like a host's."""
        self._panel.prepare()
        self._panel.post(command.TEST)
