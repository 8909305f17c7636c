"""The table of single faults, whole: title of the row → the fault."""

from __future__ import annotations

from typing import Final

from campaign.expected import Fault
from campaign.faults_air import PUMPS, SENSORS, VALVES
from campaign.faults_station import CHAIN, OUTPUTS, STATION, WATER

FAULTS: Final[dict[str, Fault]] = {**SENSORS, **VALVES, **PUMPS, **CHAIN, **OUTPUTS, **WATER, **STATION}
