"""Puts what changed in this tick into the event ring, and once a second a line of telemetry. Allocates nothing."""

from . import events as kinds
from . import screening, states

_TELEMETRY_MS = 1000
_AFTER_TRIP_MS = 12000
_SORENESS_NOT_GIVEN = 255


def report(station, now_ms, dt_ms):
    """Compare with what was reported last and put events for the differences."""
    events = station.events
    session = station.session
    state = session.state
    before = station.reported_state
    if station.interlocks.count > station.reported_faults:
        _faults(station, now_ms)
    station.reported_faults = station.interlocks.count
    if state != before:
        station.reported_state = state
        # also when it tripped in its first tick
        if before == states.READY and session.number != station.reported_end:
            _session_start(session, events, now_ms)
        if session.number == session.last_number and session.number != station.reported_end:
            station.reported_end = session.number
            _session_end(station, events, now_ms)
        events.put(kinds.STATE, now_ms, before, state)
    steps = session.steps
    _steps(station, events, now_ms)
    _note(steps, events, now_ms)
    for leg in steps.legs:
        _note(leg, events, now_ms)
    if station.voice.prompt != station.reported_prompt:
        station.reported_prompt = station.voice.prompt
        events.put(kinds.PROMPT, now_ms, session.number, station.voice.prompt)
    station.second_ms += dt_ms
    if station.second_ms >= _TELEMETRY_MS:
        station.second_ms -= _TELEMETRY_MS
        # after a trip the emptying zones belong to the record too
        emptying = state == states.FAULT and session.state_ms <= _AFTER_TRIP_MS
        if emptying or (state != states.IDLE and state != states.MAINTENANCE and state != states.FAULT):
            events.put(kinds.TELEMETRY, now_ms)


def _note(who, events, now_ms):
    """What a leg or the steps have to tell beside states and steps (core/events.py)."""
    if who.note:
        events.put(kinds.NOTE, now_ms, who.note, who.note_a, who.note_b, 0)
        who.note = kinds.NO_NOTE


def _faults(station, now_ms):
    for index in range(station.reported_faults, station.interlocks.count):
        kept = station.interlocks.faults[index]
        station.events.put(
            kinds.FAULT,
            now_ms,
            kept.code,
            kept.channel,
            kept.measured,
            kept.limit,
            kept.count,
            int(index == 0),
        )


def _session_start(session, events, now_ms):
    plan = session.steps.plan
    soreness = _SORENESS_NOT_GIVEN if plan.soreness is None else plan.soreness
    events.put(
        kinds.SESSION_START,
        now_ms,
        session.number,
        plan.planned_s,
        screening.VERSION,
        1 if plan.confirmed_by else 0,
        soreness,
        len(plan.steps),
    )
    if plan.left_off:
        events.put(kinds.NOTE, now_ms, kinds.LEFT_OFF, plan.left_off)


def _session_end(station, events, now_ms):
    session = station.session
    steps = session.steps
    code = station.interlocks.faults[0].code if station.interlocks.count else 0
    events.put(
        kinds.SESSION_END,
        now_ms,
        session.number,
        session.last_end,
        steps.ran_ms,
        steps.at_pressure_ms,
        steps.cycles_done,
        code,
    )


def _steps(station, events, now_ms):
    steps = station.session.steps
    if steps.changed and not steps.finished:
        steps.changed = False
        step = steps.plan.steps[steps.index]
        events.put(kinds.STEP, now_ms, station.session.number, steps.index, step.kind, step.planned_ms)
