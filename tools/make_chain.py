"""Simulate the safety chain with ngspice; write its figures, its page and its picture (`make hardware`, minutes).

make_chain.py            simulate only if the circuit has changed since
make_chain.py --again    simulate whatever is kept
"""

import sys

from circuit import engine, plot, report, results
from circuit.campaign import UnsoundError
from circuit.model import SHEETS, chain

PAGE = SHEETS.parent / "chain.md"
PICTURE = SHEETS.parent / "diagrams" / "drop.png"


def main(arguments: list[str]) -> int:
    """1 when ngspice cannot be had, or the whole circuit does not do what it must."""
    try:
        data = None if "--again" in arguments or not results.RESULTS.exists() else results.read()
    except ValueError:
        data = None
    try:
        if data is None:
            print("chain: every single fault through ngspice, some minutes", flush=True)
            data = results.simulate()
            results.write(data)
            data = results.read()
            plot.draw(data, PICTURE)
    except (engine.NoEngineError, engine.SpiceError, UnsoundError) as error:
        print(f"chain: {error}", file=sys.stderr)
        return 1
    PAGE.write_text(report.text(chain(), data), encoding="utf-8")
    print(report.figures(data))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
