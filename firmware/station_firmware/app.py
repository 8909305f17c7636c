"""Wires the station together and runs it: tick, then slack, fifty times a second, until something ends it safely."""

import gc
import io
import sys

import micropython

from . import core, leave, store
from .core import events, states
from .core.station import Station
from .core.tick import tick
from .core.timebase import MASK, TICK_MS, elapsed
from .hal import clock, system
from .hal.board import Board, make_safe
from .hal.console import Console
from .hal.heap import Heap
from .link.loan import follow_hours, forget
from .link.server import Server
from .store import daily_page, state_page
from .store.archive import WARN_PCT, Archive
from .store.crash import CrashNote
from .store.journal import Journal
from .store.latch import LatchStore
from .store.ops import Ops
from .store.protocols import ProtocolStore
from .store.recorder import Recorder
from .store.slot_check import SlotCheck
from .store.wall import Wall
from .ui.panel import Panel

_TICK_US = TICK_MS * 1000
_CATCH_UP_US = 100000
_HEAP_EVERY = 100
_CLOCK_TURN = 50
_HOURS_EVERY = 1500  # slacks: half a minute, whole rounds of _HEAP_EVERY
_FILES_TURN = 16
_SETTLED_MS = 60000
_TRIAL_MS = 600000
_FAREWELL_MS = 500  # into maintenance: the answer is out, and the screen that says so is whole
_LEAVE_SLACKS = 25
_HELD = 2


class _Text(io.IOBase):
    """A stream that keeps what is written to it."""

    def __init__(self):
        self.body = bytearray()

    def write(self, data):
        self.body += data
        return len(data)


class Services:
    """What the link may touch: the station, its records, and what is known about this boot."""

    def __init__(self, board, slot, how):
        self.station = Station()
        self.fram = board.fram
        self.page = state_page.StatePage(board.fram)
        self.ops = Ops(board.fram)
        self.latch = LatchStore(board.fram)
        self.crash = CrashNote(board.fram)
        self.recorder = Recorder(Journal(board.fram), self.page, Wall(board.clock))
        self.archive = Archive()
        self.recorder.full = lambda: self.archive.ring_full(self)
        self.protocols = ProtocolStore()
        self.files = SlotCheck("/slot_" + slot)
        self.slot = slot
        self.serial = system.serial()
        self.name = ""  # given at boot, and when the site's settings change
        self.schema = "1"
        self.last_boot = how  # named by boot.py
        self.trial = how == "trial"
        self.rescue = how == "rescue"
        self.keyed = False
        self.question = None
        self.technician = None  # what is on loan for a calibration
        self.open_until_ms = self.locked_until_ms = 0
        self.leave_at = -1
        self.away = 0  # what the prompt is asked for, as a NOTE tells it
        self.lost_end = None
        self.events_on = False
        self.latched = 0
        self.slacks = 0
        self.heap = Heap()
        self.uptime_ms = 0
        self.tick_max_us = 0
        self.late_count = 0
        self.panel = None  # made when all is known that it shows

    def leave(self):
        """Restart as soon as the answer is out."""
        self.leave_at = self.slacks + _LEAVE_SLACKS


def _settle(services):
    """A slot that ran a minute is counted no more; one on trial that nobody confirms gives way: it runs no session.

    A calibration nobody goes on with is forgotten.
    """
    if services.uptime_ms >= _SETTLED_MS:
        system.settled()
    if services.trial and services.uptime_ms >= _TRIAL_MS:
        services.leave()
    if services.technician is not None and services.technician.over():
        services.technician = None


