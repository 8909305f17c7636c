"""The rows of the campaign: all injections in all presets, places and names that exist, each row found again."""

from __future__ import annotations

import re
from collections import defaultdict

from campaign.case import NONE, OFF, Act, Case
from campaign.expected import Expect
from campaign.faults import FAULTS
from campaign.nofault import squeezed_ml
from campaign.pairs import ALONE, PAIRS, STOPS
from campaign.rows import chosen, every
from campaign.singles import single
from control.preset import boots, ids
from recovery_station.virtual.plant.injections import INJECTIONS, resolve
from recovery_station.virtual.plant.panel import PRESSES
from station_firmware.core import fault_table

ROWS = every()
NAMES = {row[1] for row in fault_table.FAULTS}


def test_every_injection_has_a_row_in_every_preset_at_five_moments_at_least() -> None:
    assert {row.inject for row in FAULTS.values()} == set(INJECTIONS) - {"clear"}
    moments: dict[tuple[str, str], set[str]] = defaultdict(set)
    for case in ROWS:
        if case.group == "singles":
            moments[case.title, case.preset].add(case.moment)
    assert set(moments) == {(title, preset) for title in FAULTS for preset in ids()}
    assert min(len(found) for found in moments.values()) >= 5


def expects() -> list[Expect]:
    found = [expect for row in FAULTS.values() for expect in (row.test, row.air, row.water)]
    return found + [pair.expect for pair in (*PAIRS.values(), *ALONE.values(), *STOPS.values())]


def test_each_accepted_name_is_one_the_station_has_and_each_row_says_why() -> None:
    for expect in expects():
        assert set(expect.names) <= NAMES
        assert not (expect.names and expect.must in (NONE, OFF))
    assert all(row.why for row in (*FAULTS.values(), *PAIRS.values(), *ALONE.values()))


def test_every_act_is_one_the_plant_knows() -> None:
    for case in ROWS:
        for act in (*case.early, *case.before, *case.acts):
            assert act.do in ("inject", "press", "nothing")
            if act.do == "inject":
                resolve(act.what, act.where)
            elif act.do == "press":
                assert act.what in PRESSES


def test_every_protective_path_fails_first_in_some_pair() -> None:
    first = {act.what for pair in PAIRS.values() for act in pair.first}
    assert first == {
        *("relief_stuck", "pressure_switch_stuck", "monostable_stuck", "chain_relay_stuck"),
        *("estop_stuck", "cutout_stuck", "contactor_welded", "vent_stuck_closed"),
    }


def test_ids_are_unique_plain_and_give_the_row_again() -> None:
    assert len({case.id for case in ROWS}) == len(ROWS)
    assert all(re.fullmatch(r"[A-Za-z0-9_./-]+", case.id) for case in ROWS)
    assert chosen(ROWS[7].id) == [ROWS[7]]
    assert single("leak", "flush-20", "hold") == single("leak", "flush-20", "hold")
    assert chosen(sample=5) == chosen(sample=5)


def channels_of(title: str) -> set[frozenset[str]]:
    return {case.channels for case in ROWS if case.title == title}


def test_zones_and_strengths_rotate() -> None:
    assert len(channels_of("hose_off")) == 10
    assert len(channels_of("vent_stuck_closed")) == 4
    strengths = {case.acts[0].where["value"] for case in ROWS if case.title == "sensor_drift_up"}
    assert strengths == set(FAULTS["sensor_drift_up"].values)


def test_a_muscle_squeezes_a_garment_by_what_its_pressure_says() -> None:
    # tests/virtual/test_plant_hand.py: 100 to 190 mL add 14 to 31 mmHg to 1 L at 70
    assert 95.0 < squeezed_ml(70.0, 14.5, 1.0) < 110.0
    assert 180.0 < squeezed_ml(70.0, 30.0, 1.0) < 200.0


def no_fault() -> list[Case]:
    return [case for case in ROWS if case.group == "no-fault"]


def test_the_grid_without_a_fault_meets_every_garment_pump_leak_noise_error_and_movement() -> None:
    for preset in boots():
        mine = [case for case in no_fault() if case.preset == preset]
        seen = {
            (case.setup["slack_l"], case.setup["pump_lpm"], case.setup["leak_ml_s_mmhg"] > 0) for case in mine
        }
        assert len(seen) == len(mine) == 18
        assert {case.setup["noise_mmhg"] for case in mine} == {0.2, 0.5, 1.0}
        assert {bool(case.early) for case in mine} == {True, False}
        assert {case.acts != (Act("nothing"),) for case in mine} == {True, False}
    assert all(case.expect.must == NONE for case in no_fault())


def test_a_small_leak_need_not_be_named_where_no_hold_isolates_for_two_seconds() -> None:
    leaks = [case for case in every() if case.title == "leak" and case.moment not in ("skip",)]
    short = {case.preset for case in leaks if case.expect.must == "may"}
    assert short == {"warmup-10"}
    for case in leaks:
        small = case.acts[0].where["value"] == 0.6
        if case.preset == "warmup-10":
            assert case.expect.must == ("may" if small else "trip"), case.id
