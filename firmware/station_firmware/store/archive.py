"""The flash archive of the journal: what is in it, and when the next file is due. Its work is on loan (archiving.py).

A file holds what the ring had from one seq to another; its name says which: `00001f40-000020a1.t`. One whose telemetry
was given up for want of room ends in `.e`. What is acknowledged already is not archived.
"""

from ..core import states

FOLDER = "/log"
NAME_LETTERS = 19
FILES_MAX = 112  # a flash block each; what fits beside three slots and 20 protocols: 26 half-hours
EVENT_FILES_MAX = 88
WARN_PCT = 75  # from here on status, lamp and host ask for a pull: five half-hours still fit
RESERVE = 400  # records of the ring that telemetry does not take from what happened
_DUE = 4  # at rest a quarter of the ring may wait
_AGAIN_SLACKS = 1500
UNREADABLE, UNWRITABLE = 1, 2  # what a flash that is `failing` does


class Archive:
    """`step(services)` in every slack. `files`, `first_seq` and `next_seq` tell what is archived (None: nothing).

    `unacked` are the files no host has fetched. `failing` says that the flash cannot be listed, until it can, or did
    not keep a file, until it keeps one; 0 when it works.
    """

    def __init__(self):
        self.files = self.unacked = 0
        self.first_seq = None
        self.next_seq = 0
        self.failing = 0
        self.stale = True
        self._run = None
        self._wait = 0

    def unsaved(self, services):
        """Records that only the ring has and no host has fetched."""
        journal = services.recorder.journal
        return journal.next_seq - max(journal.first_seq(), self.next_seq, services.page.acked_seq)

    def full_pct(self, services):
        """How much of the room is taken by what no host has fetched: at 100 telemetry is given up.

        A session fills the ring and the rest after it empties it: the ring counts when the flash takes nothing, or when
        it is full all the same.
        """
        ring_pct = self.unsaved(services) * 100 // (services.recorder.journal.capacity - RESERVE)
        if ring_pct < 100 and not self.failing:
            ring_pct = 0
        return min(100, max(self.unacked * 100 // FILES_MAX, ring_pct))

    def oldest(self, journal):
        """The oldest record there is, here or in the ring."""
        ring = journal.first_seq()
        return ring if self.first_seq is None else min(self.first_seq, ring)

    def ring_full(self, services):
        """True when telemetry would overwrite what is nowhere else."""
        return self.unsaved(services) >= services.recorder.journal.capacity - RESERVE

    def due(self, services):
        """True when a quarter of the ring waits for the flash."""
        return self.unsaved(services) >= services.recorder.journal.capacity // _DUE

    def step(self, services):
        """A slice of work at rest; whatever begins to happen ends it, and nothing is lost by that."""
        station = services.station
        if station.session.state != states.IDLE or station.mailbox.kind:
            self._run = None
            return
        if self._run is None:
            if not station.thermal.keeping:
                self._begin(services)
            elif self.due(services):
                station.thermal.pause_for_flash()  # with the chain armed no tick may be late: it goes first
        elif self._run.step():
            self._run = None
            if self.failing:
                self._wait = _AGAIN_SLACKS

    def _begin(self, services):
        if self._wait:
            self._wait -= 1
        elif self.stale or self.due(services):
            from ..link import loan

            try:
                self._run = loan.archiving(services)
            except (OSError, MemoryError):
                self.failing = UNREADABLE
                self._wait = _AGAIN_SLACKS
