"""`station doctor` after a firmware gave way: what it had to say is a row."""

from __future__ import annotations

import pytest
from tests.host.command import Call
from tests.host.fake_station import FakeStation
from tests.host.test_doctor import one_station as one_station
from tests.host.test_doctor import rows, said

from recovery_station.flash import update


# REQ-174
def test_what_a_firmware_left_behind_that_gave_way_is_told_at_rest(
    fake: FakeStation, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "memory 0x940 was written by a newer firmware: version 1, this one reads 0"
    standing = update.Standing("b", False, "rolled_back", True, f"Traceback\n{words}\n")
    monkeypatch.setattr(update, "standing", lambda _station: standing)
    assert "left behind" not in rows(call("--json", "doctor")[1])
    said(fake, "hello", last_boot="rolled_back")
    row = rows(call("--json", "doctor")[1])["left behind"]
    assert (row["verdict"], row["found"]) == ("warn", words) and "station update" in row["remedy"]
    said(fake, "status", state="RUNNING")
    assert "left behind" not in rows(call("--json", "doctor")[1])
