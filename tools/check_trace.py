"""Follow every hazard to a requirement and every requirement to a test, and back; write the matrix.

check_trace.py           write docs/safety/trace.md when every link holds
check_trace.py --check   only say what is wrong or out of date, exit 1
"""

import sys

import generated
from campaign import store
from safety import links, matrix
from sources import ROOT, report

MATRIX = ROOT / "docs" / "safety" / "trace.md"


def main(*, check: bool) -> int:
    """Exit code: 1 when a link has nobody at its other end, or when the matrix is out of date."""
    safety = links.load(ROOT, store.under_test())
    if report("trace", ROOT, links.findings(safety)):
        return 1
    print(matrix.figures(safety))
    for row in safety.requirements if not check else []:
        if row.open:
            print(f"  open {row.id}: {row.open}")
    return generated.write_or_check({MATRIX: matrix.text(safety)}, check=check, command="make trace")


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
