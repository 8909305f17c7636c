"""The body of a protocol, on the wire and on the flash: its JSON text, or that text packed.

Packed is base64 of a zlib stream: 200 steps are up to 19 KB of text and 1 to 4 KB packed, so that 64 of them fit the
flash of a Pico beside two slots. The text of a packed body may hold any letter; a plain one is printable ASCII.
"""

import binascii
import hashlib
import io
import json

MAX_TEXT_BYTES = 24576
WINDOW_BITS = 10  # unpacking takes a window of 1 KB
_PIECE = 256
# what a spoiled file or body raises; too deep a nesting is RuntimeError on the board
UNREADABLE = (OSError, ValueError, EOFError, RuntimeError)

try:
    import deflate
except ImportError:
    deflate = None


def opened(body):
    """The text of `body` (str) as a stream of bytes. Raises ValueError when it is neither JSON nor packed."""
    if body[:1] == "{":
        return io.BytesIO(body.encode())
    data = binascii.a2b_base64(body.encode())
    # the first byte of a zlib stream: deflate, and the size of its window
    if len(data) < 2 or data[0] & 15 != 8 or (data[0] >> 4) + 8 > WINDOW_BITS:
        raise ValueError("neither JSON nor a zlib stream with a window of 1 KB")
    return _inflated(data) if deflate is None else deflate.DeflateIO(io.BytesIO(data), deflate.ZLIB)


def _inflated(data):
    """The same with what the host has."""
    import zlib

    try:
        return io.BytesIO(zlib.decompressobj().decompress(data, MAX_TEXT_BYTES + 1))
    except zlib.error as error:
        raise ValueError(str(error))


def content_of(body):
    """SHA-256 of the text in hexadecimal, the protocol's content hash.

    Raises ValueError for a text above MAX_TEXT_BYTES, one of UNREADABLE for a stream that is broken.
    """
    return _content_of(opened(body))


def _content_of(stream):
    digest = hashlib.sha256()
    size = 0
    while True:
        piece = stream.read(_PIECE)
        if not piece:
            return binascii.hexlify(digest.digest()).decode()
        size += len(piece)
        if size > MAX_TEXT_BYTES:
            raise ValueError("longer than %d bytes" % MAX_TEXT_BYTES)
        digest.update(piece)


def table(body):
    """What the text says. Raises one of UNREADABLE when it is no JSON."""
    return json.load(opened(body))


def table_of(bodies):
    """The same of the one body in a list, which nobody holds any more while the table grows."""
    return json.load(opened(bodies.pop()))
