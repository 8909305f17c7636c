"""The bench of the plant prints what `make bench` reads; how quick it is, is no test's business."""

from __future__ import annotations

import json

from recovery_station.virtual.plant import bench


def test_each_case_gives_one_bench_line() -> None:
    lines = list(bench.measure())
    assert len(lines) == len(bench.CASES) + 2
    for line in lines:
        assert json.loads(json.dumps(line)) == line
        assert set(line) == {"type", "bench", "value", "unit", "against", "ratio"}
        assert line["type"] == "bench/1"
