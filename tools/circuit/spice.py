"""The chain's items as an ngspice netlist, whole or with one fault, under given supplies and stimuli."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from circuit.model import Item

OPEN_OHM = 1e9
SHORT_OHM = 0.05
Points = list[tuple[float, float]]

MODELS = """\
.model dsmall d(is=4n n=1.9 rs=0.6 bv=100 cjo=4p tt=10n)
.model dpower d(is=10n n=1.8 rs=0.05 bv=400)
.model qn npn(bf={beta} is=1e-14 vaf=80 cje=8p cjc=4p)
.model qp pnp(bf={beta} is=1e-14 vaf=80 cje=8p cjc=4p)
.model mn nmos(level=1 vto={vto_n} kp=0.1 rd=1 is=1e-14)
.model mp pmos(level=1 vto=-{vto_p} kp=0.5 rd=0.1 is=1e-14)
.model link sw(vt=0.5 vh=0.1 ron=0.05 roff=1g)
"""


@dataclass(frozen=True)
class Spread:
    """What a lot of parts and a day's temperature do. `scale` multiplies values by ref."""

    temp_degc: float = 25.0
    scale: dict[str, float] = field(default_factory=dict[str, float])
    beta: float = 250.0
    vto_n: float = 1.7
    vto_p: float = 1.8
    offset_v: float = 0.0
    detect_v: float = 4.38
    v24: float = 24.0
    v5: float = 5.0
    v3: float = 3.3
    relay_tau_s: float = 0.003
    relay_on: float = 0.60
    relay_off: float = 0.20


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: `what` names it; open pins, shorted pairs, a value's factor, or a stuck part."""

    ref: str
    what: str
    open_pin: str = ""
    shorts: tuple[tuple[str, str], ...] = ()
    factor: float = 1.0
    stuck: str = ""


def net(name: str) -> str:
    """A net's name as ngspice takes it."""
    return "0" if name == "GND" else re.sub(r"\W", "n_", name).lower()


def pwl(points: Points) -> str:
    """Points as a piecewise linear source."""
    return "pwl(" + " ".join(f"{t:.6f} {v:.4g}" for t, v in points) + ")"


def _passive(item: Item, n: dict[str, str], spread: Spread) -> list[str]:
    value = item.value * spread.scale.get(item.ref, 1.0)
    value *= 1.0 + item.tc_ppm * 1e-6 * (spread.temp_degc - 25.0)
    a, b = n["A"], n["B"]
    if item.kind == "capacitor":
        return [f"c{item.ref} {a} {b} {value:.6g}"]
    return [f"r{item.ref} {a} {b} {value:.6g}"]


def _contact(item: Item, n: dict[str, str], spread: Spread) -> list[str]:
    return [f"s{item.ref} {n['A']} {n['B']} press_{item.ref.lower()} 0 link"]


def _diode(item: Item, n: dict[str, str], spread: Spread) -> list[str]:
    return [f"d{item.ref} {n['A']} {n['K']} {'dpower' if item.part == 'diode_1a' else 'dsmall'}"]


def _bipolar(item: Item, n: dict[str, str], spread: Spread) -> list[str]:
    return [f"q{item.ref} {n['C']} {n['B']} {n['E']} {'qn' if item.kind == 'npn' else 'qp'}"]


def _mos(item: Item, n: dict[str, str], spread: Spread) -> list[str]:
    model = "mn" if item.kind == "nmos" else "mp"
    return [
        f"m{item.ref} {n['D']} {n['G']} {n['S']} {n['S']} {model}",
        f"cg{item.ref} {n['G']} {n['S']} 60p",
    ]


def _comparator(item: Item, n: dict[str, str], spread: Spread) -> list[str]:
    p, m, vcc, out = n["P"], n["N"], n["VCC"], n["OUT"]
    drive = f"0.5*v({vcc})*(1+tanh(1000*(v({p})-v({m})+{spread.offset_v:.5f})))"
    return [f"b{item.ref} {item.ref}x 0 v={drive}", f"ro{item.ref} {item.ref}x {out} 200"]


def _detector(item: Item, n: dict[str, str], spread: Spread) -> list[str]:
    """Pulls its output down while the supply is below its limit."""
    below = f"0.5*(1+tanh(200*({spread.detect_v}-v({n['VCC']}))))"
    return [f"b{item.ref} {item.ref}x 0 v={below}", f"s{item.ref} {n['OUT']} {n['GND']} {item.ref}x 0 link"]


