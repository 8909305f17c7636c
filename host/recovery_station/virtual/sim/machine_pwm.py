"""The simulated `machine.PWM`: slices with one frequency for both channels; a stopped slice freezes its pin."""

import wire
from machine_pin import gp_of
from micropython import const

_ELAPSED_US = const(2)
_PUMP_L = const(8)
_PWM_PINS = const(16)
_PUMP_L_HZ = const(17)
_SLICES = const(8)
_MAX_HZ = const(62500000)
_MIN_HZ = const(8)

_H = wire.H
_slice_hz = [0] * _SLICES
_running = [False] * _SLICES
_objects = {}


class PWM:
    """One object a channel, as on the rp2: GPn and GPn+16 share it."""

    def __new__(cls, pin, *args, **kwargs):
        gp = gp_of(pin)
        key = gp & 15
        pwm = _objects.get(key)
        if pwm is None:
            pwm = object.__new__(_Channel)
            pwm._slice = key >> 1
            _objects[key] = pwm
        pwm._duty = None
        pwm._invert = False
        pwm._gp = gp
        _H[_PWM_PINS] |= 1 << gp
        pwm.init(*args, **kwargs)
        pwm._show()
        return pwm

    def init(self, freq=-1, *, duty_u16=-1, duty_ns=-1, invert=-1):
        if invert != -1:
            self._invert = bool(invert)
        if freq != -1:
            self.freq(freq)
        if duty_u16 != -1:
            self.duty_u16(duty_u16)
        if duty_ns != -1:
            self.duty_ns(duty_ns)

    def freq(self, hz=None):
        if hz is None:
            return _slice_hz[self._slice]
        if hz > _MAX_HZ:
            raise ValueError("freq too large")
        if hz < _MIN_HZ:
            raise ValueError("freq too small")
        _slice_hz[self._slice] = hz
        self._start()
        return None

    def duty_u16(self, duty=None):
        if duty is None:
            return self._duty or 0
        if duty == self._duty and _running[self._slice]:
            return None
        self._duty = min(duty, 65535)
        self._start()
        return None

    def duty_ns(self, duty_ns=None):
        hz = _slice_hz[self._slice]
        if duty_ns is None:
            return (self._duty or 0) * 1000000000 // (65535 * hz) if hz else 0
        self.duty_u16(duty_ns * hz * 65535 // 1000000000)
        return None

    def deinit(self):
        """Stops the slice: both of its pins stay where the wave was, which may be high (FUNCSEL stays PWM)."""
        if _running[self._slice]:
            frozen = freeze_level(wire.now_us(), self._effective(), _slice_hz[self._slice])
            _running[self._slice] = False
            if self._gp in (0, 2):
                _H[_PUMP_L + (self._gp >> 1)] = frozen
                wire.show()

    def _start(self):
        if _slice_hz[self._slice] and self._duty is not None:
            _running[self._slice] = True
            if self._gp in (0, 2):
                _H[_PUMP_L_HZ + (self._gp >> 1)] = _slice_hz[self._slice]
        self._show()

    def _effective(self):
        duty = self._duty or 0
        return 65535 - duty if self._invert else duty

    def _show(self):
        gp = self._gp
        if (gp == 0 or gp == 2) and _H[_PWM_PINS] >> gp & 1:
            _H[_PUMP_L + (gp >> 1)] = self._effective() if _running[self._slice] else 0
            wire.show()


class _Channel(PWM):
    pass


def freeze_level(now_us, duty, hz):
    """65535 or 0: where a wave of this duty stands at `now_us` when its counter stops."""
    if not hz:
        return 0
    phase = now_us * hz % 1000000
    return 65535 if phase * 65535 < duty * 1000000 else 0
