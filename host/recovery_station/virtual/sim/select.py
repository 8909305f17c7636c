"""The firmware's `select.poll`: stdin is asked of the real descriptor, waiting is virtual."""

import micropython
import uselect
import wire
from micropython import const

POLLIN = uselect.POLLIN
POLLOUT = uselect.POLLOUT
POLLERR = uselect.POLLERR
POLLHUP = uselect.POLLHUP

_ELAPSED_US = const(2)
_POLL_COST_US = const(4)
_SYNC_AFTER_US = const(20000)
_FOREVER_US = const(2000000000)
_TX_FULL = const(2)
_FLAGS = const(2)  # 32-bit words of the reply
_RX_BYTES = const(3)

_H = wire.H
_word = wire.word
_nothing = []


class poll:
    """stdin and stdout only, as on a Pico without further streams; anything else is asked without waiting."""

    def __init__(self):
        self._real = uselect.poll()
        self._inputs = []
        self._outputs = []

    def register(self, stream, mask=POLLIN | POLLOUT):
        self.unregister(stream)
        if mask & POLLIN:
            self._real.register(stream, POLLIN)
            self._inputs.append(stream)
        if mask & POLLOUT:
            self._outputs.append((stream, POLLOUT))

    def modify(self, stream, mask):
        self.register(stream, mask)

    def unregister(self, stream):
        for entry in self._outputs:
            if entry[0] is stream:
                self._outputs.remove(entry)
                break
        if stream in self._inputs:
            self._inputs.remove(stream)
            self._real.unregister(stream)

    def _ready(self):
        ready = self._real.poll(0) if self._inputs else _nothing
        if self._outputs and not _word(_FLAGS) & _TX_FULL:
            return list(ready) + self._outputs
        return ready

    @micropython.native
    def _now(self):
        """A firmware looks each tick and before each byte it sends: most looks cost no system call."""
        elapsed = _H[_ELAPSED_US] + _POLL_COST_US
        _H[_ELAPSED_US] = elapsed
        if elapsed > _SYNC_AFTER_US:
            wire.exchange(2, 0)
        if not self._inputs:
            return _nothing if _word(_FLAGS) & _TX_FULL else self._outputs
        if not self._outputs and not _word(_RX_BYTES):
            return _nothing
        return self._ready()

    def poll(self, timeout_ms=-1):
        """Ready (stream, events) pairs; host bytes can only come in while this waits, or in a sleep."""
        if timeout_ms == 0:
            return self._now()
        ready = self._ready()
        end_us = wire.now_us() + (timeout_ms * 1000 if timeout_ms > 0 else _FOREVER_US)
        while not ready:
            left_us = end_us - wire.now_us()
            if left_us <= 0:
                break
            wire.exchange(1, left_us)
            ready = self._ready()
        return ready

    def ipoll(self, timeout_ms=-1, flags=0):
        return iter(self.poll(timeout_ms))
