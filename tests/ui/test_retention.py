"""Retention in the window: the calculator, the schedule, and what is shown on paper."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from alektum_desk.services import register_export
from alektum_desk.ui.screens.register import RegisterScreen
from alektum_desk.ui.window import Window
from tests.ui.showing import Shown, fill, press, words

Settle = Callable[[], None]


@pytest.fixture
def screen(shown: Shown) -> RegisterScreen:
    return shown("register", RegisterScreen)


def test_the_calculator_says_day_and_reason(screen: RegisterScreen, settled: Settle) -> None:
    screen.arrive("retention")
    settled()
    rules = screen.overview.rules
    fill(rules.form, country="BE", category="visitor", trigger="visit", on="31 January 2026")
    press(rules, "Work it out")
    assert "Erase by the end of 28 February 2026" in words(rules)
    assert "Notice be-fr, line 20." in words(rules)
    fill(rules.form, on="")
    press(rules, "Work it out")
    assert "Write the day on which it happened." in words(rules)
    assert rules.table.rows.rowCount() >= 29


def test_the_schedule_is_written(screen: RegisterScreen, window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: Settle) -> None:
    path = tmp_path / "schedule.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(path), ""))
    screen.write_schedule()
    window.jobs.finish()
    settled()
    assert path.read_bytes().startswith(b"%PDF-")


def test_what_is_shown_is_printed(screen: RegisterScreen, window: Window, monkeypatch: pytest.MonkeyPatch, settled: Settle) -> None:
    printed: list[Any] = []
    opened: list[str] = []
    write = register_export.export

    def told(*words: Any, **more: Any) -> Any:
        printed.append(more["only"])
        return write(*words, **more)
    monkeypatch.setattr(register_export, "export", told)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    screen.overview.search.set_value("visitor")
    screen.print_shown()
    screen.arrive("be-visitors")
    screen.print_shown()
    window.jobs.finish()
    settled()
    assert ("be-visitors" in printed[0], "be-recovery" in printed[0], printed[1]) == (True, False, ["be-visitors"])
    assert all(Path(each).read_bytes().startswith(b"%PDF-") for each in opened)
    assert len(opened) == 2
