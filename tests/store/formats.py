"""Every format that a station keeps across a start: how the firmware's own code writes an example, and reads it."""

import json

from tests.store.memory import Memory

from station_firmware.core import events, fault
from station_firmware.core.daily import Daily
from station_firmware.store import (
    block,
    calibration,
    crash,
    daily_page,
    latch,
    layout,
    ops,
    packed,
    record,
    settings_page,
    state_page,
    unblock,
)

PAGES = {
    "state": (layout.STATE_PAGE, 18),
    "latch": (layout.LATCH_PAGE, 145),
    "calibration": (layout.CALIBRATION, 73),
    "daily": (layout.DAILY, 8),
    "service": (layout.SERVICE, 33),
    "settings": (layout.SETTINGS, settings_page.SIZE),
}
"""Page: where it lies in the FRAM, bytes of its body."""
HEAD_BYTES = 8
SETTINGS = '{"bath_l":410,"name":"Leg Lab","schema":"settings/1"}'
KEY = bytes(range(1, 33))
ROWS = [(4000 + index, 700000 + index) for index in range(12)]
OP = bytes(range(16))


class Interlocks:
    """Two latched faults, as the latch's page asks for them."""

    def __init__(self):
        self.faults = []
        self.count = 0

    def latch(self, code, channel, measured, limit, now_ms):
        self.faults.append(_Kept(code, channel, measured, limit, now_ms))
        self.count += 1


class _Kept:
    def __init__(self, code, channel, measured, limit, count):
        self.code = code
        self.channel = channel
        self.measured = measured
        self.limit = limit
        self.count = count

    def told(self):
        return (self.code, self.channel, self.measured, self.limit)


class Format:
    """`write()` gives an example's bytes, `read(bytes)` what the firmware makes of them: equal to `told`."""

    def __init__(self, name, version, words, write, read, told):
        self.name = name
        self.version = version
        self.words = words
        self.write = write
        self.read = read
        self.told = told


def memory_with(name, data):
    """A new FRAM with the bytes of both copies of a page in their place."""
    memory = Memory(0x2000)
    place = PAGES[name][0]
    memory.bytes[place : place + len(data)] = data
    return memory


def _page_bytes(name, memory):
    place, size = PAGES[name]
    return bytes(memory.bytes[place : place + 2 * (size + HEAD_BYTES)])


def _page_of(name, words, save, load, told):
    """A page's format; `save(memory)` and `load(memory)` are the firmware's."""

    def write():
        memory = Memory(0x2000)
        save(memory)
        return _page_bytes(name, memory)

    return Format(name, 0, words, write, lambda data: load(memory_with(name, data)), told)


def _save_state(memory):
    kept = state_page.StatePage(memory)
    kept.boot, kept.session, kept.open_session, kept.open_boot = 7, 3, 3, 6
    kept.acked_seq, kept.open_since_ms, kept.why = 12345, 67890, state_page.WHY_ERROR
    kept.save()


def _load_state(memory):
    kept = state_page.StatePage(memory)
    kept.load()
    row = [kept.boot, kept.session, kept.open_session, kept.open_boot]
    return row + [kept.acked_seq, kept.open_since_ms, kept.why, kept.fresh]


def _save_latch(memory):
    interlocks = Interlocks()
    interlocks.latch(fault.OVER_PRESSURE, 2, 133, 130, 1)
    interlocks.latch(fault.BATH_OVER, 0, 4210, 4200, 2)
    latch.LatchStore(memory).save(interlocks)


def _load_latch(memory):
    interlocks = Interlocks()
    latch.LatchStore(memory).restore(interlocks, 0)
    return [one.told() for one in interlocks.faults]


class Sensing:
    def __init__(self):
        self.rows = []

    def calibrate(self, index, zero_code, span):
        self.rows.append((zero_code, span))

    def correct(self, index, cool_cdegc, warm_cdegc):
        pass


def _load_calibration(memory):
    sensing = Sensing()
    calibration.load(memory, sensing)
    return sensing.rows


def _save_daily(memory):
    daily = Daily()
    daily.estop_hour, daily.switch_hour = 490896, 490895
    daily_page.save(memory, daily)


def _load_daily(memory):
    daily = Daily()
    daily_page.load(memory, daily)
    return [daily.estop_hour, daily.switch_hour]


class Services:
    """What the service's page needs of the station."""

    def __init__(self, memory):
        self.fram = memory
        self.serial = "e661"
        self.uptime_ms = self.locked_until_ms = self.open_until_ms = 0
        self.question = None
        self.keyed = False


def access_of(memory):
    from station_firmware.link import access

    return access.Access(Services(memory))


def _save_service(memory):
    one = access_of(memory)
    one.key = KEY
    one._keep(2)


