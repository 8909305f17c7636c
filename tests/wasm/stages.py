"""What is done to the station of a proof, as rows: the stage it waits for, then what somebody or some part does.

A stage is looked for in the tick after the row before it; one that does not come in time ends the proof by name.
"""

import counters
import null_machine

from station_firmware.core import adjust, command, pattern, states, water
from station_firmware.core.outputs import HEATERS

LIMIT_TICKS = 6000
_FLEXED_CODES = 250  # 25 mmHg
_CRUSHED_CODES = 1400  # 142 mmHg
_SCALDING_CODE = 1310  # 43 degC
_KNOB_TICKS = 110


def _leg(proof):
    return proof.station.session.steps.legs[0]


def _running(proof):
    return proof.station.session.state == states.RUNNING


def _filling(proof):
    return _running(proof) and _leg(proof).fill.running()


def _holding(proof):
    return _running(proof) and _leg(proof).holding != 0 and not _leg(proof).fill.running()


def _refilling(proof):
    return _filling(proof) and _leg(proof).course.cycle >= 1


def _releasing(proof):
    return _running(proof) and _leg(proof).course.what() == pattern.RELEASE and _leg(proof).letting.zones != 0


def _in_step(proof, kind):
    return _running(proof) and proof.station.session.steps.kind == kind


def _in_water(proof):
    return _running(proof) and proof.station.session.steps.water.in_water()


# name: is the station of the proof there?
STAGES = {
    "idle": lambda p: p.state_for(states.IDLE),
    "idle a second": lambda p: p.state_for(states.IDLE, 1000),
    "self-test": lambda p: p.state_for(states.SELFTEST, 3000),
    "ready": lambda p: p.state_for(states.READY),
    "filling": _filling,
    "holding": _holding,
    "relieving": lambda p: _running(p) and _leg(p).load.relieved >= 0,
    "releasing": _releasing,
    "refilling": _refilling,
    "refilling later": lambda p: _refilling(p) and p.since > 20,
    "closing": lambda p: p.station.session.steps.closing,
    "paused": lambda p: p.state_for(states.PAUSED, 2000),
    "venting": lambda p: p.state_for(states.VENTING),
    "tripped": lambda p: p.state_for(states.FAULT),
    "fault": lambda p: p.state_for(states.FAULT, 200),
    "emptied": lambda p: p.state_for(states.FAULT, 4000),
    "in hot water": lambda p: _in_water(p) and not p.station.session.steps.water.bath,
    "in cold water": lambda p: _in_water(p) and p.station.session.steps.water.bath,
    "entering": lambda p: _running(p) and p.station.session.steps.water.phase == water.ENTERING,
    "in an item": lambda p: _in_step(p, states.STEP_GUIDED) and p.since > 100,
    "resting": lambda p: _in_step(p, states.STEP_REST) and p.since > 20,
    "asked": lambda p: _running(p) and p.station.session.steps.asking and p.since > 20,
    "keeping": lambda p: p.station.thermal.keeping and p.station.chain.closed(),
    "heating": lambda p: p.station.gate.outputs.closed & HEATERS == HEATERS and p.since > 100,
    "kept no more": lambda p: p.station.thermal.resting(),
    "between baths": lambda p: _running(p) and not _in_water(p) and p.station.session.steps.water.dip > 0,
}


def _post(kind):
    return lambda proof: proof.station.mailbox.post(kind)


def _adjust(what, zone, mmhg):
    return lambda proof: proof.station.mailbox.post(command.ADJUST, None, what, zone, mmhg)


def _flex(proof):
    """The zone that holds highest up the left leg is pressed."""
    held = 0
    for zone in range(5):
        if _leg(proof).holding >> zone & 1:
            held = zone
    null_machine.loads[held] = _FLEXED_CODES


def _crush(proof):
    null_machine.loads[0] = _CRUSHED_CODES


def _let_off(proof):
    for channel in range(16):
        null_machine.loads[channel] = 0


def _put(cells, index, value):
    def act(proof):
        cells[index] = value

    return act


def _scald(proof):
    null_machine.codes[6] = null_machine.codes[14] = _SCALDING_CODE


def _cool(proof):
    null_machine.codes[6] = null_machine.codes[14] = null_machine.HOT_CODE


def _late_by(late_ms):
    def act(proof):
        proof.station.reading.late_ms = late_ms

    return act


def _no_step(reading, demand, mailbox, dt_ms, now_ms):
    """A session that wishes nothing new: the demand stands, its lease runs out."""


def _starve(proof):
    proof.renews = proof.station.session.step
    proof.station.session.step = _no_step


def _renew(proof):
    proof.station.session.step = proof.renews


def _keep(proof):
    site = proof.station.site
    site.heater_w = 3000
    site.hot_circulation = True
    site.hours = ((127, 0, 1440),)
    site.hot_keep_cdegc = 3900
    proof.station.thermal.keep_cdegc[0] = 3900


def _keep_nothing(proof):
    proof.station.site.hours = ()
    proof.station.thermal.keep_cdegc[0] = None


