"""Modules on loan: what is large and wanted only at rest is loaded for one question and forgotten after it."""

import sys

from .. import core
from ..core import fault


def problems_of(table):
    """What the validator finds wrong with a protocol (core/protocol.py)."""
    from ..core import protocol

    found = protocol.check(table)
    forget(core, "protocol")
    forget(core, "protocol_items")
    return found


def presets():
    """The module of the built-in protocols (core/presets.py); it is gone when nobody holds it any more."""
    from ..core import presets as module

    forget(core, "presets")
    return module


def packed():
    """What opens the body of a protocol (store/packed.py)."""
    from .. import store
    from ..store import packed as module

    forget(store, "packed")
    return module


def incoming(services):
    """A new gatherer of slices (link/incoming.py); the module is gone when the protocol is in."""
    from .. import link
    from .incoming import Incoming

    forget(link, "incoming")
    return Incoming(services)


def arming(services, body, post):
    """What arms one session (link/arming.py); the module is gone when the tick has answered."""
    from .. import link
    from .arming import Arming

    forget(link, "incoming")
    forget(link, "arming")
    return Arming(services, body, post)


def config(services):
    """What reads, gathers and keeps the site's settings (link/config.py); gone when nobody holds it any more."""
    from .. import link
    from .config import Config

    forget(link, "config")
    return Config(services)


def update(services, once):
    """What writes the other slot (link/update_methods.py); gone when nobody holds it any more."""
    from .. import link
    from .update_methods import Update

    forget(link, "update_methods")
    return Update(services, once)


def calibrate(services, once, post):
    """What holds a leg for a gauge and keeps what it reads (link/calibrate_methods.py); gone when nobody holds it."""
    from .. import link
    from .calibrate_methods import Calibrate

    forget(link, "calibrate_methods")
    return Calibrate(services, once, post)


def access(services):
    """Who may service the station (link/access.py)."""
    from .. import link
    from .access import Access

    forget(link, "access")
    return Access(services)


def archiving(services):
    """Look at the archive, and what moves a part of the journal there when that is due (store/archiving.py)."""
    from .. import store
    from ..store import archiving as module

    for name in ("archiving", "block", "thinning", "unblock"):
        forget(store, name)
    module.look(services)
    return module.Archiving(services) if services.archive.due(services) else None


def archive_names():
    """The files of the archive (store/archiving.py)."""
    from .. import store
    from ..store import archiving as module

    forget(store, "archiving")
    forget(store, "block")
    return module.names()


def fault_name(code):
    """The name of a fault (core/fault_table.py)."""
    found = fault.name(code)
    forget(core, "fault_table")
    return found


def fault_channel(code, channel):
    """The part a fault names."""
    found = fault.channel_name(code, channel)
    forget(core, "fault_table")
    return found


def follow_hours(station, utc_s):
    """What the opening hours want of the baths (core/schedule.py)."""
    from ..core import schedule

    schedule.look(station, utc_s)
    forget(core, "schedule")


def forget(package, name):
    """Give the heap of a module of `package` back. CPython keeps it: there is room, and tests hold on to it."""
    if sys.implementation.name != "micropython":
        return
    sys.modules.pop(package.__name__ + "." + name, None)
    if hasattr(package, name):
        delattr(package, name)
