"""Writes hardware/chain.md: what the chain's circuit does, with the spread, the dips and every fault as tables."""

from circuit import results
from circuit.model import Sheet
from circuit.results import Data

_HEAD = """# The safety chain, simulated

Made by `make hardware` from [`circuit/chain.toml`](circuit/chain.toml) with ngspice; edit that file, not this one.
`make check` fails when the circuit has changed since. The models of transistors and diodes are generic ones with their
spread, not the makers'; the relay is its coil and an armature with the data sheet's limits. A board has not been
measured.
"""

_WORDS = """## How it works

- **Links.** 24 V pass E-stop pole A, both pressure switches, the cut-out, the monostable (Q4) and K1's own contact to
  its coil; the return passes E-stop pole B. One open link takes the coil's voltage.
- **Heartbeat.** Two capacitors in series let only edges pass. A rising edge fills C2, R3 empties it; below 0.365 of the
  5 V the comparator opens Q4. That is a ratio, so the time does not follow the supply.
- **5 V detector.** Simulation showed that a sag of the 5 V stretches the time to 210 ms when the heartbeat stops with
  it: the limit sinks faster than the ramp. Below 4.4 V the detector U3 now opens the link at once.
- **Arm.** A rising edge opens Q6 for some tens of milliseconds, which bridges K1's holding contact. A line that stays
  high arms once and then no more.
- **Second way.** The drivers' enable follows the coil's voltage (Q7), not a second contact of the relay: in a relay
  with force-guided contacts one that is welded keeps the others closed too, and an enable behind it would stay.
- **Pole B.** D4 keeps the current that senses pole B from feeding the relay tap backwards: without it that tap stood at
  1.6 V, neither open nor closed.
- **Stored charge.** At most 1 µF and a bleeder lie behind the relay's contact. Larger capacitors there would keep the
  actuators on: they belong before it.
"""

_RANK_WORDS = {
    "opens": "the chain opens, or does not close",
    "seen": "a test before each session, or the daily one, finds it",
    "listed": "no test of the station finds it; the layer that covers it is named",
    "no effect": "every function stays within its limits",
}


def _spread(data: Data) -> list[str]:
    found = results.spread_ms(data)
    rows = [
        "## Drop time",
        "",
        "From the last edge of the heartbeat, left high or low, until the actuators' 24 V is below 6 V; must be",
        "100 to 200 ms.",
        "",
        "| | runs | shortest | longest |",
        "| --- | --- | --- | --- |",
    ]
    words = {
        "corners_ms": "corners: all timing parts at the end of their tolerance, 0 and 60 °C, supplies, relay",
        "lots_ms": "random lots: every part within its tolerance, every condition within its range",
    }
    for name, text in words.items():
        low, high = found[name]
        rows.append(f"| {text} | {2 * len(data[name])} | {low} ms | {high} ms |")
    return [*rows, "", "![Drop time](diagrams/drop.png)", ""]


def _dips(data: Data) -> list[str]:
    rows = [
        "## Supplies that dip",
        "",
        "The chain is closed and the heartbeat runs; where it says so, the heartbeat stops with the dip. The relay's",
        "limits are typical ones here: it holds down to 4.8 V, by its data sheet it may hold down to 2.4 V. Actuators",
        "let go before; the firmware trips below 21.6 V (REQ-60).",
        "",
        "| supply | falls to | for | actuators' 24 V |",
        "| --- | --- | --- | --- |",
    ]
    for dip in data["dips"]:
        for_words = f"{dip['ms']} ms" + (", heartbeat stops" if dip["hang"] else "")
        if dip["lost_ms"] is None:
            end = "stays, the relay holds"
        elif dip["back"]:
            end = "follows the dip, the relay holds"
        else:
            end = f"gone after {dip['lost_ms']} ms, stays away"
        rows.append(f"| {dip['supply'][1:]} V | {dip['volt']:g} V | {for_words} | {end} |")
    return [*rows, ""]


def _faults(data: Data) -> list[str]:
    found = results.counts(data)
    rows = [
        "## Single faults",
        "",
        f"{len(data['faults'])} faults, one at a time: every part open, short, at half and twice its value, every pin",
        "of a transistor open and every pair bridged, outputs stuck, contacts welded. Each run closes and opens the",
        "chain in nine ways. What a fault breaks further (a transistor that burns) is not simulated. Parts that",
        "act only when something else is wrong (F1, D3, U3) count as no effect when they fail: no test of the station",
        "tries them.",
        "",
        "| counts as | faults | |",
        "| --- | --- | --- |",
    ]
    rows += [f"| {rank} | {found[rank]} | {words} |" for rank, words in _RANK_WORDS.items()]
    for rank in ("listed", "seen", "opens"):
        rows += [
            "",
            f"### {rank.capitalize()}",
            "",
            "| part | fault | what happens | who |",
            "| --- | --- | --- | --- |",
        ]
        for row in data["faults"]:
            if row["rank"] == rank:
                effects = [effect for effect in row["effects"] if effect[0] == rank] or row["effects"]
                what, who = effects[0][1], effects[0][2]
                rows.append(f"| {row['ref']} | {row['what']} | {what} | {who} |")
    silent: dict[str, list[str]] = {}
    for row in data["faults"]:
        if row["rank"] == "no effect":
            silent.setdefault(row["what"], []).append(row["ref"])
    rows += ["", "### No effect", "", "| fault | parts |", "| --- | --- |"]
    rows += [f"| {what} | {', '.join(refs)} |" for what, refs in silent.items()]
    return [*rows, ""]


def _parts(sheet: Sheet) -> list[str]:
    rows = ["## Parts", "", "| ref | what | between | why |", "| --- | --- | --- | --- |"]
    for item in sheet.items:
        nets = ", ".join(f"{pin} {name}" for pin, name in item.pins.items())
        rows.append(f"| {item.ref} | {item.kind}, `{item.part}` | {nets} | {item.note} |")
    return [*rows, ""]


def figures(data: Data) -> str:
    """The numbers in one line."""
    found = results.counts(data)
    drops = results.spread_ms(data)
    return (
        f"chain: {len(data['faults'])} faults tried: {found['opens']} open it, {found['seen']} seen by a test, "
        f"{found['listed']} listed, {found['no effect']} without effect; drop {drops['corners_ms'][0]} to "
        f"{drops['corners_ms'][1]} ms in the corners, {drops['lots_ms'][0]} to {drops['lots_ms'][1]} ms in lots"
    )


def text(sheet: Sheet, data: Data) -> str:
    """The whole page."""
    lines = [_HEAD, _WORDS, *_spread(data), *_dips(data), *_faults(data), *_parts(sheet)]
    return "\n".join(lines).rstrip() + "\n"
