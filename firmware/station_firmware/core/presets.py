"""The built-in protocols, with the source of what they ask. The same tables a protocol file holds.

Pressures: 70 mmHg for 30 min is a published peristaltic trial (Martin 2015), 50-80 mmHg the range of the SC-4004-DL
manual, steps of 5-10 mmHg the best gradient of Kamm 1986; 20-30 min the sessions of the meta-analysis Maia 2024.
Baths: Elias in Bieuzen's table 1 (7 x 1 min 38 degC, 7 x 1 min 12 degC).
"""


def _compression(protocol_id, title, source, targets_mmhg, minutes, hold_s=8, release_s=6):
    return {
        "schema": "protocol/1",
        "id": protocol_id,
        "title": title,
        "source": source,
        "step": [
            {
                "kind": "compression",
                "pattern": "sequential",
                "legs": "both",
                "target_mmhg": targets_mmhg,
                "hold_s": hold_s,
                "release_s": release_s,
                "duration_s": minutes * 60,
            }
        ],
    }


def _contrast(protocol_id, title, source, rounds):
    return {
        "schema": "protocol/1",
        "id": protocol_id,
        "title": title,
        "source": source,
        "step": [
            {
                "kind": "contrast",
                "hot_degc": 38,
                "cold_degc": 12,
                "hot_s": 60,
                "cold_s": 60,
                "rounds": rounds,
                "start": "hot",
                "end": "cold",
                "transfer_s": 15,
            }
        ],
    }


_MAIA = "Maia 2024: 20-30 min; Kamm 1986: steps of 5-10 mmHg"
PRESETS = (
    _compression("flush-20", "Easy legs", _MAIA, [80, 75, 70, 65, 60], 20),
    _compression("flush-30", "Easy legs, longer", _MAIA, [80, 75, 70, 65, 60], 30),
    _compression(
        "gentle-20", "Gentle legs", "SC-4004-DL manual: 50 mmHg suits most", [50, 45, 40, 35, 30], 20
    ),
    _contrast(
        "contrast-7x1", "Contrast, 7 rounds", "Elias, Bieuzen table 1: 7 x 1 min hot 38, 7 x 1 min cold 12", 7
    ),
)


def find(protocol_id):
    """The preset `protocol_id` as a dict, or None."""
    for preset in PRESETS:
        if preset["id"] == protocol_id:
            return preset
    return None
