"""The simulated `machine.SPI`: bus 0 with its four selects, bus 1 with the driver chain alone."""

import device_fram
import micropython
import wire
from machine_pin import gp_of, pull_ups
from micropython import const

_ELAPSED_US = const(2)
_SHIFT = const(5)
_OE = const(6)
_LEVEL = const(7)
_BUS_FAULTS = const(14)
_FRESH = const(15)
_SPI0_COST = const(19)
_SPI1_COST = const(20)
_CHAIN_XOR = const(21)
_CODES_U16 = const(8)
_INPUTS_U16 = const(27)
_TRANSFER_COST_US = const(4)
# selects, GP17 as bit 0, low = selected
_SEL_ALL = const(0x39)
_SEL_ADC_A = const(0x01)
_SEL_ADC_B = const(0x08)
_SEL_FRAM = const(0x10)
_SEL_INPUTS = const(0x20)
_ADC_MAX_HZ = const(2000000)  # MCP3208 at 5 V
_FRAM_MAX_HZ = const(25000000)

_SHORT = const(16)
_ZEROS = bytes(_SHORT)

_H = wire.H
_R = wire.R
_pull_up_levels = pull_ups


@micropython.viper
def _selected() -> int:
    h = ptr32(_H)
    oe = h[_OE]
    levels = (h[_LEVEL] & oe) | (int(_pull_up_levels) & (oe ^ -1))
    return ((levels >> 17) & _SEL_ALL) ^ _SEL_ALL


@micropython.viper
def _fast_convert(tx, rx) -> int:
    """One whole MCP3208 conversion in three bytes; 0 when it is anything else."""
    h = ptr32(_H)
    sent = int(len(tx))  # noqa: RUF046 (the emitter's int is not Python's)
    taken = int(len(rx))  # noqa: RUF046
    if sent != 3 or taken != 3 or not h[_FRESH] or h[_SPI0_COST] < 4096:
        return 0
    oe = h[_OE]
    levels = (h[_LEVEL] & oe) | (int(_pull_up_levels) & (oe ^ -1))
    selected = ((levels >> 17) & _SEL_ALL) ^ _SEL_ALL
    if selected != _SEL_ADC_A and selected != _SEL_ADC_B:
        return 0
    t = ptr8(tx)
    if t[0] >> 1 != 3:
        return 0
    h[_FRESH] = 0
    h[_ELAPSED_US] = h[_ELAPSED_US] + ((3 * h[_SPI0_COST] + 1023) >> 10) + _TRANSFER_COST_US
    codes = ptr16(_R)
    code = codes[_CODES_U16 + (selected & 8) + ((t[0] & 1) << 2) + (t[1] >> 6)]
    r = ptr8(rx)
    r[0] = 0
    r[1] = code >> 8
    r[2] = code
    return 1


@micropython.viper
def _fast_inputs(rx) -> int:
    """Both 74HC165 read once, right after their select moved; 0 when it is anything else."""
    h = ptr32(_H)
    taken = int(len(rx))  # noqa: RUF046
    if taken != 2 or not h[_FRESH] or int(_selected()) != _SEL_INPUTS:
        return 0
    h[_FRESH] = 0
    h[_ELAPSED_US] = h[_ELAPSED_US] + ((2 * h[_SPI0_COST] + 1023) >> 10) + _TRANSFER_COST_US
    word = ptr16(_R)[_INPUTS_U16]
    r = ptr8(rx)
    r[0] = word >> 8
    r[1] = word
    return 1


@micropython.viper
def _fast_chain(tx, rx) -> int:
    """One whole word through the four drivers; 0 when it is anything else."""
    h = ptr32(_H)
    sent = int(len(tx))  # noqa: RUF046
    taken = int(len(rx))  # noqa: RUF046
    if sent != 4 or taken != 4:
        return 0
    h[_ELAPSED_US] = h[_ELAPSED_US] + ((4 * h[_SPI1_COST] + 1023) >> 10) + _TRANSFER_COST_US
    register = h[_SHIFT]
    t = ptr8(tx)
    word = t[0] << 24 | t[1] << 16 | t[2] << 8 | t[3]
    r = ptr8(rx)
    r[0] = register >> 24
    r[1] = register >> 16
    r[2] = register >> 8
    r[3] = register
    h[_SHIFT] = word ^ h[_CHAIN_XOR]
    return 1


def _convert_bits(tx, rx, n, base):
    """The MCP3208 bit by bit, for any other framing: start, single/differential, three channel bits, null, 12 bits."""
    bits_in = 0
    for i in range(n):
        bits_in = bits_in << 8 | tx[i]
    total = 8 * n
    start = 0
    while start < total and not bits_in >> (total - 1 - start) & 1:
        start += 1
    out = 0
    shift = total - 5 - start
    command = bits_in >> shift & 15 if shift >= 0 else 0
    channel = base + (command & 7)
    code = 0
    if command & 8:  # differential pairs are not wired
        code = _R[2 + (channel >> 2)] >> 16 * (channel & 3) & 0xFFFF
    for k in range(12):
        at = start + 7 + k
        if at < total:
            out |= (code >> (11 - k) & 1) << (total - 1 - at)
    for i in range(n):
        rx[i] = out >> 8 * (n - 1 - i) & 255


