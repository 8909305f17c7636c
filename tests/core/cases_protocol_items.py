"""Guided steps, dips and their truths: what the validator takes and refuses, on both sides of each bound."""

from tests.core.parts import CONTRAST, DIP, GUIDED, changed
from tests.core.protocol_file import SEQUENTIAL, keys_of

from station_firmware.core import protocol, protocol_items, shape

ITEM = {"label": "Calves", "seconds": 30}


def _items(*items):
    return keys_of({"kind": "guided", "items": list(items)})


def test_good_items():
    assert _items(ITEM, {"label": "L", "reps": 1}, {"label": "L", "reps": 9, "rep_s": 6, "sides": 2}) == []
    assert keys_of(GUIDED) == []


def test_every_number_of_an_item_is_held_on_both_sides():
    for base, key, low, high in (
        (ITEM, "seconds", 5, 900),
        ({"label": "L", "reps": 1}, "reps", 1, 100),
        ({"label": "L", "reps": 1}, "rep_s", 1, 30),
        (ITEM, "sides", 1, 2),
    ):
        for value in (low, high):
            assert _items(changed(base, **{key: value})) == [], (key, value)
        for value in (low - 1, high + 1, -low, 1 << 40, None, True, "5", 5.5, [5]):
            assert _items(changed(base, **{key: value})) == ["step[0].items[0]." + key], (key, value)


def test_an_item_is_a_label_and_either_seconds_or_repetitions():
    assert _items({"seconds": 30}) == ["step[0].items[0].label"]
    for label in ("", "x" * 41, 5, None, ["x"]):
        assert _items({"label": label, "seconds": 30}) == ["step[0].items[0].label"]
    assert _items({"label": "x" * 40, "seconds": 30}) == []
    assert _items({"label": "x"}) == _items({"label": "x", "seconds": 5, "reps": 5}) == ["step[0].items[0]"]
    assert _items({"label": "x", "seconds": 5, "rep_s": 5}) == ["step[0].items[0].rep_s"]
    assert _items({"label": "x", "seconds": 5, "side": 2}) == ["step[0].items[0].side"]
    assert _items({"label": "x", "seconds": 5, 7: 2}) == ["step[0].items[0]"]


def test_every_problem_of_every_item_is_named():
    found = _items({"label": "", "seconds": 4, "sides": 3}, 5, {"label": "x", "reps": 0})
    at = "step[0].items"
    wanted = [at + "[0].label", at + "[0].seconds", at + "[0].sides", at + "[1]", at + "[2].reps"]
    assert sorted(found) == wanted  # a dict has no order on the board


def test_no_list_is_no_items():
    for items in ([], {}, None, "x", 5):
        assert keys_of({"kind": "guided", "items": items}) == ["step[0].items"]
    assert keys_of({"kind": "guided"}) == ["step[0].items"]


def test_all_guided_steps_together_have_sixty_items():
    assert keys_of(*([{"kind": "guided", "items": [ITEM] * 30}] * 2)) == []
    over = [{"kind": "guided", "items": [ITEM] * 30}, {"kind": "guided", "items": [ITEM] * 31}]
    assert keys_of(*over) == ["step"]
    assert protocol.check({"schema": "protocol/1", "id": "a", "title": "A", "step": over})[0][1] == 61


def test_planned_seconds_are_sides_and_repetitions():
    assert shape.step_seconds(GUIDED) == 30 * 2 + 10 * 6 + 20 * 3
    assert shape.step_seconds(DIP) == 60


def test_a_dip_names_its_bath():
    for bath in ("warm", None, 0, True):
        assert keys_of(changed(DIP, bath=bath)) == ["step[0].bath"]
    for key in ("bath", "degc", "dip_s"):
        table = dict(DIP)
        table.pop(key)
        assert keys_of(table) == ["step[0]." + key]
    assert keys_of(changed(DIP, degc=38, dip_s=900, bath="hot")) == ["step[0].dip_s"]
    assert keys_of(changed(DIP, degc=21)) == ["step[0].degc"]
    assert keys_of(changed(DIP, bath="hot", degc=29)) == ["step[0].degc"]


def test_waiting_for_in_is_a_truth():
    for table in (DIP, CONTRAST):
        for value in (True, False):
            assert keys_of(changed(table, wait_in=value)) == []
        for value in (1, 0, "yes", None):
            assert keys_of(changed(table, wait_in=value)) == ["step[0].wait_in"]
    assert keys_of(changed(SEQUENTIAL, wait_in=True)) == ["step[0].wait_in"]


# REQ-48
def test_water_of_all_kinds_together_is_half_an_hour():
    rest = {"kind": "rest", "rest_s": 15}
    long = changed(DIP, dip_s=900)
    assert keys_of(long, rest, long) == []
    assert keys_of(long, rest, long, rest, changed(DIP, dip_s=10)) == ["step"]


def test_the_bound_of_an_unknown_key_names_every_key():
    words = protocol_items._KEYS.split()[2:]
    assert words[0] == "label" and sorted(words[1:]) == sorted(protocol_items.NUMBERS)
