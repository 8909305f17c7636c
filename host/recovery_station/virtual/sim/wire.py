"""The child's end of the exchange: what the pins do in H, what they see in R, one write and one readinto."""

import array

import layout
import micropython
import uctypes

H = array.array("i", [0] * (layout.HEADER_WORDS + layout.TAIL_MAX_BYTES // 4 + 8))
R = array.array("q", [0] * (layout.REPLY_BYTES // 8))
BOOT = {}  # what the supervisor said on the command line
SYNC_AFTER_US = 20000
_H = H
_R = R

_tail = uctypes.bytearray_at(uctypes.addressof(H) + layout.HEADER_BYTES, layout.TAIL_MAX_BYTES)
backup = uctypes.bytearray_at(uctypes.addressof(H) + 4 * layout.BACKUP, 28)
_link = None
_on_flags = None
_last_flags = 0


@micropython.viper
def u16(at: int) -> int:
    """Sixteen bits of the reply; a 64-bit word read whole would be a big number, and that is an allocation."""
    return ptr16(_R)[at]


@micropython.viper
def word(at: int) -> int:
    """Thirty-two bits of the reply, signed."""
    return ptr32(_R)[at]


@micropython.viper
def now_us() -> int:
    """Virtual time since the station's clock began, in microseconds."""
    r = ptr32(_R)
    return (r[1] << 32) + (r[0] & 0xFFFFFFFF) + ptr32(_H)[2]


def open_link(descriptor, on_flags):
    """Take the socket towards the supervisor; `on_flags(flags)` is called when a reply carries directives."""
    global _link, _on_flags
    _link = open(descriptor, "r+b")  # noqa: SIM115 (open for as long as the board runs)
    _on_flags = on_flags
    for index, name in (
        (layout.OE, "oe"),
        (layout.LEVEL, "level"),
        (layout.WORD, "word"),
        (layout.SHIFT, "shift"),
        (layout.PUMP_L, "pump_l"),
        (layout.PUMP_R, "pump_r"),
        (layout.PWM_PINS, "pwm_pins"),
        (layout.WDT_MS, "wdt_ms"),
    ):
        H[index] = BOOT[name]
    backup[:] = bytes(BOOT["backup"])


def exchange(kind, wait_us):
    """Give the pins to the supervisor, wait `wait_us` of virtual time, take what the pins see."""
    global _last_flags
    H[0] = kind
    H[1] = wait_us
    sent = False
    got = 0
    interrupted = False
    while got != 96:
        try:
            if not sent:
                _link.write(H, 128 + H[3])
                sent = True
            got = _link.readinto(R)
            if got == 0:
                _orphaned()
        except KeyboardInterrupt:
            interrupted = True
    H[2] = 0
    H[3] = 0
    H[10] = 0
    H[11] = 0
    H[13] = 0
    flags = word(2)
    if flags or _last_flags:
        _last_flags = flags
        _on_flags(flags)
    if interrupted:
        raise KeyboardInterrupt


def never_return(kind):
    """Tell the supervisor and stop here: it kills this process, so that no `finally` runs, as on the chip."""
    while True:
        try:
            exchange(kind, 0)
        except KeyboardInterrupt:
            pass


def charge(cost_us):
    """Add a declared cost; time that moved far by itself is handed to the plant at once."""
    H[2] += cost_us
    if H[2] > SYNC_AFTER_US:
        exchange(layout.K_SYNC, 0)


def show():
    """At the prompt no tick follows: what a pin does is told at once."""
    if H[layout.EAGER]:
        exchange(layout.K_SYNC, 0)


def record(kind, address, data):
    """Append one record to the tail; `address` None: payload is `data` alone. Flushes when the tail is full."""
    head = 4 if address is None else 8
    size = len(data)
    if H[3] + head + size > layout.TAIL_MAX_BYTES:
        exchange(layout.K_SYNC, 0)
    at = H[3]
    length = head - 4 + size
    tail = _tail
    tail[at] = kind
    tail[at + 1] = length & 255
    tail[at + 2] = length >> 8 & 255
    tail[at + 3] = length >> 16
    if address is not None:
        tail[at + 4] = address & 255
        tail[at + 5] = address >> 8 & 255
        tail[at + 6] = address >> 16 & 255
        tail[at + 7] = 0
    tail[at + head : at + head + size] = data
    H[3] = (at + head + size + 3) & ~3


def _orphaned():
    """The supervisor is gone: so is the board's power."""
    import uos

    uos.system("kill -9 $PPID")
