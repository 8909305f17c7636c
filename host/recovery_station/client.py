"""JSON-RPC client over a line that loses, doubles, delays and garbles: ids, retries, noise kept apart."""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar, cast

import msgspec

from recovery_station import booting, framing
from recovery_station.errors import RefusedError, TimedOutError, UsageError
from recovery_station.models import EventParams
from recovery_station.pending import ATTEMPTS, SLOW_ATTEMPT_S, SMALLER_AFTER, Ask, Patience, Pending
from recovery_station.rpc_errors import WireError, as_station_error
from recovery_station.transport.base import Transport

T = TypeVar("T")
Params = dict[str, object]

AT_REST: Final = ("session.start", "protocol.put", "protocol.delete", "config.put", "log.list")
"""What a station takes only at rest, and a boot is soon over."""
DEFAULT_TIMEOUT_S = 6.0
# What works across protocol versions (interfaces.md, "Wire"); an entry with a dot is a family of methods.
ALWAYS_ALLOWED = ("hello", "status", "log.", "session.stop", "update.")
CONSOLE_LINES = 200
GARBLED_BYTES = 20  # a line that long and no frame may have been an answer
EVENT_QUEUE = 4096
MOST_RECORDS = 20  # what fits one frame
BULK_WINDOW = 8  # at rest: so many requests are what the chip's own buffers hold
WINDOW = 4  # requests under way at once; four answers of 20 records fill no buffer on the way


class _Message(msgspec.Struct):
    """Anything the station sends in a frame."""

    id: str | int | None = None
    method: str | None = None
    params: msgspec.Raw = msgspec.Raw(b"null")
    result: msgspec.Raw = msgspec.Raw(b"null")
    error: WireError | None = None


@dataclass
class Noise:
    """What came in and was nobody's answer, for `--debug` and the tests."""

    console: deque[str] = field(default_factory=lambda: deque[str](maxlen=CONSOLE_LINES))
    stray_replies: int = 0
    bad_frames: int = 0
    events_dropped: int = 0


