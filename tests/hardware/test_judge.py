"""What a fault did is judged by its observations alone: each boundary from both sides."""

from dataclasses import replace

import pytest

from circuit import judge
from circuit.course import WAYS
from circuit.observe import TAPS, Seen

CLOSED = "H" * len(TAPS)
OPEN = "L" * len(TAPS)
SOUND = {
    way.name: Seen(
        unasked=False,
        closed=True,
        enabled=True,
        drop_ms=None if way.disable else 150 if way.beat >= 0 else 9,
        disable_ms=1,
        returned=False,
        taps_closed=CLOSED,
        taps_open=CLOSED if way.disable else OPEN,
    )
    for way in WAYS
}
HIGH, LOW = "heartbeat stays high", "heartbeat stays low"


def judged(**changes: dict[str, object]) -> tuple[str, list[str]]:
    """Rank and words of the sound chain with some cycles changed (`high`, `low`, or a way's name)."""
    seen = dict(SOUND)
    for name, fields in changes.items():
        way = {"high": HIGH, "low": LOW, "a": "E-stop pole A", "cut": "cut-out", "dis": "DRIVER_DISABLE"}[
            name
        ]
        seen[way] = replace(seen[way], **fields)
    found = judge.effects(seen, SOUND)
    return judge.rank(found), [effect.what for effect in found]


def test_a_sound_chain_shows_no_effect() -> None:
    assert judged() == ("no effect", [])


@pytest.mark.parametrize(
    ("high", "low", "rank", "words"),
    [
        (200, 100, "no effect", ""),
        (201, 150, "listed", "drops after 201 ms"),
        (240, 150, "listed", "drops after 240 ms"),
        (150, 99, "opens", "drops after 99 ms already"),
        (241, 241, "seen", "does not drop without heartbeat"),
        (None, None, "seen", "does not drop without heartbeat"),
        (None, 150, "seen", "does not drop at one level of the heartbeat"),
    ],
)
def test_the_time_of_the_drop(high: int | None, low: int | None, rank: str, words: str) -> None:
    found = judged(high={"drop_ms": high}, low={"drop_ms": low})
    assert found == (rank, [words] if words else [])


def test_a_chain_that_does_not_close_does_nothing_else() -> None:
    assert judged(high={"closed": False}, a={"drop_ms": None}) == ("opens", ["the chain does not close"])
    assert judged(high={"enabled": False})[1][-1] == "the drivers stay disabled"


@pytest.mark.parametrize(("drop", "effects"), [(60, 0), (61, 1), (None, 1)])
def test_a_link_has_sixty_milliseconds(drop: int | None, effects: int) -> None:
    assert len(judged(a={"drop_ms": drop})[1]) == effects
    assert judged(cut={"drop_ms": drop})[0] == ("listed" if effects else "no effect")


def test_what_returns_is_listed_and_what_closes_unasked_is_seen() -> None:
    assert judged(a={"returned": True}) == ("listed", ["the supply returns when a contact closes"])
    stuck = ("seen", ["pole A does not open the chain, pole B still does"])
    assert judged(a={"drop_ms": None, "returned": True}) == stuck  # it never went: that is the finding
    assert judged(a={"drop_ms": None, "taps_open": CLOSED}) == stuck
    assert judged(high={"unasked": True})[0] == "seen"
    never_open = judged(low={"unasked": True}, high={"drop_ms": None})
    assert never_open == ("seen", ["does not drop at one level of the heartbeat"])


def test_a_fault_that_one_test_sees_counts_as_seen_whatever_else_it_does() -> None:
    rank, words = judged(a={"drop_ms": None}, cut={"disable_ms": None})
    assert rank == "seen"
    assert len(words) == 2


def test_the_second_way_must_follow() -> None:
    assert judged(cut={"disable_ms": None}) == ("listed", ["the drivers' enable does not follow the chain"])
    assert judged(dis={"disable_ms": None}) == ("listed", ["DRIVER_DISABLE does not disable"])


@pytest.mark.parametrize("tap", TAPS)
def test_a_tap_that_lies_is_seen_or_listed_by_its_name(tap: str) -> None:
    place = TAPS.index(tap)
    stays = OPEN[:place] + "H" + OPEN[place + 1 :]
    rank = judged(a={"taps_open": stays})[0]
    told = {"TAP_ESTOP_A", "TAP_ESTOP_B", "ESTOP", "TAP_ACTUATORS", "ACTUATOR_SUPPLY"}
    assert rank == ("seen" if tap in told else "listed")
    unsure = CLOSED[:place] + "x" + CLOSED[place + 1 :]
    assert judged(a={"taps_closed": unsure})[0] == "opens"
