"""Keyrings as they fail on real desktops, one class each; the names of errors are those of the `keyring` library."""

from __future__ import annotations

import threading
from typing import ClassVar

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import InitError, KeyringLocked, PasswordSetError


class Working(KeyringBackend):
    """One that keeps what it is given, for as long as this process lives."""

    kept: ClassVar[dict[tuple[str, str], str]] = {}

    @properties.classproperty
    def priority(self) -> float:
        return 5

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Locked(Working):
    """Secret Service, the window that asked for the password was closed."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Failed to unlock the collection!")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("Failed to unlock the collection!")


class NoBus(Working):
    """Secret Service without a session bus."""

    def get_password(self, service: str, username: str) -> str | None:
        raise InitError(
            "Failed to create the collection: Environment variable DBUS_SESSION_BUS_ADDRESS is unset"
        )

    def set_password(self, service: str, username: str, password: str) -> None:
        self.get_password(service, username)


class ReadOnly(Working):
    """What it has it gives; nothing is taken. Careless as some are, its words hold what it was given."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError(f"may not store {password}")


class Forgetful(Working):
    """Takes everything, keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass


class Broken(Working):
    """Fails as no documentation says."""

    def get_password(self, service: str, username: str) -> str | None:
        raise ConnectionResetError(104, "Connection reset by peer")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AttributeError("'NoneType' object has no attribute 'call'")


class Waiting(Working):
    """Waits for a person at a screen that nobody sits at."""

    end: ClassVar[threading.Event] = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.end.wait()
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.end.wait()


class PlainFile(Working):
    """As good as no keyring, and says so."""

    @properties.classproperty
    def priority(self) -> float:
        return 0.5
