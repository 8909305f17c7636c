"""Modules on loan: what is large and wanted only at rest is loaded for one question and forgotten after it."""

import sys

from .. import core


def problems_of(table):
    """What the validator finds wrong with a protocol (core/protocol.py)."""
    from ..core import protocol

    found = protocol.check(table)
    forget(core, "protocol")
    return found


def forget(package, name):
    """Give the heap of a module of `package` back. CPython keeps it: there is room, and tests hold on to it."""
    if sys.implementation.name != "micropython":
        return
    sys.modules.pop(package.__name__ + "." + name, None)
    if hasattr(package, name):
        delattr(package, name)
