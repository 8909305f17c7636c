"""A store as programs before version 2 made it, written out: what a user's file looks like that is opened today."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Connection, create_engine, text

from recovery_station.records import from_raw

DDL = (
    "CREATE TABLE stations (serial TEXT NOT NULL, name TEXT NOT NULL, firmware TEXT NOT NULL,"
    " last_pull_utc_s INTEGER NOT NULL, PRIMARY KEY (serial))",
    "CREATE TABLE records (station TEXT NOT NULL, boot INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, raw BLOB NOT NULL, PRIMARY KEY (station, boot, seq))",
    "CREATE TABLE sessions (station TEXT NOT NULL, boot INTEGER NOT NULL, number INTEGER NOT NULL, protocol TEXT,"
    " protocol_version TEXT, protocol_sha256 TEXT, member TEXT, confirmed_by TEXT, soreness_0_10 INTEGER,"
    " screening_version INTEGER, planned_s INTEGER, started_utc_s INTEGER, ran_s FLOAT, at_pressure_s FLOAT,"
    " cycles INTEGER, reason TEXT, fault_code INTEGER, first_seq INTEGER NOT NULL, last_seq INTEGER,"
    " start_ticks_ms INTEGER NOT NULL, PRIMARY KEY (station, boot, number))",
    "CREATE TABLE events (station TEXT NOT NULL, boot INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " ticks_ms INTEGER NOT NULL, utc_s INTEGER, kind TEXT NOT NULL,"
    " detail_json TEXT NOT NULL, PRIMARY KEY (station, boot, seq))",
    "CREATE TABLE telemetry (station TEXT NOT NULL, boot INTEGER NOT NULL, seq INTEGER NOT NULL,"
    ' ticks_ms INTEGER NOT NULL, utc_s INTEGER, "L1_mmhg" INTEGER, "L2_mmhg" INTEGER, "L3_mmhg" INTEGER,'
    ' "L4_mmhg" INTEGER, "L5_mmhg" INTEGER, "R1_mmhg" INTEGER, "R2_mmhg" INTEGER, "R3_mmhg" INTEGER,'
    ' "R4_mmhg" INTEGER, "R5_mmhg" INTEGER, "manifold_L_mmhg" INTEGER, "manifold_R_mmhg" INTEGER, hot_degc FLOAT,'
    ' cold_degc FLOAT, "pump_L_pct" INTEGER, "pump_R_pct" INTEGER, energised_bits INTEGER,'
    " PRIMARY KEY (station, boot, seq))",
    "CREATE TABLE protocols (station TEXT NOT NULL, id TEXT NOT NULL, sha256 TEXT NOT NULL,"
    " document_json TEXT NOT NULL, pulled_utc_s INTEGER NOT NULL, PRIMARY KEY (station, id, sha256))",
)
SERIAL = "fake0001"
DOCUMENT = {"id": "flush-20", "step": []}


def make(target: str, journal: Mapping[int, bytes]) -> None:
    """Make it at `target` with these raw records of one station."""
    engine = create_engine(target if "://" in target else f"sqlite:///{target}")
    with engine.begin() as connection:
        for statement in DDL:
            bytea = engine.dialect.name == "postgresql"
            connection.execute(text(statement.replace("BLOB", "BYTEA") if bytea else statement))
        _fill(connection, journal)
    engine.dispose()


def _fill(connection: Connection, journal: Mapping[int, bytes]) -> None:
    connection.execute(text(f"INSERT INTO stations VALUES ('{SERIAL}', 'gym-2', '0.1.0', 1900000000)"))
    for raw in journal.values():
        one = from_raw(raw)
        row = {"station": SERIAL, "boot": one.boot, "seq": one.seq, "kind": one.kind, "raw": one.raw}
        connection.execute(text("INSERT INTO records VALUES (:station, :boot, :seq, :kind, :raw)"), row)
    protocol = {"station": SERIAL, "document": json.dumps(DOCUMENT)}
    connection.execute(
        text("INSERT INTO protocols VALUES (:station, 'flush-20', '00', :document, 7)"), protocol
    )
