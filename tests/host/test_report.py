"""The report: what its picture marks, and a page that needs no other file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.host import story
from tests.host.fake_station import FakeStation

from recovery_station.errors import StoreError, UsageError
from recovery_station.logs import query
from recovery_station.logs.plot import close_up, draw, top_mmhg
from recovery_station.logs.pull import pull
from recovery_station.logs.report import page, picture_of, png, write_report
from recovery_station.logs.store import Store
from recovery_station.logs.strips import prompt_spans, state_spans
from recovery_station.logs.targets import step_targets, target_at
from recovery_station.station import Station
from station_firmware.core import events, states
from station_firmware.store import record

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def tripped(fake: FakeStation, station: Station, store: Store) -> Store:
    """A store with one session that ended by over-pressure in L3, with a prompt and a missing reading."""
    story.begin(fake, 1, member="Ann <b>")
    story.say(fake, 1, 2000)
    for at_s in range(1, 80):
        story.second(fake, at_s * 1000)
    story.second(fake, 80_000, (record.MISSING_PRESSURE_MMHG, 75, 133, 65, 60, 80, 75, 70, 65, 60))
    story.trip(fake, 80_000)
    story.end(fake, 1, states.FAULT_END, 80_000, 101)
    pull(station, store)
    return store


def test_all_ten_zones_with_targets_and_the_fault(tripped: Store) -> None:
    picture = picture_of(tripped, query.session(tripped, "last"))
    figure = draw(picture)
    left, right = figure.subfigs[0].axes[:2]
    for axes, side in ((left, "L"), (right, "R")):
        labels = axes.get_legend_handles_labels()[1]
        assert [label[:2] for label in labels] == [f"{side}{zone}" for zone in range(1, 6)]
        assert "mmHg" in axes.get_ylabel()
    words = [text.get_text() for text in left.texts]
    assert words == ["over_pressure L3"]
    assert not right.texts
    assert picture.targets[5] == story.TARGETS_MMHG
    assert top_mmhg(picture) == 140
    assert close_up(picture)[2] == "its last moments"


def test_the_strips_tell_states_and_prompts(tripped: Store) -> None:
    picture = picture_of(tripped, query.session(tripped, "last"))
    found = state_spans(picture.row, picture.samples, picture.events)
    assert found[0] == (0.0, 80.0, "RUNNING")
    assert found[-1][2] == "FAULT"
    assert prompt_spans(picture.row, picture.samples, picture.events) == [(2.0, 80.0, "enter_cold")]


def test_the_page_is_whole_and_escapes_names(tripped: Store) -> None:
    picture = picture_of(tripped, query.session(tripped, "last"))
    assert "Ann &lt;" not in page(picture)
    text = page(picture, with_members=True)
    assert "data:image/png;base64," in text
    assert "Ann &lt;b&gt;" in text
    assert "over_pressure: A zone is above the highest pressure allowed." in text
    assert "http" not in text
    assert "<th>L3</th>" in text


def test_png_and_html_by_suffix(tripped: Store, tmp_path: Path) -> None:
    row = query.session(tripped, "last")
    for name in ("r.png", "r.html"):
        write_report(tripped, row, tmp_path / name)
    assert (tmp_path / "r.png").read_bytes().startswith(PNG)
    with pytest.raises(UsageError):
        write_report(tripped, row, tmp_path / "r.pdf")
    with pytest.raises(StoreError):
        write_report(tripped, row, tmp_path / "no" / "r.png")


def test_a_session_without_telemetry_or_pressure_is_drawn_too(
    fake: FakeStation, station: Station, store: Store
) -> None:
    story.begin(fake, 1, protocol="contrast-7x1")
    pull(station, store)
    assert png(picture_of(store, query.session(store, "last"))).startswith(PNG)
    assert "No target lines" in page(picture_of(store, query.session(store, "last")))


def test_targets_follow_the_step_legs_and_boost() -> None:
    step: dict[str, object] = {
        "kind": "compression",
        "legs": "left",
        "target_mmhg": [80, 75, 70, 65, 60],
        "boost": {"zone": 2, "mmhg": 5},
    }
    assert step_targets(step) == (80, 80, 70, 65, 60, None, None, None, None, None)
    in_turn = {**step, "legs": "alternating", "zones_off": ["L3", "R1"]}
    assert step_targets(in_turn) == (80, 80, None, 65, 60, None, 80, 70, 65, 60)
    steps: list[tuple[float, dict[str, object]]] = [(0.0, {"step": 0}), (10.0, {"step": 1})]
    document: dict[str, object] = {"step": [step, {"kind": "rest", "rest_s": 5}]}
    assert target_at(document, steps, 5.0, None)[0] == 80
    assert target_at(document, steps, 12.0, None)[0] is None
    assert target_at(document, steps, 5.0, 4.0)[0] is None
    assert target_at(None, steps, 5.0, None)[0] is None


def test_targets_follow_what_was_changed_while_it_ran() -> None:
    step: dict[str, object] = {"kind": "compression", "legs": "left", "target_mmhg": [80, 75, 70, 65, 60]}
    document: dict[str, object] = {"step": [step, step]}
    steps: list[tuple[float, dict[str, object]]] = [(0.0, {"step": 0}), (50.0, {"step": 1})]
    changes: list[tuple[float, dict[str, object]]] = [
        (10.0, {"code": events.INTENSITY, "a": -5, "b": 75}),
        (20.0, {"code": events.BOOST, "a": 3, "b": 10}),
        (30.0, {"code": events.BOOST, "a": 0, "b": 0}),
        (35.0, {"code": events.BODY_RELIEVED, "a": 3, "b": 90}),
    ]
    calf = [target_at(document, steps, t_s, None, changes)[2] for t_s in (5.0, 15.0, 25.0, 40.0, 55.0)]
    assert calf == [70, 65, 75, 65, 70]
    assert step["target_mmhg"] == [80, 75, 70, 65, 60]