def _or_gate(item: Item, n: dict[str, str], spread: Spread) -> list[str]:
    a, b, vcc = n["A"], n["B"], n["VCC"]
    drive = f"0.5*v({vcc})*(1+tanh(10*(max(v({a}),v({b}))-1.4)))"
    return [f"b{item.ref} {item.ref}x 0 v={drive}", f"ro{item.ref} {item.ref}x {n['Y']} 50"]


def _relay(item: Item, n: dict[str, str], spread: Spread) -> list[str]:
    """The coil's voltage over its resistance, smoothed as the armature moves, against pull-in and drop-out."""
    ohm = item.value * spread.scale.get(item.ref, 1.0) * (1.0 + 0.0039 * (spread.temp_degc - 25.0))
    middle = 0.5 * (spread.relay_on + spread.relay_off)
    half = 0.5 * (spread.relay_on - spread.relay_off)
    r = item.ref.lower()
    return [
        f"r{r}c {n['A1']} {r}m {ohm:.5g}",
        f"l{r} {r}m {r}s 1.2",
        f"v{r}i {r}s {n['A2']} 0",
        f"b{r}p {r}b 0 v=abs(i(v{r}i))*1600/24",
        f"r{r}t {r}b {r}a 1k",
        f"c{r}t {r}a 0 {spread.relay_tau_s / 1e3:.4g}",
        f".model arm_{r} sw(vt={middle:.4f} vh={half:.4f} ron=0.05 roff=1g)",
        f"s{r}1 {n['13']} {n['14']} {r}a 0 arm_{r}",
        f"s{r}2 {n['23']} {n['24']} {r}a 0 arm_{r}",
    ]


_MAKERS: dict[str, Callable[[Item, dict[str, str], Spread], list[str]]] = {
    "resistor": _passive,
    "capacitor": _passive,
    "fuse": _passive,
    "contact": _contact,
    "diode": _diode,
    "npn": _bipolar,
    "pnp": _bipolar,
    "nmos": _mos,
    "pmos": _mos,
    "comparator": _comparator,
    "detector": _detector,
    "or_gate": _or_gate,
    "relay": _relay,
}


def _lines(item: Item, spread: Spread, fault: Fault | None) -> list[str]:
    """One item's lines; the fault, if it is this item's, opens a pin, bridges a pair or moves the value."""
    nets = {pin: net(name) for pin, name in item.pins.items()}
    lines: list[str] = []
    if fault is not None and fault.ref == item.ref:
        if fault.open_pin:
            loose = f"{item.ref.lower()}_{fault.open_pin.lower()}_loose"
            lines.append(f"rfault_open {loose} {nets[fault.open_pin]} {OPEN_OHM:g}")
            nets[fault.open_pin] = loose
        for number, (one, other) in enumerate(fault.shorts):
            lines.append(f"rfault{number} {nets[one]} {nets[other]} {SHORT_OHM:g}")
        if fault.factor != 1.0:
            item = replace(item, value=item.value * fault.factor)
        if fault.stuck:
            out = nets.get("OUT") or nets["Y"]
            level = f"v({nets['VCC']})" if fault.stuck == "high" else "0"
            return [*lines, f"b{item.ref} {item.ref}x 0 v={level}", f"ro{item.ref} {item.ref}x {out} 50"]
    return [*lines, *_MAKERS[item.kind](item, nets, spread)]


def netlist(
    items: Iterable[Item],
    sources: dict[str, Points],
    until_s: float,
    spread: Spread,
    fault: Fault | None = None,
) -> str:
    """The whole text. `sources`: net → points; supplies are stiff behind 10 milliohm, inputs behind 50 ohm."""
    lines = ["chain", MODELS.format(beta=spread.beta, vto_n=spread.vto_n, vto_p=spread.vto_p).rstrip()]
    for item in items:
        lines += _lines(item, spread, fault)
    for name, points in sources.items():
        n = net(name)
        ohm = 0.01 if n in ("v24", "v5", "v3") else 50
        lines += [f"v_{n} {n}_src 0 {pwl(points)}", f"r_{n} {n}_src {n} {ohm}"]
    lines += [
        f".options temp={spread.temp_degc:g} reltol=2e-3 abstol=1n vntol=10u method=gear",
        f".tran 2m {until_s:g} 0 2m",
        ".end",
    ]
    return "\n".join(lines) + "\n"
