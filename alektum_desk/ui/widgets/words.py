"""Words, pictures and boxes: what every screen is put together from."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from alektum_desk.ui import fonts, icons, theme

Part = QWidget | QLayout | int | tuple[QWidget | QLayout, int]
Margin = int | tuple[int, int, int, int]


LONGEST = 240      # of one word, in a label that wraps
# As style.qss has them.
FACES = {"title": (fonts.TITLE, fonts.BOLD), "head": (fonts.HEAD, fonts.BOLD), "lead": (fonts.LEAD, fonts.BOLD), "strong": (fonts.BODY, fonts.BOLD),
         "body": (fonts.BODY, fonts.NORMAL), "small": (fonts.SMALL, fonts.NORMAL), "caption": (fonts.CAPTION, fonts.NORMAL),
         "label": (fonts.CAPTION, fonts.BOLD), "figure": (fonts.FIGURE, fonts.BOLD), "quote": (fonts.LEAD, fonts.NORMAL)}


def text(words: str, kind: str = "body", tone: str = "text", *, wrap: bool = False) -> QLabel:
    """A label of plain text. `kind`: title head lead strong body small caption label figure quote; `tone`: theme.ink's names."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(words)
    label.setProperty("kind", kind)
    label.setProperty("tone", tone)
    label.setWordWrap(wrap)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        keep_whole(label)
    return label


def keep_whole(label: QLabel) -> None:
    """No word of a wrapped text is cut in two by a narrow column, unless it is longer than words are."""
    points, weight = FACES.get(str(label.property("kind")), FACES["body"])
    metrics = fonts.metrics(points, weight)
    longest = max((metrics.horizontalAdvance(word) for word in label.text().split()[:400]), default=0)
    label.setMinimumWidth(min(longest + 2, theme.px(LONGEST)))


def clear(layout: QLayout | None, kept: Sequence[QWidget] = ()) -> None:
    """What stands in it goes: at once from sight, and then for good. `kept` only leave their place."""
    while layout is not None and (item := layout.takeAt(0)) is not None:
        if (gone := item.widget()) is not None and gone not in kept:
            gone.hide()
            gone.setParent(None)        # so that nobody finds it, and no action shows it again, while it waits for its end
            gone.deleteLater()


def say(label: QLabel, words: str, tone: str | None = None) -> None:
    """Change what a label says, and in which tone."""
    label.setText(words)
    if label.wordWrap():
        keep_whole(label)
    if tone is not None and label.property("tone") != tone:
        label.setProperty("tone", tone)
        repolish(label)


