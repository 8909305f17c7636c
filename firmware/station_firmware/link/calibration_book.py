"""What calibration is in use and what it was: kept, undone, forgotten, told. On loan.

In this order, so that a cut leaves the old one or the new one: a row of history, the page the station boots from, notes
in the journal. Values are pairs of a group of channels: zero code and span less the nominal span (zero 0: none), or a
thermistor's corrections at 10 and 40 degC; six pairs, zeros where a group has fewer.
"""

import struct

from .. import store
from ..core import events, states
from ..core.outputs import LEGS, ZONES, ZONES_A_LEG
from ..core.reading import PRESSURE_NAMES, THERMISTOR_NAMES
from ..core.sensing import NOMINAL_SPAN
from ..store import calibration, calibration_log, record
from . import loan, params
from .protocol_methods import only_at_rest, refused

loan.forget(store, "calibration")
loan.forget(store, "calibration_log")

THERMISTORS = calibration_log.THERMISTORS
AT_REST = "calibration changes only at rest"
_VALUES = 12
_MOST_LETTERS = 8


def name_in(given):
    """Who calibrates, as the request says it."""
    return params.text(given, "by", calibration_log.MOST_NAME)


def inputs_of(what):
    """The inputs of a group, as numbers of PRESSURE_NAMES or of THERMISTOR_NAMES."""
    if what == THERMISTORS:
        return tuple(range(len(THERMISTOR_NAMES)))
    return tuple(range(what * ZONES_A_LEG, (what + 1) * ZONES_A_LEG)) + (ZONES + what,)


class Book:
    """The calibration of one station, in use and across power."""

    def __init__(self, services):
        self._services = services
        self._sensing = services.station.sensing

    def in_use(self):
        """(zero code, span) of each pressure input, (0, 0) for one not calibrated."""
        return calibration.in_use(self._sensing)

    def values(self, what):
        """The values of a group as they are in use."""
        found = []
        if what == THERMISTORS:
            for index in inputs_of(what):
                found += [self._sensing.cool_cdegc[index], self._sensing.warm_cdegc[index]]
        else:
            rows = self.in_use()
            for index in inputs_of(what):
                zero, span = rows[index]
                found += [zero, span - NOMINAL_SPAN if zero else 0]
        return tuple(found + [0] * (_VALUES - len(found)))

    def keep(self, op, what, reference, who, values):
        """Use these values from now on."""
        services = self._services
        before = self.values(what)
        calibration_log.append(
            services.fram, services.recorder.wall.seconds(), what, reference, who, before, values
        )
        return self._use(op, what, before, values)

    def undo(self, op):
        """Back to what was before the change whose values are in use. Once more goes back one more."""
        only_at_rest(self._services, AT_REST)
        for row in reversed(calibration_log.rows(self._services.fram)):
            now = self.values(row.what)
            if row.after == now and row.before != now:
                answer = self._use(op, row.what, now, row.before)
                answer["undone"] = row.seq
                return answer
        raise refused("the history holds nothing that is in use and could be undone", "no history")

    def forget(self, op, index, who):
        """Pressure input `index` has no calibration any more; also in a fault: a wrong one may be its cause."""
        if self._services.station.session.state != states.FAULT:
            only_at_rest(self._services, AT_REST)
        what = index // ZONES_A_LEG if index < ZONES else index - ZONES
        values = list(self.values(what))
        at = inputs_of(what).index(index) * 2
        values[at] = values[at + 1] = 0
        return self.keep(op, what, 0, who, tuple(values))

    def history(self, given):
        """The row at `offset`, 0 the newest; `in_use` when its values are those in use. None when there is none."""
        rows = calibration_log.rows(self._services.fram)
        offset = params.number(given, "offset", 0, calibration_log.ROWS, 0)
        answer = {"total": len(rows), "row": None}
        if offset < len(rows):
            row = rows[len(rows) - 1 - offset]
            answer["row"] = {
                "seq": row.seq,
                "wall_s": row.wall_s,
                "what": calibration_log.KINDS[row.what],
                "reference_dmmhg": row.reference,
                "by": row.who,
                "in_use": row.after == self.values(row.what),
                "before": list(row.before),
                "after": list(row.after),
            }
        return answer

    def note_held(self, leg, target_mmhg, who):
        """The journal tells who said that nobody is in the boots: the first letters of the name."""
        letters = (who + " " * _MOST_LETTERS)[:_MOST_LETTERS].encode()
        self._note(events.HELD, leg * 1000 + target_mmhg, *struct.unpack("<ii", letters))

    def _use(self, op, what, before, values):
        """Write, prove, use, and tell: a note for each channel that changed."""
        services = self._services
        if not self._write(what, values):
            raise refused("the memory does not keep the calibration", "memory")
        first = LEGS + ZONES if what == THERMISTORS else 0
        changed = []
        for number, index in enumerate(inputs_of(what)):
            one, two = values[number * 2 : number * 2 + 2]
            if what == THERMISTORS:
                calibration.correct(self._sensing, index, one, two)
            elif not one or not self._sensing.calibrate(index, one, two + NOMINAL_SPAN):
                calibration.forget(self._sensing, index)
            if (one, two) != tuple(before[number * 2 : number * 2 + 2]):
                self._note(events.CALIBRATED, first + index, one, two)
                changed.append((THERMISTOR_NAMES if first else PRESSURE_NAMES)[index])
        answer = {"what": calibration_log.KINDS[what], "changed": changed}
        services.ops.remember(op, answer)
        return answer

    def _write(self, what, values):
        """True when the page holds it."""
        fram = self._services.fram
        pairs = [(values[at], values[at + 1]) for at in range(0, _VALUES, 2)]
        if what == THERMISTORS:
            kept = pairs[: len(THERMISTOR_NAMES)]
            calibration.save_thermistors(fram, kept)
            return calibration.thermistors(fram) == kept
        rows = self.in_use()
        for number, index in enumerate(inputs_of(what)):
            zero, off = pairs[number]
            rows[index] = (zero, off + NOMINAL_SPAN) if zero else (0, 0)
        calibration.save(fram, rows)
        return calibration.pressures(fram) == rows

    def _note(self, what, a, b, c):
        services = self._services
        payload = struct.pack(record.FORMS[events.NOTE], what, a, b, c)
        services.recorder.put(services.station.now_ms, events.NOTE, payload)
