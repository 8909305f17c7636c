"""Judging a UF2 before anything is sent: whole ones pass, whatever is cut, spoiled, out of order or foreign does not.

The files are of the tests' own make (uf2_files.py).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.host import uf2_files as make
from tests.host.command import Call, objects

from recovery_station.errors import IntegrityError, RefusedError, StationError, UsageError
from recovery_station.flash import uf2
from recovery_station.versions import interpreter_misfit

WHERE = Path("some.uf2")
GOOD = {"pico": make.pico(), "pico2": make.pico2()}
BLOCKS = make.blocks_of(make.body_of())
HEADER = [*range(32), *range(508, 512)]
FLIPS = [1 << bit for bit in range(8)]
EXTENSION_FLAG = (9, 0x80)


def refused(content: bytes) -> StationError:
    with pytest.raises((IntegrityError, RefusedError)) as caught:
        uf2.judge(WHERE, content)
    assert "some.uf2" in caught.value.message and caught.value.hint
    return caught.value


def changed(content: bytes, at: int, flip: int) -> bytes:
    spoiled = bytearray(content)
    spoiled[at] ^= flip
    return bytes(spoiled)


def test_a_whole_file_of_each_board_passes(tmp_path: Path) -> None:
    for name, board in (("pico", make.PICO), ("pico2", make.PICO2)):
        path = tmp_path / f"{name}.uf2"
        path.write_bytes(GOOD[name])
        image = uf2.load(path)
        assert (image.board, image.version, image.built) == (board, "1.29.0", "2026-08-24")
        assert image.image_bytes == 9 * 256


@given(st.sampled_from(sorted(GOOD)), st.data())
def test_cut_anywhere_it_is_refused(name: str, data: st.DataObject) -> None:
    whole = GOOD[name]
    refused(whole[: data.draw(st.integers(0, len(whole) - 1))])


@pytest.mark.parametrize("number", [0, 1, len(BLOCKS) - 1])
def test_a_spoiled_bit_of_any_header_is_refused(number: int) -> None:
    whole = b"".join(BLOCKS)
    for at in HEADER:
        for flip in FLIPS:
            refused(changed(whole, number * 512 + at, flip))


@given(st.integers(0, len(BLOCKS) - 1), st.sampled_from(HEADER), st.integers(1, 255))
def test_so_is_any_other_spoiled_byte_of_any_header(number: int, at: int, flip: int) -> None:
    refused(changed(b"".join(BLOCKS), number * 512 + at, flip))


def test_so_is_one_in_the_block_against_e10() -> None:
    for at in (*HEADER, 32, 32 + 255):
        for flip in FLIPS:
            content = changed(GOOD["pico2"], at, flip)
            if (at, flip) == EXTENSION_FLAG:
                assert uf2.judge(WHERE, content).version == "1.29.0"  # older tools leave it out
            else:
                refused(content)


@given(st.lists(st.integers(0, len(BLOCKS) - 1), min_size=1, max_size=2 * len(BLOCKS)))
def test_missing_doubled_or_out_of_order_it_is_refused(order: list[int]) -> None:
    content = b"".join(BLOCKS[number] for number in order)
    if order == list(range(len(BLOCKS))):
        uf2.judge(WHERE, content)
    else:
        refused(content)


@pytest.mark.parametrize(("first", "second"), [(0, 1), (3, 7), (7, 8)])
def test_two_blocks_changed_places(first: int, second: int) -> None:
    order = list(BLOCKS)
    order[first], order[second] = order[second], order[first]
    assert "out of order" in refused(b"".join(order)).message


@given(st.integers(0, 2**32 - 1).filter(lambda one: one not in (uf2.RP2040, uf2.RP2350_ARM)))
def test_a_foreign_family_is_refused(family: int) -> None:
    assert refused(b"".join(make.blocks_of(make.body_of(), family))).exit_code == 7


@given(st.integers(1, len(BLOCKS) - 1))
def test_so_is_one_foreign_block_among_ours(number: int) -> None:
    content = list(BLOCKS)
    content[number] = make.block(number, len(BLOCKS), content[number][32:288], uf2.RP2350_ARM)
    assert "family" in refused(b"".join(content)).message


def test_the_block_against_e10_is_for_the_pico2_alone() -> None:
    assert refused(make.absolute() + GOOD["pico"]).exit_code == 7
    refused(make.absolute())
    refused(make.absolute() + GOOD["pico2"])
    refused(GOOD["pico2"][512:] + make.absolute())


@pytest.mark.parametrize(("board", "family"), [(make.PICO, uf2.RP2040), (make.PICO2, uf2.RP2350_ARM)])
def test_it_ends_below_the_file_system(board: uf2.Board, family: int) -> None:
    most = board.room_bytes // 256
    for blocks, fits in ((most - 1, True), (most, True), (most + 1, False)):
        content = b"".join(make.blocks_of(make.body_of("1.29.0", board.machine, blocks), family))
        if fits:
            assert uf2.judge(WHERE, content).image_bytes == blocks * 256
        else:
            assert "file system" in refused(content).message


@pytest.mark.parametrize(
    ("version", "runs"),
    [
        *[(one, True) for one in ("1.29.0", "1.29.1", "1.29.99")],
        *[(one, False) for one in ("1.28.0", "1.28.9", "1.30.0", "2.29.0", "0.29.0", "1.29.0-preview")],
    ],
)
def test_only_versions_it_runs_on(version: str, runs: bool) -> None:
    assert (interpreter_misfit(version) is None) is runs
    if runs:
        assert uf2.judge(WHERE, make.pico(version)).version == version
    else:
        assert refused(make.pico(version)).data["found"] == version


@pytest.mark.parametrize("version", ["", "1.29", "1.29.0.1", "1.x.0", "1.29.²", "1.29.-1"])
def test_what_is_no_version_is_no_release(version: str) -> None:
    assert interpreter_misfit(version) == "no release"


@pytest.mark.parametrize(
    "machine",
    [
        "Raspberry Pi Pico W with RP2040",
        "Raspberry Pi Pico2 with RP2350",
        "Raspberry Pi Pico with RP2350",
        "Raspberry Pi Pico",
    ],
)
def test_another_boards_name_is_refused(machine: str) -> None:
    assert refused(make.pico(machine=machine)).exit_code == 7


def test_an_image_without_or_with_two_versions_is_refused() -> None:
    plain = bytes(range(256)) * 4
    assert "no MicroPython" in refused(b"".join(make.blocks_of(plain))).message
    both = make.body_of() + make.body_of("1.28.0")
    assert "more than one" in refused(b"".join(make.blocks_of(both))).message


def test_the_banner_of_older_sources_is_one_text() -> None:
    text = b"MicroPython v1.29.0 on 2026-08-24; Raspberry Pi Pico with RP2040\0"
    image = uf2.judge(WHERE, b"".join(make.blocks_of(text.ljust(512, b"\0"))))
    assert image.version == "1.29.0"


@given(st.binary(max_size=2048))
def test_any_bytes_are_judged_without_a_traceback(content: bytes) -> None:
    refused(content)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "none.uf2", tmp_path):
        with pytest.raises(UsageError, match=path.name):
            uf2.load(path)


def test_check_needs_no_station(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "good.uf2"
    path.write_bytes(GOOD["pico"])
    code, out, _ = call("--json", "flash", "--check", str(path))
    (told,) = objects(out)
    assert (code, told["type"], told["micropython"], told["bytes"]) == (0, "uf2/1", "1.29.0", 2304)
    path.write_bytes(GOOD["pico"][:-1])
    code, out, err = call("--json", "flash", "--check", str(path))
    assert (code, out) == (6, "") and "cut short" in err


@pytest.mark.parametrize("size", [1500, 1536])
def test_what_is_no_uf2_is_called_that_and_not_cut_short(tmp_path: Path, size: int) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"<html>" * (size // 6))
    with pytest.raises(IntegrityError, match="no UF2 file"):
        uf2.load(path)
