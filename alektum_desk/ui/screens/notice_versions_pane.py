"""The versions of a notice: what a newer text added, changed and dropped, and which activities that touches."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.domain.differences import parted
from alektum_desk.domain.errors import _N
from alektum_desk.domain.notice_versions import Change, Line, Touched, Version
from alektum_desk.domain.notices import FIELDS, Notice
from alektum_desk.services import notice_versions
from alektum_desk.services.desk import Desk
from alektum_desk.ui.dialogs.ask import open_paths
from alektum_desk.ui.screens.facts import place_words
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import ChipLabel
from alektum_desk.ui.widgets.fields import Choice, DateField, LineField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.marked import Marked
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import Part, box, clear, column, holder, row, text

_CHANGES: Mapping[Change, tuple[str, str, str]] = {
    Change.ADDED: (_N("Added"), "ok", "plus"), Change.CHANGED: (_N("Changed"), "warn", "edit"), Change.DROPPED: (_N("Dropped"), "bad", "minus"),
}


def version_words(version: Version) -> str:
    if version.published_on is not None:
        return _("Version {number}, published {day}").format(number=version.number, day=language.day(version.published_on))
    if version.taken_at is not None:
        return _("Version {number}, read on {day}").format(number=version.number, day=language.day(version.taken_at))
    return _("Version {number}").format(number=version.number)


class NoticeVersionsPane(Pane):
    """`renew(file, published on, source, form)` where one may write; `open_activity` leads to an activity that a change touches."""

    def __init__(self, desk: Desk, notice: Notice, closed: Callable[[], object], open_activity: Callable[[str], object],
                 renew: Callable[[Path, date | None, str, Form], object] | None) -> None:
        self.desk, self.notice, self.open_activity, self.renew = desk, notice, open_activity, renew
        known = notice_versions.versions(desk, notice.id)
        parts: list[Part] = [text(place_words(notice), "small", "muted", wrap=True)]
        self.picks, self.found = Form("notices.versions"), holder(column(gap=12))
        if len(known) > 1:
            options = [(str(each.number), version_words(each)) for each in reversed(known)]
            self.old = self.picks.add("old", _("Older"), Choice(_("Older version"), options, options[1][0]))
            self.new = self.picks.add("new", _("Newer"), Choice(_("Newer version"), options, options[0][0]))
            self.old.changed.connect(self.show_difference)
            self.new.changed.connect(self.show_difference)
            parts += [self.picks, self.found]
        elif known:
            parts.append(text(_("One version is known: {version}.").format(version=version_words(known[0])), wrap=True))
        else:
            parts.append(text(_("The text of this notice was not read in yet. Read it in first; then newer texts can be compared with it."), wrap=True))
        self.form = Form("notices.newer")
        if renew is not None and known:
            self.published = self.form.add("published", _("Published on"), DateField(_("Published on"), today=desk.today))
            self.source = self.form.add("source", _("Found at"), LineField(_("Found at"), longest=500), help=_("Where the newer text stands, as an address or in words."))
            choose = Button(_("Choose the newer text"), "primary", "import", pressed=self._choose)
            parts.append(box(column(text(_("A newer text"), "strong", wrap=True), self.form, row(choose, 0), gap=8, margin=14), "well"))
        super().__init__(_("Versions of the notice"), *parts, closed=closed)
        if len(known) > 1:
            self.show_difference()

    def show_difference(self) -> None:
        layout = self.found.layout()
        clear(layout)
        made = notice_versions.difference(self.desk, self.notice.id, int(self.old.value()), int(self.new.value()))
        words = ngettext("{number} line differs", "{number} lines differ", len(made.lines)) if made.lines else _("These two say the same.")
        if layout is not None:
            layout.addWidget(text(words, "strong", wrap=True))
            for line in made.lines:
                layout.addWidget(_line(line))
            if made.touched:
                layout.addWidget(text(_("Facts that stood there"), "strong", wrap=True))
            for touched in made.touched:
                layout.addWidget(self._touched(touched))

    def _touched(self, each: Touched) -> QWidget:
        where = _("now on line {number}").format(number=each.new) if each.new is not None else _("no longer said")
        head = text(f"{_(FIELDS[each.statement.field])}: {_(each.statement.text)}", "small", wrap=True)
        links = [Button(name, "line", pressed=partial(self.open_activity, name)) for name in each.activities]
        return box(column(head, text(where, "caption", "muted", wrap=True), *([Flow(links)] if links else []), gap=4, margin=14), "well")

    def _choose(self) -> None:
        chosen = open_paths(self, _("The newer text of the notice"), _("Text (*.txt)"), purpose="notice")
        if chosen and self.renew is not None:
            self.renew(chosen[0], self.published.day(), self.source.value(), self.form)


def _line(line: Line) -> QWidget:
    words, tone, icon = _CHANGES[line.change]
    chip = ChipLabel(f"{_(words)} · {line.new or line.old}", tone, icon)
    parts: list[Part] = [Flow([chip])]
    if line.before and line.after:
        before, after = parted(line.before, line.after)
        parts += [Marked(before, "quote", "muted", "bad"), Marked(after, "quote", "text", "ok")]
    elif line.before:
        parts.append(text(line.before, "quote", "muted", wrap=True))
    else:
        parts.append(text(line.after, "quote", wrap=True))
    return box(column(*parts, gap=6, margin=14), "well")
