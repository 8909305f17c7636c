"""Write generated files, or say which of them no longer match their source."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def write_or_check(texts: dict[Path, str], *, check: bool, command: str = "make hardware") -> int:
    """Bring every path to its text; with `check` only compare. Returns the exit code: 1 when one differs.

    `command` is what a reader runs to renew them.
    """
    stale = [
        path for path, text in texts.items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for path in stale:
        if check:
            print(f"{_shown(path)}: out of date, run `{command}`", file=sys.stderr)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[path], encoding="utf-8")
        print(f"wrote {_shown(path)}")
    return 1 if check and stale else 0
