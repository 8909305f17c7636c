"""From the wire's error objects to the error tree: what each code means for the person at the host."""

from __future__ import annotations

import msgspec

from recovery_station.errors import IntegrityError, RefusedError, StationError, UsageError

REFUSED = -32000
UNKNOWN_PROTOCOL = -32001
INVALID_PROTOCOL = -32002
INVALID_SETTINGS = -32003
TOO_LARGE = -32010
NO_SUCH_RECORD = -32011
VERSION = -32020
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602

NO_MEMORY = "not enough memory"
SERVICE_HINTS = {
    "locked": "use the computer that provisioned the station, or put its key file on this one",
    "wrong key": "use the computer that provisioned the station; five wrong answers lock it for five minutes",
    "locked out": "wait; a power cut begins the five minutes anew",
    "keyed": "use the computer that has the key",
    "mac": "install it from the computer that has the station's key",
    "rescue": "the station's slots are both no good: `station update` installs this computer's firmware into one",
    "newer": "`station update` installs the firmware that reads it; docs/technician.md, The rescue, tells the rest",
    "trial": "`station update` ends a trial: it confirms the firmware or has the one before back",
    "too early": "wait until the station has run a minute",
    "no other": "`station update` installs a firmware",
    "sha256": "run `station update` again; the firmware that runs is untouched",
    "not begun": "run `station update` again; the firmware that runs is untouched",
}
NOT_TO_BE_LEFT_OFF = "no zone may be left off"  # the station's reason, word for word


class WireError(msgspec.Struct):
    """The `error` of a JSON-RPC answer."""

    code: int
    message: str
    data: dict[str, object] | None = None


def as_station_error(method: str, error: WireError) -> StationError:
    """The error to raise for an error answer to `method`."""
    data: dict[str, object] = {"method": method, "code": error.code, **(error.data or {})}
    if error.code == UNKNOWN_PROTOCOL:
        return RefusedError(
            f"the station has no preset of this name ({error.message})", "run `station presets list`", data
        )
    if error.code == REFUSED:
        return RefusedError(_refusal_words(error, data), _refusal_hint(data), data)
    if error.code == INVALID_PROTOCOL:
        return RefusedError(f"the station refuses the protocol: {error.message}", _protocol_hint(data), data)
    if error.code == INVALID_SETTINGS:
        hint = "change that value; host and station judge alike when both are of one version"
        return RefusedError(f"the station refuses the settings: {error.message}", hint, data)
    if error.code == NO_SUCH_RECORD:
        return RefusedError(
            f"the station no longer has these records: {error.message}", "run `station logs pull`", data
        )
    if error.code == VERSION:
        return RefusedError(
            f"host and station do not fit: {error.message}", "upgrade the side it names", data
        )
    if error.code == INVALID_PARAMS:
        return UsageError(f"the station does not take this: {error.message}", "change that value", data)
    if error.code == METHOD_NOT_FOUND:
        return RefusedError(f"this station does not know {method}", "its firmware is older: update it", data)
    return IntegrityError(
        f"the station could not handle {method}: {error.message}",
        "run it again with --debug and send what it shows to the technician",
        data,
    )


def _refusal_words(error: WireError, data: dict[str, object]) -> str:
    reason = data.get("reason")
    # of a protocol, of settings and of firmware the reason is a word for scripts, and the message says what it means
    told = reason if isinstance(reason, str) and reason and not _said_in_full(data) else error.message
    words = f"the station refused: {told}"
    state = data.get("state")
    return f"{words} (state {state})" if isinstance(state, str) and state else words


def _said_in_full(data: dict[str, object]) -> bool:
    said = ("protocol.", "config.", "update.", "service.unlock", "service.calibrate")
    return str(data.get("method")).startswith(said) or data.get("reason") in (
        NO_MEMORY,
        "locked",
        "trial",
        "rescue",
        "newer",
    )


def _protocol_hint(data: dict[str, object]) -> str:
    if data.get("method") == "session.start" and "zones_off" in str(data.get("key")):
        return "leave a zone off only once, and at least one on at each leg that is used"
    return "run `station protocols check`"


def _refusal_hint(data: dict[str, object]) -> str:
    state = data.get("state")
    if str(data.get("reason")) in SERVICE_HINTS and not str(data.get("method")).startswith("protocol."):
        return SERVICE_HINTS[str(data["reason"])]
    if data.get("reason") == NOT_TO_BE_LEFT_OFF:
        return "fit every zone, or choose a preset with may_leave_off: `station presets show ID` tells"
    if "host_start" in str(data.get("reason")):
        return "leave --confirmed-by away and press START; `station config get host_start` shows the setting"
    if data.get("reason") == "preset":
        return "give the file an id of its own"
    if data.get("reason") == NO_MEMORY:
        return "split the protocol in two, or run it on a Pico 2"
    if data.get("reason") in ("flash full", "too many"):
        return "`station protocols remove ID` makes room"
    if data.get("method") == "session.adjust" and state == "RUNNING":
        return "`station status` shows the step and its targets; try a change that stays within their bounds"
    if data.get("method") == "session.adjust":
        return "only a running session can be changed: `station resume` a paused one, or `station run ID`"
    if state == "FAULT":
        return "read the fault with `station status`, put it right, then `station ack` (or hold the knob)"
    if state in ("RUNNING", "PAUSED", "READY", "VENTING", "SELFTEST"):
        return "run `station status`; `station stop` ends what is under way"
    return "run `station status` to see what the station is doing"
