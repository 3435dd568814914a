"""The sidebar: the groups are the compartments, a role sees its own; in a narrow window only the icons are left."""
from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from alektum_desk.base.language import _
from alektum_desk.domain.accounts import Account
from alektum_desk.ui import fonts, icons, theme
from alektum_desk.ui.roles import ROLES
from alektum_desk.ui.screens import GROUPS, Entry
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import Chip, ChipLabel
from alektum_desk.ui.widgets.nav import NavButton
from alektum_desk.ui.widgets.words import Mark, Part, Picture, Scroller, column, holder, row, rule, text

WIDE, NARROW, MORE = 224, 60, 18
WIDEST, BESIDE = 320, 122      # for a long word in a name or a role, and what stands beside it


class More(QWidget):
    """Over the edge of a list without a bar, while something lies beyond it: an arrow; pressing it goes on."""

    def __init__(self, area: QScrollArea, *, down: bool) -> None:
        super().__init__(area)
        self.area, self.down = area, down
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(self.follow)
        bar.rangeChanged.connect(self.follow)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.follow()

    def follow(self) -> None:
        bar, high = self.area.verticalScrollBar(), theme.px(MORE)
        self.setGeometry(0, self.area.height() - high if self.down else 0, self.area.width(), high)
        self.setVisible(bar.value() < bar.maximum() if self.down else bar.value() > 0)
        self.raise_()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.value() + (1 if self.down else -1) * self.area.height() // 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, size = theme.current(), theme.px(16)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.rail))
        painter.translate(self.rect().center())
        painter.rotate(0 if self.down else 180)
        painter.drawPixmap(-size // 2, -size // 2, icons.pixmap("down", look.muted, size, self.devicePixelRatioF()))
        painter.end()


class Sidebar(QFrame):
    picked = Signal(str)
    lock_asked = Signal()

    def __init__(self, entries: Sequence[Entry], who: Account, *, sample: bool) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setAccessibleName(_("Screens"))
        self.buttons: dict[str, NavButton] = {}
        self._words: list[QWidget] = []
        body = self._list(entries)
        self._badge = badge = ChipLabel(_("SAMPLE"), "warn", "alert")
        badge.setToolTip(_("SAMPLE"))
        if not sample:                 # showing what stands nowhere yet would open a window of its own
            badge.hide()
        name = text(_("Alektum Desk"), "lead")
        self._words += [name]
        top = column(row(Mark(), name, 0, gap=10, margin=(6, 0, 0, 0)), row(badge, 0, margin=(1, 8 if sample else 0, 0, 0)), gap=0)
        self._lock = Button("", "icon", "lock", name=_("Lock the desk"), pressed=self.lock_asked.emit)
        self._about = f"{who.name} {_(ROLES[who.role])}"
        person = Picture("person", "muted", 20)
        said = holder(column(_short(who.name, "small"), _short(_(ROLES[who.role]), "caption", "muted"), gap=0))
        self._words += [person, said]
        self._foot = row(person, (said, 1), self._lock, gap=10)
        feet = [self._button(entry) for entry in entries if entry.group == "foot"]
        self._body, self._here = Scroller(body), ""      # follows the wheel, the focus and where one is; bars would cover the icons
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._more = More(self._body, down=False), More(self._body, down=True)
        self.setLayout(column(top, 12, (self._body, 1), *feet, 4, rule(), 8, self._foot, gap=2, margin=(12, 18, 11, 12)))
        self.narrow(on=False)

    def _list(self, entries: Sequence[Entry]) -> QWidget:
        parts: list[Part] = []
        shown = [entry for entry in entries if entry.group != "foot"]
        for group, title in GROUPS.items():
            inside = [entry for entry in shown if entry.group == group]
            if not inside:
                continue
            if title:
                label = text(_(title), "label", "muted")
                self._words.append(label)
                parts += [12, row(label, 0, margin=(9, 0, 10, 2))]
            parts += [self._button(entry) for entry in inside]
        return holder(column(*parts, 0, gap=2))

    def _button(self, entry: Entry) -> NavButton:
        button = NavButton(_(entry.title), entry.icon)
        button.clicked.connect(lambda _on=False, name=entry.name: self.picked.emit(name))
        self.buttons[entry.name] = button
        return button

    def show_here(self, name: str) -> None:
        self._here = name
        for each, button in self.buttons.items():
            button.setChecked(each == name)
        self._bring_into_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._begin_again)       # once the list has its height

    def _begin_again(self) -> None:
        """From the top: what lay above while the list was lower is not left there."""
        self._body.verticalScrollBar().setValue(0)
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        for each in self._more:
            each.follow()
        here = self.buttons.get(self._here)
        if here is not None and self._body.isAncestorOf(here):
            self._body.ensureWidgetVisible(here, 0, theme.px(MORE))

    def show_count(self, name: str, count: int) -> None:
        if name in self.buttons:
            self.buttons[name].show_count(count)

    def narrow(self, *, on: bool) -> None:
        for widget in self._words:
            widget.setVisible(not on)
        self._foot.setContentsMargins(0 if on else theme.px(8), 0, 0, 0)
        self._badge.show_chip(Chip("" if on else _("SAMPLE"), "warn", "alert"))     # the window's title has the word, too
        self._badge.setAccessibleName(_("SAMPLE"))
        for button in self.buttons.values():
            button.narrow = on
            button.show_count(button.count)
        if on:
            self.setFixedWidth(theme.px(NARROW))
        else:
            longest = max((button.sizeHint().width() for button in self.buttons.values()), default=0)
            words = max(fonts.metrics(fonts.SMALL).horizontalAdvance(word) for word in self._about.split())
            self.setFixedWidth(max(theme.px(WIDE), longest + theme.px(24), min(theme.px(WIDEST), words + theme.px(BESIDE))))


def _short(words: str, kind: str, tone: str = "text") -> QLabel:
    """A name of any length in a place of one width: on as many lines as it needs."""
    return text(words, kind, tone, wrap=True)
