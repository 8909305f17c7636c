"""Freezes what stations keep as tests/store/frozen.py, and files people keep as tests/host/frozen_files.json.

Every later firmware and program must read them. Run it once for each new version of a format, never to make a test
pass: frozen bytes lie in stations. It adds what is not there yet and changes nothing that is (docs/formats.md).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parent.parent
FROZEN = ROOT / "tests" / "store" / "frozen.py"
HEAD = '''"""What stations keep, byte for byte, by name and version: (name, version, what it is, hexadecimal digits).

Made by tools/freeze_formats.py when a format was new; nothing here is ever changed, only added (docs/formats.md).
"""

# fmt: off
ROWS = (
'''
DIGITS_A_LINE = 96
FILES = ROOT / "tests" / "host" / "frozen_files.json"
TEST_KEY = bytes(range(32))
"""Everybody can read it here: nothing real is signed with it."""


def main() -> int:
    """Add the formats of this firmware that are not frozen yet. Exit code 0."""
    sys.path.insert(0, str(ROOT))
    from tests.store import frozen

    rows: list[tuple[str, int, str, str]] = list(frozen.ROWS)
    have = {(name, version) for name, version, *_ in rows}
    fresh = [row for row in made() if row[:2] not in have]
    FROZEN.write_text(HEAD + "".join(map(_text, [*rows, *fresh])) + ")\n# fmt: on\n", encoding="ascii")
    for name, version, *_ in fresh:
        print(f"frozen: {name}, version {version}")
    _freeze_files()
    return 0


def _freeze_files() -> None:
    kept: dict[str, str] = json.loads(FILES.read_text(encoding="utf-8")) if FILES.exists() else {}
    fresh = {name: content for name, content in files().items() if name not in kept}
    FILES.write_text(json.dumps(kept | fresh, indent=1) + "\n", encoding="utf-8")
    for name in fresh:
        print(f"frozen: {name}")


def files() -> dict[str, str]:
    """A package (hexadecimal) and a self-test's form (its text), signed with the test's key; by name and version.

    Beside them what a station's flash says of its slots: a manifest, and every text of /slot.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from recovery_station import selftest_signed
    from recovery_station.flash import package, package_file, signing
    from recovery_station.selftesting import Row, SelfTest

    signer = signing.Signer(Ed25519PrivateKey.from_private_bytes(TEST_KEY))
    inside = {"station_firmware/app.mpy": b"M\x06\x00\x1f" + bytes(range(40))}
    made = package.Package("0.1.0", inside, package.manifest_of(inside))
    rows = [
        Row("zero of L1", 0.25, -4, 4, "mmHg", "good"),
        Row("clocks apart", None, -2, 2, "s", "not reached"),
    ]
    form = SelfTest("Leg Lab", "e661", "0.1.0", True, None, rows)
    return {
        "slot-choice/1": "a a>b a?b a!b b b>a b?a b!a",
        "slot-manifest/1": made.manifest.decode(),
        package_file.TYPE: package_file.made(made, signer).hex(),
        selftest_signed.PURPOSE: selftest_signed.sign(form, "2026-01-01 08:00 +0000", {}, signer).decode(),
    }


def made() -> list[tuple[str, int, str, str]]:
    """Every format as the firmware's own code writes it now."""
    from tests.store import formats

    every: list[Any] = list(cast("Any", formats).ALL)  # written for MicroPython, it carries no annotations
    return [(one.name, one.version, one.words, bytes(one.write()).hex()) for one in every]


def _text(row: tuple[Any, ...]) -> str:
    name, version, words, digits = row
    lines = [digits[at : at + DIGITS_A_LINE] for at in range(0, len(digits), DIGITS_A_LINE)]
    body = "\n".join(f'        "{line}"' for line in lines)
    return f'    (\n        "{name}", {version},\n        "{words}",\n{body},\n    ),\n'


if __name__ == "__main__":
    sys.exit(main())
