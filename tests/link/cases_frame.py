"""The frame: what is encoded comes back, what is spoiled in any way does not, lines survive any flood."""

import binascii

from tests.core.parts import Numbers, raises

from station_firmware.link import frame
from station_firmware.link.frame import LineReader, decode, encode

_TEXT = '{"jsonrpc":"2.0","id":1,"method":"status"}'


def _lines(data, reader=None):
    reader = reader or LineReader()
    found = []
    for byte in data:
        if reader.push(byte):
            found.append(reader.line())
    return found


def test_a_frame_is_tilde_text_star_crc_newline():
    body = _TEXT.encode()
    assert encode(_TEXT) == b"~" + body + b"*" + (b"%08x" % binascii.crc32(body)) + b"\n"
    # a known check value of this CRC
    assert encode("123456789") == b"~123456789*cbf43926\n"


def test_what_is_encoded_comes_back():
    for text in (_TEXT, "", "*", "~", "~~**", "a*00000000", "x" * 1189):
        assert decode(encode(text)[:-1]) == text


def test_a_frame_has_at_most_twelve_hundred_bytes():
    assert len(encode("x" * 1189)) == 1200
    assert raises(ValueError, encode, "x" * 1190)
    assert decode(b"~" + b"x" * 1190 + b"*%08x" % binascii.crc32(b"x" * 1190)) is None
    assert frame.MAX_TEXT_BYTES == 1189


def test_only_printable_ascii_is_sent():
    for text in ("ä", "\n", "\t", "\x00", "\x1f", "\x7f", "a\rb", "漢"):
        assert raises(ValueError, encode, text)
    every = "".join([chr(code) for code in range(32, 127)])
    assert decode(encode(every)[:-1]) == every


def test_only_printable_ascii_is_taken():
    for body in (b"\x00", b"\x1f", b"\x7f", b"\x80", b"\xff", b"a\rb"):
        assert decode(b"~" + body + b"*%08x" % binascii.crc32(body)) is None


def test_every_single_flipped_bit_is_seen():
    line = encode(_TEXT)[:-1]
    for place in range(len(line)):
        for bit in range(8):
            spoiled = bytearray(line)
            spoiled[place] ^= 1 << bit
            assert decode(spoiled) is None


def test_cut_and_joined_frames_are_none():
    line = encode(_TEXT)[:-1]
    for length in range(len(line)):
        assert decode(line[:length]) is None
        assert decode(line[len(line) - length :]) is None or length == len(line)
    assert decode(line + line) is None
    assert decode(line + b" ") is None and decode(b" " + line) is None


def test_the_check_sum_is_lower_case():
    line = encode("123456789")[:-1]
    assert decode(line) == "123456789"
    assert decode(line[:-8] + line[-8:].upper()) is None


def test_console_text_is_no_frame():
    for line in (b"", b">>> ", b"Traceback (most recent call last):", b"~", b"~*", b"STOP", b"~a*1234567"):
        assert decode(line) is None


def test_lines_end_at_a_newline_with_or_without_a_return():
    assert _lines(b"one\ntwo\r\n\n\r\nlast") == [b"one", b"two", b"", b""]
    assert _lines(b"a\rb\n") == [b"a\rb"]
    assert _lines(b"STOP\nSTOP\r\n") == [frame.STOP_LINE] * 2


def test_a_line_is_read_as_a_frame():
    assert [decode(line) for line in _lines(encode(_TEXT) * 3)] == [_TEXT] * 3


def test_the_longest_frame_passes_and_a_longer_line_is_dropped_whole():
    reader = LineReader()
    longest = encode("x" * 1189)
    assert [decode(line) for line in _lines(longest, reader)] == ["x" * 1189]
    for length in (1200, 1201, 5000):
        before = reader.overlong_count
        assert _lines(b"y" * length + b"\n" + encode(_TEXT), reader) == [encode(_TEXT)[:-1]]
        assert reader.overlong_count == before + 1


def test_binary_junk_never_stops_the_next_frame():
    numbers = Numbers(11)
    reader = LineReader()
    for length in (1, 10, 100, 3000):
        junk = bytes([numbers.below(256) for _ in range(length)])
        found = _lines(junk + b"\n" + encode(_TEXT), reader)
        assert [decode(line) for line in found][-1] == _TEXT


def test_pushing_goes_on_after_an_unread_line():
    reader = LineReader()
    assert _lines(b"first\n", reader) == [b"first"]
    assert reader.line() == b"first"
    assert _lines(b"second\n", reader) == [b"second"]
