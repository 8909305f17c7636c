"""On MicroPython: a table of settings a line on stdin; what the station says and makes of it a line on stdout."""

import json
import sys

from station_firmware.core import settings
from station_firmware.core.site import Site
from station_firmware.link.rpc import canonical

while True:
    line = sys.stdin.readline()
    if not line:
        break
    table = json.loads(line)
    found = [[key, bound, words] for key, _, bound, words in settings.check(table)]
    site = Site()
    if not found:
        settings.take(table, site)
    print(
        json.dumps(
            [found, canonical(table) if not found else "", [list(row) for row in site.hours], site.heater_w]
        )
    )
