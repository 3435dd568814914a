"""Retention at the desk: every rule with its line, the day on which something must go, and the schedule on paper."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.base import language
from alektum_desk.base.language import _, ngettext
from alektum_desk.documents.register import Chapter, Field as Row, RegisterBook, Said, Section, register
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notices import Field, Statement
from alektum_desk.domain.records import Life, Listed, State, contradictions
from alektum_desk.domain.retention import (
    DEEDS,
    TRIGGERS,
    Action,
    Deed,
    End,
    Known,
    Rule,
    Trigger,
    Unit,
    Why,
    deed_of,
    end_of_keeping,
    rivals,
    rule_of,
)
from alektum_desk.domain.subjects import Category
from alektum_desk.reference import register as reference
from alektum_desk.services import exports, records, terms
from alektum_desk.services.comparison import Cell, cells_of
from alektum_desk.services.notices import to_statement
from alektum_desk.store import notices as notice_store

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from alektum_desk.services.desk import Desk

LATEST_YEAR = 2900                         # what ends after the calendar's last year is a slip of the hand


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in the list: of a notice, of the officer's decision, or of an activity that no notice speaks of."""

    known: Known
    country: str | None
    file: str | None
    anchor: str | None
    ours: bool
    categories: tuple[Category, ...]
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """When something ends, with the reason in the language at hand; `rivals` are rules of other notices, and nobody decided which holds."""

    end: End
    reason: str
    rivals: tuple[Known, ...] = ()


def rules(desk: Desk, *, everything: bool = False) -> tuple[RuleRow, ...]:
    """Every rule of the notices, in their order; with `everything` also what was decided and what stands in no notice."""
    with desk.store.read("register") as session:
        names = _names(session)
        notices = {notice.ref: notice for notice, _text, _facts in notice_store.listed(session)}
        said = tuple(_statements(session))
    rows = _living(records.listed(desk))
    cells = cells_of(desk, Field.RETENTION, rows)
    users: dict[str, list[Listed]] = {}
    for row in rows:
        for each in cells[row.id].statements:
            users.setdefault(each.id, []).append(row)
    found = []
    for statement in said:
        place, here = statement.place, users.get(statement.id, [])
        if place is None:
            continue
        notice = notices[place.notice]
        found.append(RuleRow(_known(statement, names[statement.id]), notice.country, place.file, place.anchor, notice.ours, tuple(dict.fromkeys(each for row in here for each in row.categories)), tuple(row.id for row in here)))
    if everything:
        found += [RuleRow(known, row.country, None, None, True, row.categories, (row.id,))
                  for row in rows for known in _of(row, cells[row.id], names) if known.notice is None]
    return tuple(found)


def _living(rows: Iterable[Listed]) -> list[Listed]:
    """Without those that are retired, and those that say that there is nothing."""
    return [each for each in rows if each.life is not Life.RETIRED and each.state is not State.NONE]


def _statements(session: Session, *, gone: bool = False) -> Iterator[Statement]:
    """What all notices say about periods, in their order; with `gone` also what their older texts said."""
    notices = [notice.id for notice, _text, _facts in notice_store.listed(session)]
    for row, notice in notice_store.statements(session, notices, gone=gone):
        if row.field == Field.RETENTION:
            yield to_statement(row, notice)


def _names(session: Session) -> dict[str, str]:
    """be-fr.r1 is the first rule that the notice be-fr gives. It stays so when a newer text drops a rule."""
    counted: dict[str, int] = {}
    names = {}
    for each in _statements(session, gone=True):
        if each.place is not None:
            counted[each.place.notice] = counted.get(each.place.notice, 0) + 1
            names[each.id] = f"{each.place.notice}.r{counted[each.place.notice]}"
    return names


def _known(statement: Statement, name: str, *, draft: bool = False) -> Known:
    place = statement.place
    rule = statement.rule or Rule(None, None, (Trigger.NOT_STATED,), Action.END)
    return Known(name, rule, statement.text, place.notice if place else None, place.line if place else None, draft=draft)


def _of(row: Listed, cell: Cell, names: Mapping[str, str]) -> Iterator[Known]:
    """What holds for an activity: what was decided, else what is stated. A decision in words alone is a criterion without a period."""
    if cell.decision is not None:
        value = cell.decision.value
        for number, each in enumerate(value if isinstance(value, list) else [value], start=1):
            said: Mapping[str, Any] = {"text": each} if isinstance(each, str) else each
            yield Known(f"{row.id}.d{number}", rule_of(said), str(said["text"]), decided=True)
    for number, statement in enumerate(cell.statements, start=1):
        if cell.decision is None or (statement.rule is not None and statement.rule.overrides):
            yield _known(statement, names.get(statement.id, f"{row.id}.r{number}"), draft=row.state is State.DRAFT)


