"""The firmware's `os`: what the rp2 port has, nothing of the host behind it, and seeded random bytes."""

from uos import (
    VfsFat,
    VfsLfs2,
    chdir,
    getcwd,
    ilistdir,
    listdir,
    mkdir,
    mount,
    remove,
    rename,
    rmdir,
    sep,
    stat,
    statvfs,
    umount,
    unlink,
)

__all__ = (
    "VfsFat",
    "VfsLfs2",
    "chdir",
    "getcwd",
    "ilistdir",
    "listdir",
    "mkdir",
    "mount",
    "remove",
    "rename",
    "rmdir",
    "sep",
    "stat",
    "statvfs",
    "sync",
    "umount",
    "uname",
    "unlink",
    "urandom",
)

_random_state = 1


def seed(value):
    """Same seed, same bytes: nothing of the host decides what the firmware sees."""
    global _random_state
    _random_state = value & 0xFFFFFFFF or 1


def urandom(n):
    global _random_state
    out = bytearray(n)
    x = _random_state
    for i in range(n):
        x ^= x << 13 & 0xFFFFFFFF
        x ^= x >> 17
        x ^= x << 5 & 0xFFFFFFFF
        out[i] = x >> 11 & 255
    _random_state = x
    return bytes(out)


def sync():
    pass


def uname():
    import sys

    import wire

    version = ".".join([str(part) for part in sys.implementation.version[:3]])
    return ("rp2", "rp2", version, sys.version, wire.BOOT["machine"])
