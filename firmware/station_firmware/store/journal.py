"""The journal: a ring of 40-byte records in FRAM; record number `seq` lies in slot seq % capacity.

No pointer is kept: where the ring ends is found at boot from the records themselves, so nothing can disagree. A
record is whole or it is not there (its CRC is written last, with the record).
"""

from . import layout, record

_LOOK_AHEAD = 8


class Journal:
    """`mount()` once, then `append`; `next_seq` is the number the next record gets."""

    def __init__(self, fram, capacity=None):
        self._fram = fram
        self.capacity = capacity or (layout.SIZE_BYTES - layout.RING) // record.RECORD_BYTES
        self.next_seq = 0
        self._begin_seq = 0
        self.failing = False
        self._buffer = bytearray(record.RECORD_BYTES)
        self._check = bytearray(record.RECORD_BYTES)

    def mount(self):
        """Find the end of the ring by bisection over the laps; torn or flipped records are stepped over."""
        first = self._first_seq_of_lap()
        self.next_seq = self._begin_seq = 0
        if first is None:
            return
        low = first % self.capacity
        high = self.capacity
        while high - low > 1:
            middle = (low + high) // 2
            if self._in_lap(middle, high, first):
                low = middle
            else:
                high = middle
        lap = first - first % self.capacity
        self.next_seq = lap + low + 1
        if lap and not self._older_lap(low + 1):
            self._begin_seq = lap

    def go_on_from(self, seq):
        """Records before `seq` exist elsewhere: when these lie before it, the next one gets the first place behind it.

        That is the first of a lap, so that `mount` finds it.
        """
        if self.next_seq < seq:
            self.next_seq = self._begin_seq = (seq + self.capacity - 1) // self.capacity * self.capacity

    def first_seq(self):
        """The oldest record still there."""
        return max(self._begin_seq, self.next_seq - self.capacity)

    def append(self, boot, kind, flags, ticks_ms, wall_s, payload):
        """Write one record and read it back; returns its seq. `failing` is set when the memory did not keep it."""
        seq = self.next_seq
        address = self._address(seq)
        record.pack_into(self._buffer, seq, boot, kind, flags, ticks_ms, wall_s, payload)
        self._fram.write(address, self._buffer)
        self._fram.read_into(address, self._check)
        if self._check != self._buffer:
            self.failing = True
        self.next_seq = seq + 1
        return seq

    def last(self):
        """The newest record's bytes as `append` wrote them (valid until the next append)."""
        return self._buffer

    def read(self, seq, count):
        """`count` records from `seq` on as bytes, as they lie there (a spoiled one is for the reader to see)."""
        data = bytearray(count * record.RECORD_BYTES)
        view = memoryview(data)
        for index in range(count):
            start = index * record.RECORD_BYTES
            self._fram.read_into(self._address(seq + index), view[start : start + record.RECORD_BYTES])
        return data

    def _address(self, seq):
        return layout.RING + seq % self.capacity * record.RECORD_BYTES

    def _older_lap(self, slot):
        """True when one of the last places, from `slot` on, holds a record: the ring has gone round in this memory."""
        for probe in range(max(slot, self.capacity - _LOOK_AHEAD), self.capacity):
            if self._seq_at(probe) is not None:
                return True
        return slot >= self.capacity

    def _seq_at(self, slot):
        """The seq of the whole record in `slot`, or None."""
        self._fram.read_into(layout.RING + slot * record.RECORD_BYTES, self._check)
        row = record.unpack(self._check)
        if row is None or row[0] % self.capacity != slot:
            return None
        return int(row[0])

    def _first_seq_of_lap(self):
        """A seq of the newest lap near its start; the last slots speak when the lap's first slots are torn."""
        for slot in range(min(_LOOK_AHEAD, self.capacity)):
            seq = self._seq_at(slot)
            if seq is not None:
                before = self._seq_at(self.capacity - 1)
                if slot and before is not None and before > seq:
                    return before
                return seq
        for slot in range(self.capacity - 1, max(-1, self.capacity - 1 - _LOOK_AHEAD), -1):
            seq = self._seq_at(slot)
            if seq is not None:
                return seq
        return None

    def _in_lap(self, slot, end, first):
        """True when `slot`, or the next whole record after it before `end`, belongs to the lap of `first`."""
        base = first - first % self.capacity
        for probe in range(slot, min(slot + _LOOK_AHEAD, end)):
            seq = self._seq_at(probe)
            if seq is not None:
                return seq == base + probe
        return False
