"""On MicroPython: a body a line on stdin, what the station would say of it a line on stdout, as JSON."""

import json
import sys

from station_firmware.core import protocol
from station_firmware.store import packed

while True:
    line = sys.stdin.readline()
    if not line:
        break
    body = line.rstrip("\n")
    problems = protocol.check(packed.table(body))
    found = [[key, bound, words] for key, _, bound, words in problems]
    print(json.dumps([packed.content_of(body), found]))
