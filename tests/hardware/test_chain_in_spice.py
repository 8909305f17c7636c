"""The chain in ngspice: the whole circuit does what the design says, and faults are judged as what they are."""

import pytest

from circuit import campaign, course, engine, model
from circuit.spice import Fault, Spread, net, netlist

ITEMS = model.chain().items
BY_REF = {item.ref: item for item in ITEMS}
CASES = [
    (Fault("S1A", "stuck closed", shorts=(("A", "B"),)), "seen", "pole A does not open"),
    (Fault("R3", "open", open_pin="A"), "seen", "does not drop without heartbeat"),
    (Fault("K1", "23-24 welded", shorts=(("23", "24"),)), "seen", "does not drop without heartbeat"),
    (Fault("K1", "13-14 bridged", shorts=(("13", "14"),)), "seen", "closes without an arm edge"),
    (Fault("Q7", "D-S short", shorts=(("D", "S"),)), "listed", "enable does not follow"),
    (Fault("C2", "short", shorts=(("A", "B"),)), "opens", "does not close"),
    (Fault("C1", "short", shorts=(("A", "B"),)), "no effect", ""),
]


def installed() -> None:
    """Skip where npm cannot bring ngspice."""
    try:
        engine.install()
    except engine.NoEngineError as error:
        pytest.skip(str(error))


def test_the_test_points_of_the_building_page_are_those_of_the_circuit() -> None:
    installed()
    ways = (course.WAYS[2], course.WAYS[3])
    until_s = course.FIRST_S + course.CYCLE_S * len(ways)
    names = ("LIMIT", "RAMP", "COIL_LOW", "/M", "/K", "/G02", "V24_ACT", "TAP_RELAY", "ESTOP")
    running = engine.Engine()
    try:
        text = netlist(ITEMS, course.sources(24.0, 5.0, 3.3, ways), until_s, Spread())
        volts = running.run(text, [net(name) for name in names], 0.001, until_s)
    finally:
        running.close()
    closed = round((course.FIRST_S + course.CLOSED_S) * 1e3)
    pressed = round((course.begin_s(1) + course.BACK_S) * 1e3) - 5
    assert volts["limit"][closed] == pytest.approx(1.82, rel=0.03)
    ramp = volts["ramp"][closed - 60 : closed]
    assert 3.8 <= min(ramp) <= max(ramp) <= 5.05
    assert volts["coil_low"][closed] == pytest.approx(0.0, abs=0.05)
    assert volts["coil_low"][pressed] == pytest.approx(18.0, abs=2.0)
    for name in ("/M", "/K", "V24_ACT"):
        assert volts[net(name)][closed] == pytest.approx(23.9, abs=0.1)
    assert volts[net("/G02")][closed] < 0.3
    assert volts[net("/G02")][pressed] == pytest.approx(5.0, abs=0.1)
    for tap in ("tap_relay", "estop"):
        assert volts[tap][closed] == pytest.approx(3.2, abs=0.2)
        assert volts[tap][pressed] == pytest.approx(0.0, abs=0.1)


# REQ-58 REQ-83
def test_faults_are_judged_by_what_the_circuit_does() -> None:
    """A sound circuit that does anything wrong raises before the first fault is looked at."""
    installed()
    rows = campaign.run(ITEMS, [fault for fault, _, _ in CASES])
    for row, (fault, rank, words) in zip(rows, CASES, strict=True):
        assert row.rank == rank, f"{fault}: {row.effects}"
        assert (
            any(effect.what.startswith(words) or words in effect.what for effect in row.effects) or not words
        )
