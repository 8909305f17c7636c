"""The site's settings over the link: read in slices, gathered in slices, judged, kept and used at once. On loan."""

import json
import struct

from .. import core, store
from ..core import events, settings
from ..store import settings_page
from . import loan, params
from .protocol_methods import digest_of, refused, slice_of
from .rpc import INVALID_SETTINGS, TOO_LARGE, RpcError, canonical

_MAX_PUT = 600
_NOTE_BYTES = 12

# whoever holds this module holds them: they go with it
loan.forget(core, "settings")
loan.forget(store, "settings_page")


class Config:
    """`get` a slice of what is kept; `put` slices until `done`."""

    def __init__(self, services):
        self._services = services
        self._body = ""
        self.done = True

    def get(self, given):
        """A slice of the text. `kept`: it was `never` set, is `good` or is `damaged`, then the text may be empty."""
        services = self._services
        try:
            kept, text = settings_page.load(services.fram)
        except ValueError as error:
            raise refused(str(error), "newer")
        if kept == settings_page.NEVER:
            text = canonical({"schema": settings.SCHEMA})
        elif services.station.test.settings_wrong:
            kept = settings_page.DAMAGED
        answer = slice_of(text, given)
        answer["kept"] = kept
        return answer

    def put(self, given, once):
        """Take a slice; the last one is checked, judged, kept and used, once for each op."""
        self.done = True
        total = params.number(given, "total", 2, 0x3FFFFFFF)
        if total > settings_page.SIZE:
            words = "settings have at most %d bytes" % settings_page.SIZE
            raise RpcError(TOO_LARGE, words, {"bytes": total, "bound": settings_page.SIZE})
        offset = params.number(given, "offset", 0, total)
        data = params.text(given, "data", _MAX_PUT)
        if offset > len(self._body):
            raise refused("begin again at offset 0", "slices out of order")
        self._body = self._body[:offset] + data
        if len(self._body) < total:
            self.done = False
            return {"offset": len(self._body), "done": False}
        digest = params.text(given, "sha256", 64)
        return once(given, lambda op: self._keep(op, digest))

    def _keep(self, op, digest):
        """What is kept is what was judged: the text made from the table, not the bytes that came."""
        if digest_of(self._body) != digest:
            raise refused("the settings arrived damaged; send them again", "sha256")
        table = _judged(self._body)
        text = canonical(table)
        services = self._services
        settings_page.save(services.fram, text)
        if settings_page.load(services.fram) != (settings_page.GOOD, text):
            raise refused("the memory does not keep the settings", "memory")
        settings.take(table, services.station.site)
        settings_page.name(services)
        services.station.test.settings_wrong = False
        content = digest_of(text)
        services.recorder.put(services.station.now_ms, events.NOTE, _note(content))
        answer = {"offset": len(self._body), "done": True, "sha256": content}
        services.ops.remember(op, answer)
        return answer


def _judged(body):
    """The table in a body. Raises RpcError with the first problem; the validator finds the same ones on the host."""
    try:
        table = json.loads(body)
    except settings_page.UNREADABLE:
        raise RpcError(INVALID_SETTINGS, "not JSON", {"key": "", "value": None, "bound": "JSON"})
    problems = settings.check(table)
    if problems:
        key, value, bound, words = problems[0]
        data = {"key": key, "value": params.shown(value), "bound": bound, "problems": len(problems)}
        raise RpcError(INVALID_SETTINGS, "%s: %s" % (key, words), data)
    return table


def _note(content):
    """That they changed, and which they are now: the first bytes of their SHA-256, as the host shows it."""
    head = [int(content[at : at + 8], 16) for at in range(0, 2 * _NOTE_BYTES, 8)]
    return struct.pack("<HIII", events.SETTINGS, *head)