def _load_service(memory):
    one = access_of(memory)
    return [one.wrong, one.key, one.keyed]


def _write_ops():
    memory = Memory(0x2000)
    ring = ops.Ops(memory)
    ring.remember(OP)
    return bytes(memory.bytes[layout.OPS : layout.OPS + 16 * 24])


def _read_ops(data):
    memory = Memory(0x2000)
    memory.bytes[layout.OPS : layout.OPS + len(data)] = data
    ring = ops.Ops(memory)
    ring.load()
    return [ring.seen(OP), ring.seen(bytes(16))]


def _write_crash():
    memory = Memory(0x2000)
    crash.CrashNote(memory).write(b"Traceback: broken")
    return bytes(memory.bytes[layout.CRASH : layout.CRASH + 23])


def _read_crash(data):
    memory = Memory(0x2000)
    memory.bytes[layout.CRASH : layout.CRASH + len(data)] = data
    return crash.CrashNote(memory).read()


_KINDS = (
    events.BOOT, events.STATE, events.SESSION_START, events.SESSION_END, events.STEP, events.PROMPT, events.FAULT,
    events.COMMAND, events.CLOCK, events.ACK, events.TELEMETRY, events.TEXT, events.NOTE,
)  # fmt: skip
PAYLOAD = bytes(range(100, 120))


def _write_records():
    data = b""
    for index, kind in enumerate(_KINDS):
        raw = bytearray(record.RECORD_BYTES)
        record.pack_into(
            raw, 1000 + index, 7, kind, record.FLAG_CLOCK_OK, 20 * index, 1767225600 + index, PAYLOAD
        )
        data += raw
    return data


def _split(data):
    return [data[at : at + record.RECORD_BYTES] for at in range(0, len(data), record.RECORD_BYTES)]


def _read_records(data):
    return [record.unpack(bytearray(raw)) for raw in _split(data)]


_RECORDS = [
    (1000 + index, 7, kind, 1, 20 * index, 1767225600 + index, PAYLOAD) for index, kind in enumerate(_KINDS)
]


def _write_block():
    packer = block.Packer()
    for index, raw in enumerate(_split(_write_records())):
        assert packer.add(1000 + index, raw)
    return bytes(packer.finish())


def _read_block(data):
    return _read_records(b"".join([raw for _, raw in unblock.all_records(data)]))


PROTOCOL = '{"id":"x","schema":"protocol/1","step":[{"kind":"rest","rest_s":60}],"title":"Rest"}'
HEAD = ["Rest", "rest", 60, packed.content_of(PROTOCOL)]


def _write_protocol():
    return (json.dumps(HEAD) + "\n" + PROTOCOL).encode()


def _read_protocol(data):
    from station_firmware.store.protocols import _head

    class File:
        def readline(self, _most):
            return data[: data.index(b"\n") + 1].decode()

    return [_head(File()), data[data.index(b"\n") + 1 :].decode()]


def _read_settings(memory):
    return list(settings_page.load(memory)) + [json.loads(SETTINGS)["bath_l"]]


ALL = (
    _page_of(
        "state", "boots, sessions, what the host has, why it restarted", _save_state, _load_state,
        [7, 3, 3, 6, 12345, 67890, state_page.WHY_ERROR, False],
    ),
    _page_of(
        "latch", "two latched faults", _save_latch, _load_latch,
        [(fault.OVER_PRESSURE, 2, 133, 130), (fault.BATH_OVER, 0, 4210, 4200)],
    ),
    _page_of(
        "calibration", "zero and span of twelve channels, its own version byte 1",
        lambda memory: calibration.save(memory, ROWS), _load_calibration, ROWS,
    ),
    _page_of("daily", "hours of the daily tests", _save_daily, _load_daily, [490896, 490895]),
    _page_of("service", "two wrong answers and the key 01 to 20", _save_service, _load_service, [2, KEY, True]),
    _page_of(
        "settings", "the site's settings as JSON text, schema settings/1",
        lambda memory: settings_page.save(memory, SETTINGS), _read_settings, [settings_page.GOOD, SETTINGS, 410],
    ),
    Format("ops", 0, "the ring of requests with one in it", _write_ops, _read_ops, [True, False]),
    Format("crash", 0, "a traceback", _write_crash, _read_crash, b"Traceback: broken"),
    Format("records", 0, "a journal record of each kind", _write_records, _read_records, _RECORDS),
    Format("block", 1, "the same records as a block of the archive, J1", _write_block, _read_block, _RECORDS),
    Format("protocol", 1, "a protocol's file: its head, its text", _write_protocol, _read_protocol, [HEAD, PROTOCOL]),
)  # fmt: skip
