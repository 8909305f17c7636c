"""A `machine` of nothing: the real drivers run on it, it allocates nothing, and a few counters stand for the air.

For proofs on MicroPython's 32-bit build: heap used and heap locked. It is no plant; pressures only rise while a pump
runs into an open zone and fall while zone and vent are open, so that a session goes through all its phases.
"""

PWRON_RESET = 1
WDT_RESET = 3
_CS_A, _CS_B, _CS_FRAM, _CS_INPUTS, _LATCH, _ESTOP, _STOP, _SUPPLY = 17, 20, 21, 22, 13, 6, 5, 7
_ZERO_CODE = 164
HOT_CODE = 1504
_COLD_CODE = 2648
_FILL_CODES = 12
_VENT_CODES = 12
_SWITCH_CODE = 1541  # 140 mmHg

levels = [0] * 30
codes = [_ZERO_CODE] * 16
codes[6] = codes[14] = HOT_CODE
codes[7] = codes[15] = _COLD_CODE
memory = bytearray(262144)
latched = bytearray(4)
shifted = bytearray(4)
duty = [0, 0, 0]
fram = [0, 0]  # opcode, address
broken = [0]  # every converter wire open
loads = [0] * 16  # codes that a flexed leg adds to its zone
hand = [0, 0]  # the emergency stop is pressed, the knob is
opened = [0]  # the thermal cut-out is open
currentless = [0]  # the shunt shows nothing
switches = [0, 0]  # a pressure switch is open
chain = [0, 0, 0]  # relay held, ticks since a heartbeat edge, start pressed


class Pin:
    IN = 0
    OUT = 1
    PULL_UP = 1

    def __init__(self, number, mode=-1, pull=-1, value=None):
        self.number = number
        if value is not None:
            levels[number] = value

    def init(self, mode=-1, pull=-1, value=None):
        pass

    def __call__(self, value=None):
        number = self.number
        if value is None:
            if number == _SUPPLY:
                return chain[0]
            return 1 - hand[0] if number == _ESTOP else 1
        if number == 3 and value != levels[3]:
            chain[1] = 0
        if number == 4 and value and not levels[4] and chain[1] < 8 and not hand[0] and not opened[0]:
            chain[0] = 1
        if number == _LATCH and value:
            for index in range(4):
                latched[index] = shifted[index]
        levels[number] = value
        return None


class SPI:
    def __init__(self, bus, baudrate=0, sck=None, mosi=None, miso=None):
        self.bus = bus

    def write_readinto(self, out, back):
        if self.bus == 1:
            for index in range(4):
                back[index] = shifted[index]
                shifted[index] = out[index]
            return
        channel = (out[0] & 1) << 2 | out[1] >> 6
        if levels[_CS_A]:
            channel += 8
        code = codes[channel] + loads[channel]
        if broken[0]:
            code = 0
        back[1] = code >> 8
        back[2] = code & 255

    def readinto(self, buffer):
        if levels[_CS_INPUTS] == 0:
            _slow_inputs(buffer)
        elif fram[0] == 3:
            for index in range(len(buffer)):
                buffer[index] = memory[fram[1] + index]
        else:
            buffer[:] = b"\x04\x7f\x48\x03"

    def write(self, data):
        if len(data) == 4 and fram[0] != 2:
            fram[0] = data[0]
            fram[1] = data[1] << 16 | data[2] << 8 | data[3]
        elif len(data) == 1:
            fram[0] = data[0]
        else:
            for index in range(len(data)):
                memory[fram[1] + index] = data[index]
            fram[0] = 0


def _slow_inputs(buffer):
    """Taps in wire order: what is behind an open link is open too."""
    buffer[0] = (0x40 if hand[0] else 0x46 if switches[0] else 0x47) | hand[1] << 3 | chain[2] << 7
    if hand[0] or switches[0] or switches[1]:
        buffer[1] = 0
    elif opened[0]:
        buffer[1] = 0x80
    else:
        buffer[1] = 0xE0 | (0x18 if chain[0] else 0)


class I2C:
    def __init__(self, bus, scl=None, sda=None, freq=0, timeout=0):
        pass

    def readfrom_mem(self, address, register, count):
        return b"\0"

    def readfrom_mem_into(self, address, register, buffer):
        buffer[:] = b"\x00\x00\x12\x01\x01\x01\x26"

    def writeto(self, address, data):
        return len(data)


class PWM:
    def __init__(self, pin, freq=0, duty_u16=0):
        self.number = pin.number

    def duty_u16(self, value):
        duty[self.number] = value


class ADC:
    def __init__(self, number):
        self.number = number

    def read_u16(self):
        if self.number == 26:
            return 49648
        return (43326 if self.number == 27 else _current_code()) if chain[0] else 0


def _ones(bits):
    count = 0
    while bits:
        bits &= bits - 1
        count += 1
    return count


def _current_code():
    """What coils and pumps draw, 1 V an ampere: 80 mA a valve, 60 mA a bath's coil, 900 mA a pump at full duty."""
    if currentless[0]:
        return 0
    coils = _ones(latched[1] & 3) + _ones(latched[2] & 0x3F) + _ones(latched[3] & 0x3F)
    baths = _ones(latched[1] & 0x3C) + (latched[0] & 1)
    # one step up, so that the reading rounds to what it is
    return (coils * 80 + baths * 60 + duty[0] * 900 // 65535 + duty[2] * 900 // 65535 + 1) * 65535 // 3300


class WDT:
    def __init__(self, timeout):
        pass

    def feed(self):
        pass


def unique_id():
    return b"\x01\x02\x03\x04\x05\x06\x07\x08"


def reset_cause():
    return PWRON_RESET


def reset():
    raise SystemExit


def step():
    """Twenty milliseconds of this machine: chain, then each zone's code."""
    chain[1] += 1
    if chain[1] > 7 or hand[0] or opened[0]:
        chain[0] = 0
    for leg in range(2):
        zones = latched[3 - leg] & 31
        vents_closed = latched[3 - leg] >> 5 & 1 and latched[1] >> leg & 1
        powered = chain[0]
        pump = duty[leg * 2] if powered else 0
        top = _ZERO_CODE
        for zone in range(5):
            channel = leg * 8 + zone
            if powered and zones & (1 << zone):
                continue
            if powered and vents_closed:
                codes[channel] += _FILL_CODES * pump // 65535
            else:
                codes[channel] = max(_ZERO_CODE, codes[channel] - _VENT_CODES)
            top = max(top, codes[channel])
        manifold = 13 if leg == 0 else 5
        if powered and vents_closed and zones == 31:
            codes[manifold] = min(1700, codes[manifold] + pump // 109)
            if codes[manifold] > _SWITCH_CODE:
                switches[leg] = 1
                chain[0] = 0
        else:
            codes[manifold] = top
            switches[leg] = 0