class Client:
    """One conversation with one station.

    A call is repeated with a new id until an answer to any of its attempts comes. An answer to anything else
    (a late one of an earlier call, one for a program that had the port before) is counted and dropped, so it
    can never be taken for the answer of the next request.
    """

    def __init__(self, transport: Transport, timeout_s: float = DEFAULT_TIMEOUT_S) -> None:
        self.transport = transport
        self.timeout_s = timeout_s
        self.noise = Noise()
        self.events: deque[EventParams] = deque(maxlen=EVENT_QUEUE)
        self.barred: RefusedError | None = None  # why only ALWAYS_ALLOWED may be asked
        self.bulk_records = (
            MOST_RECORDS  # what one request of a bulk read asks for: less while the line is bad
        )
        self.pipelined = True  # hashes are asked for behind the reads they prove, as long as that goes well
        self._reader = framing.new_line_reader()
        self._session = os.urandom(4).hex()
        self._count = 0
        self._answers: dict[str, _Message] = {}
        self._awaited: set[str] = set()
        self._heard_at = 0.0
        self._garbled = False
        self._patience = Patience()

    # ------------------------------------------------------------ calls

    def call(self, method: str, params: Params | None, answer: type[T], *, changes: bool = False) -> T:
        """Ask once and return the typed answer.

        Args:
            method: JSON-RPC method.
            params: its parameters.
            answer: shape of the result; another shape raises IntegrityError.
            changes: the call changes state: it carries one `op` UUID, the same in every repetition.

        Raises:
            TimedOutError: no answer to any attempt within `timeout_s`.
            RefusedError, IntegrityError, UsageError: the station answered with an error (see rpc_errors). A station
            that refuses because it was just switched on is waited for, and asked again.
        """
        try:
            return self._ask(method, params, answer, changes)
        except RefusedError as error:
            if (
                method not in AT_REST
                or error.data.get("state") != booting.SELFTEST
                or not booting.waited_for(self)
            ):
                raise
        return self._ask(method, params, answer, changes)

    def _ask(self, method: str, params: Params | None, answer: type[T], changes: bool) -> T:
        full: Params = dict(params or {})
        if changes:
            import uuid  # not before it is needed: `station status` starts without it

            full["op"] = str(uuid.uuid4())
        return self.call_many(method, [full], answer)[0]

    def call_many(
        self, method: str, requests: Sequence[Params], answer: type[T], window: int = WINDOW
    ) -> list[T]:
        """Ask `requests` of one method, a few under way at once; repeats only what was not answered.

        Returns the answers in the order of the requests. Raises as `call` does.
        """
        asks = [Ask(method, dict(params), answer) for params in requests]
        found = self._exchange(asks, window, partial=False)
        return [cast("T", found[index]) for index in range(len(requests))]

    def call_some(
        self, method: str, requests: Sequence[Params], answer: type[T], window: int = WINDOW
    ) -> list[T | None]:
        """As `call_many`, but when one answer does not get through it ends, with None for those not answered."""
        asks = [Ask(method, dict(params), answer) for params in requests]
        found = self._exchange(asks, window, partial=True)
        return [cast("T | None", found.get(index)) for index in range(len(requests))]

    def call_mixed(self, asks: Sequence[Ask], window: int) -> list[object | None]:
        """As `call_some`, for requests of several methods; they reach the station in this order."""
        found = self._exchange(asks, window, partial=True)
        return [found.get(index) for index in range(len(asks))]

    def _exchange(self, asks: Sequence[Ask], window: int, *, partial: bool) -> dict[int, object]:
        if self.barred is not None and not all(one.method.startswith(ALWAYS_ALLOWED) for one in asks):
            raise self.barred
        usual_s = self.timeout_s / ATTEMPTS
        waiting = {
            index: Pending(one, max(usual_s, SLOW_ATTEMPT_S.get(one.method, 0.0)))
            for index, one in enumerate(asks)
        }
        found: dict[int, object] = {}
        self._heard_at = self.transport.now()
        try:
            while waiting and self._send_due(waiting, window, partial):
                self._step(min(one.due_s for one in waiting.values() if one.attempts) - self.transport.now())
                for index in [number for number, one in waiting.items() if one.ids & self._answers.keys()]:
                    found[index] = self._take(waiting.pop(index))
                self._hurry(waiting)
        finally:
            self._awaited.clear()
            self._answers.clear()
        return found

    def _send_due(self, waiting: dict[int, Pending], window: int, partial: bool) -> bool:
        """Send what is to be sent now. False: one of several is hopeless, and the caller will ask for less."""
        under_way = sum(1 for one in waiting.values() if one.attempts)
        now = self.transport.now()
        for one in waiting.values():
            fresh = not one.attempts
            if fresh and under_way >= window:
                break
            if not fresh and now < one.due_s:
                continue
            if partial and one.attempts >= SMALLER_AFTER:
                return False
            if not fresh and one.given_up(now, self._heard_at):
                raise self._silent(one.ask.method)
            under_way += fresh
            one.sent(now, self._patience.first_s(one.ask.method, one.attempt_s))
            self._send(one)
        return True

    def _hurry(self, waiting: dict[int, Pending]) -> None:
        """A garbled line was most likely the answer to the oldest request: answers come in order."""
        under_way = [one for one in waiting.values() if one.attempts]
        if self._garbled and under_way:
            oldest = min(under_way, key=lambda one: one.sent_s)
            self._patience.guessed(oldest.ask.method, self.transport.now() - oldest.sent_s)
            oldest.hurry(self.transport.now())
        self._garbled = False

    def _send(self, one: Pending) -> None:
        self._count += 1
        request_id = f"{self._session}-{self._count}"
        one.ids.add(request_id)
        self._awaited.add(request_id)
        request = {"jsonrpc": "2.0", "id": request_id, "method": one.ask.method, "params": one.ask.params}
        try:
            data = framing.encode(json.dumps(request, separators=(",", ":")))
        except ValueError as error:
            raise UsageError(
                f"the request {one.ask.method} is too long: {error}", "use shorter names"
            ) from error
        # A newline first ends whatever a program before us left half written.
        self.transport.write(b"\n" + data if one.attempts > 1 or self._count == 1 else data)

    def _take(self, one: Pending) -> object:
        method = one.ask.method
        message = next(self._answers[key] for key in one.ids if key in self._answers)
        self._awaited -= one.ids
        if one.attempts == 1:
            self._patience.answered(method, self.transport.now() - one.sent_s)
        if message.error is not None:
            raise as_station_error(method, message.error)
        try:
            return msgspec.json.decode(message.result, type=one.ask.answer)
        except msgspec.ValidationError as error:
            raise as_station_error(method, WireError(0, f"unexpected answer: {error}", None)) from error

    def _silent(self, method: str) -> TimedOutError:
        return TimedOutError(
            f"the station on {self.transport.port} does not answer ({method})",
            "check that its display is alive; unplug and plug the USB cable; "
            "`mpremote connect PORT` shows whether it stands at the REPL",
            {"port": self.transport.port, "method": method, "console": list(self.noise.console)[-5:]},
        )

    # ------------------------------------------------------------ notifications and raw lines

    def notify_stop(self) -> None:
        """Send the bare line STOP, which needs no frame and no answer."""
        self.transport.write(b"\n" + framing.STOP_LINE + b"\n")

    def pump(self, seconds: float) -> None:
        """Let time pass for `seconds` at most and take in what came; events land in `self.events`."""
        if not self.events:
            self._step(seconds)

    # ------------------------------------------------------------ taking in

    def _step(self, seconds: float) -> None:
        self.transport.wait(max(0.0, seconds))
        for byte in self.transport.read():
            if self._reader.push(byte):
                self._line(self._reader.line())

    def _line(self, line: bytes) -> None:
        text = framing.decode(line)
        if text is None:
            self.noise.bad_frames += line.startswith(b"~")
            self._garbled = self._garbled or line.startswith(b"~") or len(line) >= GARBLED_BYTES
            self.noise.console.append(line.decode("utf-8", "replace"))
            return
        try:
            message = msgspec.json.decode(text, type=_Message)
        except msgspec.DecodeError:
            self.noise.bad_frames += 1
            return
        if message.method == "event":
            self._event(message)
        elif isinstance(message.id, str) and message.id in self._awaited:
            self._answers[message.id] = message
            self._heard_at = self.transport.now()
        else:
            self.noise.stray_replies += 1

    def _event(self, message: _Message) -> None:
        try:
            params = msgspec.json.decode(message.params, type=EventParams)
        except msgspec.DecodeError:
            self.noise.bad_frames += 1
            return
        if len(self.events) == EVENT_QUEUE:
            self.noise.events_dropped += 1
        self.events.append(params)
