"""Boots and water are never at once: out of the boots, dry, and the hand that answers; START while a session runs."""

from tests.core.parts import COMPRESSION, CONTRAST, DIP, GUIDED, REST, Bench, changed
from tests.core.steps_walk import Walk

from station_firmware.core import limits, prompt, states

LONG_REST = changed(REST, rest_s=15)


def _asked(*tables):
    """Walk to the question before the last of `tables`; whatever runs before it is let pass."""
    walk = Walk(*tables)
    while walk.steps.index < len(tables) - 1:
        walk.steps._next()
    return walk


# REQ-135
def test_between_boots_and_water_it_asks_and_begins_nothing():
    for tables, asked in (
        ((COMPRESSION, LONG_REST, CONTRAST), prompt.BOOTS_OFF),
        ((COMPRESSION, GUIDED, DIP), prompt.BOOTS_OFF),
        ((CONTRAST, LONG_REST, COMPRESSION), prompt.DRY),
        ((DIP, LONG_REST, COMPRESSION), prompt.DRY),
    ):
        walk = _asked(*tables)
        assert walk.steps.asking == asked == walk.steps.say
        walk.steps.changed = False
        walk.run(100000)
        assert walk.steps.asking == asked and walk.steps.step_ms == 0
        assert walk.demand.closed == 0 and not walk.steps.water.in_water() and not walk.steps.changed
        assert walk.steps.kind == states.STEP_REST
        assert walk.steps.go_on() and walk.steps.changed
        assert walk.steps.kind == walk.steps.plan.steps[-1].kind and not walk.steps.asking


def test_no_question_where_nothing_changes():
    for tables in (
        (COMPRESSION, LONG_REST, COMPRESSION),
        (CONTRAST, LONG_REST, DIP),
        (GUIDED, DIP),
        (GUIDED, COMPRESSION),
        (COMPRESSION, GUIDED),
        (CONTRAST, REST),
    ):
        assert not _asked(*tables).steps.asking


def test_what_it_asks_it_says_again_and_after_a_while_nobody_is_there():
    walk = _asked(COMPRESSION, LONG_REST, DIP)
    walk.steps.say = prompt.NONE
    walk.run(limits.ASK_AGAIN_MS - 20)
    assert walk.steps.say == prompt.NONE
    walk.run(20)
    assert walk.steps.say == prompt.BOOTS_OFF
    walk.run(limits.ANSWER_MS - limits.ASK_AGAIN_MS - 20)
    assert not walk.steps.unanswered
    walk.run(20)
    assert walk.steps.unanswered
    walk.steps.say = prompt.NONE
    walk.steps.resume()
    assert walk.steps.say == prompt.BOOTS_OFF
    walk.run(20)
    assert not walk.steps.unanswered


def test_a_pause_holds_a_question_and_a_guided_step():
    walk = _asked(COMPRESSION, LONG_REST, DIP)
    walk.run(limits.ANSWER_MS * 2, paused=True)
    assert not walk.steps.unanswered and walk.steps.asked_ms == 0
    walk = Walk(GUIDED)
    walk.run(100000, paused=True)
    assert walk.steps.guided.phase_ms == 0


def test_an_end_ends_the_question_too():
    walk = _asked(COMPRESSION, LONG_REST, DIP)
    walk.steps.end()
    assert not walk.steps.asking and walk.steps.finished


def test_a_guided_step_counts_its_items_and_follows_on():
    walk = Walk(GUIDED, REST)
    seen = set()
    while walk.steps.index == 0:
        seen.add((walk.steps.kind, walk.steps.cycle()))
        walk.run(20)
    assert seen == {(states.STEP_GUIDED, 1), (states.STEP_GUIDED, 2), (states.STEP_GUIDED, 3)}
    assert walk.steps.elapsed_ms() == 180000


def test_a_dip_runs_as_a_contrast_of_one():
    walk = Walk(DIP)
    walk.run(20)
    assert walk.steps.say == prompt.ENTER_COLD and walk.steps.cycle() == 1
    walk.run(60000)
    assert walk.steps.finished and walk.steps.say == prompt.LEAVE


def _bench_asked():
    """A session that asks for the boots to come off."""
    bench = Bench()
    bench.start(COMPRESSION, LONG_REST, DIP)
    bench.session.steps._next()
    bench.session.steps._next()
    bench.tick()
    return bench


# REQ-135
def test_start_answers_and_goes_on_once_for_each_press():
    bench = _bench_asked()
    assert bench.session.voice.prompt == prompt.BOOTS_OFF and bench.session.steps.asking == prompt.BOOTS_OFF
    bench.reading.start = True
    bench.tick(50)
    assert bench.session.steps.kind == states.STEP_DIP
    bench = Bench()
    bench.start(GUIDED)
    for item, side in ((0, 1), (1, 0), (2, 0)):
        bench.tick()
        bench.reading.start = True
        bench.tick(50)
        assert (bench.session.steps.guided.item, bench.session.steps.guided.side) == (item, side)
        bench.reading.start = False


def test_the_press_that_begins_the_session_answers_nothing():
    bench = Bench()
    bench.ready(GUIDED)
    bench.tick()
    bench.reading.start = True
    bench.tick(100)
    assert bench.session.state == states.RUNNING
    assert (bench.session.steps.guided.item, bench.session.steps.guided.side) == (0, 0)


# REQ-135
def test_nobody_there_pauses_and_start_goes_on():
    bench = _bench_asked()
    bench.run(limits.ANSWER_MS)
    assert bench.session.state == states.PAUSED and bench.session.steps.asking
    bench.reading.start = True
    bench.tick()
    assert bench.session.state == states.RUNNING and bench.session.steps.asking == prompt.BOOTS_OFF
    bench.tick(50)
    assert bench.session.steps.asking, "the press that resumes answers nothing"
    bench.reading.start = False
    bench.tick()
    bench.reading.start = True
    bench.tick()
    assert not bench.session.steps.asking


def test_nobody_says_in_pauses_too():
    bench = Bench()
    bench.start(changed(DIP, wait_in=True))
    bench.run(limits.ANSWER_MS + 100)
    assert bench.session.state == states.PAUSED and bench.session.voice.prompt == prompt.LEAVE
    bench.run(limits.ANSWER_MS + 100)
    assert bench.session.state == states.PAUSED


# REQ-51
def test_leave_is_heard_to_its_end_whatever_comes_after_it():
    for press_ms in (0, 20, 400, 780):
        bench = Bench()
        bench.start(DIP, GUIDED)
        while bench.session.voice.prompt != prompt.LEAVE:
            bench.tick()
        heard_ms = 0
        spoken_ms = 0
        while bench.session.voice.prompt == prompt.LEAVE and spoken_ms < 5000:
            bench.reading.start = press_ms > 0 and spoken_ms >= press_ms  # somebody is in a hurry
            bench.tick()
            spoken_ms += 20
            heard_ms += 20 * bench.out.buzzer
        assert 780 <= heard_ms <= 800, (press_ms, heard_ms)
        bench.run(1000)
        assert bench.session.voice.prompt == prompt.NEXT


def test_the_end_of_a_session_says_no_leave_of_long_ago():
    for ended in (True, False):
        bench = Bench()
        bench.start(DIP, GUIDED)
        while bench.session.steps.kind != states.STEP_GUIDED:
            bench.tick()
        bench.run(3000)
        if ended:
            bench.session.steps.guided.finished = True
        else:
            bench.station.mailbox.stop = True
        bench.run(3000)
        assert bench.session.voice.prompt == (prompt.DONE if ended else prompt.NONE)