def _hold_knob(proof):
    null_machine.hand[1] = 1
    proof.advance_ticks(_KNOB_TICKS)
    null_machine.hand[1] = 0


def _age(proof):
    found = counters.growing(proof.station, lambda: proof.advance_ticks(30))
    counters.age(found, 60)
    proof.advance_ticks(10)


ACTIONS = {
    "arm": lambda p: p.arm(()),
    "arm without L3": lambda p: p.arm(("L3", "R3")),
    "test": _post(command.TEST),
    "pause": _post(command.PAUSE),
    "resume": _post(command.RESUME),
    "stop": _post(command.STOP),
    "acknowledge": _post(command.ACKNOWLEDGE),
    "more": _adjust(adjust.INTENSITY, 0, 5),
    "boost": _adjust(adjust.BOOST, 2, 5),
    "longer": _adjust(adjust.LONGER, 0, 0),
    "skip": _adjust(adjust.SKIP, 0, 0),
    "next": _adjust(adjust.NEXT, 0, 0),
    "back": _adjust(adjust.BACK, 0, 0),
    "keep baths": _keep,
    "keep nothing": _keep_nothing,
    "flex": _flex,
    "crush": _crush,
    "let off": _let_off,
    "tear wires": _put(null_machine.broken, 0, 1),
    "mend wires": _put(null_machine.broken, 0, 0),
    "open link": _put(null_machine.opened, 0, 1),
    "close link": _put(null_machine.opened, 0, 0),
    "cut current": _put(null_machine.currentless, 0, 1),
    "give current": _put(null_machine.currentless, 0, 0),
    "press stop": _put(null_machine.hand, 0, 1),
    "release stop": _put(null_machine.hand, 0, 0),
    "scald": _scald,
    "cool": _cool,
    "late": _late_by(15),
    "in time": _late_by(0),
    "starve": _starve,
    "renew": _renew,
    "knob": _hold_knob,
    "age": _age,
}

_SESSION = (
    ("idle", "arm"),
    ("filling", "more"),
    ("holding", "pause"),
    ("paused", "resume"),
    ("holding", "flex"),
    ("relieving", "let off"),
    ("releasing", "boost"),
    ("refilling", "longer"),
    ("refilling later", "skip"),
    ("closing", None),
    ("venting", None),
    ("idle", "arm without L3"),
    ("filling", None),
    ("holding", "stop"),
)


def _trip(wrong, right, *acknowledged):
    """A session in which something breaks: the fault is told, it is mended and acknowledged."""
    early = (("idle", "arm"), ("filling", wrong)) + tuple([("fault", what) for what in acknowledged[1:]])
    return early + (("fault", right), ("emptied", acknowledged[0]))


_LEASE = (("idle", "arm"), ("filling", "starve"), ("tripped", "renew"), ("emptied", "acknowledge"))
# one of each kind: air, wires, current, a link of the chain, the tick itself, the lease, the emergency stop
_TRIPS = (
    _trip("crush", "let off", "knob", "acknowledge")
    + _trip("tear wires", "mend wires", "acknowledge", "acknowledge")
    + _trip("cut current", "give current", "acknowledge")
    + _trip("open link", "close link", "acknowledge")
    + _trip("late", "in time", "acknowledge")
    + _LEASE
    + _trip("press stop", "release stop", "knob", "knob")
)
_REST = (("idle a second", "age"), ("idle", "test"), ("self-test", "stop"), ("idle a second", None))
_WATER = (
    ("idle", "arm"),
    ("in hot water", "pause"),
    ("paused", "more"),
    ("paused", "resume"),
    ("between baths", "longer"),
    ("in cold water", "skip"),
    ("venting", None),
    ("idle", "arm"),
    ("in hot water", "scald"),
    ("fault", "cool"),
    ("emptied", "acknowledge"),
    ("idle", "arm"),
    ("in hot water", "stop"),
)
_COLD = (
    ("idle", "arm"),
    ("entering", "next"),
    ("in cold water", "pause"),
    ("paused", "resume"),
    ("in cold water", "skip"),
    ("venting", None),
    ("idle", "keep baths"),
    ("keeping", None),
    ("heating", "keep nothing"),
    ("kept no more", "arm"),
    ("entering", "stop"),
)
_GUIDED = (
    ("idle", "arm"),
    ("in an item", "next"),
    ("in an item", "back"),
    ("in an item", "pause"),
    ("paused", "resume"),
    ("in an item", "skip"),
    ("resting", "skip"),
    ("in an item", "stop"),
)
_COMBINED = (
    ("idle", "arm"),
    ("holding", "skip"),
    ("resting", "skip"),
    ("asked", "pause"),
    ("paused", "resume"),
    ("asked", "next"),
    ("in hot water", "skip"),
    ("resting", "skip"),
    ("in an item", "skip"),
)
SCRIPTS = {
    "cold": _COLD + (("idle", None),),
    "guided": _GUIDED + (("idle", None),),
    "combined": _COMBINED + (("idle", None),),
    "session": _SESSION + (("idle", None),),
    "all": _SESSION + _TRIPS + _REST,
    "rest": _REST,
    "lease": _LEASE,
    "water": _WATER + _REST,
}
