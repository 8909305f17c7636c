"""A flash archive for the fake station: packed by the firmware's own code, and spoiled on demand."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, cast

from tests.host.fake_methods import FakeMethods
from tests.host.fake_station import FakeStation

from station_firmware.link import rpc as _rpc
from station_firmware.link.log_methods import FILE_SLICE_BYTES, NOT_AT_REST
from station_firmware.store import block as _block
from station_firmware.store import thinning as _thinning

rpc, block, thinning = cast("Any", _rpc), cast("Any", _block), cast("Any", _thinning)


class FakeArchive:
    """Files over a fake's journal; what the ring no longer has is below `ring_seq`."""

    def __init__(self, fake: FakeStation) -> None:
        self.fake = fake
        self.plain = FakeMethods(fake)
        self.bodies: dict[str, bytes] = {}
        self.ring_seq = 0
        self.failing = 0
        self.resting = True
        self.unlisted = False
        self.unread: set[str] = set()
        self.asked: list[str] = []
        fake.overrides |= {"log.list": self._list, "log.read": self._read, "log.digest": self._digest}

    def keep(self, first_seq: int, next_seq: int, *, thinned: bool = False) -> str:
        """Put these records of the journal into a file. Returns its name."""
        packer = block.Packer(1 << 20)
        for seq in range(first_seq, next_seq):
            assert packer.add(seq, self.fake.journal[seq])
        name = f"{first_seq:08x}-{next_seq:08x}" + (".e" if thinned else ".t")
        body = bytes(packer.finish())
        self.bodies[name] = bytes(thinning.events_of(body)) if thinned else body
        return name

    def overwrite_below(self, ring_seq: int) -> None:
        """The ring goes on: what is older lies in files only, or nowhere."""
        self.ring_seq = ring_seq
        for seq in [one for one in self.fake.journal if one < ring_seq]:
            del self.fake.journal[seq]

    def _span(self, name: str) -> tuple[int, int]:
        return int(name[:8], 16), int(name[9:17], 16)

    def _list(self, given: dict[str, Any]) -> Any:
        if "offset" in given:
            self._at_rest()
            if self.unlisted:
                raise OSError(5)
            rows = [[name, len(self.bodies[name]), *self._span(name)] for name in sorted(self.bodies)]
            return {"offset": given["offset"], "total": len(rows), "files": rows[given["offset"] :][:3]}
        told = self.plain.log_list(given)
        first = min([self._span(name)[0] for name in self.bodies] + [told["first_seq"]])
        files = 0 if self.failing else len(self.bodies)
        shown = {"ring_seq": told["first_seq"], "files": files, "failing": self.failing}
        return {**told, **shown, "first_seq": told["first_seq"] if self.failing else first}

    def _body(self, given: dict[str, Any]) -> bytes:
        self._at_rest()
        name = given["file"]
        self.asked.append(name)
        if name in self.unread or name not in self.bodies:
            raise rpc.RpcError(rpc.NO_RECORD, "the archive has no file " + name, {"file": name})
        return self.bodies[name]

    def _at_rest(self) -> None:
        if not self.resting:
            raise rpc.RpcError(rpc.REFUSED, "only at rest", {"reason": NOT_AT_REST, "state": "RUNNING"})

    def _read(self, given: dict[str, Any]) -> Any:
        if "file" not in given:
            return self.plain.log_read(given)
        data = self._body(given)[given["offset"] :][:FILE_SLICE_BYTES]
        return {
            "file": given["file"],
            "offset": given["offset"],
            "data": base64.b64encode(data).decode(),
        }

    def _digest(self, given: dict[str, Any]) -> Any:
        if "file" not in given:
            return self.plain.log_digest(given)
        return {"file": given["file"], "sha256": hashlib.sha256(self._body(given)).hexdigest()}
