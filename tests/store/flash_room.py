"""On MicroPython: three firmware slots, custom protocols and a full archive on a Pico's littlefs; prints one JSON line.

    micropython tests/store/flash_room.py FOLDER SECTORS PROTOCOLS

FOLDER holds what goes into one slot.
"""

import json
import os
import sys

import vfs
from tests.powercut.media import Cuts, Flash

from station_firmware.store import archive
from station_firmware.store.protocols import ProtocolStore

_PROTOCOL_BYTES = 2000
_CHUNK = 4096


def _made(path):
    try:
        os.mkdir(path)
    except OSError:
        pass  # it is there


def _copied(source, target):
    """Copy a folder; returns its bytes."""
    _made(target)
    total = 0
    for entry in os.ilistdir(source):
        here, there = source + "/" + entry[0], target + "/" + entry[0]
        if entry[1] & 0x4000:
            total += _copied(here, there)
            continue
        with open(here, "rb") as read, open(there, "wb") as write:
            data = read.read(_CHUNK)
            while data:
                total += len(data)
                write.write(data)
                data = read.read(_CHUNK)
    return total


def _free(where):
    found = os.statvfs(where)
    return found[0] * found[3]


def main(folder, sectors, protocols):
    flash = Flash(Cuts(), sectors)
    vfs.VfsLfs2.mkfs(flash, progsize=256, readsize=32)
    vfs.mount(vfs.VfsLfs2(flash, progsize=256, readsize=32), "/pico")
    slot = _copied(folder, "/pico/slot_a")
    _copied(folder, "/pico/slot_b")
    _copied(folder, "/pico/slot_r")
    store = ProtocolStore("/pico/protocols")
    for number in range(protocols):
        store.write("own-%d" % number, ["Own", "rest", 1, "a"], '{"own":"' + "x" * _PROTOCOL_BYTES + '"}')
    before = _free("/pico")
    os.mkdir("/pico/log")
    block = bytes(4096)
    for number in range(archive.FILES_MAX):
        with open("/pico/log/%08x-%08x.t" % (number, number + 1), "wb") as file:
            file.write(block)
    print(
        json.dumps(
            {
                "slot_bytes": slot,
                "free_before_bytes": before,
                "free_bytes": _free("/pico"),
                "files": len(os.listdir("/pico/log")),
                "files_max": archive.FILES_MAX,
                "reserve": archive.RESERVE,
            }
        )
    )


sys.path.insert(0, "firmware")
main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