def when(desk: Desk, country: str, category: Category, trigger: Trigger, on: date, *, claim: bool = False) -> Answer:
    """When data of this kind of person end, counted from what happened on a day. `claim`: a legal claim needs them."""
    if not 1900 <= on.year <= LATEST_YEAR:
        raise Refused(_N("{day} is no day from which anything is kept."), _N("Give a day of this or the last century."), day=on.isoformat())
    code = country.strip().upper()
    records.check_country(desk, code)
    with desk.store.read("register") as session:
        names = _names(session)
    rows = _living(records.listed(desk, category, code))
    cells = cells_of(desk, Field.RETENTION, rows)
    known = {row.id: list(_of(row, cells[row.id], names)) for row in rows}
    end = end_of_keeping({each.id: each for here in known.values() for each in here}.values(), trigger, on, claim=claim)
    asked = (each for row in rows if contradictions(cells[row.id].statements, cells[row.id].decision) and end.of in known[row.id] for each in known[row.id])
    others = rivals(end, trigger, {each.id: each for each in asked}.values())
    return Answer(end, _reason(end, code, trigger, on, others), others)


def _reason(end: End, country: str, trigger: Trigger, on: date, others: Sequence[Known]) -> str:
    parts = [_why(end, country, trigger, on)]
    if end.of is not None:
        parts.append(_source(end.of))
    if end.why is not Why.CLAIM and end.held_by is not None:
        parts.append(_("A legal claim may keep longer what it needs ({source}).").format(source=_source(end.held_by).rstrip(".")))
    parts += [_("What another purpose needs may stay until {day}: {rule}").format(day=language.day(day), rule=terms.term(known.text, Field.RETENTION)) for known, day in end.others]
    parts += [_("Nothing is decided, and another notice gives another period: {rule} ({source}).").format(
        rule=terms.term(known.text, Field.RETENTION), source=_source(known).rstrip(".")) for known in others]
    return " ".join(parts)


def _why(end: End, country: str, trigger: Trigger, on: date) -> str:
    event, began = _(TRIGGERS[trigger]), language.day(on)
    if end.of is None:
        return _("No rule for {country} counts from this event: {event}.").format(country=language.country(country), event=event)
    rule = end.of.rule
    if end.why is Why.CRITERION:
        return _("Only a criterion is given, and no period that counts from this event ({event}): {rule}.").format(event=event, rule=terms.term(end.of.text, Field.RETENTION))
    if end.why is Why.CLAIM or end.on is None:
        held = _source(end.held_by).rstrip(".") if end.held_by else ""
        return _("A legal claim holds: nothing ends before it is settled ({source}).").format(source=held)
    if end.why is Why.AT_ONCE:
        return _("At once on {began} ({event}).").format(event=event, began=began)
    period = period_words(rule.duration or 0, rule.unit or Unit.DAY)
    last = language.day(end.on)
    if end.why is Why.YEAR_END and trigger is Trigger.CALENDAR_YEAR_END:
        return _("Counted from the end of the calendar year of {began}: {period}, until {last}.").format(began=began, period=period, last=last)
    if end.why is Why.YEAR_END:
        return _("The financial year ended on {began}; counted from the end of that calendar year: {period}, until {last}.").format(
            began=began, period=period, last=last)
    if end.on.day != on.day and rule.unit is not Unit.DAY:
        return _("Counted from {began} ({event}): {period}. That month is too short, so its last day counts: {last}.").format(
            event=event, began=began, period=period, last=last)
    return _("Counted from {began} ({event}): {period}, until {last}.").format(event=event, began=began, period=period, last=last)


def period_words(number: int, unit: Unit) -> str:
    match unit:
        case Unit.DAY:
            return ngettext("{number} day", "{number} days", number)
        case Unit.MONTH:
            return ngettext("{number} calendar month", "{number} calendar months", number)
        case Unit.YEAR:
            return ngettext("{number} year", "{number} years", number)


def _source(known: Known) -> str:
    if known.notice is not None:
        return _("Notice {notice}, line {line}.").format(notice=known.notice, line=known.line)
    return _("Decided by the officer.") if known.decided else _("Stated in the record, in no notice.")


