"""Files people keep are read as they were meant, and records of a newer firmware reach the store as they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.host.command import Call, objects
from tests.host.fake_station import FakeStation
from tests.host.test_pull import stored

import freeze_formats
from recovery_station import selftest_signed
from recovery_station.flash import package_file, signing, trusted
from recovery_station.logs.store import Store
from station_firmware.core import events

UNKNOWN_KIND = 99


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """By name and version; their key is trusted."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    signer = signing.Signer(Ed25519PrivateKey.from_private_bytes(freeze_formats.TEST_KEY))
    trusted.trust(signer.public.hex(), trusted.PURPOSES, "test")
    return json.loads(freeze_formats.FILES.read_text(encoding="utf-8"))


# REQ-174
def test_a_package_of_this_version(frozen: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "x.rsp"
    path.write_bytes(bytes.fromhex(frozen[package_file.TYPE]))
    found = package_file.load(path).package
    assert found.version == "0.1.0"
    assert found.files == {"station_firmware/app.mpy": b"M\x06\x00\x1f" + bytes(range(40))}
    digest = found.digests["station_firmware/app.mpy"]
    assert found.manifest.endswith(b" 44 station_firmware/app.mpy " + digest.encode() + b"\n")


# REQ-174
def test_a_form_of_this_version(frozen: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(frozen[selftest_signed.PURPOSE], encoding="utf-8")
    found = selftest_signed.verify(path)
    assert (found.form["serial"], found.form["passed"], found.made) == (
        "e661",
        True,
        "2026-01-01 08:00 +0000",
    )
    assert [row["measured"] for row in found.form["rows"]] == [0.25, None]


def test_what_is_written_now_is_what_was_frozen(frozen: dict[str, str]) -> None:
    fresh = freeze_formats.files()
    assert fresh.keys() <= frozen.keys()
    name = selftest_signed.PURPOSE
    assert json.loads(fresh[name]) == json.loads(frozen[name])


# REQ-174
def test_records_of_a_kind_nobody_knows_reach_the_store_as_they_are(
    fake: FakeStation, call: Call, tmp_path: Path
) -> None:
    fake.add(events.BOOT, 1, 0, 0, 0, 0, 0, 0)
    fake.add(UNKNOWN_KIND, payload=bytes(range(20)))
    fake.add(events.STATE, 1, 2)
    (told,) = objects(call("--json", "logs", "pull")[1])
    assert (told["new"], told["lost"]) == (3, 0)
    with Store.open(tmp_path / "journal.sqlite") as store:
        assert stored(store) == {seq: fake.journal[seq] for seq in range(3)}
