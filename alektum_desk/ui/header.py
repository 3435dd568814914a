"""What stands above the content and below it: title, search and actions; four facts that calm."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from alektum_desk.base.language import _
from alektum_desk.ui import fonts, icons, theme
from alektum_desk.ui.screen import Header
from alektum_desk.ui.widgets.buttons import Button, for_action
from alektum_desk.ui.widgets.chips import ChipLabel
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.table import plain_tip
from alektum_desk.ui.widgets.words import (
    FACES,
    Picture,
    clear,
    column,
    holder,
    paint_key,
    repolish,
    row,
    say,
    text,
)


class SearchDoor(QPushButton):
    """Looks like the search field of the pictures; opens the palette."""

    def __init__(self) -> None:
        super().__init__(_("Search or run a command"))
        self.setAccessibleName(_("Search or run a command"))
        self.setProperty("kind", "door")
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._bare = False

    def shorten(self, *, on: bool, bare: bool = False) -> None:
        """Only the magnifier and the key, in a narrow window; `bare`: the key goes, too."""
        self._bare = bare
        self.setText("" if on or bare else _("Search or run a command"))
        self.setToolTip("" if self.text() else _("Search or run a command"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        wide = self.minimumSizeHint().width()
        return QSize(max(theme.px(292), wide) if self.text() else wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + theme.px(38 if self._bare else 34 + 66), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        size = theme.px(16)
        painter.drawPixmap(theme.px(11), (self.height() - size) // 2, icons.pixmap("search", theme.current().muted, size))
        if not self._bare:
            paint_key(painter, QRectF(0, 0, self.width() - theme.px(8), self.height()), "Ctrl K")
        painter.end()


class Title(QLabel):
    """On one line where there is room for it; a label that wraps likes to be square."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "title")
        self.setWordWrap(True)

    def shrink(self, *, on: bool) -> None:
        self.setProperty("kind", "lead" if on else "title")
        repolish(self)

    def sizeHint(self) -> QSize:
        wide = fonts.metrics(*FACES[self.property("kind")]).horizontalAdvance(self.text()) + 2
        return QSize(wide, self.heightForWidth(wide))


