"""Modules on loan: what is large and wanted only at rest is loaded for one question and forgotten after it."""

import sys

from .. import core


def problems_of(table):
    """What the validator finds wrong with a protocol (core/protocol.py)."""
    from ..core import protocol

    found = protocol.check(table)
    _forget("protocol")
    return found


def _forget(name):
    """Give the module's heap back. CPython keeps it: there is room, and tests hold on to it."""
    if sys.implementation.name != "micropython":
        return
    sys.modules.pop(core.__name__ + "." + name, None)
    if hasattr(core, name):
        delattr(core, name)