class _Bus:
    """What both buses share: arguments, cost, the calls built on `_transfer(tx, rx, n)`."""

    def init(self, baudrate=1000000, *, polarity=0, phase=0, bits=8, firstbit=0):
        if firstbit == 1:
            raise NotImplementedError("LSB")
        self.baudrate = baudrate
        self.mode_ok = bits == 8 and polarity == phase
        _H[self.cost_index] = 8 * 1000000 * 1024 // baudrate

    def deinit(self):
        pass

    def write(self, tx):
        self._transfer(tx, None, len(tx))

    def readinto(self, rx, write=0):
        if self.mode_ok and self.cost_index == _SPI0_COST and _fast_inputs(rx):
            return
        n = len(rx)
        # a short read allocates nothing: the firmware reads with the heap locked
        tx = _ZEROS if not write and n <= _SHORT else bytes([write]) * n
        self._transfer(tx, rx, n)

    def read(self, n, write=0):
        rx = bytearray(n)
        self.readinto(rx, write)
        return bytes(rx)


class _Bus0(_Bus):
    cost_index = _SPI0_COST
    pins = (18, 19, 16)

    @micropython.native
    def write_readinto(self, tx, rx):
        if _fast_convert(tx, rx):
            return
        n = len(tx)
        if len(rx) != n:
            raise ValueError("buffers must be the same length")
        self._transfer(tx, rx, n)

    def _transfer(self, tx, rx, n):
        wire.charge((n * _H[_SPI0_COST] + 1023 >> 10) + _TRANSFER_COST_US)
        selected = _selected()
        fresh = _H[_FRESH]
        _H[_FRESH] = 0
        if selected == _SEL_FRAM and self.baudrate <= _FRAM_MAX_HZ:
            device_fram.transfer(tx, rx, n, fresh)
            return
        if rx is None:
            rx = bytearray(n)
        if selected & (selected - 1) or not self.mode_ok:
            self._fault(rx, n)
        elif selected == _SEL_INPUTS:
            _shift_inputs(rx, n, fresh)
        elif selected and self.baudrate > _ADC_MAX_HZ:
            self._fault(rx, n)
        elif selected:
            _convert_bits(tx, rx, n, selected & 8)
        else:
            for i in range(n):
                rx[i] = 0

    def _fault(self, rx, n):
        """Two selects low, a wrong mode or too fast a clock: garbage, and a count the tests look at."""
        _H[_BUS_FAULTS] += 1
        for i in range(n):
            rx[i] = (_H[_BUS_FAULTS] * 73 + i * 151 ^ 0xA5) & 255


def _shift_inputs(rx, n, fresh):
    """Two 74HC165: 16 bits, bit 15 first, then the zeros of the last serial input."""
    word = wire.u16(_INPUTS_U16) if fresh else 0
    for i in range(n):
        rx[i] = word >> 8
        word = word << 8 & 0xFFFF


class _Bus1(_Bus):
    cost_index = _SPI1_COST
    pins = (10, 11, 12)

    def write_readinto(self, tx, rx):
        if self.reads and _fast_chain(tx, rx):
            return
        n = len(tx)
        if len(rx) != n:
            raise ValueError("buffers must be the same length")
        self._transfer(tx, rx, n)

    def _transfer(self, tx, rx, n):
        wire.charge((n * _H[_SPI1_COST] + 1023 >> 10) + _TRANSFER_COST_US)
        register = _H[_SHIFT] & 0xFFFFFFFF
        if rx is None:
            for i in range(n):
                register = (register << 8 | tx[i]) & 0xFFFFFFFF
        else:
            silent = not self.reads
            for i in range(n):
                byte_in = tx[i]
                rx[i] = 0 if silent else register >> 24
                register = (register << 8 | byte_in) & 0xFFFFFFFF
        register ^= _H[_CHAIN_XOR] & 0xFFFFFFFF
        _H[_SHIFT] = register - ((register & 0x80000000) << 1)


class SPI:
    """SPI(0) and SPI(1) are one object each, as on the rp2."""

    MSB = 0
    LSB = 1

    def __new__(cls, ident, baudrate=None, *, sck=None, mosi=None, miso=None, **kwargs):
        if ident not in (0, 1):
            raise ValueError("SPI(%d) doesn't exist" % ident)
        bus = _buses[ident]
        default_miso = (
            16 if ident == 0 else 8
        )  # the rp2 default of SPI(1) is GP8, not the wiring of this board
        given = [
            default if pin is None else gp_of(pin)
            for pin, default in ((sck, bus.pins[0]), (mosi, bus.pins[1]), (miso, default_miso))
        ]
        for gp, remainder, name in zip(given, (2, 3, 0), ("SCK", "MOSI", "MISO")):
            if gp & 3 != remainder or gp >> 3 & 1 != ident:
                raise ValueError("bad %s pin" % name)
        bus.reads = given[2] == bus.pins[2]
        bus.init(1000000 if baudrate is None else baudrate, **kwargs)
        return bus


_buses = (_Bus0(), _Bus1())
for _bus in _buses:
    _bus.baudrate = 0
    _bus.reads = False
