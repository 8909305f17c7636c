"""Files that are made from the store, when they cannot be written."""

from __future__ import annotations

from recovery_station.errors import StoreError


def unwritable(output: str, error: OSError) -> StoreError:
    """The error for an output file that cannot be written."""
    return StoreError(
        f"cannot write {output}: {error.strerror or error}",
        "free space there or name another file with -o; the store still has everything",
        {"file": output},
    )
