"""What is kept of a file of the archive whose telemetry is given up. On loan, and seldom."""

from ..core.events import TELEMETRY
from . import block, unblock


def events_of(data):
    """A block with everything of the block `data` but telemetry; what lay there spoiled goes with it."""
    packer = block.Packer(len(data) + block.HEAD_BYTES)
    for seq, raw in unblock.records(data):
        if raw[6] != TELEMETRY:
            packer.add(seq, raw)
    return packer.finish()
