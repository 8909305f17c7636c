"""`service.calibrate`: hold a leg for a gauge, take what it reads, keep it; thermometers; history and undo. On loan.

One word `do` a request. Nothing is changed before `keep`: `take` and the second `point` only propose. What is kept goes
to FRAM in this order: a row of history, the calibration (old or new after a cut, never half), notes in the journal.
"""

from .. import core, link
from ..core import calibrating, coefficients, command, limits
from ..core.outputs import LEG_NAMES
from ..core.reading import PRESSURE_NAMES, THERMISTOR_NAMES
from ..core.sensing import NOMINAL_SPAN
from . import calibration_book, loan, params
from .calibration_book import THERMISTORS
from .protocol_methods import only_at_rest, refused
from .rpc import REFUSED, RpcError
from .thermometers import Points

# whoever holds this module holds them: they go with it
loan.forget(core, "calibrating")
loan.forget(core, "coefficients")
loan.forget(link, "calibration_book")
loan.forget(link, "thermometers")

WORDS = ("look", "begin", "take", "end", "point", "keep", "undo", "forget", "history")
_STALE_MS = 900000
LOWEST_DMMHG = (limits.CAL_TARGET_MIN_MMHG - limits.CAL_FELL_MMHG) * 10
HIGHEST_DMMHG = (limits.CAL_TARGET_MAX_MMHG + limits.CAL_OVER_MMHG) * 10


