"""The pressure sensors of one leg: hold it, ask or run the gauge, show what comes of it, keep it."""

from __future__ import annotations

import shlex
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
import msgspec

from recovery_station.calibrating import (
    LONGEST_NAME,
    NOT_STILL,
    PRESSURES,
    Calibration,
    Look,
    Taken,
    Watch,
    gain_pct,
    zero_mv,
)
from recovery_station.cli.asking import ask_meanwhile
from recovery_station.cli.output import Output, table
from recovery_station.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from recovery_station.station import Station

GAUGE_S = 20.0
TO_DO = """Before the {leg} leg is held at about {mmhg} mmHg:
  1. Nobody is in the boots. Both boots lie empty and open on the floor, all five hoses connected.
  2. The gauge is teed in between a coupling and its hose, and reads 0 now.
  3. STOP and the emergency stop are within reach."""
REFERENCE = "--gauge COMMAND, --reference MMHG, --twin CHANNEL or --check"


@dataclass(frozen=True)
class How:
    """What the options say; `talks` when there is a person at a terminal."""

    leg: str
    mmhg: int
    by: str | None
    empty: bool
    reference: float | None
    gauge: str | None
    twin: str | None
    check: bool
    yes: bool
    talks: bool


class Channel(msgspec.Struct):
    """One channel: what it read by the calibration before (null without one), and its values before and after."""

    channel: str
    read_mmhg: float | None
    off_mmhg: float | None
    zero_mv_before: float | None = None
    gain_pct_before: float | None = None
    zero_mv: float | None = None
    gain_pct: float | None = None


class Calibrated(msgspec.Struct, tag="calibrate/1"):
    """What `station calibrate --leg` prints; `off_mmhg` is against the reference, without one against the manifold."""

    station: str
    leg: str
    by: str
    reference_mmhg: float | None
    kept: bool
    rows: list[Channel]


def checked(how: How) -> None:
    """Before anything moves. Raises UsageError."""
    sources = [one for one in (how.reference, how.gauge, how.twin) if one is not None]
    if len(sources) > 1 or (how.twin and how.check):
        raise UsageError("there is one reference only", f"give one of {REFERENCE}")
    if how.twin is not None and how.twin.upper() not in PRESSURES:
        raise UsageError(f"{how.twin} is no pressure sensor", f"one of {' '.join(PRESSURES)}")
    if how.twin is not None and _leg_of(how.twin.upper()) != how.leg:
        raise UsageError(f"{how.twin} is not on the {how.leg} leg", "choose that leg, or another sensor")
    if how.by is not None and not (
        0 < len(how.by) <= LONGEST_NAME and how.by.isascii() and how.by.isprintable()
    ):
        raise UsageError(f"a name has 1 to {LONGEST_NAME} plain letters", "use a shorter one")
    if how.talks:
        return
    if not sources and not how.check:
        raise UsageError("no reference was given, and nobody can be asked", f"give one of {REFERENCE}")
    if how.by is None or not how.empty:
        raise UsageError(
            "nobody has confirmed that the boots are empty", "look, then give --empty and --by NAME"
        )


def _leg_of(channel: str) -> str:
    return "right" if "R" in channel else "left"


def run(out: Output, station: Station, calibration: Calibration, how: How) -> None:
    """Hold, take, let go, keep. Whatever breaks off lets the leg go: at once by STOP, else within 5 s."""
    by = _confirmed(out, how)
    try:
        calibration.hold(how.leg, how.mmhg, by, _watch(out, how))
        taken = _take(out, calibration, how)
        calibration.emptied()
    except RefusedError:
        _let_go(calibration)
        raise
    except BaseException:
        station.client.notify_stop()
        raise
    rows = _rows(taken)
    kept = False
    if taken.rows:
        out.note(_words(rows, taken))
        kept = how.yes or not how.talks or click.confirm("Keep this calibration?", default=False, err=True)
        if kept:
            calibration.keep(by)
    reference = taken.reference / 10 if taken.reference else None
    done = Calibrated(station.hello.name, how.leg, by, reference, kept, rows)
    out.result(done, lambda: _said(done, taken))


def _let_go(calibration: Calibration) -> None:
    """The error that is told is the first one."""
    try:
        calibration.end()
    except RefusedError:
        return


def _confirmed(out: Output, how: How) -> str:
    """Who says that nobody is in the boots."""
    if not how.talks:
        return how.by or ""
    out.note(TO_DO.format(leg=how.leg, mmhg=how.mmhg))
    by = how.by or click.prompt("Your name", err=True, type=str)[:LONGEST_NAME]
    if not how.empty and not click.confirm(
        "Is all of it so, and is nobody in the boots?", default=False, err=True
    ):
        raise UsageError("nobody has confirmed that the boots are empty: nothing was moved", "look first")
    return by


