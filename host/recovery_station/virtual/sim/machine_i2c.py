"""The simulated `machine.I2C`: bus 0 with the display, bus 1 with the clock; NACK is EIO, a stuck bus ETIMEDOUT."""

import device_clock
import device_display
import wire
from machine_pin import gp_of

_TRANSFER_COST_US = 4
_EIO = 5
_ETIMEDOUT = 110

stuck = [False, False]


class I2C:
    """I2C(0, scl=Pin(9), sda=Pin(8)) or I2C(1, scl=Pin(15), sda=Pin(14))."""

    _pins = ((9, 8), (15, 14))

    def __init__(self, ident, *, scl=None, sda=None, freq=400000, timeout=50000):
        if ident not in (0, 1):
            raise ValueError("I2C(%d) doesn't exist" % ident)
        self._ident = ident
        default = ((5, 4), (7, 6))[ident]  # the rp2 defaults, not the wiring of this board
        given = (default[0] if scl is None else gp_of(scl), default[1] if sda is None else gp_of(sda))
        for gp, odd, name in ((given[0], 1, "SCL"), (given[1], 0, "SDA")):
            if gp & 1 != odd or gp >> 1 & 1 != ident:
                raise ValueError("bad %s pin" % name)
        device = (device_display, device_clock)[ident]
        self._devices = {device.ADDRESS: device} if given == self._pins[ident] else {}
        self.init(freq=freq, timeout=timeout)

    def init(self, *, freq=400000, timeout=50000):
        self._freq = freq
        self._timeout_us = timeout

    def _open(self, address, size):
        if stuck[self._ident]:
            wire.charge(self._timeout_us)
            raise OSError(_ETIMEDOUT)
        device = self._devices.get(address)
        bits = 9 * (1 + (size if device else 0)) + 2
        wire.charge((bits * 1000000 + self._freq - 1) // self._freq + _TRANSFER_COST_US)
        if device is None:
            raise OSError(_EIO)
        return device

    def scan(self):
        found = []
        for address in range(8, 120):
            try:
                self._open(address, 0)
                found.append(address)
            except OSError:
                pass
        return found

    def writeto(self, address, data, stop=True):
        device = self._open(address, len(data))
        device.write(data)
        return len(data)

    def writevto(self, address, vector, stop=True):
        device = self._open(address, sum([len(part) for part in vector]))
        device.write(b"".join([bytes(part) for part in vector]))

    def readfrom_into(self, address, buffer, stop=True):
        device = self._open(address, len(buffer))
        device.read_into(buffer)

    def readfrom(self, address, n, stop=True):
        buffer = bytearray(n)
        self.readfrom_into(address, buffer)
        return bytes(buffer)

    def writeto_mem(self, address, register, data, *, addrsize=8):
        self.writeto(address, register.to_bytes(addrsize // 8, "big") + bytes(data))

    def readfrom_mem_into(self, address, register, buffer, *, addrsize=8):
        self.writeto(address, register.to_bytes(addrsize // 8, "big"))
        self.readfrom_into(address, buffer)

    def readfrom_mem(self, address, register, n, *, addrsize=8):
        buffer = bytearray(n)
        self.readfrom_mem_into(address, register, buffer, addrsize=addrsize)
        return bytes(buffer)
