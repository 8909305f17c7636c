"""`make golden`: renews the golden traces and their pictures after control was changed on purpose.

golden_traces.py [ID …]     writes tests/golden/ID.csv and docs/img/traces/ID.png, for every preset or the named ones
"""

from __future__ import annotations

import sys

from control import golden, plots
from control.preset import boots, table_of


def renew(preset: str) -> None:
    """One preset's file and picture; says what changed."""
    truth, stays = golden.take(preset)
    text = golden.text_of(truth, stays[0])
    path = golden.path_of(preset)
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    plots.save(f"{table_of(preset)['title']} ({preset})", truth, stays, plots.FOLDER / f"{preset}.png")
    changed = len(golden.differences(before, text)) if before else None
    print(f"{preset}: " + ("new" if changed is None else f"{changed} values changed"))


if __name__ == "__main__":
    for name in sys.argv[1:] or boots():
        renew(name)
