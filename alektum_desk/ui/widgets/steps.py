"""The steps of a wizard: done ones with a tick, the one in hand filled, those to come as rings."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from alektum_desk.base.language import _
from alektum_desk.ui import fonts, icons, theme
from alektum_desk.ui.widgets.words import column, row, text


class _Step(QAbstractButton):
    def __init__(self, number: int, words: str) -> None:
        super().__init__()
        self.number, self.words, self.state, self.last, self.first = number, words, "coming", False, number == 1
        self.setText(words)
        self.compact = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_state("coming")

    def show_state(self, state: str) -> None:
        self.state = state
        words = {"done": _("Step {number}, {words}, done"), "here": _("Step {number}, {words}, here"),
                 "coming": _("Step {number}, {words}")}[state]
        self.setAccessibleName(words.format(number=self.number, words=self.words))
        self.setEnabled(state != "coming")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if state == "done" else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if state == "done" else Qt.CursorShape.ArrowCursor)
        self.update()

    def sizeHint(self) -> QSize:
        face = fonts.metrics(fonts.CAPTION, fonts.BOLD)
        if self.compact:
            return self.minimumSizeHint()
        return QSize(face.horizontalAdvance(self.words) + theme.px(16), theme.px(34) + face.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(34), theme.px(34))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size, middle = theme.px(26), self.width() / 2
        circle = QRectF(middle - size / 2, 1, size, size)
        gap = size / 2 + theme.px(6)
        line = circle.center().y()
        painter.setPen(QPen(QColor(look.accent_ink if self.state != "coming" else look.edge), 2))
        if not self.first:
            painter.drawLine(QPointF(0, line), QPointF(middle - gap, line))
        if not self.last:
            painter.setPen(QPen(QColor(look.accent_ink if self.state == "done" else look.edge), 2))
            painter.drawLine(QPointF(middle + gap, line), QPointF(self.width(), line))
        fill = {"done": look.accent_soft, "here": look.accent, "coming": look.surface}[self.state]
        painter.setPen(QPen(QColor(look.edge if self.state == "coming" else look.accent_ink), 1.5))
        painter.setBrush(QColor(fill))
        painter.drawEllipse(circle)
        if self.state == "done":
            tick = theme.px(16)
            painter.drawPixmap(QPointF(middle - tick / 2, circle.center().y() - tick / 2), icons.pixmap("check", look.accent_ink, tick))
        else:
            painter.setPen(QColor(look.on_accent if self.state == "here" else look.muted))
            painter.setFont(fonts.font(fonts.CAPTION, fonts.BOLD))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self.number))
        if self.compact:
            painter.end()
            return
        painter.setPen(QColor(look.text if self.state == "here" else look.muted))
        painter.setFont(fonts.font(fonts.CAPTION, fonts.BOLD))
        painter.drawText(QRectF(0, size + theme.px(4), self.width(), self.height() - size - theme.px(4)), Qt.AlignmentFlag.AlignCenter, self.words)
        painter.end()


class Steps(QWidget):
    """`picked` with the key of a done step that is clicked. In a narrow place only the step in hand says its name."""

    picked = Signal(str)

    def __init__(self, steps: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(_("Steps"))
        self._steps = {key: _Step(number, words) for number, (key, words) in enumerate(steps, 1)}
        for key, step in self._steps.items():
            step.clicked.connect(lambda _on=False, key=key: self.picked.emit(key))
        list(self._steps.values())[-1].last = True
        self._wide = max(step.sizeHint().width() for step in self._steps.values()) * len(self._steps)
        self._said = text("", "label", wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(column(row(*((step, 1) for step in self._steps.values()), gap=0), self._said, gap=4))
        self._said.hide()

    def show_step(self, here: str, done: frozenset[str] | set[str] = frozenset()) -> None:
        for key, step in self._steps.items():
            step.show_state("here" if key == here else "done" if key in done else "coming")
        self._said.setText(self._steps[here].words if here else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = self.width() < self._wide
        if compact != self._said.isVisibleTo(self):
            for step in self._steps.values():
                step.compact = compact
                step.updateGeometry()
            self._said.setVisible(compact)
