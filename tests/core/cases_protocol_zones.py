"""Is this compression step allowed? Patterns, legs, zones left off, boosts on what is left."""

from tests.core.parts import REST, changed
from tests.core.protocol_file import SEQUENTIAL, accepts, file, keys_of

from station_firmware.core import protocol, shape


def test_every_pattern_and_every_choice_of_legs_is_allowed():
    for name in ("sequential", "gradient-hold", "pulse", "wave"):
        for legs in ("left", "right", "both", "alternating"):
            assert keys_of(changed(SEQUENTIAL, pattern=name, legs=legs)) == []


def test_uniform_is_one_pressure():
    assert keys_of(changed(SEQUENTIAL, pattern="uniform", target_mmhg=[60] * 5)) == []
    assert keys_of(changed(SEQUENTIAL, pattern="uniform", target_mmhg=[60, 60, 60, 60, 59])) == [
        "step[0].target_mmhg"
    ]


def test_zones_are_left_off_by_name():
    for names in ([], ["L1"], ["R5", "L3"], ["L1", "L2", "L3", "L4", "R2", "R3", "R4", "R5"]):
        assert accepts(SEQUENTIAL, "zones_off", names)
        assert accepts(SEQUENTIAL, "zones_off", names) is True
    for names in (["l1"], ["L6"], ["L0"], ["M1"], [1], [None], ["L1", "L1"], [[]], [{}]):
        assert not accepts(SEQUENTIAL, "zones_off", names)
    for names in (None, True, "L1", {}, 5):
        assert not accepts(SEQUENTIAL, "zones_off", names)


def test_a_leg_asked_for_keeps_a_zone():
    left = ["L1", "L2", "L3", "L4", "L5"]
    for legs in ("both", "alternating", "left"):
        assert keys_of(changed(SEQUENTIAL, legs=legs, zones_off=left)) == ["step[0].zones_off"]
        assert keys_of(changed(SEQUENTIAL, legs=legs, zones_off=left[1:])) == []
    assert keys_of(changed(SEQUENTIAL, legs="right", zones_off=left)) == []


def test_a_boost_needs_a_zone_in_use():
    boost = {"zone": 2, "mmhg": 5}
    assert keys_of(changed(SEQUENTIAL, boost=boost, zones_off=["L2"])) == []
    assert keys_of(changed(SEQUENTIAL, boost=boost, zones_off=["L2", "R2"])) == ["step[0].boost.zone"]
    assert keys_of(changed(SEQUENTIAL, boost=boost, legs="left", zones_off=["L2"])) == ["step[0].boost.zone"]


def test_may_leave_off_is_true_or_false():
    for value in (True, False):
        assert accepts(SEQUENTIAL, "may_leave_off", value)
    for value in (None, 0, 1, "true", []):
        assert not accepts(SEQUENTIAL, "may_leave_off", value)


def test_what_a_step_does_not_use():
    assert shape.zones_off(SEQUENTIAL) == ()
    assert shape.zones_off(changed(SEQUENTIAL, legs="left")) == ("R1", "R2", "R3", "R4", "R5")
    off = shape.zones_off(changed(SEQUENTIAL, legs="right", zones_off=["R2"]))
    assert list(off) == ["R2", "L1", "L2", "L3", "L4", "L5"]


def test_a_copy_leaves_more_off_and_the_original_alone():
    table = file(changed(SEQUENTIAL, zones_off=["L1"]), REST)
    copy = shape.without(table, ["R2"])
    assert copy["step"][0]["zones_off"] == ["L1", "R2"] and table["step"][0]["zones_off"] == ["L1"]
    assert copy["step"][1] == REST and copy["id"] == table["id"]
    assert protocol.check(copy) == []
    assert protocol.check(shape.without(table, ["L1"]))[0][0] == "step[0].zones_off[1]"
