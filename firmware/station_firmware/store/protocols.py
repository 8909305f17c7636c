"""Custom protocols on the flash, a file each; written only while the station rests.

A flash write stalls the whole chip (micropython.md, 2). A new file is written beside the old one and renamed over it,
so a cut leaves the old protocol or the new one. A file is one line of JSON (title, kind of the first step, seconds,
SHA-256 of the protocol's text), so that a list opens no protocol, and below it the body as it came (packed.py).
"""

import json
import os

FOLDER = "/protocols"
MAX_PROTOCOLS = 64
_ENDING = ".json"
_HEAD_FIELDS = 4
_LONGEST_HEAD = 512
# what a spoiled file raises; too deep a nesting is RuntimeError on the board
_SPOILED = (OSError, ValueError, RuntimeError)


class ProtocolStore:
    """`ids()`, `head(id)`, `body(id)`, `write(id, head, body)`, `remove(id)`.

    A file that cannot be read counts as not there.
    """

    def __init__(self, folder=FOLDER):
        self._folder = folder

    def ids(self):
        """The ids on the flash, sorted."""
        try:
            names = os.listdir(self._folder)
        except OSError:
            return []
        return sorted([name[: -len(_ENDING)] for name in names if name.endswith(_ENDING)])

    def head(self, protocol_id):
        """[title, kind of the first step, seconds, SHA-256 of the text] as it was written, or None."""
        try:
            with open(self._path(protocol_id)) as file:
                return _head(file)
        except _SPOILED:
            return None

    def body(self, protocol_id):
        """The protocol as it came over the wire, or None."""
        try:
            with open(self._path(protocol_id)) as file:
                return file.read() if _head(file) else None
        except _SPOILED:
            return None

    def write(self, protocol_id, head, body):
        """Keep `body` (packed.py) and what `head()` gives of it. Raises OSError when the flash is full."""
        try:
            os.mkdir(self._folder)
        except OSError:
            pass  # it is there already; if it cannot be made, the next line says so
        fresh = self._folder + "/new.part"
        with open(fresh, "w") as file:
            file.write(json.dumps(head))
            file.write("\n")
            file.write(body)
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


def _head(file):
    """The first line of a file, None when it is none of ours."""
    row = json.loads(file.readline(_LONGEST_HEAD))
    return row if isinstance(row, list) and len(row) == _HEAD_FIELDS else None
