"""On MicroPython: the power goes at each write of a put, on the real littlefs; prints one JSON line.

The flash dies at its Nth operation (nor_flash.py); then it is mounted again.
"""

import json
import sys

import vfs
from tests.store.nor_flash import Flash, PowerCutError

from station_firmware.store.protocols import ProtocolStore


def _mounted(flash):
    vfs.mount(vfs.VfsLfs2(flash, progsize=256, readsize=32), "/cut")
    return ProtocolStore("/cut/protocols")


def _cut(image, left, share, act):
    """Do `act` with power for `left` operations. Returns (operations done, what a later boot finds in the store)."""
    flash = Flash(bytearray(image))
    store = _mounted(flash)
    flash.left = left
    flash.share = share
    try:
        act(store)
    except (PowerCutError, OSError):
        pass
    vfs.umount("/cut")
    done = flash.done
    flash.left = -1
    store = _mounted(flash)
    found = {name: (store.head(name), store.body(name)) for name in store.ids()}
    # and the next write works: nothing is left behind that blocks it
    store.write("after", ["After", "rest", 1, "c"], "{}")
    works = store.body("after") == "{}"
    vfs.umount("/cut")
    return done, found, works


def main():
    """Replace a protocol, add one, remove one: cut at each operation, three ways of tearing."""
    flash = Flash()
    vfs.VfsLfs2.mkfs(flash, progsize=256, readsize=32)
    store = _mounted(flash)
    old = (["Old", "rest", 1, "a"], '{"old":"' + "x" * 3000 + '"}')
    new = (["New", "rest", 2, "b"], '{"new":"' + "y" * 5000 + '"}')
    beside = (["Beside", "rest", 3, "d"], '{"id":"beside"}')
    store.write("mine", old[0], old[1])
    store.write("beside", beside[0], beside[1])
    vfs.umount("/cut")
    rows = []
    for name, act, allowed in (
        ("replace", lambda s: s.write("mine", new[0], new[1]), ({"mine": old}, {"mine": new})),
        ("add", lambda s: s.write("third", new[0], new[1]), ({"mine": old}, {"mine": old, "third": new})),
        ("remove", lambda s: s.remove("mine"), ({"mine": old}, {})),
    ):
        total = _cut(flash.image, -1, 0, act)[0]
        wrong = []
        kept = [0, 0]
        for left in range(total):
            for share in (0, 1, 3):
                _, found, works = _cut(flash.image, left, share, act)
                spared = found.pop("beside", None)
                if found not in allowed or spared != beside or not works:
                    wrong.append((left, share, sorted(found)))
                else:
                    kept[allowed.index(found)] += 1
        rows.append({"what": name, "operations": total, "before": kept[0], "after": kept[1], "wrong": wrong})
    print(json.dumps(rows))


sys.path.insert(0, "firmware")
main()
