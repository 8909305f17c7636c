"""A firmware into the other slot of a virtual station: sent, proven, tried, kept; and what is wrong comes back."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Generator
from pathlib import Path

import pytest

from recovery_station.errors import RefusedError, RolledBackError
from recovery_station.flash import access, package, plan, update, vault
from recovery_station.flash.package import Package
from recovery_station.flash.packs import members_of
from recovery_station.station import Station
from recovery_station.transport.sim import SimTransport
from recovery_station.virtual import image
from recovery_station.virtual.station import VirtualStation

pytestmark = pytest.mark.timeout(240)
APP = "station_firmware/app.mpy"
FILLER_BYTES = 225 * 4096
"""Beside slot and rescue it leaves less than a slot takes."""
WRONG = {
    "raises": "raise ValueError('broken on purpose')\n",
    "hangs": "import time\nwhile True:\n    time.sleep_ms(100)\n",
    "eats memory": "found = bytearray(1 << 40)\n",
    "runs without a tick": "import time\ndef run(slot, how):\n    time.sleep(1000)\n",
    "runs into an error": "def run(slot, how):\n    return {}['nothing']\n",
}


def _quiet(_what: str, _done: int, _total: int) -> None:
    pass


@pytest.fixture(scope="module")
def sound() -> Package:
    """Our firmware, compiled once for all."""
    return package.own()


def _with(sound: Package, path: str, content: bytes) -> Package:
    """The package with another module, packed and listed anew."""
    return package.of_modules(sound.modules | {path: content}, sound.version)


def _wrong(sound: Package, what: str) -> Package:
    made = package.made_of({"station_firmware/app.py": WRONG[what].encode()}, "wrong")
    return _with(sound, APP, made.files[APP])


@contextlib.contextmanager
def _station(virtual: VirtualStation) -> Generator[Station]:
    with Station(SimTransport(virtual)) as station:
        station.connect()
        while station.wire_status().state != "IDLE":
            station.client.pump(0.5)
        yield station


@pytest.fixture
def virtual() -> Generator[VirtualStation]:
    with VirtualStation() as made:
        yield made


def _installed(station: Station, wanted: Package) -> plan.Plan:
    boot = station.hello.boot
    done = update.install(station, wanted, _quiet)
    update.wait_for(station, boot)
    update.prove(station, done.slot, _quiet)
    return done


# REQ-142
def test_only_what_differs_is_sent_and_the_new_firmware_is_tried_then_kept(
    virtual: VirtualStation, sound: Package
) -> None:
    new_part = b"M\x06" + b"x" * 1400
    changed = _with(sound, "station_firmware/core/new_part.mpy", new_part)
    with _station(virtual) as station:
        assert station.hello.slot == "a"
        done = _installed(station, changed)
        # of the one pack that holds it only this module and the head are sent
        head_bytes = members_of(changed.files[done.send[0]])[0].begin
        assert (done.slot, done.keep, len(done.send)) == ("b", [], 1)
        assert done.send_bytes == len(new_part) + head_bytes
        assert sorted(done.send + done.copy) == sorted(changed.files)
        now = update.standing(station)
        assert (now.slot, now.trial, now.how) == ("b", False, "trial")
        # the other way: what is there already is not even copied
        back = _installed(station, sound)
        assert (back.slot, back.send, back.copy, back.drop) == ("a", [], [], [])
        virtual.reset_button()
        station.client.pump(3.0)
        assert station.greet().slot == "a"


# REQ-143
@pytest.mark.parametrize("what", sorted(WRONG))
def test_a_firmware_that_does_not_prove_itself_gives_way_to_the_one_before(
    virtual: VirtualStation, sound: Package, what: str
) -> None:
    with _station(virtual) as station:
        boot = station.hello.boot
        done = update.install(station, _wrong(sound, what), _quiet)
        update.wait_for(station, boot)
        with pytest.raises(RolledBackError) as told:
            update.prove(station, done.slot, _quiet)
        now = update.standing(station)
        assert (now.slot, now.trial, now.how) == ("a", False, "rolled_back")
        if what == "raises":
            assert "broken on purpose" in str(told.value.data["traceback"])
        assert station.wire_status().state == "IDLE"
        assert station.selftest().passed


# REQ-143
def test_a_trial_that_meets_a_fault_is_not_confirmed(virtual: VirtualStation, sound: Package) -> None:
    with _station(virtual) as station:
        boot = station.hello.boot
        done = update.install(station, sound, _quiet)
        update.wait_for(station, boot)
        virtual.plant.inject("sensor_open", zone="L3")
        with pytest.raises(RolledBackError, match="slot a runs"):
            update.prove(station, done.slot, _quiet)
        now = update.standing(station)
        assert (now.slot, now.trial, now.how) == ("a", False, "rolled_back")
        assert station.wire_status().state == "FAULT", "what is wrong with the station stays latched"


# REQ-143
def test_a_trial_in_a_fault_ends_by_itself_too(virtual: VirtualStation, sound: Package) -> None:
    with _station(virtual) as station:
        boot = station.hello.boot
        update.install(station, sound, _quiet)
        update.wait_for(station, boot)
        virtual.plant.inject("sensor_open", zone="L3")
        second = station.greet().boot
        virtual.run_until(virtual.now_us + 620_000_000)
        update.wait_for(station, second)
        assert update.standing(station).slot == "a"


# REQ-143
def test_a_trial_that_nobody_confirms_ends_by_itself(virtual: VirtualStation, sound: Package) -> None:
    with _station(virtual) as station:
        boot = station.hello.boot
        update.install(station, sound, _quiet)
        update.wait_for(station, boot)
        assert update.standing(station).trial
        with pytest.raises(RefusedError, match="must run 60 s"):
            station.client.call("update.confirm", None, update.Begun, changes=True)
        with pytest.raises(RefusedError, match="on trial"):
            station.start("flush-20", screened=True, confirmed_by="test")
        second = station.greet().boot
        until = virtual.now_us + 620_000_000
        while virtual.now_us < until:
            virtual.step()
        update.wait_for(station, second)
        now = update.standing(station)
        assert (now.slot, now.how) == ("a", "rolled_back")


# REQ-142
def test_what_is_not_what_the_manifest_says_is_never_tried(virtual: VirtualStation, sound: Package) -> None:
    name = sorted(sound.files)[3]
    with _station(virtual) as station:
        lying = dataclasses.replace(
            sound, manifest=sound.manifest.replace(sound.digests[name].encode(), b"0" * 64)
        )
        with pytest.raises(RefusedError, match="not what the manifest says"):
            update.install(station, lying, _quiet)
        short = dataclasses.replace(sound, manifest=b"".join(sound.manifest.splitlines(keepends=True)[:-1]))
        with pytest.raises(RefusedError, match="not in the manifest"):
            update.install(station, short, _quiet)
        station.client.call("update.begin", None, update.Begun, changes=True)
        for path in ("../main.py", "/slot", "a//b", "manifest", "A.mpy"):
            with pytest.raises(Exception, match="path"):
                station.client.call("update.write", {"do": "drop", "path": path}, update.Written)
        now = update.standing(station)
        assert (now.slot, now.other_whole) == ("a", False)


# REQ-144
def test_with_a_key_only_its_holder_may_change_the_firmware(
    virtual: VirtualStation, sound: Package, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "folder", lambda: tmp_path)
    with _station(virtual) as station:
        assert access.unlock(station) is False
        access.claim(station)
        with pytest.raises(RefusedError, match="key already"):
            access.claim(station)
        # the claim opened it; a reset does not
        virtual.reset_button()
        station.client.pump(3.0)
        station.greet()
        while station.wire_status().state != "IDLE":
            station.client.pump(0.5)
        with pytest.raises(RefusedError, match="unlock"):
            update.install(station, sound, _quiet)
        with pytest.raises(RefusedError, match="unlock"):
            station.repl()
        assert access.unlock(station) is True
        monkeypatch.setattr(update, "proof", lambda _serial, _digest: "00" * 32)
        with pytest.raises(RefusedError, match="not made for this station"):
            update.install(station, sound, _quiet)
        monkeypatch.undo()
        monkeypatch.setattr(vault, "folder", lambda: tmp_path)
        boot = station.hello.boot
        update.install(station, sound, _quiet)
        update.wait_for(station, boot)
        assert update.standing(station).slot == "b"


# REQ-144
def test_five_wrong_answers_lock_it_for_five_minutes_also_across_power(
    virtual: VirtualStation, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "folder", lambda: tmp_path)
    with _station(virtual) as station:
        access.claim(station)
        for _ in range(5):
            with pytest.raises(RefusedError, match="not the station's key"):
                station.client.call("service.unlock", None, access.Question)
                station.client.call("service.unlock", {"answer": "ab" * 32}, access.Opened)
        with pytest.raises(RefusedError, match="locked for another 300 s"):
            access.unlock(station)
        virtual.reset_button()
        station.client.pump(3.0)
        station.greet()
        with pytest.raises(RefusedError, match="locked for another"):
            access.unlock(station)
        station.client.pump(0.1)
        until = virtual.now_us + 300_000_000
        while virtual.now_us < until:
            virtual.step()
        assert access.unlock(station) is True
        with pytest.raises(RefusedError, match="ask for a question first"):
            station.client.call("service.unlock", {"answer": "ab" * 32}, access.Opened)


# REQ-142
def test_a_flash_without_room_refuses_the_update_and_the_station_goes_on(
    tmp_path: Path, sound: Package
) -> None:
    for name, content in (image.sources() | {"log/filler": bytes(FILLER_BYTES)}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    scrambled = {
        path: content[:2] + bytes(byte ^ 0x5A for byte in content[2:])
        for path, content in sound.modules.items()
    }
    with VirtualStation(firmware=tmp_path) as virtual, _station(virtual) as station:
        with pytest.raises(RefusedError, match="flash is full"):
            update.install(station, package.of_modules(scrambled, "other"), _quiet)
        now = update.standing(station)
        assert (now.slot, now.other_whole) == ("a", False)
        assert station.selftest().passed
        virtual.power_cut(1_000_000)
        virtual.run_until(virtual.now_us + 5_000_000)
        assert station.greet().slot == "a"
