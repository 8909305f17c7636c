"""The serial transport on a real terminal device.

Alone on its port, and clear about what is wrong with it.
"""

from __future__ import annotations

import os
import pty
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.host.fake_station import FakeStation

from recovery_station.errors import BusyError, NoStationError, StationGoneError
from recovery_station.transport.base import Transport
from recovery_station.transport.serial import SerialTransport, shout
from recovery_station.transport.sim import SimTransport


@pytest.fixture
def line() -> Iterator[tuple[int, str]]:
    """The master's descriptor and the port's path of a pseudo terminal."""
    master, slave = pty.openpty()
    tty.setraw(slave)
    yield master, os.ttyname(slave)
    for descriptor in (master, slave):
        try:
            os.close(descriptor)
        except OSError:
            continue  # the test unplugged it


def test_bytes_go_both_ways(line: tuple[int, str]) -> None:
    master, port = line
    transport = SerialTransport(port)
    transport.open()
    assert transport.read() == b""
    os.write(master, b"~{}*\n")
    transport.wait(5.0)
    assert transport.read() == b"~{}*\n"
    transport.write(b"STOP\n")
    assert os.read(master, 100) == b"STOP\n"
    transport.close()
    transport.close()


def test_a_port_in_use_is_busy_also_through_a_link(line: tuple[int, str], tmp_path: Path) -> None:
    _, port = line
    link = tmp_path / "station"
    link.symlink_to(port)
    first = SerialTransport(port)
    first.open()
    with pytest.raises(BusyError) as caught:
        SerialTransport(str(link)).open()
    assert caught.value.exit_code == 4
    first.close()
    again = SerialTransport(str(link))
    again.open()
    again.close()


def test_stop_gets_through_to_a_port_in_use(line: tuple[int, str]) -> None:
    master, port = line
    owner = SerialTransport(port)
    owner.open()
    shout(port, b"\nSTOP\n")
    assert os.read(master, 100) == b"\nSTOP\n"
    os.write(master, b"still mine\n")
    owner.wait(5.0)
    assert owner.read() == b"still mine\n"
    owner.close()


@pytest.mark.parametrize("name", ["nothing-here", "."])
def test_no_port_is_no_station(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoStationError) as caught:
        SerialTransport(str(tmp_path / name)).open()
    assert caught.value.exit_code == 3
    assert "station list" in caught.value.hint


def test_a_port_pulled_out_is_gone(line: tuple[int, str]) -> None:
    master, port = line
    transport = SerialTransport(port)
    transport.open()
    os.close(master)
    with pytest.raises(StationGoneError):
        for _ in range(3):
            transport.wait(0.0)
            transport.read()
    with pytest.raises(StationGoneError):
        transport.write(b"x")
    transport.close()
    with pytest.raises(StationGoneError):
        transport.read()


def test_every_transport_fits_the_protocol() -> None:
    for transport in (SerialTransport("x"), SimTransport(), FakeStation()):
        assert isinstance(transport, Transport)