class HeaderBar(QWidget):
    """`went` with the argument of a crumb that was clicked.

    In a low window the content comes first: smaller letters and margins, the way here beside the title, what explains it in its tip,
    and all of it on one line where there is room.
    """

    went = Signal(str)
    search_asked = Signal()
    menu_asked = Signal()
    turned = Signal()                 # between content and pane, in a narrow window

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.title = Title()
        self.subtitle = text("", "small", "muted", wrap=True)
        self._crumbs, self._titles = Flow(gap=8, middle=True), Flow(gap=8, middle=True)
        self._heading = QVBoxLayout()
        self._heading.setSpacing(theme.px(2))
        self._path = holder(self._crumbs)
        self._heading.addWidget(self._path)
        self._titles.addWidget(self.title)
        self._heading.addWidget(holder(self._titles))
        self._heading.addWidget(self.subtitle)
        self.door = SearchDoor()
        self.door.clicked.connect(self.search_asked)
        self._buttons = Flow()
        self._line_of_buttons = holder(self._buttons)
        self._side = holder(row(self.door, (self._line_of_buttons, 1), gap=10))
        self.menu_button = Button("", "icon", "more", name=_("Menu"), pressed=self.menu_asked.emit)
        self._turn = Button("", pressed=self.turned.emit)
        self._turn.hide()
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._layout.setSpacing(theme.px(10))
        self._layout.addLayout(self._heading, 1)
        self._layout.addWidget(self._side, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(self._layout)
        self._header, self._offered = Header(""), tuple[QAction, ...]()
        self._primary: QAction | None = None
        self._narrow = self._low = self._over = False
        self._beside = theme.px(28)

    def show_header(self, header: Header) -> None:
        self._header = header
        say(self.title, header.title)
        say(self.subtitle, header.subtitle)
        self.subtitle.setVisible(bool(header.subtitle) and not self._low)
        self.title.setToolTip(plain_tip(header.subtitle) if self._low else "")
        clear(self._crumbs)
        for at, (words, argument) in enumerate(header.crumbs):
            if at:
                self._crumbs.addWidget(Picture("right", "muted", 12))
            self._crumbs.addWidget(Button(words, "crumb", pressed=partial(self.went.emit, argument)))
        clear(self._titles, (self.title, self._path))
        if self._low:
            self._titles.addWidget(self._path)
        else:
            self._heading.insertWidget(0, self._path)
        self._titles.addWidget(self.title)
        for chip in header.chips if not self._over else ():
            self._titles.addWidget(ChipLabel(chip.words, chip.tone, chip.icon))
        self._path.setVisible(bool(header.crumbs) and not self._over)
        self._turn_layout()

    def show_actions(self, actions: Sequence[QAction], primary: QAction | None) -> None:
        """At most two buttons, one of them primary; the others are in the menu, and so are these."""
        self._offered, self._primary = tuple(actions), primary
        clear(self._buttons, (self._turn, self.menu_button))
        for action in actions:
            if action.property("button") and not self._over:
                button = for_action(action, "primary" if action is primary else "")
                self._buttons.addWidget(button)
                button.setVisible(action.isVisible())      # now: a layout would do it later, and be measured before
        self._buttons.addWidget(self._turn)
        self._buttons.addWidget(self.menu_button)
        self._measure_again()

    def _measure_again(self) -> None:
        """A line more or less inside is heard of outside only when every layout between is told."""
        for widget in (self._line_of_buttons, self._side, self):
            layout = widget.layout()
            if layout is not None:
                layout.invalidate()
            widget.updateGeometry()
        self._turn_layout()

    def show_turn(self, words: str) -> None:
        """Where the pane covers the content: the way to the other; "" where both are seen."""
        self._turn.say(words)
        self._turn.setVisible(bool(words))
        self._measure_again()

    def indent(self, side: int) -> None:
        """`side`: pixels beside it, as beside the content."""
        self._beside = side
        self._layout.setContentsMargins(side, theme.px(8 if self._low else 20), side, theme.px(8 if self._low else 16))

    def fit(self, *, narrow: bool, low: bool, over: bool) -> None:
        """In a narrow window the search and the actions go below the title. `over`: a pane covers the content; in a low window
        the header says no more then than whose pane it is.
        """
        over = over and low
        if (narrow, low, over) != (self._narrow, self._low, self._over):
            self._narrow, self._low, self._over = narrow, low, over
            self.title.shrink(on=low)
            self.door.shorten(on=narrow, bare=low)
            self.indent(self._beside)
            self.show_header(self._header)
            self.show_actions(self._offered, self._primary)

    def _turn_layout(self) -> None:
        """In a low window title and actions share a line where there is room, and the search, which the menu has too, goes before they need two."""
        actions = self._buttons.sizeHint().width()
        self.door.setVisible(not self._low or self.door.sizeHint().width() + theme.px(10) + actions + 2 * self._beside <= self.width())
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        wide = self._titles.sizeHint().width() + self._side.sizeHint().width() + self._layout.spacing() + 2 * self._beside
        below = self._narrow and not (self._low and wide <= self.width())
        self._layout.setDirection(down if below else across)
        self._layout.setAlignment(self._heading, Qt.AlignmentFlag.AlignVCenter if self._low and not below else Qt.AlignmentFlag(0))
        self._layout.setAlignment(self._side, Qt.AlignmentFlag(0) if below else Qt.AlignmentFlag.AlignVCenter if self._low else Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn_layout()


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the status bar; a tone other than muted when it turned bad."""

    icon: str
    words: str
    tone: str = "muted"


class StatusBar(QFrame):
    help_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "status")
        self.setAccessibleName(_("Status"))
        self._facts = Flow(gap=14)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        help_ = Button(_("Help"), "status", name=_("Help"), pressed=self.help_asked.emit)
        help_.setText(_("F1  Help"))
        self._all: tuple[Fact, ...] = ()
        self.short = False
        facts = holder(self._facts)
        self.setLayout(row((column(0, facts, 0, gap=0), 1), help_, gap=6, margin=(24, 3, 16, 3)))

    def show_facts(self, facts: Sequence[Fact]) -> None:
        self._all = tuple(facts)
        clear(self._facts)
        calm = [fact for fact in facts if fact.tone == "muted"]
        for fact in [fact for fact in facts if fact not in calm[1:]] if self.short else facts:
            self._facts.addWidget(holder(row(Picture(fact.icon, fact.tone, 14), text(fact.words, "caption", fact.tone), gap=6)))

    def shorten(self, *, on: bool) -> None:
        """In a narrow window one calm fact stands for all; those that turned bad stay."""
        if on != self.short:
            self.short = on
            self.show_facts(self._all)
