"""`station sim serve --panel` in a real terminal, and `station screenshot` of a virtual station."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from recovery_station.cli.run import run
from recovery_station.transport.sim import SimTransport
from recovery_station.virtual.hand import Hand
from recovery_station.virtual.station import VirtualStation

LIMIT_S = 120
STATION = "import sys; from recovery_station.cli.run import run; sys.exit(run(sys.argv[1:]))"


class Terminal:
    """What the program writes, as it comes; the timeout of the test ends a wait in vain."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.text = ""

    def until(self, words: str) -> None:
        while words not in self.text:
            self.text += os.read(self.descriptor, 65536).decode("utf-8", "ignore")

    def type(self, keys: str) -> None:
        self.text = ""
        os.write(self.descriptor, keys.encode())


@pytest.mark.timeout(LIMIT_S)
def test_the_panel_is_drawn_live_and_its_keys_press(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", STATION, "sim", "serve", "--panel", "--speed", "max"]
    served = subprocess.Popen(
        [*command, "--link", str(tmp_path / "port")],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    os.close(theirs)
    terminal = Terminal(ours)
    try:
        terminal.until("lamp off")
        terminal.until("▀")  # dots of the display, two of them a letter
        assert "s START   x STOP   e emergency stop" in terminal.text
        terminal.type("e")
        terminal.until("lamp red")
        terminal.type("q")
        terminal.until("\x1b[?25h")
        assert served.wait() == 0
    finally:
        served.kill()
        served.wait()
        os.close(ours)


def test_a_screenshot_is_what_the_display_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with VirtualStation(seed=3) as station:
        hand = Hand(station)
        hand.wait(4.0)
        monkeypatch.setattr("recovery_station.discover.transport_for", lambda _target: SimTransport(station))
        assert run(["-s", "sim:", "screenshot", "-o", str(tmp_path / "a.png")]) == 0
        assert (tmp_path / "a.png").read_bytes() == hand.screen().png()
        station.faults.i2c_stuck = True
        hand.wait(5.0)
        assert run(["-s", "sim:", "screenshot", "-o", str(tmp_path / "b.png")]) == 0
        assert "does not answer" in capsys.readouterr().err
