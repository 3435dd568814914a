"""Deciding a field: what holds over whatever the notices say, and why."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from alektum_desk.base.language import _
from alektum_desk.domain.details import BASES, CONDITIONS, DETAILS
from alektum_desk.domain.notices import FIELDS, Field, Statement
from alektum_desk.domain.records import PER_PURPOSE, ROLES, Activity
from alektum_desk.domain.retention import ACTIONS, TRIGGERS, UNITS, Action, Trigger, Unit, as_values
from alektum_desk.domain.subjects import LABELS, Category
from alektum_desk.reference.register import catalogue
from alektum_desk.services import terms
from alektum_desk.services.wording import purposes_that_hold, words_of
from alektum_desk.ui.screens.facts import decided_words
from alektum_desk.ui.screens.new_activity import low
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import CheckField, Choice, LineField, TextField
from alektum_desk.ui.widgets.flow import Flow
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.words import box, clear, column, holder, rule, text

CODES: Mapping[Field, Mapping[str, str]] = {Field.LEGAL_BASIS: BASES, Field.SPECIAL_BASIS: CONDITIONS}
IN_PARTS = frozenset({*PER_PURPOSE, Field.RETENTION, *DETAILS})       # asked for part by part, not line by line
Said = dict[str, Any]


def said_again(statement: Statement) -> Said:
    """A statement as a decision keeps it: its catalogue text and every code behind it, so that nothing is lost by agreeing with a notice."""
    said: Said = {"text": statement.text, "code": statement.code, "purpose": statement.purpose, "kinds": list(statement.kinds)}
    if statement.rule is not None:
        said |= as_values(statement.rule)
    return {key: value for key, value in (said | dict(statement.details)).items() if value not in (None, []) and value is not False}      # 0 days are a period


def value_of(lines: Sequence[str], known: Sequence[Statement]) -> list[Any]:
    """What was written, line by line; a line that says what a notice or the catalogue says becomes that statement."""
    by_words = {words_of(each): each for each in known}
    return [said_again(by_words[line]) if line in by_words else line for line in dict.fromkeys(line.strip() for line in lines) if line]


class Facts(Form):
    """Facts of a field that has parts, one under the other: the purpose and its basis, a period and what starts it, a country and its safeguard."""

    def __init__(self, name: str, activity: Activity, field: Field, facts: Sequence[Said]) -> None:
        super().__init__(name)
        self.activity, self.field, self.kept_ = activity, field, [dict(each) for each in facts] or [{}]
        self.purposes = purposes_that_hold(activity.of(Field.PURPOSE))
        for at, said in enumerate(self.kept_):
            if at:
                self.add_widget(rule())
            self._add_fact(at, said)

    def _add_fact(self, at: int, said: Said) -> None:
        if self.field in PER_PURPOSE:
            kept = {said["purpose"]: said["purpose"]} if said.get("purpose") else {}
            self._choice(at, "purpose", _("For the purpose"), {"": _("All purposes")} | {key: terms.term(words, Field.PURPOSE) for key, words in (kept | self.purposes).items()}, said)
        if (codes := CODES.get(self.field)) is not None:
            self._choice(at, "code", _("Ground"), {"": _("Choose one")} | {code: _("Art. {article}, {basis}").format(article=code, basis=_(words))
                                                                           for code, words in codes.items()}, said)
        else:
            self.add(f"{at}.text", _("In words"), LineField(_("In words"), terms.term(str(said.get("text", "")), self.field), longest=2000))
        if self.field is Field.RETENTION:
            self._add_period(at, said)
        for name, (label, choices) in DETAILS.get(self.field, {}).items():
            if choices:
                self._choice(at, name, _(label), {"": _("Not recorded")} | {key: _(words) for key, words in choices.items()}, said)
            else:
                self.add(f"{at}.{name}", _(label), LineField(_(label), str(said.get(name, "")), longest=2 if name == "country" else 2000),
                         help=_("Two letters, as BE.") if name == "country" else "")

    def _add_period(self, at: int, said: Said) -> None:
        number = said.get("duration")
        self.add(f"{at}.duration", _("Number"), LineField(_("Number"), "" if number is None else str(number), longest=4),
                 help=_("Empty where there is a criterion and no period."))
        self._choice(at, "unit", _("Unit"), {key: _(words) for key, words in UNITS.items()}, said | {"unit": said.get("unit", Unit.MONTH)})
        self._choice(at, "trigger", _("Counted from"), {key: _(words) for key, words in TRIGGERS.items()},
                     {"trigger": next(iter(said.get("triggers", ())), Trigger.NOT_STATED)})
        self._choice(at, "action", _("What then"), {key: _(words) for key, words in ACTIONS.items()}, said | {"action": said.get("action", Action.DELETE)})
        self.add(f"{at}.exception", _("Exception"), LineField(_("Exception"), str(said.get("exception", "")), longest=2000))
        self.add(f"{at}.overrides", "", CheckField(_("Wins over every other rule"), bool(said.get("overrides"))))

    def _choice(self, at: int, name: str, label: str, options: Mapping[str, str], said: Said) -> None:
        self.add(f"{at}.{name}", label, Choice(label, list(options.items()), str(said.get(name) or "")))

    def facts(self) -> list[Said] | None:
        """None when something is wrong, which is said beside it. A fact without words is left out."""
        found = []
        for at, kept in enumerate(self.kept_):
            said = self._fact(at, kept)
            if said is None:
                return None
            if said.get("text"):
                found.append(said)
        return found

    def _fact(self, at: int, kept: Said) -> Said | None:
        given = {key.removeprefix(f"{at}."): value.strip() for key, value in self.values().items() if key.startswith(f"{at}.")}
        said: Said = {key: kept[key] for key in ("kinds", "latest", "at_once_on", "purposes") if key in kept}
        if self.field in CODES:
            said |= {"text": CODES[self.field].get(given["code"], ""), "code": given["code"]}
        else:
            same = given["text"] == terms.term(str(kept.get("text", "")), self.field)
            said |= {"text": kept["text"] if same and kept.get("text") else given["text"], **({"code": kept["code"]} if same and kept.get("code") else {})}
        if self.field is Field.RETENTION:
            if given["duration"] and not given["duration"].isdecimal():
                self.show_problem(f"{at}.duration", _("Write a whole number, or leave it empty."))
                return None
            triggers = kept.get("triggers", [])
            said |= {"triggers": triggers if given["trigger"] in triggers else [given["trigger"]], "action": given["action"]}
            said |= {"duration": int(given["duration"]), "unit": given["unit"]} if given["duration"] else {}
            said |= {"overrides": True} if given["overrides"] else {}
            said |= {"exception": given["exception"]} if given["exception"] else {}
        else:
            said |= {name: value for name, value in given.items() if name not in {"text", "code"} and value}
        if "country" in said:
            said["country"] = str(said["country"]).upper()
        return said


class DecideForm(QWidget):
    """`decide(value, reason)` lays it down; `closed` when it was thought better of."""

    def __init__(self, activity: Activity, field: Field, names: Mapping[str, str], decide: Callable[[Any, str, Form], object],
                 closed: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.setAccessibleName(_("Decide: {field}").format(field=_(FIELDS[field])))
        self.activity, self.field, self.decide, self.names, self.closed = activity, field, decide, names, closed
        self.of = activity.of(field)
        self.place = column()
        self.setLayout(column(box(self.place, "well")))
        self.show_facts(self._decided_facts(), none=self.of.decision is not None and self.of.decision.value == [])

    def _decided_facts(self) -> list[Said]:
        """What was decided, in parts; a line in words alone has only its words."""
        value = self.of.decision.value if self.of.decision is not None else []
        return [{"text": each} if isinstance(each, str) else dict(each) for each in (value if isinstance(value, list) else [value])]

    def show_facts(self, facts: Sequence[Said], *, none: bool = False, reason: str = "") -> None:
        """The form anew, with these facts in it."""
        clear(self.place)
        name = f"register.decide.{self.activity.listed.id}.{self.field}"
        self.form = Facts(name, self.activity, self.field, facts) if self.field in IN_PARTS else Form(name)
        self._add_value(none=none)
        self.reason = self.form.add("reason", _("Reason"), TextField(_("Reason"), reason, lines=2, longest=2000),
                                    help=_("It stands in the history beside your name."))
        buttons = [Button(_("Lay it down"), "primary", "check", pressed=self.lay_down), Button(_("Close the form"), pressed=self.closed)]
        if self.of.decision is not None:
            buttons.insert(1, Button(_("Take the decision back"), "", "undo", pressed=self.take_back))
        self.place.addWidget(holder(column(low(self.form), Flow(buttons), gap=12, margin=16)))

    def _add_value(self, *, none: bool) -> None:
        decided = self.of.decision
        if self.field is Field.ROLE:
            now = str(decided.value) if decided else str(self.activity.listed.role)
            self.form.add("value", _("What holds"), Choice(_("What holds"), [(role, _(words)) for role, words in ROLES.items()], now))
            return
        if self.field is Field.CATEGORY:
            self.form.add_widget(text(_("Whose data it is about"), "label"))
            for category in Category:
                self.form.add(category, "", CheckField(_(LABELS[category]), category in self.activity.listed.categories))
            return
        helps: list[Button] = []
        if isinstance(self.form, Facts):
            helps.append(Button(_("Add another"), "line", "plus", pressed=self.add_another))
        else:
            held = "\n".join(decided_words(decided)) if decided else ""
            self.value = self.form.add("value", _("What holds"), TextField(_("What holds"), held, lines=3), help=_("One fact a line."))
            if words := catalogue(self.field):
                self.words = self.form.add("catalogue", _("From the catalogue"), Choice(_("From the catalogue"), [
                    ("", _("Choose a line to add it")), *((code, _(label)) for code, label in words)]))
                self.words.changed.connect(self.add_word)
        self.none = self.form.add("none", "", CheckField(_("None: there is nothing of this kind"), none))
        sides = dict.fromkeys(each.place.notice for each in self.of.statements if each.place)
        helps += [Button(_("Take over: {notice}").format(notice=self.names.get(side, side)), "line", "notice", pressed=partial(self.take_over, side))
                  for side in sides]
        if helps:
            self.form.add_widget(holder(Flow(helps, gap=4)))

    def begin(self) -> None:
        """Where the typing starts."""
        next(iter(self.form.rows.values())).field.setFocus()

    def add_another(self) -> None:
        if isinstance(self.form, Facts) and (facts := self.form.facts()) is not None:
            self.show_facts([*facts, {}], reason=self.reason.value())

    def add_word(self) -> None:
        label = dict(catalogue(self.field)).get(self.words.value())
        if label is not None:
            self.value.set_value("\n".join(filter(None, [self.value.value().strip(), _(label)])))
            self.words.set_value("")

    def take_over(self, notice: str) -> None:
        """What one notice says, to be agreed with or changed."""
        said = [each for each in self.of.statements if each.place and each.place.notice == notice]
        if isinstance(self.form, Facts):
            self.show_facts([said_again(each) for each in {each.meaning: each for each in said}.values()], reason=self.reason.value())
            return
        self.value.set_value("\n".join(dict.fromkeys(words_of(each) for each in said)))
        self.none.set_value("")

    def lay_down(self) -> None:
        values = self.form.values()
        value: Any
        if self.field is Field.ROLE:
            value = values["value"]
        elif self.field is Field.CATEGORY:
            value = [category.value for category in Category if values[category]]
        elif values["none"]:
            value = []
        else:
            value = self._written()
            if value is None:
                return
            if not value:
                first = "value" if "value" in self.form.rows else next(iter(self.form.rows))
                self.form.show_problem(first, _("Write what holds, or say that there is none."))
                return
        if self._has_reason(values["reason"]):
            self.decide(value, values["reason"], self.form)

    def _written(self) -> list[Any] | None:
        if isinstance(self.form, Facts):
            return self.form.facts()
        known = [Statement("", self.field, label, code=code, purpose=code if self.field is Field.PURPOSE else None) for code, label in catalogue(self.field)]
        return value_of(self.form.values()["value"].splitlines(), [*known, *self.of.statements])

    def take_back(self) -> None:
        if self._has_reason(self.form.values()["reason"]):
            self.decide(None, self.form.values()["reason"], self.form)

    def _has_reason(self, reason: str) -> bool:
        if not reason.strip():
            self.form.show_problem("reason", _("Say in a sentence why it holds."))
            self.form.rows["reason"].field.setFocus()
        return bool(reason.strip())
