"""The wire's frame: `~` JSON text `*` CRC-32 in eight hex digits and a newline, the same code on host and board.

ASCII only, at most MAX_FRAME_BYTES with the newline. The bare line STOP needs no frame (interfaces.md, "Wire").
"""

import binascii

MAX_FRAME_BYTES = 1200
STOP_LINE = b"STOP"
_OVERHEAD_BYTES = 11  # ~ * eight digits newline
MAX_TEXT_BYTES = MAX_FRAME_BYTES - _OVERHEAD_BYTES


def encode(text):
    """Return the frame of `text` (str, ASCII) as bytes. Raises ValueError when it would not fit or is not ASCII."""
    body = text.encode()
    if len(body) > MAX_TEXT_BYTES:
        raise ValueError("frame text has %d bytes, the limit is %d" % (len(body), MAX_TEXT_BYTES))
    if body and (max(body) > 126 or min(body) < 32):
        raise ValueError(
            "frame text must be printable ASCII, found bytes 0x%02x to 0x%02x" % (min(body), max(body))
        )
    return b"~" + body + b"*%08x\n" % binascii.crc32(body)


def decode(line):
    """Return the JSON text (str) of one line without its newline, or None when it is no frame or its CRC is wrong."""
    line = bytes(line)
    if (
        len(line) < _OVERHEAD_BYTES - 1
        or len(line) >= MAX_FRAME_BYTES
        or line[:1] != b"~"
        or line[-9:-8] != b"*"
    ):
        return None
    body = line[1:-9]
    if line[-8:] != b"%08x" % binascii.crc32(body):
        return None
    if body and (max(body) > 126 or min(body) < 32):
        return None
    return str(body, "ascii")


class LineReader:
    """Collects bytes into lines in one fixed buffer; a line too long is dropped whole and counted.

    push(byte) returns True when a line is complete; it is then read with `line()` before the next push.
    """

    def __init__(self, limit=MAX_FRAME_BYTES):
        self._buffer = bytearray(limit)
        self._length = 0
        self._ready = False
        self._overlong = False
        self.overlong_count = 0

    def push(self, byte):
        if self._ready:
            self._ready = False
            self._length = 0
        if byte == 10:
            if self._overlong:
                self._overlong = False
                self._length = 0
                self.overlong_count += 1
                return False
            self._ready = True
            return True
        if self._overlong:
            return False
        if self._length >= len(self._buffer) - 1:
            self._overlong = True
            return False
        self._buffer[self._length] = byte
        self._length += 1
        return False

    def line(self):
        """The last complete line as bytes, without the newline and a carriage return before it."""
        length = self._length
        if length and self._buffer[length - 1] == 13:
            length -= 1
        return bytes(memoryview(self._buffer)[:length])
