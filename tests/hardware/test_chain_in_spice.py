"""The chain in ngspice: the whole circuit does what the design says, and faults are judged as what they are."""

import pytest

from circuit import campaign, engine, model
from circuit.spice import Fault

ITEMS = model.chain().items
BY_REF = {item.ref: item for item in ITEMS}
CASES = [
    (Fault("S1A", "stuck closed", shorts=(("A", "B"),)), "seen", "pole A does not open"),
    (Fault("R3", "open", open_pin="A"), "seen", "does not drop without heartbeat"),
    (Fault("K1", "23-24 welded", shorts=(("23", "24"),)), "seen", "does not drop without heartbeat"),
    (Fault("K1", "13-14 bridged", shorts=(("13", "14"),)), "listed", "closes without an arm edge"),
    (Fault("Q7", "D-S short", shorts=(("D", "S"),)), "listed", "enable does not follow"),
    (Fault("C2", "short", shorts=(("A", "B"),)), "opens", "does not close"),
    (Fault("C1", "short", shorts=(("A", "B"),)), "no effect", ""),
]


# REQ-58 REQ-83
def test_faults_are_judged_by_what_the_circuit_does() -> None:
    """A sound circuit that does anything wrong raises before the first fault is looked at."""
    try:
        engine.install()
    except engine.NoEngineError as error:
        pytest.skip(str(error))
    rows = campaign.run(ITEMS, [fault for fault, _, _ in CASES])
    for row, (fault, rank, words) in zip(rows, CASES, strict=True):
        assert row.rank == rank, f"{fault}: {row.effects}"
        assert (
            any(effect.what.startswith(words) or words in effect.what for effect in row.effects) or not words
        )
