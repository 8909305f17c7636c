"""Guided work: items and sides one after the other, a blip at each change, on and back by hand."""

from tests.core.parts import GUIDED, changed, new_guided, plan_of

from station_firmware.core import prompt


def _begun(**values):
    guided = new_guided()
    guided.begin(plan_of(changed(GUIDED, **values)).steps[0])
    return guided


def _run(guided, span_ms):
    """Returns how many blips there were."""
    said = 0
    for _ in range(span_ms // 20):
        guided.step(20)
        said += guided.say == prompt.NEXT
        guided.say = prompt.NONE
    return said


def _place(guided):
    return guided.item, guided.side


def test_it_begins_with_a_blip_at_the_first_side():
    guided = _begun()
    assert guided.say == prompt.NEXT and _place(guided) == (0, 0) and not guided.finished
    assert new_guided().finished


def test_sides_and_items_follow_each_other_to_the_ms():
    guided = _begun()
    guided.say = prompt.NONE
    for span_ms, place in ((30000, (0, 1)), (30000, (1, 0)), (60000, (2, 0))):
        before = _place(guided)
        assert _run(guided, span_ms - 20) == 0 and _place(guided) == before
        assert guided.left_ms() == 20
        assert _run(guided, 20) == 1 and _place(guided) == place
    assert _run(guided, 59980) == 0 and not guided.finished
    assert _run(guided, 20) == 0 and guided.finished and guided.spent_ms == 180000


def test_on_by_hand_goes_to_where_the_time_would_stand():
    guided = _begun()
    _run(guided, 10000)
    guided.go_on()
    assert _place(guided) == (0, 1) and guided.spent_ms == 30000 and guided.say == prompt.NEXT
    guided.go_on()
    guided.go_on()
    assert _place(guided) == (2, 0) and guided.spent_ms == 120000
    guided.say = prompt.NONE
    guided.go_on()
    assert guided.finished and guided.say == prompt.NONE and guided.spent_ms == 180000


def test_back_is_this_side_anew_and_early_the_one_before():
    guided = _begun()
    _run(guided, 62980)
    assert _place(guided) == (1, 0)
    guided.back()
    assert _place(guided) == (0, 1) and guided.spent_ms == 30000 and guided.say == prompt.NEXT
    guided.back()
    assert _place(guided) == (0, 0) and guided.spent_ms == 0
    guided.back()
    assert _place(guided) == (0, 0) and guided.spent_ms == 0
    _run(guided, 3000)
    guided.back()
    assert _place(guided) == (0, 0) and guided.spent_ms == 0 and guided.left_ms() == 30000
    _run(guided, 33000)
    guided.back()
    assert _place(guided) == (0, 1) and guided.spent_ms == 30000
