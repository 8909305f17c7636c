"""The methods of the link, one small function each, and the table that names them."""

import binascii

from ..core import adjust, command, interlock, limits, states
from . import loan, params, views
from .log_methods import LogMethods
from .protocol_methods import ProtocolMethods, at_rest, only_at_rest, refused
from .rpc import REFUSED, RpcError

_FAULT_ROWS = 12
_PICTURE_BYTES = 1024
_PICTURE_SLICE = 512
AWAY_WHYS = ("prompt", "bootloader")
_LATEST_S = 4102444799  # 2099-12-31


class Methods:
    """Binds the methods to the station's services; `table` goes to Rpc."""

    def __init__(self, services):
        self._services = services
        self._config = None
        self._update = None
        self._picture = None
        self.table = {
            "hello": lambda given: views.hello(services),
            "status": lambda given: views.status(services),
            "fault.list": self._fault_list,
            "fault.ack": lambda given: self._command(given, command.ACKNOWLEDGE),
            "session.stop": lambda given: self._command(given, command.STOP),
            "session.pause": lambda given: self._command(given, command.PAUSE),
            "session.resume": lambda given: self._command(given, command.RESUME),
            "session.adjust": self._adjust,
            "service.selftest": self._selftest,
            "service.repl": self._repl,
            "service.reset": at_rest(services, self._reset),
            "service.calibrate": self._calibrate,
            "service.unlock": self._unlock,
            "clock.set": self._clock_set,
            "config.get": self._config_get,
            "config.put": self._config_put,
            "events.subscribe": self._subscribe,
            "panel.read": self._panel_read,
        }
        for name in ("begin", "write", "commit", "confirm", "rollback"):
            self.table["update." + name] = at_rest(services, self._updating(name))
        self.table.update(LogMethods(services, self._once).table)
        self.table.update(ProtocolMethods(services, self._once, self._post).table)

    # ---- what changes the state goes through the mailbox, once for each op

    def _once(self, given, act):
        """Do `act(op)` unless this op was done before: then answer as it was answered, or only with the state."""
        op = params.op(given)
        ops = self._services.ops
        if not ops.seen(op):
            return act(op)
        state = states.STATE_NAMES[self._services.station.session.state]
        return ops.answer(op) or {"state": state, "repeated": True}

    def _command(self, given, kind, plan=None, what=0, zone=0, mmhg=0):
        return self._once(given, lambda op: self._post(op, kind, plan, what, zone, mmhg))

    def _post(self, op, kind, plan=None, what=0, zone=0, mmhg=0):
        services = self._services
        mailbox = services.station.mailbox
        session = services.station.session
        # remembered first: a cut between doing and remembering must not do it twice
        services.ops.remember(op)
        posted = [False]

        def later():
            if not posted[0]:
                # somebody at the panel was first: that is answered before this is asked
                if mailbox.kind == command.NOTHING:
                    posted[0] = True
                    mailbox.post(kind, plan, what, zone, mmhg)
                return None
            if mailbox.kind != command.NOTHING:
                return None
            state = states.STATE_NAMES[session.state]
            if mailbox.refusal is not None:
                services.ops.forget(op)
                reason = self._reason(mailbox.refusal)
                words = "%s refused in %s: %s" % (command.NAMES[kind], state, reason)
                raise RpcError(REFUSED, words, {"reason": reason, "state": state})
            answer = {"state": state}
            if kind == command.ARM:
                answer["session"] = views.session_id(services, session.number + 1)
            services.ops.keep_answer(op, answer)
            return answer

        return later

    def _reason(self, refusal):
        """The tick's constant words, with the name of the fault that stands in the way."""
        if refusal != interlock.CAUSE_STANDS:
            return refusal
        return "%s: %s" % (refusal, loan.fault_name(self._services.station.interlocks.standing))

    def _selftest(self, given):
        """Begin the whole test; without an `op` nothing begins: then what the last one measured and found."""
        if "op" in given:
            self._services.panel.prepare()
            return self._command(given, command.TEST)
        return views.selftest(self._services.station.test)

    def _adjust(self, given):
        """Change the running step: `change` is a word of adjust.NAMES, with `zone` and `mmhg` where it needs them."""
        what = params.one_of(given, "change", adjust.NAMES)
        zone = mmhg = 0
        if what == adjust.INTENSITY:
            mmhg = params.number(given, "mmhg", -adjust.MOST_MMHG, adjust.MOST_MMHG)
        elif what == adjust.BOOST:
            zone = params.number(given, "zone", 0, 5)
            mmhg = params.number(given, "mmhg", 1, limits.BOOST_MAX_MMHG) if zone else 0
        return self._command(given, command.ADJUST, None, what, zone, mmhg)

    # ---- faults

    def _fault_list(self, given):
        count = self._services.station.interlocks.count
        offset = params.number(given, "offset", 0, 1000, 0)
        rows = [
            views.fault_row(self._services, index)
            for index in range(offset, min(count, offset + _FAULT_ROWS))
        ]
        return {"total": count, "offset": offset, "faults": rows}

    # ---- clock and events

    def _clock_set(self, given):
        epoch_s = params.number(given, "epoch_s", 1577836800, _LATEST_S)
        services = self._services

        def act(op):
            try:
                before = services.recorder.wall.set(epoch_s)
            except OSError:
                raise RpcError(REFUSED, "the clock chip does not answer", {"reason": "clock", "state": ""})
            services.recorder.put_clock(services.station.now_ms, before, epoch_s)
            services.ops.remember(op, {"epoch_s": epoch_s})
            return {"epoch_s": epoch_s}

        return self._once(given, act)

    # ---- settings: whether it is time is asked here, to load the rest takes longer than a slack of a session has

    def _config_get(self, given):
        services = self._services
        if services.station.session.state != states.FAULT:
            only_at_rest(services, "settings are read and set only at rest")
            services.panel.give_way()
        return loan.config(services).get(given)

    def _config_put(self, given):
        """Slices in order from offset 0; what was gathered is forgotten by a slice that is refused."""
        services = self._services
        if services.ops.seen(params.op(given)):
            return self._once(given, None)
        config = self._config
        self._config = None
        only_at_rest(services, "settings are read and set only at rest")
        services.panel.give_way()
        config = config or loan.config(services)
        answer = config.put(given, self._once)
        if not config.done:
            self._config = config
        return answer

    # ---- service: whoever knows the station's key, where it has one

    def _only_unlocked(self):
        services = self._services
        if services.keyed and services.uptime_ms >= services.open_until_ms:
            raise refused("unlock the service with the station's key first", "locked")

    def _unlock(self, given):
        try:
            access = loan.access(self._services)
        except ValueError as error:
            raise refused(str(error), "newer")
        return access.unlock(given)

    def _repl(self, given):
        """The journal tells `why`: somebody wants the prompt, or sends the chip into its bootloader from there."""
        self._only_unlocked()
        self._services.away = params.one_of(given, "why", AWAY_WHYS) if "why" in given else 0
        return self._command(given, command.MAINTAIN)

    def _reset(self, given):
        """Restart as soon as the answer is out."""
        self._only_unlocked()
        services = self._services

        def act(op):
            only_at_rest(services, "the station restarts only at rest")
            answer = {"state": "restarts"}
            services.ops.remember(op, answer)
            services.leave()
            return answer

        return self._once(given, act)

    def _calibrate(self, given):
        """A look and the history are for all; what moves or changes anything is the technician's."""
        services = self._services
        if given.get("do") not in ("look", "history", "end"):
            self._only_unlocked()
        if services.technician is None:
            services.technician = loan.calibrate(services, self._once, self._post)
        method = services.technician.call
        return at_rest(services, method, True)(given) if given.get("do") == "begin" else method(given)

    def _panel_read(self, given):
        """What the display shows, page by page, by slices: all of them are of the moment offset 0 was asked in."""
        offset = params.number(given, "offset", 0, _PICTURE_BYTES - 1, 0)
        panel = self._services.panel
        if offset == 0 or self._picture is None:
            self._picture = bytes(panel.glass)
        data = self._picture[offset : offset + _PICTURE_SLICE]
        if offset + _PICTURE_SLICE >= _PICTURE_BYTES:
            self._picture = None
        coded = binascii.b2a_base64(data).decode().rstrip()
        return {"offset": offset, "total": _PICTURE_BYTES, "on": panel.display.ok, "data": coded}

    def _updating(self, name):
        """The method `name` of the update under way, or of a new one."""

        def call(given):
            if name != "confirm" or "op" in given:
                self._only_unlocked()
            self._services.panel.give_way()
            update = self._update = self._update or loan.update(self._services, self._once)
            try:
                return getattr(update, name)(given)
            finally:
                if not update.begun:
                    self._update = None

        return call

    def _subscribe(self, given):
        self._services.events_on = params.truth(given, "on")
        return {"on": self._services.events_on}
