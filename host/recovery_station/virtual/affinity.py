"""Both ends of the exchange on one core: an exchange costs a tenth of what it costs across two."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Generator


@contextlib.contextmanager
def one_core(worker: int | None) -> Generator[None]:
    """Pin this thread, and the children it starts, to one of the cores it may use; undone at the end.

    `worker` chooses which, the number of a pytest-xdist worker or the process number when None. Does nothing
    where the system cannot pin.
    """
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    cores = sorted(before)
    if worker is None:
        name = os.environ.get("PYTEST_XDIST_WORKER", "")
        worker = int(name[2:]) if name[:2] == "gw" and name[2:].isdigit() else os.getpid()
    os.sched_setaffinity(0, {cores[worker % len(cores)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
