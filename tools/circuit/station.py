"""The whole station's schematic as sheets: the chain from its file, the rest built from the pin map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from circuit.model import Item, Sheet, chain
from pinmap import DRAINS_A_CHIP, PinMap

PULL_DOWN_OHM: Final = 4.7e3
"""RP2350 erratum E9 (A2 chips): a pin left as input is held high unless its pull-down is 8.2 kohm or less."""
PULL_UP_OHM: Final = 10e3
I2C_OHM: Final = 2.2e3
"""Rises 100 pF of bus in 0.2 us, as 400 kHz needs (0.3 us)."""
FILTER_OHM: Final = 2.2
"""With 4.4 uF passes 16 kHz; what hangs behind it draws so little that it drops a thousandth of the 5 V."""
OPEN_OHM: Final = 47e3
"""Holds an input whose sensor is gone: a converter's leak of 1 uA makes 47 mV in it, below the 50 of an open wire."""
IN_THE_CHAIN: Final = ("DRIVER_DISABLE", "ESTOP", "ACTUATOR_SUPPLY")
"""Pins whose resistor is one of the chain's sheet."""
_RESISTOR: Final = {
    4.7e3: "r_4k7",
    10e3: "r_10k",
    1e3: "r_1k",
    2.2e3: "r_2k2",
    22e3: "r_22k",
    220.0: "r_220",
    2.2: "r_2r2",
    0.0: "r_0",
    47e3: "r_47k",
}
COIL_TWINS: Final = ("HEATER_1", "HEATER_2", "CHILLER", "CIRCULATION_HOT", "CIRCULATION_COLD")


def resistor(ref: str, one: str, other: str, ohm: float, note: str = "") -> Item:
    """A 1 % resistor of the parts list."""
    return Item(ref, "resistor", {"A": one, "B": other}, _RESISTOR[ohm], ohm, note=note)


def _exact(ref: str, one: str, other: str, note: str) -> Item:
    """A 4.99 kohm resistor of 0.1 %."""
    return Item(ref, "resistor", {"A": one, "B": other}, "r_4k99_exact", 4.99e3, 0.1, note=note)


def capacitor(ref: str, one: str, part: str = "c_100n", note: str = "") -> Item:
    """A capacitor to ground beside a chip."""
    farad = {"c_100n": 1e-7, "c_1u": 1e-6, "c_2u2": 2.2e-6, "c_470u": 4.7e-4}[part]
    return Item(ref, "capacitor", {"A": one, "B": "GND"}, part, farad, note=note)


def _chip(ref: str, part: str, note: str = "", **pins: str) -> Item:
    return Item(ref, "chip", pins, part, note=note)


def pico(pin_map: PinMap) -> Sheet:
    """The Pico with a resistor on every digital pin that says so, and its supplies."""
    pins = {f"GP{pin.gp}": pin.name for pin in pin_map.pins}
    items = [_chip("U10", "pico", **pins, VSYS="V5", ADC_VREF="V3_REF", **{"3V3": "V3"}, GND="GND")]
    for number, pin in enumerate(pin_map.pins):
        if pin.pull is None or pin.name in IN_THE_CHAIN:
            continue
        rail, ohm = ("V3", PULL_UP_OHM) if pin.pull == "up" else ("GND", PULL_DOWN_OHM)
        ohm = I2C_OHM if pin.role.startswith("i2c") else ohm
        items.append(
            resistor(f"R{100 + number}", pin.name, rail, ohm, "holds it while the chip drives nothing")
        )
    items += [
        _chip("PS2", "dcdc6", VIN="V24", GND="GND", VOUT="V6"),
        _chip(
            "U11",
            "ldo5",
            "the 5 V of sensors and converters: what is off reads on GP26",
            VIN="V6",
            GND="GND",
            VOUT="V5",
        ),
        _chip(
            "U12", "reference", "what the Pico's converter measures with", VIN="V5", GND="GND", VOUT="V3_REF"
        ),
        capacitor("C101", "V24", "c_470u", "1 is plus; all bulk of the 24 V sits here, before the relay"),
        capacitor("C102", "V6", "c_2u2", "beside U11"),
        capacitor("C107", "V5", "c_2u2", "beside U11, which needs 1 µF at least"),
        capacitor("C108", "V3_REF", "c_1u", "beside U12"),
        capacitor("C103", "V3", note="beside U10"),
        capacitor("C104", "V5", note="beside U1"),
        capacitor("C105", "V5", note="beside U2"),
        capacitor("C106", "V5", note="beside U3"),
        Item("F2", "fuse", {"A": "V24_IN", "B": "V24"}, "fuse_act", 0.01, note="all that the station draws"),
        _chip("J1", "inlet", "24 V from the supply", P="V24_IN", N="GND"),
    ]
    return Sheet("Pico and supplies", tuple(items))


