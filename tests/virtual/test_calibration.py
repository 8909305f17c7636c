"""A station from the factory is calibrated; one whose FRAM holds no whole calibration boots and refuses sessions."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from recovery_station.virtual.board import FRAM_BYTES
from recovery_station.virtual.factory import NOMINAL, factory_fram
from recovery_station.virtual.run import RunOptions, run
from recovery_station.virtual.station import VirtualStation
from station_firmware.store import calibration, layout

COPY_BYTES = calibration.SIZE + 8


def _session(state: Path, until_s: float = 20.0) -> dict[str, Any]:
    out = io.StringIO()
    assert run(RunOptions("flush-20", dir=state, until_s=until_s), out, io.StringIO()) == 0
    return json.loads(out.getvalue())


def _faults(line: dict[str, Any]) -> list[tuple[str, str]]:
    return [(fault["name"], fault["channel"]) for fault in line["faults"]]


def _with(state: Path, content: bytes) -> Path:
    state.mkdir()
    (state / "fram.bin").write_bytes(content)
    return state


def test_a_new_station_holds_the_nominal_calibration_twice_its_daily_tests_and_nothing_else() -> None:
    content = factory_fram(FRAM_BYTES)
    assert len(content) == FRAM_BYTES
    end = layout.CALIBRATION + 2 * COPY_BYTES
    assert not any(content[: layout.CALIBRATION]) and not any(content[end : layout.DAILY])
    assert any(content[layout.DAILY : layout.DAILY + 32]) and not any(content[layout.DAILY + 32 :])
    first, second = (content[layout.CALIBRATION + copy * COPY_BYTES :][8:COPY_BYTES] for copy in range(2))
    assert first == second and any(first)


def test_a_new_station_runs_a_session(tmp_path: Path) -> None:
    line = _session(tmp_path / "state")
    assert _faults(line) == [] and max(line["peak_true_mmhg"].values()) > 20


def test_a_fram_that_exists_is_left_alone(tmp_path: Path) -> None:
    content = bytes(range(256)) * (FRAM_BYTES // 256)
    state = _with(tmp_path / "state", content)
    with VirtualStation(state, firmware=None):
        pass
    assert (state / "fram.bin").read_bytes() == content


def test_a_station_without_calibration_boots_and_refuses_the_session_by_name(tmp_path: Path) -> None:
    line = _session(_with(tmp_path / "state", bytes(FRAM_BYTES)))
    assert _faults(line) == [("sensor_uncalibrated", "L1")]
    assert line["end_reason"] is None and line["resets"] == 0
    assert max(line["peak_true_mmhg"].values()) < 1


@pytest.mark.parametrize(
    ("copies", "found"), [((0,), []), ((1,), []), ((0, 1), [("sensor_uncalibrated", "L1")])]
)
def test_a_damaged_copy_is_made_good_by_the_other(
    tmp_path: Path, copies: tuple[int, ...], found: list[tuple[str, str]]
) -> None:
    content = bytearray(factory_fram(FRAM_BYTES))
    for copy in copies:
        content[layout.CALIBRATION + copy * COPY_BYTES + 20] ^= 4
    assert _faults(_session(_with(tmp_path / "state", bytes(content)), 8.0)) == found


def test_one_wrong_channel_is_the_one_that_is_named(tmp_path: Path) -> None:
    class Chip:
        content = bytearray(FRAM_BYTES)

        def read_into(self, address: int, buffer: bytearray) -> None:
            buffer[:] = self.content[address : address + len(buffer)]

        def write(self, address: int, data: bytes) -> None:
            self.content[address : address + len(data)] = data

    rows = list(NOMINAL)
    rows[7] = (60, 101734)
    chip = Chip()
    calibration.save(chip, rows)
    assert _faults(_session(_with(tmp_path / "state", bytes(chip.content)))) == [
        ("sensor_uncalibrated", "R3")
    ]
