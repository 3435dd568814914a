"""The opened desk on the screen: sidebar, header, content with its pane, status bar; screens are made when first opened."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.changes import Kind
from alektum_desk.ui import memory, theme
from alektum_desk.ui.changes import ChangeBus
from alektum_desk.ui.drafts import Drafts
from alektum_desk.ui.header import Fact, HeaderBar, StatusBar
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.navigation import Sidebar
from alektum_desk.ui.screen import Screen, Toast
from alektum_desk.ui.screens import SCREENS, Entry
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import Scroller, Stack

if TYPE_CHECKING:
    from alektum_desk.domain.health import Health
    from alektum_desk.services.desk import Desk

NARROW, OVER, TIGHT = 1180, 1000, 600      # effective widths: window / text size
LOW = 560                                  # effective height: below it the header gives way
LEAST, LEAST_PANE = 556, 380   # at 100 %: where content and pane do not have as much beside each other, the pane lies over the content
LOWEST, LOWEST_PANE = 440, 240      # at 100 %: a screen, or a pane over it, is not squeezed below that; the page scrolls instead


def entries_for(desk: Desk) -> tuple[Entry, ...]:
    """A role sees the groups that it opens; the store decides, not the screen."""
    return tuple(entry for entry in SCREENS if entry.is_there() and desk.who.role in entry.roles | {"recovery"}
                 and (entry.group in {"", "foot"} or desk.store.may(entry.group)))


class Frame(QWidget):
    shown = Signal(object)            # the Screen that is seen now
    said = Signal(object)             # Toast
    failed = Signal(object)           # DeskError
    look_changed = Signal()
    lock_asked = Signal()
    errand = Signal(object)           # Errand

    def __init__(self, desk: Desk, jobs: Jobs, bus: ChangeBus) -> None:
        super().__init__()
        self.desk, self.jobs = desk, jobs
        self.setObjectName("ground")
        self.entries = entries_for(desk)
        self.screens: dict[str, Screen] = {}
        self.drafts = Drafts(desk)
        self.drafts.brought_back.connect(self._draft_back)
        self.drafts.kept.connect(lambda _name: self.show_facts())
        self.sidebar = Sidebar(self.entries, desk.who, sample=desk.sample)
        self.sidebar.picked.connect(self.open)
        self.header, self.status, self.stack = HeaderBar(), StatusBar(), Stack()
        self._kept_at, self._over = "", False
        self._lay_out()
        bus.changed.connect(self.heard)
        self.show_facts()

    def _lay_out(self) -> None:
        self._content = QWidget()
        self._content.setObjectName("clear")
        self._inside = QVBoxLayout(self._content)
        self._inside.addWidget(self.stack)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self._content)
        self._split.splitterMoved.connect(self._pane_moved)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.header)
        self._scroll = Scroller(self._split)      # in a small window the page scrolls as a whole
        right.addWidget(self._scroll, 1)
        right.addWidget(self.status)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.sidebar)
        whole.addLayout(right, 1)
        self.header.turned.connect(self.turn)
        self.header.went.connect(lambda argument: self.here().arrive(argument))

    # --- screens -------------------------------------------------------------------------------------------------

    def screen_named(self, name: str) -> Screen | None:
        """Made the first time; None when the role has no such screen."""
        entry = next((entry for entry in self.entries if entry.name == name), None)
        if entry is None:
            return None
        if name not in self.screens:
            self.screens[name] = made = entry.load()(self.desk, self.jobs)
            self._connect(made)
            self.stack.addWidget(made)
        return self.screens[name]

    def _connect(self, screen: Screen) -> None:
        screen.go.connect(self.open)
        screen.said.connect(self.said)
        screen.failed.connect(self.failed)
        screen.finished.connect(self._form_done)
        screen.look_changed.connect(self.look_changed)
        screen.lock_asked.connect(self.lock_asked)
        screen.errand.connect(self.errand)
        screen.header_changed.connect(lambda: self._header_changed(screen))
        screen.pane_changed.connect(lambda: self._pane_changed(screen))
        screen.pane_wanted.connect(self.turn_to_pane)
        columns = memory.current().columns
        for at, table in enumerate(screen.tables()):
            table.set_widths(columns.get(f"{screen.name}.{at}", []))

    def open(self, name: str, argument: str = "") -> None:
        screen = self.screen_named(name)
        if screen is None:
            return
        self.remember_columns()
        self.stack.setCurrentWidget(screen)
        self.sidebar.show_here(name)
        if not self.sidebar.isAncestorOf(self.focusWidget() or self):      # whoever walks through the sidebar by key stays there
            screen.setFocus(Qt.FocusReason.OtherFocusReason)
        if argument:
            screen.arrive(argument)
        self.drafts.watch(screen)
        self._pane_changed(screen)
        self._header_changed(screen)
        self.shown.emit(screen)

    def here(self) -> Screen:
        found = self.stack.currentWidget()
        if not isinstance(found, Screen):
            raise TypeError("no screen is open")
        return found

    def _header_changed(self, screen: Screen) -> None:
        if self.stack.currentWidget() is screen:
            self.header.show_header(screen.header())
            self.header.show_actions(screen.commands, screen.primary)

    def heard(self, kinds: frozenset[Kind]) -> None:
        for screen in self.screens.values():
            screen.heard(kinds)
        self._kept_at = language.clock(self.desk.now().astimezone(self.desk.zone))
        self.show_facts()

    # --- the pane ------------------------------------------------------------------------------------------------

    def _pane_changed(self, screen: Screen) -> None:
        if self.stack.currentWidget() is not screen:
            return
        if self._split.count() > 1:
            old = self._split.widget(1)
            if old is not screen.pane and old is not None:
                self._put_away(old)
        if screen.pane is None:
            self._arrange()
            return
        self._split.addWidget(screen.pane)
        self.drafts.watch(screen)
        self._over = getattr(screen.pane, "closed", None) is not None
        self._arrange()
        self._size_pane(screen)

    def is_narrow(self) -> bool:
        return self.width() / theme.scale() < OVER

    def is_low(self) -> bool:
        return self.height() / theme.scale() < LOW

    def is_covered(self, screen: Screen) -> bool:
        """Whether the screen and its pane have no room beside each other."""
        return screen.pane is not None and (self.is_narrow() or self._left_for_pane(screen) < theme.px(min(LEAST_PANE, screen.pane_width)))

    def _left_for_pane(self, screen: Screen) -> int:
        sides = self._inside.contentsMargins()
        need = max(theme.px(LEAST), screen.room() + sides.left() + sides.right())
        return self.width() - self.sidebar.minimumWidth() - need

    def turn(self) -> None:
        """In a narrow window the pane lies over the content: from one to the other."""
        self._over = not self._over
        self._arrange()

    def turn_to_pane(self) -> None:
        if self.is_covered(self.here()) and not self._over:
            self.turn()

    def _arrange(self) -> None:
        pane = self._split.widget(1) if self._split.count() > 1 else None
        screen = self.stack.currentWidget()
        covered = pane is not None and isinstance(screen, Screen) and self.is_covered(screen)
        self._content.setVisible(not (covered and self._over))
        if pane is not None:
            pane.setVisible(not covered or self._over)
        alone = isinstance(screen, Screen) and screen.scrolls
        lowest = LOWEST_PANE if covered and self._over else 0 if alone else LOWEST
        self._split.setMinimumHeight(theme.px(lowest) if self.is_narrow() else 0)
        self.header.fit(narrow=self.is_narrow() or covered, low=self.is_low(), over=covered and self._over)      # a button more stands beside the title
        self.header.show_turn((_("Back to the list") if self._over else pane.accessibleName()) if covered and pane is not None else "")

    def _put_away(self, pane: QWidget) -> None:
        """A pane that its screen still holds waits inside it; any other is gone."""
        owner = next((screen for screen in self.screens.values() if any(each is pane for each in vars(screen).values())), None)
        pane.hide()
        pane.setParent(owner)
        if owner is None:
            pane.deleteLater()

    def _size_pane(self, screen: Screen) -> None:
        wide = max(theme.px(memory.current().panes.get(screen.name, screen.pane_width)), screen.pane.minimumSizeHint().width() if screen.pane else 0)
        if wide > (left := self._left_for_pane(screen)) and not self.is_covered(screen):
            wide = max(left, theme.px(min(LEAST_PANE, screen.pane_width)))
        self._split.setSizes([max(0, self._split.width() - wide), wide])
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)

    def _pane_moved(self) -> None:
        screen = self.here()
        if screen.pane is not None:
            memory.change(panes={**memory.current().panes, screen.name: round(screen.pane.width() / theme.scale())})

    # --- drafts --------------------------------------------------------------------------------------------------

    def _draft_back(self, form: Form) -> None:
        def throw_away() -> None:
            form.empty()
            self.drafts.drop(form)
        QTimer.singleShot(0, form, lambda: self.said.emit(Toast(_("What you had typed is back in its form"), "draft", throw_away)))

    def _form_done(self, form: Form) -> None:
        self.drafts.drop(form)

    # --- what stays ----------------------------------------------------------------------------------------------

    def values(self) -> dict[str, dict[str, str]]:
        """What stands in every form now, for a rebuild."""
        return {form.objectName(): form.values() for form in self._forms() if not form.property("live")}

    def set_values(self, values: dict[str, dict[str, str]]) -> None:
        for form in self._forms():
            if form.objectName() in values:
                form.set_values(values[form.objectName()])

    def _forms(self) -> Iterable[Form]:
        return [form for screen in self.screens.values() for form in screen.forms()]

    def remember_columns(self) -> None:
        found = dict(memory.current().columns)
        for screen in self.screens.values():
            for at, table in enumerate(screen.tables()):
                if widths := table.widths():
                    found[f"{screen.name}.{at}"] = widths
        if found != memory.current().columns:
            memory.change(columns=found)

    def show_facts(self) -> None:
        """Four facts that calm, each of them looked up; one that does not calm has its tone."""
        from alektum_desk.services import health
        found, zone = health.of(self.desk), self.desk.office.zone.split("/")[-1].replace("_", " ")
        saved = _("Saved {time}").format(time=self._kept_at) if self._kept_at else _("Everything is saved")
        facts = [Fact("check", saved), Fact("lock", _("On this machine, encrypted"))]
        if found.damaged:
            facts[1] = Fact("incident", ngettext("{number} compartment is damaged", "{number} compartments are damaged", len(found.damaged)), "bad")
        if self.desk.store.may("register"):
            facts.append(self._copy_fact(found))
        if found.clock_agrees:
            facts.append(Fact("clock", _("Clock agrees, {city} time").format(city=zone)))
        else:
            facts.append(Fact("clock", _("The clock is in doubt") if found.leapt_to else _("The clock is behind"), "warn"))
        self.status.show_facts(facts)

    def _copy_fact(self, found: Health) -> Fact:
        if found.trouble:
            return Fact("mirror", _("Last copy could not be made"), "warn")
        if found.copy is None:
            return Fact("mirror", _("No copy yet"), "warn")
        when = found.copy.made_at.astimezone(self.desk.zone)
        said = language.clock(when) if when.date() == self.desk.today() else language.day(when.date(), "medium")
        if found.copy_is_old:
            return Fact("mirror", _("Last copy {moment}").format(moment=said), "warn")
        return Fact("mirror", _("Last copy {moment}, verified").format(moment=said))

    # --- measures and keys ---------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        effective = self.width() / theme.scale()
        self.sidebar.narrow(on=effective < NARROW)
        side = theme.px(14 if effective < TIGHT else 28)
        self._inside.setContentsMargins(side, 0, side, theme.px(8 if self.is_low() else 20))
        self.header.indent(side)
        self.status.shorten(on=effective < OVER)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.stack.currentWidget() is not None and self._step_back():
            event.accept()
            return
        super().keyPressEvent(event)

    def _step_back(self) -> bool:
        screen = self.here()
        if self._over and self.is_covered(screen) and getattr(screen.pane, "closed", None) is None:
            self.turn()
            return True
        if screen.back():
            screen.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def next_part(self) -> None:
        """F6: sidebar, content, pane, and round again."""
        screen = self.here()
        parts: list[QWidget] = [self.sidebar, screen, *([screen.pane] if screen.pane is not None else [])]
        here = next((at for at, part in enumerate(parts) if part.isAncestorOf(self.focusWidget() or self)), -1)
        for step in range(1, len(parts) + 1):
            part = parts[(here + step) % len(parts)]
            first = first_in(part)
            if first is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)
                return


def first_in(part: QWidget) -> QWidget | None:
    """Where Tab would go first inside it."""
    for widget in part.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            return widget
    return None
