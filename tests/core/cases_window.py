"""A sum over the last minute: what came is in it for at least 50 s and gone after 60 s."""

from station_firmware.core.window import Windows


def _aged(span_ms, dt_ms=20):
    window = Windows(1)
    window.add(0, 7)
    for _ in range(span_ms // dt_ms):
        window.step(dt_ms)
    return window.totals[0]


# REQ-8 REQ-17
def test_amounts_stay_fifty_seconds_and_are_gone_after_sixty():
    assert [_aged(span) for span in (0, 10000, 49980, 59980)] == [7, 7, 7, 7]
    assert _aged(60000) == 0


# REQ-8 REQ-17
def test_an_amount_added_late_in_a_bucket_leaves_earlier_but_not_before_fifty_seconds():
    for late_ms in (0, 20, 5000, 9980):
        window = Windows(1)
        for _ in range(late_ms // 20):
            window.step(20)
        window.add(0, 3)
        lived_ms = 0
        while window.totals[0] and lived_ms < 70000:
            window.step(20)
            lived_ms += 20
        assert 50000 <= lived_ms <= 60000


def test_the_total_is_the_sum_of_what_is_inside():
    window = Windows(1)
    for second in range(120):
        window.add(0, 1)
        for _ in range(50):
            window.step(20)
        assert min(second + 1, 50) <= window.totals[0] <= 60


def test_clear_forgets_all():
    window = Windows(1)
    window.add(0, 5)
    window.step(20)
    window.add(0, 5)
    window.clear()
    assert window.totals[0] == 0
    for _ in range(4000):
        window.step(20)
        assert window.totals[0] == 0


def test_channels_are_summed_by_themselves():
    window = Windows(3)
    window.add(2, 5)
    window.add(0, 1)
    assert window.totals == [1, 0, 5]
    for _ in range(3000):
        window.step(20)
    assert window.totals == [0, 0, 0]
