"""`session.start`: a protocol found, judged and made a plan, a stage a slack; the tick only takes the plan.

On loan. The largest plan takes a good part of the free heap, so what the last session left is let go first, the
protocol is given up step by step as the plan grows, and a plan that would leave too little is refused with words.
"""

import gc

from ..core import command, limits, shape
from ..core.plan import NO_PLAN, Plan
from ..core.screening import VERSION as SCREENING_VERSION
from . import loan, params
from .incoming import NO_MEMORY, in_stages, refuse_invalid, unreadable
from .protocol_methods import only_at_rest, refused

_ROOM_BYTES = limits.HEAP_MIN_BYTES + 4000


class Arming:
    """One start: `stages(given)` is what is to be done once for its op. `body` finds, `post` leads to the tick."""

    def __init__(self, services, body, post):
        self._services = services
        self._find = body
        self._post = post
        self._body = ""
        self._made_of = ("", "")  # version, content hash
        self._built_in = False
        self._table = {}
        self._plan = NO_PLAN

    def stages(self, given):
        """A function of the op that returns the stages."""
        protocol_id = params.text(given, "protocol", shape.MAX_TEXT)
        work = in_stages(
            (
                lambda: self._get(protocol_id, given),
                self._parse,
                lambda: refuse_invalid(self._table),
                lambda: self._make(given),
                self._services.panel.prepare,
                self._account,
            )
        )
        return lambda op: self._then_post(op, work)

    def _then_post(self, op, work):
        """First the stages, then what the tick answers. What is built in is small: one slack takes all its stages."""
        waiting = [work]

        def later():
            answer = waiting[0]()
            while answer is None and self._built_in:
                answer = waiting[0]()
            if answer is not self:
                return answer
            self._built_in = False
            only_at_rest(self._services, "a session starts only in IDLE")
            waiting[0] = self._post(op, command.ARM, self._plan)
            return waiting[0]()

        return later

    def _get(self, protocol_id, given):
        services = self._services
        # asked here, where a host's start and one at the panel come by
        if services.trial:
            raise refused("the firmware is on trial; no session before it is confirmed", "trial")
        if services.rescue:
            raise refused("the rescue firmware runs no session: `station update` installs another", "rescue")
        # in IDLE nothing runs them, and what their words were for is written
        services.station.mailbox.plan = None
        services.station.session.steps.plan = NO_PLAN
        services.recorder.armed = None
        services.panel.give_way()
        gc.collect()
        self._body, content, version = self._find(protocol_id)
        self._made_of = (version, content)
        self._built_in = version is not None
        if not params.truth(given, "screened"):
            raise refused("read the do-not-use list out first", "not screened")
        if given.get("confirmed_by") is not None and not services.station.site.host_start:
            raise refused("a person presses START at this station", "the site's setting host_start is false")

    def _parse(self):
        packed = loan.packed()
        body = [self._body]
        self._body = ""
        try:
            self._table = packed.table_of(body)
        except packed.UNREADABLE:
            raise unreadable("the station's copy is spoiled; push it again")

    def _make(self, given):
        """The plan, made a step at a time: each is given up as a table before the next is made."""
        table = self._table
        left_off = self._left_off(given)
        if self._made_of[0] is None:
            version = table.get("version")
            self._made_of = ("" if version is None else str(version)[: shape.MAX_TEXT], self._made_of[1])
        steps = table["step"]
        table["step"] = []
        plan = Plan(
            table,
            SCREENING_VERSION,
            params.optional_text(given, "confirmed_by", 40),
            params.optional_text(given, "member", 40),
            params.number(given, "soreness", 0, 10) if "soreness" in given else None,
            left_off,
        )
        self._table = {}
        steps.reverse()
        while steps:
            self._add(plan, Plan({"id": "", "step": [steps.pop()]}, left_off=left_off))
        self._plan = plan

    def _add(self, plan, one):
        plan.steps.append(one.steps[0])
        plan.planned_s += one.planned_s
        plan.empty = False

    def _left_off(self, given):
        """The zones staff leave off for this session; only where the protocol allows it, and a leg keeps one."""
        names = given.get("zones_off") or []
        if not names:
            return ()
        if not isinstance(names, list):
            raise params.bad("zones_off", names, "a list")
        for step in self._table["step"]:
            if step["kind"] == "compression" and not step.get("may_leave_off"):
                words = "this protocol does not allow a zone to be left off"
                raise refused(words, "no zone may be left off")
        refuse_invalid(shape.without(self._table, names))
        return tuple(names)

    def _account(self):
        """Whether enough is left beside the plan and its screens; the recorder hears what it was made of."""
        gc.collect()
        if hasattr(gc, "mem_free") and gc.mem_free() < _ROOM_BYTES:
            self._plan = NO_PLAN
            raise refused("the station has not memory enough for this protocol", NO_MEMORY)
        self._services.recorder.armed = (self._plan,) + self._made_of
        return self
