"""Bodies of protocols, plain and packed: the same text, the same hash, and nothing larger than it may be."""

import binascii
import hashlib

from station_firmware.store import packed

_TEXT = '{"id":"mine","title":"Beine"}'
# made by zlib with a window of 1 KB from _TEXT; from 24576 and 24577 blanks; from _TEXT with a window of 32 KB
_PACKED = "KM+rVspMUbJSys3MS1XSUSrJLMlJBXKdUkH8WgCGdQkk"
_FULL = "KM/twTEBAAAAwqAq65/SEL5AAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAArwEiWAC1"
_OVER = "KM/twTEBAAAAwqAq65/SEL5AAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAtwEjLQDV"
_WIDE = "eNqrVspMUbJSys3MS1XSUSrJLMlJBXKdUkH8WgCGdQkk"


def _fails(function, body):
    try:
        function(body)
    except packed.UNREADABLE:
        return True
    return False


def _sha(text):
    return binascii.hexlify(hashlib.sha256(text.encode()).digest()).decode()


def test_plain_and_packed_say_the_same_and_have_one_hash():
    for body in (_TEXT, _PACKED):
        assert packed.table(body) == {"id": "mine", "title": "Beine"}
        assert packed.content_of(body) == _sha(_TEXT)


def test_what_is_neither_is_told():
    for body in ("", "x", "KJG", "[1]", "eJw=", "\x00", "{" * 2000):
        assert _fails(packed.table, body), body
    assert _fails(packed.content_of, _WIDE)
    assert _fails(packed.content_of, "!" + _PACKED[1:])


def test_a_text_is_unpacked_only_up_to_its_bound():
    assert packed.content_of(_FULL) == _sha(" " * packed.MAX_TEXT_BYTES)
    assert _fails(packed.content_of, _OVER)
