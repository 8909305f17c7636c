"""What knob and push do while a session runs: intensity, a menu (pause, boost, longer, skip), items on and back."""

from ..core import adjust, command, states
from . import texts

V_FOOT = 1  # the value that holds the text of the last line
V_BOOST_ZONE = 11  # the value the menu's boost shows
_CLOSED, _PAUSE, _BOOST, _LONGER, _SKIP = range(-1, 4)
_ENTRIES_BOOTS = (texts.M_PAUSE, texts.M_BOOST, texts.M_LONGER, texts.M_SKIP)
_ENTRIES_OTHER = (texts.M_PAUSE, texts.M_SKIP)
_MENU_FRAMES = 100
_SAID_FRAMES = 40
_HINT_FRAMES = 16  # of 64: eight seconds
_STEP_MMHG = 5
_BOOST_MMHG = 5


class Keys:
    """`turned`, `pushed`, `started` post what a hand asks; `foot` tells the menu and the tick's answer."""

    def __init__(self, panel):
        self._panel = panel
        self._station = panel.services.station
        self._menu = _CLOSED
        self._menu_until = 0
        self._said = 0
        self._said_until = -_SAID_FRAMES
        self._waits = False  # for the answer to what was asked

    def look(self):
        """Once a frame: the answer of the tick, and a menu nobody uses any more."""
        self._answer()
        if self._menu >= 0 and self._panel.frames >= self._menu_until:
            self._menu = _CLOSED

    def foot(self, values, number, hint):
        """The last line: an answer, else the open menu, else what the screen says there.

        Now and then it is `hint`, what the knob does; not when somebody has just used it.
        """
        if self._panel.frames < self._said_until:
            number = self._said
        elif self._menu >= 0:
            number = self._entries()[self._menu]
            if number == texts.M_BOOST:
                zone = self._next_boost()
                number = texts.M_BOOST if zone else texts.M_NO_BOOST
                values[V_BOOST_ZONE] = zone
        elif self._panel.frames & 63 < _HINT_FRAMES and self._panel.frames >= self._said_until + _SAID_FRAMES:
            number = hint
        values[V_FOOT] = number

    def turned(self, detents):
        """In the menu: another entry. Else in the boots five mmHg a detent, in guided work an item on or back."""
        session = self._station.session
        if session.state != states.RUNNING or session.steps.asking:
            return
        if self._menu >= 0:
            self._menu = (self._menu + detents) % len(self._entries())
            self._menu_until = self._panel.frames + _MENU_FRAMES
        elif session.steps.kind == states.STEP_COMPRESSION:
            most = adjust.MOST_MMHG // _STEP_MMHG
            self._ask(adjust.INTENSITY, 0, max(-most, min(most, detents)) * _STEP_MMHG)
        elif session.steps.kind == states.STEP_GUIDED:
            self._ask(adjust.NEXT if detents > 0 else adjust.BACK)

    def pushed(self):
        """Opens the menu; in it, does what the entry says."""
        session = self._station.session
        if session.state != states.RUNNING or session.steps.asking:
            return
        if self._menu < 0:
            self._menu = _PAUSE
            self._menu_until = self._panel.frames + _MENU_FRAMES
            return
        entry = self._entries()[self._menu]
        if entry == texts.M_BOOST:
            zone = self._next_boost()
            self._ask(adjust.BOOST, zone, _BOOST_MMHG if zone else 0)
            self._menu_until = self._panel.frames + _MENU_FRAMES
            return
        self._menu = _CLOSED
        if entry == texts.M_PAUSE:
            self._waits = self._panel.post(command.PAUSE)
        elif entry == texts.M_LONGER:
            self._ask(adjust.LONGER)
        else:
            self._ask(adjust.SKIP)

    def _entries(self):
        boots = self._station.session.steps.kind == states.STEP_COMPRESSION
        self._menu = min(self._menu, (len(_ENTRIES_BOOTS) if boots else len(_ENTRIES_OTHER)) - 1)
        return _ENTRIES_BOOTS if boots else _ENTRIES_OTHER

    def _next_boost(self):
        """The zone after the boosted one, 1 to 5, then 0: none."""
        steps = self._station.session.steps
        return (steps.plan.steps[steps.index].boost_zone + 2) % 6

    def _ask(self, what, zone=0, mmhg=0):
        self._waits = self._panel.post(command.ADJUST, what, zone, mmhg)

    def _answer(self):
        """What the tick said to the last change, for some seconds."""
        panel = self._panel
        if not self._waits or panel.pending:
            return
        self._waits = False
        reason = panel.asked
        if reason is None:
            self._said_until = panel.frames
            return
        self._said_until = panel.frames + _SAID_FRAMES
        self._said = texts.NOT_NOW
        if "above the highest" in reason:
            self._said = texts.TOO_HIGH
        elif "below the lowest" in reason:
            self._said = texts.TOO_LOW
