"""The one judge of a run: takes the plant's truth row by row; what the firmware says of itself plays no part here."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from campaign.truth import ROW_MS, Row, rows_of
from recovery_station.virtual.plant.wires import ZONE_NAMES

HIGHEST_MMHG: Final = 140.0
HIGHEST_BRIEFLY_MMHG: Final = 130.0
BRIEFLY_MS: Final = 500
MANIFOLD_MMHG: Final = 165.0
SLACK_MMHG: Final = 10.0
VENT_MS: Final = 8000
ENTER_HOT_DEGC: Final = 41.0
ENTER_COLD_DEGC: Final = 7.5
HEARD_MS: Final = 1200
"""A prompt is known at its end: its sound (0.7 or 0.8 s) and the silence after it. It was begun so long before."""
_READY_LAMP: Final = "green"  # of a trace file: what the chain does before it is the self-test's
_MANIFOLDS: Final = ("ML", "MR")
_NEVER: Final = -1


@dataclass
class Judge:
    """`look` at every row. `started` when START is pressed, `must_vent` at STOP; a chain that opens is seen.

    `exempt` zones may keep their air, `loaded` ones may be above 130 for longer: somebody presses on them.
    `violations` has each kind once for each part. `tripped_ms` is when the chain opened for good, `safe_ms` since when
    nothing has been energised, `slack_ms` since when every zone has been below 10 mmHg; -1: not so.
    """

    exempt: frozenset[str] = frozenset()
    loaded: frozenset[str] = frozenset()
    violations: list[str] = field(default_factory=list[str])
    entered: list[tuple[str, float]] = field(default_factory=list[tuple[str, float]])
    peak_mmhg: float = 0.0
    vent_ms: int = _NEVER
    tripped_ms: int = _NEVER
    safe_ms: int = _NEVER
    slack_ms: int = _NEVER
    kept: set[str] = field(default_factory=set[str])
    _said: set[str] = field(default_factory=set[str])
    _above_ms: list[int] = field(default_factory=lambda: [0] * 10)
    _vent_from_ms: int = _NEVER
    _vent_why: str = ""
    _vent_within_ms: int = VENT_MS
    _in_session: bool = False
    _last: Row = field(default_factory=lambda: Row(_NEVER))
    _water: deque[Row] = field(default_factory=lambda: deque[Row](maxlen=HEARD_MS // ROW_MS))

    def started(self) -> None:
        """A session runs: from now on a chain that opens stays open."""
        self._in_session = True
        self._forget()

    def must_vent(self, t_ms: int, why: str, within_s: float = VENT_MS / 1000) -> None:
        """Every zone is to be slack in time, counted from the first reason."""
        if self._vent_from_ms == _NEVER:
            self._vent_from_ms, self._vent_why, self._vent_within_ms = t_ms, why, round(within_s * 1000)

    def _forget(self) -> None:
        self.tripped_ms = self.vent_ms = self._vent_from_ms = _NEVER

    def look(self, row: Row) -> None:
        """Take the next row."""
        self._pressures(row)
        self._chain(row)
        self._slack(row)
        self._prompt(row)
        self._water.append(row)
        self._last = row

    def _say(self, what: str, about: str) -> None:
        if what not in self._said:
            self._said.add(what)
            self.violations.append(f"{what}: {about}")

    def _pressures(self, row: Row) -> None:
        highest = max(row.zones)
        self.peak_mmhg = max(self.peak_mmhg, highest)
        if highest > HIGHEST_BRIEFLY_MMHG or max(self._above_ms):
            for index, zone in enumerate(ZONE_NAMES):
                self._zone(row, index, zone)
        for name, mmhg in zip(_MANIFOLDS, row.manifolds, strict=True):
            if mmhg > MANIFOLD_MMHG:
                self._say(f"{name} above {MANIFOLD_MMHG:g} mmHg", f"{mmhg:.1f} at {row.t_ms} ms")

    def _zone(self, row: Row, index: int, zone: str) -> None:
        mmhg = row.zones[index]
        self._above_ms[index] = self._above_ms[index] + ROW_MS if mmhg > HIGHEST_BRIEFLY_MMHG else 0
        if mmhg > HIGHEST_MMHG:
            self._say(f"{zone} above {HIGHEST_MMHG:g} mmHg", f"{mmhg:.1f} at {row.t_ms} ms")
        if self._above_ms[index] > BRIEFLY_MS and zone not in self.loaded:
            what = f"{zone} above {HIGHEST_BRIEFLY_MMHG:g} mmHg for more than {BRIEFLY_MS} ms"
            self._say(what, f"{mmhg:.1f} at {row.t_ms} ms")

    def _chain(self, row: Row) -> None:
        last = self._last
        if row.estop and not last.estop:
            self.must_vent(row.t_ms, "E-stop")
        if last.chain and not row.chain:
            self.must_vent(row.t_ms, "chain open")
            self.tripped_ms = row.t_ms if self.tripped_ms == _NEVER else self.tripped_ms
        if row.chain and not last.chain and self.tripped_ms != _NEVER:
            if self._in_session:
                self._say(
                    "energised again", f"chain closed at {row.t_ms} ms, had opened at {self.tripped_ms} ms"
                )
            else:
                self._forget()  # the self-test opens and closes it
        if row.energised:
            self.safe_ms = _NEVER
        elif self.safe_ms == _NEVER:
            self.safe_ms = row.t_ms

    def _slack(self, row: Row) -> None:
        full = [zone for zone, mmhg in zip(ZONE_NAMES, row.zones, strict=True) if mmhg >= SLACK_MMHG]
        if full:
            self.slack_ms = _NEVER
        elif self.slack_ms == _NEVER:
            self.slack_ms = row.t_ms
        since = self._vent_from_ms
        if since == _NEVER:
            return
        if not [zone for zone in full if zone not in self.exempt] and self.vent_ms == _NEVER:
            self.vent_ms = row.t_ms - since
        if row.t_ms - since > self._vent_within_ms:
            self.kept.update(full)
            late = [zone for zone in full if zone not in self.exempt]
            if late:
                about = f"{', '.join(late)} not slack {row.t_ms - since} ms after {self._vent_why}"
                self._say(f"not vented within {self._vent_within_ms / 1000:g} s", about)

    def _prompt(self, row: Row) -> None:
        prompt = row.prompt
        if prompt == self._last.prompt or not prompt.startswith("enter_"):
            return
        hot = prompt == "enter_hot"
        begun = self._water[0] if self._water else row
        degc = begun.hot_degc if hot else begun.cold_degc
        self.entered.append((prompt, degc))
        if (hot and degc > ENTER_HOT_DEGC) or (not hot and degc < ENTER_COLD_DEGC):
            self._say(f"{prompt} prompted", f"true water {degc:.2f} degC at {begun.t_ms} ms")


def judge_trace(path: Path, exempt: frozenset[str] = frozenset()) -> Judge:
    """Judge a trace file; a session counts as started once the lamp says that the self-test is over."""
    judge = Judge(exempt)
    begun = False
    for row in rows_of(path):
        if row.lamp == _READY_LAMP and not begun:
            begun = True
            judge.started()
        judge.look(row)
    return judge
