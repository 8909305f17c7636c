"""The operating system's keyring: read and write one text, never with a traceback and never waited for without end.

A backend is other people's code on other people's desktop: what it raises is not known beforehand, and a locked one may
wait for a person at a screen that nobody sits at. So it runs in a thread of its own, and whatever it does comes back as
KeyringTroubleError.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

SERVICE: Final = "recovery-station"
PATIENCE_S: Final = 20.0
"""A window may ask for the keyring's password; longer than this nobody is looking at it."""
_RECOMMENDED: Final = 1
"""Of `keyring`: what is below is no keyring at all (fail, null), or a plain file, which ours is too."""
_LONGEST_WORDS: Final = 160
T = TypeVar("T")


class KeyringTroubleError(Exception):
    """The keyring is there but does not do it; the text says why and holds no secret."""


def name() -> str | None:
    """What the keyring is called, None when this computer has none. Raises KeyringTroubleError."""
    return _guarded(_name, "")


def read(entry: str) -> str | None:
    """The text kept under `entry`; None when there is none, or no keyring. Raises KeyringTroubleError."""

    def ask() -> str | None:
        import keyring

        return None if _name() is None else keyring.get_password(SERVICE, entry)

    return _guarded(ask, "")


def write(entry: str, text: str) -> None:
    """Keep `text` and read it back: some backends drop in silence what they cannot keep. KeyringTroubleError."""

    def keep() -> bool:
        import keyring

        keyring.set_password(SERVICE, entry, text)
        return keyring.get_password(SERVICE, entry) == text

    if not _guarded(keep, text):
        raise KeyringTroubleError("it did not keep what it was given")


def _name() -> str | None:
    import keyring

    backend = cast("Any", keyring.get_keyring())
    return str(backend.name) if backend.priority >= _RECOMMENDED else None


def _guarded(work: Callable[[], T], secret: str) -> T:
    done: list[T] = []
    trouble: list[str] = []

    def carry_out() -> None:
        try:
            done.append(work())
        except Exception as error:  # noqa: BLE001 (whatever another's backend raises)
            trouble.append(f"{type(error).__name__}: {error}".removesuffix(": "))

    thread = threading.Thread(target=carry_out, daemon=True)
    thread.start()
    thread.join(PATIENCE_S)
    if done:
        return done[0]
    words = trouble[0] if trouble else f"no answer in {PATIENCE_S:g} s; does a window ask for its password?"
    if secret and secret in words:
        words = words.partition(":")[0]
    raise KeyringTroubleError(words[:_LONGEST_WORDS])
