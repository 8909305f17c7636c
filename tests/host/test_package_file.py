"""Signed firmware packages: altered, cut, not signed or signed by another, they are refused before anything is sent."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.host.command import Call
from tests.host.fake_station import FakeStation

from recovery_station.errors import IntegrityError, UsageError
from recovery_station.flash import package, package_file, packs, signing, trusted
from recovery_station.flash.signing import Signer

FILES = {"station_firmware/app.mpy": b"M\x06\x00\x1f" + bytes(200), "station_firmware/b.json": b"{}"}
PACKAGE = package.Package("0.9.1", FILES, package.manifest_of(FILES))
Rows = dict[str, bytes]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def signer() -> Signer:
    """Somebody whose packages are trusted here."""
    one = Signer(Ed25519PrivateKey.generate())
    trusted.trust(one.public.hex(), ["firmware"], "bench")
    return one


@pytest.fixture
def path(tmp_path: Path, signer: Signer) -> Path:
    made = tmp_path / "firmware.rsp"
    package_file.save(made, PACKAGE, signer)
    return made


def rows_of(path: Path) -> Rows:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path: Path, rows: Rows) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in rows.items():
            archive.writestr(name, data)


def resign(rows: Rows, signer: Signer, change: Callable[[dict[str, Any]], object]) -> None:
    """Another head, signed by whoever `signer` is."""
    head = json.loads(rows["package.json"])
    change(head)
    rows["package.json"] = json.dumps(head).encode()
    told = {"key": signer.public.hex(), "ed25519": signer.sign(package_file.TYPE, rows["package.json"]).hex()}
    rows["signature.json"] = json.dumps(told).encode()


# REQ-170
def test_what_was_packed_comes_out_again(path: Path, signer: Signer) -> None:
    found = package_file.load(path)
    assert found.package == PACKAGE
    assert (found.by.name, found.by.key_id) == ("bench", signing.id_of(signer.public))
    assert package_file.made(PACKAGE, signer) == path.read_bytes()


# REQ-170
def test_every_cut_and_every_changed_byte_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises((IntegrityError, UsageError)):
            package_file.load(path)
    passed = 0
    for at in range(len(whole)):
        spoiled = bytearray(whole)
        spoiled[at] ^= 0x41
        path.write_bytes(spoiled)
        try:
            # what no reader looks at (a date, a system's number) may differ; what is installed may not
            assert package_file.load(path).package == PACKAGE
            passed += 1
        except (IntegrityError, UsageError):
            pass
    assert passed < len(whole) // 3


# REQ-170
@pytest.mark.parametrize("name", ["files/manifest", *[f"files/{path}" for path in FILES]])
def test_a_file_that_is_altered_or_lacks_is_named(path: Path, name: str) -> None:
    rows = rows_of(path)
    rewrite(path, rows | {name: rows[name] + b"x"})
    with pytest.raises(IntegrityError, match=name.removeprefix("files/")):
        package_file.load(path)
    rewrite(path, rows | {name: rows[name][:-1] + b"~"})
    with pytest.raises(IntegrityError, match=name.removeprefix("files/")):
        package_file.load(path)
    rewrite(path, {one: data for one, data in rows.items() if one != name})
    with pytest.raises(IntegrityError, match=name.removeprefix("files/")):
        package_file.load(path)


# REQ-170
def test_no_file_comes_in_that_the_head_does_not_name(path: Path, signer: Signer) -> None:
    rows = rows_of(path)
    for name in ("files/station_firmware/c.mpy", "extra.txt", "files/../up", "/etc/passwd"):
        rewrite(path, rows | {name: b"x"})
        with pytest.raises(IntegrityError, match="not as signed"):
            package_file.load(path)
    digest = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"  # SHA-256 of "x"
    for name in ("../up", "/abs", "a b", "x" * 61):
        resigned = rows | {f"files/{name}": b"x"}
        resign(
            resigned, signer, lambda head, n=name: head["files"].update({n: {"size": 1, "sha256": digest}})
        )
        rewrite(path, resigned)
        with pytest.raises(IntegrityError, match="not as signed"):
            package_file.load(path)


# REQ-170
def test_two_files_of_one_name_and_more_than_a_firmware_has_are_refused(path: Path, signer: Signer) -> None:
    rows = rows_of(path)
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        for name, data in [("files/manifest", b"x"), *rows.items()]:
            archive.writestr(name, data)
    with pytest.raises(IntegrityError, match="a file twice"):
        package_file.load(path)
    rewrite(path, rows | {f"files/{number}": b"" for number in range(package_file.MOST_FILES)})
    with pytest.raises(IntegrityError, match="more than 1000 files"):
        package_file.load(path)
    resign(rows, signer, lambda head: head["files"].pop("manifest"))
    del rows["files/manifest"]
    rewrite(path, rows)
    with pytest.raises(IntegrityError, match="manifest"):
        package_file.load(path)


# REQ-170
def test_another_head_needs_another_signature(path: Path, signer: Signer) -> None:
    rows = rows_of(path)
    rows["package.json"] = rows["package.json"].replace(b"0.9.1", b"0.9.2")
    rewrite(path, rows)
    with pytest.raises(IntegrityError, match="altered") as refused:
        package_file.load(path)
    assert signing.id_of(signer.public) in refused.value.message
    del rows["signature.json"]
    rewrite(path, rows)
    with pytest.raises(IntegrityError, match="not signed"):
        package_file.load(path)
    for told in (b"", b"{}", b'{"key":"zz","ed25519":""}', b'{"key":"","ed25519":""}'):
        rewrite(path, rows | {"signature.json": told})
        with pytest.raises(IntegrityError, match=r"damaged|altered"):
            package_file.load(path)


# REQ-170
def test_a_signature_counts_for_what_it_was_made_for(path: Path, signer: Signer) -> None:
    rows = rows_of(path)
    proof = signer.sign("selftest-form/1", rows["package.json"])
    rows["signature.json"] = json.dumps({"key": signer.public.hex(), "ed25519": proof.hex()}).encode()
    rewrite(path, rows)
    with pytest.raises(IntegrityError, match="altered"):
        package_file.load(path)


# REQ-170
def test_whom_nobody_trusts_for_firmware_is_refused_by_name(path: Path, signer: Signer) -> None:
    trusted.forget(signing.id_of(signer.public))
    with pytest.raises(IntegrityError, match="not trusted") as refused:
        package_file.load(path)
    assert signer.public.hex() in refused.value.hint
    trusted.trust(signer.public.hex(), ["report"], "only forms")
    with pytest.raises(IntegrityError, match="not trusted"):
        package_file.load(path)
    trusted.trust(signer.public.hex(), ["report", "firmware"], "both")
    assert package_file.load(path).by.name == "both"
    trusted.trust(signer.public.hex(), ["report"], "only forms again")
    with pytest.raises(IntegrityError, match="not trusted"):
        package_file.load(path)


# REQ-170
def test_another_mpy_format_or_package_format_is_a_wrong_file(path: Path, signer: Signer) -> None:
    rows = rows_of(path)
    for change, words in (
        (lambda head: head.update(mpy=5), "format 5"),
        (lambda head: head.update(type="firmware-package/2", more=1), "firmware-package/2"),
    ):
        resign(rows, signer, change)
        rewrite(path, rows)
        with pytest.raises(UsageError, match=words):
            package_file.load(path)
    lying = {**FILES, "station_firmware/app.mpy": b"M\x05" + bytes(9)}
    package_file.save(path, package.Package("0", lying, package.manifest_of(lying)), signer)
    with pytest.raises(UsageError, match="format 5"):
        package_file.load(path)


# REQ-170
def test_modules_in_packs_are_looked_at_too(path: Path, signer: Signer) -> None:
    name = f"station_firmware/0{packs.SUFFIX}"
    for pack, error, words in (
        (packs.joined({"app": b"M\x05" + bytes(9)}), UsageError, "format 5"),
        (b"no pack", IntegrityError, "a pack in it is none"),
    ):
        files = {name: pack}
        package_file.save(path, package.Package("0", files, package.manifest_of(files)), signer)
        with pytest.raises(error, match=words):
            package_file.load(path)


def test_what_is_no_package_is_told(tmp_path: Path, path: Path) -> None:
    other = tmp_path / "other"
    for content in (b"", b"no zip", b"MZ" * 500):
        other.write_bytes(content)
        with pytest.raises(UsageError, match="no firmware package"):
            package_file.load(other)
    rewrite(other, {"readme": b"hello"})
    with pytest.raises(UsageError, match=r"no package\.json"):
        package_file.load(other)
    with pytest.raises(UsageError, match="No such file"):
        package_file.load(tmp_path / "none")
    other.write_bytes(bytes(package_file.MOST_BYTES + 1))
    with pytest.raises(UsageError, match="larger"):
        package_file.load(other)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("files/bomb", bytes(package_file.MOST_BYTES + 1))
    other.write_bytes(kept.getvalue())
    with pytest.raises(IntegrityError, match="more in it"):
        package_file.load(other)


# REQ-170
def test_nothing_is_sent_of_a_package_that_is_refused(call: Call, fake: FakeStation, path: Path) -> None:
    rows = rows_of(path)
    rewrite(path, rows | {"files/manifest": b""})
    for words in (("update",), ("update", "--dry-run"), ("update", "--all")):
        code, _, err = call("--json", *words, str(path))
        assert code == 6 and json.loads(err.splitlines()[-1])["name"] == "integrity", words
    assert fake.calls == []
