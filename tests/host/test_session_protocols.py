"""Which protocol a session ran, by id, version and content: from its records to the store."""

from __future__ import annotations

from typing import Any, cast

from tests.host import story
from tests.host.fake_station import FakeStation

from recovery_station.authoring.content import content_hash
from recovery_station.logs import query
from recovery_station.logs.assemble import assemble
from recovery_station.logs.pull import pull
from recovery_station.logs.store import Store
from recovery_station.records import from_raw
from recovery_station.station import Station
from station_firmware.core import presets as _presets
from station_firmware.core import states
from station_firmware.store import record

presets = cast("Any", _presets)
FLUSH = content_hash(presets.find("flush-20"))


def ran(fake: FakeStation, number: int, content: str) -> None:
    """A session whose records tell version and content of flush-20."""
    story.begin(fake, number, "flush-20")
    story.text(fake, record.TEXT_VERSION, "0.1.0")
    story.text(fake, record.TEXT_CONTENT, content)
    fake.add(record.SESSION_END, number, states.COMPLETED, 1000, 1000, 1, 0, ticks_ms=1000)


def test_a_session_knows_id_version_and_content(fake: FakeStation) -> None:
    ran(fake, 1, FLUSH)
    (session,) = assemble(from_raw(raw) for raw in fake.journal.values())
    told = (session.protocol, session.protocol_version, session.protocol_sha256)
    assert told == ("flush-20", "0.1.0", FLUSH)


def test_only_the_very_content_is_shown_for_a_session(
    fake: FakeStation, station: Station, store: Store
) -> None:
    ran(fake, 1, FLUSH)
    ran(fake, 2, "0" * 64)
    pull(station, store)
    first, second = query.sessions(store)
    assert query.protocol(store, first) == presets.find("flush-20")
    assert query.protocol(store, second) is None, "what ran then is not what the station has now"
    assert query.protocols_wanted(store, fake.serial) == {("flush-20", "0" * 64)}
