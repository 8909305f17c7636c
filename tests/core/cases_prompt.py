"""Lamp and buzzer: no two patterns alike, each played to its lengths, each state with its colour."""

from station_firmware.core import prompt, states
from station_firmware.core.outputs import BLUE, GREEN, OFF, RED, WHITE, YELLOW
from station_firmware.core.prompt import PATTERNS, Voice

# what the names must be, in the order of the numbers on the wire and in the journal
_NAMES = (
    "",
    "ready",
    "enter_hot",
    "enter_cold",
    "leave",
    "wait",
    "done",
    "alarm",
    "countdown",
    "stir",
    "boots_off",
    "dry",
    "next",
)


def _heard(voice, state, span_ms):
    """[sounding, ms] runs of the buzzer."""
    runs = []
    for _ in range(span_ms // 20):
        voice.step(state, 20)
        if runs and runs[-1][0] == voice.buzzer:
            runs[-1][1] += 20
        else:
            runs.append([voice.buzzer, 20])
    return runs


def _lengths(runs):
    """The runs from the first tone to the last one."""
    while runs and not runs[0][0]:
        runs = runs[1:]
    while runs and not runs[-1][0]:
        runs = runs[:-1]
    return tuple([row[1] for row in runs])


def _sound(row):
    """A pattern as it is heard before silence: without a trailing pause."""
    return row[1][: len(row[1]) - 1 + len(row[1]) % 2]


def test_names_belong_to_numbers():
    assert prompt.NAMES == _NAMES
    assert _NAMES[prompt.ENTER_HOT] == "enter_hot" and _NAMES[prompt.ENTER_COLD] == "enter_cold"
    assert _NAMES[prompt.LEAVE] == "leave" and _NAMES[prompt.COUNTDOWN] == "countdown"


def test_no_two_patterns_sound_alike_within_two_ticks():
    sounds = [_sound(row) for row in PATTERNS[1:]]
    for first in range(len(sounds)):
        for second in range(first):
            one, other = sounds[first], sounds[second]
            alike = len(one) == len(other)
            for place in range(min(len(one), len(other))):
                alike = alike and abs(one[place] - other[place]) <= 40
            assert not alike, (PATTERNS[first + 1][0], PATTERNS[second + 1][0])


def test_every_pause_inside_a_pattern_is_shorter_than_the_silence_after_it():
    for row in PATTERNS:
        sound = _sound(row)
        pauses = [sound[place] for place in range(1, len(sound), 2)]
        assert all(pause < 300 for pause in pauses)


def test_lengths_are_whole_ticks():
    for row in PATTERNS:
        assert all(length % 20 == 0 and length > 0 for length in row[1])


def test_what_is_played_decodes_to_what_was_said():
    for number in range(1, len(PATTERNS)):
        row = PATTERNS[number]
        voice = Voice()
        voice.say(number)
        once_ms = sum(row[1])
        assert _lengths(_heard(voice, states.RUNNING, once_ms)) == _sound(row)


def test_what_does_not_repeat_falls_silent_and_what_repeats_goes_on():
    for number in range(1, len(PATTERNS)):
        row = PATTERNS[number]
        voice = Voice()
        voice.say(number)
        _heard(voice, states.RUNNING, sum(row[1]) + 40)
        later = _heard(voice, states.RUNNING, 5000)
        assert (True in [run[0] for run in later]) == row[3]


def test_only_alarm_and_countdown_repeat():
    assert [row[0] for row in PATTERNS if row[3]] == ["alarm", "countdown"]


def test_saying_none_is_silence_at_once():
    voice = Voice()
    voice.say(prompt.ALARM)
    voice.step(states.FAULT, 20)
    assert voice.buzzer
    voice.say(prompt.NONE)
    voice.step(states.FAULT, 20)
    assert not voice.buzzer


def test_a_new_word_begins_from_its_first_tone():
    voice = Voice()
    voice.say(prompt.ENTER_HOT)
    _heard(voice, states.RUNNING, 240)
    voice.say(prompt.LEAVE)
    assert _lengths(_heard(voice, states.RUNNING, 1400)) == (800,)


def test_one_word_after_another_leaves_silence_between():
    voice = Voice()
    voice.say(prompt.LEAVE, prompt.ALARM)
    assert voice.prompt == prompt.LEAVE
    runs = _heard(voice, states.FAULT, 2000)
    assert runs[0] == [True, 800]
    assert runs[1][0] is False and 300 < runs[1][1] <= 600
    assert runs[2][0] is True and voice.prompt == prompt.ALARM


def test_a_following_word_is_forgotten_with_the_one_before_it():
    voice = Voice()
    voice.say(prompt.LEAVE, prompt.ALARM)
    voice.step(states.FAULT, 20)
    voice.say(prompt.NONE)
    assert _lengths(_heard(voice, states.FAULT, 5000)) == (780,), "leave alone, to its end"
    assert voice.prompt == prompt.NONE


def test_leave_is_cut_short_by_an_alarm_alone():
    for other in range(len(PATTERNS)):
        voice = Voice()
        voice.say(prompt.LEAVE)
        _heard(voice, states.RUNNING, 100)
        voice.say(other)
        cut = other in (prompt.LEAVE, prompt.ALARM)
        assert (voice.prompt == other) == cut
        if cut:
            continue
        assert _lengths(_heard(voice, states.RUNNING, 700)) == (700,)
        voice.step(states.RUNNING, 20)
        assert voice.prompt == other


def test_each_state_has_its_colour():
    for state, colour in (
        (states.IDLE, OFF),
        (states.READY, GREEN),
        (states.RUNNING, GREEN),
        (states.PAUSED, YELLOW),
        (states.FAULT, RED),
    ):
        voice = Voice()
        voice.step(state, 20)
        assert voice.lamp == colour
    assert len(prompt.LAMPS) == len(states.STATE_NAMES)


def test_a_log_nearly_full_shows_at_rest_alone():
    for state in range(9):
        voice = Voice()
        voice.wants_pull = True
        voice.step(state, 20)
        assert voice.lamp == (BLUE if state == states.IDLE else prompt.LAMPS[state])


def test_a_prompt_colours_the_lamp_but_never_in_fault():
    for state in range(9):
        voice = Voice()
        voice.say(prompt.LEAVE)
        voice.step(state, 20)
        assert voice.lamp == (RED if state == states.FAULT else WHITE)
