"""The firmware's own tables (states, faults, journal records) with types for the host."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from station_firmware.core import daily as _daily
from station_firmware.core import fault as _fault_module
from station_firmware.core import prompt as _prompt_module
from station_firmware.core import states as _states
from station_firmware.store import archive as _archive
from station_firmware.store import record as _record_module
from station_firmware.store import record_names as _record_names_module

# Written for MicroPython, these modules carry no annotations: the types are given here.
_fault = cast("Any", _fault_module)
_record = cast("Any", _record_module)
_record_names = cast("Any", _record_names_module)

ZONES = ("L1", "L2", "L3", "L4", "L5", "R1", "R2", "R3", "R4", "R5")
TICKS_WRAP_MS = 1 << 30  # the station's milliseconds start again here, every 12.4 days

FaultRow = tuple[int, str, str, str, str, bool]
RawRecord = tuple[int, int, int, int, int, int, bytes]
KindRow = tuple[str, str | None, tuple[str, ...] | None]

STATE_NAMES: tuple[str, ...] = _states.STATE_NAMES
END_NAMES: tuple[str | None, ...] = _states.END_NAMES
PROMPT_NAMES: tuple[str, ...] = cast("Any", _prompt_module).NAMES
STEP_KINDS: tuple[str, ...] = _states.STEP_KINDS
RECORD_BYTES = _record_module.RECORD_BYTES
SORENESS_NOT_GIVEN = _record_module.SORENESS_NOT_GIVEN
FLAG_CLOCK_OK = _record_module.FLAG_CLOCK_OK
ARCHIVE_FAILING: dict[int, str] = {_archive.UNREADABLE: "unreadable", _archive.UNWRITABLE: "unwritable"}

DAILY_REFUSAL: str = cast("Any", _daily).REFUSAL

KINDS: dict[int, KindRow] = _record_names.KINDS
fault_row: Callable[[int], FaultRow | None] = _fault.row
fault_name: Callable[[int], str] = _fault.name
fault_remedy: Callable[[int], str] = _fault.remedy
fault_channel: Callable[[int, int], str] = _fault.channel_name
fault_panel_only: Callable[[int], bool] = _fault.panel_only
unpack_record: Callable[[bytes], RawRecord | None] = _record.unpack
record_values: Callable[[int, bytes], dict[str, object]] = _record_names.values


def fault_unit(code: int) -> str:
    """Unit of `measured` and `limit` of a fault, empty when it has none or the code is unknown."""
    found = fault_row(code)
    return found[2] if found else ""


def fault_words(code: int) -> str:
    """What staff read about a fault."""
    found = fault_row(code)
    return found[3] if found else "A fault this host program does not know: its firmware is newer."


def ticks_between_s(start_ms: int, end_ms: int) -> float:
    """Seconds from one `ticks_ms` of a record to a later one of the same boot, across the wrap."""
    return ((end_ms - start_ms) % TICKS_WRAP_MS) / 1000.0
