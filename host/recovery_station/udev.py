"""The udev rules of Linux: who may open a station, and that ModemManager keeps its hands off it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from recovery_station.discover import RASPBERRY_PI_VENDOR

NAME: Final = "70-recovery-station.rules"  # before 73-seat-late.rules, which acts on the tag `uaccess`
TARGET: Final = Path("/etc/udev/rules.d") / NAME
FOLDERS: Final = (
    "/etc/udev/rules.d",
    "/run/udev/rules.d",
    "/usr/local/lib/udev/rules.d",
    "/usr/lib/udev/rules.d",
)
INSTALL: Final = (
    f"station udev | sudo tee {TARGET}",
    "sudo udevadm control --reload && sudo udevadm trigger",
)
MICROPYTHON: Final = "0005"
BOOTSEL: Final = ("0003", "000f")  # RP2040, RP2350
_NO_MODEM: Final = 'ENV{ID_MM_DEVICE_IGNORE}="1"'


def rules() -> str:
    """The file's text."""
    vendor = f'ATTRS{{idVendor}}=="{RASPBERRY_PI_VENDOR:04x}"'
    lines = [
        f"# Recovery Station: written by `station udev`, belongs in {TARGET}",
        "# The port of a station: for whoever sits at this computer; no modem, so nothing else talks to it.",
        f'SUBSYSTEM=="tty", {vendor}, ATTRS{{idProduct}}=="{MICROPYTHON}", TAG+="uaccess", {_NO_MODEM}',
        f'SUBSYSTEM=="usb", {vendor}, ATTRS{{idProduct}}=="{MICROPYTHON}", {_NO_MODEM}',
        "# The same board in BOOTSEL, for `station flash` and picotool.",
    ]
    for product in BOOTSEL:
        lines.append(f'SUBSYSTEM=="usb", {vendor}, ATTRS{{idProduct}}=="{product}", TAG+="uaccess"')
    return "\n".join(lines) + "\n"


def ignoring_modems(folders: tuple[str, ...] = FOLDERS) -> Iterator[Path]:
    """Rule files that keep ModemManager off the station's port."""
    for folder in folders:
        for path in sorted(Path(folder).glob("*.rules")):
            try:
                text = path.read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            if any(_keeps_off(line) for line in text.splitlines()):
                yield path


def _keeps_off(line: str) -> bool:
    active = not line.lstrip().startswith("#")
    return active and f"{RASPBERRY_PI_VENDOR:04x}" in line.lower() and _NO_MODEM in line
