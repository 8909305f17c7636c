"""What stations keep is read as the firmware that wrote it meant it; what a newer one wrote stays as it is."""

import binascii
import json
import struct

from tests.store import formats, frozen
from tests.store.formats import ALL, HEAD_BYTES, PAGES, memory_with
from tests.store.memory import Memory

from station_firmware.core import settings
from station_firmware.store import block, calibration, journal, layout, record, settings_page, unblock
from station_firmware.store.page import TwinPage


def _bytes_of(row):
    return binascii.unhexlify(row[3])


def _format(name):
    return {one.name: one for one in ALL}[name]


def _frozen(name):
    """{version: bytes} of one format."""
    return {row[1]: _bytes_of(row) for row in frozen.ROWS if row[0] == name}


def test_this_version_and_the_one_before_are_read_as_they_were_meant():
    for one in ALL:
        rows = _frozen(one.name)
        assert one.version in rows, one.name
        for version in (one.version, one.version - 1):
            if version in rows:
                assert one.read(rows[version]) == one.told, (one.name, version)


def test_a_format_that_is_written_otherwise_has_another_version():
    for one in ALL:
        assert bytes(one.write()) == _frozen(one.name)[one.version], one.name


def test_each_frozen_format_is_one_that_is_read():
    assert {row[0] for row in frozen.ROWS} == {one.name for one in ALL}
    assert len({row[:2] for row in frozen.ROWS}) == len(frozen.ROWS)


def _bumped(copy, by):
    """A copy of a page as a firmware `by` versions newer would leave it."""
    generation = struct.unpack_from("<I", copy, 0)[0] + (by << 24)
    body = bytes(copy[HEAD_BYTES:])
    return struct.pack("<II", generation, binascii.crc32(body, generation)) + body


def _newer(name, copies):
    """The frozen page of `name` with some of its copies made newer; a copy that was blank is as it was."""
    data = bytearray(_frozen(name)[0])
    size = PAGES[name][1] + HEAD_BYTES
    for number in copies:
        at = number * size
        if data[at : at + 4] != b"\0\0\0\0":
            data[at : at + size] = _bumped(data[at : at + size], 1)
    return bytes(data)


def _refused(work):
    try:
        work()
    except ValueError as error:
        return str(error)
    return ""


# REQ-174
def test_a_page_of_a_newer_firmware_is_refused_by_words_and_never_written():
    for name in PAGES:
        place, size = PAGES[name]
        for copies in ((0, 1), (0,), (1,)):
            data = _newer(name, copies)
            if data == _frozen(name)[0]:
                continue
            memory = memory_with(name, data)
            before = bytes(memory.bytes)
            read = _format(name).read
            words = _refused(lambda data=data, read=read: read(data))
            assert "0x%x was written by a newer firmware: version 1, this one reads 0" % place in words, name
            page = TwinPage(memory, place, size)
            assert _refused(page.load)
            page.save(bytes(size))
            page.save(bytes(size))
            assert bytes(memory.bytes) == before, name


# REQ-174
def test_a_newer_copy_that_is_not_whole_is_no_page():
    data = bytearray(_newer("state", (0, 1)))
    data[-1] ^= 1
    memory = memory_with("state", bytes(data))
    assert TwinPage(memory, *PAGES["state"]).load() is None


def test_a_page_keeps_its_version_and_tells_what_it_found():
    memory = Memory(0x200)
    TwinPage(memory, 0, 4).save(b"old.")
    page = TwinPage(memory, 0, 4, 1)
    assert page.load() == b"old." and page.found == 0
    page.save(b"new.")
    again = TwinPage(memory, 0, 4, 2)
    assert again.load() == b"new." and again.found == 1
    assert "newer" in _refused(TwinPage(memory, 0, 4).load)


def test_the_newest_save_counts_in_a_later_version_too():
    memory = Memory(0x200)
    for number in range(1, 6):
        page = TwinPage(memory, 0, 4, 1)
        page.load()
        page.save(bytes([number] * 4))
        assert TwinPage(memory, 0, 4, 1).load() == bytes([number] * 4)


