"""The host's journal in SQLite (or another database by URL): each record once, and what is made from them."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, Engine, insert, select

from recovery_station.errors import StationError
from recovery_station.logs import damage, database, ingest, known, losses, migrate, privacy, schema
from recovery_station.logs.database import default_path
from recovery_station.logs.privacy import Forgotten
from recovery_station.models import Hello, LogRange
from recovery_station.records import Damaged, Record
from station_firmware.store import record as layout


class Store:
    """One open journal. Every method may raise StoreError when the database cannot be read or written."""

    def __init__(self, engine: Engine, place: str) -> None:
        self.engine = engine
        self.place = place

    @classmethod
    def open(cls, target: str | Path | None = None) -> Store:
        """Open or make a store; one of an older version is carried over.

        Args:
            target: SQLite file, SQLAlchemy URL (anything with `://`), or None for this user's.
        """
        text = str(target or default_path())
        with database.told(text if "://" not in text else text.partition(":")[0]):
            engine, place = database.connect(text)
        store = cls(engine, place)
        try:
            migrate.bring_up(engine, place)
        except StationError:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Give the database back."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------ what is there

    def known_seqs(self, station: str, first_seq: int, next_seq: int) -> set[int]:
        """Sequence numbers of this station already stored in first_seq ≤ seq < next_seq.

        Those known to be spoiled on the station are among them.
        """
        with self.reading() as connection:
            found = known.whole(connection, station, first_seq, next_seq)
            return found.union(known.spoiled(connection, station, first_seq, next_seq))

    def spoiled_seqs(self, station: str, first_seq: int, next_seq: int) -> dict[int, bool]:
        """Those of them that were only ever met spoiled; True where nothing at all could be read of one."""
        with self.reading() as connection:
            return known.spoiled(connection, station, first_seq, next_seq)

    def lost_seqs(self, station: str, first_seq: int, next_seq: int) -> set[int]:
        """Sequence numbers in first_seq ≤ seq < next_seq that the station no longer had."""
        with self.reading() as connection:
            return losses.noted(connection, station, first_seq, next_seq)

    def holds_more_than_acks(self, station: str, first_seq: int, next_seq: int) -> bool:
        """True when anything but acknowledgements is stored in first_seq ≤ seq < next_seq."""
        column = schema.records.c
        with self.reading() as connection:
            boots = list(known.boots_since(connection, station, first_seq))
            query = select(column.seq).where(
                column.station == station,
                column.boot.in_(boots),
                column.seq >= first_seq,
                column.seq < next_seq,
                column.kind != layout.ACK,
            )
            return connection.scalar(query.limit(1)) is not None

    def newest_seq(self, station: str) -> int | None:
        """The highest sequence number of the newest boot stored, None when there is nothing."""
        column = schema.records.c
        query = (
            select(column.seq)
            .where(column.station == station)
            .order_by(column.boot.desc(), column.seq.desc())
            .limit(1)
        )
        with self.reading() as connection:
            return connection.scalar(query)

    def has(self, station: str, record: Record) -> bool:
        """True when this very record is stored. Raises IntegrityError when its key holds other bytes."""
        with self.reading() as connection:
            return not ingest.new_ones(connection, station, [record])

    # ------------------------------------------------------------ taking in

    def add(self, hello: Hello, records: Sequence[Record], damaged: Sequence[Damaged] = ()) -> int:
        """Store records, all or none; those already there are left alone. Returns how many were new.

        Args:
            damaged: what the station holds spoiled; it counts as known from now on.

        Raises IntegrityError when a key (station, boot, seq) is there with other bytes.
        """
        station = hello.serial
        with self.writing() as connection:
            ingest.note_station(connection, hello)
            damage.note(connection, station, damaged)
            fresh = ingest.new_ones(connection, station, records)
            if fresh:
                fresh = privacy.without_forgotten(connection, station, fresh)
                ingest.insert_records(connection, station, fresh)
                seqs = [one.seq for one in fresh]
                damage.note_mended(connection, station, seqs)
                losses.take_back(connection, station, seqs)
                ingest.tell_together(connection, station, fresh)
            privacy.retain_when_due(connection)
        return len(fresh)

    def begin_account(self, station: str, journal: LogRange) -> None:
        """Before anything of a pull is stored: from which number on `account` is to answer for a station."""
        newest_seq = self.newest_seq(station)
        with self.writing() as connection:
            losses.begin(connection, station, journal, newest_seq)

    def account(self, hello: Hello, journal: LogRange) -> list[range]:
        """All that the station could give below `journal.next_seq` is here: note and give what is not, once."""
        with self.writing() as connection:
            return losses.account(connection, hello, journal)

    def add_protocol(self, station: str, protocol_id: str, sha256: str, document: dict[str, object]) -> None:
        """Keep what a preset asked for, once per content."""
        table = schema.protocols
        row = {"station": station, "id": protocol_id, "sha256": sha256}
        same = [table.c[name] == value for name, value in row.items()]
        with self.writing() as connection:
            if connection.scalar(select(table.c.id).where(*same)) is None:
                row_full = {**row, "document_json": json.dumps(document), "pulled_utc_s": int(time.time())}
                connection.execute(insert(table).values(**row_full))

    # ------------------------------------------------------------ taking out

    def forget(self, token: str) -> Forgotten:
        """Unlink a member's token from all sessions, take it out of the records, and overwrite its bytes."""
        with self.writing() as connection:
            found = privacy.forget(connection, token)
        database.scrub(self.engine, self.place)
        return found

    def retention(self) -> dict[str, int | None]:
        """Days that `telemetry` and `members` stay; None means for good."""
        with self.reading() as connection:
            return privacy.retention(connection)

    def set_retention(self, days: Mapping[str, int | None]) -> None:
        """Change how many days `telemetry` and `members` stay; it is applied once a day as records come in."""
        with self.writing() as connection:
            for kind, value in days.items():
                privacy.set_setting(connection, f"{kind}_days", None if value is None else str(value))

    def retain(self) -> dict[str, int]:
        """Take out now what has stayed long enough, and overwrite its bytes. Returns how much it was."""
        with self.writing() as connection:
            gone = privacy.retain(connection)
        database.scrub(self.engine, self.place)
        return gone

    # ------------------------------------------------------------ connections

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection for queries."""
        return database.reading(self.engine, self.place)

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction, the only one that writes: committed at the end, rolled back by any error."""
        return database.writing(self.engine, self.place)
