"""Panes that change what the register holds: a new activity, and the steps of a record's life, each with its reason."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.records import GROUP, ROLES, Activity, Country, Listed, NewActivity, Role
from alektum_desk.domain.subjects import LABELS, Category
from alektum_desk.services import lives, records, terms
from alektum_desk.ui.widgets.buttons import Button
from alektum_desk.ui.widgets.fields import CheckField, Choice, DateField, LineField, TextField
from alektum_desk.ui.widgets.form import Form
from alektum_desk.ui.widgets.pane import Pane
from alektum_desk.ui.widgets.words import text

Make = Callable[[NewActivity, str, Form], object]


def low(form: Form) -> Form:
    """Fields of several lines are no taller than their lines, however long the pane."""
    for made in form.rows.values():
        if isinstance(made.field, TextField):
            made.field.setFixedHeight(made.field.minimumHeight())
    return form


class NewActivityPane(Pane):
    """`make(new, reason, form)`; `category` and `country` of the cell that was empty, `absent` when it is said to stay so."""

    def __init__(self, countries: Sequence[Country], groups: Sequence[Listed], make: Make, closed: Callable[[], object], *,
                 category: str = "", country: str = "", absent: bool = False) -> None:
        self.make = make
        self.form = form = Form("register.new")
        form.add("title", _("What is done"), LineField(_("What is done"), longest=300), help=_("A few words, as “Payroll”."))
        places = [(GROUP, records.country_words(GROUP)), *((each.code, language.country(each.code)) for each in countries if each.code != GROUP)]
        form.add("country", _("Country"), Choice(_("Country"), places, country or (countries[0].code if countries else GROUP)))
        form.add("role", _("Role"), Choice(_("Role"), [(role, _(words)) for role, words in ROLES.items()]))
        if groups:
            form.add("varies", _("Takes over from"), Choice(_("Takes over from"), [("", _("Nothing")), *((each.id, terms.title(each.title)) for each in groups)]),
                     help=_("What a country does not say of its own, the group's activity says for it."))
        form.add("absent", "", CheckField(_("Decided: no such processing"), absent))
        form.add("reason", _("Reason"), TextField(_("Reason"), lines=2, longest=2000), help=_("It stands in the history beside your name."))
        form.add_widget(text(_("Whose data it is about"), "label"))
        for each in Category:
            form.add(each, "", CheckField(_(LABELS[each]), each == category))
        super().__init__(_("New activity"), low(form), foot=(Button(_("Write it down"), "primary", "plus", pressed=self.write),), closed=closed)

    def begin(self) -> None:
        self.form.rows["title"].field.setFocus()

    def write(self) -> None:
        values = self.form.values()
        people = tuple(each for each in Category if values[each])
        if not people:
            self.form.show_problem(next(iter(Category)), _("Say whose data it is about: tick at least one."))
            return
        new = NewActivity(values["title"], values["country"], Role(values["role"]), people, varies=values.get("varies") or None, absent=bool(values["absent"]))
        self.make(new, values["reason"], self.form)


class HeadsPane(Pane):
    """Another title or country of a record: `change(title, country, reason, form)`."""

    def __init__(self, activity: Activity, countries: Sequence[str], change: Callable[[str, str, str, Form], object], closed: Callable[[], object]) -> None:
        self.change = change
        listed = activity.listed
        self.form = form = Form(f"register.heads.{listed.id}")
        self.title_field = form.add("title", _("What is done"), LineField(_("What is done"), terms.title(listed.title), longest=300))
        self.kept = listed.title
        places = [(code, records.country_words(code)) for code in dict.fromkeys((listed.country, *countries, GROUP))]
        form.add("country", _("Country"), Choice(_("Country"), places, listed.country))
        form.add("reason", _("Reason"), TextField(_("Reason"), lines=3, longest=2000), help=_("It stands in the history beside your name."))
        super().__init__(_("Change title or country"), text(_("It becomes a new version; an approval lapses. Links to the record stay."), "small", "muted", wrap=True),
                         low(form), foot=(Button(_("Change it"), "primary", "check", pressed=self.go),), closed=closed)

    def begin(self) -> None:
        self.title_field.setFocus()

    def go(self) -> None:
        """A title that nobody touched stays the catalogue's, in every language."""
        values = self.form.values()
        title = self.kept if values["title"].strip() == terms.title(self.kept) else values["title"]
        self.change(title, values["country"], values["reason"], self.form)


class FourEyesPane(Pane):
    """Whether who wrote a version may approve it: `lay_down(value, form)`."""

    def __init__(self, now: str, lay_down: Callable[[str, Form], object], closed: Callable[[], object]) -> None:
        self.form = Form("register.four_eyes")
        self.choice = self.form.add("value", _("Who approves"), Choice(_("Who approves"), [(key, _(words)) for key, words in lives.FOUR_EYES_WORDS.items()], now))
        super().__init__(_("Say who approves"), text(_("Whoever wrote a version may be kept from approving it. A colleague or a witness then confirms it with "
                                                       "the own password. “If there is one” means: as soon as another account is on this desk."), "small", "muted", wrap=True),
                         self.form, foot=(Button(_("Lay it down"), "primary", "check", pressed=lambda: lay_down(self.choice.value(), self.form)),), closed=closed)

    def begin(self) -> None:
        self.choice.setFocus()


class NamePane(Pane):
    """Something is kept under a name: `keep(name, form)`."""

    def __init__(self, title: str, why: str, keep: Callable[[str, Form], object], closed: Callable[[], object]) -> None:
        self.form = Form("register.name")
        self.form.add("name", _("Name"), LineField(_("Name"), longest=100))
        super().__init__(title, text(why, "small", "muted", wrap=True), self.form, closed=closed,
                         foot=(Button(_("Keep it"), "primary", "check", pressed=lambda: keep(self.form.values()["name"], self.form)),))

    def begin(self) -> None:
        self.form.rows["name"].field.setFocus()


class ReasonPane(Pane):
    """One step with its reason, and with a day where one is asked: `act(reason, day, form)`."""

    def __init__(self, title: str, why: str, verb: str, act: Callable[[str, date | None, Form], object], closed: Callable[[], object], *,
                 day: date | None = None, today: Callable[[], date] | None = None) -> None:
        self.act = act
        self.form = Form("register.step")
        self.day = self.form.add("on", _("Day"), DateField(_("Day"), day, today=today)) if today is not None else None
        self.form.add("reason", _("Reason"), TextField(_("Reason"), lines=3, longest=2000), help=_("It stands in the history beside your name."))
        super().__init__(title, text(why, "small", "muted", wrap=True), low(self.form), foot=(Button(verb, "primary", pressed=self.go),), closed=closed)

    def begin(self) -> None:
        next(iter(self.form.rows.values())).field.setFocus()

    def go(self) -> None:
        self.act(self.form.values()["reason"], self.day.day() if self.day is not None else None, self.form)
