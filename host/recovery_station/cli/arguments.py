"""Global options may stand anywhere on the line, as people type them: `station status --json -s gym-2`."""

from __future__ import annotations

FLAGS = frozenset({"--json", "--debug"})
WITH_VALUE = frozenset({"-s", "--station", "--timeout"})


def hoist(arguments: list[str]) -> list[str]:
    """Move the global options before the command, keeping their order; nothing after `--` is touched."""
    first: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        if argument == "--":
            rest += [argument, *waiting]
            break
        if argument in FLAGS or (argument.split("=", 1)[0] in WITH_VALUE and "=" in argument):
            first.append(argument)
        elif argument in WITH_VALUE:
            first += [argument, *waiting[:1]]
            waiting = waiting[1:]
        else:
            rest.append(argument)
    return first + rest
