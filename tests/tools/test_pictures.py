"""The pictures of the presets in the documents: one for each, small, named where they are shown."""

from pathlib import Path

from station_firmware.core import presets

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 90_000


def test_every_preset_has_a_small_picture_and_its_place() -> None:
    page = (ROOT / "docs" / "presets.md").read_text(encoding="utf-8")
    for one in presets.IDS:
        assert 0 < (ROOT / "docs" / "img" / "presets" / f"{one}.png").stat().st_size < MOST_BYTES
        assert f"(img/presets/{one}.png)" in page
        assert f"`{one}`" in page
