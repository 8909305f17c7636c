"""Who may service the station: whoever proves to know its key. Five wrong answers lock it for five minutes. On loan.

A station without a key is open: the first key that is set stays until the flash and memory are made anew. The count
of wrong answers is kept in FRAM before an answer goes out, so a power cut buys nobody another try.
"""

import binascii
import hashlib
import os
import struct

from ..store import layout
from ..store.page import TwinPage
from . import params
from .protocol_methods import refused

KEY_BYTES = 32
_FORMAT = "<B32s"
_SIZE = 33
_BLOCK = 64
_NONCE_BYTES = 16
_TRIES = 5
_LOCK_MS = 300000
_OPEN_MS = 600000


def hmac(key, data):
    """HMAC-SHA256 (RFC 2104) of a key of at most 64 bytes."""
    padded = key + bytes(_BLOCK - len(key))
    inner = hashlib.sha256(bytes([byte ^ 0x36 for byte in padded]))
    inner.update(data)
    outer = hashlib.sha256(bytes([byte ^ 0x5C for byte in padded]))
    outer.update(inner.digest())
    return outer.digest()


def same(one, two):
    """True when both are alike, in a time that does not tell where they differ."""
    if len(one) != len(two):
        return False
    differ = 0
    for index in range(len(one)):
        differ |= one[index] ^ two[index]
    return differ == 0


class Access:
    """The page of the key; made anew for each request, its services keep what lasts until the next reset."""

    def __init__(self, services):
        self._services = services
        self._page = TwinPage(services.fram, layout.SERVICE, _SIZE)
        body = self._page.load()
        self.wrong, self.key = struct.unpack(_FORMAT, body) if body is not None else (0, bytes(KEY_BYTES))
        self.keyed = self.key != bytes(KEY_BYTES)

    def _keep(self, wrong):
        self.wrong = wrong
        self._page.save(struct.pack(_FORMAT, wrong, self.key))

    def recall(self):
        """At boot: locked again when it was locked, for the power may have been cut to get out of it."""
        services = self._services
        services.keyed = self.keyed
        services.locked_until_ms = _LOCK_MS if self.wrong >= _TRIES else 0

    def unlock(self, given):
        """Without an answer a new question; with the right one the station is open for ten minutes."""
        services = self._services
        if "key" in given:
            return self._claim(given)
        self._refuse_locked()
        if "answer" not in given:
            services.question = os.urandom(_NONCE_BYTES)
            return {"question": _hex(services.question), "keyed": self.keyed, "serial": services.serial}
        answer = _bytes(given, "answer")
        question = services.question
        services.question = None
        if not self.keyed or question is None:
            raise refused("ask for a question first", "no question")
        self._keep(self.wrong + 1)
        if not same(answer, hmac(self.key, question + services.serial.encode())):
            if self.wrong >= _TRIES:
                services.locked_until_ms = services.uptime_ms + _LOCK_MS
            raise refused("this is not the station's key", "wrong key")
        self._keep(0)
        services.open_until_ms = services.uptime_ms + _OPEN_MS
        return {"open_s": _OPEN_MS // 1000}

    def _refuse_locked(self):
        services = self._services
        left_ms = services.locked_until_ms - services.uptime_ms
        if left_ms > 0:
            words = "too many wrong answers: locked for another %d s" % ((left_ms + 999) // 1000)
            raise refused(words, "locked out")
        if self.wrong >= _TRIES:
            self._keep(0)

    def _claim(self, given):
        """Set the first key; there is no other way to another one than to make the station anew."""
        if self.keyed:
            raise refused("this station has its key already", "keyed")
        key = _bytes(given, "key")
        if key == bytes(KEY_BYTES):
            raise params.bad("key", "zeros", "random")
        self.key = key
        self._keep(0)
        self._services.keyed = self.keyed = True
        self._services.open_until_ms = self._services.uptime_ms + _OPEN_MS
        return {"keyed": True}


def _bytes(given, name):
    text = params.text(given, name, 2 * KEY_BYTES)
    try:
        found = binascii.unhexlify(text)
    except ValueError:
        found = b""
    if len(found) != KEY_BYTES:
        raise params.bad(name, "a text", "%d hexadecimal digits" % (2 * KEY_BYTES))
    return found


def _hex(data):
    return binascii.hexlify(data).decode()
