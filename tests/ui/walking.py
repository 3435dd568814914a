"""What the walk through every widget looks at. Each function answers with the faults it found, in words."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction, QFont, QFontMetrics, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QTableView,
    QToolButton,
    QWidget,
)

from alektum_desk.base import language
from alektum_desk.ui import fonts, theme
from alektum_desk.ui.widgets.matrix import MatrixModel

SHARP = 2      # a letter's stem must cover whole pixels to be measured
LONG = "long"            # English, 40 % longer, with accents: what no translation may be longer than
LARGE = ("en", LONG, "de", "fr")      # the two languages whose texts are longest: nothing is wider at 200 %
_measured: dict[bytes, float | None] = {}


def sights() -> list[Any]:
    """(language, text size): every language at 100 %, and at 200 % those that fill the most; the others under --long."""
    return [pytest.param(code, size, id=f"{size}-{code}", marks=() if size == 100 or code in LARGE else pytest.mark.long)
            for size in (100, 200) for code in (*language.LANGUAGES, LONG)]


def seen(page: QWidget) -> Iterator[QWidget]:
    for widget in (page, *page.findChildren(QWidget)):
        if widget.isVisible() and widget.window() is page.window():
            yield widget


def called(widget: QWidget) -> str:
    words = widget.accessibleName() or getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {words[:40]!r} in {type(widget.parentWidget()).__name__}"


def unnamed(page: QWidget) -> list[str]:
    """Everything that takes the focus, and every table, says what it is to a screen reader."""
    found = []
    for widget in seen(page):
        if isinstance(widget, QScrollBar) or (widget.focusPolicy() == Qt.FocusPolicy.NoFocus and not isinstance(widget, QAbstractItemView)):
            continue
        inner = widget.parentWidget()
        if isinstance(inner, (QComboBox, QAbstractScrollArea)) and not widget.accessibleName() and inner.accessibleName():
            continue
        face = QAccessible.queryAccessibleInterface(widget)
        if not (widget.accessibleName() or (face and face.text(QAccessible.Text.Name))):
            found.append(f"no name: {called(widget)}")
    return found


def rich(page: QWidget) -> list[str]:
    return [f"not plain text: {called(label)}" for label in page.findChildren(QLabel) if label.textFormat() != Qt.TextFormat.PlainText
            and not label.pixmap()]


def clipped(page: QWidget) -> list[str]:
    """A label or a button smaller than its words, or reaching over the edge of what holds it."""
    found = []
    for widget in seen(page):
        if isinstance(widget, QLabel) and widget.text():
            need = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
            wide = longest_word(widget) if widget.wordWrap() else widget.sizeHint().width()
            if widget.height() < need - 1 or widget.width() < wide - 1:
                found.append(f"clipped: {called(widget)} {widget.width()}x{widget.height()} needs {wide}x{need}")
        elif isinstance(widget, QAbstractButton) and not isinstance(widget, QToolButton):
            size = widget.minimumSizeHint() if not isinstance(widget, QPushButton) else widget.sizeHint()
            if widget.width() < size.width() - 1 or widget.height() < size.height() - 1:
                found.append(f"clipped: {called(widget)} {widget.width()}x{widget.height()} needs {size.width()}x{size.height()}")
        elif isinstance(widget, QTableView):
            found += shortened_heads(widget)
        if isinstance(widget, (QLabel, QAbstractButton, QLineEdit, QComboBox)) and (outside := reaches_over(widget)):
            found.append(f"over the edge: {called(widget)} {outside}")
    return found


def longest_word(label: QLabel) -> int:
    metrics = QFontMetrics(label.font())
    return max((metrics.horizontalAdvance(word) for word in label.text().split()), default=0)


def shortened_heads(table: QTableView) -> list[str]:
    head, found = table.horizontalHeader(), []
    if head.isHidden():
        return []
    for section in range(head.count()):
        words = str(table.model().headerData(section, Qt.Orientation.Horizontal) or "")
        if not head.isSectionHidden(section) and head.sectionSize(section) < fonts.metrics(fonts.CAPTION, fonts.BOLD).horizontalAdvance(words) + theme.px(24):
            found.append(f"heading cut: {words!r} of {table.accessibleName()!r}")
    return found


def reaches_over(widget: QWidget) -> str:
    """Up to the nearest thing that scrolls."""
    holder = widget.parentWidget()
    while holder is not None:
        if isinstance(holder.parentWidget(), QAbstractScrollArea):
            return ""
        place = QRect(widget.mapTo(holder, QPoint(0, 0)), widget.size())
        if not holder.rect().adjusted(-1, -1, 1, 1).contains(place):
            return f"{place.getRect()} in {type(holder).__name__} {holder.rect().getRect()}"
        if holder.isWindow():
            return ""
        holder = holder.parentWidget()
    return ""


def pale(page: QWidget) -> list[str]:
    """Words whose ink, as painted, stands out too little from the ground they are painted on."""
    sharp = 1 if theme.scale() >= 2 else SHARP
    image = QImage(page.size() * sharp, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(sharp)
    page.render(image)
    found = []
    for widget in seen(page):
        for place, words, face in said_by(widget):
            corner = widget.mapTo(page, place.topLeft())
            area = QRect(corner, place.size()).intersected(visible_part(widget, page))
            if area.isEmpty() or area.width() * area.height() < 0.9 * place.width() * place.height():
                continue      # scrolled half away: measured where it is whole
            ratio = measured(image.copy(QRect(area.topLeft() * sharp, area.size() * sharp)))
            if ratio is not None and ratio < (3.0 if is_large(face) or not words else 4.5):
                found.append(f"pale ({ratio:.2f}): {called(widget)} {words[:30]!r} in {theme.current().name}")
    return found


def said_by(widget: QWidget) -> Iterable[tuple[QRect, str, QFont]]:
    if isinstance(widget, QLabel) and widget.text():
        yield widget.rect(), widget.text(), widget.font()
    elif isinstance(widget, (QAbstractButton, QComboBox)):
        words = widget.text() if isinstance(widget, QAbstractButton) else widget.currentText()
        if isinstance(widget, QToolButton):
            words = ""
        if words or (isinstance(widget, QAbstractButton) and not widget.icon().isNull()):
            yield widget.rect().adjusted(4, 4, -4, -4), words, widget.font()
    elif isinstance(widget, QLineEdit) and (widget.text() or widget.placeholderText()):
        yield widget.rect().adjusted(4, 4, -4, -4), widget.text() or widget.placeholderText(), widget.font()
    elif isinstance(widget, QTableView):
        model = widget.model()
        for row in range(min(model.rowCount(), 12)):
            for column in range(min(model.columnCount(), 12)):
                index = model.index(row, column)
                place = widget.visualRect(index)
                if index.data() and widget.viewport().rect().contains(place):
                    empty = isinstance(model, MatrixModel) and model.cell(index) is None      # an outline without words
                    yield place.translated(widget.viewport().pos()).adjusted(3, 3, -3, -3), "" if empty else str(index.data()), widget.font()


def visible_part(widget: QWidget, page: QWidget) -> QRect:
    place = widget.visibleRegion().boundingRect()
    return QRect(widget.mapTo(page, place.topLeft()), place.size())


def measured(image: QImage) -> float | None:
    """The ratio of the commonest colour and the one that stands out most from it; None for an empty place.
    The same dots, as those of the rail beside every screen, are measured once."""
    dots = memoryview(image.constBits())
    known = blake2b(dots, digest_size=16).digest()
    if known not in _measured:
        _measured[known] = _measure(dots.cast("I"))
    return _measured[known]


def _measure(pixels: memoryview[int]) -> float | None:
    inks = set(pixels.tolist())
    if len(inks) < 2:
        return None
    ground = light_of(Counter(pixels[::7].tolist()).most_common(1)[0][0])
    lights = [light_of(pixel) for pixel in inks]
    return max((max(lights) + 0.05) / (ground + 0.05), (ground + 0.05) / (min(lights) + 0.05))


@cache
def light_of(pixel: int) -> float:
    return theme.luminance(f"#{pixel & 0xFFFFFF:06x}")


def is_large(face: QFont) -> bool:
    """WCAG: from 18 points, or from 14 when bold."""
    return face.pointSizeF() >= 18 or (face.pointSizeF() >= 14 and face.weight() >= QFont.Weight.DemiBold)


def twice(window: QWidget, page: QWidget) -> list[str]:
    """Two things under one key."""
    keys: dict[str, QAction] = {}
    found = []
    for action in {*window.actions(), *page.findChildren(QAction), *window.findChildren(QAction)}:
        for key in action.shortcuts():
            words = key.toString(QKeySequence.SequenceFormat.PortableText)
            if words and action.isEnabled() and action in window.actions() and keys.setdefault(words, action) is not action:
                found.append(f"two under {words}: {action.text()!r} and {keys[words].text()!r}")
    return found


def trapped(window: QWidget, page: QWidget) -> list[str]:
    """Tab goes on from every widget, round again, and comes to all that takes it. Of pills and tabs it comes to the picked one."""
    window.activateWindow()
    focusable = takers(page)
    if len(focusable) < 2:
        return []
    focusable[0].setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    visited: list[QWidget] = []
    here = QApplication.focusWidget()
    while here is not None and here not in visited:
        visited.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
        after = QApplication.focusWidget()
        if after is here:
            return [f"Tab stays in {called(here)}"]
        here = after
    if here is None:
        return [f"the focus was lost after {called(visited[-1])}" if visited else "nothing takes the focus"]
    return [f"Tab never comes to {called(widget)}" for widget in takers(page) if widget not in visited and not is_reached(widget, visited)]


def takers(page: QWidget) -> list[QWidget]:
    """Asked again after the round: what is shown may follow the focus."""
    return [widget for widget in seen(page) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
            and widget.focusProxy() is None and not waits_for_arrows(widget)]


def waits_for_arrows(widget: QWidget) -> bool:
    if not isinstance(widget, QAbstractButton) or not widget.isCheckable() or widget.isChecked():
        return False
    group = widget.group()
    return widget.autoExclusive() or (group is not None and group.exclusive())


def is_reached(widget: QWidget, visited: list[QWidget]) -> bool:
    """A part of a control whose other part has the focus for it."""
    return any(each.focusProxy() is widget or widget.isAncestorOf(each) for each in visited)
