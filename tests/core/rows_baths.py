"""The rows of the interlock table on what heats and cools the baths, as safety.md states them; see rows.py."""

from tests.core.parts import COMPRESSION, CONTRAST, new_station
from tests.core.row_legs import run_step
from tests.core.rows import RUN, TESTED, WATER

from station_firmware.core import fault
from station_firmware.core.states import IDLE


def keeps(station, kept=3):
    """At rest, and these baths are being kept."""
    station.thermal.keeping = True
    station.thermal.kept = kept


def _apart(station, span_ms):
    run_step(station, CONTRAST)
    station.thermal.watch.apart_ms[1] = span_ms


def _heats(station, baths):
    run_step(station, COMPRESSION)
    station.thermal.watch.no_effect = baths
    station.thermal.watch.gained_cdegc[:] = [29, -4]


def _welded(station, closed):
    station.site.heater_w = 3000
    station.reading.contactors = closed


def _one_driven(station, closed):
    _welded(station, closed)
    station.gate.outputs.closed = 1 << 14


def _other_driven(station, closed):
    _welded(station, closed)
    station.gate.outputs.closed = 1 << 15


def _stays(station, span_ms):
    keeps(station)
    station.thermal._open_ms = span_ms


CASES = (
    (fault.BATH_TWINS, 1, _apart, (0, 29980, 29999), (30000,), 1, WATER),
    (fault.HEATER_NO_EFFECT, 0, _heats, (0,), (1,), 1, RUN),
    (fault.CHILLER_NO_EFFECT, 1, _heats, (0,), (2,), 1, RUN),
    (fault.CONTACTOR_WELDED, 0, _welded, (0,), (1,), 11, TESTED),
    (fault.CONTACTOR_WELDED, 1, _welded, (0,), (2,), 11, TESTED),
    (fault.CONTACTOR_WELDED, 1, _one_driven, (0, 1), (2, 3), 11, TESTED),
    (fault.CONTACTOR_WELDED, 0, _other_driven, (0, 2), (1, 3), 11, TESTED),
    (fault.CHAIN_STUCK, 0, _stays, (0, 220, 240), (241, 260), 1, (IDLE,)),
)

assert new_station().site.heater_w == 0
