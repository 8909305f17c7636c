"""Another firmware into the slot that does not run: list, write, commit, confirm, roll back. On loan, only at rest.

The running slot is never touched. Each file is proven by its SHA-256 as it lies on the flash, the list of all by a MAC
with the station's key; then the other slot is tried once (main.py), and stays only when it is confirmed.
"""

import binascii
import struct

from .. import link, store
from ..core import events, states
from ..store import record, slots
from . import access, loan, params
from .protocol_methods import only_at_rest, refused

# whoever holds this module holds them: they go with it
loan.forget(store, "slots")
loan.forget(link, "access")

_ROWS = 6
_MEMBERS = 20
_MEMBER_DIGITS = 16  # of a SHA-256: the pack it comes into is proven by all of them
_LONGEST_DATA = 1100
_MOST_COPIED = 4096  # a block: what one slack may erase and write
_PROVED_MS = 60000
_WORDS = "firmware changes only at rest"


def _path(given, key):
    path = params.text(given, key, 60)
    if not slots.is_path(path):
        raise params.bad(key, path, "a file of the slot")
    return path


def _data(given):
    try:
        return binascii.a2b_base64(given.get("data", "") and params.text(given, "data", _LONGEST_DATA))
    except ValueError:
        raise params.bad("data", "a text", "base64")


def _files(slot, offset):
    """Steps to the answer."""
    paths = slot.paths()
    rows = []
    for path in paths[offset : offset + _ROWS]:
        for step in slot.hashing(path):
            if step is None:
                yield None
            else:
                rows.append([path] + step)
    yield {"slot": slot.slot, "offset": offset, "total": len(paths), "files": rows}


def _members(slot, path, offset):
    """Steps to the answer; what is no pack has no members."""
    try:
        members = slot.members(path)
    except (OSError, ValueError, IndexError):
        members = []
    rows = []
    for begin, size in members[offset : offset + _MEMBERS]:
        for step in slot.hashing(path, begin, size):
            if step is None:
                yield None
            else:
                rows.append([begin, size, step[1][:_MEMBER_DIGITS]])
    yield {"slot": slot.slot, "offset": offset, "total": len(members), "members": rows}


def _hash_text(given):
    return params.text(given, "sha256", 64)


