"""`rp2.Flash()`: the block device of the file system, as the port has it; nothing else of that module is simulated."""

_held = []


def hold(device):
    """At start: this is the flash."""
    _held.append(device)


def Flash():
    return _held[0]
