"""What a fault of the program leaves behind: where it was, and nobody's words."""
from __future__ import annotations

from pathlib import Path

import pytest

from alektum_desk.base import log, paths


def fault(words: str) -> ValueError:
    try:
        raise ValueError(words)
    except ValueError as error:
        return error


def test_a_fault_leaves_its_kind_and_place_and_none_of_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "log_file", lambda: tmp_path / "state" / "desk.log")
    log.bug(fault("Kari Nordmann"))
    log.bug(fault("Soo Ng"))
    written = log.where().read_text(encoding="utf-8")
    assert written.count(" ValueError\n  base/test_log.py:") == 2
    assert " fault\n" in written
    assert "Kari" not in written
    assert str(tmp_path) not in written


def test_the_file_gives_way_to_a_new_one_before_it_grows_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "log_file", lambda: tmp_path / "desk.log")
    log.where().write_text("x" * (log.LARGEST + 1))
    log.bug(fault(""))
    assert log.where().stat().st_size < 1_000
    assert (tmp_path / "desk.log.1").stat().st_size > log.LARGEST


def test_where_nothing_can_be_written_a_fault_brings_no_second_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(paths, "log_file", lambda: tmp_path / "file" / "desk.log")
    log.bug(fault(""))
