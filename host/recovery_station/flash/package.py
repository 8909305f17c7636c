"""A firmware as it is installed: the files of one slot, compiled, and the manifest that lists them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from recovery_station.flash.compiled import compiled, line_of
from recovery_station.flash.packs import packed, unpacked

FORMAT: Final = 6
"""Of .mpy files (MicroPython 1.23 to 1.29); bytecode runs on any board."""
_SLOT: Final = "slot_a/"


@dataclass(frozen=True)
class Package:
    """`files`: path in the slot → bytes; `manifest` is the text that is written last."""

    version: str
    files: dict[str, bytes]
    manifest: bytes

    @property
    def digests(self) -> dict[str, str]:
        """Path → SHA-256 in hexadecimal."""
        return {path: digest_of(content) for path, content in self.files.items()}

    @property
    def modules(self) -> dict[str, bytes]:
        """Path → bytes of each compiled module, as they were before they were packed."""
        return unpacked(self.files)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(map(len, self.files.values()))


def digest_of(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def own() -> Package:
    """The firmware that came with this program. Raises CompileError for a source that does not compile."""
    from recovery_station.virtual.image import sources
    from station_firmware import VERSION

    inside = {
        name.removeprefix(_SLOT): content for name, content in sources().items() if name.startswith(_SLOT)
    }
    return made_of(inside, VERSION)


def made_of(sources: dict[str, bytes], version: str) -> Package:
    """Compile `sources` (path in the slot → text). Raises CompileError."""
    return of_modules(compiled(sources), version)


def of_modules(modules: dict[str, bytes], version: str) -> Package:
    """The package of these compiled modules (path in the slot → bytes): packed, and listed."""
    files = packed(modules)
    return Package(version, files, manifest_of(files))


def manifest_of(files: dict[str, bytes]) -> bytes:
    """The manifest of these files, as it lies in a slot."""
    return "".join(line_of(path, files[path]) for path in sorted(files)).encode()
