"""What `micropython -i` starts: the board's options come as JSON in STATION_BOARD; the REPL follows."""

import json

import startup
import uos

startup.run_all(json.loads(uos.getenv("STATION_BOARD")), globals())
del startup, json, uos
