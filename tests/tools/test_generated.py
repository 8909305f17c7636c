"""Generated files are written once, and a stale or missing one fails the check without being touched."""

from pathlib import Path

import generated


def test_write_then_check_passes(tmp_path: Path) -> None:
    texts = {tmp_path / "new" / "a.py": "A = 1\n"}
    assert generated.write_or_check(texts, check=False) == 0
    assert generated.write_or_check(texts, check=True) == 0


def test_a_missing_file_fails_the_check(tmp_path: Path, capsys) -> None:
    assert generated.write_or_check({tmp_path / "a.py": "A = 1\n"}, check=True) == 1
    assert "out of date, run `make hardware`" in capsys.readouterr().err
    assert not (tmp_path / "a.py").exists()


def test_an_edited_file_fails_the_check_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text("A = 2\n", encoding="utf-8")
    assert generated.write_or_check({path: "A = 1\n"}, check=True) == 1
    assert path.read_text(encoding="utf-8") == "A = 2\n"
