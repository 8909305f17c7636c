"""A board that has MicroPython and nothing else becomes a station: formatted, filled, every file read back, started.

Nothing of a journal is lost by it: a board whose archive holds what no host has acknowledged is not formatted. main.py
goes last, so a board that was left half way is bare again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from recovery_station.errors import IntegrityError, RefusedError
from recovery_station.flash.package import FORMAT
from recovery_station.flash.prompt import Prompt, PromptError
from recovery_station.versions import INTERPRETERS, interpreter_misfit
from recovery_station.virtual import image
from recovery_station.virtual.wiring import PINS
from station_firmware.store import archiving as _archiving_module
from station_firmware.store import layout as _layout_module
from station_firmware.store import state_page as _state_page_module

# Written for MicroPython, these carry no annotations.
_archiving = cast("Any", _archiving_module)
_layout = cast("Any", _layout_module)
_state_page = cast("Any", _state_page_module)

MAIN: Final = "main.py"
SLOTS: Final = ("slot_a", "slot_b", "slot_r")
"""The last one is the rescue."""
_FORMAT_S: Final = 60.0
_ASK: Final = """
import json, os, sys, binascii, machine
def names(folder):
    try: return sorted(os.listdir(folder))
    except OSError: return []
print(json.dumps({"serial": binascii.hexlify(machine.unique_id()).decode(), "mpy": sys.implementation._mpy & 255,
    "machine": sys.implementation._machine, "version": ".".join(str(n) for n in sys.implementation[1][:3]),
    "root": names("/"), "log": names("/log")}))
"""
# every select high before one goes low; the identity and the first pages, as hal/fram.py reads them
_MEMORY: Final = """
import binascii
from machine import Pin, SPI
for gp in {selects}: Pin(gp, Pin.OUT, value=1)
spi = SPI(0, baudrate=1000000, sck=Pin({sck}), mosi=Pin({mosi}), miso=Pin({miso}))
select = Pin({fram}, Pin.OUT, value=1)
data = bytearray({size})
select(0); spi.write(bytes((3, 0, 0, 0))); spi.readinto(data); select(1)
print(binascii.b2a_base64(data).decode().strip())
"""
_ERASE: Final = """
import rp2, vfs
vfs.umount("/")
vfs.VfsLfs2.mkfs(rp2.Flash(), progsize=256)
vfs.mount(vfs.VfsLfs2(rp2.Flash(), progsize=256), "/")
print("done")
"""
_DIGESTS: Final = """
import binascii, hashlib, json
def digest(path):
    found = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            part = file.read(512)
            while part:
                found.update(part)
                part = file.read(512)
    except OSError: return ""
    return binascii.hexlify(found.digest()).decode()
for path in {paths}: print(json.dumps([path, digest(path)]))
"""
_PATHS_AT_ONCE: Final = 20


class Board(msgspec.Struct):
    """What a board at its prompt says of itself; `root` and `log` are names in `/` and in the archive's folder."""

    serial: str
    mpy: int
    machine: str
    version: str
    root: list[str]
    log: list[str]


def look(prompt: Prompt) -> Board:
    """Who is there. Raises TimedOutError (no prompt), PromptError (no MicroPython that can say it)."""
    told = prompt.run(_ASK).strip().splitlines()
    try:
        return msgspec.json.decode(told[-1] if told else "", type=Board)
    except msgspec.DecodeError as error:
        raise PromptError(
            "what is at the prompt is no MicroPython of a board", "flash it: `station flash`"
        ) from error


def judge(board: Board, *, virtual: bool) -> None:
    """May a station's firmware go onto it? A virtual board's interpreter is the computer's. Raises RefusedError."""
    misfit = None if virtual else interpreter_misfit(board.version)
    if misfit is not None or board.mpy != FORMAT:
        raise RefusedError(
            f"the board runs MicroPython {board.version} (.mpy format {board.mpy}): {misfit or 'wrong format'}",
            f"flash {INTERPRETERS[0]} first: `station flash RPI_PICO-….uf2`",
            {"micropython": board.version, "mpy": board.mpy},
        )


