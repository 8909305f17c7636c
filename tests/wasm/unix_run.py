"""Runs one proof on the unix MicroPython: unix_run.py PROOF_DIR SLOT_DIR PROTOCOL SCRIPT START_MS locked|free."""

import gc
import sys

sys.path.insert(0, sys.argv[2])
sys.path.insert(0, sys.argv[1])
import loaded

gc.collect()
before = gc.mem_alloc()
import session_proof
import stages

gc.collect()
loaded.leave_out(before)
assert stages.SCRIPTS[sys.argv[4]]
proof = session_proof.Proof(sys.argv[3], sys.argv[6] == "locked", sys.argv[4], int(sys.argv[5]))
while not proof.done:
    gc.collect()
    proof.measure()
    proof.advance(2)
proof.report()
