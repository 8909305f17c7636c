"""The board: every driver of the tick in one place. `read` fills a Reading, `apply` drives Outputs."""

from machine import ADC, I2C, PWM, SPI, WDT, Pin

from . import clock, pins
from .ds3231 import Ds3231
from .fram import Fram
from .inputs import Inputs, Knob
from .mcp3208 import Mcp3208
from .tpic6b595 import DriverChain

_BUS_HZ = 2000000  # MCP3208 at 5 V: 2 MHz at most
_DRIVER_HZ = 2000000
_CLOCK_HZ = 100000
_PUMP_HZ = 20000
_WATCHDOG_MS = 2000
_ADC_FULL_MV = 3300

# sense taps in the order of core.reading.LINK_NAMES
_TAPS = (
    pins.IN_TAP_ESTOP_A,
    pins.IN_TAP_SWITCH_L,
    pins.IN_TAP_SWITCH_R,
    pins.IN_TAP_CUTOUT,
    pins.IN_TAP_MONOSTABLE,
    pins.IN_TAP_RELAY,
    pins.IN_TAP_ESTOP_B,
    pins.IN_TAP_ACTUATORS,
)
# drain of each bit of Outputs.closed
_DRAINS = (
    pins.BIT_ZONE_L1,
    pins.BIT_ZONE_L2,
    pins.BIT_ZONE_L3,
    pins.BIT_ZONE_L4,
    pins.BIT_ZONE_L5,
    pins.BIT_ZONE_R1,
    pins.BIT_ZONE_R2,
    pins.BIT_ZONE_R3,
    pins.BIT_ZONE_R4,
    pins.BIT_ZONE_R5,
    pins.BIT_VENT_L1,
    pins.BIT_VENT_L2,
    pins.BIT_VENT_R1,
    pins.BIT_VENT_R2,
    pins.BIT_HEATER_1,
    pins.BIT_HEATER_2,
    pins.BIT_CHILLER,
    pins.BIT_CIRCULATION_HOT,
    pins.BIT_CIRCULATION_COLD,
)
_LAMP_DRAINS = (pins.BIT_LAMP_RED, pins.BIT_LAMP_GREEN, pins.BIT_LAMP_BLUE)


def _taps_of(word):
    """The sense taps of the slow inputs' word, in the chain's order."""
    taps = 0
    for link in range(8):
        if word & _TAPS[link]:
            taps |= 1 << link
    return taps


def make_safe():
    """Drive every output pin to its safe level, each on its own; the value is set before the direction."""
    for number, level in pins.SAFE_LEVELS:
        Pin(number, Pin.OUT, value=level)


