"""Write the JSON Schema of protocol files from the firmware's own tables.

make_schema.py           write docs/protocol.schema.json when it is out of date
make_schema.py --check   only say that it is out of date, exit 1
"""

import sys

import generated
from recovery_station.authoring.schema import schema_text
from sources import ROOT

SCHEMA = ROOT / "docs" / "protocol.schema.json"

if __name__ == "__main__":
    texts = {SCHEMA: schema_text()}
    sys.exit(generated.write_or_check(texts, check="--check" in sys.argv[1:], command="make schema"))
