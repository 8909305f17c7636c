"""`station udev`: rules that udev reads, on stdout alone, and found again where they were installed."""

from __future__ import annotations

import re
from pathlib import Path

from tests.host.command import Call, objects

from recovery_station import udev

KEY = re.compile(r'(SUBSYSTEM|ATTRS\{id(Vendor|Product)\}|TAG|ENV\{ID_MM_DEVICE_IGNORE\})(==|\+=|=)"[\w-]+"')


def test_every_line_is_a_comment_or_a_rule() -> None:
    lines = udev.rules().splitlines()
    rules = [line for line in lines if not line.startswith("#")]
    assert len(rules) == 4 and len(lines) > 4
    for line in rules:
        assert all(KEY.fullmatch(part) for part in line.split(", ")), line
        assert 'ATTRS{idVendor}=="2e8a"' in line
    products = [re.search(r'idProduct}=="(\w+)"', line) for line in rules]
    assert [found[1] for found in products if found] == ["0005", "0005", "0003", "000f"]
    tty = rules[0]
    assert tty.startswith('SUBSYSTEM=="tty"') and "uaccess" in tty and "ID_MM_DEVICE_IGNORE" in tty


def test_it_sorts_before_the_file_that_acts_on_uaccess() -> None:
    assert udev.NAME < "73-seat-late.rules" and udev.NAME.endswith(".rules")


def test_rules_go_to_stdout_and_words_to_stderr(call: Call) -> None:
    code, out, err = call("udev")
    assert (code, out) == (0, udev.rules())
    assert all(command in err for command in udev.INSTALL)
    _, out, _ = call("--json", "udev")
    (told,) = objects(out)
    assert (told["type"], told["rules"], told["path"]) == ("udev/1", udev.rules(), str(udev.TARGET))


def test_installed_rules_are_found_by_what_they_say(tmp_path: Path) -> None:
    def found() -> list[str]:
        return [path.name for path in udev.ignoring_modems((str(tmp_path), str(tmp_path / "none")))]

    (tmp_path / "10-other.rules").write_text('ATTRS{idVendor}=="1234", ENV{ID_MM_DEVICE_IGNORE}="1"\n')
    (tmp_path / "20-comment.rules").write_text("#" + udev.rules().replace("\n", "\n#"))
    (tmp_path / "30-access.rules").write_text('ATTRS{idVendor}=="2e8a", TAG+="uaccess"\n')
    assert found() == []
    (tmp_path / udev.NAME).write_text(udev.rules())
    assert found() == [udev.NAME]
