"""A protocol around some steps, and what the validator says of it, for its cases."""

from tests.core.parts import COMPRESSION, changed

from station_firmware.core import protocol

SEQUENTIAL = dict(COMPRESSION, duration_s=600)


def file(*steps, **top):
    table = {"schema": "protocol/1", "id": "try-1", "title": "Try", "step": list(steps)}
    for key in top:
        table[key] = top[key]
    return table


def keys_of(*steps, **top):
    return [problem[0] for problem in protocol.check(file(*steps, **top))]


def accepts(step, key, value):
    """True when the step with this value is valid; else the only problem must name key and value."""
    problems = protocol.check(file(changed(step, **{key: value})))
    if not problems:
        return True
    assert len(problems) == 1, problems
    assert problems[0][0].startswith("step[0]") and problems[0][2] and problems[0][3]
    return False
