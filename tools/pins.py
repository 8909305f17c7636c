"""The pin constants of the firmware and the wiring of the virtual station, as text made from hardware/pins.toml."""

from collections.abc import Iterable
from pathlib import Path

from pinmap import ROOT, PinMap

FIRMWARE_PINS = ROOT / "firmware" / "station_firmware" / "hal" / "pins.py"
HOST_WIRING = ROOT / "host" / "recovery_station" / "virtual" / "wiring.py"

_FIRMWARE_HEAD = '''\
"""Which wire goes where: made from hardware/pins.toml by `make hardware`, do not edit."""


def const(value: int) -> int:
    """MicroPython folds `const(...)` by this name when it compiles; elsewhere it is this function."""
    return value

'''

_HOST_HEAD = '''\
"""The wiring as the plant and the device models see it: made from hardware/pins.toml by `make hardware`."""

from typing import Final

'''


def _consts(title: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"{name} = const({value})" for name, value in rows]
    return "\n".join(["", f"# {title}", *lines, ""])


def _tuple(name: str, values: Iterable[object]) -> str:
    """One value a line: a formatter leaves it alone whatever its length."""
    return "\n".join([f"{name} = (", *(f"    {value}," for value in values), ")", ""])


def _zones(prefix: str) -> list[str]:
    return [f"{prefix}{leg}{number}" for leg in "LR" for number in range(1, 6)]


def firmware_text(pin_map: PinMap) -> str:
    """The file for MicroPython: every name an integer, and tuples in zone order for the loops."""
    safe = [(pin.name, pin.safe) for pin in pin_map.pins if pin.safe is not None]
    parts = [
        _FIRMWARE_HEAD,
        _consts("GP numbers of the Pico", ((pin.name, str(pin.gp)) for pin in pin_map.pins)),
        "\n# (GP number, level) of every output, in the order main.py drives them\n",
        _tuple("SAFE_LEVELS", (f"({name}, {level})" for name, level in safe)),
        _consts(
            "converter channels: 0..7 = converter A, 8..15 = converter B",
            ((f"CH_{name}", str(index)) for name, index in pin_map.converter.items()),
        ),
        "\n# channels in zone order L1..L5, R1..R5; manifolds in leg order\n",
        _tuple("ZONE_CHANNELS", _zones("CH_")),
        _tuple("MANIFOLD_CHANNELS", ("CH_ML", "CH_MR")),
        _consts(
            "bits of the driver word: bit 0 = DRAIN0 of the chip next to the Pico",
            ((f"BIT_{name}", str(bit)) for name, bit in pin_map.drivers.items()),
        ),
        "\n# bits in zone order L1..L5, R1..R5\n",
        _tuple("ZONE_BITS", _zones("BIT_ZONE_")),
        _consts(
            "masks of the slow inputs: bit 15 arrives first",
            ((f"IN_{name}", f"1 << {bit}") for name, bit in pin_map.inputs.items()),
        ),
    ]
    return "".join(parts)


def _dict(name: str, about: str, kinds: str, rows: Iterable[tuple[object, object]]) -> str:
    lines = [f"    {_literal(key)}: {_literal(value)}," for key, value in rows]
    return "\n".join([f"{name}: Final[dict[{kinds}]] = {{", *lines, "}", f'"""{about}"""', "", ""])


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def host_text(pin_map: PinMap) -> str:
    """The file for the virtual station: typed dictionaries."""
    pins = pin_map.pins
    levels = {"up": 1, "down": 0}
    parts = [
        _HOST_HEAD,
        _dict("PINS", "Name → GP number.", "str, int", ((pin.name, pin.gp) for pin in pins)),
        _dict("ROLES", "Name → what the pin is used as.", "str, str", ((pin.name, pin.role) for pin in pins)),
        _dict(
            "PULLS",
            "GP number → level the external resistor gives an undriven pin.",
            "int, int",
            ((pin.gp, levels[pin.pull]) for pin in pins if pin.pull),
        ),
        _dict(
            "CONVERTER",
            "Channel → 0..7 of converter A, 8..15 of converter B.",
            "str, int",
            pin_map.converter.items(),
        ),
        _dict(
            "DRIVER_BITS",
            "Coil or lamp → bit of the 32-bit driver word.",
            "str, int",
            pin_map.drivers.items(),
        ),
        _dict(
            "INPUT_BITS",
            "Slow input → bit of the 16-bit word of the 74HC165 pair.",
            "str, int",
            pin_map.inputs.items(),
        ),
    ]
    return "".join(parts).rstrip("\n") + "\n"


def texts(pin_map: PinMap) -> dict[Path, str]:
    """Both generated files with their texts."""
    return {FIRMWARE_PINS: firmware_text(pin_map), HOST_WIRING: host_text(pin_map)}
