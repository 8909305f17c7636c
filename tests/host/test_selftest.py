"""`station selftest`: the form of a real test on the virtual station, of a finding, and a refusal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.host.command import Call, objects
from tests.host.fake_station import FakeStation

from recovery_station.models import Fault, Hello
from recovery_station.selftest_page import page
from recovery_station.selftesting import Reply, Row, SelfTest, form
from recovery_station.station import Station
from station_firmware.core import fault, figures

KINKED: dict[str, Any] = {
    "passed": False,
    "found": [fault.HOSE_KINKED, "L4", 29, 10],
    "figures": [None] * figures.COUNT,
}
KINKED_ROWS = form(Hello((1, 1), "0", "s", "n", 1), Reply(False, None, [])).rows


def _form(path: Path) -> dict[str, Any]:
    """What was signed, without the signature."""
    (form,) = objects(path.read_text(encoding="utf-8"))
    assert form.pop("signature")["type"] == "signature/1"
    return form


def test_the_form_of_a_finding(fake: FakeStation, call: Call, tmp_path: Path) -> None:
    row = [0] * 12 + [24000, 5000, 140, 0] + [80] * 14 + [180, 181] + [400] * 2 + [0] * 6 + [3, 4, 5, 291]
    fake.selftest = {**KINKED, "figures": row + [None] * (figures.COUNT - len(row))}
    path = tmp_path / "form.txt"
    code, out, err = call("selftest", "--report", str(path))
    assert code == 7 and "found hose_kinked" in err
    assert path.read_text(encoding="utf-8") == out
    assert "hose_kinked L4, 29 against 10 mmHg" in out and "Straighten the hose" in out
    lines = {line.split("  ")[0]: line.split() for line in out.splitlines()}
    assert lines["left after opening L4"][-5:] == ["at", "most", "10", "mmHg", "bad"]
    assert lines["current of right pump"][-1] == "good" and lines["current of right pump"][4] == "181"
    assert lines["left after opening L5"][-2:] == ["not", "reached"]


def test_with_json_stdout_and_file_hold_the_object(fake: FakeStation, call: Call, tmp_path: Path) -> None:
    fake.selftest = KINKED
    path = tmp_path / "form.json"
    code, out, _ = call("--json", "selftest", "--report", str(path))
    (told,) = objects(out)
    assert code == 7 and _form(path) == told
    assert told["type"] == "selftest/1" and told["finding"]["name"] == "hose_kinked" and not told["passed"]
    assert [row["verdict"] for row in told["rows"]] == ["not reached"] * len(told["rows"])


def test_a_test_that_was_stopped_is_no_pass(fake: FakeStation, call: Call) -> None:
    fake.selftest = {"passed": False, "found": None, "figures": [None] * figures.COUNT}
    code, out, err = call("selftest")
    assert code == 7 and "stopped before its end" in out and "stopped before its end" in err


def test_a_file_that_cannot_be_written_leaves_the_form_on_the_terminal(
    fake: FakeStation, call: Call, tmp_path: Path
) -> None:
    fake.selftest = KINKED
    code, out, err = call("selftest", "--report", str(tmp_path / "none" / "form.txt"))
    assert code == 2 and "form." in err and "hose_kinked" in out


@pytest.mark.parametrize(
    ("named", "options", "beside", "is_json"),
    [
        ("form.txt", (), ["form.html", "form.json"], False),
        ("form.json", (), ["form.html"], True),
        ("form", ("--json",), ["form.html"], True),
        ("form.html", (), ["form.json"], True),
        ("form.html", ("--json",), ["form.json"], True),
    ],
)
def test_a_report_is_a_page_for_people_and_beside_it_what_was_asked(
    fake: FakeStation,
    call: Call,
    tmp_path: Path,
    named: str,
    options: tuple[str, ...],
    beside: list[str],
    is_json: bool,
) -> None:
    fake.selftest = KINKED
    assert call(*options, "selftest", "--report", str(tmp_path / named))[0] == 7
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("form")) == sorted(
        [named, *beside]
    )
    page = (tmp_path / "form.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert page.split("<h2>")[0].count("<tr>") == 1 + len(KINKED_ROWS)
    plain = (tmp_path / (beside[0] if named == "form.html" else named)).read_text(encoding="utf-8")
    assert plain.startswith('{"type":"selftest/1"') is is_json


def test_the_page_tells_verdicts_and_lets_no_name_become_markup() -> None:
    good, bad = Row("zero of L1", 0.5, -4, 4, "mmHg", "good"), Row("zero of L2", 5, -4, 4, "mmHg", "bad")
    never = Row("left after <b>", None, None, 10, "mmHg", "not reached")
    text = page(SelfTest("<script>", "5", "0.1.0", False, None, [good, bad, never]), "now", "k")
    assert "<script>" not in text and "&lt;script&gt;" in text and "left after &lt;b&gt;" in text
    assert '<td class="good">good</td>' in text and '<td class="bad">bad</td>' in text
    assert "<td>at most 10</td>" in text and "<td>-4 to 4</td>" in text and "no pass" in text
    assert "Passed." in page(SelfTest("x", "5", "0.1.0", True, None, [good]), "now", "k")
    found = Fault(108, "hose_kinked", "L4", 29, 10, "mmHg", 0, 1, "Straighten <it>")
    text = page(SelfTest("x", "5", "0.1.0", False, found, []), "now", "k")
    assert "hose_kinked L4" in text and "Straighten &lt;it&gt;" in text and "Passed." not in text


def test_a_healthy_virtual_station_passes_in_full() -> None:
    with Station.open("sim:") as station:
        while station.wire_status().state != "IDLE":
            station.client.pump(0.2)
        result = station.selftest()
        assert result.passed and result.finding is None
        assert {row.verdict for row in result.rows} == {"good"}
        assert station.wire_status().state == "IDLE"
