"""Settings on the real firmware: kept over resets and cuts of the power, and no session on damaged ones."""

from __future__ import annotations

import contextlib

import pytest
from tests.core.settings_table import FULL, only

from recovery_station.authoring.content import content_hash
from recovery_station.errors import RefusedError, TimedOutError
from recovery_station.station import Station
from recovery_station.virtual.station import VirtualStation
from station_firmware.core import events
from station_firmware.store import layout, settings_page

pytestmark = pytest.mark.timeout(240)
COPY_BYTES = settings_page.SIZE + 8


def behind(station: Station) -> VirtualStation:
    """The virtual station at the other end."""
    return station.client.transport.station  # pyright: ignore[reportAttributeAccessIssue]


def settled(station: Station, *states: str) -> str:
    """Wait for one of these states, IDLE when none is named; and greet it: it may have started again."""
    while (state := station.wire_status().state) not in (states or ("IDLE",)):
        station.client.transport.wait(0.5)
    station.greet()
    return state


def notes(station: Station) -> int:
    """How often the settings were set, as the journal tells."""
    kept = station.log_range()
    records = station.read_records(range(kept.first_seq, kept.next_seq))
    return sum(1 for one in records if one.kind == events.NOTE and one.payload[0] == events.SETTINGS)


# REQ-110 REQ-114
def test_they_outlive_a_reset_and_the_power(virtual_station: Station) -> None:
    station = virtual_station
    settled(station)
    assert station.config().kept == "never"
    assert station.put_config(FULL) == content_hash(FULL)
    for leave in (behind(station).reset_button, lambda: behind(station).power_cut(2_000_000)):
        boots = station.greet().boot
        leave()
        station.client.transport.wait(3.0)
        settled(station)
        assert station.hello.boot == boots + 1
        assert station.hello.name == "Leg Lab 2"
        found = station.config()
        assert (found.kept, found.settings) == ("good", FULL)
    with pytest.raises(RefusedError, match="host_start"):
        station.start("flush-20", screened=True, confirmed_by="Kim")


# REQ-113
@pytest.mark.parametrize("write", [1, 2, 3, 4])
@pytest.mark.parametrize("torn", [0, 5, 300])
def test_a_cut_at_each_write_of_a_put_leaves_the_old_or_the_new(
    virtual_station: Station, write: int, torn: int
) -> None:
    station = virtual_station
    settled(station)
    station.put_config(FULL)
    behind(station).cut_at_fram_write(write, torn)
    new = only(name="New", bath_l=50)
    kept = False
    with contextlib.suppress(RefusedError, TimedOutError):
        station.put_config(new)  # refused by the boot after the cut, it is asked once more
        kept = True
    settled(station)
    found = station.config()
    assert found.kept == "good"
    assert found.settings == (FULL if write == 1 and not kept else new)
    assert station.hello.name == found.settings["name"]


# REQ-114
def test_while_a_session_is_under_way_they_rest(virtual_station: Station) -> None:
    station = virtual_station
    settled(station)
    station.start("flush-20", screened=True, confirmed_by="Kim")
    for state in ("SELFTEST", "RUNNING"):
        settled(station, state)
        for ask in (station.config, lambda: station.put_config(FULL)):
            with pytest.raises(RefusedError, match="only"):
                ask()
    assert station.status().tick.late == 0
    station.stop()
    settled(station)
    assert station.config().kept == "never"
    station.put_config(FULL)
    assert notes(station) == 1


def _damage(station: Station) -> None:
    """One bit of both copies turns over while the power is off."""
    board = behind(station).board
    assert board is not None
    for copy in (0, 1):
        board.fram[layout.SETTINGS + copy * COPY_BYTES + 40] ^= 4
    behind(station).reset_button()
    station.client.transport.wait(3.0)


# REQ-112
def test_damaged_settings_let_no_session_begin_until_good_ones_are_put(virtual_station: Station) -> None:
    station = virtual_station
    settled(station)
    station.put_config(FULL)
    _damage(station)
    settled(station)
    assert station.hello.name.startswith("station-") and station.config().kept == "damaged"
    station.start("flush-20", screened=True, confirmed_by="Kim")
    settled(station, "FAULT")
    (fault,) = station.faults()
    assert (fault.code, fault.name) == (511, "settings_damaged")
    assert "station config edit" in fault.remedy
    assert station.config().kept == "damaged"
    with pytest.raises(RefusedError, match="settings are read and set only at rest"):
        station.put_config(FULL)
    station.ack()
    settled(station)
    station.put_config(only(name="Mended"))
    assert station.config().kept == "good"
    station.start("flush-20", screened=True, confirmed_by="Kim")
    assert settled(station, "FAULT", "RUNNING") == "RUNNING"
