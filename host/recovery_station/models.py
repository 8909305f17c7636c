"""Shapes of the wire's answers and of the objects the command line prints, as msgspec structs."""

from __future__ import annotations

import msgspec

from recovery_station import words
from recovery_station.wire_session import Doing as Doing
from recovery_station.wire_session import WireEnd as WireEnd
from recovery_station.wire_session import WireSession as WireSession

PROTOCOL_VERSION = 1

Reading = int | float | None  # a whole number stays one in JSON; None = no reading


# ---------------------------------------------------------------- what comes over the wire


class Hello(msgspec.Struct):
    """Answer of `hello`; `protocol` is the lowest and highest version the station speaks."""

    protocol: tuple[int, int]
    firmware: str
    serial: str
    name: str
    boot: int
    slot: str = ""
    implementation: object = None
    mpy: int = 0
    machine: object = None
    schema: object = None
    last_boot: object = None


WireFault = tuple[int, str, int, int, int, int]  # code, channel, measured, limit, since_ms, count


class WireStatus(msgspec.Struct):
    """Answer of `status`: compact, in the station's own order of zones."""

    state: str
    uptime_ms: int
    clock_ok: bool
    zones_mmhg: list[Reading]
    targets_mmhg: list[Reading]
    baths_cdegc: list[int | None]
    chain_ok: bool
    estop: bool
    fault: WireFault | None
    faults_count: int
    log: tuple[int, int, int]  # first_seq, next_seq, acked_seq
    heap_free: int
    tick: tuple[int, int]  # longest in microseconds, late ones
    session: WireSession | None = None
    prompt: str | None = None
    doing: Doing | None = None
    last_end: WireEnd | None = None
    baths_ready_min: list[int | None] | None = None  # 0: in band; None: nothing brings it there
    baths_kept_cdegc: list[int | None] | None = None
    baths_stopped: bool = False
    log_full_pct: int = 0
    log_failing: int = 0
    display_ok: bool | None = None  # the panel's


class FaultPage(msgspec.Struct):
    """Answer of `fault.list`."""

    total: int
    offset: int
    faults: list[WireFault]


class LogRange(msgspec.Struct):
    """Answer of `log.list`: the journal holds first_seq ≤ seq < next_seq, below acked_seq a host has it."""

    boot: int
    first_seq: int
    next_seq: int
    acked_seq: int
    record_bytes: int
    capacity: int
    ring_seq: int | None = None  # the oldest record that can be read by its number
    files: int = 0  # of the archive, read by their names
    full_pct: int = 0
    failing: int = 0  # the flash under the archive, by store/archive.py; 0 when it works


class LogFiles(msgspec.Struct):
    """Answer of `log.list` with an offset: (name, bytes, first seq, next seq) of each file of the archive."""

    offset: int
    total: int
    files: list[tuple[str, int, int, int]]


class LogPart(msgspec.Struct):
    """Answer of `log.read` with a file: bytes from `offset` on, base64; none are left when it is empty."""

    file: str
    offset: int
    data: str


class LogSlice(msgspec.Struct):
    """Answer of `log.read`: `count` records from `seq` on, base64."""

    seq: int
    count: int
    data: str


class LogDigest(msgspec.Struct):
    """Answer of `log.digest`: SHA-256 over the raw records asked for."""

    sha256: str


class StateReply(msgspec.Struct):
    """Answer of the methods that move the station to another state."""

    state: str


class StartReply(msgspec.Struct):
    """Answer of `session.start`; a repeated request may be answered without the session's id."""

    state: str
    session: str | None = None


class ClockReply(msgspec.Struct):
    """Answer of `clock.set`: seconds since 1970 UTC; a repeated request may be answered without."""

    epoch_s: int | None = None


class AckReply(msgspec.Struct):
    """Answer of `log.ack`: below this the station may forget; a repeated one may be answered without."""

    acked_seq: int | None = None


class SubscribeReply(msgspec.Struct):
    """Answer of `events.subscribe`."""

    on: bool


class EventParams(msgspec.Struct):
    """Parameters of the `event` notification: one record, base64."""

    seq: int
    data: str


# ---------------------------------------------------------------- what the command line prints