def test_the_count_of_saves_never_runs_into_the_version():
    memory = Memory(0x200)
    page = TwinPage(memory, 0, 4)
    page._generation = 0xFFFFFE
    page.save(b"last")
    assert TwinPage(memory, 0, 4).load() == b"last"
    page.save(b"once")
    found = TwinPage(memory, 0, 4)
    assert found.load() is not None and found.found == 0


# REQ-174
def test_the_service_stays_shut_when_its_page_is_newer():
    memory = memory_with("service", _newer("service", (0, 1)))
    assert "newer firmware" in _refused(lambda: formats.access_of(memory))


# REQ-144 REQ-174
def test_the_page_of_the_key_keeps_its_form_for_ever():
    assert list(_frozen("service")) == [0] and _format("service").version == 0


# REQ-174
def test_a_calibration_of_another_version_calibrates_nothing_and_stays():
    memory = memory_with("calibration", _frozen("calibration")[0])
    place, size = PAGES["calibration"]
    page = TwinPage(memory, place, size)
    body = bytearray(page.load() or b"")
    body[0] += 1
    page.save(bytes(body))
    page.save(bytes(body))
    before = bytes(memory.bytes)
    sensing = formats.Sensing()
    calibration.load(memory, sensing)
    assert sensing.rows == [] and bytes(memory.bytes) == before


# REQ-174
def test_settings_of_another_schema_are_not_guessed_and_stay():
    text = formats.SETTINGS.replace("settings/1", "settings/2")
    memory = Memory(0x2000)
    settings_page.save(memory, text)
    before = bytes(memory.bytes)
    assert settings.check(json.loads(text))

    class Test:
        settings_wrong = False

    class Station:
        test = Test()
        site = None

    settings_page.recall(memory, Station)
    assert Station.test.settings_wrong and bytes(memory.bytes) == before


UNKNOWN_KIND = 99
STRANGE_FLAGS = 0xF1


# REQ-174
def test_records_of_a_kind_nobody_knows_are_kept_and_passed_on_as_they_are():
    memory = Memory(0x2000)
    ring = journal.Journal(memory, 20)
    for seq in range(5):
        ring.append(7, UNKNOWN_KIND, STRANGE_FLAGS, seq, 0, bytes([seq + 1] * 20))
    again = journal.Journal(memory, 20)
    again.mount()
    assert again.next_seq == 5
    packer = block.Packer()
    for seq in range(5):
        raw = bytes(again.read(seq, 1))
        assert record.unpack(bytearray(raw)) == (
            seq,
            7,
            UNKNOWN_KIND,
            STRANGE_FLAGS,
            seq,
            0,
            bytes([seq + 1] * 20),
        )
        assert packer.add(seq, raw)
    opened = unblock.all_records(bytes(packer.finish()))
    assert opened == [(seq, bytes(again.read(seq, 1))) for seq in range(5)]


# REQ-174
def test_a_block_of_another_magic_is_none():
    data = bytearray(_frozen("block")[1])
    data[1] += 1
    assert "no block begins here" in _refused(lambda: unblock.all_records(bytes(data)))


# REQ-174
def test_a_protocol_with_another_head_counts_as_not_there():
    fields = len(formats.HEAD)
    more = (json.dumps(formats.HEAD + [1]) + "\n" + formats.PROTOCOL).encode()
    one = _format("protocol")
    assert fields == 4 and one.read(more)[0] is None


def test_requests_and_a_traceback_in_another_form_are_forgotten():
    for name, forgotten in (("ops", [False, False]), ("crash", None)):
        one = _format(name)
        data = bytearray(_frozen(name)[0])
        for at in range(len(data)):
            data[at] ^= 0x55
        assert one.read(bytes(data)) == forgotten


def test_pages_do_not_reach_into_each_other():
    ends = sorted([(place, place + 2 * (size + HEAD_BYTES)) for place, size in PAGES.values()])
    for before, after in zip(ends, ends[1:]):
        assert before[1] <= after[0]
    assert ends[-1][1] <= layout.RING
