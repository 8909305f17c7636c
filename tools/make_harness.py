"""Draw the cables with WireViz and Graphviz (`make hardware`): hardware/diagrams/harness.svg, if it is out of date."""

import importlib
import subprocess
import sys
from typing import Any

from circuit import engine, harness, station
from pinmap import load


def dot(description: dict[str, object]) -> str:
    """The cables as Graphviz takes them. ImportError where WireViz is not installed."""
    parse: Any = importlib.import_module("wireviz.wireviz").parse
    return str(parse(description, return_types=("harness",)).graph.source)


def main() -> int:
    """1 when a tool cannot be had; it says which."""
    cables = harness.load(station.sheets(load()))
    if harness.drawing_is_current(cables):
        return 0
    try:
        source = dot(harness.wireviz(cables))
        engine.install()
        draw = [*engine.program("node"), str(engine.RUNNER.with_name("draw_dot.mjs")), str(engine.GRAPHVIZ)]
    except (ImportError, engine.NoEngineError) as error:
        print(f"harness: {error}; `make hardware` installs WireViz and Graphviz", file=sys.stderr)
        return 1
    drawn = subprocess.run(draw, input=source, capture_output=True, text=True, check=True, timeout=120).stdout
    harness.DRAWING.write_text(harness.stamped(drawn, cables), encoding="utf-8")
    print(f"wrote {harness.DRAWING.relative_to(harness.ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
