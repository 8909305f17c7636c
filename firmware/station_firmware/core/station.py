"""Everything the tick works on, made once at start and never replaced: the state of one station."""

from . import states
from .bath_drift import BathDrift
from .chain import Chain
from .command import Mailbox
from .current import Current
from .events import Events
from .gate import Gate
from .interlock import Interlocks
from .outputs import ZONES, Demand
from .prompt import Voice
from .reading import PRESSURE_CHANNELS, THERMISTOR_CHANNELS, Reading
from .selftest import SelfTest
from .sensing import Sensing, code_mv
from .session import Session
from .site import Site
from .thermal import Thermal


class Station:
    """The parts of `tick()` in its order, and the few facts of the slack the interlocks must see."""

    def __init__(self):
        self.site = Site()
        self.reading = Reading()
        self.sensing = Sensing()
        self.mailbox = Mailbox()
        self.demand = Demand()
        self.gate = Gate()
        self.chain = Chain()
        self.voice = Voice()
        self.interlocks = Interlocks()
        self.test = SelfTest(self.sensing)
        self.session = Session(self.chain, self.test, self.voice, self.gate, self.interlocks)
        self.legs = self.session.steps.legs
        self.events = Events()
        self.now_ms = 0
        self.current = Current()
        self.drift = BathDrift()
        self.thermal = Thermal()
        self.unpowered_ms = 0
        self.rest_from = [
            0
        ] * ZONES  # where each zone stood when nothing was energised any more, None: unread
        self.second_ms = 0
        self.journal_failing = False
        self.memory_newer = False  # a page is of a newer firmware, and this is the rescue
        self.heap_free = 1 << 29
        self.reported_state = states.BOOT
        self.reported_faults = 0
        self.reported_end = 0
        self.reported_prompt = 0

    def pressure_mv(self, index):
        """Millivolts at the pressure input number `index` of PRESSURE_NAMES."""
        return code_mv(self.reading.codes[PRESSURE_CHANNELS[index]])

    def thermistor_channel(self, index):
        return THERMISTOR_CHANNELS[index]

    def twins_apart_cdegc(self, bath):
        """How far the two thermometers of a bath differ, -1 when one is missing."""
        first = self.reading.thermistors_cdegc[bath * 2]
        second = self.reading.thermistors_cdegc[bath * 2 + 1]
        return -1 if first is None or second is None else abs(first - second)
