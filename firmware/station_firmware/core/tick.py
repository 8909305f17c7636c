"""One tick, one direction: Reading, Session, Demand, Interlocks, Gate, Outputs. Every 20 ms, always in this order."""

from .report import report

_LONGEST_MS = 1 << 29


def tick(station, now_ms, dt_ms):
    """Run one tick on `station.reading` as the HAL filled it; returns the Outputs the HAL must drive.

    `now_ms` wraps at 2**30; `dt_ms` is the time since the last tick, `reading.late_ms` how late this one began.
    """
    station.now_ms = now_ms
    reading = station.reading
    station.sensing.convert(reading)
    session = station.session
    session.step(reading, station.demand, station.mailbox, dt_ms, now_ms)
    if station.interlocks.judge(station):
        session.trip(station.interlocks.estop_first())
    station.chain.step(reading, dt_ms)
    station.voice.step(session.state, dt_ms)
    latched = station.interlocks.count > 0
    outputs = station.gate.permit(
        station.demand, reading, session.state, latched, station.chain, station.voice, now_ms
    )
    powered = outputs.closed or outputs.pump_left_pct or outputs.pump_right_pct
    station.unpowered_ms = 0 if powered else min(station.unpowered_ms + dt_ms, _LONGEST_MS)
    station.test.vented_ms = station.unpowered_ms
    report(station, now_ms, dt_ms)
    return outputs