def sensing(pin_map: PinMap) -> Sheet:
    """Both converters behind level shifters, twelve pressure sensors and four thermistors, all on one 5 V.

    A sensor's output and the converter's code follow that 5 V alike, so a reading does not (MPX5050 is ratiometric).
    """
    items = [
        resistor("R199", "V5", "V5_S", 0.0, "a link: what is lost up to here is lost to converters and GP26 too"),
        resistor("R196", "V5_S", "VREF", FILTER_OHM, "begins behind the last sensor; fuses for a short in C120, C124"),
        capacitor("C120", "VREF", "c_2u2", "beside U22"),
        capacitor("C124", "VREF", "c_2u2", "beside U23"),
        _chip(
            "U21", "level", "3.3 V to 5 V", A1="BUS_SCK", Y1="SCK_5", A2="BUS_MOSI", Y2="MOSI_5", A3="CS_ADC_A",
            Y3="CS_A_5", A4="CS_ADC_B", Y4="CS_B_5", OE="GND", VCC="V5", GND="GND",
        ),
        capacitor("C123", "V5", note="beside U21"),
        _exact("R190", "VREF", "REF_HIGH", "0.1 %; 5 V to 2.5 V; one of two: either shorted leaves 3.3 V at the pin"),
        _exact("R191", "REF_HIGH", "ADC_REFERENCE", "0.1 %"),
        _exact("R197", "ADC_REFERENCE", "REF_LOW", "0.1 %"),
        _exact("R198", "REF_LOW", "GND", "0.1 %"),
        resistor("R192", "V24_ACT", "ADC_SUPPLY", 22e3, "24 V to 2.2 V"),
        resistor("R193", "ADC_SUPPLY", "GND", 2.2e3),
    ]  # fmt: skip
    for place, name in enumerate("AB"):
        channels = {
            f"CH{index % 8}": f"S_{ch}" for ch, index in pin_map.converter.items() if index // 8 == place
        }
        items.append(
            _chip(
                f"U{22 + place}", "adc", **channels, VDD="V5", VREF="VREF", AGND="GND", DGND="GND",
                CLK="SCK_5", DIN="MOSI_5", CS=f"CS_{name}_5", DOUT=f"DOUT_{name}",
            )
        )  # fmt: skip
        items.append(capacitor(f"C{121 + place}", "V5", note=f"beside U{22 + place}"))
        # 5 V out into the Pico's bus: an own divider each, tri-state while not selected
        items.append(
            resistor(f"R{194 + place}", f"DOUT_{name}", "BUS_MISO", 2.2e3, "with R116: 5 V to 3.4 V")
        )
    for number, (channel, _) in enumerate(pin_map.converter.items()):
        items += _sensor(number, channel)
    return Sheet("Sensing", tuple(items))


def _sensor(number: int, channel: str) -> Iterator[Item]:
    if channel[:3] in ("HOT", "COL"):
        yield _chip(
            f"RT{number}",
            "thermistor",
            f"{channel[:-1].lower()} bath, sensor {channel[-1]}",
            A=f"S_{channel}",
            B="GND",
        )
        yield resistor(f"R{140 + number}", "VREF", f"S_{channel}", 10e3)
        return
    place = "manifold" if channel[0] == "M" else "zone"
    yield _chip(f"B{number}", "sensor", f"{place} {channel}", VS="V5_S", GND="GND", VOUT=f"B_{channel}")
    yield resistor(
        f"R{200 + number}",
        f"B_{channel}",
        f"S_{channel}",
        220.0,
        "keeps the capacitor from the sensor's output",
    )
    yield resistor(f"R{140 + number}", f"S_{channel}", "GND", OPEN_OHM, "an open wire reads 0 V")
    yield capacitor(
        f"C{200 + number}", f"S_{channel}", note="beside the converter, which draws its charge from here"
    )
    yield capacitor(f"C{140 + number}", "V5_S", note=f"beside B{number}")


