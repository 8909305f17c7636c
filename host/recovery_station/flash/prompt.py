"""A board at its MicroPython prompt, through the real mpremote: run a few lines, copy a tree, reset."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from recovery_station.errors import StationError, StationGoneError, TimedOutError

PROMPT_S: Final = 15.0
WORK_S: Final = 300.0
"""Two slots of four-kilobyte blocks at 45 ms an erase, and the line; a board that hangs is told sooner by mpremote."""
_LONGEST_WORDS: Final = 300
_FULL: Final = "OSError: 28"


class PromptError(StationError):
    """What was asked of the board at its prompt went wrong there."""


@dataclass(frozen=True)
class Prompt:
    """The board on `port`; each call is an mpremote of its own, and none of them resets it first."""

    port: str

    def run(self, code: str, limit_s: float = PROMPT_S) -> str:
        """What `code` prints on the board. Raises TimedOutError (no prompt), PromptError (it raised)."""
        return self._mpremote(["exec", code], limit_s)

    def copy_in(self, tree: Path) -> None:
        """Everything in the directory `tree` to the root of the board. Raises TimedOutError, PromptError."""
        self._mpremote(["fs", "cp", "-r", *map(str, sorted(tree.iterdir())), ":"], WORK_S)

    def reset(self) -> None:
        """As its button does; what lies in main.py begins."""
        self._mpremote(["reset"], PROMPT_S)

    def _mpremote(self, words: list[str], limit_s: float) -> str:
        command = [sys.executable, "-m", "mpremote", "connect", self.port, "resume", *words]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=limit_s, check=False)
        except subprocess.TimeoutExpired as error:
            raise TimedOutError(
                f"what is on {self.port} gives no MicroPython prompt",
                "switch it off and on; a station in service keeps mpremote out: `station repl` asks it first",
            ) from error
        if done.returncode == 0:
            return done.stdout
        words_of_it = (done.stderr or done.stdout).strip()
        if _FULL in words_of_it:
            raise PromptError("the flash of the board is full", "is it a Pico with 2 MiB of flash?")
        if "failed to access" in words_of_it or "no device found" in words_of_it:
            raise StationGoneError(
                f"{self.port} cannot be opened, or went away", "is another program using it?"
            )
        last = words_of_it.splitlines()[-1:] or ["mpremote failed without a word"]
        raise PromptError(
            f"at the prompt of {self.port}: {last[0][:_LONGEST_WORDS]}", "switch it off and on, try again"
        )