def look_at_clock(services):
    """The hour by which daily tests are due, since 1970 or since power on; by the clock also what baths are kept at."""
    wall = services.recorder.wall
    test = services.station.test
    test.daily.hour = (wall.seconds() if wall.ok else services.uptime_ms // 1000) // 3600
    services.station.voice.wants_pull = services.archive.full_pct(services) >= WARN_PCT
    if services.station.session.state in (states.BOOT, states.IDLE):
        wall.compare(test)
        # what is on trial keeps no bath, nor does the rescue
        if services.slacks % _HOURS_EVERY < _HEAP_EVERY and not (services.trial or services.rescue):
            follow_hours(services.station, wall.seconds() if wall.ok else None)


def start(services, board):
    """What is done once, by a module that is forgotten after it: it would fill a hundredth of the heap."""
    from . import boot

    why = boot.start(services, board)
    look_at_clock(services)
    forget(sys.modules[__name__.rsplit(".", 1)[0]], "boot")
    forget(store, "calibration")
    forget(store, "settings_page")
    forget(store, "archiving")
    forget(store, "block")
    forget(store, "slots")
    forget(core, "settings")
    services.panel = Panel(services)
    return why


def slack(services, server, due_us):
    """Everything that is no part of the tick, in bounded slices: records first, then the link."""
    station = services.station
    if station.interlocks.changed or station.interlocks.count != services.latched:
        services.latched = station.interlocks.count
        services.latch.save(station.interlocks)
    if station.test.daily.changed:
        station.test.daily.changed = False
        if services.recorder.wall.ok and not station.memory_newer:
            daily_page.save(services.fram, station.test.daily)
    services.slacks += 1
    if services.slacks % _HEAP_EVERY == _CLOCK_TURN:
        look_at_clock(services)
        _settle(services)
    panel = services.panel
    panel.hear()
    # what is answered in stages at rest has the memory it takes only until then, and has looked whether it is enough
    busy = station.session.state == states.IDLE and (server.busy or panel.work is not None)
    if not busy and services.heap.look(services.slacks % _HEAP_EVERY):
        station.heap_free = services.heap.free
        return
    services.recorder.drain(station)
    services.archive.step(services)
    _look_at_files(services)
    panel.serve(due_us)
    server.serve(due_us)


def _look_at_files(services):
    """Each slack until all were read once, so that a session can begin; then seldom, a round in a minute or two."""
    files = services.files
    if files.wrong is None or services.slacks % _FILES_TURN == 0:
        files.step()
        services.station.test.files_wrong = files.wrong


def run(slot, how):
    """Run until maintenance is asked for (returns) or something fails (safe outputs, a note, and a reset).

    `how` this slot was chosen is one of the words of main.py.
    """
    make_safe()
    services = None
    try:
        board = Board()
        services = Services(board, slot, how)
        why = start(services, board)
        if why in (state_page.WHY_MAINTENANCE, state_page.WHY_HELD):
            make_safe()
            # whoever leaves the prompt resets the chip: no watchdog bit
            services.page.why = state_page.WHY_LEAVE
            services.page.save()
            system.settled()
            leave()
            return
        if system.cause() == system.POWER_ON and board.stop_held():
            services.away = _HELD
            _to_the_prompt(services, state_page.WHY_HELD)
        console = Console()
        console.keep_interrupts_out(True)
        services.latched = services.station.interlocks.count
        gc.collect()
        board.start_watchdog()
        _loop(services, board, Server(console, services))
        if services.station.session.maintain:
            _to_the_prompt(services, state_page.WHY_MAINTENANCE)
        services.page.why = state_page.WHY_LEAVE
        services.page.save()
        system.settled()
    except BaseException as error:
        make_safe()
        _leave_note(services, error)
    make_safe()
    system.reset()


def _to_the_prompt(services, why):
    """Restart without a watchdog, into maintenance."""
    make_safe()
    services.panel.note(events.AWAY, services.away, 0)
    services.page.why = why
    services.page.save()
    system.leave_open()
    system.reset()


def _leave_note(services, error):
    """The traceback for the next boot; whatever goes wrong here, the reset comes all the same."""
    try:
        text = _Text()
        sys.print_exception(error, text)
        if services is None:
            sys.stdout.write(bytes(text.body).decode())
            return
        services.crash.write(bytes(text.body))
        services.page.why = state_page.WHY_ERROR
        services.page.save()
    except BaseException:
        make_safe()


def _loop(services, board, server):
    """Tick on time, carry the deadline on, leave when the session asks for maintenance and all is said."""
    station = services.station
    due_us = clock.now_us()
    last_ms = clock.now_ms()
    while (
        not (station.session.maintain and station.session.state_ms > _FAREWELL_MS)
        and services.slacks != services.leave_at
    ):
        now_us = clock.now_us()
        late_us = elapsed(now_us, due_us)
        station.reading.late_ms = late_us // 1000
        if late_us > _CATCH_UP_US:
            due_us = now_us
        now_ms = clock.now_ms()
        dt_ms = elapsed(now_ms, last_ms)
        last_ms = now_ms
        # locked, a tick that allocates fails at once, and a call's large frame lies on the C stack, not searched for
        micropython.heap_lock()
        try:
            board.read(station.reading)
            board.apply(tick(station, now_ms, dt_ms))
        finally:
            micropython.heap_unlock()
        _account(services, dt_ms, elapsed(clock.now_us(), now_us))
        due_us = (due_us + _TICK_US) & MASK
        slack(services, server, due_us)
        clock.wait_us(elapsed(due_us, clock.now_us()))


def _account(services, dt_ms, spent_us):
    services.uptime_ms += dt_ms
    services.recorder.wall.step(dt_ms)
    if spent_us > services.tick_max_us:
        services.tick_max_us = spent_us
    if services.station.reading.late_ms > 0:
        services.late_count += 1
