"""The panel in the slack: one page painted and one slice sent at a time, and what a hand at the station asks.

Screens and what their keys do are in live.py (while a session is under way) and rest.py; only one of the two is loaded.
What a hand asks becomes a Command in the mailbox, like what a host asks. With no display that answers the keys of the
panel do nothing but what the tick does with them itself: START, STOP, and the hold that acknowledges.
"""

import gc
import struct

from .. import ui
from ..core import command, events, states
from ..core.timebase import elapsed
from ..hal import clock
from ..hal.ssd1306 import PAGES, SLICE, WIDTH, WORST_US, Ssd1306
from ..link import loan
from ..link.protocol_methods import ProtocolMethods, at_rest
from ..link.rpc import RpcError
from ..store import record
from . import texts
from .language import Texts
from .paint import Painter

_RUNNING = (states.RUNNING, states.PAUSED)
_LIVE = (states.SELFTEST, states.READY, states.RUNNING, states.PAUSED, states.VENTING)
_BOOKS = ("live", "live_keys", "rest", "rest_words", "choosing", "fault_page")
_LOOK_SLACKS = 100  # between two looks whether the display is there
_PAGES_A_SLACK = 2
_GIVE_WAY_SLACKS = 100
_ARMING_SLACKS = 50  # live.py stays while a session is armed: it is still IDLE then
_MARGIN_US = WORST_US + 1500
_BUSY = b"USB ..."
_SHOWN_SLACKS = 25  # the words of a fault stand so long before they count as read


