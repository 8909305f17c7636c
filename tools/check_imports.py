"""Hold the layers apart: who may import `machine`, what the pure core may know, what the host may share."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from sources import ROOT, Finding, files, parse, report

FIRMWARE = Path("firmware") / "station_firmware"
CORE = FIRMWARE / "core"
HAL = FIRMWARE / "hal"
HOST = Path("host") / "recovery_station"
MAIN = Path("firmware") / "main.py"
SIMULATED_BOARD = HOST / "virtual" / "sim"

HARDWARE_MODULES = {"machine", "rp2"}
# What the core may know beside itself: data handling, no input, output or time.
CORE_MODULES = {"micropython", "array", "struct", "binascii", "collections", "json", "math"}
CLOCKS = {
    "ticks_ms",
    "ticks_us",
    "ticks_cpu",
    "time_ns",
    "monotonic",
    "perf_counter",
    "sleep",
    "sleep_ms",
    "sleep_us",
}
CLOCK_OWNERS = {"time", "utime", "datetime", "date"}
# One thread, one tick, plain bytecode (design.md).
NEVER_IN_FIRMWARE = {"asyncio", "uasyncio", "_thread"}
NEVER_DECORATORS = {"native", "viper", "asm_thumb"}
HOST_MAY_TAKE = ("station_firmware.core", "station_firmware.store", "station_firmware.link")

Import = tuple[int, str]


def _package(path: Path) -> list[str]:
    """The dotted package a file lives in, from its place under firmware/ or host/."""
    return list(path.parts[1:-1])


def imports(path: Path, tree: ast.Module) -> Iterator[Import]:
    """Line and absolute dotted name of everything imported; `from a import b` yields `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            package = _package(path)
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"


def _inside(name: str, packages: tuple[str, ...]) -> bool:
    return any(name == package or name.startswith(package + ".") for package in packages)


def firmware_words(path: Path, name: str) -> str | None:
    """What is wrong with an import in the firmware, or None."""
    top = name.split(".")[0]
    if top in NEVER_IN_FIRMWARE:
        return f"imports {top}: the firmware is one tick in one thread"
    if top in HARDWARE_MODULES and path != MAIN and not path.is_relative_to(HAL):
        return f"imports {top}: only hal/ (and main.py, for the safe levels) may touch the hardware"
    if not path.is_relative_to(CORE):
        return None
    if top == "station_firmware":
        return (
            None
            if _inside(name, ("station_firmware.core",))
            else f"core imports {name}: it may import core only"
        )
    return (
        None
        if top in CORE_MODULES
        else f"core imports {name}: it is pure, allowed are {sorted(CORE_MODULES)}"
    )


def host_words(path: Path, name: str) -> str | None:
    """What is wrong with an import on the host, or None."""
    top = name.split(".")[0]
    if path.is_relative_to(SIMULATED_BOARD):
        return None
    if top in HARDWARE_MODULES:
        return f"imports {top}: the host has no pins, the simulated board lives in virtual/sim/"
    constant = name.count(".") == 1 and name.split(".")[1].isupper()
    if top == "station_firmware" and name != top and not constant and not _inside(name, HOST_MAY_TAKE):
        return f"imports {name}: the host shares core, store and link with the firmware, nothing else"
    return None


def _clock_call(node: ast.Call) -> str | None:
    """The name of the clock a call reads, or None."""
    function = node.func
    if isinstance(function, ast.Name):
        return function.id if function.id in CLOCKS else None
    if not isinstance(function, ast.Attribute):
        return None
    owner = function.value.id if isinstance(function.value, ast.Name) else ""
    return f"{owner}.{function.attr}" if function.attr in CLOCKS or owner in CLOCK_OWNERS else None


def core_calls(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Clock reads and imports made at run time, which the import statements do not show."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        clock = _clock_call(node)
        if clock:
            yield node.lineno, f"core calls {clock}: `now_ms` comes in as an argument"
        if isinstance(node.func, ast.Name) and node.func.id in {"__import__", "open", "input", "print"}:
            yield node.lineno, f"core calls {node.func.id}: it has no input, output or imports of its own"


def native_code(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Decorators that leave bytecode."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in NEVER_DECORATORS:
            yield node.lineno, f"uses {node.attr}: the firmware is plain bytecode"


def check(root: Path) -> list[Finding]:
    """Every rule over every Python file of firmware and host."""
    findings: list[Finding] = []
    for path in files(root, ("firmware", "host"), (".py",)):
        inside, tree = path.relative_to(root), parse(path)
        in_firmware = inside.parts[0] == "firmware"
        judge = firmware_words if in_firmware else host_words
        for line, name in imports(inside, tree):
            words = judge(inside, name)
            if words:
                findings.append(Finding(path, line, words))
        calls = list(core_calls(tree)) if inside.is_relative_to(CORE) else []
        calls += native_code(tree) if in_firmware else []
        findings += [Finding(path, line, words) for line, words in calls]
    return findings


if __name__ == "__main__":
    sys.exit(report("imports", ROOT, check(ROOT)))
