"""What the fake station answers, by the contract of the link."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from station_firmware.core import presets as _presets
from station_firmware.link import rpc as _rpc
from station_firmware.store import record as _record

if TYPE_CHECKING:
    from tests.host.fake_station import FakeStation

presets, rpc, record = cast("Any", _presets), cast("Any", _rpc), cast("Any", _record)
Handler = Callable[[dict[str, Any]], Any]


class FakeMethods:
    """The method table over the fields of a FakeStation."""

    def __init__(self, fake: FakeStation) -> None:
        self.fake = fake

    def table(self) -> dict[str, Handler]:
        plain: dict[str, Handler] = {
            "hello": self._hello,
            "status": self.status,
            "fault.list": lambda given: {
                "total": len(self.fake.faults),
                "offset": given["offset"],
                "faults": self.fake.faults[given["offset"] : given["offset"] + 2],
            },
            "protocol.list": self._protocols,
            "protocol.get": self._protocol,
            "log.list": self.log_list,
            "log.read": self.log_read,
            "log.digest": self.log_digest,
            "service.selftest": self._selftest,
            "events.subscribe": self._subscribe,
        }
        changing: dict[str, Handler] = {
            "session.start": self._start,
            "session.stop": lambda given: self._move("IDLE"),
            "session.pause": lambda given: self._move("PAUSED"),
            "session.resume": lambda given: self._move("RUNNING"),
            "session.adjust": lambda given: {"state": self.fake.state},
            "fault.ack": lambda given: self._move("SELFTEST"),
            "service.repl": lambda given: self._move("MAINTENANCE"),
            "clock.set": self._clock_set,
            "log.ack": self._log_ack,
        }
        table = {name: self._noted(name, handler) for name, handler in plain.items()}
        table |= {name: self._noted(name, self._once(name, handler)) for name, handler in changing.items()}
        return table

    def _selftest(self, given: dict[str, Any]) -> Any:
        """With an op it begins and is over at once; without, what it found."""
        if "op" in given:
            return self._move("IDLE")
        return self.fake.selftest

    def _noted(self, name: str, handler: Handler) -> Handler:
        def noted(given: dict[str, Any]) -> Any:
            self.fake.calls.append((name, given))
            return self.fake.overrides.get(name, handler)(given)

        return noted

    def _once(self, name: str, handler: Handler) -> Handler:
        def once(given: dict[str, Any]) -> Any:
            op = given["op"]
            if op not in self.fake.executed:
                if self.fake.refusal:
                    words = f"{name} refused"
                    raise rpc.RpcError(
                        rpc.REFUSED, words, {"reason": self.fake.refusal, "state": self.fake.state}
                    )
                self.fake.changes.append(name)
                self.fake.executed[op] = handler(given)
                return self.fake.executed[op]
            return {"state": self.fake.state, "repeated": True}

        return once

    def _hello(self, given: dict[str, Any]) -> Any:
        return {
            "protocol": list(self.fake.protocol),
            "firmware": "0.1.0",
            "slot": "a",
            "implementation": "micropython 1.29.0",
            "mpy": 0,
            "machine": "fake",
            "serial": self.fake.serial,
            "name": "station-fake",
            "boot": self.fake.boot,
            "schema": "1",
            "last_boot": "power_on",
        }

    def status(self, given: dict[str, Any]) -> Any:
        first = min(self.fake.journal, default=0)
        return {
            "state": self.fake.state,
            "uptime_ms": int(self.fake.now() * 1000),
            "clock_ok": True,
            "zones_mmhg": [80, 75, 70, 65, 60, None, 75, 70, 65, 60],
            "targets_mmhg": [80, 75, 70, 65, 60, 80, 75, 70, 65, 60],
            "baths_cdegc": [3812, None],
            "chain_ok": True,
            "estop": False,
            "fault": self.fake.faults[0] if self.fake.faults else None,
            "faults_count": len(self.fake.faults),
            "log": [first, max(self.fake.journal, default=-1) + 1, self.fake.acked_seq],
            "heap_free": 100000,
            "tick": [900, 0],
            "session": self.fake.session,
            "prompt": None,
            "last_end": self.fake.last_end,
        }

    def _protocols(self, given: dict[str, Any]) -> Any:
        tables = [presets.find(one) for one in presets.IDS]
        rows = [[one["id"], one["title"], one["step"][0]["kind"], 1200] for one in tables]
        offset = given["offset"]
        return {"total": len(rows), "offset": offset, "protocols": rows[offset : offset + 3]}

    def _protocol(self, given: dict[str, Any]) -> Any:
        table = presets.find(given["id"])
        if table is None:
            raise rpc.RpcError(rpc.UNKNOWN_PROTOCOL, "no protocol " + given["id"], {"id": given["id"]})
        text = json.dumps(table)
        part = text[given["offset"] : given["offset"] + given["length"]]
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        return {
            "id": given["id"],
            "offset": given["offset"],
            "total": len(text),
            "sha256": sha256,
            "data": part,
        }

    def _start(self, given: dict[str, Any]) -> Any:
        self._protocol({"id": given["protocol"], "offset": 0, "length": 1})
        self.fake.state = "READY"
        return {"session": f"{self.fake.boot}-1", "state": self.fake.state}

    def _move(self, state: str) -> Any:
        self.fake.state = state
        return {"state": state}

    def log_list(self, given: dict[str, Any]) -> Any:
        return {
            "boot": self.fake.boot,
            "first_seq": min(self.fake.journal, default=0),
            "next_seq": max(self.fake.journal, default=-1) + 1,
            "acked_seq": self.fake.acked_seq,
            "record_bytes": record.RECORD_BYTES,
            "capacity": 6000,
        }

    def _raw(self, given: dict[str, Any], most: int) -> tuple[int, bytes]:
        seq, count = given["seq"], min(given["count"], most)
        if seq not in self.fake.journal:
            raise rpc.RpcError(rpc.NO_RECORD, f"record {seq} is not here", {})
        found = [self.fake.journal[one] for one in range(seq, seq + count) if one in self.fake.journal]
        return len(found), b"".join(found)

    def log_read(self, given: dict[str, Any]) -> Any:
        count, raw = self._raw(given, 20)
        for seq, other in self.fake.tampered.items():
            at = (seq - given["seq"]) * record.RECORD_BYTES
            if 0 <= at < len(raw):
                raw = raw[:at] + other + raw[at + record.RECORD_BYTES :]
        return {"seq": given["seq"], "count": count, "data": base64.b64encode(raw).decode()}

    def log_digest(self, given: dict[str, Any]) -> Any:
        count, raw = self._raw(given, 200)
        return {"seq": given["seq"], "count": count, "sha256": hashlib.sha256(raw).hexdigest()}

    def _log_ack(self, given: dict[str, Any]) -> Any:
        self.fake.acked_seq = max(self.fake.acked_seq, given["seq"])
        self.fake.add(record.ACK, given["seq"], 0)
        return {"acked_seq": self.fake.acked_seq}

    def _clock_set(self, given: dict[str, Any]) -> Any:
        """Whole seconds, as the station has them; `clock_at_s` is when that was on the line's own time."""
        before = (
            0
            if self.fake.clock_s is None
            else self.fake.clock_s + int(self.fake.now() - self.fake.clock_at_s)
        )
        self.fake.clock_s, self.fake.clock_at_s = given["epoch_s"], self.fake.now()
        self.fake.add(record.CLOCK, before, given["epoch_s"])
        return {"epoch_s": given["epoch_s"]}

    def _subscribe(self, given: dict[str, Any]) -> Any:
        self.fake.events_on = given["on"]
        return {"on": self.fake.events_on}
