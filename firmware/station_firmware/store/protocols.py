"""Custom protocols as JSON files on the flash, one a protocol; written only while the station rests.

A flash write stalls the whole chip (micropython.md, 2). A new file is written beside the old one and renamed over it,
so a cut leaves the old protocol or the new one.
"""

import json
import os

FOLDER = "/protocols"
MAX_PROTOCOLS = 64
_ENDING = ".json"


class ProtocolStore:
    """`ids()`, `read(id)`, `write(id, text)`, `remove(id)`. A file that cannot be read counts as not there."""

    def __init__(self, folder=FOLDER):
        self._folder = folder

    def ids(self):
        """The ids on the flash, sorted."""
        try:
            names = os.listdir(self._folder)
        except OSError:
            return []
        return sorted([name[: -len(_ENDING)] for name in names if name.endswith(_ENDING)])

    def read(self, protocol_id):
        """The protocol as a dict, or None."""
        try:
            with open(self._path(protocol_id)) as file:
                return json.load(file)
        except (OSError, ValueError, RuntimeError):
            # too deep a nesting is RuntimeError on the board
            return None

    def write(self, protocol_id, text):
        """Keep `text` (JSON) under `protocol_id`. Raises OSError when the flash is full."""
        try:
            os.mkdir(self._folder)
        except OSError:
            pass  # it is there already; if it cannot be made, the next line says so
        fresh = self._folder + "/new.part"
        with open(fresh, "w") as file:
            file.write(text)
        os.rename(fresh, self._path(protocol_id))

    def remove(self, protocol_id):
        """Forget a protocol; True when it was there."""
        try:
            os.remove(self._path(protocol_id))
        except OSError:
            return False
        return True

    def _path(self, protocol_id):
        return self._folder + "/" + protocol_id + _ENDING
