"""What narrows the register: words, country, how far a record has come, who is responsible, when it is reviewed, and role."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.notices import FIELDS, Field
from alektum_desk.domain.records import GROUP, LIVES, Country, Listed, Role, is_due
from alektum_desk.services import lives, records
from alektum_desk.services.desk import Desk
from alektum_desk.ui import theme
from alektum_desk.ui.screens.facts import needs_work
from alektum_desk.ui.widgets.buttons import Pick, Toggle
from alektum_desk.ui.widgets.fields import Choice, SearchField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.words import column, holder

NOBODY = "-"
OVERDUE, NEVER = "0", "never"
FOLDED = ("country", "life", "who", "review", "role", "work", "own")     # at large text


class Filters(QWidget):
    """`beside` stands after the filters. At large text the matrix comes first: all but the search waits behind one button,
    and whoever shows the filters has search and button (`head`) on a line with something else.
    """

    changed = Signal()

    def __init__(self, desk: Desk, beside: Sequence[QWidget]) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.desk = desk
        self.responsible: Mapping[str, tuple[str, ...]] = {}
        self.is_folded = theme.is_large()
        self.search = SearchField(_("Find in the register"), "" if self.is_folded else "Ctrl F")
        self.country, self.who = Choice(_("Country")), Choice(_(FIELDS[Field.RESPONSIBLE]))
        self.life = Choice(_("How far a record has come"), [("", _("All stages")), *((each, _(words)) for each, words in LIVES.items())])
        self.review = Choice(_("Review"), [("", _("Any day of review")), (OVERDUE, _("Review is due")), ("30", _("Review within 30 days")),
                                           ("90", _("Review within 90 days")), (NEVER, _("No day of review"))])
        self.role = Pick(_("Role"), [("", _("All")), (Role.CONTROLLER, _("Controller, Art. 30(1)")), (Role.PROCESSOR, _("Processor, Art. 30(2)"))])
        self.work, self.own = Toggle(_("Needs work"), self.changed.emit), Toggle(_("Own drafts"), self.changed.emit)
        self._choices: dict[str, SearchField | Pick | Choice] = {"search": self.search, "role": self.role, "country": self.country, "life": self.life, "who": self.who, "review": self.review}
        self._toggles = {"work": self.work, "own": self.own}
        for each in self._choices.values():
            each.changed.connect(self.changed)
        self.more = Toggle(_("More filters"))
        choices, toggles = [self.country, self.life, self.who, self.review], [self.work, self.own]
        if self.is_folded:
            self.head: tuple[QWidget, ...] = (self.search, self.more)
            self.setLayout(column(holder(Flow([*choices, *beside])), self.role, holder(Flow(toggles)), gap=12))
        else:
            self.head = ()
            self.setLayout(Flow([self.search, *choices, self.role, *toggles, *beside], middle=True, below=12))

    def offer(self, rows: Sequence[Listed], countries: Sequence[Country]) -> None:
        """What there is to choose from, in this register."""
        places = [(code, records.country_words(code)) for code in (*(each.code for each in countries), GROUP)]
        self.country.offer([("", _("All countries")), *places], self.country.value())
        self.responsible = lives.responsible(self.desk, rows)
        names = sorted({name for each in self.responsible.values() for name in each}, key=str.casefold)
        self.who.offer([("", _("Whoever is responsible")), *((name, name) for name in names), (NOBODY, _("Nobody responsible"))], self.who.value())
        self.who.setVisible(bool(names))

    def sift(self, rows: Sequence[Listed]) -> tuple[Listed, ...]:
        """What the filters leave; the two counts are of what the others leave."""
        words = self.search.value().strip()
        found = records.matching(self.desk, rows, words) if words else rows
        role, country, life, who = self.role.value(), self.country.value(), self.life.value(), self.who.value()
        shown = [each for each in found if (not role or each.role == role) and (not country or each.country == country) and (not life or each.life == life)
                 and (not who or who in self.responsible.get(each.id, (NOBODY,))) and self._is_reviewed_then(each)]
        self._count(self.work, _("Needs work  {number}"), sum(map(needs_work, shown)))
        self._count(self.own, _("Own drafts  {number}"), sum(not each.from_notice for each in shown))
        if self.is_folded:                  # what is folded away narrows all the same
            in_force = sum(map(bool, map(self.values().get, FOLDED)))
            self._count(self.more, f"{_('More filters')}  {{number}}" if in_force else _("More filters"), in_force)
        return tuple(each for each in shown if (not self.work.isChecked() or needs_work(each)) and (not self.own.isChecked() or not each.from_notice))

    def _is_reviewed_then(self, each: Listed) -> bool:
        days = self.review.value()
        if days == NEVER:
            return each.review_on is None
        return not days or is_due(each, self.desk.today() + timedelta(days=int(days)))

    @staticmethod
    def _count(toggle: Toggle, words: str, number: int) -> None:
        toggle.setText(words.format(number=language.number(number)))
        toggle.setAccessibleName(toggle.text())

    def values(self) -> dict[str, Any]:
        """As a view keeps them."""
        return {name: each.value() for name, each in self._choices.items()} | {name: each.isChecked() for name, each in self._toggles.items()}

    def take(self, kept: Mapping[str, Any]) -> None:
        """`changed` once, whatever changes. What a view does not say, or says and is no more, filters nothing."""
        silent = self.blockSignals(True)
        for name, each in self._choices.items():
            each.set_value("")
            each.set_value(str(kept.get(name, "")))
        for name, toggle in self._toggles.items():
            toggle.setChecked(bool(kept.get(name)))
        self.more.setChecked(self.more.isChecked() or any(map(self.values().get, FOLDED)))
        self.blockSignals(silent)
        self.changed.emit()
