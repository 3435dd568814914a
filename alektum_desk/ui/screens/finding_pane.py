"""One finding of the notice check: what it asks, the sentences it stands on, and what the officer makes of it."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from alektum_desk.base import language
from alektum_desk.base.language import _, pgettext
from alektum_desk.domain.findings import MARKS, Evidence, Mark, Severity
from alektum_desk.services.notice_findings import Item
from alektum_desk.ui.screens.new_activity import low
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.chips import Chip
from alektum_desk.ui.widgets.fields import TextField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import Part, box, column, row, text

_WEIGHTS: Mapping[Severity, tuple[str, str]] = {
    Severity.HIGH: ("bad", "incident"), Severity.MEDIUM: ("warn", "alert"), Severity.LOW: ("info", "info"),
}
_LAID: Mapping[Mark, tuple[str, str]] = {Mark.ACCEPTED: ("ok", "check"), Mark.FIXED: ("ok", "edit"), Mark.LEGAL: ("warn", "clock")}
SHOWN = 12               # sentences in the pane; a rule that compares all notices may stand on many more


def weight_chip(severity: Severity) -> Chip:
    words = {Severity.HIGH: pgettext("weight of a finding", "High"), Severity.MEDIUM: pgettext("weight of a finding", "Medium"),
             Severity.LOW: pgettext("weight of a finding", "Low")}
    return Chip(words[severity], *_WEIGHTS[severity])


def state_chip(item: Item) -> Chip:
    if item.laid is None:
        return Chip(pgettext("finding", "Open"), "plain")
    tone, icon = _LAID[item.laid.mark]
    return Chip(_(MARKS[item.laid.mark]), tone, icon)


class FindingPane(Pane):
    """`laid(mark, reason, form)` where one may write; None opens it again. `line(notice, number)` shows a sentence on its page.

    `names`: what the notices are called.
    """

    def __init__(self, item: Item, names: Mapping[str, str], closed: Callable[[], object], line: Callable[[str, int], object],
                 laid: Callable[[Mark | None, str, Form], object] | None) -> None:
        finding = item.finding
        self.item, self.laid = item, laid
        self.form = Form("notices.finding")
        parts: list[Part] = [text(_(finding.message), "strong", wrap=True), text(_(finding.proposal), wrap=True), text(_("GDPR {articles}").format(articles=finding.gdpr), "caption", "muted", wrap=True)]
        if item.laid is not None:
            said = _("{state} by {account}, {day}: {reason}").format(state=_(MARKS[item.laid.mark]), account=item.laid.account,
                                                                     day=language.day(item.laid.at), reason=item.laid.reason)
            parts.append(text(said, "small", wrap=True))
        parts += [_sentence(each, names, line) for each in finding.evidence[:SHOWN]]
        if (more := len(finding.evidence) - SHOWN) > 0:
            parts.append(text(_("And {number} more sentences.").format(number=language.number(more)), "caption", "muted", wrap=True))
        foot: list[Button] = []
        if laid is not None:
            self.reason = self.form.add("reason", _("Reason"), TextField(_("Reason"), lines=2, longest=2000))
            parts.append(low(self.form))
            foot = [Button(_("Open it again"), "", "undo", pressed=partial(self._lay, None))] if item.laid else [
                Button(_("Accept"), "primary", "check", pressed=partial(self._lay, Mark.ACCEPTED)),
                Button(_("Fixed in the register"), "", "edit", pressed=partial(self._lay, Mark.FIXED)),
                Button(_("To legal"), "", "law", pressed=partial(self._lay, Mark.LEGAL))]
        super().__init__(_("Finding"), *parts, chips=(weight_chip(finding.severity), state_chip(item)), foot=foot, closed=closed)

    def _lay(self, mark: Mark | None) -> None:
        if self.laid is not None:
            self.laid(mark, self.form.values()["reason"], self.form)


def _sentence(each: Evidence, names: Mapping[str, str], line: Callable[[str, int], object]) -> QWidget:
    name = names.get(each.notice, each.notice)
    source = Button(_("Line {number}").format(number=each.line), "line", name=_("{notice}, line {number}").format(notice=name, number=each.line),
                    pressed=partial(line, each.notice, each.line))
    return box(column(text(name, "caption", "muted", wrap=True), text(each.quote, "quote", wrap=True), row(source, 0),
                      gap=6, margin=14), "well")
