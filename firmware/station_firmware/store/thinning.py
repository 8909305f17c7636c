"""What is kept of a file of the archive whose telemetry is given up. On loan, and seldom."""

from ..core.events import TELEMETRY
from . import block, unblock


def events_of(data):
    """A block with everything of the block `data` but telemetry; what lay there spoiled goes with it."""
    packer = block.Packer(len(data) + block.LARGEST_ITEM)
    for seq, raw in unblock.records(data):
        if raw[6] != TELEMETRY and not packer.add(seq, raw):
            raise ValueError("what is left of a block does not fit one")
    return packer.finish()
