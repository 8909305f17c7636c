"""What is done once at start: what the last run left behind is read, named and latched again."""

import os
import struct

from .core import events, fault, states
from .hal import clock, system
from .link.loan import access as link_access
from .store import archiving, calibration, daily_page, record, settings_page, slots, state_page

# how a slot is started: the word of main.py, and what `hello` calls it; the place is its number in a NOTE
_HOW = (
    ("", "power_on"),
    ("trial", "trial"),
    ("back", "rolled_back"),
    ("spare", "spare_slot"),
    (None, "confirmed"),
    ("rescue", "rescue"),
)


def _recall(services, board):
    """What is kept across power, the calibration of the sensors and the site's settings included."""
    fram = board.fram
    station = services.station
    _read(services, services.page.load)
    if station.memory_newer:
        # without the number of this boot a record would take another one's key; the host asks for it all the same
        services.recorder.shut = True
        services.page.boot = int.from_bytes(os.urandom(2), "little")
    _read(services, calibration.load, fram, station.sensing)
    _read(services, settings_page.recall, fram, station)
    settings_page.name(services)
    services.keyed = True  # whoever cannot read the key lets nobody in
    _read(services, _recall_access, services)
    services.ops.load()
    services.recorder.journal.mount()
    archiving.mount(services)
    services.recorder.wall.load()
    if services.recorder.wall.ok:
        _read(services, daily_page.load, fram, station.test.daily)


def _recall_access(services):
    link_access(services).recall()


def _read(services, load, *given):
    """A page of a newer firmware stops this one, which gives way; the rescue, the last there is, does without it."""
    try:
        load(*given)
    except ValueError:
        if not services.rescue:
            raise
        services.station.memory_newer = True


def start(services, board):
    """Read what the last run left behind, write the boot record, latch again what was latched."""
    try:
        return _start(services, board)
    except ValueError as error:
        # a page of a newer firmware: this one leaves the memory alone and gives way
        _keep_error(str(error).encode())
        raise


def _start(services, board):
    now_ms = clock.now_ms()
    page = services.page
    recorder = services.recorder
    station = services.station
    station.journal_failing = not board.fram.present()
    _recall(services, board)
    why = page.why
    cause = system.cause()
    page.boot = page.boot + 1 & 0xFFFF
    page.why = state_page.WHY_POWER
    page.save()
    station.session.number = page.session
    station.session.last_number = page.session
    station.reported_end = page.session
    recorder.put_boot(now_ms, cause, why)
    _read(services, services.latch.restore, station.interlocks, now_ms)
    if station.memory_newer:
        station.interlocks.latch(fault.MEMORY_NEWER, 0, 0, 0, now_ms)
    _note_slot(services, now_ms)
    crash = _latch_again(services, now_ms, cause, why)
    # what is latched is kept before the notes it came from are cleared: a cut in between loses nothing
    if station.interlocks.count:
        services.latch.save(station.interlocks)
    if crash is not None:
        recorder.put_text(now_ms, record.TEXT_TRACEBACK, crash)
        services.crash.clear()
    _close_lost(services, now_ms, cause == system.WATCHDOG)
    if station.interlocks.count:
        station.session.trip(False)
        # a latched fault is acknowledged before the link opens the prompt; whoever held STOP has no link
        return why if why == state_page.WHY_HELD else state_page.WHY_POWER
    return why


def _latch_again(services, now_ms, cause, why):
    """Name what ended the run before, and latch it; returns the traceback it left behind, None when there is none."""
    station = services.station
    crash = services.crash.read()
    # what a firmware on trial left behind is told where it is asked for (update.confirm): nobody was in the boots;
    # what gave way to a newer one's memory is no fault of the one that is to come
    tried = crash is not None and (services.last_boot == "rolled_back" or station.memory_newer)
    if tried:
        _keep_error(crash)
    elif crash is not None:
        if not services.rescue:
            services.last_boot = "firmware_error"
        station.interlocks.latch(fault.FIRMWARE_ERROR, 0, 0, 0, now_ms)
    elif cause == system.WATCHDOG:
        if services.last_boot == "power_on":
            services.last_boot = "reset" if why != state_page.WHY_POWER else "watchdog"
        if services.page.open_session and not station.interlocks.count:
            station.interlocks.latch(fault.WATCHDOG_RESET, 0, 0, 0, now_ms)
    return crash


def _note_slot(services, now_ms):
    """How it was started gets its name; the journal tells which slot was started otherwise than always."""
    what = [how for how, _ in _HOW].index(services.last_boot)
    services.last_boot = _HOW[what][1]
    if what:
        slot = "abr".index(services.slot)
        services.recorder.put(
            now_ms, events.NOTE, struct.pack(record.FORMS[events.NOTE], events.SLOT, slot, what, 0)
        )


def _keep_error(crash):
    """On the flash, before anything is armed."""
    try:
        with open(slots.ERROR, "wb") as file:
            file.write(crash)
    except OSError:
        pass  # it is in the journal all the same


def _close_lost(services, now_ms, by_reset):
    """Name the end of a session that this boot found open: the power went, or the controller was reset."""
    page = services.page
    if not page.open_session:
        return
    code = 0
    if by_reset:
        code = services.station.interlocks.faults[0].code
    number = page.open_session
    reason = services.recorder.close_lost_session(now_ms, by_reset, code)
    services.lost_end = {"id": "%d-%d" % (page.open_boot, number), "reason": states.END_NAMES[reason]}
