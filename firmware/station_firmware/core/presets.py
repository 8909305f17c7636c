"""The built-in protocols as rows, with the source of what they ask; `find` makes the table a protocol file holds.

Pressures: 70 mmHg for 30 min is a published peristaltic trial (Martin 2015), 110 mmHg another, calf only (Blumkaitis);
50 mmHg suits most and up to 80 is used (SC-4004-DL manual); steps of 5-10 mmHg are the best gradient (Kamm 1986);
sessions of 20-30 min (Maia 2024). Holds and rests make cycles of 30-60 s (JetBoots: 60 s). Baths: Elias and French in
Bieuzen's table 1; one cold dip of 11-15 min at 11-15 degC (Machado). Guided work: what running gyms have their
members do; how long one repetition takes is our estimate.
"""

_MAIA = "Maia 2024: 20-30 min; Kamm 1986: steps of 5-10 mmHg"
_BOOTS = ("pattern", "legs", "target_mmhg", "hold_s", "release_s", "duration_s")
_WATER = ("hot_degc", "cold_degc", "hot_s", "cold_s", "rounds", "start", "end", "transfer_s")
_KEYS = {
    "compression": _BOOTS,
    "contrast": _WATER,
    "dip": ("bath", "degc", "dip_s"),
    "guided": ("items",),
    "rest": ("rest_s",),
}
# label, seconds (0: by repetitions), repetitions, seconds of one, sides
_ROLL = (("Roll: calves", 30), ("Roll: hamstrings", 30), ("Roll: IT bands", 30), ("Roll: quads", 30))
_ROLLING = tuple([(label, seconds, 0, 0, 2) for label, seconds in _ROLL])
_STRETCHES = (
    ("World's greatest stretch", 0, 3, 15, 2),
    ("Deep squat hold", 60, 0, 0, 1),
    ("Standing calf stretch", 30, 0, 0, 2),
    ("Cat-cow, slowly", 0, 10, 6, 1),
    ("Couch stretch", 45, 0, 0, 2),
    ("Ankle circles", 0, 20, 2, 2),
)
_ACTIVATION = (
    ("Glute bridges", 0, 15, 3, 1),
    ("Banded lateral walks", 0, 10, 2, 2),
    ("High knees", 30, 0, 0, 1),
    ("Leg swings", 0, 15, 2, 2),
    ("A-skips", 30, 0, 0, 1),
    ("Calf hops", 0, 20, 1, 1),
)
_ELIAS = (38, 12, 60, 60, 7, "hot", "cold", 15)

# id, title, source, its steps: kind, that step's values, and a boost (zone, mmHg) where there is one
_ROWS = (
    (
        "flush-20",
        "Easy legs",
        _MAIA,
        (("compression", ("sequential", "both", (80, 75, 70, 65, 60), 8, 6, 1200)),),
    ),
    (
        "flush-30",
        "Easy legs, longer",
        _MAIA,
        (("compression", ("sequential", "both", (80, 75, 70, 65, 60), 8, 6, 1800)),),
    ),
    (
        "gentle-20",
        "Gentle legs",
        "SC-4004-DL manual: 50 mmHg suits most; Maia 2024: 20-30 min",
        (("compression", ("sequential", "both", (50, 45, 40, 35, 30), 6, 8, 1200)),),
    ),
    (
        "deep-30",
        "Deep legs",
        "Martin 2015: about 70 mmHg for 30 min, peristaltic; top within 30-110 mmHg (Normatec 3)",
        (("compression", ("wave", "both", (100, 95, 90, 80, 70), 10, 8, 1800)),),
    ),
    (
        "warmup-10",
        "Warm up",
        "RecoveryAir PRO has a Warm-up preset; 50 mmHg suits most (SC-4004-DL manual)",
        (("compression", ("wave", "alternating", (60, 55, 50, 45, 40), 2, 3, 600)),),
    ),
    (
        "calf-boost-20",
        "Calves",
        "ZoneBoost: one zone 10 mmHg higher (K220217); Maia 2024: 20-30 min",
        (("compression", ("sequential", "both", (75, 70, 65, 60, 55), 8, 6, 1200), (3, 10)),),
    ),
    (
        "gradient-30",
        "Gradient hold",
        "AIROS gradient mode: all fill and hold, all deflate; Kamm 1986: steps of 5-10 mmHg",
        (("compression", ("gradient-hold", "both", (80, 72, 64, 56, 48), 20, 15, 1800)),),
    ),
    (
        "pulse-20",
        "Pulse",
        "NormaTec: pulse the working zone, hold the ones below, release; Maia 2024: 20-30 min",
        (("compression", ("pulse", "both", (80, 75, 70, 65, 60), 4, 6, 1200)),),
    ),
    (
        "contrast-7x1",
        "Contrast, 7 rounds",
        "Elias, Bieuzen table 1: 7 x 1 min hot 38, 7 x 1 min cold 12",
        (("contrast", _ELIAS),),
    ),
    (
        "contrast-hot3-cold1",
        "Contrast, long hot dips",
        "French, Bieuzen table 1: 3 x 3 min hot 37-40, 4 x 1 min cold (8-10, here 12), cold first and last",
        (("contrast", (38, 12, 180, 60, 3, "cold", "cold", 15)),),
    ),
    (
        "cold-12",
        "Cold dip",
        "Machado: 11-15 min at 11-15 degC",
        (("dip", ("cold", 12, 720)),),
    ),
    (
        "foam-roll-10",
        "Foam rolling",
        "Running-gym article: calves, hamstrings, IT bands, quads, 20-30 s each, slowly",
        (("guided", (_ROLLING,)), ("rest", (120,)), ("guided", (_ROLLING,))),
    ),
    (
        "mobility-15",
        "Mobility",
        "Gym-exercises article: six exercises, 10-15 min a day",
        (("guided", (_STRETCHES,)), ("rest", (20,)), ("guided", (_STRETCHES,))),
    ),
    (
        "activation-8",
        "Activation before a run",
        "Gym-exercises article: six exercises, 5-8 min",
        (("guided", (_ACTIVATION,)), ("rest", (30,)), ("guided", (_ACTIVATION,))),
    ),
    (
        "full-recovery-60",
        "Full recovery",
        "Running-gym article: the full recovery day is compression, baths and light stretching; Maia 2024; Elias",
        (
            ("compression", ("sequential", "both", (80, 75, 70, 65, 60), 8, 6, 1800)),
            ("rest", (60,)),
            ("contrast", _ELIAS),
            ("rest", (60,)),
            ("guided", (_STRETCHES + _ROLLING[:2],)),
        ),
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
    steps = [_step(*step) for step in row[3]]
    return {"schema": "protocol/1", "id": row[0], "title": row[1], "source": row[2], "step": steps}


def _step(kind, values, boost=None):
    step = {"kind": kind}
    for key, value in zip(_KEYS[kind], values):
        step[key] = list(value) if isinstance(value, tuple) else value
    if kind == "guided":
        step["items"] = [_item(*item) for item in step["items"]]
    if boost:
        step["boost"] = {"zone": boost[0], "mmhg": boost[1]}
    if kind == "compression":
        step["may_leave_off"] = True
    return step


def _item(label, seconds, reps, rep_s, sides):
    item = {"label": label, "seconds": seconds} if seconds else {"label": label, "reps": reps, "rep_s": rep_s}
    if sides > 1:
        item["sides"] = sides
    return item