def rule_words(rule: Rule) -> str:
    """Number, unit, trigger and action in one line."""
    if rule.duration is None and rule.triggers == (Trigger.NOT_STATED,):
        return _("No period")
    event = reduce(lambda one, other: _("{one} or {other}").format(one=one, other=other), (_(TRIGGERS[each]) for each in rule.triggers))
    if rule.duration is None or rule.unit is None:
        return _("No period; {event}").format(event=event)
    words = _("{period}, counted from: {event}").format(period=period_words(rule.duration, rule.unit), event=event)
    return _("At the latest {words}").format(words=words) if rule.latest else words


# -- as JSON

def rule_json(row: RuleRow) -> dict[str, Any]:
    known, rule = row.known, row.known.rule
    return {"id": known.id, "notice": known.notice, "file": row.file, "line": known.line, "anchor": row.anchor, "text": terms.term(known.text, Field.RETENTION),
            "country": row.country, "ours": row.ours, "decided": known.decided, "duration": rule.duration, "unit": rule.unit,
            "triggers": list(rule.triggers), "action": rule.action, "latest": rule.latest, "overrides": rule.overrides,
            "at_once_on": list(rule.at_once_on), "purposes": list(rule.purposes), "exception": rule.exception,
            "categories": list(row.categories), "activities": list(row.activities)}


def answer_json(answer: Answer) -> dict[str, Any]:
    end = answer.end
    return {"erase_on": end.on.isoformat() if end.on else None, "action": end.deed, "rule": end.of.id if end.of else None,
            "notice": end.of.notice if end.of else None, "line": end.of.line if end.of else None, "reason": answer.reason,
            "held_by": end.held_by.id if end.held_by else None, "stated_action": end.of.rule.action if end.of else None,
            "others": [{"rule": known.id, "erase_on": day.isoformat()} for known, day in end.others],
            "rivals": [{"rule": known.id, "notice": known.notice, "line": known.line, "text": terms.term(known.text, Field.RETENTION)} for known in answer.rivals]}


# -- the schedule on paper

def export(desk: Desk, path: Path, fmt: str = "pdf") -> Path:
    """The retention schedule: every country, every activity, every rule with its source."""
    if fmt != "pdf":
        raise Refused(_N("There is no format {format} for the schedule."), _N("Choose one of: {formats}."), format=fmt, formats="pdf")
    exports.write(desk, "register", "retention.pdf", path, schedule(desk))
    return path


def schedule(desk: Desk) -> bytes:
    with desk.store.read("register") as session:
        names = _names(session)
    rows = _living(records.listed(desk))
    cells = cells_of(desk, Field.RETENTION, rows)
    known = reference.bundle().countries
    codes = [*known, *sorted({each.country for each in rows} - set(known))]
    chapters = []
    for code in codes:
        here = [each for each in rows if each.country == code]
        sections = tuple(Section(terms.title(each.title), (records.people_words(each.categories),), _rows(each, cells[each.id], names)) for each in here)
        chapters.append(Chapter(records.country_words(code), sections, None if here else _("Nothing is recorded for this country.")))
    title = _("Retention schedule")
    return register(RegisterBook(
        language=language.current(), title=_("SAMPLE: retention schedule") if desk.sample else title,
        subtitle=_("{office}, {day}").format(office=desk.office.name, day=language.day(desk.today())),
        facts=((_("Office"), desk.office.name), (_("Activities"), language.number(len(rows)))), contents_title=_("Contents"),
        field_head=_("Rule"), said_head=_("How long, from when, and what then"), chapters=tuple(chapters), page_label=_("Page {page} of {pages}"),
        author=desk.who.name, created_on=desk.today(),
        introduction=(_("A period in months or years ends on the day of the same number, or on the last day of a shorter month. No weekend and no holiday lengthens it."),
                      _("What was decided beats what notices say; a legal claim holds everything that it needs; among equals the shorter period wins."))))


def _rows(row: Listed, cell: Cell, names: Mapping[str, str]) -> tuple[Row, ...]:
    found = []
    for known in _of(row, cell, names):
        deed, words = _deed(known), rule_words(known.rule)
        said = (Said(terms.term(known.text, Field.RETENTION), _source(known).rstrip(".")), Said(_("{words}; then: {deed}").format(words=words, deed=_(DEEDS[deed])) if deed else words))
        found.append(Row(known.id, said))
    return tuple(found) or (Row(_("Retention"), (), empty=_("Not stated")),)


def _deed(known: Known) -> Deed | None:
    return None if known.rule.action in {Action.KEEP_AT_LEAST, Action.KEEP_LONGER} else deed_of(known.rule)
