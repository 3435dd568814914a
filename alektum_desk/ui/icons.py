"""The icons: own line drawings in resources/icons, painted in the ink they stand beside, as sharp as the screen."""
from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from alektum_desk.base import paths

SHARPNESS = (1.0, 2.0)     # pixel ratios that an icon is drawn for; Qt picks the nearest


@lru_cache
def names() -> frozenset[str]:
    return frozenset(file.stem for file in (paths.resources() / "icons").glob("*.svg"))


@lru_cache
def _drawing(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: str, size: int = 20, ratio: float = 0) -> QPixmap:
    """One icon in one colour; `ratio` 0 is the screen's own."""
    app = QApplication.instance()
    if not ratio:
        ratio = app.devicePixelRatio() if isinstance(app, QApplication) else 1.0
    return _pixmap(name, colour, size, ratio)


@lru_cache(maxsize=2000)
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    svg = _drawing(name).replace("currentColor", colour)
    if size > 28:       # large drawings keep a thin line: 2 px at 48
        svg = svg.replace('stroke-width="1.5"', f'stroke-width="{48 / size:.2f}"')
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made


@lru_cache(maxsize=2000)
def icon(name: str, colour: str, size: int = 18, before: int = 0, after: int = 0) -> QIcon:
    """With air beside it: a push button leaves only 4 px between its icon and its words."""
    made = QIcon()
    for ratio in SHARPNESS:
        wide = QPixmap(round((size + before + after) * ratio), round(size * ratio))
        wide.fill(Qt.GlobalColor.transparent)
        painter = QPainter(wide)
        painter.drawPixmap(round(before * ratio), 0, pixmap(name, colour, round(size * ratio), 1.0))
        painter.end()
        wide.setDevicePixelRatio(ratio)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled):      # Qt would grey it by its own measure
            made.addPixmap(wide, mode)
    return made
