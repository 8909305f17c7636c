"""Protocols over the link: list, get and put in slices, delete. Presets are read-only; the station judges again."""

import binascii
import hashlib
import json

from ..core import shape, states
from ..store.protocols import MAX_PROTOCOLS
from . import loan, params
from .rpc import INVALID_PROTOCOL, REFUSED, TOO_LARGE, UNKNOWN_PROTOCOL, RpcError, dumps

_MAX_SLICE = 400
_MAX_PUT = 600
_MAX_BYTES = 8192
_LIST_ROWS = 8


def digest_of(text):
    """SHA-256 of a text in hexadecimal."""
    return binascii.hexlify(hashlib.sha256(text.encode()).digest()).decode()


def refuse_invalid(table):
    """Raise the first problem the validator finds; it finds the same ones on the host."""
    problems = loan.problems_of(table)
    if problems:
        key, value, bound, words = problems[0]
        data = {"key": key, "value": params.shown(value), "bound": bound, "problems": len(problems)}
        raise RpcError(INVALID_PROTOCOL, "%s: %s" % (key, words), data)


class ProtocolMethods:
    """Binds the protocol methods to the station's services; `table` joins the others."""

    def __init__(self, services, once):
        self._services = services
        self._once = once
        self._incoming_id = None
        self._incoming = ""
        self.table = {
            "protocol.list": self._list,
            "protocol.get": self._get,
            "protocol.put": self._put,
            "protocol.delete": self._delete,
        }

    def find(self, protocol_id):
        """The protocol `protocol_id`, built in or custom. Raises RpcError when there is none."""
        table = loan.presets().find(protocol_id)
        if table is None and shape.is_id(protocol_id):
            table = self._services.protocols.read(protocol_id)
        if table is None:
            raise RpcError(UNKNOWN_PROTOCOL, "no protocol " + protocol_id, {"id": protocol_id})
        return table

    def _list(self, given):
        presets = loan.presets()
        ids = list(presets.IDS) + self._services.protocols.ids()
        offset = params.number(given, "offset", 0, 1000, 0)
        rows = []
        for protocol_id in ids[offset : offset + _LIST_ROWS]:
            rows.append(self._row(protocol_id, presets))
        return {"total": len(ids), "offset": offset, "protocols": rows}

    def _row(self, protocol_id, presets):
        """[id, title, kind of the first step, seconds]; a file that is no protocol any more is told as such.

        Presets are known to be good; what was put by others is judged at rest, and not opened in a session.
        """
        table = presets.find(protocol_id)
        if table is None:
            if self._services.station.session.state != states.IDLE:
                return [protocol_id[: shape.MAX_TEXT], "", "unread", 0]
            table = self._services.protocols.read(protocol_id)
            if loan.problems_of(table):
                return [protocol_id[: shape.MAX_TEXT], "", "invalid", 0]
        seconds = sum([shape.step_seconds(step) for step in table["step"]])
        return [protocol_id, table["title"], table["step"][0]["kind"], seconds]

    def _get(self, given):
        protocol_id = params.text(given, "id", shape.MAX_TEXT)
        text = dumps(self.find(protocol_id))
        offset = params.number(given, "offset", 0, len(text), 0)
        length = params.number(given, "length", 1, _MAX_SLICE, _MAX_SLICE)
        data = text[offset : offset + length]
        return {
            "id": protocol_id,
            "offset": offset,
            "total": len(text),
            "sha256": digest_of(text),
            "data": data,
        }

    def _put(self, given):
        """Slices in order from offset 0; the last one is checked, judged and written, once for each op."""
        protocol_id = params.text(given, "id", shape.MAX_TEXT)
        total = params.number(given, "total", 2, 0x3FFFFFFF)
        if total > _MAX_BYTES:
            raise RpcError(TOO_LARGE, "a protocol has at most %d bytes" % _MAX_BYTES, {"bytes": total})
        offset = params.number(given, "offset", 0, total)
        data = params.text(given, "data", _MAX_PUT)
        if offset + len(data) >= total and self._services.ops.seen(params.op(given)):
            return self._once(given, None)  # done before: answered as then, nothing is carried out
        self.only_at_rest(False, "protocols change only in IDLE")
        if offset == 0:
            self._incoming_id = protocol_id
            self._incoming = ""
        if self._incoming_id != protocol_id or offset > len(self._incoming):
            raise RpcError(REFUSED, "begin again at offset 0", {"reason": "slices out of order", "state": ""})
        self._incoming = self._incoming[:offset] + data
        if len(self._incoming) < total:
            return {"id": protocol_id, "offset": len(self._incoming), "done": False}
        digest = params.text(given, "sha256", 64)
        return self._once(given, lambda op: self._finish(op, protocol_id, digest))

    def only_at_rest(self, done_before, words):
        """Refuse what reads, judges or writes much while anybody may be in the boots or the water."""
        state = self._services.station.session.state
        if state != states.IDLE and not done_before:
            name = states.STATE_NAMES[state]
            raise RpcError(REFUSED, words, {"reason": "not in state", "state": name})

    def _finish(self, op, protocol_id, digest):
        text = self._incoming
        if digest_of(text) != digest:
            raise RpcError(
                REFUSED, "the protocol arrived damaged; send it again", {"reason": "sha256", "state": ""}
            )
        try:
            table = json.loads(text)
        except (ValueError, RuntimeError):
            raise RpcError(INVALID_PROTOCOL, "not JSON", {"key": "", "value": None, "bound": "JSON"})
        refuse_invalid(table)
        if table["id"] != protocol_id:
            raise RpcError(
                INVALID_PROTOCOL, "id differs", {"key": "id", "value": table["id"], "bound": protocol_id}
            )
        self._writable(protocol_id)
        try:
            self._services.protocols.write(protocol_id, text)
        except OSError:
            raise RpcError(
                REFUSED, "the flash is full; remove a protocol", {"reason": "flash full", "state": ""}
            )
        self._incoming_id = None
        answer = {"id": protocol_id, "offset": len(text), "done": True}
        self._services.ops.remember(op, answer)
        return answer

    def _writable(self, protocol_id):
        """Only in IDLE is flash written, and never over a preset."""
        if protocol_id in loan.presets().IDS:
            raise RpcError(
                REFUSED, "a preset cannot be changed; choose another id", {"reason": "preset", "state": ""}
            )
        state = self._services.station.session.state
        if state != states.IDLE:
            name = states.STATE_NAMES[state]
            raise RpcError(
                REFUSED, "protocols change only in IDLE", {"reason": "not in state", "state": name}
            )
        known = self._services.protocols.ids()
        if protocol_id not in known and len(known) >= MAX_PROTOCOLS:
            words = "there are %d custom protocols already; remove one" % MAX_PROTOCOLS
            raise RpcError(REFUSED, words, {"reason": "too many", "state": ""})

    def _delete(self, given):
        protocol_id = params.text(given, "id", shape.MAX_TEXT)

        def act(op):
            self._writable(protocol_id)
            if not shape.is_id(protocol_id) or not self._services.protocols.remove(protocol_id):
                raise RpcError(UNKNOWN_PROTOCOL, "no protocol " + protocol_id, {"id": protocol_id})
            answer = {"id": protocol_id}
            self._services.ops.remember(op, answer)
            return answer

        return self._once(given, act)
