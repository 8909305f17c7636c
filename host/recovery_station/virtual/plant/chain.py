"""The hardware safety chain: contacts in series, a heartbeat monostable and the self-holding relay.

Order of the links: both E-stop poles, the two pressure switches, the thermal cut-out, the monostable, the
relay. A tap reads 1 only while every link before it is closed. No software is in it; a released contact never
re-arms it.
"""

from __future__ import annotations

from typing import Final

from recovery_station.virtual.plant.setup import Drive
from recovery_station.virtual.plant.wires import input_mask

MONOSTABLE_US: Final = 150_000
SWITCH_MMHG: Final = 140.0
SWITCH_SPREAD_MMHG: Final = 5.0
SWITCH_HYSTERESIS_MMHG: Final = 15.0
CUTOUT_DEGC: Final = 43.0
CUTOUT_HYSTERESIS_DEGC: Final = 3.0

LINKS: Final = ("estop_a", "estop_b", "switch_l", "switch_r", "cutout", "monostable", "relay")
_A, _B, _L, _R, _C, _M, _RELAY = (1 << bit for bit in range(7))
_ALL: Final = _A | _B | _L | _R | _C | _M
_SERIES: Final = (
    (_A, input_mask("TAP_ESTOP_A")),
    (_L, input_mask("TAP_SWITCH_L")),
    (_R, input_mask("TAP_SWITCH_R")),
    (_C, input_mask("TAP_CUTOUT")),
    (_M, input_mask("TAP_MONOSTABLE")),
    (_RELAY, input_mask("TAP_RELAY")),
)
_TAP_B: Final = input_mask("TAP_ESTOP_B")
_TAP_ACTUATORS: Final = input_mask("TAP_ACTUATORS")


class Chain:
    """`on` says whether the actuators have their 24 V; `taps` are the sense bits of the input word.

    Bits of the masks follow LINKS. `broken` links are open whatever happens, `stuck` ones stay closed.
    """

    __slots__ = (
        "_arm_edges",
        "_contacts",
        "_last",
        "_switch_mmhg",
        "broken",
        "held",
        "on",
        "powered",
        "stuck",
        "taps",
    )

    def __init__(self, left_switch: float, right_switch: float) -> None:
        """`left_switch`, `right_switch`: where each switch opens, as a share -1..1 of its spread."""
        self._switch_mmhg = (
            SWITCH_MMHG + SWITCH_SPREAD_MMHG * left_switch,
            SWITCH_MMHG + SWITCH_SPREAD_MMHG * right_switch,
        )
        self._contacts = _A | _B | _L | _R | _C
        self._arm_edges = 0
        self._last = -1
        self.broken = self.stuck = 0
        self.held = self.on = False
        self.powered = True
        self.taps = 0

    def mend(self) -> None:
        """No link broken, none stuck."""
        self.broken = self.stuck = 0
        self._last = -1

    def refresh(self) -> None:
        """`broken` or `stuck` has changed: the next step works it out anew."""
        self._last = -1

    def press_estop(self, pressed: bool) -> None:
        """The latching head opens both poles, or lets both close."""
        if pressed:
            self._contacts &= ~(_A | _B)
        else:
            self._contacts |= _A | _B
        self._last = -1

    @property
    def estop_pressed(self) -> bool:
        """The head is down, whatever its contacts do."""
        return not self._contacts & _A

    def feel_heat(self, hot_degc: float) -> None:
        """The thermal cut-out on the hot bath: opens above 43 °C, closes again 3 °C lower."""
        if hot_degc >= CUTOUT_DEGC:
            self._contacts &= ~_C
        elif hot_degc < CUTOUT_DEGC - CUTOUT_HYSTERESIS_DEGC:
            self._contacts |= _C

    def _feel_pressure(self, link: int, manifold: float, opens_at: float) -> None:
        if manifold >= opens_at:
            self._contacts &= ~link
        elif manifold < opens_at - SWITCH_HYSTERESIS_MMHG:
            self._contacts |= link

    def step(self, now_us: int, drive: Drive, left_mmhg: float, right_mmhg: float) -> bool:
        """Links, relay and taps at `now_us`; True while 24 V reaches the actuators."""
        contacts = self._contacts
        if left_mmhg > 100.0 or not contacts & _L:
            self._feel_pressure(_L, left_mmhg, self._switch_mmhg[0])
        if right_mmhg > 100.0 or not contacts & _R:
            self._feel_pressure(_R, right_mmhg, self._switch_mmhg[1])
        links = self._contacts
        if 0 <= drive.heartbeat_us and now_us - drive.heartbeat_us <= MONOSTABLE_US:
            links |= _M
        if links != self._last or drive.arm_edges != self._arm_edges:
            self._last = links
            self._resolve((links | self.stuck) & ~self.broken, drive)
        return self.on

    def _resolve(self, links: int, drive: Drive) -> None:
        """The relay pulls in on an arm edge while all links are closed, and holds itself while they are."""
        armed = drive.arm_edges != self._arm_edges
        self._arm_edges = drive.arm_edges
        welded = bool(self.stuck & _RELAY)
        closed = links & _ALL == _ALL and self.powered
        self.held = closed and not self.broken & _RELAY and (self.held or armed or welded)
        contact = self.held or welded
        self.on = contact and self.powered
        taps = _TAP_ACTUATORS if self.on else 0
        if self.powered:
            taps |= _TAP_B if links & _B else 0
            path = links & ~_RELAY | (_RELAY if self.held else 0)
            for link, tap in _SERIES:
                if not path & link:
                    break
                taps |= tap
        self.taps = taps

    def estop_tap(self) -> int:
        """The direct pin behind both poles: 1 = released."""
        links = (self._contacts | self.stuck) & ~self.broken
        return 1 if links & _A and links & _B and self.powered else 0

    def power(self, on: bool) -> None:
        """Mains on or off: without it the relay drops, and it does not come back by itself."""
        self.powered = on
        self.held = self.held and on
        self.on = self.on and on
        self._last = -1
