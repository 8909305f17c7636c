"""What the firmware takes: bytecode of each directory, a slot as it lies in packs, and how a Pico's flash is divided.

Prints one JSON object a line. The heap is measured where it is bounded: tests/wasm/test_heap.py.
"""

import json
import sys

from recovery_station.flash import package, packs
from recovery_station.virtual import image

BLOCK_BYTES = 4096
SLOTS = 3


def _blocks(size: int) -> int:
    return -(-size // BLOCK_BYTES)


def main() -> int:
    """Compile as for the board and measure."""
    slot = package.own()
    members = {
        member.name: len(member.content)
        for path, content in slot.files.items()
        if path.endswith(packs.SUFFIX)
        for member in packs.members_of(content)
    }
    folders: dict[str, list[int]] = {}
    for name, size in members.items():
        folders.setdefault(name.rpartition("/")[0] or ".", []).append(size)
    for folder, sizes in sorted(folders.items()):
        print(json.dumps({"folder": folder, "modules": len(sizes), "mpy_bytes": sum(sizes)}))
    blocks = sum(_blocks(len(content)) for content in slot.files.values()) + _blocks(len(slot.manifest))
    print(json.dumps({"slot": slot.version, "files": len(slot.files), "bytes": slot.size, "blocks": blocks}))
    sectors = image.IMAGE_BYTES // BLOCK_BYTES
    print(
        json.dumps(
            {"flash_blocks": sectors, "slots_blocks": SLOTS * blocks, "left": sectors - SLOTS * blocks}
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
