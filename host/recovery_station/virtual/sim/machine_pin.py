"""The simulated `machine.Pin`: levels, directions and the wires that look at an edge."""

import micropython
import wire
from micropython import const

_ELAPSED_US = const(2)
_WORD = const(4)
_SHIFT = const(5)
_OE = const(6)
_LEVEL = const(7)
_PUMP_L = const(8)
_BEAT_US = const(10)
_ARM_EDGES = const(11)
_FRESH = const(15)
_PWM_PINS = const(16)
_EAGER = const(23)
_DIRECT_U16 = const(28)

_GP_HEARTBEAT = const(3)
_GP_ARM = const(4)
_GP_LATCH = const(13)
_SELECTS = const(0x720000)  # GP17, 20, 21, 22
_DIRECT_INPUTS = const(0xE0)  # GP5 STOP, 6 ESTOP, 7 ACTUATOR_SUPPLY
_GP_COUNT = const(30)

_H = wire.H
_u16 = wire.u16
pull_ups = wire.BOOT.get("pull_ups", 0)  # external resistors of the board, bit mask


@micropython.viper
def _edge(gp: int, level: int):
    h = ptr32(_H)
    if gp == _GP_LATCH:
        if level:
            h[_WORD] = h[_SHIFT]
    elif gp == _GP_HEARTBEAT:
        h[_BEAT_US] = h[_ELAPSED_US] + 1
    elif gp == _GP_ARM and level:
        h[_ARM_EDGES] = h[_ARM_EDGES] + 1


@micropython.viper
def _put(gp: int, level: int):
    h = ptr32(_H)
    bit = 1 << gp
    old = h[_LEVEL]
    new = old | bit
    if not level:
        new = new ^ bit
    if new != old:
        h[_LEVEL] = new
        if h[_OE] & bit:
            if bit & _SELECTS:
                h[_FRESH] = 1
                return
            if gp > 2:
                _edge(gp, level)
            elif gp != 1 and not h[_PWM_PINS] & bit:
                h[_PUMP_L + (gp >> 1)] = 65535 if level else 0
            if h[_EAGER]:
                wire.show()


@micropython.native
def _read(gp):
    bit = 1 << gp
    if _H[_OE] & bit:
        return _H[_LEVEL] >> gp & 1
    if bit & _DIRECT_INPUTS:
        return _u16(_DIRECT_U16) >> (gp - 5) & 1
    return pull_ups >> gp & 1


def _direction(gp, out):
    """Switch the pin to SIO as output or input; the wire sees an edge if its level changes."""
    bit = 1 << gp
    before = _read(gp) if not bit & _DIRECT_INPUTS else 0
    _H[_PWM_PINS] &= ~bit
    _H[_OE] = _H[_OE] | bit if out else _H[_OE] & ~bit
    if gp == 0 or gp == 2:
        _H[_PUMP_L + (gp >> 1)] = (_H[_LEVEL] >> gp & 1) * 65535 if out else -1
    elif bit & _SELECTS:
        _H[_FRESH] = 1
    elif gp > 2 and _read(gp) != before:
        _edge(gp, _read(gp))
    wire.show()


class Pin:
    """GP0…GP28 by number or name. Writing an input sets the latch that shows when it becomes an output."""

    IN = 0
    OUT = 1
    OPEN_DRAIN = 2
    ALT = 3
    PULL_UP = 1
    PULL_DOWN = 2

    def __new__(cls, ident, *args, **kwargs):
        gp = gp_of(ident)
        pin = _pins[gp]
        if pin is None:
            pin = object.__new__(_pin_class(gp))
            pin.gp = gp
            pin.mode = Pin.IN
            pin.pull = None
            _pins[gp] = pin
        if args or kwargs:
            pin.init(*args, **kwargs)
        return pin

    def init(self, mode=-1, pull=-1, *, value=None, drive=0, alt=-1):
        if value is not None:
            _put(self.gp, 1 if value else 0)
        if pull != -1:
            self.pull = pull
        if mode == -1:
            return
        if mode not in (Pin.IN, Pin.OUT):
            raise NotImplementedError("the simulated pin is IN or OUT")
        self.mode = mode
        _direction(self.gp, mode == Pin.OUT)

    @micropython.native
    def value(self, level=None):
        if level is None:
            return _read(self.gp)
        _put(self.gp, 1 if level else 0)
        return None

    def on(self):
        _put(self.gp, 1)

    def off(self):
        _put(self.gp, 0)

    high = on
    low = off

    @micropython.native
    def toggle(self):
        gp = self.gp
        _put(gp, 1 - (_H[_LEVEL] >> gp & 1))

    def __repr__(self):
        return "Pin(GPIO%d, mode=%s)" % (self.gp, "OUT" if _H[_OE] >> self.gp & 1 else "IN")


def _pin_class(gp):
    """A class a pin, so that a call costs no attribute look-up: sixteen converter reads are 32 of them."""
    put = _put
    read = _read

    class NumberedPin(Pin):
        @micropython.native
        def __call__(self, level=None):
            if level is None:
                return read(gp)
            put(gp, 1 if level else 0)
            return None

    return NumberedPin


def gp_of(ident):
    """GP number of a Pin, a number or a name such as "GP17"."""
    if isinstance(ident, Pin):
        return ident.gp
    if isinstance(ident, str):
        ident = int(ident[2:]) if ident[:2] == "GP" else int(ident[4:]) if ident[:4] == "GPIO" else -1
    if not 0 <= ident < _GP_COUNT:
        raise ValueError("invalid pin")
    return ident


_pins = [None] * _GP_COUNT
