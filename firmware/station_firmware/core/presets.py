"""The built-in protocols as rows, with the source of what they ask; `find` makes the table a protocol file holds.

Pressures: 70 mmHg for 30 min is a published peristaltic trial (Martin 2015), 110 mmHg another, calf only (Blumkaitis);
50 mmHg suits most and up to 80 is used (SC-4004-DL manual); steps of 5-10 mmHg are the best gradient (Kamm 1986);
sessions of 20-30 min (Maia 2024). Holds and rests make cycles of 30-60 s (JetBoots: 60 s). Baths: Elias in Bieuzen's
table 1 (7 x 1 min 38 degC, 7 x 1 min 12 degC).
"""

_MAIA = "Maia 2024: 20-30 min; Kamm 1986: steps of 5-10 mmHg"
_BOOTS = ("pattern", "legs", "target_mmhg", "hold_s", "release_s", "duration_s")
_WATER = ("hot_degc", "cold_degc", "hot_s", "cold_s", "rounds", "start", "end", "transfer_s")

# id, title, source, kind of its one step, that step's values, boost (zone, mmHg) or None
_ROWS = (
    (
        "flush-20",
        "Easy legs",
        _MAIA,
        "compression",
        ("sequential", "both", (80, 75, 70, 65, 60), 8, 6, 1200),
        None,
    ),
    (
        "flush-30",
        "Easy legs, longer",
        _MAIA,
        "compression",
        ("sequential", "both", (80, 75, 70, 65, 60), 8, 6, 1800),
        None,
    ),
    (
        "gentle-20",
        "Gentle legs",
        "SC-4004-DL manual: 50 mmHg suits most; Maia 2024: 20-30 min",
        "compression",
        ("sequential", "both", (50, 45, 40, 35, 30), 6, 8, 1200),
        None,
    ),
    (
        "deep-30",
        "Deep legs",
        "Martin 2015: about 70 mmHg for 30 min, peristaltic; top within 30-110 mmHg (Normatec 3)",
        "compression",
        ("wave", "both", (100, 95, 90, 80, 70), 10, 8, 1800),
        None,
    ),
    (
        "warmup-10",
        "Warm up",
        "RecoveryAir PRO has a Warm-up preset; 50 mmHg suits most (SC-4004-DL manual)",
        "compression",
        ("wave", "alternating", (60, 55, 50, 45, 40), 2, 3, 600),
        None,
    ),
    (
        "calf-boost-20",
        "Calves",
        "ZoneBoost: one zone 10 mmHg higher (K220217); Maia 2024: 20-30 min",
        "compression",
        ("sequential", "both", (75, 70, 65, 60, 55), 8, 6, 1200),
        (3, 10),
    ),
    (
        "gradient-30",
        "Gradient hold",
        "AIROS gradient mode: all fill and hold, all deflate; Kamm 1986: steps of 5-10 mmHg",
        "compression",
        ("gradient-hold", "both", (80, 72, 64, 56, 48), 20, 15, 1800),
        None,
    ),
    (
        "pulse-20",
        "Pulse",
        "NormaTec: pulse the working zone, hold the ones below, release; Maia 2024: 20-30 min",
        "compression",
        ("pulse", "both", (80, 75, 70, 65, 60), 4, 6, 1200),
        None,
    ),
    (
        "contrast-7x1",
        "Contrast, 7 rounds",
        "Elias, Bieuzen table 1: 7 x 1 min hot 38, 7 x 1 min cold 12",
        "contrast",
        (38, 12, 60, 60, 7, "hot", "cold", 15),
        None,
    ),
)
IDS = tuple([row[0] for row in _ROWS])


def find(protocol_id):
    """The preset `protocol_id` as a dict made anew, or None. All may be run with a zone left off."""
    for row in _ROWS:
        if row[0] == protocol_id:
            return _table(row)
    return None


def _table(row):
    step = {"kind": row[3]}
    for key, value in zip(_BOOTS if row[3] == "compression" else _WATER, row[4]):
        step[key] = list(value) if isinstance(value, tuple) else value
    if row[5]:
        step["boost"] = {"zone": row[5][0], "mmhg": row[5][1]}
    if row[3] == "compression":
        step["may_leave_off"] = True
    return {"schema": "protocol/1", "id": row[0], "title": row[1], "source": row[2], "step": [step]}
