"""What the station tells of itself: status, faults, identity, as tables ready for JSON."""

import sys

from .. import VERSION
from ..core import figures, prompt, states
from ..core.outputs import BATH_NAMES, ZONES
from ..core.ready import ready_min
from . import loan

# in the order of the phases of core/water.py
_IN_WATER = ("wait", "enter", "in", "way", "out")


def hello(services):
    """Who answers here; the first thing a host asks."""
    implementation = sys.implementation
    return {
        "protocol": [1, 1],
        "firmware": VERSION,
        "slot": services.slot,
        "implementation": "%s %s"
        % (implementation.name, ".".join([str(part) for part in implementation.version[:3]])),
        "mpy": getattr(implementation, "_mpy", 0),
        "machine": getattr(implementation, "_machine", ""),
        "serial": services.serial,
        "name": services.name,
        "boot": services.page.boot,
        "schema": services.schema,
        "last_boot": services.last_boot,
    }


def _mmhg(pressure_dmmhg):
    return None if pressure_dmmhg is None else (pressure_dmmhg + 5) // 10


def status(services):
    """The state of the station in one frame."""
    station = services.station
    session = station.session
    interlocks = station.interlocks
    journal = services.recorder.journal
    reading = station.reading
    return {
        "state": states.STATE_NAMES[session.state],
        "uptime_ms": services.uptime_ms,
        "clock_ok": services.recorder.wall.ok,
        "zones_mmhg": [_mmhg(value) for value in reading.smooth_dmmhg],
        "targets_mmhg": [session.steps.target_mmhg(zone) for zone in range(ZONES)],
        "baths_cdegc": [reading.hot_cdegc, reading.cold_cdegc],
        "baths_ready_min": [ready_min(station, 0), ready_min(station, 1)],
        "baths_kept_cdegc": list(station.thermal.want_cdegc),
        "baths_stopped": station.thermal.stopped,
        "chain_ok": station.chain.healthy(reading),
        "estop": not reading.estop,
        "fault": fault_row(services, 0) if interlocks.count else None,
        "faults_count": interlocks.count,
        "log": [services.archive.oldest(journal), journal.next_seq, services.page.acked_seq],
        "log_failing": services.archive.failing,
        "log_full_pct": services.archive.full_pct(services),
        "display_ok": services.panel.display.ok,
        "heap_free": station.heap_free,
        "tick": [services.tick_max_us, services.late_count],
        "session": _session(services, session),
        "prompt": prompt.NAMES[station.voice.prompt] or None,
        "doing": _doing(session),
        "last_end": _last_end(services, session),
    }


def fault_row(services, index):
    """[code, channel, measured, limit, since_ms, count] of one latched fault."""
    kept = services.station.interlocks.faults[index]
    channel = loan.fault_channel(kept.code, kept.channel)
    return [kept.code, channel, kept.measured, kept.limit, kept.since_ms, kept.count]


def selftest(test):
    """The last whole test: [code, channel, measured, limit] of what it found, and its figures as core/figures.py."""
    return {
        "passed": test.passed,
        "found": [test.code, loan.fault_channel(test.code, test.channel), test.measured, test.limit]
        if test.code
        else None,
        "figures": [None if figure == figures.UNKNOWN else figure for figure in test.figures],
    }


def session_id(services, number):
    """The id of a session of this boot."""
    return "%d-%d" % (services.page.boot, number)


def _session(services, session):
    if session.state not in (states.RUNNING, states.PAUSED) or session.plan.empty:
        return None
    steps = session.steps
    step = steps.plan.steps[steps.index]
    elapsed_s = steps.elapsed_ms() // 1000
    return {
        "id": session_id(services, session.number),
        "protocol": session.plan.protocol_id,
        "step": steps.index,
        "step_kind": states.STEP_KINDS[step.kind],
        "elapsed_s": elapsed_s,
        "remaining_s": max(0, session.plan.planned_s - elapsed_s),
        "cycle": steps.cycle(),
        "cycles": len(step.dips) or len(step.items) or None,
    }


def _doing(session):
    """What staff and athlete are to do now: a question, a bath, an item; None in the boots and at rest."""
    steps = session.steps
    if session.state not in (states.RUNNING, states.PAUSED):
        return None
    if steps.asking:
        return {"what": prompt.NAMES[steps.asking]}
    if states.is_wet(steps.kind):
        water = steps.water
        left_ms = water.left_ms()
        left_s = None if left_ms < 0 else _seconds_up(left_ms)
        return {"what": _IN_WATER[water.phase], "bath": BATH_NAMES[water.bath], "left_s": left_s}
    if steps.kind != states.STEP_GUIDED:
        return None
    guided = steps.guided
    items = steps.plan.steps[steps.index].items
    label, _, sides, reps = items[guided.item]
    return {
        "what": "item",
        "label": label,
        "side": guided.side + 1,
        "sides": sides,
        "reps": reps,
        "left_s": _seconds_up(guided.left_ms()),
        "next": items[guided.item + 1][0] if guided.item + 1 < len(items) else None,
    }


def _seconds_up(ms):
    return (ms + 999) // 1000


def _last_end(services, session):
    if session.last_end == states.NO_END:
        return services.lost_end
    return {"id": session_id(services, session.last_number), "reason": states.END_NAMES[session.last_end]}