def _watch(out: Output, how: How) -> Watch:
    """On a terminal a line that is written over; else a line a phase."""
    seen = [""]

    def watch(look: Look) -> None:
        shown = " ".join(
            f"{name} {value / 10:.1f}" for name, value in zip(look.inputs, look.dmmhg, strict=True)
        )
        if how.talks:
            sys.stderr.write(f"\r\x1b[K  {look.phase}: {shown} mmHg")
            sys.stderr.write("\n" if look.still else "")
            sys.stderr.flush()
        elif look.phase != seen[0]:
            out.note(f"  {look.phase}")
        seen[0] = look.phase

    return watch


def _take(out: Output, calibration: Calibration, how: How) -> Taken:
    """Until a reading is believed; a person may read again, a script is told why not."""
    while True:
        try:
            reference = _reference(calibration, how)
            return calibration.take(
                reference_mmhg=reference, twin=how.twin and how.twin.upper(), check=how.check
            )
        except RefusedError as error:
            if error.data.get("reason") == NOT_STILL:
                out.note("  the pressure was not still; the gauge is read again when it is")
                calibration.settled()
            elif (
                how.talks
                and error.data.get("part")
                and how.reference is None
                and how.gauge is None
                and not how.twin
            ):
                out.note(f"  {error.message}\n  next: {error.hint}")
            else:
                raise


def _reference(calibration: Calibration, how: How) -> float | None:
    if how.twin or (how.check and not how.talks and how.gauge is None):
        return how.reference
    if how.reference is not None:
        return how.reference
    if how.gauge is not None:
        return _run_gauge(calibration, how.gauge)
    return _typed(calibration, how)


def _typed(calibration: Calibration, how: How) -> float | None:
    """What the technician types, the leg kept held meanwhile. None: a check without a gauge."""

    def meanwhile() -> None:
        look = calibration.look()
        if look.phase in ("venting", "done"):
            from recovery_station.calibrating import ended

            sys.stderr.write("\n")
            raise ended(look)
        calibration.wait()

    question = "The gauge reads (mmHg" + (", empty for none): " if how.check else "): ")
    while True:
        try:
            text = ask_meanwhile(question, meanwhile)
        except EOFError as error:
            raise UsageError("no reading was given", f"give one of {REFERENCE}") from error
        if not text and how.check:
            return None
        number = _number(text)
        if number is not None:
            return number
        sys.stderr.write("  a number in mmHg, such as 80.2\n")


def _run_gauge(calibration: Calibration, command: str) -> float:
    """What the program prints last. The leg is kept held while it works, for 20 s at most."""
    words = shlex.split(command)
    try:
        process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    except (OSError, IndexError) as error:
        raise UsageError(f"the gauge's program does not start: {error}", "try it alone") from error
    with process:
        waited = 0.0
        while process.poll() is None and waited < GAUGE_S:
            calibration.look()
            waited += calibration.wait()
        if process.poll() is None:
            process.kill()
        said = (process.stdout.read() if process.stdout else "").split()
    number = _number(said[-1]) if said else None
    if process.returncode != 0 or number is None:
        raise UsageError("the gauge's program gave no number", "its last word must be mmHg, its exit code 0")
    return number


def _number(text: str) -> float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number < 1000 else None


def _rows(taken: Taken) -> list[Channel]:
    """A row a channel. Without a reference they are compared with the manifold, the last one."""
    against = taken.reference if taken.reference else taken.reads[-1]
    values = {row[0]: row[1:] for row in taken.rows}
    rows: list[Channel] = []
    for name, read in zip(taken.inputs, taken.reads, strict=True):
        off = None if read is None or against is None else round((read - against) / 10, 1)
        row = Channel(name, None if read is None else read / 10, off)
        if name in values:
            zero, span, new_zero, new_span = values[name]
            row.zero_mv_before = zero_mv(zero) if zero else None
            row.gain_pct_before = gain_pct(span) if zero else None
            row.zero_mv, row.gain_pct = zero_mv(new_zero), gain_pct(new_span)
        rows.append(row)
    return rows


def _words(rows: list[Channel], taken: Taken) -> str:
    against = f"gauge {taken.reference / 10:g}" if taken.reference else "manifold"
    heads = ("channel", "read mmHg", f"off {against}", "zero mV", "becomes", "gain %", "becomes")
    cells = [
        (r.channel, r.read_mmhg, r.off_mmhg, r.zero_mv_before, r.zero_mv, r.gain_pct_before, r.gain_pct)
        for r in rows
    ]
    return table(heads, cells)


def _said(done: Calibrated, taken: Taken) -> str:
    if not taken.rows:
        return _words(done.rows, taken)
    if not done.kept:
        return f"{done.leg} leg: not kept, the calibration is as it was"
    return f"{done.leg} leg: calibrated; now run `station selftest`, then `station calibrate --check`"