class Board:
    """Made once, after `make_safe`. The watchdog starts with `start_watchdog` and is fed by `apply` alone."""

    def __init__(self):
        make_safe()
        bus = SPI(
            0, baudrate=_BUS_HZ, sck=Pin(pins.BUS_SCK), mosi=Pin(pins.BUS_MOSI), miso=Pin(pins.BUS_MISO)
        )
        drivers = SPI(
            1,
            baudrate=_DRIVER_HZ,
            sck=Pin(pins.DRIVER_SCK),
            mosi=Pin(pins.DRIVER_MOSI),
            miso=Pin(pins.DRIVER_MISO),
        )
        self._converter_a = Mcp3208(bus, Pin(pins.CS_ADC_A, Pin.OUT, value=1))
        self._converter_b = Mcp3208(bus, Pin(pins.CS_ADC_B, Pin.OUT, value=1))
        self.fram = Fram(bus, Pin(pins.CS_FRAM, Pin.OUT, value=1))
        self._inputs = Inputs(bus, Pin(pins.CS_INPUTS, Pin.OUT, value=1))
        self._knob = Knob()
        self._drivers = DriverChain(drivers, Pin(pins.DRIVER_LATCH, Pin.OUT, value=0))
        i2c = I2C(1, scl=Pin(pins.CLOCK_SCL), sda=Pin(pins.CLOCK_SDA), freq=_CLOCK_HZ, timeout=5000)
        self.clock = Ds3231(i2c)
        self._pump_left = PWM(Pin(pins.PUMP_L), freq=_PUMP_HZ, duty_u16=0)
        self._pump_right = PWM(Pin(pins.PUMP_R), freq=_PUMP_HZ, duty_u16=0)
        self._heartbeat = Pin(pins.HEARTBEAT, Pin.OUT, value=0)
        self._arm = Pin(pins.CHAIN_ARM, Pin.OUT, value=0)
        self._disable = Pin(pins.DRIVER_DISABLE, Pin.OUT, value=1)
        self._stop = Pin(pins.STOP, Pin.IN)
        self._estop = Pin(pins.ESTOP, Pin.IN)
        self._supply = Pin(pins.ACTUATOR_SUPPLY, Pin.IN)
        self._reference_adc = ADC(pins.ADC_REFERENCE)
        self._supply_adc = ADC(pins.ADC_SUPPLY)
        self._current_adc = ADC(pins.ADC_CURRENT)
        self._word = bytearray(4)
        self._shown = -1
        self._beat = 0
        self._inputs_word = 0
        self._taps = 0
        self._contactors = 0
        self._watchdog = None
        self._readback_ok = self._drivers.write(self._word)
        self._disable(0)

    def stop_held(self):
        """True when STOP is held for 3 to 6 s from now; main.py's watchdog waits 8. A broken wire is no hand."""
        for looks in range(120):
            if self._stop() == 1:
                return looks >= 60
            clock.wait_us(50000)
        return False

    def start_watchdog(self):
        """From now on a tick that does not come resets the chip within two seconds."""
        self._watchdog = WDT(timeout=_WATCHDOG_MS)

    def read(self, reading):
        """Fill the raw part of `reading`; allocates nothing."""
        self._converter_a.read_into(reading.codes, 0)
        self._converter_b.read_into(reading.codes, 8)
        word = self._inputs.read()
        reading.start = word & pins.IN_START != 0
        knob = (word & pins.IN_ENCODER_A != 0) + 2 * (word & pins.IN_ENCODER_B != 0)
        reading.turns = self._knob.turn(knob)
        reading.encoder_push = word & pins.IN_ENCODER_PUSH != 0
        if word != self._inputs_word:
            self._inputs_word = word
            self._taps = _taps_of(word)
            self._contactors = (word & pins.IN_CONTACTOR_1 != 0) + 2 * (word & pins.IN_CONTACTOR_2 != 0)
        reading.taps = self._taps
        reading.contactors = self._contactors
        reading.stop = self._stop() == 1 and word & pins.IN_STOP_TAP != 0
        reading.estop = self._estop() == 1
        reading.supply = self._supply() == 1
        reading.reference_mv = (self._reference_adc.read_u16() >> 4) * _ADC_FULL_MV * 2 // 4096
        reading.supply_mv = (self._supply_adc.read_u16() >> 4) * _ADC_FULL_MV // 4096 * 11
        reading.current_ma = (self._current_adc.read_u16() >> 4) * _ADC_FULL_MV // 4096
        reading.readback_ok = self._readback_ok

    def apply(self, outputs):
        """Drive `outputs`; each output on its own. The heartbeat moves and the watchdog is fed only here."""
        self._pump_left.duty_u16(outputs.pump_left_pct * 65535 // 100)
        self._pump_right.duty_u16(outputs.pump_right_pct * 65535 // 100)
        shown = outputs.closed << 4 | outputs.lamp << 1 | outputs.buzzer
        if shown != self._shown:
            self._shown = shown
            self._fill_word(outputs)
        self._readback_ok = self._drivers.write(self._word)
        self._arm(1 if outputs.arm else 0)
        if outputs.heartbeat:
            self._beat ^= 1
            self._heartbeat(self._beat)
        if self._watchdog is not None:
            self._watchdog.feed()

    def _fill_word(self, outputs):
        """Bits of the outputs to drains; the byte of the last chip goes first."""
        word = self._word
        word[0] = word[1] = word[2] = word[3] = 0
        closed = outputs.closed
        if closed:
            for bit in range(len(_DRAINS)):
                if closed & (1 << bit):
                    drain = _DRAINS[bit]
                    word[3 - (drain >> 3)] |= 1 << (drain & 7)
        for bit in range(3):
            if outputs.lamp & (1 << bit):
                drain = _LAMP_DRAINS[bit]
                word[3 - (drain >> 3)] |= 1 << (drain & 7)
        if outputs.buzzer:
            word[3 - (pins.BIT_BUZZER >> 3)] |= 1 << (pins.BIT_BUZZER & 7)
