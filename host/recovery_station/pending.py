"""One request under way: when it is sent again, and when it is given up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

ATTEMPTS: Final = 4
LONGER: Final = 5
"""A request of several may be lost for longer while others are answered: a bad line is not a dead one."""
# Calls that take the station longer than an answer from memory: the least time one attempt gets at last.
SLOW_ATTEMPT_S: Final = {"log.digest": 15.0, "service.repl": 3.0}
SLOW_FIRST_S: Final = 2.0
LEAST_S: Final = 0.15
UNKNOWN_S: Final = 1.5  # before anything was answered
TURNS: Final = 4  # usual answer times after which an answer is taken for lost
LONGEST_WAITS: Final = 8  # first waits: a later one is never longer
AGAIN_S: Final = 0.02  # between two sendings of a request whose answer seems to have come garbled
SMALLER_AFTER: Final = 4  # sendings after which a bulk read had better ask for less


class Patience:
    """How long to wait for an answer to each method on this line; it learns from what is answered at the first try."""

    def __init__(self) -> None:
        self._usual_s: dict[str, float] = {}

    def answered(self, method: str, seconds: float) -> None:
        """A request sent once was answered after so long."""
        before_s = self._usual_s.get(method, seconds)
        self._usual_s[method] = 0.75 * before_s + 0.25 * seconds

    def guessed(self, method: str, seconds: float) -> None:
        """Something came so long after a request, though garbled: better than knowing nothing."""
        self._usual_s.setdefault(method, seconds)

    def first_s(self, method: str, attempt_s: float) -> float:
        """How long the first attempt waits; each later one twice as long, up to a bound."""
        usual_s = self._usual_s.get(method)
        if usual_s is None:
            return min(attempt_s, SLOW_FIRST_S if method in SLOW_ATTEMPT_S else UNKNOWN_S)
        return min(attempt_s, max(LEAST_S, TURNS * usual_s))


@dataclass(frozen=True)
class Ask:
    """A request: method, parameters, and the shape of its answer."""

    method: str
    params: dict[str, object]
    answer: type[object]


@dataclass
class Pending:
    """One request with every id it was sent under. Times are the transport's."""

    ask: Ask
    attempt_s: float  # the longest wait for one attempt
    ids: set[str] = field(default_factory=lambda: set[str]())
    attempts: int = 0
    begun_s: float = 0.0
    sent_s: float = 0.0
    due_s: float = 0.0
    wait_s: float = 0.0
    first_s: float = 0.0

    def sent(self, now_s: float, first_s: float) -> None:
        """It goes out now."""
        if not self.attempts:
            self.begun_s = now_s
            self.wait_s = first_s
        self.first_s = first_s
        self.attempts += 1
        self.sent_s = now_s
        self.due_s = min(now_s + self.wait_s, self._limit_s(now_s))
        self.wait_s = min(self.attempt_s, LONGEST_WAITS * first_s, 2 * self.wait_s)

    def hurry(self, now_s: float) -> None:
        """Something garbled came that may have been its answer: ask again without waiting for the end of patience."""
        self.due_s = min(self.due_s, max(now_s, self.sent_s + AGAIN_S))
        self.wait_s = self.first_s

    def given_up(self, now_s: float, heard_s: float) -> bool:
        """Its time is over, and nothing was answered lately; or it is over even for a bad line."""
        over_s = now_s - self.begun_s
        allowed_s = ATTEMPTS * self.attempt_s
        silent = now_s - heard_s >= self.attempt_s
        return over_s >= LONGER * allowed_s or (over_s >= allowed_s and silent)

    def _limit_s(self, now_s: float) -> float:
        """The end of the time allowed, as long as that is still to come."""
        end_s = self.begun_s + ATTEMPTS * self.attempt_s
        return end_s if end_s > now_s else float("inf")
