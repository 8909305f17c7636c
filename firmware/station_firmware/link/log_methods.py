"""The journal over the link: what there is, records and files by slices, hashes over them, what may be forgotten."""

import binascii
import hashlib

from ..core import states
from ..store import archive, record
from . import loan, params
from .protocol_methods import at_rest
from .rpc import NO_RECORD, REFUSED, RpcError

_MAX_RECORDS = 20
_MAX_DIGEST = 200
_DIGEST_SLICE = 20
_IN_SESSION = 5  # records at a time while ticks must not be late: 20 of them take the chip 25 ms
_LEISURE = (states.IDLE, states.FAULT, states.MAINTENANCE)
_FILES_A_PAGE = 16
FILE_SLICE_BYTES = 800  # hosts take this and the reason below from here
NOT_AT_REST = "not at rest"


class LogMethods:
    """Binds the methods of the log to the station's services; `table` joins the others. `once` as in methods.py."""

    def __init__(self, services, once):
        self._services = services
        self._once = once
        self.table = {
            "log.list": self._list,
            "log.read": self._read,
            "log.digest": self._digest,
            "log.ack": self._ack,
        }

    def _list(self, given):
        """What there is; with an `offset` the archive's files from there on: [name, bytes, first seq, next seq]."""
        services = self._services
        journal = services.recorder.journal
        if "offset" in given:
            return at_rest(self._services, self._files)(given)
        return {
            "boot": services.page.boot,
            "first_seq": services.archive.oldest(journal),
            "ring_seq": journal.first_seq(),
            "next_seq": journal.next_seq,
            "acked_seq": services.page.acked_seq,
            "files": services.archive.files,
            "failing": services.archive.failing,
            "full_pct": services.archive.full_pct(services),
            "record_bytes": record.RECORD_BYTES,
            "capacity": journal.capacity,
        }

    def _files(self, given):
        self._only_at_leisure()
        offset = params.number(given, "offset", 0, 1000)
        rows = loan.archive_names()
        return {"offset": offset, "total": len(rows), "files": rows[offset : offset + _FILES_A_PAGE]}

    # ---- the ring

    def _range(self, given, most):
        journal = self._services.recorder.journal
        seq = params.number(given, "seq", 0, 0x3FFFFFFF)
        count = params.number(given, "count", 1, most)
        if seq < journal.first_seq() or seq >= journal.next_seq:
            words = "record %d is not in the ring; there are %d to %d" % (
                seq,
                journal.first_seq(),
                journal.next_seq - 1,
            )
            raise RpcError(NO_RECORD, words, {"first_seq": journal.first_seq(), "next_seq": journal.next_seq})
        count = min(count, journal.next_seq - seq)
        return seq, count

    def _leisure(self):
        station = self._services.station
        return station.session.state in _LEISURE and not station.thermal.keeping

    def _at_once(self, most):
        """How many records one slack may handle: fewer in a session, and while a bath is kept."""
        return most if self._leisure() else _IN_SESSION

    def _read(self, given):
        """Up to the records asked for; in a session a few, and the host asks on from there."""
        if "file" in given:
            return at_rest(self._services, self._file_slice)(given)
        seq, count = self._range(given, _MAX_RECORDS)
        count = min(count, self._at_once(_MAX_RECORDS))
        data = self._services.recorder.journal.read(seq, count)
        return {"seq": seq, "count": count, "data": _coded(data)}

    def _digest(self, given):
        """SHA-256 over many records, a slice of them in each slack; or over a file."""
        if "file" in given:
            return at_rest(self._services, self._file_digest)(given)
        seq, count = self._range(given, _MAX_DIGEST)
        journal = self._services.recorder.journal
        digest = hashlib.sha256()
        at = [seq]

        def later():
            size = min(self._at_once(_DIGEST_SLICE), seq + count - at[0])
            digest.update(journal.read(at[0], size))
            at[0] += size
            if at[0] < seq + count:
                return None
            return {"seq": seq, "count": count, "sha256": _hex(digest)}

        return later

    # ---- the archive

    def _only_at_leisure(self):
        """To find a file takes the chip longer than a slack of a session has."""
        if self._services.station.session.state not in _LEISURE:
            state = states.STATE_NAMES[self._services.station.session.state]
            words = "the archive is read only at rest; the newest records can be read now"
            raise RpcError(REFUSED, words, {"reason": NOT_AT_REST, "state": state})

    def _open(self, given):
        self._only_at_leisure()
        name = params.text(given, "file", archive.NAME_LETTERS)
        for letter in name:
            if len(name) < archive.NAME_LETTERS or letter not in "0123456789abcdef-.te":
                raise params.bad("file", name, "a name that log.list gave")
        try:
            return name, open(archive.FOLDER + "/" + name, "rb")
        except OSError:
            raise RpcError(NO_RECORD, "the archive has no file " + name, {"file": name})

    def _file_slice(self, given):
        """Up to 800 bytes of a file from `offset` on."""
        offset = params.number(given, "offset", 0, 0xFFFFFF)
        name, file = self._open(given)
        with file:
            file.seek(offset)
            data = file.read(FILE_SLICE_BYTES)
        return {"file": name, "offset": offset, "data": _coded(data)}

    def _file_digest(self, given):
        name, file = self._open(given)
        digest = hashlib.sha256()
        with file:
            data = file.read(FILE_SLICE_BYTES)
            while data:
                digest.update(data)
                data = file.read(FILE_SLICE_BYTES)
        return {"file": name, "sha256": _hex(digest)}

    # ---- what may be forgotten

    def _ack(self, given):
        services = self._services
        seq = params.number(given, "seq", 0, services.recorder.journal.next_seq)

        def act(op):
            if seq > services.page.acked_seq:
                services.page.acked_seq = seq
                services.page.save()
                services.archive.stale = True
                services.recorder.put_ack(services.station.now_ms, seq)
            answer = {"acked_seq": services.page.acked_seq}
            services.ops.remember(op, answer)
            return answer

        return self._once(given, act)


def _coded(data):
    return binascii.b2a_base64(data).decode().rstrip()


def _hex(digest):
    return binascii.hexlify(digest.digest()).decode()
