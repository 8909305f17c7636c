"""How much of the heap is free, looked at in the slack: what counts is what is free after a collection."""

import gc

_COLLECT_BELOW_BYTES = 40000
_COLLECT_TURN = 2
_LOOK_TURN = 4


class Heap:
    """`free` in bytes, of the last look that counted; more than there is before the first."""

    def __init__(self):
        self.free = 1 << 29
        self._collect = False

    def look(self, turn):
        """One slack of a round: look, collect when it is time, look again. True when it did one of these.

        A look walks the whole heap (8 ms on the chip), a collection takes 23 ms: a tick late once is no fault, twice
        is, so such a slack does nothing else. Before a collection most of what is taken is only garbage.
        """
        if turn == 0:
            free = gc.mem_free()
            self._collect = free < _COLLECT_BELOW_BYTES
            if not self._collect:
                self.free = free
        elif self._collect and turn == _COLLECT_TURN:
            gc.collect()
        elif self._collect and turn == _LOOK_TURN:
            self._collect = False
            self.free = gc.mem_free()
        else:
            return False
        return True
