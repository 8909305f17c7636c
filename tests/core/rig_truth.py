"""Runs a protocol on the rig and keeps the plant's truth and the commanded outputs of every tick."""

from __future__ import annotations

from tests.core.rig import Rig

from control.preset import ramped, targets_of
from control.stays import Stay, cut
from control.truth import FEED, LET, SHUT, Truth
from recovery_station.virtual.plant.setup import PlantSetup
from recovery_station.virtual.plant.wires import VENT_MASKS, ZONE_MASKS
from station_firmware.core import protocol, states

_LEGS = (0, 1)


def record(table: dict, setup: PlantSetup, span_s: float, seed: int = 1) -> tuple[Truth, Rig]:
    """`span_s` from START, or until the session is left; `pump_pct` and `ways` are what is commanded."""
    assert protocol.check(table) == [], protocol.check(table)
    rig = Rig(setup, seed)
    rig.start(table)
    truth = Truth()
    for _ in range(round(span_s * 50)):
        rig.step()
        if rig.station.session.state != states.RUNNING:
            break
        _keep(rig, truth)
    return truth, rig


def _keep(rig: Rig, truth: Truth) -> None:
    word = rig.plant.drive.word
    duties = (rig.plant.drive.pump_l, rig.plant.drive.pump_r)
    for number in _LEGS:
        leg = truth.legs[number]
        plant = rig.plant.legs[number]
        vents = sum(bool(word & mask) for mask in VENT_MASKS[number * 2 : number * 2 + 2])
        leg.vents.append(vents)
        leg.pump_pct.append(100 * duties[number])
        opened = FEED if vents == 2 else LET
        for zone, mask in enumerate(ZONE_MASKS[number * 5 : number * 5 + 5]):
            leg.ways[zone].append(SHUT if word & mask else opened)
            leg.mmhg[zone].append(plant.p[zone])


def stays_of(truth: Truth, step: dict) -> tuple[list[Stay], list[Stay]]:
    """The stays left and right."""
    later = targets_of(step)
    first = ramped(later)
    joint = step["pattern"] in ("gradient-hold", "uniform")
    left, right = (cut(leg, first, later, joint) for leg in truth.legs)
    return left, right
