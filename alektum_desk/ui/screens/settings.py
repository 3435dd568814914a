"""Settings: one's own look, lock and password; for officers accounts, backups, files that left, the store and its certificates."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N
from alektum_desk.ui import theme
from alektum_desk.ui.jobs import Jobs
from alektum_desk.ui.screen import Header, Screen
from alektum_desk.ui.screens.certificates import CertificatesSection
from alektum_desk.ui.screens.settings_accounts import AccountsSection
from alektum_desk.ui.screens.settings_backups import BackupsSection
from alektum_desk.ui.screens.settings_files import FilesSection
from alektum_desk.ui.screens.settings_look import LockSection, LookSection
from alektum_desk.ui.screens.settings_password import PasswordSection
from alektum_desk.ui.screens.settings_section import Section
from alektum_desk.ui.screens.settings_store import StoreSection
from alektum_desk.ui.widgets.buttons import Pick
from alektum_desk.ui.widgets.nav import Sections
from alektum_desk.ui.widgets.words import Scroller, column, holder, row

if TYPE_CHECKING:
    from alektum_desk.domain.changes import Kind
    from alektum_desk.services.desk import Desk

SECTIONS: tuple[type[Section], ...] = (LookSection, LockSection, PasswordSection, AccountsSection, BackupsSection, FilesSection,
                                       CertificatesSection, StoreSection)
BESIDE = 820         # at 100 %: below it the sections stand above what they lead to
LIST, CONTENT = 212, 860


class SettingsScreen(Screen):
    name, title, help = "settings", _N("Settings"), "settings"

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)
        kinds = [kind for kind in SECTIONS if kind.is_for(desk)]
        self.list = Sections(_("Settings"), [(kind.name, _(kind.title), kind.icon) for kind in kinds])
        longest = max(button.sizeHint().width() for button in self.list.buttons.values())
        self.list.setFixedWidth(max(theme.px(LIST), longest))
        self.tabs = Pick(_("Settings"), [(kind.name, _(kind.title)) for kind in kinds], "tab")
        self.tabs.hide()
        self.sections: dict[str, Section] = {}
        self.stack = QStackedWidget()
        self.stack.setObjectName("clear")
        for kind in kinds:
            self.sections[kind.name] = made = kind(self)
            made.setMaximumWidth(theme.px(CONTENT))
            self.stack.addWidget(Scroller(holder(row((made, 1000), 0, margin=(0, 0, 6, 0)))))
        self.list.changed.connect(lambda: self.open(self.list.value()))
        self.tabs.changed.connect(lambda: self.open(self.tabs.value()))
        self._stale_ones: set[str] = set(self.sections)
        for name, words, key, icon in (("accounts", _("Add an account"), "add", "plus"), ("backups", _("Back up now"), "now", "mirror"),
                                       ("password", _("Change your password"), "", "badge"), ("store", _("Check the store"), "now", "audit")):
            if name in self.sections:
                self.command(words, self._command(name, key), icon=icon)
        self.setLayout(column(self.tabs, (row(self.list, (self.stack, 1), gap=24), 1), gap=12))

    def _command(self, name: str, what: str) -> Callable[[], object]:
        def act() -> None:
            self.open(name)
            section = self.sections[name]
            if what == "now" and isinstance(section, BackupsSection):
                section.back_up()
            elif what == "now" and isinstance(section, StoreSection):
                section.check()
            else:
                section.arrive(what)
        return act

    def here(self) -> Section:
        return self.sections[self.list.value()]

    def section(self, name: str) -> Section:
        return self.sections[name]

    def open(self, name: str) -> None:
        """Another section; what lay open beside the one before is closed."""
        if name not in self.sections:
            return
        for each in (self.list, self.tabs):
            with QSignalBlocker(each):
                each.set_value(name)
        self.stack.setCurrentIndex(list(self.sections).index(name))
        if self.pane is not None:
            self.show_pane(None)
        self._renew_here()

    def _renew_here(self) -> None:
        section = self.here()
        if section.name in self._stale_ones and self.isVisible():
            self._stale_ones.discard(section.name)
            self.attempt(section.refresh)

    # --- what the frame asks -------------------------------------------------------------------------------------

    def header(self) -> Header:
        return Header(_(self.title), _("This desk, its people and its copies") if "accounts" in self.sections else _("How the program speaks, looks and locks"))

    def heard(self, kinds: frozenset[Kind]) -> None:
        """Each section watches for itself."""
        self._stale_ones |= {name for name, section in self.sections.items() if kinds & section.watches}
        if self.isVisible():
            self._renew_here()

    def refresh(self) -> None:
        self._stale_ones = set(self.sections)
        self._renew_here()

    def stops(self) -> tuple[str, ...]:
        return tuple(f"{name}/{inside}".rstrip("/") for name, section in self.sections.items() for inside in section.stops())

    def arrive(self, argument: str) -> None:
        name, _slash, inside = argument.partition("/")
        self.open(name)
        if name in self.sections and inside:
            self.sections[name].arrive(inside)

    def place(self) -> str:
        inside = self.here().place()
        return f"{self.here().name}/{inside}" if inside else self.here().name

    def back(self) -> bool:
        if self.pane is None:
            return False
        self.show_pane(None)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < theme.px(BESIDE)
        self.tabs.setVisible(narrow)
        self.list.setVisible(not narrow)