def repolish(widget: QWidget) -> None:
    """After a property that the style sheet asks for has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Picture(QWidget):
    """An icon beside words; decoration for a screen reader, so it has no name of its own."""

    def __init__(self, name: str, tone: str = "muted", size: int = 20) -> None:
        super().__init__()
        self.name, self.tone, self.size_ = name, tone, theme.px(size)
        self.setFixedSize(self.size_, self.size_)

    def show_as(self, name: str, tone: str) -> None:
        self.name, self.tone = name, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, icons.pixmap(self.name, theme.current().ink(self.tone), self.size_, self.devicePixelRatioF()))
        painter.end()


class Mark(QWidget):
    """The program's own sign: three lines of a register on a petrol square."""

    def __init__(self, size: int = 26) -> None:
        super().__init__()
        self.setFixedSize(theme.px(size), theme.px(size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / 26, self.height() / 26)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().accent))
        painter.drawRoundedRect(QRectF(0, 0, 26, 26), 7, 7)
        painter.setPen(QPen(QColor(theme.current().on_accent), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for y, end in ((8, 19), (13, 15), (18, 19)):
            painter.drawLine(7, y, end, y)
        painter.end()


class Key(QWidget):
    """A keyboard hint: the name of a key on a small cap."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words
        self.setFixedSize(fonts.metrics(fonts.KEY, fonts.MEDIUM).horizontalAdvance(words) + theme.px(13), theme.px(22))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_key(painter, QRectF(self.rect()), self.words)
        painter.end()


def paint_key(painter: QPainter, place: QRectF, words: str) -> None:
    """A keyboard hint at the right end of `place`."""
    look = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(fonts.font(fonts.KEY, fonts.MEDIUM))
    wide = fonts.metrics(fonts.KEY, fonts.MEDIUM).horizontalAdvance(words) + theme.px(12)
    high = theme.px(20)
    cap = QRectF(place.right() - wide - 0.5, place.center().y() - high / 2 + 0.5, wide, high - 1)
    painter.setPen(QColor(look.chrome))
    painter.setBrush(QColor(look.sunken))
    painter.drawRoundedRect(cap, 4, 4)
    painter.setPen(QColor(look.muted))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, words)


def _fill(layout: QBoxLayout, parts: tuple[Part, ...], gap: int, margin: Margin) -> None:
    layout.setSpacing(theme.px(gap))
    sides = margin if isinstance(margin, tuple) else (margin, margin, margin, margin)
    layout.setContentsMargins(*(theme.px(side) for side in sides))
    for part in parts:
        if isinstance(part, int):
            if part:
                layout.addSpacing(theme.px(part))
            else:
                layout.addStretch(1)
            continue
        item, stretch = part if isinstance(part, tuple) else (part, 0)
        if isinstance(item, QLayout):
            layout.addLayout(item, stretch)
        else:
            layout.addWidget(item, stretch)


def row(*parts: Part, gap: int = 8, margin: Margin = 0) -> QHBoxLayout:
    """Side by side, in measures at 100 %; 0 is a stretch, a number a space, (part, n) a part that takes what is left."""
    made = QHBoxLayout()
    _fill(made, parts, gap, margin)
    return made


def column(*parts: Part, gap: int = 8, margin: Margin = 0) -> QVBoxLayout:
    """One under the other; the parts as for `row`."""
    made = QVBoxLayout()
    _fill(made, parts, gap, margin)
    return made


def box(layout: QLayout, role: str = "card") -> QFrame:
    """A surface. `role`: card well raised pane ok warn bad info picked rail status."""
    frame = QFrame()
    frame.setProperty("role", role)
    frame.setLayout(layout)
    return frame


def card(*parts: Part, title: str = "", gap: int = 12, margin: Margin = 20) -> QFrame:
    heading: tuple[Part, ...] = (text(title, "lead", wrap=True),) if title else ()
    return box(column(*heading, *parts, gap=gap, margin=margin))


def rule(*, vertical: bool = False) -> QFrame:
    line = QFrame()
    line.setProperty("role", "rule")
    if vertical:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line


def holder(layout: QLayout) -> QWidget:
    """A widget without a look of its own around a layout."""
    made = QWidget()
    made.setObjectName("clear")
    made.setLayout(layout)
    return made


class Page(QWidget):
    """One of a stack. It asks for room while it is the one that is seen; a stack by itself is as tall as its tallest page."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.setLayout(column((content, 1)))

    def heightForWidth(self, width: int) -> int:
        return 0 if self.isHidden() else super().heightForWidth(width)

    def minimumSizeHint(self) -> QSize:
        return QSize() if self.isHidden() else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        return QSize() if self.isHidden() else super().sizeHint()


class Stack(QStackedWidget):
    """As large as the page that is seen; by itself it would be as large as its largest."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.currentChanged.connect(lambda _at: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        seen = self.currentWidget()
        return seen.minimumSizeHint().expandedTo(seen.minimumSize()) if seen is not None else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        seen = self.currentWidget()
        return seen.sizeHint() if seen is not None else super().sizeHint()


class Scroller(QScrollArea):
    """Content that scrolls down when the window is small and never sideways unless it must."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setViewport(QWidget())     # clear; and the first widget that Qt made itself costs 13 ms of looking for its class
        self.setWidget(content)
        content.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        inside = self.widget()
        return inside.sizeHint() if inside else super().sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._measure()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._measure()
        return super().eventFilter(watched, event)

    def _measure(self) -> None:
        """As tall as its words are at this width; Qt would count them at the narrowest, and scroll over nothing."""
        inside = self.widget()
        layout = inside.layout() if inside is not None else None
        if inside is not None and layout is not None and layout.hasHeightForWidth():
            width = max(self.viewport().width(), layout.totalMinimumSize().width())
            inside.setMinimumHeight(max(1, layout.totalMinimumHeightForWidth(width)))
