"""The site's settings across power: one JSON text in FRAM, read at boot and when somebody asks. On loan."""

import json
import struct

from ..core import settings
from . import layout
from .page import TwinPage

SIZE = 700
NEVER, GOOD, DAMAGED = "never", "good", "damaged"
_HEAD_BYTES = 8
# what a text that is no JSON raises; too deep a nesting is RuntimeError on the board
UNREADABLE = (ValueError, RuntimeError)


def load(fram):
    """(NEVER, GOOD or DAMAGED, the text; empty when there is none).

    A copy that is blank while the other is not whole is the first write cut short: nothing was set yet.
    """
    page = TwinPage(fram, layout.SETTINGS, SIZE)
    body = page.load()
    if body is not None:
        return GOOD, body.rstrip(b"\0").decode()
    for number in range(2):
        if _copy(fram, page, number)[1] in (bytes(SIZE), b"\xff" * SIZE):
            return NEVER, ""
    return DAMAGED, ""


def save(fram, text):
    """Keep `text`, ASCII of at most SIZE letters; a cut at any byte leaves the old one or this.

    Twice, into both copies: a copy damaged later must not bring the settings before these back.
    """
    page = TwinPage(fram, layout.SETTINGS, SIZE)
    page.load()
    body = _padded(text)
    page.save(body)
    page.save(body)


def name(services):
    """The station is called as its site calls it; until that does, by its serial number."""
    services.name = services.station.site.name or "station-" + services.serial[-4:]


def recall(fram, station):
    """At boot: the site as it was set; as it left the factory when it never was, or when that cannot be trusted."""
    kept, text = load(fram)
    if kept == NEVER:
        return
    try:
        table = json.loads(text)
    except UNREADABLE:
        table = None
    if settings.check(table):
        # damaged, or another firmware's: what it says is not guessed
        station.test.settings_wrong = True
        return
    settings.take(table, station.site)
    page = TwinPage(fram, layout.SETTINGS, SIZE)
    first, second = [_copy(fram, page, number) for number in range(2)]
    if not first[0] or not second[0] or first[1] != second[1]:
        save(fram, text)  # the write was cut between both copies, or one has been damaged since


def _copy(fram, page, number):
    """(is it whole, its body) of copy 0 or 1."""
    buffer = bytearray(_HEAD_BYTES + SIZE)
    fram.read_into(layout.SETTINGS + number * len(buffer), buffer)
    generation, crc = struct.unpack_from("<II", buffer, 0)
    body = bytes(memoryview(buffer)[_HEAD_BYTES:])
    return generation and crc == page.crc(generation, body), body


def _padded(text):
    body = text.encode()
    return body + bytes(SIZE - len(body))
