"""Joined modules do what they did apart; the table of bundles holds what stays on the board, and nothing on loan."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recovery_station.flash.bundles import BUNDLES, PACKAGE
from recovery_station.flash.compiled import folded
from recovery_station.flash.join import Plan, joined
from recovery_station.flash.scopes import JoinError

FIRMWARE = Path(__file__).resolve().parents[2] / "firmware" / "station_firmware"
FOLDERS = frozenset(("p", "p.core"))
BOTH = {"p.core.both": ("p.core.a", "p.core.b")}
ASKED = "import p.top\nfound = p.top.all_of()\n"


def sources(**modules: str) -> dict[str, str]:
    """A package `p` with a folder `core` and the module `top` that asks it."""
    made = {f"p.core.{name}": text for name, text in modules.items() if name != "top"}
    return {"p": "", "p.core": "", "p.top": modules.get("top", "")} | made


def run(made: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What `p.top.all_of()` gives when these modules are what is imported."""
    for name, text in made.items():
        path = folder / (name.replace(".", "/") + ("/__init__.py" if name in FOLDERS else ".py"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.syspath_prepend(folder)
        for name in [name for name in sys.modules if name.partition(".")[0] == "p"]:
            patch.delitem(sys.modules, name)
        names: dict[str, Any] = {}
        exec(ASKED, names)  # our own text, above
        for name in [name for name in sys.modules if name.partition(".")[0] == "p"]:
            del sys.modules[name]
        return names["found"]


CASES = {
    "functions of one name": sources(
        a="def give():\n    return 'a'\n",
        b="from . import a\ndef give():\n    return a.give() + 'b'\n",
        top="from .core import a, b\ndef all_of():\n    return a.give(), b.give()\n",
    ),
    "private names of two modules": sources(
        a="_0 = [1]\ndef first():\n    return _0\n",
        b="from .a import first\n_0 = [2]\ndef all_():\n    return first() + _0\n",
        top="from .core.b import all_\ndef all_of():\n    return all_()\n",
    ),
    "a local that is called like another module's function": sources(
        a="def name(x):\n    return x * 2\n",
        b="from . import a\ndef twice(x):\n    name = a.name(x)\n    return name\n",
        top="from .core import b\ndef all_of():\n    return b.twice(4)\n",
    ),
    "a function that is called like a builtin": sources(
        a="def sum(x):\n    return 'ours'\n",
        b="from . import a\ndef both(x):\n    return a.sum(x), sum(x)\n",
        top="from .core import b\ndef all_of():\n    return b.both([1, 2])\n",
    ),
    "what a function rebinds": sources(
        a="_0 = 0\ndef count():\n    global _0\n    _0 += 1\n    return _0\n",
        b="from . import a\n_0 = 7\ndef counted():\n    a.count()\n    return a.count(), _0\n",
        top="from .core import b\ndef all_of():\n    return b.counted()\n",
    ),
    "classes, defaults, lambdas, comprehensions": sources(
        a="SIZES = (1, 2)\nclass Base:\n    more = 3\n    def size(self):\n        return self.more\n",
        b="from .a import SIZES, Base\nfrom . import a\n"
        "class Own(Base):\n    table = [x + 1 for x in SIZES]\n    again = table\n"
        "    def all(self, more=SIZES):\n        pick = lambda more: more[0]\n"
        "        return [a.SIZES[x] for x in range(2)], pick(more), self.size(), self.again\n",
        top="from .core.b import Own\ndef all_of():\n    return Own().all()\n",
    ),
    "an import within a function": sources(
        a="def give():\n    return 1\n",
        b="def give():\n    from . import a\n    from .a import give as other\n    return a.give() + other()\n",
        top="def all_of():\n    from .core import b as asked\n    from .core.a import give\n"
        "    return asked.give(), give()\n",
    ),
    "two imports of one name": sources(
        a="def first():\n    from math import floor as it\n    return it(2.5)\n"
        "def second():\n    from math import ceil as it\n    return it(2.5)\n",
        b="",
        top="from .core import a\ndef all_of():\n    return a.first(), a.second()\n",
    ),
    "text with names in it, and the same outer module twice": sources(
        a="import math\n_0 = 2\ndef tell():\n    return f'{_0} {math.floor(2.5)}'\n",
        b="import math\nfrom . import a\n_0 = 3\ndef tell():\n    return f'{_0} {a.tell()} {math.ceil(2.5)}'\n",
        top="from .core import b\ndef all_of():\n    return b.tell()\n",
    ),
}


@pytest.mark.parametrize("modules", CASES.values(), ids=CASES.keys())
def test_joined_modules_do_what_they_did_apart(
    modules: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = joined(modules, FOLDERS, BOTH)
    assert "p.core.both" in made and not {"p.core.a", "p.core.b"} & made.keys()
    apart = run(modules, tmp_path / "apart", monkeypatch)
    assert run(made, tmp_path / "joined", monkeypatch) == apart
    assert apart


def test_a_name_that_only_one_module_has_stays_for_tracebacks() -> None:
    made = joined(sources(a="def fill():\n    pass\n", b="def vent():\n    pass\n"), FOLDERS, BOTH)
    assert "def fill" in made["p.core.both"] and "def vent" in made["p.core.both"]


def test_a_module_that_asks_no_bundle_stays_as_it_is_written() -> None:
    text = "def all_of():\n    return  (1)\n"
    assert joined(sources(a="", b="", top=text), FOLDERS, BOTH)["p.top"] == text


@pytest.mark.parametrize(
    ("modules", "why"),
    (
        (sources(a="from . import b\n", b="from . import a\n"), "imports itself"),
        (sources(a="", b="", top="from .core import a\ndef f(both):\n    return a.x\n"), "no x"),
        (
            sources(a="x = 1\n", b="", top="from .core import a\ndef f(both):\n    return a.x\n"),
            "a local both hides",
        ),
        (
            sources(
                a="", b="", top="def f():\n    from .core import a as x\ndef g():\n    from os import x\n"
            ),
            "stands for two things",
        ),
    ),
)
def test_what_cannot_be_joined_is_refused(modules: dict[str, str], why: str) -> None:
    with pytest.raises(JoinError, match=why):
        joined(modules, FOLDERS, BOTH)


# ---- the table


def firmware() -> dict[str, str]:
    """Dotted name → source, of the whole firmware."""
    return {
        ".".join((PACKAGE, *path.relative_to(FIRMWARE).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): path.read_text(encoding="utf-8")
        for path in FIRMWARE.rglob("*.py")
    }


def resident(modules: dict[str, str]) -> set[str]:
    """What is imported as soon as `app` is; as `core.tick`, packages left out."""
    folders = {name for name in modules if any(other.startswith(name + ".") for other in modules)}
    plan = Plan(modules, frozenset(folders), {})
    found: set[str] = set()
    waiting = [f"{PACKAGE}.app"]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += plan.imported_at_top(name)
    return {name.removeprefix(f"{PACKAGE}.") for name in found - folders}


def forgotten() -> Iterator[str]:
    """What some module gives back by its name, as `core.presets`."""
    for text in firmware().values():
        tree = ast.parse(text)
        tables = {
            node.targets[0].id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        loops = {
            node.target.id: tables.get(node.iter.id, node.iter)
            if isinstance(node.iter, ast.Name)
            else node.iter
            for node in ast.walk(tree)
            if isinstance(node, ast.For) and isinstance(node.target, ast.Name)
        }
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func).endswith("forget")
                and len(node.args) == 2
            ):
                folder, what = node.args
                named = loops.get(what.id, what) if isinstance(what, ast.Name) else what
                for one in ast.walk(named):
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        yield f"{ast.unparse(folder)}.{one.value}"


def test_every_member_stays_on_the_board_and_is_given_back_by_nobody() -> None:
    members = {f"{bundle.partition('.')[0]}.{one}" for bundle, ones in BUNDLES.items() for one in ones}
    gone = set(forgotten())
    assert {"core.presets", "ui.live", "store.thinning", "link.arming"} <= gone
    assert sum(map(len, BUNDLES.values())) == len(members)
    assert members <= resident(firmware())
    assert not members & gone


def test_what_stays_on_the_board_is_in_a_bundle() -> None:
    made = folded({f"{name.replace('.', '/')}.py": text.encode() for name, text in firmware().items()})
    modules = {path.removesuffix(".py").replace("/", "."): text.decode() for path, text in made.items()}
    assert resident(modules) == {"app", *BUNDLES}
