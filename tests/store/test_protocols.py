"""Custom protocols on the flash: kept, replaced whole, removed; what cannot be read is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from station_firmware.store.protocols import ProtocolStore

HEAD = ["Mine", "rest", 3, "0" * 64]


def test_an_empty_flash_has_no_protocols(tmp_path: Path) -> None:
    store = ProtocolStore(str(tmp_path / "protocols"))
    assert store.ids() == []
    assert store.head("mine") is None
    assert store.body("mine") is None
    assert store.remove("mine") is False


def test_protocols_are_kept_replaced_and_removed(tmp_path: Path) -> None:
    store = ProtocolStore(str(tmp_path / "protocols"))
    store.write("mine", HEAD, '{"id": "mine"}')
    store.write("a-first", HEAD, "{}")
    assert store.ids() == ["a-first", "mine"]
    store.write("mine", ["New", "contrast", 60, "1" * 64], '{"id": "new"}')
    assert store.body("mine") == '{"id": "new"}'
    assert store.head("mine") == ["New", "contrast", 60, "1" * 64]
    assert store.remove("mine") is True
    assert store.ids() == ["a-first"]


@pytest.mark.parametrize("head", ["", "{", "\x00", "[" * 100_000, "[1]", '"' + "x" * 9000 + '"', "{}"])
def test_a_file_with_a_spoiled_head_is_not_there(tmp_path: Path, head: str) -> None:
    store = ProtocolStore(str(tmp_path))
    (tmp_path / "mine.json").write_text(head + '\n{"id": "mine"}')
    assert store.ids() == ["mine"]
    assert (store.head("mine"), store.body("mine")) == (None, None)


def test_a_write_cut_short_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = ProtocolStore(str(tmp_path))
    store.write("mine", HEAD, '{"id": "old"}')

    def cut(source: str, target: str) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("station_firmware.store.protocols.os.rename", cut)
    with pytest.raises(OSError, match="no space"):
        store.write("mine", HEAD, '{"id": "new"}')
    assert store.body("mine") == '{"id": "old"}'
    assert store.ids() == ["mine"]


def test_a_flash_that_takes_nothing_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OSError):
        ProtocolStore(str(tmp_path / "file" / "protocols")).write("mine", HEAD, "{}")
