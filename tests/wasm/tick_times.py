"""Times each part of a tick over a running session on MicroPython, on the null machine; prints one JSON line."""

import gc
import json
import sys
import time

sys.path.insert(0, sys.argv[1])
sys.path.insert(0, sys.argv[2])
import null_machine
import session_proof

_TICKS = 3000


def measure():
    """Microseconds of read + tick + apply: median and worst of `_TICKS` ticks of a running session."""
    proof = session_proof.Proof("flush-20", False, "session")
    while "filling" not in proof.reached():
        proof.advance(1)
    station = proof.station
    times = []
    for _ in range(_TICKS):
        proof.now_ms += 20
        null_machine.step()
        gc.collect()
        begin = time.ticks_us()
        proof.board.read(station.reading)
        proof.board.apply(session_proof.tick(station, proof.now_ms, 20))
        times.append(time.ticks_diff(time.ticks_us(), begin))
        session_proof.app.slack(proof.services, proof.server, 0)
    times.sort()
    return {"median_us": times[_TICKS // 2], "worst_us": times[-1], "ticks": _TICKS}


print(json.dumps(measure()))
