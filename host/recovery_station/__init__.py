"""Recovery station: talk to compression boots and baths over USB, or to the virtual station.

from recovery_station import Station

with Station.open("sim:") as station:
    print(station.status().state)
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recovery_station.adjusting import Back, Boost, Intensity, Longer, Next, NoBoost, Skip
    from recovery_station.errors import (
        BusyError,
        IntegrityError,
        MissingExtraError,
        NoStationError,
        NotCompletedError,
        RefusedError,
        StationError,
        StationGoneError,
        StoreError,
        TimedOutError,
        UsageError,
    )
    from recovery_station.station import Station

__all__ = [
    "Back",
    "Boost",
    "BusyError",
    "IntegrityError",
    "Intensity",
    "Longer",
    "MissingExtraError",
    "Next",
    "NoBoost",
    "NoStationError",
    "NotCompletedError",
    "RefusedError",
    "Skip",
    "Station",
    "StationError",
    "StationGoneError",
    "StoreError",
    "TimedOutError",
    "UsageError",
]


_CHANGES = ("Back", "Boost", "Intensity", "Longer", "Next", "NoBoost", "Skip")


def __getattr__(name: str) -> object:
    """Load what is asked for only then, so that `station --version` stays quick."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = "station" if name == "Station" else "adjusting" if name in _CHANGES else "errors"
    return getattr(import_module(f"recovery_station.{module}"), name)
