"""Tables of the host's journal, units in the column names."""

from __future__ import annotations

from sqlalchemy import Column, Float, Integer, LargeBinary, MetaData, Table, Text

from recovery_station import words

metadata = MetaData()

stations = Table(
    "stations",
    metadata,
    Column("serial", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("firmware", Text, nullable=False),
    Column("last_pull_utc_s", Integer, nullable=False),
)

# The proof: what the station wrote, byte for byte. Everything below is made from it.
records = Table(
    "records",
    metadata,
    Column("station", Text, primary_key=True),
    Column("boot", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("kind", Integer, nullable=False),
    Column("raw", LargeBinary, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("station", Text, primary_key=True),
    Column("boot", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("protocol", Text),
    Column("protocol_version", Text),
    Column("protocol_sha256", Text),
    Column("member", Text),
    Column("confirmed_by", Text),
    Column("soreness_0_10", Integer),
    Column("screening_version", Integer),
    Column("planned_s", Integer),
    Column("started_utc_s", Integer),
    Column("ran_s", Float),
    Column("at_pressure_s", Float),
    Column("cycles", Integer),
    Column("reason", Text),
    Column("fault_code", Integer),
    Column("first_seq", Integer, nullable=False),
    Column("last_seq", Integer),
    Column("start_ticks_ms", Integer, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("station", Text, primary_key=True),
    Column("boot", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("ticks_ms", Integer, nullable=False),
    Column("utc_s", Integer),
    Column("kind", Text, nullable=False),
    Column("detail_json", Text, nullable=False),
)

telemetry = Table(
    "telemetry",
    metadata,
    Column("station", Text, primary_key=True),
    Column("boot", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("ticks_ms", Integer, nullable=False),
    Column("utc_s", Integer),
    *[Column(f"{zone}_mmhg", Integer) for zone in words.ZONES],
    Column("manifold_L_mmhg", Integer),
    Column("manifold_R_mmhg", Integer),
    Column("hot_degc", Float),
    Column("cold_degc", Float),
    Column("pump_L_pct", Integer),
    Column("pump_R_pct", Integer),
    Column("energised_bits", Integer),
)

# What a session's protocol asked for, by its content hash: a station may lose or change a protocol later.
protocols = Table(
    "protocols",
    metadata,
    Column("station", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("document_json", Text, nullable=False),
    Column("pulled_utc_s", Integer, nullable=False),
)
