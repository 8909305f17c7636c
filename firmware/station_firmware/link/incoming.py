"""A protocol on its way in: slices are gathered; then hash, parse, judge and write, a stage a slack. On loan."""

from ..core import shape
from . import loan, params
from .protocol_methods import digest_of, refused, writable
from .rpc import INVALID_PROTOCOL, RpcError

NO_MEMORY = "not enough memory"


def refuse_invalid(table):
    """Raise the first problem the validator finds; it finds the same ones on the host."""
    problems = loan.problems_of(table)
    if problems:
        key, value, bound, words = problems[0]
        data = {"key": key, "value": params.shown(value), "bound": bound, "problems": len(problems)}
        raise RpcError(INVALID_PROTOCOL, "%s: %s" % (key, words), data)


def unreadable(words):
    """The error of a body that is no protocol's."""
    return RpcError(INVALID_PROTOCOL, words, {"key": "", "value": None, "bound": "JSON, or packed"})


def in_stages(stages):
    """Do one of `stages` a slack and answer what the last one returns: none of them takes the watchdog's time."""
    left = list(stages)

    def later():
        stage = left.pop(0)
        try:
            answer = stage()
        except MemoryError:
            raise refused("the station has not memory enough for this protocol", NO_MEMORY)
        return None if left else answer

    return later


class Incoming:
    """`take` slices in order, then `keep`: nothing is on the flash before everything was found good."""

    def __init__(self, services):
        self._services = services
        self._id = ""
        self._body = ""
        self._content = ""
        self._table = {}

    def take(self, protocol_id, offset, data):
        """Add a slice; returns how much is here. Raises RpcError when one before it is missing."""
        if offset == 0:
            self._id = protocol_id
        if self._id != protocol_id or offset > len(self._body):
            raise refused("begin again at offset 0", "slices out of order")
        self._body = self._body[:offset] + data
        return len(self._body)

    def keep(self, op, digest):
        """The stages in which the whole body becomes a protocol on the flash."""
        return in_stages((lambda: self._open(digest), self._parse, self._judge, lambda: self._write(op)))

    def _open(self, digest):
        if digest_of(self._body) != digest:
            raise refused("the protocol arrived damaged; send it again", "sha256")
        packed = loan.packed()
        try:
            self._content = packed.content_of(self._body)
        except packed.UNREADABLE as error:
            raise unreadable(str(error))

    def _parse(self):
        packed = loan.packed()
        try:
            self._table = packed.table(self._body)
        except packed.UNREADABLE:
            raise unreadable("not JSON")

    def _judge(self):
        refuse_invalid(self._table)
        if self._table["id"] != self._id:
            data = {"key": "id", "value": self._table["id"], "bound": self._id}
            raise RpcError(INVALID_PROTOCOL, "id differs", data)

    def _write(self, op):
        writable(self._services, self._id)
        table = self._table
        seconds = sum([shape.step_seconds(step) for step in table["step"]])
        head = (table["title"], table["step"][0]["kind"], seconds, self._content)
        try:
            self._services.protocols.write(self._id, head, self._body)
        except OSError:
            raise refused("the flash is full; remove a protocol", "flash full")
        answer = {"id": self._id, "offset": len(self._body), "done": True, "content": self._content}
        self._services.ops.remember(op, answer)
        return answer
