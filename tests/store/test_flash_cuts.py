"""The power goes at every write of a put, a replacement and a removal, on the littlefs the board has."""

from __future__ import annotations

import json

from tests import on_micropython


def test_a_cut_at_every_write_leaves_the_old_protocol_or_the_new_one() -> None:
    done = on_micropython.run("tests/store/flash_cuts.py")
    assert done.returncode == 0, done.stdout + done.stderr
    rows = {row["what"]: row for row in json.loads(done.stdout)}
    assert set(rows) == {"replace", "add", "remove"}
    for row in rows.values():
        assert row["wrong"] == []
        assert row["before"] + row["after"] == 3 * row["operations"]
        assert row["before"] > 0, "no cut was early enough to keep what was there"
    assert rows["replace"]["operations"] > 5