class Fault(msgspec.Struct):
    """`fault/1`: numbers of the station with the words of the shared table."""

    code: int
    name: str
    channel: str
    measured: int
    limit: int
    unit: str
    since_ms: int
    count: int
    remedy: str

    @classmethod
    def from_wire(cls, row: WireFault) -> Fault:
        """Add name, unit and remedy to the numbers of the wire."""
        code, channel, measured, limit, since_ms, count = row
        name, unit, remedy = words.fault_name(code), words.fault_unit(code), words.fault_remedy(code)
        return cls(code, name, channel, measured, limit, unit, since_ms, count, remedy)

    def told(self) -> str:
        """Code, name, part and numbers in one line; a fault without a unit is a fact without numbers."""
        head = f"FAULT {self.code} {self.name} {self.channel}".rstrip()
        return f"{head}: {self.measured} {self.unit} (limit {self.limit} {self.unit})" if self.unit else head


class JournalState(msgspec.Struct):
    """How much the station's journal holds; `full_pct` of its room is taken by what no host has pulled.

    `archive_failing` says what its flash does wrong, `unreadable` or `unwritable`; left out while it works.
    """

    first_seq: int
    next_seq: int
    unacked: int
    full_pct: int | msgspec.UnsetType = msgspec.UNSET
    archive_failing: str | msgspec.UnsetType = msgspec.UNSET


class TickState(msgspec.Struct):
    """The control loop's own health."""

    max_us: int
    late: int


class Status(msgspec.Struct, tag="status/1"):
    """`status/1` of the command line; pressures in mmHg, baths in degrees Celsius, None = no reading.

    The last five are left out where they have nothing to tell.
    """

    station: str
    serial: str
    firmware: str
    micropython: str
    state: str
    uptime_ms: int
    clock_ok: bool
    session: WireSession | None
    zones_mmhg: dict[str, Reading]
    targets_mmhg: dict[str, Reading]
    baths_degc: dict[str, float | None]
    chain_ok: bool
    estop: bool
    faults: list[Fault]
    log: JournalState
    heap_free: int
    tick: TickState
    doing: Doing | msgspec.UnsetType = msgspec.UNSET
    baths_ready_min: dict[str, int | None] | msgspec.UnsetType = msgspec.UNSET
    """0: in the band of what is wanted of it; None: nothing that is fitted will bring it there."""
    baths_kept_degc: dict[str, float | None] | msgspec.UnsetType = msgspec.UNSET
    baths_stopped: bool | msgspec.UnsetType = msgspec.UNSET
    rescue: bool | msgspec.UnsetType = msgspec.UNSET
    display_ok: bool | msgspec.UnsetType = msgspec.UNSET  # false where the panel's display does not answer


class FoundStation(msgspec.Struct, tag="station/1"):
    """`station/1`: one line of `station list`; `problem` says why state is unknown."""

    name: str | None
    serial: str | None
    port: str
    firmware: str | None
    state: str | None
    virtual: bool
    problem: str | None = None


class Preset(msgspec.Struct, tag="preset/1"):
    """`preset/1`: one line of `station presets list`."""

    id: str
    title: str
    kind: str
    duration_s: int


class Started(msgspec.Struct, tag="run/1"):
    """`run/1`: a session was armed or started; its id is None when the station did not repeat it."""

    session: str | None
    protocol: str
    state: str


class Done(msgspec.Struct, tag="state/1"):
    """`state/1`: a command was carried out and this is the state after it."""

    command: str
    state: str


class Adjusted(msgspec.Struct, tag="adjust/1"):
    """`adjust/1`: the running step was changed; zone (1 foot to 5 thigh, 0 no boost) and mmHg as they apply."""

    change: str
    zone: int | None
    mmhg: int | None
    state: str


class Ended(msgspec.Struct, tag="end/1"):
    """`end/1`: how a followed session ended; reason as in `safety.md`, or `not_started`."""

    session: str | None
    reason: str
    ran_s: float | None = None


class ErrorObject(msgspec.Struct, tag="error/1"):
    """`error/1` on stderr."""

    exit: int
    name: str
    message: str
    hint: str
    data: dict[str, object]
