"""Asks a person something while the station must not be left alone: the answer is read beside the work."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable


def ask_meanwhile(question: str, work: Callable[[], None]) -> str:
    """The line typed after `question`, without its end; `work` is done again and again until it comes.

    What `work` raises ends the waiting; what is typed after that is nobody's. Raises EOFError when stdin ends.
    """
    sys.stderr.write(question)
    sys.stderr.flush()
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=lambda: lines.put(sys.stdin.readline()), daemon=True).start()
    while True:
        work()
        try:
            line = lines.get_nowait()
        except queue.Empty:
            continue
        if not line:
            raise EOFError
        return line.strip()
