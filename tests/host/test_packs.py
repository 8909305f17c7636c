"""Packs: every module is found again, byte for byte, where the firmware looks for it; what changes moves no other."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import station_firmware as _module
from recovery_station.flash import package, packs, plan

firmware = cast("Any", _module)
_NAMES = st.from_regex(r"[a-z]{1,3}(/[a-z_]{1,8}){0,2}", fullmatch=True).filter(
    lambda name: name != "__init__"
)
MODULES = st.dictionaries(_NAMES, st.binary(max_size=3000), max_size=30)


def _files(modules: dict[str, bytes]) -> dict[str, bytes]:
    return {packs.STARTER: b"M\x06", "notes.txt": b"as it is"} | {
        f"{packs.PACKAGE}{name}.mpy": content for name, content in modules.items()
    }


def _loaded(folder: Path, made: dict[str, bytes], name: str) -> bytes:
    """What an import of MicroPython reads: from the file that is opened, as far as the module goes and beyond."""
    for path, content in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    served = firmware.Packs(str(folder))
    assert served.stat(f"/{name}.mpy")[0] == 0x8000
    with served.open(f"/{name}.mpy", "rb") as file:
        return file.read()


# REQ-142
@settings(max_examples=25, deadline=None)
@given(modules=MODULES.filter(bool), data=st.data())
def test_the_firmware_finds_every_module_where_the_host_put_it(
    tmp_path_factory: pytest.TempPathFactory, modules: dict[str, bytes], data: st.DataObject
) -> None:
    files = _files(modules)
    made = packs.packed(files)
    assert packs.unpacked(made) == files
    name = data.draw(st.sampled_from(sorted(modules)))
    assert _loaded(tmp_path_factory.mktemp("slot"), made, name).startswith(modules[name])


@pytest.mark.parametrize(
    "path", ("/core/nothing.mpy", "/core/fill.py", "/core/fill", "/cor", "/core/fil.mpy", "/fill.mpy")
)
def test_what_is_no_module_is_not_there(tmp_path: Path, path: str) -> None:
    made = packs.packed(_files({"core/fill": b"x" * 50, "core/__init__": b"y"}))
    _loaded(tmp_path, made, "core/fill")
    served = firmware.Packs(str(tmp_path))
    assert served.stat("/core")[0] == 0x4000
    with pytest.raises(OSError):
        served.stat(path)


@settings(max_examples=25)
@given(modules=MODULES, data=st.data())
def test_a_module_that_changes_moves_no_other(modules: dict[str, bytes], data: st.DataObject) -> None:
    modules |= {"core/one": bytes(20_000), "core/two": bytes(20_000)}
    name = data.draw(st.sampled_from(sorted(modules)))
    before = packs.packed(_files(modules))
    after = packs.packed(_files(modules | {name: modules[name] + b"more"}))
    if before.keys() == after.keys():
        assert len([path for path in before if before[path] != after[path]]) == 1


def _put_together(rows: list[dict[str, object]], running: dict[str, bytes]) -> Generator[tuple[int, bytes]]:
    import base64

    for row in rows:
        if row["do"] == "copy":
            at, size = int(str(row["at"])), int(str(row["size"]))
            assert size <= plan.COPIED_BYTES
            yield int(str(row["offset"])), running[str(row["from"])][at : at + size]
        else:
            yield int(str(row["offset"])), base64.b64decode(str(row.get("data", "")))


# REQ-142
@settings(max_examples=25)
@given(old=MODULES, new=MODULES)
def test_what_the_host_asks_puts_each_file_together_and_sends_no_module_that_is_there(
    old: dict[str, bytes], new: dict[str, bytes]
) -> None:
    running = packs.packed(_files(old))
    wanted = packs.packed(_files(new | {name: old[name] for name in list(old)[::2]}))
    known = plan.known_in({path: data for path, data in running.items() if path.endswith(packs.SUFFIX)})
    for path, content in wanted.items():
        pieces = plan.pieces_of(path, content, known)
        rows = plan.requests(path, pieces, package.digest_of(content))
        done = b""
        for offset, data in _put_together(rows, running):
            assert offset == len(done)
            done += data
        assert done == content
        assert [row for row in rows if "sha256" in row] == rows[-1:]
        if path.endswith(packs.SUFFIX):
            members = packs.members_of(content)
            there = {
                one.content
                for data in running.values()
                if data[:2] != b"M\x06" and data != b"as it is"
                for one in packs.members_of(data)
            }
            least = sum(len(one.content) for one in members if one.content not in there)
            head = members[0].begin if members else len(content)
            assert plan.sent_bytes(pieces) == head + least


def test_what_is_no_pack_is_told() -> None:
    for spoiled in (b"", b"zzzz", b"0005\na 0\n", b"0009\na 0000\nxx"):
        with pytest.raises(ValueError):
            packs.members_of(spoiled)


def test_without_what_serves_them_modules_stay_files() -> None:
    files = {"station_firmware/app.mpy": b"M\x06"}
    assert packs.packed(files) == files


# REQ-142
def test_the_longest_request_of_an_update_fits_a_frame() -> None:
    import json

    from recovery_station import framing

    path = packs.STARTER
    for content in (bytes(plan.SLICE_BYTES), bytes(plan.ROOM_BYTES), bytes(plan.SLICE_BYTES + 1)):
        for row in plan.requests(path, [content], "0" * 64):
            request = {"jsonrpc": "2.0", "id": "01234567-99999", "method": "update.write", "params": row}
            framing.encode(json.dumps(request, separators=(",", ":")))
