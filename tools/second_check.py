"""A second, independent electrical rule check: SKiDL's, over the netlist for KiCad read back by kinparse.

second_check.py [NETLIST]   findings, exit 1 when there are any; `make hardware` runs it after the netlist was written
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from circuit import packages
from make_hardware import NETLIST

_TYPES: Final = {
    "input": "INPUT",
    "output": "OUTPUT",
    "tri_state": "TRISTATE",
    "open_collector": "OPENCOLL",
    "bidirectional": "BIDIR",
    "passive": "PASSIVE",
    "power_in": "PWRIN",
    "power_out": "PWROUT",
    "no_connect": "NOCONNECT",
}
"""KiCad's word → SKiDL's."""
FLAGGED: Final = ("GND", "V24", "V5_S", "VREF")
"""Supplies that come through a connector, a fuse, the link R199 or the filter R196, where SKiDL sees no source (KiCad
calls that a power flag). That the last two hang on V5, tests/hardware/test_sensor_supply.py holds."""


def _quiet_import(name: str) -> Any:
    """SKiDL writes logs where it is imported and tells of KiCad libraries that nobody needs here."""
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as aside:
        os.chdir(aside)
        try:
            return importlib.import_module(name)
        finally:
            os.chdir(here)


def _circuit(skidl: Any, read: Any) -> Any:
    """The board as SKiDL holds it: parts with the kinds of their pins, wires as the netlist says."""
    circuit = skidl.Circuit()
    kinds = {lib.name: [(pin.num, pin.name, pin.type) for pin in lib.pins] for lib in read.libparts}
    wired = {(pin.ref, pin.num) for net in read.nets for pin in net.pins}
    listed = packages.load()
    made: dict[str, Any] = {}
    for comp in read.parts:
        package = packages.of_part(listed, comp.name)
        may_be_open = package.open if package else ()
        pins: list[Any] = []
        for number, name, kind in kinds[comp.name]:
            pin = skidl.Pin(num=number, name=name, func=getattr(skidl.Pin.types, _TYPES[kind]))
            pin.do_erc = (comp.ref, number) in wired or name not in may_be_open
            pins.append(pin)
        part = skidl.Part(name=comp.name, ref_prefix="X", tool=skidl.SKIDL, dest=skidl.TEMPLATE, pins=pins)
        made[comp.ref] = part(ref=comp.ref, circuit=circuit)
    for net in read.nets:
        wire = skidl.Net(net.name, circuit=circuit)
        for pin in net.pins:
            wire += made[pin.ref][pin.num]
        if net.name in FLAGGED:
            wire.drive = skidl.POWER
    return circuit


def findings(path: Path) -> tuple[list[str], int, int]:
    """What SKiDL says of the netlist, and how many parts and nets it holds. ImportError without SKiDL."""
    skidl, kinparse = _quiet_import("skidl"), _quiet_import("kinparse")
    read = kinparse.parse_netlist(path.read_text(encoding="utf-8"))
    logger: Any = importlib.import_module("skidl.logger").active_logger
    told: list[str] = []

    def tell(words: object, *_args: object, **_more: object) -> None:
        told.append(str(words))

    logger.warning = logger.error = tell
    importlib.import_module("skidl.erc").dflt_circuit_erc(_circuit(skidl, read))
    return told, len(read.parts), len(read.nets)


def main(path: Path) -> int:
    """0 when SKiDL finds nothing."""
    try:
        told, parts, nets = findings(path)
    except (ImportError, OSError) as error:
        print(
            f"second check: {error}; `make hardware` installs SKiDL and writes the netlist", file=sys.stderr
        )
        return 1
    for words in told:
        print(f"second check: {words}", file=sys.stderr)
    print(f"second check (SKiDL): {parts} parts, {nets} wires, {len(told)} findings")
    return bool(told)


assert set(_TYPES) == set(packages.KINDS.values())

if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else NETLIST))