class Panel:
    """`hear()` at the start of each slack, `serve(due_us)` at its end; `prepare()` before a session is armed.

    `glass` is what the display has been sent, page by page. `asked` is what the last command came to: None or why not.
    """

    def __init__(self, services):
        self.services = services
        self.display = Ssd1306()
        self.glass = bytearray(PAGES * WIDTH)
        self.frames = 0
        # the session whose result was looked at; nobody has seen that of one this boot found lost
        self.seen_end = -1 if services.lost_end else services.station.session.last_number
        self.last_id = "flush-20"  # of the protocol used last
        self.in_water = False  # somebody was, when the session ended
        self.asked = None
        self._painter = Painter(self.display.line)
        # the page as painted, and each as sent: compared in one go
        self._painted = memoryview(self.display.line)[1:]
        self._sent = [memoryview(self.glass)[at : at + WIDTH] for at in range(0, PAGES * WIDTH, WIDTH)]
        self._texts = None
        self._book = None
        self._rows, self._page = (), PAGES - 1
        self._stale = self._keys = 0  # as bits: pages that must be sent whole, keys that are down
        self._left = self._end = 0  # of the painted page: columns still to be sent
        self._wait = self._hold = 0
        self._short = 0  # slacks until screens are tried again that found no memory
        self._starving = 0  # 1: no memory for a screen, to be noted; 2: noted, and no whole frame since
        self._tried = False  # whether there is a display is not known before
        self.work = None  # what arms the session a hand has chosen, a stage a slack
        self.pending = False
        self._fault_slacks = 0
        self._told = True
        self._turns = services.station.reading.turns

    def hear(self):
        """What came of the command the panel posted; before the link can post another."""
        mailbox = self.services.station.mailbox
        if self.pending and mailbox.kind == command.NOTHING:
            self.pending = False
            self.asked = mailbox.refusal

    def post(self, kind, what=0, zone=0, mmhg=0):
        """Ask the tick; False when somebody else's command is on its way."""
        mailbox = self.services.station.mailbox
        if self.pending or mailbox.kind != command.NOTHING:
            return False
        mailbox.post(kind, None, what, zone, mmhg)
        self.pending = True
        self.asked = None
        return True

    def seen(self, soreness):
        """Somebody has looked at the result of the last session, and told how sore the legs are, or not (None)."""
        self.seen_end = self.services.station.session.last_number
        if soreness is not None:
            self.note(events.SORENESS, soreness, self.seen_end)

    def arm(self, given):
        """Arm the session a hand has chosen, by the stages a host's start takes."""
        self.prepare()
        services = self.services
        find_body = ProtocolMethods(services, None, None).body

        def start(_):
            return loan.arming(services, find_body, self._post_plan).stages(given)(None)

        self.asked = None
        self.work = at_rest(services, start, begins_test=True)(given)

    def _post_plan(self, _, kind, plan):
        mailbox = self.services.station.mailbox
        mailbox.post(kind, plan)

        def later():
            if mailbox.kind != command.NOTHING:
                return None
            self.asked = mailbox.refusal
            return True

        return later

    def _go_on_arming(self):
        """A stage a slack; what it refuses is told on the screen of rest."""
        work = self.work
        try:
            if work is not None and work() is None:
                self._hold = _ARMING_SLACKS
                return
        except RpcError as error:
            self.asked = error
            self._hold = 0
        self.work = None

    def note(self, what, a, b):
        """A NOTE in the journal."""
        now_ms = self.services.station.now_ms
        self.services.recorder.put(now_ms, events.NOTE, struct.pack(record.FORMS[events.NOTE], what, a, b, 0))

    def prepare(self):
        """A session or a test is about to begin: its screens are loaded now, where a late tick harms nobody."""
        self._hold = _ARMING_SLACKS
        self._open("live")

    def give_way(self):
        """The link is about to need much memory: the screens are given back until it has been quiet for a while."""
        if self.work is None:
            self._hold = _GIVE_WAY_SLACKS
            self._close()

    def _close(self):
        self._book = self._texts = None
        self._rows = ()
        for module in _BOOKS:
            loan.forget(ui, module)
        gc.collect()

    def _open(self, name):
        """The book `name` and its texts; what was open before is given back first."""
        if self._book is not None and self._book.name == name:
            return
        self._close()
        language = self.services.station.site.language
        if name == "live":
            from .live import Live

            self._texts = Texts(language, texts.LIVE_COUNT)
            self._book = Live(self)
        else:
            from .rest import Rest

            self._texts = Texts(language, texts.COUNT)
            self._book = Rest(self, self._texts)

    def _choose(self):
        """The book that belongs to the state; at rest also another language, when the site has chosen one."""
        session = self.services.station.session
        state = session.state
        if state in _RUNNING:
            self.in_water = session.steps.water.in_water()
        elif state != states.VENTING and state != states.FAULT:
            self.in_water = False
        if self._hold:
            self._hold -= 1
        if state == states.FAULT or (state not in _LIVE and not self._hold):
            if self._texts is not None and self._texts.language != self.services.station.site.language:
                self._close()
            self._open("rest")
        elif state in _LIVE and (self._book is None or state != states.SELFTEST):
            self._open("live")

    def serve(self, due_us):
        """Keys, then at most a few pages, while enough of the slack is left before `due_us`."""
        if self.work is not None:
            self._go_on_arming()
        self._watch_display(due_us)
        try:
            if self._starving == 1:
                self._starving = 2
                self.note(events.DISPLAY, 2, 0)  # 0: lost, 1: back, 2: no memory for a screen
            if self._short:
                self._short -= 1
            else:
                self._choose()
            self._read_keys()
            self._mind_the_words()
            for _ in range(_PAGES_A_SLACK):
                if not self.display.ok or elapsed(due_us, clock.now_us()) < _MARGIN_US:
                    return
                self._next_slice()
                if self._book is not None and self._page == PAGES - 1:
                    self._starving = 0
        except MemoryError:
            # no screen is worth a session: without room for it the station goes on, and it is tried again
            self._starving = self._starving or 1
            self._short = _GIVE_WAY_SLACKS
            self._close()

    def _watch_display(self, due_us):
        """Every other second: is it there, or back? Its loss and its return are noted in the journal, once each."""
        display = self.display
        self._wait -= 1
        if self._wait <= 0 and elapsed(due_us, clock.now_us()) >= _MARGIN_US:
            self._wait = _LOOK_SLACKS
            self._tried = True
            if display.ok:
                # one page anew at each look: what a display has forgotten or got wrong heals
                self._stale |= 1 << self.frames % PAGES
                display.look()
            elif display.begin():
                self._stale = (1 << PAGES) - 1
                self._left = self._end = 0
        if self._tried and display.ok != self._told:
            self._told = display.ok
            self.note(events.DISPLAY, 1 if display.ok else 0, 0)

    def _mind_the_words(self):
        """A fault's hold counts once its words have been shown; with no display there are none to wait for."""
        session = self.services.station.session
        if session.state != states.FAULT:
            self._fault_slacks = 0
            session.unread = self.display.ok
            return
        shown = self._book is not None and self._book.shows_fault()
        if self.display.ok and not (shown and self._left >= self._end):
            self._fault_slacks = min(self._fault_slacks, 0)
        self._fault_slacks += 1
        if not self.display.ok or self._short or self._fault_slacks >= _SHOWN_SLACKS:
            session.unread = False

    def _read_keys(self):
        """Detents and presses since the last slack, to the book."""
        reading = self.services.station.reading
        turned = (reading.turns - self._turns + 2048 & 4095) - 2048
        self._turns = reading.turns
        keys = (1 if reading.encoder_push else 0) | (2 if reading.start else 0) | (0 if reading.stop else 4)
        pressed = keys & ~self._keys
        self._keys = keys
        if not self.display.ok or self.work is not None or self._book is None:
            return
        if turned:
            self._book.turned(turned)
        if pressed & 1:
            self._book.pushed()
        if pressed & 2:
            self._book.started()
        if pressed & 4:
            self._book.stopped()

    def _next_slice(self):
        """Send on, or paint the next page; a new frame begins with a new look at the station."""
        if self._left >= self._end:
            self._page += 1
            if self._page == PAGES:
                self._page = 0
                self.frames += 1
                self._rows = () if self._book is None else self._book.look()
            self._painter.paint(
                self._rows, self._page, () if self._book is None else self._book.values, self._texts
            )
            if self._book is None and self._page == 3:
                self._painter.letters(0, _BUSY, 0, len(_BUSY))
            self._differs()
        if self._left < self._end:
            size = min(SLICE, self._end - self._left)
            self.display.write(self._page, self._left, size)
            self._left += size
            if self._left >= self._end and self.display.ok:
                self._stale &= ~(1 << self._page)

    def _differs(self):
        """From which column to which the painted page is not what the display shows; `glass` is it from now on."""
        line = self._painted
        sent = self._sent[self._page]
        first, end = 0, WIDTH
        if not self._stale >> self._page & 1:
            first = WIDTH if line == sent else 0
            while first < WIDTH and line[first] == sent[first]:
                first += 1
            while end > first and line[end - 1] == sent[end - 1]:
                end -= 1
        for column in range(first, end):
            sent[column] = line[column]
        self._left = first
        self._end = end
