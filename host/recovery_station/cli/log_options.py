"""What the commands under `station logs` share: the store, and which sessions are meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from recovery_station.discover import serial_of

if TYPE_CHECKING:
    from recovery_station.cli.app import Settings
    from recovery_station.logs.query import Wanted
    from recovery_station.logs.store import Store

DAY = click.DateTime(["%Y-%m-%d"])
WITH_MEMBERS = click.option("--with-members", is_flag=True, help="Name the members; left out otherwise.")
SPAN = (
    click.option("--since", type=DAY, metavar="DATE", help="From this day on (UTC), as 2026-05-17."),
    click.option("--until", type=DAY, metavar="DATE", help="Up to this day (UTC), the day itself included."),
)
WHICH = (
    *SPAN,
    click.option("--preset", metavar="ID", help="Only sessions of this preset."),
    click.option("--outcome", metavar="REASON", help="Only those that ended so; `goes_on` for no end yet."),
)


def options(*wanted: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several options as one decorator, in the order of the help."""

    def decorate(command: Any) -> Any:
        for option in reversed(wanted):
            command = option(command)
        return command

    return decorate


def open_store() -> Store:
    """The store of `logs --store`, or this user's."""
    from recovery_station.logs.store import Store

    return Store.open(click.get_current_context().meta["store"])


def wanted_of(settings: Settings, **given: Any) -> Wanted:
    """The options as what is asked of the store. Raises UsageError for an outcome that there is none of."""
    from recovery_station import words
    from recovery_station.errors import UsageError
    from recovery_station.logs.query import GOES_ON, Wanted

    outcome, since, until = given.get("outcome"), given["since"], given["until"]
    reasons = [GOES_ON, *(one for one in words.END_NAMES if one)]
    if outcome is not None and outcome not in reasons:
        raise UsageError(f"no session ends as {outcome!r}", f"one of: {', '.join(reasons)}")
    return Wanted(
        serial_of(settings.target),
        None if since is None else _seconds(since),
        None if until is None else _seconds(until + timedelta(days=1)),
        given.get("preset"),
        outcome,
    )


def _seconds(day: datetime) -> int:
    return int(day.replace(tzinfo=UTC).timestamp())
