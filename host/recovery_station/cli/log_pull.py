"""`station logs pull`: what it says, and how it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recovery_station.cli.app import Settings
    from recovery_station.logs.pull import PullResult
    from recovery_station.records import Damaged

NAMED = 10  # damaged records named in words; `--json` names them all


def tell(settings: Settings, result: PullResult) -> None:
    """One `pull/1` object, or a line of words."""
    settings.out.result(pull_object(result), lambda: pull_words(result))


def pull_object(result: PullResult) -> dict[str, object]:
    """`pull/1`: how much came, and which records the station's memory spoiled."""
    return {
        "type": "pull/1",
        "station": result.station,
        "new": result.new,
        "lost": result.lost,
        "next_seq": result.next_seq,
        "acked_seq": result.acked_seq,
        "damaged": [{"seq": one.seq, "what": one.what} for one in result.damaged],
    }


def pull_words(result: PullResult) -> str:
    """The same for people."""
    said = f"{result.new} new records from {result.station}"
    if result.lost:
        said += f"; {result.lost} were forgotten by the station before"
    if result.damaged:
        said += f"; {_damaged_words(result.damaged)}"
    return said


def _damaged_words(damaged: list[Damaged]) -> str:
    named = ", ".join(f"{one.seq} ({one.what})" for one in damaged[:NAMED])
    more = f" and {len(damaged) - NAMED} more" if len(damaged) > NAMED else ""
    return (
        f"{len(damaged)} spoiled in the station's memory: {named}{more}; "
        "if it happens again, its memory chip is failing"
    )
