"""Write everything made from the data in hardware/: pin constants, pin table and diagrams.

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
from pinmap import PinMap, load
from sources import ROOT

HARDWARE = ROOT / "hardware"


def texts(pin_map: PinMap) -> dict[Path, str]:
    """Every generated file with its text."""
    made = pins.texts(pin_map)
    made[HARDWARE / "pinout.md"] = pinout.text(pin_map)
    for source in sorted((HARDWARE / "diagrams").glob("*.toml")):
        made[source.with_suffix(".svg")] = diagram.render(diagram_file.load(source, pin_map))
    return made


if __name__ == "__main__":
    sys.exit(generated.write_or_check(texts(load()), check="--check" in sys.argv[1:]))
