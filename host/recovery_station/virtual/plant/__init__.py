"""The plant model of the virtual station: air, water, valves, sensors and the hardware safety chain."""

from recovery_station.virtual.plant.injections import INJECTIONS
from recovery_station.virtual.plant.panel import PRESSES
from recovery_station.virtual.plant.places import InjectError
from recovery_station.virtual.plant.plant import Plant
from recovery_station.virtual.plant.setup import Drive, PlantSetup, Samples
from recovery_station.virtual.plant.station_faults import StationFaults

__all__ = [
    "INJECTIONS",
    "PRESSES",
    "Drive",
    "InjectError",
    "Plant",
    "PlantSetup",
    "Samples",
    "StationFaults",
]