def drivers(pin_map: PinMap) -> Sheet:
    """Four driver chips with their coils, both pumps behind the same enable, the shunt."""
    items = [
        _chip("U30", "level", "3.3 V to 5 V", A1="DRIVER_SCK", Y1="DSCK_5", A2="DRIVER_MOSI", Y2="DMOSI_5",
              A3="DRIVER_LATCH", Y3="LATCH_5", A4="DRIVER_DISABLE", Y4="/G3", OE="GND", VCC="V5", GND="GND"),
        _chip("U31", "buffer_pump", "off with the drivers: the chain takes the pumps' gates too", A1="PUMP_L",
              Y1="GATE_L", OE1="/G02", A2="PUMP_R", Y2="GATE_R", OE2="/G02", A3="GND", OE3="V5", A4="GND", OE4="V5",
              VCC="V5", GND="GND"),
        Item("R130", "resistor", {"A": "V24_ACT", "B": "V24_LOAD"}, "r_shunt", 0.05, note="1 V an ampere behind U32"),
        _chip("U32", "amp", "0 V at no current", INP="V24_ACT", INN="V24_LOAD", OUT="ADC_CURRENT", REF1="GND",
              REF2="GND", NC="GND", VCC="V3", GND="GND"),
        capacitor("C137", "V5", note="beside U30"),
        capacitor("C138", "V5", note="beside U31"),
        capacitor("C139", "V3", note="beside U32"),
        resistor("R131", "SER_4", "DRIVER_MISO", 2.2e3, "with the pull-down of GP12: 5 V to 3.4 V"),
        resistor("R132", "V5", "/G3", 10e3),
    ]  # fmt: skip
    for number in range(4):
        drains = {f"DRAIN{bit % DRAINS_A_CHIP}": f"D_{coil}" for coil, bit in pin_map.drivers.items()
                  if bit // DRAINS_A_CHIP == number}  # fmt: skip
        items.append(
            _chip(
                f"U{33 + number}", "tpic", **drains, SERIN="DMOSI_5" if number == 0 else f"SER_{number}",
                SEROUT=f"SER_{number + 1}", SRCK="DSCK_5", RCK="LATCH_5", G="/G3" if number == 3 else "/G02",
                SRCLR="V5", VCC="V5", GND="GND",
            )
        )  # fmt: skip
        items.append(capacitor(f"C{133 + number}", "V5", note=f"beside U{33 + number}"))
    for number, coil in enumerate(pin_map.drivers):
        items += _load(number, coil)
    items += _pumps()
    return Sheet("Drivers and actuators", tuple(items))


def _pumps() -> Iterator[Item]:
    """Each pump with its transistor, and the diode that takes its current when that opens."""
    for number, side in enumerate("LR"):
        yield from [
            resistor(f"R{134 + number}", f"GATE_{side}", "GND", 4.7e3, "no gate, no pump"),
            Item(
                f"Q{30 + number}",
                "nmos",
                {"D": f"PUMP_{side}_N", "G": f"GATE_{side}", "S": "GND"},
                "nmos_pump",
            ),
            _chip(f"M{1 + number}", "pump", f"pump {side}", P="V24_LOAD", N=f"PUMP_{side}_N"),
            Item(f"D{30 + number}", "diode", {"A": f"PUMP_{side}_N", "K": "V24_LOAD"}, "diode_pump"),
        ]


def _load(number: int, coil: str) -> Iterator[Item]:
    if coil.startswith("ZONE"):
        yield _chip(f"Y{number}", "zone_valve", f"valve of zone {coil[5:]}", P="V24_LOAD", N=f"D_{coil}")
    elif coil.startswith("VENT"):
        yield _chip(f"Y{number}", "vent_valve", f"vent {coil[5:]}", P="V24_LOAD", N=f"D_{coil}")
    elif coil in COIL_TWINS:
        yield _chip(
            f"K{number}", "coil_relay", A1="V24_LOAD", A2=f"D_{coil}", note=f"{coil}; its contact: sheet 6"
        )
    elif coil == "BUZZER":
        yield _chip(f"H{number}", "buzzer", P="V5", N=f"D_{coil}")
    elif coil == "LAMP_RED":
        cathodes = {name: f"D_LAMP_{name}" for name in ("RED", "GREEN", "BLUE")}
        yield _chip(f"H{number}", "lamp", P="V5", **cathodes)


def panel(pin_map: PinMap) -> Sheet:
    """Slow inputs with their buttons, memory, clock and display."""
    order = sorted(pin_map.inputs, key=lambda name: -pin_map.inputs[name])
    items = [_chip("U42", "tristate", A="Q_LAST", Y="BUS_MISO", OE="CS_INPUTS", VCC="V3", GND="GND")]
    for number in range(2):
        # D7 stands at the output at once, so the bit that arrives first is D7 of the chip next to the bus
        bits = {f"D{place}": "GND" for place in range(8)}  # no input of a CMOS chip floats
        bits |= {
            f"D{pin_map.inputs[name] % 8}": name for name in order if pin_map.inputs[name] // 8 == 1 - number
        }
        items.append(
            _chip(f"U{40 + number}", "hc165", **bits, CP="BUS_SCK", PL="LOAD", CE="GND",
                  DS="Q_1" if number == 0 else "GND", Q7="Q_LAST" if number == 0 else "Q_1", VCC="V3", GND="GND")
        )  # fmt: skip
    items += [
        _chip("U46", "inverter", "select low: /PL high, the registers shift; select high: they load",
              A="CS_INPUTS", Y="LOAD", VCC="V3", GND="GND"),
        capacitor("C165", "V3", note="beside U46"),
        _chip("S10", "button_start", "START", A="V3", B="START"),
        _chip("S11", "button_stop", "STOP: both contacts normally closed; the second to the slow inputs", A="V3",
              B="STOP", C="V3", D="STOP_TAP"),
        _chip("S12", "encoder", A="ENCODER_A", B="ENCODER_B", PUSH="ENCODER_PUSH", COM="V3"),
        _chip("K20", "contactor_1", "its auxiliary contact; coil and poles: sheet 6", X="V3", Y="CONTACTOR_1"),
        _chip("K21", "contactor_2", "its auxiliary contact; coil and poles: sheet 6", X="V3", Y="CONTACTOR_2"),
        _chip("U43", "fram", CS="CS_FRAM", SCK="BUS_SCK", SI="BUS_MOSI", SO="BUS_MISO", WP="V3", HOLD="V3", VDD="V3",
              GND="GND"),
        _chip("U44", "rtc", SDA="CLOCK_SDA", SCL="CLOCK_SCL", VBAT="VBAT", VCC="V3", GND="GND"),
        _chip("BT1", "cell", "keeps the clock", P="VBAT", N="GND"),
        _chip("U45", "display", "SJ3 on its back bridged: address 0x3C", SDA="DISPLAY_SDA", SCL="DISPLAY_SCL", VCC="V3",
              GND="GND"),
    ]  # fmt: skip
    pulled = ("START", "STOP_TAP", "ENCODER_A", "ENCODER_B", "ENCODER_PUSH", "CONTACTOR_1", "CONTACTOR_2")
    items += [resistor(f"R{161 + n}", name, "GND", 10e3) for n, name in enumerate(pulled)]
    items += [capacitor(f"C{160 + n}", "V3", note=f"beside U{40 + n}") for n in range(5)]
    return Sheet("Panel, memory and clock", tuple(items))


def mains() -> Sheet:
    """What the electrician wires: contacts of the interposing relays, both contactors, the heater's own cut-out."""
    items = [
        _chip("FI1", "rcd", "of the site, before everything here", L="SITE_L", N="SITE_N", LB="MAINS_L", NB="MAINS_N"),
        _chip("K14C", "coil_relay", "contact of HEATER_1", **{"11": "V24_ACT", "14": "COIL_1"}),
        _chip("K20C", "contactor_1", "coil; fed behind the chain, beside the shunt", A1="COIL_1", A2="GND"),
        _chip("K18C", "coil_relay", "contact of HEATER_2", **{"11": "V24_ACT", "14": "COIL_2"}),
        _chip("K21C", "contactor_2", "coil; fed behind the chain, beside the shunt", A1="COIL_2", A2="GND"),
        _chip("K20M", "contactor_1", "both poles",
              **{"1": "MAINS_L", "2": "HEATER_L1", "3": "MAINS_N", "4": "HEATER_N1"}),
        _chip("K21M", "contactor_2", "both poles, in series with K20",
              **{"1": "HEATER_L1", "2": "HEATER_L2", "3": "HEATER_N1", "4": "HEATER_N"}),
        _chip("S20", "heater_cutout", "in the heater; a hand resets it", A="HEATER_L2", B="HEATER_L"),
    ]  # fmt: skip
    loads = {"K15C": "CHILLER", "K16C": "CIRC_HOT", "K17C": "CIRC_COLD"}
    items += [
        _chip(ref, "coil_relay", f"contact of {ref[:3]}", **{"11": "MAINS_L", "14": f"{load}_L"})
        for ref, load in loads.items()
    ]
    wires = ["SITE_L", "SITE_N", "HEATER_L", "HEATER_N", "MAINS_N", *(f"{load}_L" for load in loads.values())]
    ends = {str(number): wire for number, wire in enumerate(wires, start=1)}
    items.append(
        _chip("J2", "mains_terminal", "supply of the site, heater, chiller, circulation pumps", **ends)
    )
    return Sheet("Baths and mains (the electrician's)", tuple(items))


def sheets(pin_map: PinMap) -> list[Sheet]:
    """All pages."""
    return [chain(), pico(pin_map), sensing(pin_map), drivers(pin_map), panel(pin_map), mains()]
