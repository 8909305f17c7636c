"""DS3231: the battery-backed clock over I2C, UTC (datasheet 19-5170). Time is seconds since 1970."""

_ADDRESS = 0x68
_STATUS = 0x0F
_STOPPED = 0x80
_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def _from_bcd(byte):
    return (byte >> 4) * 10 + (byte & 15)


def _to_bcd(value):
    return value // 10 << 4 | value % 10


def days_from_date(year, month, day):
    """Days from 1970-01-01 to a date of the Gregorian calendar, 1970 to 2099."""
    years = year - 1970
    leap_days = (year - 1969) // 4
    if year % 4 == 0 and month > 2:
        leap_days += 1
    return years * 365 + leap_days + _DAYS_BEFORE[month - 1] + day - 1


def date_from_days(days):
    """(year, month, day) of a day number since 1970-01-01."""
    year = 1970 + days // 366
    while days_from_date(year + 1, 1, 1) <= days:
        year += 1
    month = 12
    while days_from_date(year, month, 1) > days:
        month -= 1
    return year, month, days - days_from_date(year, month, 1) + 1


class Ds3231:
    """`read()` gives seconds or None when the clock stopped or does not answer; `write(seconds)` sets it."""

    def __init__(self, i2c):
        self._i2c = i2c
        self._registers = bytearray(7)

    def read(self):
        """Seconds since 1970, or None: not answering, oscillator stopped, or a date that cannot be."""
        try:
            if self._i2c.readfrom_mem(_ADDRESS, _STATUS, 1)[0] & _STOPPED:
                return None
            self._i2c.readfrom_mem_into(_ADDRESS, 0, self._registers)
        except OSError:
            return None
        fields = self._registers
        month = _from_bcd(fields[5] & 0x1F)
        day = _from_bcd(fields[4])
        if not 1 <= month <= 12 or not 1 <= day <= 31:
            return None
        days = days_from_date(2000 + _from_bcd(fields[6]), month, day)
        return (
            days * 86400
            + _from_bcd(fields[2] & 0x3F) * 3600
            + _from_bcd(fields[1]) * 60
            + _from_bcd(fields[0])
        )

    def write(self, seconds):
        """Set the clock and clear its stopped flag. Raises OSError when the chip does not answer."""
        year, month, day = date_from_days(seconds // 86400)
        rest = seconds % 86400
        fields = (rest % 60, rest // 60 % 60, rest // 3600, 1, day, month, year - 2000)
        self._i2c.writeto_mem(_ADDRESS, 0, bytes([_to_bcd(field) for field in fields]))
        self._i2c.writeto_mem(_ADDRESS, _STATUS, b"\0")