class Calibrate:
    """What a technician has under way: a move, points of thermometers, a proposal. `call(given)` is the method."""

    def __init__(self, services, once, post):
        self._services = services
        self._once = once
        self._post = post
        self._move = None
        self._points = Points(services.station)
        self._book = calibration_book.Book(services)
        self._proposal = None  # (what, reference, values as the log keeps them)
        self._asked_ms = 0

    def over(self):
        """True when nobody has asked for long: it is forgotten."""
        return not self._held() and self._services.uptime_ms - self._asked_ms > _STALE_MS

    def call(self, given):
        self._asked_ms = self._services.uptime_ms
        return getattr(self, WORDS[params.one_of(given, "do", WORDS)])(given)

    def _held(self):
        """The move while the tick works on it, else None."""
        move = self._move
        return move if move is not None and self._services.station.test.move is move else None

    # ---- the move

    def begin(self, given):
        """Refused in words unless at rest, the leg named, and a technician says that nobody is in the boots."""
        services = self._services
        if services.ops.seen(params.op(given)):
            return self._once(given, None)
        only_at_rest(services, "a leg is held only at rest")
        if services.trial:
            raise refused("the firmware is on trial; confirm it first", "trial")
        if services.rescue:
            raise refused("the rescue firmware holds no leg: `station update` installs another", "rescue")
        leg = params.one_of(given, "leg", LEG_NAMES)
        target_mmhg = params.number(given, "mmhg", limits.CAL_TARGET_MIN_MMHG, limits.CAL_TARGET_MAX_MMHG)
        who = calibration_book.name_in(given)
        if not params.truth(given, "empty"):
            raise refused("nobody may be in the boots", "somebody in the boots")
        self._proposal = None
        self._move = calibrating.Move(leg, target_mmhg)

        def act(op):
            later = self._post(op, command.CALIBRATE, self._move)

            def noted():
                answer = later()
                if answer is not None:
                    self._book.note_held(leg, target_mmhg, who)
                return answer

            return noted

        return self._once(given, act)

    def look(self, given):
        """How it stands. Each look renews the lease: a host that is gone lets the leg go."""
        move = self._move
        if move is None:
            raise refused("no leg is held", "nothing under way")
        move.lease_ms = 0
        phase = calibrating.PHASES[move.phase]
        why = calibrating.REASONS[move.why]
        if not self._held() and move.phase != calibrating.DONE:
            phase = "done"
            why = "fault" if self._services.station.interlocks.count else "stopped"
        return {
            "phase": phase,
            "why": why,
            "part": [PRESSURE_NAMES[move.channel], move.measured, move.limit],
            "left_s": move.left_ms() // 1000,
            "still": move.phase == calibrating.HOLDING and move.still,
            "inputs": [PRESSURE_NAMES[index] for index in move.inputs],
            "dmmhg": list(move.dmmhg),
        }

    def take(self, given):
        """What the last two seconds say against `reference_dmmhg`, or against the five others for one `twin`.

        Without both it is a look at the twins alone, and nothing can be kept of it.
        """
        check = "check" in given and params.truth(given, "check")
        twin = params.one_of(given, "twin", PRESSURE_NAMES) if "twin" in given else None
        reference = 0
        if "reference_dmmhg" in given:
            reference = params.number(given, "reference_dmmhg", LOWEST_DMMHG, HIGHEST_DMMHG)
        if self._services.ops.seen(params.op(given)):
            return self._once(given, None)
        move = self._held()
        if move is None or move.phase != calibrating.HOLDING:
            raise refused("no leg is held", "nothing under way")
        if not move.still:
            raise refused("the pressure is not still yet", "not still")
        if twin is not None and twin not in move.inputs:
            raise params.bad("twin", given["twin"], "a sensor of the leg that is held")
        if not reference and twin is None and not check:
            raise params.bad("reference_dmmhg", None, "a whole number, or a twin, or a check")
        return self._once(given, lambda op: self._taken(op, move, check, twin, reference))

    def _taken(self, op, move, check, twin, reference):
        reads = self._reads(move)
        at = -1
        if twin is not None:
            at = move.inputs.index(twin)
            reference, wrong = coefficients.by_twins(reads, at)
            self._refuse(wrong, move.inputs)
        answer = {
            "inputs": [PRESSURE_NAMES[index] for index in move.inputs],
            "reads": reads,
            "reference": reference,
            "rows": [] if check else self._propose(move, reference, at),
        }
        move.wish = calibrating.TAKEN
        self._services.ops.remember(op, answer)
        return answer

    def _reads(self, move):
        """What each channel of the leg reads by the calibration in use, in tenths of mmHg; None without one."""
        rows = self._book.in_use()
        reads = []
        for number, index in enumerate(move.inputs):
            zero, span = rows[index]
            reads.append(coefficients.read_dmmhg(move.held[number], zero, span) if zero else None)
        return reads

    def _propose(self, move, reference, at):
        """[channel, zero and span in use, zero and span proposed] of each, or the reason why not."""
        zeros = [coefficients.zero_code(total) for total in move.zeros]
        spans = [
            coefficients.span(move.zeros[number], move.held[number], reference)
            for number in range(calibrating.CHANNELS)
        ]
        if at < 0:
            self._refuse(coefficients.refuse(spans), move.inputs)
        else:
            self._refuse(coefficients.refuse(spans[at : at + 1]), move.inputs[at:])
        values = list(self._book.values(move.leg))
        rows = []
        for number in range(calibrating.CHANNELS):
            if at >= 0 and number != at:
                continue
            before = values[number * 2 : number * 2 + 2]
            after = [zeros[number], spans[number] - NOMINAL_SPAN]
            values[number * 2 : number * 2 + 2] = after
            rows.append([PRESSURE_NAMES[move.inputs[number]]] + before + after)
        self._proposal = (move.leg, reference, tuple(values))
        return rows

    def _refuse(self, wrong, inputs):
        if wrong is None:
            return
        reason, at, measured, limit = wrong
        raise _implausible(reason, PRESSURE_NAMES[inputs[at]], measured, limit)

    def end(self, given):
        """Let the leg go, whatever it was for."""

        def act(op):
            move = self._held()
            if move is not None:
                move.wish = calibrating.ENDED
            self._proposal = None
            answer = {"ended": True}
            self._services.ops.remember(op, answer)
            return answer

        return self._once(given, act)

    # ---- thermometers

    def point(self, given):
        """One of two points: what these thermistors read within a second, and what the reference thermometer does."""
        only_at_rest(self._services, calibration_book.AT_REST)
        number = params.number(given, "point", 1, 2)
        true_cdegc = params.number(given, "reference_cdegc", 0, 4500)
        names = given.get("inputs")
        if not isinstance(names, list) or not names or [one for one in names if one not in THERMISTOR_NAMES]:
            raise params.bad("inputs", names, "some of " + " ".join(THERMISTOR_NAMES))
        chosen = [THERMISTOR_NAMES.index(name) for name in names]
        self._proposal = None
        look = self._points.look(chosen, number, true_cdegc)

        def later():
            reads = look()
            if reads is None:
                return None
            answer = {"inputs": names, "reads": reads, "rows": []}
            if number == 2:
                answer["rows"] = self._propose_corrections(chosen)
            return answer

        return later

    def _propose_corrections(self, chosen):
        values = list(self._book.values(THERMISTORS))
        rows = []
        for index in chosen:
            pair, wrong = coefficients.corrections(*self._points.both(index))
            if wrong is not None:
                raise _implausible(wrong[0], THERMISTOR_NAMES[index], wrong[2], wrong[3])
            rows.append([THERMISTOR_NAMES[index]] + values[index * 2 : index * 2 + 2] + list(pair))
            values[index * 2 : index * 2 + 2] = pair
        self._proposal = (THERMISTORS, 0, tuple(values))
        return rows

    # ---- what is kept

    def keep(self, given):
        """What was proposed last is what the station reads by from now on."""
        who = calibration_book.name_in(given)

        def act(op):
            only_at_rest(self._services, calibration_book.AT_REST)
            if self._proposal is None:
                raise refused("nothing is proposed; take a reading first", "nothing under way")
            what, reference, values = self._proposal
            answer = self._book.keep(op, what, reference, who, values)
            self._proposal = None
            return answer

        return self._once(given, act)

    def undo(self, given):
        return self._once(given, self._book.undo)

    def forget(self, given):
        """A channel whose calibration is not to be believed any more has none: no session begins on it."""
        index = params.one_of(given, "input", PRESSURE_NAMES)
        who = calibration_book.name_in(given)
        return self._once(given, lambda op: self._book.forget(op, index, who))

    def history(self, given):
        return self._book.history(given)


def _implausible(reason, channel, measured, limit):
    """What was measured cannot be, and which part says so; the words are the host's."""
    name = coefficients.REFUSALS[reason]
    return RpcError(REFUSED, "not believed: " + name, {"reason": name, "part": [channel, measured, limit]})
