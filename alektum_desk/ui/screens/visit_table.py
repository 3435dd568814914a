"""The book of the front desk as a table: who, since when, and on which day and at which hour it forgets them."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.errors import _N
from alektum_desk.domain.visitors import Expected, Visit
from alektum_desk.ui import theme
from alektum_desk.ui.widgets.cells import Cell, Index, Quiet, Strong, Two
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.table import NOWHERE, Column, Table, TableModel

LONG = timedelta(hours=4)         # after which the front desk asks whether somebody is still here
DOT, HIDDEN = "•", "••••••"
PLATE_SHOWN = 3
NAME, EMPLOYER, HOST, PLATE, BADGE = 1, 2, 3, 4, 5       # columns
FOLDS, NARROWEST = (EMPLOYER, PLATE, BADGE, HOST), 180   # those that can go under the name, the least missed first
PAUSE = 250                       # milliseconds
AT_ONCE = 500                     # rows
LEAST, TALLEST = 2, 40            # rows: more are scrolled on any screen


@dataclass
class Glance:
    """What the cells depend on besides the visit: the time, the clock of its door, and whether names may be seen."""

    now: datetime
    zone: ZoneInfo
    zones: dict[str, ZoneInfo]
    hidden: bool = False
    folded: int = 0               # how many of FOLDS stand under the name, for want of room
    announced: set[str] = field(default_factory=set)      # ids of rows that are expected, and no visits yet

    def here(self, moment: datetime, site: str = "") -> datetime:
        return moment.astimezone(self.zones.get(site, self.zone))

    def seen(self, words: str) -> str:
        return HIDDEN if self.hidden else words


def masked(plate: str) -> str:
    """Enough to tell two cars apart, too little to look one up: 1-AB•-•••."""
    letters = sum(letter.isalnum() for letter in plate)
    left, shown = min(PLATE_SHOWN, letters // 2), []
    for letter in plate:
        if letter.isalnum():
            left -= 1
            letter = letter if left >= 0 else DOT  # noqa: PLW2901, the letter as it is shown
        shown.append(letter)
    return "".join(shown)


def stay_words(stay: timedelta) -> str:
    """4 h 50, or whole days from two on."""
    minutes = int(stay.total_seconds()) // 60
    if minutes >= 48 * 60:
        return ngettext("{number} day", "{number} days", minutes // (24 * 60))
    return _("{hours} h {minutes}").format(hours=minutes // 60, minutes=f"{minutes % 60:02}")


def announced_row(expected: Expected) -> Visit:
    """Who is expected, as a row of the same table."""
    return Visit(expected.id, expected.token, expected.name, expected.employer, expected.plate, expected.host, expected.site,
                 expected.expected_at, None, expected.latest_allowed.date(), expected.latest_allowed, expected.latest_allowed)


def state_of(visit: Visit, now: datetime) -> Chip:
    if visit.closed:
        return Chip(_("Left at closing"), "warn", "clock")
    if not visit.is_on_site:
        return Chip(_("Left"), "plain", "exit")
    stay = now - visit.arrived_at
    if stay >= LONG:
        return Chip(_("Ask, {stay}").format(stay=stay_words(stay)), "warn", "clock")
    return Chip(_("On site"), "ok", "check")


def moment_words(moment: datetime) -> str:
    return _("{day}, {time}").format(day=language.short_day(moment.date()), time=language.clock(moment))


def columns(glance: Glance) -> Sequence[Column[Visit]]:
    def since(visit: Visit) -> Cell:
        came = glance.here(visit.arrived_at, visit.site)
        today = glance.here(glance.now, visit.site).date()
        words = language.clock(came) if came.date() == today else moment_words(came)
        return Strong(words) if visit.is_on_site else Quiet(words)

    def stated(words: str | None) -> Cell:
        return glance.seen(words) if words else Quiet(_("Not stated"))

    def plate(visit: Visit) -> Cell:
        return Quiet(glance.seen(masked(visit.plate))) if visit.plate else Quiet(_("None"))

    def badge(visit: Visit) -> Cell:
        return f"{visit.badge:03}" if visit.badge else Quiet(_("None"))

    def state(visit: Visit) -> Cell:
        return Chip(_("Expected"), "info", "calendar") if visit.id in glance.announced else state_of(visit, glance.now)

    def name(visit: Visit) -> Cell:
        words = Quiet(_("Delivery")) if visit.delivery else glance.seen(visit.name)
        if not glance.folded:
            return words
        number = _("Badge {number}").format(number=f"{visit.badge:03}") if visit.badge else None
        said = {EMPLOYER: visit.employer, HOST: visit.host, PLATE: masked(visit.plate) if visit.plate else None, BADGE: number}
        under = [each for at, each in said.items() if at in FOLDS[:glance.folded] and each]
        return Two(_("Delivery") if visit.delivery else glance.seen(visit.name), " · ".join(map(glance.seen, under)) or _("Not stated"))

    return (
        Column(_N("Since"), lambda visit: visit.arrived_at, cell=since),
        Column(_N("Name"), lambda visit: visit.name, cell=name, stretch=True),
        Column(_N("Employer"), lambda visit: visit.employer, cell=lambda visit: stated(visit.employer)),
        Column(_N("Host"), lambda visit: visit.host, cell=lambda visit: stated(visit.host)),
        Column(_N("Plate"), lambda visit: visit.plate, cell=plate),
        Column(_N("Badge"), lambda visit: visit.badge, cell=badge),
        Column(_N("Forgotten on"), lambda visit: visit.due_from, cell=lambda visit: moment_words(glance.here(visit.due_from, visit.site))),
        Column(_N("State"), lambda visit: (not visit.is_on_site, visit.arrived_at), cell=state),
    )


class VisitRows(TableModel[Visit]):
    """Qt is told of the first rows alone, and of more as they are scrolled to: it keeps a note of every row it knows."""

    def __init__(self, columns: Sequence[Column[Visit]]) -> None:
        super().__init__(columns)
        self._told = AT_ONCE

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return min(self._told, super().rowCount(parent))

    def set_rows(self, rows: Iterable[Visit]) -> None:
        self._told = AT_ONCE
        super().set_rows(rows)

    def canFetchMore(self, _parent: Index) -> bool:
        return self._told < len(self._shown)

    def fetchMore(self, _parent: Index) -> None:
        self.reach(self._told)

    def reach(self, at: int) -> None:
        """Until Qt knows of this row."""
        more = min(len(self._shown), (at // AT_ONCE + 1) * AT_ONCE)
        if more > self._told:
            self.beginInsertRows(QModelIndex(), self._told, more - 1)
            self._told = more
            self.endInsertRows()

    def retell(self) -> None:
        self._cells.clear()
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(self.columns) - 1))


class VisitTable(Table[Visit]):
    """`leaving` when the person in hand leaves: Enter or Del. A visit is found again by its id, and never copied."""

    leaving = Signal()

    def __init__(self, glance: Glance) -> None:
        super().__init__(_("Visits"), columns(glance), comfortable=True, model=VisitRows)
        self.glance, self._folding, self._narrowing, self._keeping, self._wide = glance, False, False, False, 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE)
        self._later.timeout.connect(self._measure)
        self._measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete}:
            self.leaving.emit()
        elif not event.matches(QKeySequence.StandardKey.Copy):      # the clipboard would outlive the visit
            super().keyPressEvent(event)

    def narrow_to(self, rows: Sequence[Visit]) -> None:
        """What a search found: painted at once, and measured when the typing pauses."""
        self._narrowing = True
        self.rows.set_rows(rows)
        self._narrowing = False
        self._later.start()

    def choose(self, row: Visit) -> None:
        at = next((at for at, visit in enumerate(self.rows.shown()) if visit.id == row.id), -1)
        if at >= 0:
            self.choose_at(at)

    def choose_at(self, at: int) -> None:
        if isinstance(self.rows, VisitRows):
            self.rows.reach(at)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self.rows.index(at, max(0, self.currentIndex().column())), flags)

    def retell(self, now: datetime) -> None:
        """The time went on."""
        self.glance.now = now
        self.rows.retell()

    def hide_names(self, *, on: bool) -> None:
        if on != self.glance.hidden:
            self.glance.hidden = on
            self.rows.retell()
            if not on:
                self._measure()       # dots are narrower than names

    # --- in a narrow window employer, plate, badge and host go under the name, one after the other ---

    def set_rows(self, rows: Iterable[Visit]) -> None:
        """Whoever comes or goes moves no column, as long as the words have room in it."""
        self._keeping = self._moved or (bool(self.rows.rowCount()) and self.isVisible())
        super().set_rows(rows)
        self._keeping = False

    def _measure(self) -> None:
        if getattr(self, "_narrowing", False):
            return
        if getattr(self, "_keeping", False):
            super()._measure()
            if not self._keeping:         # the words had no room: everything anew
                self._measure()
            return
        if not hasattr(self, "_folding") or self._moved:
            super()._measure()
            return
        self._folding = True
        for folded in range(len(FOLDS) + 1):
            self.glance.folded = folded
            for at, column in enumerate(FOLDS):
                self.setColumnHidden(column, at < folded)
            self._moved = False       # hiding is no moving by hand
            super()._measure()
            if sum(self._natural) <= self._room():
                break
        self.rows.retell()
        self._folding = False
        self.updateGeometry()       # two lines a row are taller than one

    def _spread(self) -> None:
        """A hidden column takes no room; names take what is left, and may be cut, for the tip and the pane have them whole."""
        if self._moved or not self._natural:
            return
        if getattr(self, "_keeping", False):
            self._keeping = all(self.isColumnHidden(at) or at == NAME or wide <= self.columnWidth(at) for at, wide in enumerate(self._natural))
            return
        folded = self.glance.folded if hasattr(self, "_folding") else 0
        for column in FOLDS[:folded]:
            self._natural[column] = 0
        others = sum(self._natural) - self._natural[NAME]
        self._natural[NAME] = max(theme.px(NARROWEST), self._room() - others)
        blocked = self.horizontalHeader().blockSignals(True)
        for at, wide in enumerate(self._natural):
            self.setColumnWidth(at, wide)
        self.horizontalHeader().blockSignals(blocked)
        self.viewport().update()

    def _room(self) -> int:
        """Without the scroll bar, also while there is none: a row more moves no column."""
        return self.width() - self.verticalScrollBar().sizeHint().width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A scroll bar that comes or goes takes room from the names alone."""
        super().resizeEvent(event)
        if self._wide != self.width() and not self._folding:
            self._wide = self.width()
            self._measure()

    # --- as tall as its rows, and shorter where there is no room ---

    def _tall(self, rows: int) -> int:
        bar = self.horizontalScrollBar()
        below = bar.sizeHint().height() if bar.maximum() > 0 else 0
        return self.horizontalHeader().height() + rows * self.verticalHeader().defaultSectionSize() + below

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._tall(max(LEAST, min(TALLEST, self.rows.rowCount()))))

    def minimumSizeHint(self) -> QSize:
        """Whoever comes asks for no more: a page that began to scroll would move every column."""
        return QSize(super().minimumSizeHint().width(), self._tall(LEAST))
