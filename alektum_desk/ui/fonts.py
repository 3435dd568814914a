"""The program's two voices: Inter for what it says, Source Serif 4 for what a document says."""
from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetrics

from alektum_desk.base import paths
from alektum_desk.ui import theme

SANS, SERIF = "Inter", "Source Serif 4"
# Points at 100 %; at 96 dpi 11, 12, 13, 14, 16, 20, 24, 36 pixels.
KEY, CAPTION, SMALL, BODY, LEAD, HEAD, TITLE, FIGURE = 8.25, 9.0, 9.75, 10.5, 12.0, 15.0, 18.0, 27.0
NORMAL, MEDIUM, BOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold


@lru_cache
def load() -> None:
    """Read the font files that came with the program, once; needs a QApplication."""
    fonts = paths.resources() / "fonts"
    for file in (*sorted((fonts / "ui").glob("*.otf")), *sorted((fonts / "documents").glob("SourceSerif4-*.ttf"))):
        QFontDatabase.addApplicationFont(str(file))


def font(points: float, weight: QFont.Weight = NORMAL, family: str = SANS) -> QFont:
    """In the officer's text size, with figures that keep their column."""
    made = QFont(family)
    made.setPointSizeF(points * theme.scale())
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if family == SANS:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def metrics(points: float, weight: QFont.Weight = NORMAL, family: str = SANS) -> QFontMetrics:
    return _metrics(points, weight, family, theme.scale())


@lru_cache(maxsize=200)
def _metrics(points: float, weight: QFont.Weight, family: str, _scale: float) -> QFontMetrics:
    return QFontMetrics(font(points, weight, family))
