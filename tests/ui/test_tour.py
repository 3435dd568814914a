"""The tour: the main job through the real window, from a stranger's first look to papers in hand."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from alektum_desk.domain.errors import Refused
from alektum_desk.ui.screens import SCREENS
from alektum_desk.ui.tour import LETTERS, tour


def test_it_leaves_a_picture_of_every_screen_and_every_paper(qapp: QApplication, tmp_path: Path) -> None:
    answer = tour(qapp, str(tmp_path / "tour"))
    kept = json.loads((tmp_path / "tour" / "tour.json").read_text(encoding="utf-8"))
    assert kept["files"] == answer["files"]
    assert {path.name for path in (tmp_path / "tour").iterdir()} == {*answer["files"], "tour.json"}
    pictures = [name for name in answer["files"] if name.endswith(".png")]
    assert len(pictures) >= len(SCREENS)
    assert not any(QImage(str(tmp_path / "tour" / name)).isNull() for name in pictures)
    papers = [tmp_path / "tour" / name for name in answer["files"] if name.endswith(".pdf")]
    assert len(papers) == len(LETTERS) + 1
    assert all(paper.read_bytes().startswith(b"%PDF-1.7") for paper in papers)


def test_a_file_in_the_place_of_its_folder_is_refused(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "tour").write_text("not a folder", encoding="utf-8")
    with pytest.raises(Refused, match="is a file"):
        tour(qapp, str(tmp_path / "tour"))
