"""Write everything made from the data in hardware/: pin constants, pin table, diagrams, bill of materials, ratings.

make_hardware.py           write what is out of date
make_hardware.py --check   only say what is out of date, exit 1
"""

import sys
from pathlib import Path

import diagram
import diagram_file
import generated
import pinout
import pins
from circuit import (
    air_page,
    bom,
    budget,
    commissioning,
    harness,
    netlist,
    packages,
    page,
    parts,
    pico_page,
    report,
    results,
    rules,
    station,
)
from circuit.model import chain
from pinmap import PinMap, load
from sources import ROOT

HARDWARE = ROOT / "hardware"
NETLIST = ROOT / "build" / "hardware" / "station.net"


def texts(pin_map: PinMap) -> dict[Path, str]:
    """Every generated file with its text."""
    made = pins.texts(pin_map)
    made[HARDWARE / "pinout.md"] = pinout.text(pin_map)
    for source in sorted((HARDWARE / "diagrams").glob("*.toml")):
        made[source.with_suffix(".svg")] = diagram.render(diagram_file.load(source, pin_map))
    listed, pages, numbers = parts.load(), station.sheets(pin_map), budget.numbers()
    around = page.book(pages, listed, packages.load())
    for number, sheet in enumerate(pages, start=1):
        made[HARDWARE / "diagrams" / f"sheet{number}.svg"] = page.render(sheet, around)
    for leg, name in (("L", "air"), ("R", "air_right")):
        made[HARDWARE / "diagrams" / f"{name}.svg"] = air_page.render(pin_map, listed, leg)
    made[HARDWARE / "harness.md"] = harness.text(harness.load(pages))
    made[HARDWARE / "diagrams" / "pico.svg"] = pico_page.render(pin_map)
    made |= commissioning.texts(pages, listed)
    made[HARDWARE / "bom.csv"] = bom.table(listed, pages)
    made[HARDWARE / "ratings.md"] = bom.ratings(listed, pages, numbers)
    if results.RESULTS.exists():
        made[HARDWARE / "chain.md"] = report.text(chain(), results.read())
    return made


def wrong(pin_map: PinMap) -> list[str]:
    """What the schematic and the parts break, in words."""
    pages = station.sheets(pin_map)
    cables = harness.load(pages)
    stale = (
        []
        if harness.drawing_is_current(cables)
        else ["diagrams/harness.svg is out of date: run `make hardware`"]
    )
    wires = harness.findings(pages, cables)
    listed = parts.load()
    ends = packages.findings(pages, listed, packages.load())
    return [*rules.findings(pages, pin_map), *ends, *bom.broken(listed, budget.numbers()), *wires, *stale]


def main(*, check: bool) -> int:
    """Exit code: 1 when the circuit has changed since it was simulated, breaks a rule, or a file is out of date."""
    pin_map = load()
    for words in (found := wrong(pin_map)):
        print(f"hardware: {words}", file=sys.stderr)
    try:
        made = texts(pin_map)
    except ValueError as error:
        print(f"hardware: {error}", file=sys.stderr)
        return 1
    if not check:
        pages, listed = station.sheets(pin_map), parts.load()
        made[NETLIST] = netlist.text(pages, listed, packages.load(), harness.load(pages))
        print(bom.figures(listed, pages, budget.numbers()))
    return generated.write_or_check(made, check=check) or bool(found)


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
