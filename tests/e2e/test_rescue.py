"""Neither slot of a virtual station is any good: the rescue runs, refuses what is no mending, and mends a slot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.e2e.bench_of_one import bench
from tests.e2e.test_update import WRONG
from tests.panel import glass

from recovery_station.errors import RefusedError
from recovery_station.flash import package, packs, update
from recovery_station.station import Station
from recovery_station.transport.sim import SimTransport
from recovery_station.virtual import image
from recovery_station.virtual.hand import Hand
from recovery_station.virtual.station import VirtualStation

pytestmark = pytest.mark.timeout(240)
APP = "station_firmware/app.py"
BOOTS_S = 70.0
"""Six starts that the watchdog of main.py ends, and then some."""
Files = dict[str, bytes]


def _short(files: Files) -> Files:
    """The pack of the app ends within it: MicroPython's loader reads on for ever."""
    path = next(path for path in files if b"\napp " in files[path])
    app = next(one for one in packs.members_of(files[path]) if one.name == "app")
    return files | {path: files[path][: app.begin + len(app.content) // 2]}


BAD: dict[str, Callable[[Files, Files], Files]] = {
    name: lambda sources, _, text=text: sources | {APP: text.encode()} for name, text in WRONG.items()
} | {
    "short pack": lambda _, files: _short(files),
    "no packs": lambda _, files: {packs.STARTER: files[packs.STARTER]},
}


@pytest.fixture(scope="module")
def sound() -> package.Package:
    """Our firmware, compiled once for all."""
    return package.own()


def _flash(folder: Path, sound: package.Package, slots: dict[str, str]) -> Path:
    """What lies on the flash; `slots` names what is wrong with each (BAD), or "sound"."""
    own = image.sources()
    sources = {name.removeprefix("slot_a/"): text for name, text in own.items() if name.startswith("slot_a/")}
    files = {"main.py": own["main.py"], "slot": b"a"}
    for slot, what in slots.items():
        found = sources if what == "sound" else BAD[what](sources, sound.files)
        files |= {f"slot_{slot}/{path}": content for path, content in found.items()}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def _quiet(_what: str, _done: int, _total: int) -> None:
    pass


# REQ-146
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("raises", "short pack"),
        ("hangs", "no packs"),
        ("runs without a tick", "raises"),
        ("eats memory", "eats memory"),
    ],
)
def test_the_rescue_answers_refuses_sessions_and_mends(
    tmp_path: Path, sound: package.Package, one: str, other: str
) -> None:
    flash = _flash(tmp_path / "flash", sound, {"a": one, "b": other, "r": "sound"})
    with VirtualStation(firmware=flash) as virtual:
        virtual.run_until(round(BOOTS_S * 1e6))
        virtual.host_read()
        with Station(SimTransport(virtual)) as station:
            hello = station.connect()
            assert (hello.slot, hello.last_boot) == ("r", "rescue")
            assert station.status().rescue is True and station.wire_status().state == "IDLE"
            now = update.standing(station)
            assert (now.slot, now.trial, now.how) == ("r", False, "rescue")
            if one == "raises":
                assert "broken on purpose" in now.error
            with pytest.raises(RefusedError, match="rescue firmware runs no session"):
                station.start("flush-20", screened=True, confirmed_by="test")
            hand = Hand(virtual)
            hand.wait(30.0)  # the panel has given way to the link for a while
            assert "Rescue firmware: no" in glass.words(hand.screen())
            for key, then_s in (("encoder_cw", 1.0), ("start", 12.0), ("encoder_push", 15.0), ("start", 5.0)):
                hand.press(key, then_s)
            assert station.wire_status().state == "IDLE" and not virtual.plant.chain.on
            with pytest.raises(RefusedError, match="neither slot lasted"):
                station.client.call("update.rollback", None, update.Begun, changes=True)
            boot = station.hello.boot
            done = update.install(station, sound, _quiet)
            assert done.slot in ("a", "b")
            update.wait_for(station, boot)
            update.prove(station, done.slot, _quiet)
            now = update.standing(station)
            assert (now.slot, now.trial) == (done.slot, False)
            virtual.power_cut(1_000_000)
            virtual.run_until(virtual.now_us + 10_000_000)
            assert station.greet().slot == done.slot
            assert not station.status().rescue


# REQ-146
def test_a_trial_from_the_rescue_that_fails_ends_in_the_rescue(
    tmp_path: Path, sound: package.Package
) -> None:
    flash = _flash(tmp_path / "flash", sound, {"a": "raises", "b": "raises", "r": "sound"})
    broken = package.made_of({APP: WRONG["raises"].encode()}, "wrong").files["station_firmware/app.mpy"]
    wrong = package.of_modules(sound.modules | {"station_firmware/app.mpy": broken}, "wrong")
    with VirtualStation(firmware=flash) as virtual:
        virtual.run_until(round(BOOTS_S * 1e6))
        virtual.host_read()
        with Station(SimTransport(virtual)) as station:
            station.connect()
            boot = station.hello.boot
            done = update.install(station, wrong, _quiet)
            update.wait_for(station, boot)
            now = update.standing(station)
            assert (now.slot, now.how) == ("r", "rescue")
            # and the next one goes into the same slot, the other is what it was
            boot = station.hello.boot
            again = update.install(station, sound, _quiet)
            assert again.slot == done.slot
            update.wait_for(station, boot)
            update.prove(station, again.slot, _quiet)


# REQ-146
def test_without_a_rescue_that_lasts_the_prompt_is_open_and_the_outputs_are_safe(
    tmp_path: Path, sound: package.Package
) -> None:
    flash = _flash(tmp_path / "flash", sound, {"a": "raises", "b": "hangs", "r": "raises"})
    with VirtualStation(firmware=flash) as virtual:
        virtual.run_until(round(BOOTS_S * 1e6))
        assert virtual.at_prompt
        assert not virtual.plant.energised and not virtual.plant.chain.on


# REQ-146
def test_a_technician_mends_it_over_the_line(tmp_path: Path, sound: package.Package) -> None:
    state = tmp_path / "state"
    state.mkdir()
    flash = _flash(tmp_path / "flash", sound, {"a": "raises", "b": "no packs", "r": "sound"})
    image.provide(flash, state / "flash.img")
    with bench(tmp_path, "--dir", str(state)) as one:
        status = one.json("status")
        assert status["rescue"] is True
        assert "station update" in one.call("status").stdout
        assert one.call("run", "flush-20", "--screened", "--confirmed-by", "Kim").returncode == 7
        back = one.call("rollback")
        assert (
            back.returncode == 7 and "neither slot lasted" in back.stderr and "station update" in back.stderr
        )
        assert one.json("status")["rescue"] is True
        pulled = one.call("logs", "pull")
        assert pulled.returncode == 0, pulled.stderr
        done = one.json("update")
        assert (done["from_slot"], done["dry_run"]) == ("r", False)
        assert "rescue" not in one.json("status")
        shown = one.call("logs", "pull")
        assert shown.returncode == 0, shown.stderr
        assert one.call("run", "flush-20", "--screened", "--confirmed-by", "Kim").returncode == 0
