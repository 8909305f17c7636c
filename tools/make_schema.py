"""Write the JSON Schemas of protocols and settings, the tables of settings and faults, the description of the link.

make_schema.py           write them to docs/ where they are out of date
make_schema.py --check   only say that one is out of date, exit 1
"""

import sys

import generated
from openrpc import document
from recovery_station.authoring.schema import schema_text
from recovery_station.authoring.settings_schema import settings_schema_text, with_keys
from sources import ROOT
from staff_page import with_faults

SCHEMA = ROOT / "docs" / "protocol.schema.json"
SETTINGS = ROOT / "docs" / "settings.schema.json"
PAGE = ROOT / "docs" / "settings.md"
LINK = ROOT / "docs" / "openrpc.json"
STAFF = ROOT / "docs" / "staff.md"

if __name__ == "__main__":
    texts = {SCHEMA: schema_text(), SETTINGS: settings_schema_text(), LINK: document.text()}
    texts[PAGE] = with_keys(PAGE.read_text(encoding="utf-8"))
    texts[STAFF] = with_faults(STAFF.read_text(encoding="utf-8"))
    sys.exit(generated.write_or_check(texts, check="--check" in sys.argv[1:], command="make schema"))
