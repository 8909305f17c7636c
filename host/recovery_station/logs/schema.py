"""Tables of the host's journal, units in the column names (docs/logs.md explains them)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text, text

from recovery_station import words

metadata = MetaData()

SURE, DATED_AFTERWARDS = 0, 1  # `utc_doubt`; NULL where the time is not known at all

stations = Table(
    "stations",
    metadata,
    Column("serial", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("firmware", Text, nullable=False),
    Column("last_pull_utc_s", BigInteger, nullable=False),
)

# The proof: what the station wrote, byte for byte. Sessions, events and telemetry are made from it. `raw` is empty
# where a member's token or old telemetry was taken out on purpose: the key stays, so that the record counts as known.
records = Table(
    "records",
    metadata,
    Column("station", Text, primary_key=True),
    Column("boot", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("kind", Integer, nullable=False),
    Column("raw", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Records that the station holds spoiled: they count as known, so that they are not asked for again.
damaged = Table(
    "damaged",
    metadata,
    Column("station", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("copy", Integer, primary_key=True),
    Column("raw", LargeBinary, nullable=False),
    Column("pulled_utc_s", BigInteger, nullable=False),
    Column("mended_utc_s", BigInteger),
)

# Records that the station no longer had when this store asked for them, first_seq ≤ seq < next_seq. `boot` is when it
# was noticed; `acknowledged` is 1 where another computer had told the station that it has them.
lost = Table(
    "lost",
    metadata,
    Column("station", Text, primary_key=True),
    Column("boot", Integer, primary_key=True),
    Column("first_seq", BigInteger, primary_key=True),
    Column("next_seq", BigInteger, nullable=False),
    Column("acknowledged", Integer, nullable=False),
    Column("noted_utc_s", BigInteger, nullable=False),
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
    Column("started_utc_s", BigInteger),
    Column("utc_doubt", Integer),
    Column("ran_s", Float),
    Column("at_pressure_s", Float),
    Column("cycles", Integer),
    Column("reason", Text),
    Column("fault_code", Integer),
    Column("first_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger),
    Column("start_ticks_ms", BigInteger, nullable=False),
    Column("records_missing", Integer, nullable=False),
)

# How each zone held its air while its valve was closed, a session (logs/leaks.py says how it is reckoned).
zone_leaks = Table(
    "zone_leaks",
    metadata,
    Column("station", Text, primary_key=True),
    Column("boot", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("zone", Text, primary_key=True),
    Column("held_s", Float, nullable=False),
    Column("fallen_mmhg", Integer, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("station", Text, primary_key=True),
    Column("boot", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("ticks_ms", BigInteger, nullable=False),
    Column("utc_s", BigInteger),
    Column("utc_doubt", Integer),
    Column("kind", Text, nullable=False),
    Column("detail_json", Text, nullable=False),
)

telemetry = Table(
    "telemetry",
    metadata,
    Column("station", Text, primary_key=True),
    Column("boot", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("ticks_ms", BigInteger, nullable=False),
    Column("utc_s", BigInteger),
    Column("utc_doubt", Integer),
    *[Column(f"{zone}_mmhg", Integer) for zone in words.ZONES],
    Column("manifold_L_mmhg", Integer),
    Column("manifold_R_mmhg", Integer),
    Column("hot_degc", Float),
    Column("cold_degc", Float),
    Column("pump_L_pct", Integer),
    Column("pump_R_pct", Integer),
    Column("energised_bits", Integer),
    sqlite_with_rowid=False,
)

# How far the station's clock had gone astray whenever it was set.
clock_drift = Table(
    "clock_drift",
    metadata,
    Column("station", Text, primary_key=True),
    Column("boot", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("set_utc_s", BigInteger, nullable=False),
    Column("off_s", BigInteger),
    Column("since_s", BigInteger),
    Column("ppm", Float),
)

# What a session's protocol asked for, by its content hash: a station may lose or change a protocol later.
protocols = Table(
    "protocols",
    metadata,
    Column("station", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("document_json", Text, nullable=False),
    Column("pulled_utc_s", BigInteger, nullable=False),
)

# What this store was told: how long telemetry and members stay; the salt of forgotten tokens.
settings = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# Tokens that were forgotten, as salted hashes: a later pull of their old records comes in without them.
forgotten = Table(
    "forgotten",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("forgotten_utc_s", BigInteger, nullable=False),
)

store_version = Table(
    "store_version",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("applied_utc_s", BigInteger, nullable=False),
)

DERIVED = (sessions, zone_leaks, events, telemetry, clock_drift)  # made from `records`, and made anew at will

for _table in (events, telemetry):  # few rows: those whose date is still to come
    Index(
        f"{_table.name}_undated",
        _table.c.station,
        _table.c.boot,
        _table.c.utc_doubt,  # always NULL here, but only with it does SQLite prefer this index to the key
        sqlite_where=text("utc_doubt IS NULL"),
        postgresql_where=text("utc_doubt IS NULL"),
    )
Index("events_kinds", events.c.station, events.c.boot, events.c.kind)
