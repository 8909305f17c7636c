"""The netlist of the board for KiCad (File → Import → Netlist): footprints, terminal numbers, a connector a cable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from circuit.harness import Cable
from circuit.model import Sheet
from circuit.packages import KINDS, OFF_BOARD, Package, Terminal, of_part
from circuit.parts import Part


@dataclass(frozen=True)
class _Comp:
    """One part on the board: `pins` by name → (net, terminal); what is not connected has net ""."""

    ref: str
    part: str
    value: str
    mpn: str
    case: str
    pins: dict[str, tuple[str, Terminal]]


def quoted(text: str) -> str:
    """As KiCad's files quote."""
    return '"' + text.replace("\\", "/").replace('"', "'") + '"'


def _field(name: str, text: str) -> str:
    return f"({name} {quoted(text)})"


def _comps(
    sheets: list[Sheet], parts: dict[str, Part], packages: dict[str, Package], cables: list[Cable]
) -> Iterator[_Comp]:
    for sheet in sheets:
        for item in sheet.items:
            if item.part in OFF_BOARD:
                continue
            package, part = of_part(packages, item.part), parts[item.part]
            if package is None:
                raise KeyError(item.part)
            pins = {pin: (item.pins.get(pin, ""), terminal) for pin, terminal in package.pins.items()}
            value = f"{item.value:g}" if item.value else part.mpn or part.name
            yield _Comp(item.ref, item.part, value, part.mpn, package.case, pins)
    for cable in cables:
        poles = {
            net: (net, Terminal((str(number),), "P")) for number, (net, _) in enumerate(cable.wires, start=1)
        }
        count = len(poles)
        case = (
            f"Connector_Phoenix_MSTB:PhoenixContact_MSTBA_2,5_{count}-G-5,08_1x{count:02}_P5.08mm_Horizontal"
        )
        yield _Comp(
            f"X{cable.id[1:]}", f"terminal_{count}", cable.note, f"MSTBA 2,5/{count}-G-5,08", case, poles
        )


def _comp(comp: _Comp) -> str:
    fields = f"(fields (field {_field('name', 'MPN')} {quoted(comp.mpn)}))"
    source = f"(libsource {_field('lib', 'station')} {_field('part', comp.part)} {_field('description', '')})"
    place = f"(sheetpath {_field('names', '/')} {_field('tstamps', '/')}) {_field('tstamp', comp.ref)}"
    return (
        f"    (comp {_field('ref', comp.ref)} {_field('value', comp.value)} {_field('footprint', comp.case)} "
        f"{fields} {source} {place})"
    )


def _libpart(comp: _Comp) -> str:
    pins = [
        f"        (pin {_field('num', number)} {_field('name', pin)} {_field('type', KINDS[terminal.kind])})"
        for pin, (_, terminal) in comp.pins.items()
        for number in terminal.numbers
    ]
    head = f"    (libpart {_field('lib', 'station')} {_field('part', comp.part)}\n      (pins\n"
    return head + "\n".join(pins) + "))"


def text(
    sheets: list[Sheet], parts: dict[str, Part], packages: dict[str, Package], cables: list[Cable]
) -> str:
    """The whole file. KeyError for a part on the board that packages.toml lacks."""
    comps = list(_comps(sheets, parts, packages, cables))
    nets: dict[str, list[str]] = defaultdict(list)
    for comp in comps:
        for pin, (net, terminal) in comp.pins.items():
            for number in terminal.numbers if net else ():
                tail = f"{_field('pinfunction', pin)} {_field('pintype', KINDS[terminal.kind])}"
                nets[net].append(f"      (node {_field('ref', comp.ref)} {_field('pin', number)} {tail})")
    kinds = {comp.part: comp for comp in comps}
    lines = ['(export (version "E")', '  (design (source "hardware") (date "") (tool "make hardware"))']
    lines += ["  (components", *[_comp(comp) for comp in comps], "  )"]
    lines += ["  (libparts", *[_libpart(comp) for comp in kinds.values()], "  )", "  (libraries)", "  (nets"]
    for code, (name, nodes) in enumerate(sorted(nets.items()), start=1):
        lines += [f"    (net {_field('code', str(code))} {_field('name', name)}", *nodes]
        lines[-1] += ")"
    return "\n".join([*lines, "  ))"]) + "\n"
