"""Who signs packages and who is trusted: this computer's key, private keys in files, the site's list."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.host.command import Call, objects
from tests.host.test_package_file import PACKAGE

from recovery_station.errors import UsageError
from recovery_station.flash import package, package_file, signing, trusted


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_a_package_of_this_tree_by_this_computer(call: Call, tmp_path: Path) -> None:
    target = tmp_path / "own.rsp"
    code, out, err = call("--json", "package", "-o", str(target))
    (told,) = objects(out)
    assert code == 0 and "key was made now" in err and told["file"] == str(target)
    (judged,) = objects(call("--json", "package", "--check", str(target))[1])
    assert {key: judged[key] for key in ("firmware", "files", "bytes", "key")} == {
        key: told[key] for key in ("firmware", "files", "bytes", "key")
    }
    assert package_file.load(target).package == package.own()
    again = tmp_path / "again.rsp"
    assert call("package", "-o", str(again))[0] == 0 and again.read_bytes() == target.read_bytes()
    assert call("package", "-o", str(tmp_path / "none" / "x"))[0] == 2
    assert call("package", "--check", str(target), "-o", str(again))[0] == 2


def test_a_private_key_is_a_file_of_its_owner(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem, target = tmp_path / "release.pem", tmp_path / "x.rsp"
    code, out, err = call("--json", "keys", "make", str(pem))
    (made,) = objects(out)
    assert code == 0 and stat.S_IMODE(pem.stat().st_mode) == 0o600 and "PRIVATE" not in out + err
    assert call("keys", "make", str(pem))[0] == 1
    monkeypatch.setattr(package, "own", lambda: PACKAGE)
    assert call("package", "-o", str(target), "--key", str(pem))[0] == 0
    assert call("package", "--check", str(target))[0] == 6
    assert call("keys", "trust", made["public"], "--for", "firmware", "--name", "release")[0] == 0
    assert call("package", "--check", str(target))[0] == 0
    pem.chmod(0o644)
    code, _, err = call("package", "-o", str(target), "--key", str(pem))
    assert code == 1 and "read by others" in err and "chmod 600" in err
    pem.chmod(0o600)
    for text in ("", "no key", "-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n"):
        pem.write_text(text)
        assert call("package", "-o", str(target), "--key", str(pem))[0] == 2
    assert call("package", "-o", str(target), "--key", str(tmp_path / "none"))[0] == 2


def test_a_passphrase_is_asked_for_and_never_an_argument(tmp_path: Path, call: Call) -> None:
    pem = tmp_path / "locked.pem"
    made = signing.make_file(pem, "rain and snow")
    assert "ENCRYPTED" in pem.read_text()
    assert signing.load_file(pem, lambda: "rain and snow").public == made.public
    with pytest.raises(UsageError, match="passphrase was wrong"):
        signing.load_file(pem, lambda: "sun")
    code, _, err = call("package", "-o", str(tmp_path / "x"), "--key", str(pem))
    assert code == 2 and "no terminal to ask" in err


def test_the_list_of_trusted_keys(call: Call) -> None:
    assert call("keys", "list")[1] == "no key is trusted here yet\n"
    own = call("keys", "own")[1].strip()
    other = "ab" * 32
    assert call("keys", "trust", other, "--for", "report", "--name", "Kim,  bench 2")[0] == 0
    (told,) = objects(call("--json", "keys", "list")[1])
    assert [(one["public"], one["for"], one["name"], one["list"]) for one in told["keys"]] == [
        (other, ["report"], "Kim, bench 2", "site"),
        (own, ["firmware", "report"], "this computer", "own"),
    ]
    assert call("keys", "forget", "00")[0] == call("keys", "forget", own)[0] == 2
    assert call("keys", "forget", signing.id_of(bytes.fromhex(other)))[0] == 0
    for wrong in ("", "xyz", own[:-1], own + "0"):
        assert call("keys", "trust", wrong, "--for", "report", "--name", "x")[0] == 2
    for name in ("", "  ", "a\x1b[2Jb"):
        assert call("keys", "trust", other, "--for", "report", "--name", name)[0] == 2
    for line in ("x", f"{other} report", f"{other} all me", f"{other[1:]} report me"):
        trusted.path().write_text(f"# mine\n\n{line}\n")
        code, _, err = call("keys", "list")
        assert code == 1 and "line 3" in err
