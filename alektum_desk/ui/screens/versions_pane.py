"""Two versions of a record side by side, and the way back to one."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import tzinfo
from typing import Any

from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.differences import Piece, pairs, parted
from alektum_desk.domain.errors import _N
from alektum_desk.domain.records import CHANGING, DEEDS, Activity, Change, Version
from alektum_desk.services import versions
from alektum_desk.services.desk import Desk
from alektum_desk.services.wording import change_words
from alektum_desk.ui.screens.new_activity import low
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import ChipLabel
from alektum_desk.ui.widgets.fields import Choice, TextField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.marked import Marked
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import Part, box, clear, column, holder, row, text

MARKS = GONE, SAME, NEW = _N("Gone"), _N("Same"), _N("New")


def numbered(history: Sequence[Version], zone: tzinfo) -> dict[int, str]:
    """Each version once, newest first, with what made it and when."""
    named: dict[int, str] = {}
    for each in history:
        named.setdefault(each.version, _("Version {number}: {deed}, {day}").format(number=each.version, deed=_(DEEDS[each.deed]), day=language.moment(each.at.astimezone(zone))))
    return named


class VersionsPane(Pane):
    """`restore(version, reason, form)` where one may write."""

    def __init__(self, desk: Desk, activity: Activity, history: Sequence[Version], closed: Callable[[], object],
                 restore: Callable[[int, str, Form], object] | None) -> None:
        self.desk, self.activity, self.restore = desk, activity.listed.id, restore
        names = numbered(history, desk.zone)
        options = [(str(number), words) for number, words in names.items()]
        newest = options[0][0]
        self.form = Form("register.versions")
        self.old = self.form.add("old", _("Older"), Choice(_("Older version"), options, self._older(options)))
        self.new = self.form.add("new", _("Newer"), Choice(_("Newer version"), options, newest))
        self.found, self.restoring = holder(column(gap=12)), Form("register.restore")
        parts: list[Part] = [self.form, self.found]
        if restore is not None and len(options) > 1:
            self.restoring.add("reason", _("Reason for restoring"), TextField(_("Reason for restoring"), lines=2, longest=2000))
            button = Button(_("Restore the older one"), "", "undo", pressed=self._restore)
            parts.append(box(column(low(self.restoring), row(button, 0), gap=8, margin=14), "well"))
        super().__init__(_("Compare versions"), *parts, closed=closed)
        self.old.changed.connect(self.show_difference)
        self.new.changed.connect(self.show_difference)
        self.show_difference()

    def _older(self, options: Sequence[tuple[str, str]]) -> str:
        """The newest that differs from the last one: what was undone and done again is passed over."""
        newest, *older = (number for number, _words in options)
        return next((each for each in older if versions.diff(self.desk, self.activity, int(each), int(newest))), older[0] if older else newest)

    def show_difference(self) -> None:
        layout = self.found.layout()
        clear(layout)
        changes = versions.diff(self.desk, self.activity, int(self.old.value()), int(self.new.value()))
        number = ngettext("{number} field differs", "{number} fields differ", len(changes)) if changes else _("These two decide the same.")
        if layout is not None:
            layout.addWidget(text(number, "strong", wrap=True))
            for each in changes:
                layout.addWidget(changed(each))

    def _restore(self) -> None:
        if self.restore is not None:
            self.restore(int(self.old.value()), self.restoring.values()["reason"], self.restoring)


def changed(change: Change) -> QWidget:
    """One field: the older lines with a minus, the newer with a plus; what both say stands between, and in a line that became another one the words that differ are marked."""
    old, new = _lines(change, change.old), _lines(change, change.new)
    went, came = [each for each in old if each not in new], [each for each in new if each not in old]
    parts = [parted(*pair) for pair in pairs(went, came)]
    marked = {"".join(words for words, _differs in each): each for both in parts for each in both}
    rows: list[Part] = [text(_(CHANGING[change.field]), "label", wrap=True)]
    rows += [_line(each, "minus", "bad", GONE, marked) for each in went]
    rows += [_line(each, "check", "plain", SAME, {}) for each in old if each in new]
    rows += [_line(each, "plus", "ok", NEW, marked) for each in came]
    return box(column(*rows, gap=8, margin=14), "well")


def _lines(change: Change, value: Any) -> list[str]:
    if value is None:                       # nothing was decided: that is no line of its own, and nothing is gone with it
        return []
    return list(change_words(change.field, value)) or [_("None")]


def _line(words: str, icon: str, tone: str, said: str, marked: Mapping[str, Sequence[Piece]]) -> Part:
    """The words of all lines begin at one place, whatever their chip says."""
    chip = ChipLabel(_(said), tone, icon)
    lead = holder(column(chip, 0))
    lead.setFixedWidth(max(ChipLabel(_(each), tone, icon).width() for each in MARKS))
    told = Marked(marked[words], "small", "text", tone) if words in marked else text(words, "small", wrap=True)
    return row(lead, (column(told, 0, margin=(0, 2, 0, 0)), 1), gap=8)
