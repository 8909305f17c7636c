"""Protocols over the link: list, get, put in slices, delete, start. Presets are read-only; the station judges again."""

import binascii
import hashlib

from .. import VERSION
from ..core import shape, states
from ..core.timebase import elapsed
from ..store.protocols import MAX_PROTOCOLS
from . import loan, params
from .rpc import REFUSED, TOO_LARGE, UNKNOWN_PROTOCOL, RpcError, canonical

MAX_BODY_BYTES = 8192
_MAX_SLICE = 400
_MAX_PUT = 600
_LIST_ROWS = 8
_OPENS_MS = 1000


def digest_of(text):
    """SHA-256 of a text in hexadecimal."""
    return binascii.hexlify(hashlib.sha256(text.encode()).digest()).decode()


def slice_of(text, given):
    """The part of a text that a request asks for by `offset` and `length`, and what proves the whole."""
    offset = params.number(given, "offset", 0, len(text), 0)
    length = params.number(given, "length", 1, _MAX_SLICE, _MAX_SLICE)
    data = text[offset : offset + length]
    return {"offset": offset, "total": len(text), "sha256": digest_of(text), "data": data}


def refused(words, reason, state=""):
    """The error of a wish the station understood and does not carry out."""
    return RpcError(REFUSED, words, {"reason": reason, "state": state})


def only_at_rest(services, words):
    """Refuse what reads, judges or writes much while anybody may be in the boots or the water."""
    state = services.station.session.state
    if state != states.IDLE:
        raise refused(words, "not in state", states.STATE_NAMES[state])


def at_rest(services, method, begins_test=False):
    """`method`, but in IDLE a bath that is kept is let go first, and the safety chain must be seen open.

    For what writes flash, which stalls the chip, or works longer in the slack than the chain's heartbeat may wait. What
    `begins_test` writes nothing: a chain that stays closed is for the self-test to find and to name.
    """
    station = services.station

    def call(given):
        work = []
        begun_ms = station.now_ms

        def later():
            station.thermal.pause_for_flash()
            if work:
                return work[0]()
            waits = station.thermal.keeping if begins_test else not station.thermal.resting()
            if station.session.state == states.IDLE and waits:
                if elapsed(station.now_ms, begun_ms) > _OPENS_MS:
                    raise refused("the safety chain does not open: nothing is written", "chain", "IDLE")
                return None
            answer = method(given)
            if not callable(answer):
                return answer
            work.append(answer)
            return answer()

        return later

    return call


def writable(services, protocol_id):
    """Only in IDLE is flash written, and never over a preset."""
    if protocol_id in loan.presets().IDS:
        raise refused("a preset cannot be changed or removed; choose another id", "preset")
    only_at_rest(services, "protocols change only in IDLE")
    known = services.protocols.ids()
    if protocol_id not in known and len(known) >= MAX_PROTOCOLS:
        raise refused("there are %d custom protocols already; remove one" % MAX_PROTOCOLS, "too many")


class ProtocolMethods:
    """Binds the protocol methods to the station's services; `table` joins the others.

    `once` and `post` lead to the tick (methods.py). What is large and wanted only at rest is on loan.
    """

    def __init__(self, services, once, post):
        self._services = services
        self._once = once
        self._post = post
        self._incoming = None
        self.table = {
            "protocol.list": at_rest(services, self._list),
            "protocol.get": at_rest(services, self._get),
            "protocol.put": at_rest(services, self._put),
            "protocol.delete": at_rest(services, self._delete),
            "session.start": at_rest(services, self._start, begins_test=True),
        }

    def _list(self, given):
        presets = loan.presets()
        ids = list(presets.IDS) + self._services.protocols.ids()
        offset = params.number(given, "offset", 0, 1000, 0)
        rows = []
        for protocol_id in ids[offset : offset + _LIST_ROWS]:
            rows.append(self._row(protocol_id, presets))
        return {"total": len(ids), "offset": offset, "built_in": len(presets.IDS), "protocols": rows}

    def _row(self, protocol_id, presets):
        """[id, title, kind of the first step, seconds]; a file that is no protocol any more is told as such.

        What was put by others is judged when a session wants it; in a session no file is opened.
        """
        table = presets.find(protocol_id)
        if table is not None:
            seconds = sum([shape.step_seconds(step) for step in table["step"]])
            return [protocol_id, table["title"], table["step"][0]["kind"], seconds]
        name = protocol_id[: shape.MAX_TEXT]
        if self._services.station.session.state != states.IDLE:
            return [name, "", "unread", 0]
        head = self._services.protocols.head(protocol_id)
        return [name, "", "invalid", 0] if head is None else [name] + head[:3]

    def body(self, protocol_id):
        """(body of the protocol, content hash, version where it is built in). Raises RpcError when there is none."""
        table = loan.presets().find(protocol_id)
        if table is not None:
            body = canonical(table)
            return body, digest_of(body), VERSION
        store = self._services.protocols
        head = store.head(protocol_id) if shape.is_id(protocol_id) else None
        body = store.body(protocol_id) if head else None
        if head is None or body is None:
            raise _unknown(protocol_id)
        return body, head[3], None

    def _get(self, given):
        """A slice of the body; `content` is the hash of the text in it, `sha256` of the body itself."""
        protocol_id = params.text(given, "id", shape.MAX_TEXT)
        body, content, _ = self.body(protocol_id)
        answer = slice_of(body, given)
        answer["id"] = protocol_id
        answer["content"] = content
        return answer

    def _put(self, given):
        """Slices in order from offset 0; the last one is checked, judged and written, once for each op."""
        protocol_id = params.text(given, "id", shape.MAX_TEXT)
        total = params.number(given, "total", 2, 0x3FFFFFFF)
        if total > MAX_BODY_BYTES:
            words = "a protocol has at most %d bytes as it is sent; pack it" % MAX_BODY_BYTES
            raise RpcError(TOO_LARGE, words, {"bytes": total, "bound": MAX_BODY_BYTES})
        offset = params.number(given, "offset", 0, total)
        data = params.text(given, "data", _MAX_PUT)
        if offset + len(data) >= total and self._services.ops.seen(params.op(given)):
            return self._once(given, None)  # done before: answered as then, nothing is carried out
        only_at_rest(self._services, "protocols change only in IDLE")
        self._services.panel.give_way()
        if offset == 0:
            self._incoming = loan.incoming(self._services)
        incoming = self._incoming
        if incoming is None:
            raise refused("begin again at offset 0", "slices out of order")
        have = incoming.take(protocol_id, offset, data)
        if have < total:
            return {"id": protocol_id, "offset": have, "done": False}
        digest = params.text(given, "sha256", 64)
        self._incoming = None
        return self._once(given, lambda op: incoming.keep(op, digest))

    def _delete(self, given):
        protocol_id = params.text(given, "id", shape.MAX_TEXT)

        def act(op):
            writable(self._services, protocol_id)
            if not shape.is_id(protocol_id) or not self._services.protocols.remove(protocol_id):
                raise _unknown(protocol_id)
            answer = {"id": protocol_id}
            self._services.ops.remember(op, answer)
            return answer

        return self._once(given, act)

    def _start(self, given):
        """Arm a session, once for each op: everything is looked at in the slack; the tick only takes the plan."""
        if self._services.ops.seen(params.op(given)):
            return self._once(given, None)
        only_at_rest(self._services, "a session starts only in IDLE")
        work = loan.arming(self._services, self.body, self._post).stages(given)
        return self._once(given, work)


def _unknown(protocol_id):
    return RpcError(UNKNOWN_PROTOCOL, "no protocol " + protocol_id, {"id": protocol_id})
