"""SQL views for whoever reads the store by hand or with Datasette; docs/logs.md explains them with queries.

Names are in small letters, so that neither database asks for quotes. No view shows a member.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from recovery_station import words

WRAP_MS = words.TICKS_WRAP_MS
NAMES = ("v_days", "v_faults", "v_telemetry", "v_sessions")  # each before what it is made from

OF_SESSION = """
JOIN sessions AS s ON s.station = r.station AND s.boot = r.boot AND r.seq >= s.first_seq
  AND r.seq <= COALESCE(s.last_seq, r.seq)
  AND NOT EXISTS (SELECT 1 FROM sessions AS n WHERE n.station = s.station AND n.boot = s.boot
    AND n.first_seq > s.first_seq AND n.first_seq <= r.seq)"""
SESSION_ID = "CAST(s.boot AS TEXT) || '-' || CAST(s.number AS TEXT)"
T_S = f"((r.ticks_ms - s.start_ticks_ms + {WRAP_MS}) % {WRAP_MS}) / 1000.0"
# dialect: (ISO date and time of s.started_utc_s, its day, detail as JSON by name)
DIALECTS = {
    "sqlite": (
        "strftime('%Y-%m-%dT%H:%M:%SZ', s.started_utc_s, 'unixepoch')",
        "strftime('%Y-%m-%d', started_utc_s, 'unixepoch')",
        "json_extract(r.detail_json, '$.{0}')",
    ),
    "postgresql": (
        "to_char(to_timestamp(s.started_utc_s) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
        "to_char(to_timestamp(started_utc_s) AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
        "(r.detail_json::json ->> '{0}')",
    ),
}


def make(connection: Connection) -> None:
    """Make the views as this program knows them."""
    for name in NAMES:
        connection.execute(text(f"DROP VIEW IF EXISTS {name}"))
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(statement.replace("%", "%%") if _doubles(connection) else statement)


def statements(dialect: str) -> list[str]:
    """The CREATE VIEW statements, in the order in which they lean on each other."""
    started, day, detail = DIALECTS[dialect]
    return [_sessions(started), _telemetry(), _faults(detail), _days(day)]


def _doubles(connection: Connection) -> bool:
    return connection.dialect.paramstyle in ("format", "pyformat")


def _sessions(started: str) -> str:
    return f"""CREATE VIEW v_sessions AS SELECT s.station, {SESSION_ID} AS session, s.boot, s.number, s.protocol,
  {started} AS started, s.started_utc_s, s.utc_doubt, s.planned_s, s.ran_s, s.at_pressure_s, s.cycles,
  COALESCE(s.reason, 'goes on') AS outcome, s.fault_code, s.soreness_0_10, s.records_missing
FROM sessions AS s"""


def _telemetry() -> str:
    zones = ", ".join(f'r."{zone}_mmhg" AS {zone.lower()}_mmhg' for zone in words.ZONES)
    return f"""CREATE VIEW v_telemetry AS SELECT r.station, {SESSION_ID} AS session, {T_S} AS t_s, r.utc_s,
  r.utc_doubt, {zones}, r."manifold_L_mmhg" AS manifold_l_mmhg, r."manifold_R_mmhg" AS manifold_r_mmhg,
  r.hot_degc, r.cold_degc, r."pump_L_pct" AS pump_l_pct, r."pump_R_pct" AS pump_r_pct
FROM telemetry AS r{OF_SESSION}"""


def _faults(detail: str) -> str:
    fields = {"name": "TEXT", "channel": "TEXT", "measured": "INTEGER", "limit": "INTEGER", "unit": "TEXT"}
    told = ", ".join(
        f"CAST({detail.format(name)} AS {kind}) AS {'limit_value' if name == 'limit' else name}"
        for name, kind in fields.items()
    )
    joined = OF_SESSION.replace("JOIN", "LEFT JOIN", 1)
    return f"""CREATE VIEW v_faults AS SELECT r.station, CASE WHEN s.boot IS NULL THEN NULL ELSE {SESSION_ID} END
  AS session, {T_S} AS t_s, r.utc_s, r.utc_doubt, {told}
FROM events AS r{joined}
WHERE r.kind = 'fault'"""


def _days(day: str) -> str:
    return f"""CREATE VIEW v_days AS SELECT station, {day} AS day, COUNT(*) AS sessions,
  SUM(ran_s) / 60.0 AS minutes, SUM(CASE WHEN outcome = 'completed' THEN 1 ELSE 0 END) AS completed,
  SUM(CASE WHEN outcome = 'fault' THEN 1 ELSE 0 END) AS ended_by_fault
FROM v_sessions WHERE started_utc_s IS NOT NULL GROUP BY station, {day}"""
