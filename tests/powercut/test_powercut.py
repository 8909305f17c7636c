"""The power goes at every write of sessions, archive runs, an acknowledgement and settings, on real MicroPython.

`make powercut` does the same with whole half-hour sessions.
"""

from __future__ import annotations

import json

from tests import on_micropython

SECONDS = "40"


# REQ-87
# REQ-139
def test_a_cut_at_every_write_loses_invents_and_doubles_nothing() -> None:
    done = on_micropython.run("tests/powercut/journey.py", SECONDS)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["wrong"] == []
    assert found["looks"] == 3 * sum(found["writes"].values())
    # five sessions, each second of them a record: none was quietly left out
    assert found["records"] >= 5 * int(SECONDS)
    assert found["writes"]["fram"] > found["records"]
    assert found["writes"]["program"] > 0 and found["writes"]["erase"] > 0
    # the archive was full: the oldest file went, and of one that nobody had fetched only the telemetry did
    assert [name[-2:] for name in found["files"]].count(".e") >= 1
    assert [name[-2:] for name in found["files"]].count(".t") == 3