def unfetched(prompt: Prompt, board: Board) -> list[str]:
    """Files of the archive with records that no host has acknowledged, as far as the memory tells; else all of them."""
    spans = [(name, _archiving.span_of(name)) for name in board.log]
    files = [(name, span[1]) for name, span in spans if span is not None]
    if not files:
        return []
    acked = _acknowledged(prompt)
    return [name for name, next_seq in files if next_seq > acked]


def keep_log(prompt: Prompt, board: Board) -> None:
    """Raise RefusedError when formatting would lose records."""
    waiting = unfetched(prompt, board)
    if waiting:
        raise RefusedError(
            f"{len(waiting)} files of the log on this board were never pulled, and formatting would lose them",
            "get its firmware to run (`mpremote reset`, or power), then `station logs pull`; nothing was changed",
            {"waiting_files": len(waiting)},
        )


def _acknowledged(prompt: Prompt) -> int:
    """Up to which record a host has the journal, by the state page in the FRAM; 0 when that cannot be read."""
    size: int = _layout.LATCH_PAGE
    wires = {
        "selects": [PINS[name] for name in ("CS_ADC_A", "CS_ADC_B", "CS_INPUTS", "CS_FRAM")],
        "sck": PINS["BUS_SCK"],
        "mosi": PINS["BUS_MOSI"],
        "miso": PINS["BUS_MISO"],
        "fram": PINS["CS_FRAM"],
        "size": size,
    }
    content = base64.b64decode(prompt.run(_MEMORY.format(**wires)).strip())
    page = _state_page.StatePage(_Memory(content))
    page.load()
    return int(page.acked_seq)


class _Memory:
    """What was read of the FRAM, as the firmware's own code sees it."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def read_into(self, address: int, buffer: bytearray) -> None:
        buffer[:] = self._content[address : address + len(buffer)]


def fill(prompt: Prompt, tell: Callable[[str], None]) -> int:
    """Format, copy the firmware into every slot, read it back, start it. Returns how many files.

    Raises ImageError (a source), TimedOutError, PromptError, IntegrityError (the flash does not keep what it is given).
    """
    with tempfile.TemporaryDirectory() as work:
        tree = Path(work) / "tree"
        image.lay_out(image.sources(), tree)
        for slot in SLOTS[1:]:
            if not (tree / slot).exists():
                shutil.copytree(tree / SLOTS[0], tree / slot)
        main = (tree / MAIN).rename(Path(work) / MAIN)
        tell("formatting the board's flash")
        prompt.run(_ERASE, _FORMAT_S)
        wanted = _digests(tree)
        tell(f"copying {len(wanted)} files")
        prompt.copy_in(tree)
        tell("reading them back")
        _prove(prompt, wanted)
        begin = Path(work) / "begin"
        begin.mkdir()
        main.rename(begin / MAIN)
        prompt.copy_in(begin)
        _prove(prompt, _digests(begin))
    prompt.reset()
    return len(wanted) + 1


def _digests(tree: Path) -> dict[str, str]:
    return {
        f"/{path.relative_to(tree).as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(tree.rglob("*"))
        if path.is_file()
    }


def _prove(prompt: Prompt, wanted: dict[str, str]) -> None:
    paths = list(wanted)
    for at in range(0, len(paths), _PATHS_AT_ONCE):
        some = paths[at : at + _PATHS_AT_ONCE]
        rows = [json.loads(line) for line in prompt.run(_DIGESTS.format(paths=some), _FORMAT_S).splitlines()]
        wrong = [path for path in some if dict(rows).get(path) != wanted[path]]
        if wrong:
            raise IntegrityError(
                f"{wrong[0]} on the board's flash differs from what was copied",
                "try again; if it stays, the flash is failing: take another board",
                {"wrong": wrong},
            )
