"""Faults that are not the plant's: power, board, buses, link. A scenario sets them, the supervisor acts on
them.

The supervisor reads and clears the momentary ones (`power_cut_s`, `brownout`, `fram_bitflips`,
`usb_unplug_s`); the others last until `clear`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class StationFaults:
    """Plain attributes; the values of a new object mean that nothing is wrong."""

    power_cut_s: float = 0.0
    """Seconds without mains, once; 0: none asked for."""
    brownout: bool = False
    """The board's supply dips below its reset threshold, once; the 24 V dip with it."""
    firmware_hang: bool = False
    """No exchange is answered any more: the firmware stands still with its outputs as they are."""
    tick_slow_ms: int = 0
    """Added to every tick."""
    usb_unplug_s: float = 0.0
    """Seconds without the USB cable, once."""
    host_flood: bool = False
    """The host end writes garbage as fast as the line takes it."""
    chain_bit: int = -1
    """This bit (0..31) of the driver chain's shift path reads and drives inverted; -1: none."""
    fram_dead: bool = False
    """The FRAM answers all ones and takes no write."""
    fram_bitflips: int = 0
    """So many single bits of the FRAM flip at seeded places, once."""
    i2c_stuck: bool = False
    """The clock's bus is held low."""
    rtc_wrong_s: float = 0.0
    """Seconds by which the clock chip is off, once."""

    def apply(self, name: str, value: float) -> None:
        """Set the fault `name` of the scenario; `value` in the unit of its row in `injections`."""
        if name == "power_cut":
            self.power_cut_s = value
        elif name == "tick_slow":
            self.tick_slow_ms = round(value)
        elif name == "usb_unplug":
            self.usb_unplug_s = value
        elif name == "chain_bit":
            self.chain_bit = round(value)
        elif name == "fram_bitflip":
            self.fram_bitflips += round(value)
        elif name == "rtc_wrong":
            self.rtc_wrong_s = value
        elif name in ("brownout", "firmware_hang", "host_flood", "fram_dead", "i2c_stuck"):
            setattr(self, name, True)
        else:
            raise ValueError(f"{name!r} is no fault of the station")

    def clear(self) -> None:
        """Nothing is wrong any more."""
        self.__init__()
