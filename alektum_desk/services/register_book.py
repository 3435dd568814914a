"""The register as a document: its words, put in the order in which a reader opens it, country by country."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.documents.packing import Packed
from alektum_desk.documents.register import Chapter, Field as Row, RegisterBook, Said, Section, register, small_print
from alektum_desk.domain.details import MECHANISMS
from alektum_desk.domain.notices import FIELDS, Field, Statement
from alektum_desk.domain.processors import CONTRACTS, Contract
from alektum_desk.domain.progress import Progress
from alektum_desk.domain.records import ROLES, Activity, Country, FieldOf, standing
from alektum_desk.domain.subjects import LABELS
from alektum_desk.services import controllers, terms
from alektum_desk.services.records import country_words
from alektum_desk.services.wording import value_words

if TYPE_CHECKING:
    from alektum_desk.documents.close import Close
    from alektum_desk.services.desk import Desk


MOST_FACTS = 15_000         # beyond, tables would take a thousand pages and as much memory as a desk has


_BASES = frozenset({Field.LEGAL_BASIS, Field.SPECIAL_BASIS})
_OF_A_PURPOSE = frozenset({Field.LEGAL_BASIS, Field.LEGITIMATE_INTEREST})


class Book:
    """Activities are added as they come, and kept as no more than what is printed of them."""

    def __init__(self, *, is_short: bool) -> None:
        self.small = small_print() if is_short else None
        self.sections: dict[str, list[Section]] = {}
        self.titles: dict[str, str] = {}

    def add(self, activity: Activity) -> None:
        section = _section(activity)
        self.sections.setdefault(activity.listed.country, []).append(section if self.small is None else _in_lines(section, self.small))
        self.titles[activity.listed.id] = terms.title(activity.listed.title)


def _in_lines(section: Section, small: Close) -> Section:
    lines, heard = small.lines("\n".join((" · ".join(section.facts), *map(_line, section.fields))))
    return Section(section.title, (), (), lines, heard)


def _line(row: Row) -> str:
    said = "; ".join(f"{one.text} ({one.source})" if one.source else one.text for one in row.said)
    return f"{row.label}: {'. '.join(filter(None, (said, row.decision, row.contradiction, row.empty)))}"


def pdf(desk: Desk, made: Book, countries: Iterable[Country], working: Sequence[dict[str, Any]], data: Packed, progress: Progress) -> bytes:
    """With the register as JSON inside it."""
    lands = tuple(_chapter(country, made.sections.get(country.code, [])) for country in countries)
    chapters = (*lands, _processors(made.titles, working)) if working else lands
    facts = ((_("Office"), desk.office.name), (_("Activities"), language.number(len(made.titles))),
             (_("Countries"), language.number(len(lands))), *_controllers(desk, made.sections))
    title = _("Register of processing activities")
    return register(RegisterBook(
        language=language.current(), title=_("SAMPLE: register of processing activities") if desk.sample else title,
        subtitle=_("{office}, {day}").format(office=desk.office.name, day=language.day(desk.today())), facts=facts,
        contents_title=_("Contents"), field_head=_("Field"), said_head=_("What the notices say, and what was decided"),
        chapters=chapters, page_label=_("Page {page} of {pages}"), author=desk.who.name, created_on=desk.today(),
        introduction=(_("Records under Art. 30 of the General Data Protection Regulation. Each fact names the notice and the line it was read in."),
                      _("Where notices differ and nothing was decided, both are shown. “Not stated” is not “none”."),
                      *((_("This register is large: each activity stands in lines without a table. Export one country at a time for tables."),) if made.small is not None else ())),
        data=data), progress)


def _controllers(desk: Desk, lands: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Art. 30(1)(a): name and contact details of the controller and of the data protection officer."""
    for country in sorted(lands):
        controller = controllers.of(desk, country, language.current())
        if controller.company:
            yield _("Controller"), " · ".join(filter(None, (controller.company, controller.address, *controller.contacts)))
            yield _("Data protection officer"), " · ".join(controller.officer) or _("Not stated")


def _chapter(country: Country, sections: Sequence[Section]) -> Chapter:
    note = None if country.notice else _("No notice is published for this country.")
    return Chapter(country_words(country.code), tuple(sections), note)


def _processors(titles: Mapping[str, str], working: Sequence[dict[str, Any]]) -> Chapter:
    """Whoever handles data for the office, with the contract of Art. 28."""
    names = {each["id"]: each["name"] for each in working}

    def section(each: dict[str, Any]) -> Section:
        said = ((_("What it does"), each["service"]), (_("Contract, Art. 28(3)"), _(CONTRACTS[Contract(each["contract"])])), (_("Signed on"), _day(each["signed_on"])), (_("Ends on"), _day(each["ends_on"])),
                (_("Safeguard, Art. 46"), _(MECHANISMS[each["mechanism"]]) if each["mechanism"] else ""), (_("Engaged by"), names.get(each["processor_of"], _("The office"))),
                (_("Works for these activities"), "; ".join(titles.get(ref, ref) for ref in each["activities"])), (_("Note"), each["note"] or ""))
        return Section(each["name"], (language.country(each["country"]) if each["country"] else _("The country is not recorded."),), tuple(Row(label, (Said(text),)) for label, text in said if text))
    return Chapter(_("Processors"), tuple(map(section, working)))


def _day(said: str | None) -> str:
    return language.day(date.fromisoformat(said)) if said else ""


def _section(activity: Activity) -> Section:
    about = activity.listed
    facts = [_(ROLES[about.role]), _(standing(about)), _("Version {number}").format(number=about.version),
             ", ".join(_(LABELS[each]) for each in about.categories)]
    if not about.from_notice:
        facts.append(_("Not from a notice"))
    rows = [_row(activity, each) for each in activity.fields if each.statements or each.decision]
    silent = [_(FIELDS[each.field]) for each in activity.fields if not each.statements and not each.decision]
    if not rows:
        return Section(terms.title(about.title), (*facts, _("Nothing is stated yet")), ())
    if silent:
        rows.append(Row(_("Not stated"), empty=", ".join(silent)))
    return Section(terms.title(about.title), tuple(facts), tuple(rows))


def _row(activity: Activity, field: FieldOf) -> Row:
    decided = None
    if field.decision:
        words = value_words(field.field, field.decision.value)
        decided = _("Decided: {text}").format(text="; ".join(words)) if words else _("Decided: none")
    sources: dict[str, dict[str, None]] = {}           # what several notices say stands there once, with each of them
    for each in field.statements:
        told = sources.setdefault(words_of(activity, each), {})
        if each.place:
            told[_("Notice {notice}, line {line}").format(notice=each.place.notice, line=each.place.line)] = None
    said = tuple(Said(words, " · ".join(told) or None) for words, told in sources.items())
    return Row(_(FIELDS[field.field]), said, decided,
               _("The notices differ and nothing was decided.") if field.contradictions else None)


def words_of(activity: Activity, statement: Statement) -> str:
    """A statement in one line: a basis with its article, and with the purpose it belongs to."""
    text = terms.term(statement.text, statement.field)
    if statement.field in _BASES:
        text = _("Art. {article}, {basis}").format(article=statement.code, basis=text)
    if statement.purpose and statement.field in _OF_A_PURPOSE:
        purposes = (each.text for each in activity.of(Field.PURPOSE).statements if each.purpose == statement.purpose)
        if purpose := next(purposes, None):
            text = _("{text} (for: {purpose})").format(text=text, purpose=terms.term(purpose, Field.PURPOSE))
    return text
