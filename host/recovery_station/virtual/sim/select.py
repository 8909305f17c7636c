"""The firmware's `select.poll`: stdin is asked of the real descriptor, waiting is virtual."""

import uselect
import wire

POLLIN = uselect.POLLIN
POLLOUT = uselect.POLLOUT
POLLERR = uselect.POLLERR
POLLHUP = uselect.POLLHUP

_POLL_COST_US = 4
_FOREVER_US = 2000000000
_TX_FULL = 2


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
            self._outputs.append(stream)

    def modify(self, stream, mask):
        self.register(stream, mask)

    def unregister(self, stream):
        if stream in self._outputs:
            self._outputs.remove(stream)
        if stream in self._inputs:
            self._inputs.remove(stream)
            self._real.unregister(stream)

    def _ready(self):
        ready = self._real.poll(0) if self._inputs else []
        if self._outputs and not wire.R[1] & _TX_FULL:
            ready = list(ready) + [(stream, POLLOUT) for stream in self._outputs]
        return ready

    def poll(self, timeout_ms=-1):
        """Ready (stream, events) pairs; host bytes can only come in while this waits, or in a sleep."""
        if timeout_ms == 0:
            wire.charge(_POLL_COST_US)
            if not self._outputs and not wire.R[1] >> 32:
                return []
            return self._ready()
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
