"""DS3231: BCD time from the battery-backed offset, status with the oscillator-stop flag, temperature."""

import layout
import utime
import wire

ADDRESS = 0x68
_MASK_64 = 0xFFFFFFFFFFFFFFFF  # to_bytes takes no sign: two's complement by hand
_REGISTERS = 0x13
_CONTROL = 0x0E
_STATUS = 0x0F
_OSF = 0x80
_CLOCK_OFFSET = layout.R_CLOCK_OFFSET_US // 8
_CENTURY = 0x80

registers = bytearray(_REGISTERS)  # 0x07..0x12 are kept here; 0..6 come from the time
_pointer = 0


def load(saved):
    """Take the registers that the battery kept."""
    registers[:] = saved


def stop_oscillator():
    """OSF is latched until the firmware clears it."""
    registers[_STATUS] |= _OSF


def _bcd(value):
    return value // 10 << 4 | value % 10


def _binary(value):
    return (value >> 4) * 10 + (value & 15)


def _latch_time():
    seconds = (wire.now_us() + wire.R[_CLOCK_OFFSET]) // 1000000
    year, month, day, hour, minute, second, weekday = utime.gmtime(seconds)[:7]
    registers[0] = _bcd(second)
    registers[1] = _bcd(minute)
    registers[2] = _bcd(hour)
    registers[3] = weekday + 1
    registers[4] = _bcd(day)
    registers[5] = _bcd(month) | (_CENTURY if year >= 2100 else 0)
    registers[6] = _bcd(year % 100)


def _set_time():
    century = 2100 if registers[5] & _CENTURY else 2000
    hour = registers[2]
    afternoon = 12 if hour & 0x60 == 0x60 else 0
    hour = _binary(hour & 0x1F) % 12 + afternoon if hour & 0x40 else _binary(hour & 0x3F)
    seconds = utime.mktime(
        (
            century + _binary(registers[6]),
            _binary(registers[5] & 0x1F),
            _binary(registers[4]),
            hour,
            _binary(registers[1]),
            _binary(registers[0] & 0x7F),
            0,
            0,
        )
    )
    wire.R[_CLOCK_OFFSET] = seconds * 1000000 - wire.now_us()


def write(data):
    """Register pointer, then registers; the supervisor keeps what the battery keeps."""
    global _pointer
    _pointer = data[0] % _REGISTERS
    if len(data) == 1:
        return
    _latch_time()
    time_written = False
    for value in data[1:]:
        if _pointer < 7:
            time_written = True
            registers[_pointer] = value
        elif _pointer == _STATUS:
            registers[_STATUS] = registers[_STATUS] & value & 0x83 | value & 0x08
        elif _pointer < 0x11:
            registers[_pointer] = value
        _pointer = (_pointer + 1) % _REGISTERS
    if time_written:
        _set_time()
    wire.record(layout.REC_CLOCK, None, (wire.R[_CLOCK_OFFSET] & _MASK_64).to_bytes(8, "little") + registers)


def read_into(buffer):
    global _pointer
    _latch_time()
    for i in range(len(buffer)):
        buffer[i] = registers[_pointer]
        _pointer = (_pointer + 1) % _REGISTERS
