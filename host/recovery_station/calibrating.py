"""Calibration from the host: hold a leg for a gauge, take what it reads, keep it; thermometers; history and undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

import msgspec

from recovery_station import models
from recovery_station.errors import RefusedError, UsageError
from station_firmware.core import limits as _limits
from station_firmware.core import reading as _reading
from station_firmware.core import sensing as _sensing

if TYPE_CHECKING:
    from recovery_station.station import Station

METHOD: Final = "service.calibrate"
POLL_S: Final = 0.2
"""A virtual station at full speed runs ahead of whoever is silent for a quarter of a second."""
PRESSURES: Final[tuple[str, ...]] = _reading.PRESSURE_NAMES
THERMISTORS: Final[tuple[str, ...]] = _reading.THERMISTOR_NAMES
LEAST_MMHG: Final = _limits.CAL_TARGET_MIN_MMHG
MOST_MMHG: Final = _limits.CAL_TARGET_MAX_MMHG
USUAL_MMHG: Final = 80
LONGEST_NAME: Final = 14
NOT_STILL: Final = "not still"

# why a held leg was let go: (words, what to do)
ENDS: Final = {
    "ended": ("it was ended", ""),
    "stopped": ("STOP was given", "run the command again when everybody agrees"),
    "fault": ("a fault", "read it with `station status`, put it right, then `station ack`"),
    "host_lost": ("the station did not hear from this computer in time", "run the command again"),
    "expired": (f"{_limits.CAL_HOLD_MS // 1000} s are over", "run the command again; have the gauge ready"),
    "zero_out": ("the zero of {part} is {measured} mV (limit {limit} mV)", "replace the sensor, or look at its wire"),
    "zero_unsteady": ("the pressure does not come to rest at zero", "nobody may touch the boots; look for a bad wire"),
    "no_room": ("{part} rose to {measured} mmHg at once: the air has nowhere to go",
                "connect both hoses of every zone to an empty boot, nothing kinked"),
    "apart": ("{part} reads {measured} mmHg, more than {limit} mmHg from the others",
              "its hose is off, its valve does not open, or its sensor does not follow: run `station selftest`"),
    "not_reached": ("only {measured} of {limit} mmHg were reached, {part} is lowest",
                    "look for a pulled hose, an open coupling, an open vent; run `station selftest`"),
    "fell": ("the pressure fell to {measured} mmHg (limit {limit} mmHg), {part} is lowest",
             "look for a leak at the gauge's tee and the couplings"),
}  # fmt: skip
# why a reading is not believed; part, measured, limit
DOUBTS: Final = {
    "gauge": ("all six sensors differ from the gauge by {tenths} %, and agree with each other",
              "read the gauge again, in mmHg; look at its zero and at its tee"),
    "gain": ("{part} is off by {tenths} % (limit ±{limit_tenths} %)", "replace that sensor"),
    "twins": ("{part} does not agree with the others of its leg", "replace that sensor, or calibrate with a gauge"),
    "unknown": ("{part} has no calibration: it cannot stand for a gauge", "calibrate the leg with a gauge"),
    "point": ("{part} is off by {hundredths} degC (limit ±{limit_hundredths} degC)",
              "read the thermometer again; replace the thermistor"),
    "points_close": ("the two points of {part} are only {hundredths} degC apart (at least {limit_hundredths} degC)",
                     "take one in cold water of about 10 degC, one in warm water of about 40 degC"),
}  # fmt: skip

Pair = tuple[str, int, int, int, int]


class Look(msgspec.Struct):
    """How the held leg stands; `dmmhg` by the zeros just measured and the nominal gain."""

    phase: str
    why: str
    part: tuple[str, int, int]
    left_s: int
    still: bool
    inputs: list[str]
    dmmhg: list[int]


class Taken(msgspec.Struct):
    """What was taken: `reads` by the calibration in use; rows of (channel, two values in use, two proposed)."""

    inputs: list[str] = []
    reads: list[int | None] = []
    reference: int = 0
    rows: list[Pair] = []


class Kept(msgspec.Struct):
    """Which channels read by other values now; `undone` is the number of the row of history that was undone."""

    what: str = ""
    changed: list[str] = []
    undone: int | None = None


class HistoryRow(msgspec.Struct):
    """One change as the station keeps it; `before` and `after` are pairs, channel by channel."""

    seq: int
    wall_s: int
    what: str
    reference_dmmhg: int
    by: str
    in_use: bool
    before: list[int]
    after: list[int]


class HistoryPage(msgspec.Struct):
    """Answer of `history`: the row at an offset, null behind the last one."""

    total: int
    row: HistoryRow | None


class Ended(msgspec.Struct):
    """Answer of `end`; a repeated one may be answered without."""

    ended: bool = True


Watch = Callable[[Look], None]


def _nothing(_look: Look) -> None:
    return None


class Calibration:
    """One conversation about calibration. Needs `flash.access.unlock` before, where the station has a key."""

    def __init__(self, station: Station) -> None:
        self._client = station.client

    def _ask(self, do: str, answer: type[Any], changes: bool = True, **more: object) -> Any:
        return self._client.call(METHOD, {"do": do, **more}, answer, changes=changes)

    def hold(self, leg: str, mmhg: int, by: str, watch: Watch = _nothing) -> Look:
        """Hold a leg (left, right) at about `mmhg`, nobody in the boots; returns when the pressure is still.

        From then on call `look` at least every 5 s, or the station lets go. Raises RefusedError when it ends otherwise.
        """
        if not LEAST_MMHG <= mmhg <= MOST_MMHG:
            raise UsageError(
                f"{mmhg} mmHg is not {LEAST_MMHG} to {MOST_MMHG} mmHg", "choose a pressure between them"
            )
        self._ask("begin", models.StateReply, leg=leg, mmhg=mmhg, empty=True, by=by)
        return self.settled(watch)

    def settled(self, watch: Watch = _nothing) -> Look:
        """Wait until the held pressure is still. Raises RefusedError when the leg is let go before."""
        while True:
            look = self.look()
            watch(look)
            if look.phase in ("venting", "done"):
                raise ended(look)
            if look.still:
                return look
            self._client.pump(POLL_S)

    def wait(self) -> float:
        """Let a moment pass; returns how long it was."""
        began = self._client.transport.now()
        self._client.pump(POLL_S)
        return self._client.transport.now() - began

    def look(self) -> Look:
        """How it stands now; each look keeps the leg held."""
        return cast("Look", self._ask("look", Look, changes=False))

    def take(
        self, *, reference_mmhg: float | None = None, twin: str | None = None, check: bool = False
    ) -> Taken:
        """What the gauge reads now, or which channel the five others stand in for; `check` proposes nothing.

        The leg is let go when it is believed. Raises RefusedError when not (reason "not still", or one of DOUBTS).
        """
        more: dict[str, Any] = {"check": check}
        if reference_mmhg is not None:
            more["reference_dmmhg"] = round(reference_mmhg * 10)
        if twin is not None:
            more["twin"] = twin
        return cast("Taken", _believed(lambda: self._ask("take", Taken, **more)))

    def emptied(self, watch: Watch = _nothing) -> Look:
        """Wait until the leg is empty."""
        while True:
            look = self.look()
            watch(look)
            if look.phase == "done":
                if look.why not in ("taken", "ended"):
                    raise ended(look)
                return look
            self._client.pump(POLL_S)

    def end(self) -> None:
        """Let the leg go."""
        self._ask("end", Ended)

    def point(self, names: Sequence[str], number: int, degc: float) -> Taken:
        """Point 1 or 2 of these thermistors beside a thermometer that reads `degc`; the second one proposes."""
        inputs, cdegc = list(names), round(degc * 100)
        ask = self._ask
        return cast(
            "Taken",
            _believed(
                lambda: ask("point", Taken, changes=False, inputs=inputs, point=number, reference_cdegc=cdegc)
            ),
        )

    def keep(self, by: str) -> Kept:
        """The station reads by what was proposed last from now on."""
        return cast("Kept", self._ask("keep", Kept, by=by))

    def undo(self) -> Kept:
        """Back to the calibration before the one in use."""
        return cast("Kept", self._ask("undo", Kept))

    def forget(self, channel: str, by: str) -> Kept:
        """A pressure channel has no calibration any more; no session begins before it has one."""
        return cast("Kept", self._ask("forget", Kept, input=channel, by=by))

    def history(self) -> list[HistoryRow]:
        """The last five changes, the newest first."""
        rows: list[HistoryRow] = []
        while True:
            page = cast("HistoryPage", self._ask("history", HistoryPage, changes=False, offset=len(rows)))
            if page.row is None:
                return rows
            rows.append(page.row)
            if len(rows) >= page.total:
                return rows


def ended(look: Look) -> RefusedError:
    """The error that tells why a leg was let go."""
    words, hint = ENDS.get(look.why, (look.why, ""))
    part, measured, limit = look.part
    told = words.format(part=part, measured=measured, limit=limit)
    return RefusedError(f"the leg was let go: {told}", hint, {"reason": look.why, "part": part})


def _believed(ask: Callable[[], object]) -> object:
    """Raises RefusedError with the words of DOUBTS."""
    try:
        return ask()
    except RefusedError as error:
        reason = str(error.data.get("reason"))
        if reason not in DOUBTS:
            raise
        part, measured, limit = cast("tuple[str, int, int]", error.data["part"])
        words, hint = DOUBTS[reason]
        told = words.format(
            part=part,
            tenths=f"{measured / 10:+.1f}",
            limit_tenths=f"{limit / 10:g}",
            hundredths=f"{measured / 100:+.2f}",
            limit_hundredths=f"{limit / 100:g}",
        )
        raise RefusedError(told, hint, error.data) from error


def zero_mv(code: int) -> float:
    """Millivolts of a zero code."""
    return round(code * _sensing.REFERENCE_MV / _sensing.CODES, 1)


def gain_pct(off: int) -> float:
    """How far a span lies from the nominal one, in per cent."""
    return round(100 * off / _sensing.NOMINAL_SPAN, 2)
