"""Signed forms of self-tests: what was altered is named, who signed is told, and nobody unknown is believed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.host.command import Call, objects
from tests.host.fake_station import FakeStation

from recovery_station.errors import IntegrityError
from recovery_station.flash import signing, trusted
from recovery_station.selftest_signed import sign, verify
from recovery_station.selftesting import Row, SelfTest
from station_firmware.core import figures

PASSED: dict[str, Any] = {"passed": True, "found": None, "figures": [0] * figures.COUNT}
ROWS = [Row("zero of L1", 0.1, -4, 4, "mmHg", "good"), Row("zero of L2", None, -4, 4, "mmHg", "not reached")]
FORM = SelfTest("gym-2", "e661", "0.1.0", True, None, ROWS)


@pytest.fixture
def form(fake: FakeStation, call: Call, tmp_path: Path) -> Path:
    """A form as the command writes it, with its page."""
    fake.selftest = PASSED
    path = tmp_path / "form.json"
    assert call("selftest", "--report", str(path))[0] == 0
    return path


# REQ-172
def test_a_form_that_nobody_touched(form: Path, call: Call, fake: FakeStation) -> None:
    asked = len(fake.calls)
    (told,) = objects(call("--json", "selftest", "--verify", str(form))[1])
    assert (told["type"], told["serial"], told["passed"], told["by"]) == (
        "selftest-verified/1", fake.serial, True, "this computer",
    )  # fmt: skip
    assert told["files"] == ["form.html"] and len(fake.calls) == asked
    code, out, _ = call("selftest", "--verify", str(form.with_suffix(".html")))
    assert code == 0 and "as it was made, with form.html" in out and told["key"] in out
    form.write_text(json.dumps(json.loads(form.read_text()), indent=2))
    assert call("selftest", "--verify", str(form))[0] == 0
    form.with_suffix(".html").unlink()
    assert call("selftest", "--verify", str(form))[0] == 0
    assert call("selftest", "--verify", str(form.with_suffix(".html")))[0] == 6
    assert call("selftest", "--verify", str(form), "--all")[0] == 2


# REQ-172
@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda form: form.update(passed=1), "passed"),
        (lambda form: form.update(station="other"), "station"),
        (lambda form: form.update(extra=None), "extra"),
        (lambda form: form.pop("serial"), "serial"),
        (lambda form: form["rows"][3].update(measured=2.5), "row 4 zero of L4"),
        (lambda form: form["rows"][0].update(high=None), "row 1 zero of L1"),
        (lambda form: form["rows"].pop(), "row 63 clocks apart"),
        (lambda form: form["rows"].reverse(), "row 1 zero of L1"),
        (lambda form: form.update(rows=None), "rows"),
        (lambda form: form["rows"].__setitem__(0, 7), "row 1 zero of L1"),
    ],
)
def test_what_was_altered_is_named(form: Path, call: Call, change: Any, named: str) -> None:
    told = json.loads(form.read_text())
    change(told)
    form.write_text(json.dumps(told))
    code, _, err = call("--json", "selftest", "--verify", str(form))
    error = json.loads(err)
    assert (code, error["name"]) == (6, "integrity")
    assert any(one.startswith(named) for one in error["data"]["wrong"])
    assert error["data"]["key"] in error["message"]


# REQ-172
def test_page_and_text_beside_it_count(fake: FakeStation, call: Call, tmp_path: Path) -> None:
    fake.selftest = PASSED
    path = tmp_path / "form.txt"
    assert call("selftest", "--report", str(path))[0] == 0
    for name in ("form.txt", "form.html"):
        beside = tmp_path / name
        before = beside.read_text()
        beside.write_text(before + " ")
        code, _, err = call("selftest", "--verify", str(tmp_path / "form.json"))
        assert code == 6 and f"signed it: {name}" in err
        beside.write_text(before)
    (tmp_path / "form.json").rename(tmp_path / "other.json")
    (tmp_path / "form.html").rename(tmp_path / "other.html")
    code, _, err = call("selftest", "--verify", str(tmp_path / "other.html"))
    assert code == 6 and "is not its page" in err


# REQ-172
def test_an_altered_signature_proves_nothing(form: Path, call: Call) -> None:
    told = json.loads(form.read_text())
    block = told["signature"]
    for key, value in (
        ("made", "2020-01-01"),
        ("parts", {**block["parts"], "passed": "0" * 64}),
        ("files", {}),
        ("key", "ab" * 32),
        ("key", "zz"),
        ("ed25519", "00" * 64),
        ("ed25519", ""),
    ):
        form.write_text(json.dumps({**told, "signature": {**block, key: value}}))
        code, _, err = call("selftest", "--verify", str(form))
        assert code == 6 and "signature itself was altered" in err, key
    for damaged in (7, {}, {**block, "parts": 3}, {**block, "more": 1}):
        form.write_text(json.dumps({**told, "signature": damaged}))
        assert call("selftest", "--verify", str(form))[0] == 6
    del told["signature"]
    form.write_text(json.dumps(told))
    code, _, err = call("selftest", "--verify", str(form))
    assert code == 6 and "is not signed" in err


def test_of_two_values_under_one_name_none_is_taken(form: Path, call: Call) -> None:
    text = form.read_text()
    form.write_text(text.replace('"passed":true', '"passed":false,"passed":true', 1))
    code, _, err = call("selftest", "--verify", str(form))
    assert code == 6 and "a name stands in it twice" in err


def test_what_is_no_form(form: Path, call: Call, tmp_path: Path) -> None:
    assert call("selftest", "--verify", str(tmp_path / "none.json"))[0] == 2
    form.write_text('{"type":"status/1"}')
    assert call("selftest", "--verify", str(form))[0] == 2
    for text in ("", "{", "[" * 100_000, '{"type":"selftest/1","type":"selftest/1"}', "\xff"):
        form.write_text(text, encoding="latin-1")
        assert call("selftest", "--verify", str(form))[0] == 6, text[:10]


# REQ-172
def test_another_computers_form_counts_once_its_key_is_trusted_for_forms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    other = signing.Signer(Ed25519PrivateKey.generate())
    path = tmp_path / "f.json"
    path.write_bytes(sign(FORM, "2026-01-01 08:00 +0000", {}, other))
    with pytest.raises(IntegrityError, match="not trusted") as refused:
        verify(path)
    assert signing.id_of(other.public) in refused.value.message
    trusted.trust(other.public.hex(), ["firmware"], "makes packages")
    with pytest.raises(IntegrityError, match="not trusted"):
        verify(path)
    trusted.trust(other.public.hex(), ["report"], "bench 2")
    found = verify(path)
    assert (found.by.name, found.made, found.form["station"]) == (
        "bench 2",
        "2026-01-01 08:00 +0000",
        "gym-2",
    )
