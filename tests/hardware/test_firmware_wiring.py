"""The numbers the firmware repeats, because main.py imports nothing and core knows no pins, are those of the map."""

import ast

import pinmap
from station_firmware.core import outputs, reading

PIN_MAP = pinmap.load()
ZONES = [f"{leg}{number}" for leg in "LR" for number in range(1, 6)]


def levels_in_main() -> list[tuple[int, int]]:
    """The pairs (GP number, level) of the first loop in main.py."""
    tree = ast.parse((pinmap.ROOT / "firmware" / "main.py").read_text(encoding="utf-8"))
    loop = next(node for node in tree.body if isinstance(node, ast.For))
    return list(ast.literal_eval(loop.iter))


# REQ-66
def test_main_drives_every_output_to_its_safe_level() -> None:
    assert levels_in_main() == [(pin.gp, pin.safe) for pin in PIN_MAP.pins if pin.safe is not None]


# REQ-66
def test_main_does_so_before_anything_else_can_fail() -> None:
    tree = ast.parse((pinmap.ROOT / "firmware" / "main.py").read_text(encoding="utf-8"))
    before = tree.body[: next(index for index, node in enumerate(tree.body) if isinstance(node, ast.For))]
    assert [type(node) for node in before] == [ast.Expr, ast.ImportFrom]


def test_core_names_the_zones_in_the_order_of_the_map() -> None:
    assert list(outputs.ZONE_NAMES) == ZONES


def test_core_takes_each_reading_from_the_channel_it_is_wired_to() -> None:
    channels = PIN_MAP.converter
    assert [channels[zone] for zone in ZONES] == list(reading.ZONE_CHANNEL)
    assert [channels[name] for name in reading.PRESSURE_NAMES] == list(reading.PRESSURE_CHANNELS)
    assert [channels[name.upper()] for name in reading.THERMISTOR_NAMES] == list(reading.THERMISTOR_CHANNELS)
    assert (channels["ML"], channels["MR"]) == reading.MANIFOLD_CHANNEL
    assert (channels["HOT1"], channels["HOT2"]) == reading.HOT_CHANNEL
    assert (channels["COLD1"], channels["COLD2"]) == reading.COLD_CHANNEL
