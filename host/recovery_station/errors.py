"""Everything that can go wrong, as one small tree; a class knows its exit code and its name for `error/1`."""

from __future__ import annotations

from typing import ClassVar


class StationError(Exception):
    """Base of all errors of this package.

    Attributes:
        message: the cause, in words a person at the station understands.
        hint: the next command or move, empty when there is none.
        data: details for scripts, JSON values only.
    """

    exit_code: ClassVar[int] = 1
    name: ClassVar[str] = "unexpected"

    def __init__(self, message: str, hint: str = "", data: dict[str, object] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.data: dict[str, object] = data or {}


class UsageError(StationError):
    """The command or call itself is wrong, or several stations match and none was chosen."""

    exit_code = 2
    name = "usage"


class NoStationError(StationError):
    """No station is there, or the one chosen is not."""

    exit_code = 3
    name = "no_station"


class StationGoneError(NoStationError):
    """The station was there and its port vanished in the middle of the work."""


class BusyError(StationError):
    """Another program holds the port."""

    exit_code = 4
    name = "busy"


class TimedOutError(StationError):
    """The station did not answer in time, after every retry."""

    exit_code = 5
    name = "timed_out"


class LogFullError(StationError):
    """The station's log is nearly full of what no host has pulled: soon records are lost."""

    exit_code = 6
    name = "log_full"


class IntegrityError(StationError):
    """Data contradict each other: a wrong hash, or one journal key with two payloads."""

    exit_code = 6
    name = "integrity"


class RefusedError(StationError):
    """The station understood and said no: state, interlock, unknown or invalid protocol."""

    exit_code = 7
    name = "refused"


class RolledBackError(StationError):
    """A new firmware did not prove itself: the one before it runs again."""

    name = "rolled_back"
    exit_code = 8


class SomeFailedError(StationError):
    """Some stations of several failed."""

    name = "some_failed"
    exit_code = 9


class NotCompletedError(StationError):
    """A followed session ended in another way than `completed`."""

    exit_code = 10
    name = "not_completed"


class StoreError(StationError):
    """The host's own store or an output file cannot be written; the station still keeps its records."""

    name = "store_unwritable"


class ExaminedError(StationError):
    """`station doctor` found something bad; no code of the table says so, and nothing failed."""

    name = "found_bad"


class MissingExtraError(StationError):
    """An optional package is not installed."""

    exit_code = 2
    name = "missing_extra"
