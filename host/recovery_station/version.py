"""Which version this is: host and firmware are one project and carry one number."""

from station_firmware import VERSION


def version_line() -> str:
    """What `station --version` prints."""
    return f"station {VERSION}"
