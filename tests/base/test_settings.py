from __future__ import annotations

import json
from pathlib import Path

import pytest

from alektum_desk.base import settings
from alektum_desk.base.settings import Settings


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    liked = Settings("nl", "dark", 150, still=True, lock_after=10, geometry="AdnQ", panes={"main": 240}, columns={"visits": [90, 120]})
    settings.write(liked, tmp_path / "new" / "settings.json")
    assert settings.read(tmp_path / "new" / "settings.json") == liked
    assert not list(tmp_path.rglob("*.new"))


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert settings.read(tmp_path / "settings.json") == Settings()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00"])
def test_a_damaged_file_is_set_aside(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    assert settings.read(path) == Settings()
    assert (tmp_path / "settings.json.damaged").read_text() == text
    assert not path.exists()


@pytest.mark.parametrize(("name", "value"), [
    ("language", "xx"), ("palette", "pink"), ("text_size", 99), ("text_size", 201), ("text_size", True), ("still", 1), ("lock_after", 0),
    ("geometry", None), ("panes", {"main": "wide"}), ("columns", {"visits": [1, "x"]}), ("columns", []), ("something", "new")])
def test_a_wrong_value_alone_is_left_out(tmp_path: Path, name: str, value: object) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"text_size": 120, "language": "fr", name: value}))
    found = settings.read(tmp_path / "settings.json")
    assert name == "something" or getattr(found, name) == getattr(Settings(), name)
    assert found.text_size == (100 if name == "text_size" else 120)
    assert found.language == ("" if name == "language" else "fr")
