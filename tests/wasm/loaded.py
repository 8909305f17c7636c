"""Loads the flashed firmware over the null machine and weighs it; what a proof brings itself is left out again."""

import gc
import sys

sys.path.insert(0, "/null")
import null_machine

sys.modules["machine"] = null_machine
gc.collect()
_empty = [gc.mem_alloc()]

sys.path.insert(0, "/slot_a")
from station_firmware import app
from station_firmware.core import tick
from station_firmware.hal import board
from station_firmware.link import server
from station_firmware.store import calibration, record

FIRMWARE = (app, tick, board, server, calibration, record)


def leave_out(before):
    """What was loaded since `before` (bytes in use) is no firmware. Call after a collection."""
    _empty[0] += gc.mem_alloc() - before


def used_bytes():
    """What the firmware has in use. Call after a collection."""
    return gc.mem_alloc() - _empty[0]
