"""The simulated `machine` of an RP2040 on this board; the parts live in the files imported here."""

import time as _time

import layout
import micropython
import utime as _utime
import wire
from machine_i2c import I2C
from machine_pin import Pin, gp_of
from machine_pwm import PWM
from machine_spi import SPI
from micropython import const

__all__ = ("ADC", "I2C", "PWM", "RTC", "SPI", "WDT", "Pin")

PWRON_RESET = 1
WDT_RESET = 3
_ELAPSED_US = const(2)
_FED_US = const(13)
_SYNC_AFTER_US = const(20000)
_ADC_COST_US = const(2)
_ADC_FIRST_U16 = const(24)
_TEMPERATURE_U16 = 14000  # about 27 degC
_frequency_hz = 125000000
_backup = wire.backup
_H = wire.H
_R = wire.R


@micropython.viper
def _sample(channel: int) -> int:
    h = ptr32(_H)
    h[_ELAPSED_US] = h[_ELAPSED_US] + _ADC_COST_US
    if h[_ELAPSED_US] > _SYNC_AFTER_US:
        wire.exchange(2, 0)
    return ptr16(_R)[_ADC_FIRST_U16 + channel]


class ADC:
    """GP26…GP28 and the temperature sensor (4); 12 bits stretched to 16, as on the rp2."""

    CORE_TEMP = 4

    def __init__(self, pin):
        gp = pin + 26 if isinstance(pin, int) and pin <= 4 else gp_of(pin)
        if not 26 <= gp <= 30:
            raise ValueError("Pin doesn't have ADC capabilities")
        self._channel = gp - 26

    def read_u16(self):
        code = _sample(self._channel)
        return code if self._channel <= 2 else _TEMPERATURE_U16


class WDT:
    """Cannot be stopped; the supervisor counts. Another WDT(timeout=…) re-times it, as on the rp2."""

    def __init__(self, id=0, timeout=5000):
        if id != 0:
            raise ValueError("WDT(%d) doesn't exist" % id)
        longest_ms = wire.BOOT["wdt_max_ms"]
        if timeout > longest_ms:
            raise ValueError("timeout exceeds %d" % longest_ms)
        wire.H[layout.WDT_MS] = timeout
        self.feed()
        wire.exchange(layout.K_SYNC, 0)  # it counts from now on, whether or not the code ever comes back

    @micropython.native
    def feed(self):
        _H[_FED_US] = _H[_ELAPSED_US] + 1


class RTC:
    """The clock inside the chip: starts at 2021-01-01 with every reset."""

    def datetime(self, value=None):
        if value is None:
            t = _time.localtime()
            return (t[0], t[1], t[2], t[6], t[3], t[4], t[5], 0)
        _time.set_epoch(_utime.mktime((value[0], value[1], value[2], value[4], value[5], value[6], 0, 0)))
        return None


class _Mem32:
    """The watchdog's registers only: REASON and the scratch registers 0…6 that mem_backup() shows."""

    _REASON = 0x40058008
    _SCRATCH = 0x4005800C

    def _at(self, address):
        offset = address - self._SCRATCH
        if not 0 <= offset < len(_backup) or offset & 3:
            raise NotImplementedError("mem32[0x%08x] is not simulated" % address)
        return offset

    def __getitem__(self, address):
        if address == self._REASON:
            return wire.BOOT["reason"]
        at = self._at(address)
        return int.from_bytes(_backup[at : at + 4], "little")

    def __setitem__(self, address, value):
        at = self._at(address)
        _backup[at : at + 4] = (value & 0xFFFFFFFF).to_bytes(4, "little")


mem32 = _Mem32()


def mem_backup(region=0):
    """28 bytes that survive every reset but a power loss."""
    if region == -1:
        return (memoryview(_backup),)
    if region != 0:
        raise ValueError("invalid region")
    return memoryview(_backup)


def reset():
    wire.never_return(layout.K_RESET)


def soft_reset():
    raise SystemExit


def bootloader(timeout=0):
    wire.never_return(layout.K_BOOTLOADER)


def reset_cause():
    return wire.BOOT["cause"]


def unique_id():
    return bytes(wire.BOOT["unique_id"])


def freq(hz=None, peripheral_hz=None):
    global _frequency_hz
    if hz is None:
        return _frequency_hz
    _frequency_hz = hz
    return None


def idle():
    wire.charge(1000)


def lightsleep(ms=None):
    """Waits; a running watchdog locks a real RP2040 up here, so this refuses then."""
    if wire.H[layout.WDT_MS]:
        raise NotImplementedError("lightsleep with a running watchdog locks an RP2040 up")
    _time.sleep_ms(2000000 if ms is None else ms)


def disable_irq():
    return 0


def enable_irq(state=0):
    pass
