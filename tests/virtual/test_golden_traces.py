"""Each preset gives the pressures it gave when its golden trace was taken; `make golden` renews them on purpose."""

from __future__ import annotations

import pytest

from control import golden
from control.preset import boots


@pytest.mark.parametrize("preset", boots())
def test_a_preset_gives_its_golden_trace(preset: str) -> None:
    truth, (left, _) = golden.take(preset)
    found = golden.text_of(truth, left)
    differences = golden.differences(golden.path_of(preset).read_text(encoding="utf-8"), found)
    assert not differences, "\n".join(
        [*differences[:5], f"{len(differences)} in all; meant so? `make golden`"]
    )


def test_every_golden_trace_has_a_preset() -> None:
    assert sorted(path.stem for path in golden.FOLDER.glob("*.csv")) == sorted(boots())


def test_a_pressure_or_a_row_apart_is_told() -> None:
    header = "t_s," + ",".join(["x"] * 10)
    row = "0.0," + ",".join(["50.0"] * 10)
    assert golden.differences(f"{header}\n{row}\n", f"{header}\n{row.replace('50.0', '50.2')}\n") == []
    assert len(golden.differences(f"{header}\n{row}\n", f"{header}\n{row.replace('50.0', '50.3')}\n")) == 10
    assert len(golden.differences(f"{header}\n{row}\n", f"{header}\n")) == 1