class Update:
    """One update from `begin` to `commit`; `table` names its methods."""

    def __init__(self, services, once):
        self._services = services
        self._once = once
        self._slot = slots.Slot(slots.target_of(services.slot))
        self._kept = slots.other(self._slot.slot)
        self.begun = False

    def _only_at_rest(self):
        """The rescue runs no session: there a fault that stands is no reason to stay with a firmware that fails."""
        services = self._services
        if not services.rescue or services.station.session.state != states.FAULT:
            only_at_rest(services, _WORDS)

    def begin(self, given):
        """With an `op` the other slot is opened for writing; without one it is only looked at."""
        self._only_at_rest()
        if "op" not in given:
            return self._list(given)
        if self._services.trial:
            raise refused("this firmware is itself on trial: confirm it or roll it back", "trial")

        def act(op):
            slots.keep(self._kept)
            slots.forget(slots.ERROR)
            self._slot.open()
            self.begun = True
            answer = {"slot": self._slot.slot}
            self._services.ops.remember(op, answer)
            return answer

        return self._once(given, act)

    def _list(self, given):
        """[path, size, SHA-256] of the slot that runs (`of`: running) or of the other (target), from `offset` on.

        With `members`, a pack: [where it begins, size, begin of the SHA-256] of its modules. A block is read a slack.
        """
        running = params.one_of(given, "of", ("target", "running"))
        slot = slots.Slot(self._services.slot) if running else self._slot
        offset = params.number(given, "offset", 0, 1000)
        steps = (
            _members(slot, _path(given, "members"), offset) if "members" in given else _files(slot, offset)
        )
        return lambda: next(steps)

    def write(self, given):
        """A slice of a file as `data`, or to copy from the running slot; the last with the SHA-256. Or one to drop."""
        self._only_at_rest()
        if not self.begun:
            raise refused("begin the update first", "not begun")
        path = _path(given, "path")
        try:
            return self._carry_out(given, path)
        except ValueError as error:
            raise refused(str(error), "sha256")
        except OSError:
            self._slot.close()
            raise refused("the flash is full, or does not take it", "flash full")

    def _carry_out(self, given, path):
        slot = self._slot
        what = params.one_of(given, "do", ("write", "copy", "drop"))
        if what == 2:
            return {"path": path, "dropped": slot.remove(path)}
        offset = params.number(given, "offset", 0, 0xFFFFFF)
        if what == 1:
            running = slots.Slot(self._services.slot)
            source = _path(given, "from")
            if not running.has(source):
                raise refused("the running slot has no such file", "no file")
            size = params.number(given, "size", 0, _MOST_COPIED)
            have = slot.copy(
                path, offset, running.name_of(source), params.number(given, "at", 0, 0xFFFFFF), size
            )
        else:
            data = _data(given)
            size = len(data)
            have = slot.write(path, offset, data)
        answer = {"path": path, "offset": have, "done": False}
        if "sha256" not in given or have != offset + size:
            return answer
        slot.close()
        steps = slot.finishing(path, _hash_text(given))

        def later():
            answer["done"] = next(steps)
            return None if answer["done"] is None else answer

        return later

    def commit(self, given):
        """A file a slack is proven; then the manifest takes its place, and the station restarts into the other slot."""
        services = self._services
        if services.ops.seen(params.op(given)):
            return self._once(given, None)
        self._only_at_rest()
        if not self.begun:
            raise refused("begin the update first", "not begun")
        digest = self._slot.digest(slots.FRESH)[1]
        if digest != _hash_text(given):
            raise refused("the manifest arrived damaged; send it again", "sha256")
        if services.keyed:
            proof = access.hmac(access.Access(services).key, binascii.unhexlify(digest))
            if not access.same(params.text(given, "mac", 64).encode(), binascii.hexlify(proof)):
                raise refused("this package was not made for this station", "mac")
        steps = self._slot.prove()

        def act(op):
            def later():
                try:
                    next(steps)
                except StopIteration:
                    return self._done(op)
                except (ValueError, OSError) as error:
                    raise refused(str(error), "sha256")

            return later

        return self._once(given, act)

    def _done(self, op):
        self._slot.complete()
        self.begun = False
        return self._try_other(op)

    def _try_other(self, op):
        services = self._services
        slots.keep(self._kept + ">" + self._slot.slot)
        answer = {"slot": self._slot.slot, "state": "restarts"}
        services.ops.remember(op, answer)
        services.leave()
        return answer

    def confirm(self, given):
        """Without an `op`: what runs, and what the slot before it left behind. With one: this firmware stays."""
        services = self._services
        if "op" not in given:
            other = slots.other(services.slot)
            return {
                "slot": services.slot,
                "trial": services.trial,
                "how": services.last_boot,
                "other_whole": slots.is_whole(other),
                "error": slots.error(),
            }
        self._only_at_rest()

        def act(op):
            if not services.trial:
                raise refused("this firmware is not on trial", "no trial")
            if services.uptime_ms < _PROVED_MS:
                raise refused("it must run %d s first" % (_PROVED_MS // 1000), "too early")
            if services.station.interlocks.count or not services.station.test.passed:
                raise refused("the self-test has not passed, or a fault stands", "self-test")
            slots.keep(services.slot)
            services.trial = False
            services.recorder.put(services.station.now_ms, events.NOTE, _confirmed(services.slot))
            answer = {"slot": services.slot, "state": "confirmed"}
            services.ops.remember(op, answer)
            return answer

        return self._once(given, act)

    def rollback(self, given):
        """A trial ends at once, in a fault too; what is confirmed gives way to the one before, tried as any other."""
        services = self._services
        if services.rescue:
            raise refused("neither slot lasted: there is no firmware to go back to", "rescue")
        if not services.trial:
            self._only_at_rest()

        def act(op):
            if services.trial:
                answer = {"slot": self._slot.slot, "state": "restarts"}
                services.ops.remember(op, answer)
                services.leave()
                return answer
            if not slots.is_whole(self._slot.slot):
                raise refused("there is no other firmware to go back to", "no other")
            return self._try_other(op)

        return self._once(given, act)


def _confirmed(slot):
    return struct.pack(record.FORMS[events.NOTE], events.SLOT, "ab".index(slot), 4, 0)
