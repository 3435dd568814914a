"""Deciding a field: what holds over whatever the notices say, and why."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from alektum_desk.base.language import _
from alektum_desk.domain.notices import FIELDS, Field, Statement
from alektum_desk.domain.records import ROLES, Activity
from alektum_desk.domain.retention import as_values
from alektum_desk.domain.subjects import LABELS, Category
from alektum_desk.ui.screens.facts import decided_words, words_of
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import CheckField, Choice, TextField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import box, column, holder, text


def said_again(statement: Statement) -> dict[str, Any]:
    """A statement as a decision keeps it: its catalogue text and every code behind it, so that nothing is lost by agreeing with a notice."""
    said: dict[str, Any] = {"text": statement.text, "code": statement.code, "purpose": statement.purpose, "kinds": list(statement.kinds)}
    if statement.rule is not None:
        said |= as_values(statement.rule)
    return {key: value for key, value in said.items() if value not in (None, [], False)}


def value_of(lines: Sequence[str], known: Sequence[Statement]) -> list[Any]:
    """What was written, line by line; a line that says what a notice says becomes that statement."""
    by_words = {words_of(each): each for each in known}
    return [said_again(by_words[line]) if line in by_words else line for line in dict.fromkeys(line.strip() for line in lines) if line]


class DecideForm(QWidget):
    """`decide(value, reason)` lays it down; `closed` when it was thought better of."""

    def __init__(self, activity: Activity, field: Field, names: Mapping[str, str], decide: Callable[[Any, str, Form], object],
                 closed: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.setAccessibleName(_("Decide: {field}").format(field=_(FIELDS[field])))
        self.activity, self.field, self.decide = activity, field, decide
        self.of = activity.of(field)
        self.form = Form(f"register.decide.{activity.listed.id}.{field}")
        self._add_value(names)
        self.reason = self.form.add("reason", _("Reason"), TextField(_("Reason"), lines=2, longest=2000),
                                    help=_("It stands in the history beside your name."))
        for made in self.form.rows.values():
            if isinstance(made.field, TextField):
                made.field.setFixedHeight(made.field.minimumHeight())
        buttons = [Button(_("Lay it down"), "primary", "check", pressed=self.lay_down), Button(_("Close the form"), pressed=closed)]
        if self.of.decision is not None:
            buttons.insert(1, Button(_("Take the decision back"), "", "undo", pressed=self.take_back))
        self.setLayout(column(box(column(self.form, Flow(buttons), gap=12, margin=16), "well")))

    def _add_value(self, names: Mapping[str, str]) -> None:
        decided = self.of.decision
        if self.field is Field.ROLE:
            now = str(decided.value) if decided else str(self.activity.listed.role)
            self.form.add("value", _("What holds"), Choice(_("What holds"), [(role, _(words)) for role, words in ROLES.items()], now))
        elif self.field is Field.CATEGORY:
            self.form.add_widget(text(_("Whose data it is about"), "label"))
            for category in Category:
                self.form.add(category, "", CheckField(_(LABELS[category]), category in self.activity.listed.categories))
        else:
            held = "\n".join(decided_words(decided)) if decided else ""
            self.value = self.form.add("value", _("What holds"), TextField(_("What holds"), held, lines=3), help=_("One fact a line."))
            self.none = self.form.add("none", "", CheckField(_("None: there is nothing of this kind"), decided is not None and decided.value == []))
            sides = dict.fromkeys(each.place.notice for each in self.of.statements if each.place)
            if sides:
                takes = [Button(_("Take over: {notice}").format(notice=names.get(side, side)), "line", "notice",
                                pressed=partial(self.take_over, side)) for side in sides]
                self.form.add_widget(holder(Flow(takes, gap=4)))

    def begin(self) -> None:
        """Where the typing starts."""
        next(iter(self.form.rows.values())).field.setFocus()

    def take_over(self, notice: str) -> None:
        """What one notice says, to be agreed with or changed."""
        words = dict.fromkeys(words_of(each) for each in self.of.statements if each.place and each.place.notice == notice)
        self.value.set_value("\n".join(words))
        self.none.set_value("")

    def lay_down(self) -> None:
        values = self.form.values()
        value: Any
        if self.field is Field.ROLE:
            value = values["value"]
        elif self.field is Field.CATEGORY:
            value = [category.value for category in Category if values[category]]
        else:
            value = [] if values["none"] else value_of(values["value"].splitlines(), self.of.statements)
            if not value and not values["none"]:
                self.form.show_problem("value", _("Write what holds, or say that there is none."))
                return
        if self._has_reason(values["reason"]):
            self.decide(value, values["reason"], self.form)

    def take_back(self) -> None:
        if self._has_reason(self.form.values()["reason"]):
            self.decide(None, self.form.values()["reason"], self.form)

    def _has_reason(self, reason: str) -> bool:
        if not reason.strip():
            self.form.show_problem("reason", _("Say in a sentence why it holds."))
            self.form.rows["reason"].field.setFocus()
        return bool(reason.strip())
