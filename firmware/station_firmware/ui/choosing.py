"""Choosing at rest: the list of protocols, one of them in detail, the do-not-use list, a member's token, service."""

from ..core import shape
from ..link import loan
from . import texts
from .language import coded
from .rest_words import found, information, wanted

IDLE, LIST, DETAIL, MEMBER, SCREENING, SERVICE, READ = range(7)
V_SAY, V_FOOT, V_HEAD, V_NAME, V_LINES, V_CHOSEN, V_A, V_B, V_C, V_D = range(10)
_LINES = 6
_AWAY_SLACKS = 3000  # a minute without a hand: back to idle
_TURN_SLACKS = 125  # a page of the do-not-use list stands so long before the next one comes
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"
_TOKEN_LETTERS = 8
_NAME_LETTERS = 18  # of a protocol beside its minutes
_KINDS = {
    "compression": texts.K_BOOTS,
    "contrast": texts.K_CONTRAST,
    "dip": texts.K_DIP,
    "guided": texts.K_GUIDED,
}
_GO, _MEMBER, _SORENESS, _BACK = range(4)
_TEST, _FOUND, _INFO, _LEAVE = range(4)
_PAGES = (texts.N_18 - texts.N_1 + _LINES) // _LINES


class Choosing:
    """`mode` is the screen; `look(values)` fills what it shows. `rest` is the book whose part this is (rest.py)."""

    def __init__(self, rest):
        self._rest = rest
        self._panel = rest.panel()
        self._services = self._panel.services
        self._words = rest.words()
        self.mode = IDLE
        self._ids = []  # of what can be chosen, the presets first
        self._lines = []
        self._kinds = []
        self._all_minutes = []
        self._at = 0
        self._entry = 0
        self._page = 0
        self._seen = 0
        self._turn_at = 0
        self._until = 0
        self._chosen = self._panel.last_id
        self._table = None
        self._minutes = 0
        self._kind = texts.BLANK
        self._editing = False
        self._soreness = None
        self._token = ""
        self._letter = 0
        self._body = []
        self._title = texts.SERVICE

    def tidy(self):
        """Back to idle when nobody has touched anything for a minute."""
        if self.mode != IDLE and self._services.slacks >= self._until:
            self._go(IDLE)

    def _go(self, mode):
        self.mode = mode
        self._until = self._services.slacks + _AWAY_SLACKS
        if mode == IDLE:
            self._table = None
            self._token = ""
            self._soreness = None

    # ---- what is shown

    def look(self, values):
        if not self._ids or len(self._lines) < len(self._ids):
            self._gather()
        if self.mode == LIST:
            self._show_list(values)
        elif self.mode == DETAIL:
            self._show_detail(values)
        elif self.mode == MEMBER:
            values[V_NAME] = coded(self._token + _LETTERS[self._letter])
        elif self.mode == SCREENING:
            self._show_screening(values)
        else:
            values[V_HEAD] = self._title
            values[V_LINES] = self._body
            values[V_CHOSEN] = self._entry if self.mode == SERVICE else -1 - self._page * _LINES
            values[V_FOOT] = texts.BLANK if self.mode == SERVICE else texts.PUSH_BACK
            self._show_pages(values)

    def _show_list(self, values):
        done = self._at < len(self._lines)
        values[V_HEAD] = self._kinds[self._at] if done else texts.READING
        values[V_LINES] = self._lines
        values[V_CHOSEN] = self._at if done else -1
        values[V_FOOT] = texts.LIST_HINT

    def _show_detail(self, values):
        words = self._words
        values[V_NAME] = coded(self._chosen)
        values[V_A] = self._minutes
        values[V_SAY] = self._kind
        values[V_HEAD] = values[V_FOOT] = texts.BLANK
        for step in self._table["step"] if self._table else ():
            if step["kind"] == "compression" and values[V_HEAD] == texts.BLANK:
                values[V_HEAD] = texts.D_TARGETS
                values[V_FOOT] = texts.D_FOOT if values[V_FOOT] == texts.BLANK else values[V_FOOT]
                for zone in range(5):
                    values[V_D + zone] = step["target_mmhg"][zone]
            elif step["kind"] in ("contrast", "dip"):
                values[V_FOOT] = texts.D_BATHS
                values[V_B], values[V_C] = wanted(step)
        values[V_LINES] = (
            words.of(texts.D_GO),
            words.of(texts.D_MEMBER) + coded(" " + (self._token or "--")),
            words.of(texts.D_SORENESS)
            + coded(
                (" >%s<" if self._editing else " %s") % ("--" if self._soreness is None else self._soreness)
            ),
            words.of(texts.D_BACK),
        )
        values[V_CHOSEN] = self._entry

    def _show_screening(self, values):
        """All of it is shown before anybody can say that nothing of it applies; it turns by itself."""
        slacks = self._services.slacks
        if slacks >= self._turn_at:
            self._turn_page(1)
        values[V_HEAD] = texts.NONE_OF
        values[V_LINES] = self._body
        values[V_CHOSEN] = -1 - self._page * _LINES
        values[V_FOOT] = texts.NONE_APPLIES if self._seen >= _PAGES - 1 else texts.READ_ON
        self._show_pages(values)

    def _show_pages(self, values):
        values[V_C] = self._page + 1
        values[V_D] = (len(self._body) + _LINES - 1) // _LINES

    def _turn_page(self, pages):
        self._page = (self._page + pages) % _PAGES
        self._seen = max(self._seen, self._page)
        self._turn_at = self._services.slacks + _TURN_SLACKS

    # ---- keys

    def turned(self, detents):
        """Along a list, through pages, letters or values."""
        self._until = self._services.slacks + _AWAY_SLACKS
        if self.mode == IDLE:
            self._go(LIST)
            self._at = max(0, detents - 1)
        elif self.mode == LIST:
            self._at = max(0, min(max(1, len(self._ids)) - 1, self._at + detents))
        elif self.mode == DETAIL and self._editing:
            before = -1 if self._soreness is None else self._soreness
            after = max(-1, min(10, before + detents))
            self._soreness = None if after < 0 else after
        elif self.mode == DETAIL:
            self._entry = max(0, min(_BACK, self._entry + detents))
        elif self.mode == MEMBER:
            self._letter = (self._letter + detents) % len(_LETTERS)
        elif self.mode == SCREENING:
            if detents < 0 and self._page == 0:
                self._go(LIST)  # somebody whom it concerns does not go on
            else:
                self._turn_page(1 if detents > 0 else -1)
        elif self.mode == SERVICE:
            self._entry = max(0, min(_LEAVE, self._entry + detents))
        else:
            pages = (len(self._body) + _LINES - 1) // _LINES
            self._page = max(0, min(pages - 1, self._page + detents))

    def pushed(self):
        """Takes what is marked."""
        self._until = self._services.slacks + _AWAY_SLACKS
        if self.mode == IDLE:
            self._service()
        elif self.mode == LIST:
            if self._at < len(self._lines):
                self._detail(self._ids[self._at])
        elif self.mode == DETAIL:
            self._take_entry()
        elif self.mode == MEMBER:
            if len(self._token) < _TOKEN_LETTERS:
                self._token += _LETTERS[self._letter]
        elif self.mode == SCREENING:
            if self._seen < _PAGES - 1:
                self._turn_page(1)
            else:
                self._confirm()
        elif self.mode == SERVICE:
            self._serve_entry()
        else:
            self._go(IDLE)

    def started(self):
        """To the do-not-use list of what is marked or was used last; of a token: it is whole."""
        self._until = self._services.slacks + _AWAY_SLACKS
        if self.mode == MEMBER:
            self._go(DETAIL)
            return
        if self.mode == LIST and self._at < len(self._lines):
            self._chosen = self._ids[self._at]
        elif self.mode == IDLE:
            self._chosen = self._panel.last_id
        elif self.mode != DETAIL:
            return
        if self._rest.may_start():
            self._screen()
        else:
            self._go(IDLE)

    # ---- moves

    def _screen(self):
        self._go(SCREENING)
        self._body = [self._words.of(number) for number in range(texts.N_1, texts.N_18 + 1)]
        self._page = self._seen = 0
        self._turn_at = self._services.slacks + _TURN_SLACKS

    def _confirm(self):
        """Staff have seen the whole list and say that none of it applies: like a host's `screened`."""
        given = {"protocol": self._chosen, "screened": True}
        if self._token:
            given["member"] = self._token
        if self._soreness is not None:
            given["soreness"] = self._soreness
        self._panel.last_id = self._chosen
        self._go(IDLE)
        self._panel.arm(given)

    def _detail(self, protocol_id):
        self._chosen = protocol_id
        self._table = loan.presets().find(protocol_id)
        self._minutes = self._all_minutes[self._at]
        self._kind = self._kinds[self._at]
        self._entry = _GO
        self._editing = False
        self._go(DETAIL)

    def _take_entry(self):
        if self._entry == _GO:
            self.started()
        elif self._entry == _MEMBER:
            self._token = ""
            self._letter = 0
            self._go(MEMBER)
        elif self._entry == _SORENESS:
            self._editing = not self._editing
        else:
            self._go(LIST)

    def _service(self):
        self._go(SERVICE)
        self._entry = _TEST
        self._title = texts.SERVICE
        self._body = [
            self._words.of(number) for number in (texts.S_TEST, texts.S_FOUND, texts.S_INFO, texts.D_BACK)
        ]

    def _serve_entry(self):
        if self._entry == _TEST:
            self._go(IDLE)
            self._rest.test_now()
        elif self._entry == _LEAVE:
            self._go(IDLE)
        else:
            told = found if self._entry == _FOUND else information
            self._body = told(self._services, self._words)
            self._title = texts.S_FOUND if self._entry == _FOUND else texts.S_INFO
            self._page = 0
            self._go(READ)

    def _gather(self):
        """One line more: a protocol a look, so that no slack takes long."""
        presets = loan.presets()
        store = self._services.protocols
        if not self._ids:
            self._ids = list(presets.IDS) + store.ids()
            self._at = min(self._at, len(self._ids) - 1)
            return
        protocol_id = self._ids[len(self._lines)]
        table = presets.find(protocol_id)
        kind = texts.BLANK
        seconds = 0
        if table is not None:
            steps = table["step"]
            seconds = sum([shape.step_seconds(step) for step in steps])
            kinds = {step["kind"] for step in steps if step["kind"] != "rest"}
            kind = texts.K_COMBINED if len(kinds) > 1 else _KINDS[steps[0]["kind"]]
        else:
            head = store.head(protocol_id)
            if head is not None:
                seconds = head[2]
                kind = _KINDS.get(head[1], texts.BLANK)
        self._kinds.append(kind)
        minutes = (seconds + 59) // 60
        self._all_minutes.append(minutes)
        long = len(protocol_id) > _NAME_LETTERS  # is not cut for its minutes: a push tells them
        self._lines.append(coded(protocol_id if long else "%-18s%3d" % (protocol_id, minutes)))
