"""`rp2.Flash()`: the block device of the file system, as the port has it; nothing else of that module is simulated."""

import flash

_opened = []


def open_flash(image):
    """At start: the device behind `/`."""
    _opened.append(flash.Flash(image))
    return _opened[0]


def Flash():
    return _opened[0]
