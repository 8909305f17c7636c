"""The length check passes at its limits and fails one line above them."""

from pathlib import Path

import check_lengths


def write(root: Path, text: str) -> None:
    """One file where the check looks."""
    (root / "host").mkdir(exist_ok=True)
    (root / "host" / "sample.py").write_text(text, encoding="utf-8")


def function_of(lines: int) -> str:
    """A function of exactly that many lines."""
    return "def work():\n" + "    pass\n" * (lines - 1)


def test_at_the_limits_nothing_is_found(tmp_path: Path) -> None:
    write(tmp_path, function_of(40) + "x = 1\n" * 260)
    assert check_lengths.check(tmp_path) == []


def test_a_function_of_41_lines_is_found(tmp_path: Path) -> None:
    write(tmp_path, "\n" + function_of(41))
    (finding,) = check_lengths.check(tmp_path)
    assert finding.text(tmp_path).startswith("host/sample.py:2: function work has 41 lines, at most 40")


def test_a_method_counts_like_a_function(tmp_path: Path) -> None:
    body = "".join(f"    {line}\n" for line in function_of(41).splitlines())
    write(tmp_path, "class A:\n" + body)
    assert [finding.line for finding in check_lengths.check(tmp_path)] == [2]


def test_a_file_of_301_lines_is_found(tmp_path: Path) -> None:
    write(tmp_path, "x = 1\n" * 301)
    (finding,) = check_lengths.check(tmp_path)
    assert "file sample.py has 301 lines, at most 300" in finding.words


def test_the_longest_are_named(tmp_path: Path, capsys) -> None:
    write(tmp_path, function_of(25))
    check_lengths.check(tmp_path)
    shown = capsys.readouterr().out
    assert "longest functions (1 of 1 above the aim of 20)" in shown
    assert "host/sample.py:1 work" in shown
