"""Keys lie in the system's keyring where there is one, else in a private file; a failing keyring is no traceback."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from tests.host import keyrings
from tests.host.command import Call

from recovery_station.errors import StoreError
from recovery_station.flash import keyring_port, keys, signing, vault

SERIAL = "e6614103e7452b2f"
SECRET = bytes(range(32))
AILING = (keyrings.Locked, keyrings.NoBus, keyrings.Broken, keyrings.Waiting)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No keyring and no keys of anybody else's."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(keyring_port, "PATIENCE_S", 0.2)
    before = keyring.get_keyring()
    keyrings.Working.kept.clear()
    yield
    keyring.set_keyring(before)


def use(backend: type[KeyringBackend]) -> None:
    keyring.set_keyring(backend())


# REQ-171
@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, keyrings.PlainFile])
def test_without_a_keyring_it_is_a_file_of_mode_600(backend: type[KeyringBackend]) -> None:
    use(backend)
    key, place = keys.make(SERIAL)
    assert place.path == vault.path_of(SERIAL) and "no keyring" in place.why_file
    assert stat.S_IMODE(place.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.path.parent.stat().st_mode) == 0o700
    assert keys.key_of(SERIAL) == key and not keyrings.Working.kept


# REQ-171
def test_with_a_keyring_no_file_is_made() -> None:
    use(keyrings.Working)
    key, place = keys.make(SERIAL)
    assert place.path is None and "keyring" in place.words and not place.why_file
    assert keyrings.Working.kept == {("recovery-station", SERIAL): key.hex()}
    assert not vault.path_of(SERIAL).exists() and keys.key_of(SERIAL) == key


# REQ-171
@pytest.mark.parametrize("backend", [*AILING, keyrings.ReadOnly, keyrings.Forgetful])
def test_a_keyring_that_does_not_take_it_leaves_it_to_the_file(backend: type[KeyringBackend]) -> None:
    use(backend)
    key, place = keys.make(SERIAL)
    assert place.path is not None and "keyring" in place.why_file
    assert key.hex() not in place.why_file
    assert keys.key_of(SERIAL) == key


# REQ-171
@pytest.mark.parametrize("backend", AILING)
def test_a_keyring_that_does_not_open_is_not_taken_for_an_empty_one(backend: type[KeyringBackend]) -> None:
    use(backend)
    with pytest.raises(vault.ShutAwayError) as shut:
        keys.key_of(SERIAL)
    assert "does not open" in shut.value.message and str(vault.path_of(SERIAL)) in shut.value.message
    key, place = keys.for_claim(SERIAL)
    assert place.path is not None and keys.for_claim(SERIAL)[0] == key
    assert signing.own_public() is None
    assert signing.own().place is not None and signing.own().place is None


def test_the_file_counts_before_the_keyring() -> None:
    use(keyrings.Working)
    keys.make(SERIAL)
    vault.write_private(vault.path_of(SERIAL), SECRET.hex().encode())
    assert keys.key_of(SERIAL) == SECRET
    assert keys.for_claim(SERIAL) == (SECRET, vault.Place(str(vault.path_of(SERIAL)), vault.path_of(SERIAL)))


def test_a_file_that_is_there_is_not_shadowed_by_a_new_key() -> None:
    use(keyrings.Working)
    vault.write_private(vault.path_of(SERIAL), SECRET.hex().encode())
    with pytest.raises(StoreError, match="already"):
        keys.make(SERIAL)
    assert not keyrings.Working.kept and keys.key_of(SERIAL) == SECRET


def test_a_key_that_never_reached_its_station_is_given_again() -> None:
    use(keyrings.Working)
    key, _ = keys.for_claim(SERIAL)
    assert keys.for_claim(SERIAL) == (key, vault.Place("the keyring"))


# REQ-171
def test_what_others_can_read_or_is_no_key_is_refused() -> None:
    use(fail.Keyring)
    keys.make(SERIAL)
    path = vault.path_of(SERIAL)
    for mode in (0o640, 0o604, 0o620, 0o602, 0o610, 0o601):
        path.chmod(mode)
        with pytest.raises(StoreError, match="read by others"):
            keys.key_of(SERIAL)
    path.chmod(0o600)
    for text in ("", "zz", SECRET[:31].hex(), SECRET.hex() + "00"):
        path.write_text(text)
        with pytest.raises(StoreError, match="no key of 32 bytes"):
            keys.key_of(SERIAL)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(StoreError, match="cannot be read"):
        keys.key_of(SERIAL)
    with pytest.raises(StoreError, match="already"):
        keys.make(SERIAL)
    use(keyrings.Working)
    keyrings.Working.kept["recovery-station", "other"] = "no hexadecimal"
    with pytest.raises(StoreError, match="the keyring holds no key"):
        keys.key_of("other")


@pytest.mark.parametrize("serial", ["", "../keys", "a/b", "a b", "\n", "x" * 65, "."])
def test_a_serial_never_names_another_file(serial: str) -> None:
    with pytest.raises(StoreError, match="cannot name a key"):
        keys.key_of(serial)
    with pytest.raises(StoreError, match="cannot name a key"):
        keys.make(serial)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="a superuser may write everywhere")
def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    use(fail.Keyring)
    (tmp_path / "config").mkdir(mode=0o500)
    with pytest.raises(StoreError, match="cannot be kept"):
        keys.make(SERIAL)


def test_a_copy_of_a_service_key_is_a_private_file(call: Call, tmp_path: Path) -> None:
    use(keyrings.Working)
    target = tmp_path / "copy"
    assert call("keys", "copy", SERIAL, "-o", str(target))[0] == 7 and not target.exists()
    key, _ = keys.make(SERIAL)
    code, out, err = call("keys", "copy", SERIAL, "-o", str(target))
    assert code == 0 and key.hex() not in out + err
    assert target.read_text() == key.hex() + "\n" and stat.S_IMODE(target.stat().st_mode) == 0o600
    assert call("keys", "copy", SERIAL, "-o", str(target))[0] == 1
    use(keyrings.Locked)
    code, _, err = call("keys", "copy", SERIAL, "-o", str(tmp_path / "second"))
    assert code == 1 and "Failed to unlock" in err and "next: unlock the keyring" in err
