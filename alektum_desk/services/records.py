"""The register: matrix, list, one activity, the officer's decisions, and the register on paper."""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import chain, count
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.folding import fold
from alektum_desk.domain.import_values import bases
from alektum_desk.domain.notices import ACTIVITY_FIELDS, Field, Statement
from alektum_desk.domain.records import (
    GROUP,
    Activity,
    Country,
    Decision,
    FieldOf,
    Head,
    Listed,
    Matrix,
    NewActivity,
    Role,
    check_new,
    check_title,
    check_value,
    contradictions,
    is_answered,
    lacking,
    lacks_of,
    life_of,
    matrix as matrix_of,
    meaning_of,
    state_of,
)
from alektum_desk.domain.subjects import LABELS, Category
from alektum_desk.reference import register as reference
from alektum_desk.reference.imports import words as import_words
from alektum_desk.services import record_search, terms
from alektum_desk.services.notices import to_row, to_statement
from alektum_desk.store import journal, notices as notice_store, records as store
from alektum_desk.store.compartment import raw
from alektum_desk.store.models import new_id

if TYPE_CHECKING:
    from alektum_desk.domain.offices import Office
    from alektum_desk.reference.register import Bundle, Seed
    from alektum_desk.services.desk import Desk


# -- set-up

def seed(desk: Desk, bundle: Bundle | None = None) -> None:
    """Fill an empty register with what came with the program; a register that holds anything is left alone."""
    bundle = bundle or reference.bundle()
    with desk.store.read("register") as session:
        if store.seeded(session):
            return
    summary = {"notices": len(bundle.notices), "activities": len(bundle.activities)}
    with desk.store.act("register", "register.seed", summary=summary) as session:
        for notice in bundle.notices:
            row = notice_store.Notice(id=_row_id("notice", notice.id), ref=notice.id, country=notice.country, language=notice.language,
                                      organisation=notice.organisation, title=notice.title, file=notice.file, sha256=notice.sha256,
                                      ours=notice.ours)
            session.add(row)
            session.flush()
            session.add_all(to_row(fact.statement, number, notice_id=row.id, parts=fact.parts) for number, fact in enumerate(notice.facts))
        session.flush()
        for each in bundle.activities:
            _plant(session, each, desk.office)


def _row_id(*names: str) -> str:
    """The same on every desk, so that a mirror does not hold the bundled register twice."""
    return sha256("|".join(names).encode()).hexdigest()[:32]


def decision_id(row: str, field: Field) -> str:
    """A field of an activity is decided once, on whatever desk."""
    return _row_id("decision", row, field)


def _plant(session: Session, each: Seed, office: Office) -> None:
    country = each.country or office.country
    entity = () if each.country else (Statement(_row_id("entity", each.id), Field.ENTITY, office.name),)
    row = store.Activity(id=_row_id("activity", each.id), ref=each.id, title=each.title, country=country, role=each.role,
                         categories=list(each.categories), draft=not each.reads, from_notice=bool(each.reads), version=1, lacks="",
                         contradictions=0, questions=[[field, question] for field, question in each.questions])
    session.add(row)
    session.flush()
    session.add_all(to_row(said, number, activity_id=row.id) for number, said in enumerate((*entity, *each.statements)))
    session.add_all(store.Reading(id=_row_id("reading", each.id, notice, part), activity_id=row.id, part=part,
                                  notice_id=_row_id("notice", notice)) for notice, part in each.reads)
    session.flush()
    _weigh(session, row)


# -- reading

def matrix(desk: Desk, role: Role | None = None, search: str | None = None) -> Matrix:
    """One query for the rows, however many; countries of the group come first, in their order."""
    with desk.store.read("register") as session:
        rows = _rows(session, desk, role=role, search=search)
        published = notice_store.countries(session)
    known = reference.bundle().countries
    more = sorted({each.country for each in rows} - {*known, GROUP})
    return matrix_of(rows, [Country(code, code in published) for code in (*known, *more)])


def listed(desk: Desk, category: Category | None = None, country: str | None = None, search: str | None = None,
           role: Role | None = None) -> tuple[Listed, ...]:
    """Search finds words in titles, categories and statements, in the interface language and English, without accents."""
    if country:
        check_country(desk, country)
    with desk.store.read("register") as session:
        return tuple(each for each in _rows(session, desk, country, role, search) if category is None or category in each.categories)


def check_country(desk: Desk, code: str) -> None:
    """Refused when it is no country: an empty answer would say that nothing is recorded there."""
    if code.upper() != GROUP and not language.is_country(code.upper()):
        known = ", ".join(each.code for each in matrix(desk).countries)
        raise Refused(_N("There is no country {country}."), _N("The register knows: {countries}."), country=code or "?", countries=known)


def country_words(code: str) -> str:
    return _("Whole group") if code == GROUP else language.country(code)


def people_words(categories: Iterable[Category]) -> str:
    return ", ".join(_(LABELS[each]) for each in categories)


def matching(desk: Desk, rows: Sequence[Listed], search: str) -> tuple[Listed, ...]:
    """Those of `rows` that `listed` would find by these words, without reading them all again."""
    with desk.store.read("register") as session:
        return tuple(record_search.matching(session, rows, search))


def _rows(session: Session, desk: Desk, country: str | None = None, role: Role | None = None, search: str | None = None) -> list[Listed]:
    today = desk.today()
    found = [_listed(row, today) for row in store.listed(session, country.upper() if country else None, role)]
    return record_search.matching(session, found, search) if search and search.strip() else found


# Ten thousand rows ask thirty thousand times: a look-up takes a tenth of what the constructor of an enumeration does.
_CATEGORIES = {each.value: each for each in Category}
_ROLES = {each.value: each for each in Role}


def _listed(row: store.ListRow | store.Activity, today: date) -> Listed:
    approved, absent = row.approved_at is not None, bool(row.absent)
    return Listed(row.ref, row.title, row.country, tuple(map(_CATEGORIES.__getitem__, row.categories)), _ROLES[row.role],
                  state_of(row.draft, row.lacks, row.contradictions, approved, row.review_on, today, absent=absent), row.version, row.lacks,
                  row.contradictions, row.review_on, row.from_notice,
                  life_of(draft=row.draft, submitted=row.submitted_at is not None, approved=approved, retired=row.retired_at is not None), row.varies)


def shown(desk: Desk, activity: str) -> Activity:
    with desk.store.read("register") as session:
        return _whole(session, desk, found(session, activity))


def found(session: Session, activity: str) -> store.Activity:
    row = store.by_ref(session, activity)
    if row is None:
        raise Refused(_N("There is no activity {activity} in the register."), _N("The list of the register shows their names."),
                      activity=activity)
    return row


def _statements(session: Session, row: store.Activity) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """What the parts of the notices that it reads say, then what stands in no notice; and which notices those are."""
    readings = store.readings(session, row.id)
    parts: dict[str, set[str]] = {}
    for reading, notice in readings:
        parts.setdefault(notice.id, set()).add(reading.part)
    said = [to_statement(each, notice) for each, notice in notice_store.statements(session, parts)
            if each.parts is None or parts[notice.id].intersection(each.parts)]
    said += [to_statement(each, None) for each in store.own_statements(session, row.id)]
    notices = tuple(dict.fromkeys(notice.ref for _, notice in readings))
    return tuple(each for each in said if each.field in ACTIVITY_FIELDS), notices


def _decisions(session: Session, row: store.Activity) -> dict[Field, Decision]:
    return {Field(each.field): Decision(Field(each.field), each.value, each.reason, each.account, each.at)
            for each in store.decisions(session, row.id)}


def _fields(session: Session, row: store.Activity) -> tuple[tuple[FieldOf, ...], tuple[str, ...]]:
    """Every field as it holds, and the notices that the activity reads. What a country does not say of its own, the group says for it."""
    said, notices = _statements(session, row)
    decided = _decisions(session, row)
    group = store.by_ref(session, row.varies) if row.varies else None
    return fields_of(said, notices, decided, _statements(session, group)[0] if group else (), _decisions(session, group) if group else {}), notices


def fields_of(said: Sequence[Statement], notices: Sequence[str], decided: Mapping[Field, Decision], theirs: Sequence[Statement] = (),
              laid_down: Mapping[Field, Decision] = MappingProxyType({})) -> tuple[FieldOf, ...]:
    """`theirs` and `laid_down` are the group's."""
    fields = []
    by_field, by_group = _by_field(said), _by_field(theirs)
    for field in ACTIVITY_FIELDS:
        here, decision = by_field.get(field, ()), decided.get(field)
        above, over = by_group.get(field, ()), laid_down.get(field)
        if not here and decision is None:
            fields.append(FieldOf(field, above, over, contradictions(above, over), (), inherited=True) if above or over else _silent(field, tuple(notices)))
            continue
        speaking = {each.place.notice for each in here if each.place}
        unlike = bool(above or over) and meaning_of(here, decision) != meaning_of(above, over)
        unlike_each_other = contradictions(here, decision) if speaking else ()
        fields.append(FieldOf(field, here, decision, unlike_each_other, tuple(each for each in notices if each not in speaking), unlike_group=unlike))
    return tuple(fields)


@lru_cache(maxsize=1000)
def _silent(field: Field, notices: tuple[str, ...]) -> FieldOf:
    return FieldOf(field, (), None, (), notices)


def _by_field(said: Sequence[Statement]) -> Mapping[Field, tuple[Statement, ...]]:
    found: dict[Field, tuple[Statement, ...]] = {}
    for each in said:
        found[each.field] = (*found.get(each.field, ()), each)
    return found


def _whole(session: Session, desk: Desk, row: store.Activity) -> Activity:
    return whole(row, *_fields(session, row), desk.today())


def whole(row: store.Activity, fields: tuple[FieldOf, ...], notices: tuple[str, ...], today: date) -> Activity:
    decided = {each.field for each in fields if each.decision is not None}
    about = _listed(row, today)
    questions = tuple((Field(field) if field else None, question) for field, question in row.questions
                      if field is None or Field(field) not in decided)
    return Activity(about, notices, fields, lacks_of(about.role, row.lacks), questions)


# -- writing

def _weigh(session: Session, row: store.Activity) -> None:
    """Keep with the row what a matrix shows of it, and with the countries what they take over from the group."""
    fields, _notices = _fields(session, row)
    said = [statement for each in fields if each.decision is None for statement in each.statements]
    decided = [each.field for each in fields if each.decision is not None and is_answered(each.field, each.decision.value)]
    basis = next(each.decision for each in fields if each.field is Field.LEGAL_BASIS)
    row.lacks = _lacks(row, said, decided, basis.value if basis else None)
    row.contradictions = sum(len(each.contradictions) for each in fields)
    if row.country == GROUP:
        for variant in store.variants(session, row.ref):
            _weigh(session, variant)


def _lacks(row: store.Activity, said: Sequence[Statement], decided: Sequence[Field], basis: Any) -> str:
    """The letters of what lacks; `basis` is the decision on the legal basis, or None."""
    if row.absent:
        return ""
    named = [(each.text, each.code) for each in said if each.field is Field.LEGAL_BASIS] if basis is None else [
        (each, None) if isinstance(each, str) else (str(each["text"]), each.get("code")) for each in (basis if isinstance(basis, list) else [basis])]
    grounded = not named or any(_is_ground(*each) for each in named)
    return "".join(each.letter for each in lacking(Role(row.role), said, decided, people=bool(row.categories), grounded=grounded))


def _is_ground(text: str, code: str | None) -> bool:
    """By its article, or by a term that some language has for one: "Consent", "lit. f", "berechtigtes Interesse"."""
    return (code or "").startswith("6(1)") or any((each.code or "").startswith("6(1)") for each in bases(text, import_words()))


def create(desk: Desk, new: NewActivity, reason: str) -> Activity:
    """A draft, with whatever is known of it. Refused when a field says what it cannot."""
    if not reason.strip():
        raise Refused(_N("A new activity needs a reason."), _N("Say in a sentence where it comes from."), field="reason")
    with desk.store.act("register", "activity.create", reason.strip()) as session:
        row = plant(session, desk, new, reason.strip())
        return _whole(session, desk, row)


def plant(session: Session, desk: Desk, new: NewActivity, reason: str) -> store.Activity:
    """One new activity inside the caller's act, so that many come in or none."""
    check_new(new)
    country = known_country(new.country)
    group = store.by_ref(session, new.varies) if new.varies else None
    if new.varies and (group is None or group.country != GROUP):
        raise Refused(_N("There is no activity {activity} of the group."), _N("Choose an activity of the whole group."), activity=new.varies)
    ref = _free_ref(session, new.id or f"{country} {new.title}")
    row = store.Activity(id=new_id(), ref=ref, title=" ".join(new.title.split()), country=country, role=new.role, categories=list(new.categories),
                         draft=True, from_notice=False, version=1, lacks="", contradictions=0, questions=[[field, question] for field, question in new.questions], varies=new.varies,
                         absent=new.absent or None, edited_by=desk.who.name)
    session.add(row)
    session.flush()
    session.add_all(to_row(replace(said, id=new_id(), place=None), number, activity_id=row.id) for number, said in enumerate(new.statements))
    session.add_all(_decision(desk, row, field, value, reason) for field, value in new.decided)
    for field, value in new.decided:
        _follow(row, field, value)
    if group is None:                      # nothing but what is in hand, so that thousands come in without asking for each
        row.lacks = _lacks(row, new.statements, [field for field, value in new.decided if is_answered(field, value)], dict(new.decided).get(Field.LEGAL_BASIS))
    else:
        session.flush()
        _weigh(session, row)
    session.flush()
    return row


def known_country(given: str) -> str:
    country = given.strip().upper()
    if country != GROUP and not language.is_country(country):
        raise Refused(_N("There is no country {country}."), _N("Give the two letters of its ISO 3166 code, for example BE."),
                      country=country or "?", field="country")
    return country


def _free_ref(session: Session, wish: str) -> str:
    """Letters, figures and hyphens; numbered where the name is taken."""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(wish)).strip("-")[:60].strip("-") or "activity"
    if store.by_ref(session, stem) is None:
        return stem
    taken = store.refs(session, stem)
    return next(each for each in chain((stem,), (f"{stem}-{number}" for number in count(2))) if each not in taken)


def _decision(desk: Desk, row: store.Activity, field: Field, value: Any, reason: str) -> store.Decision:
    return store.Decision(id=decision_id(row.id, field), activity_id=row.id, field=field, value=value, reason=reason,
                          account=desk.who.name, at=desk.now().replace(microsecond=0))


def decide(desk: Desk, activity: str, field: Field, value: Any, reason: str) -> Activity:
    """Lay down what holds for one field: a text, an object {"text", "code", ...}, or a list of them; an empty list is "none".

    None takes a decision back. Approval lapses with every edit.
    """
    check_value(field, value)
    if not reason.strip():
        raise Refused(_N("A decision needs a reason."), _N("Say in a sentence why it holds."))
    with desk.store.act("register", "activity.decide", reason.strip()) as session:
        row = found(session, activity)
        lay_down(session, desk, row, field, value, reason.strip())
        return _whole(session, desk, row)


def lay_down(session: Session, desk: Desk, row: store.Activity, field: Field, value: Any, reason: str) -> None:
    """A checked decision, inside the caller's act."""
    kept = session.get(store.Decision, decision_id(row.id, field))
    if value is None:
        if kept is None:
            raise Refused(_N("Nothing was decided about this field."), _N("Choose a field with a decision."))
        session.delete(kept)
        _follow(row, field, _before_decision(session, row, field))
    else:
        kept = kept or store.Decision(id=decision_id(row.id, field), activity_id=row.id, field=field)
        kept.value, kept.reason, kept.account = value, reason, desk.who.name
        kept.at = desk.now().replace(microsecond=0)             # as it is stored
        session.add(kept)
        _follow(row, field, value)
    edited(session, desk, row)


def rename(desk: Desk, activity: str, title: str | None, country: str | None, reason: str) -> Activity:
    """Another title, another country, or both; None leaves it. Its name in lists and links stays. Approval lapses."""
    if not reason.strip():
        raise Refused(_N("This needs a reason."), _N("Say in a sentence why."), field="reason")
    with desk.store.act("register", "activity.rename", reason.strip()) as session:
        row = found(session, activity)
        now = (row.title, row.country)
        _call(session, row, row.title if title is None else title, row.country if country is None else country)
        if (row.title, row.country) == now:
            raise Refused(_N("It bears this title and country already."), _N("Write what is to change."), field="title")
        edited(session, desk, row)
        return _whole(session, desk, row)


def _call(session: Session, row: store.Activity, title: str, country: str) -> None:
    """What was read in a notice of a country, or stands for the whole group to others, cannot move elsewhere."""
    check_title(title)
    code = known_country(country)
    if code != row.country:
        if store.readings(session, row.id):
            raise Refused(_N("This activity was read in a notice of {country}."), _N("Write a new activity for the other country."),
                          country=language.country(row.country), field="country")
        if row.country == GROUP and store.variants(session, row.ref):
            raise Refused(_N("Countries take over from this activity of the group."), _N("Write a new activity for the country."), field="country")
        if row.varies and code == GROUP:
            raise Refused(_N("This activity takes over from one of the group."), _N("Choose a country."), field="country")
    row.title, row.country = " ".join(title.split()), code


def edited(session: Session, desk: Desk, row: store.Activity, version: int = 0) -> None:
    """A new version by who sits here, of that number or a later one, and of none that was undone; its approval lapses."""
    told = [side["version"] for each in journal.history(raw(session), row.id) for side in each.body.values() if isinstance(side, dict) and "version" in side]
    row.version, row.edited_by = max(row.version + 1, version, *(number + 1 for number in told)), desk.who.name
    row.approved_at = row.approved_by = None
    session.flush()
    _weigh(session, row)
    session.flush()


def _before_decision(session: Session, row: store.Activity, field: Field) -> Any:
    """Role or categories as they were until the field was decided; None for other fields, and where the decision changed nothing."""
    column = {Field.ROLE: "role", Field.CATEGORY: "categories"}.get(field)
    if column is None:
        return None
    db = raw(session)
    made = [each.act for each in journal.history(db, decision_id(row.id, field)) if each.body.get("before") is None]
    before = next((each.body["before"] or {} for each in journal.history(db, row.id) if made and each.act == made[-1]), {})
    value = before.get(column)
    return json.loads(value) if field is Field.CATEGORY and value else value


def _follow(row: store.Activity, field: Field, value: Any) -> None:
    """Two fields are more than words: they say where the record stands."""
    if not value:
        return
    if field is Field.ROLE:
        row.role = Role(value)
    elif field is Field.CATEGORY:
        row.categories = [Category(each) for each in value]


def lay_down_again(desk: Desk, activity: str, decided: Mapping[Field, Any], heads: Mapping[Head, str], reason: str) -> Activity:
    """Call it so and decide every field as it is said here, and no other; in one act and one version."""
    with desk.store.act("register", "activity.restore", reason) as session:
        row = found(session, activity)
        now = {Field(each.field): each for each in store.decisions(session, row.id)}
        called = {Head.TITLE: row.title, Head.COUNTRY: row.country}
        if {field: each.value for field, each in now.items()} == dict(decided) and called == dict(heads):
            raise Refused(_N("This version decides what the newest does."), _N("Choose another version."))
        _call(session, row, heads[Head.TITLE], heads[Head.COUNTRY])
        for field, kept in now.items():
            if field not in decided:
                _follow(row, field, _before_decision(session, row, field))
                session.delete(kept)
        for field, value in decided.items():
            if field not in now:
                session.add(_decision(desk, row, field, value, reason))
            elif now[field].value != value:
                now[field].value, now[field].reason, now[field].account, now[field].at = value, reason, desk.who.name, desk.now().replace(microsecond=0)
            _follow(row, field, value)
        edited(session, desk, row)
        return _whole(session, desk, row)


# -- as JSON, for the command line and for export

def value_json(statement: Statement) -> dict[str, Any]:
    """The words in the language at hand, and every code that stands behind them."""
    rule = statement.rule
    said: dict[str, Any] = {"text": terms.term(statement.text, statement.field), "code": statement.code, "purpose": statement.purpose, "kinds": list(statement.kinds),
                            "as_written": statement.as_written, "cited": statement.cited}
    if rule:
        said |= {"duration": rule.duration, "unit": rule.unit, "triggers": list(rule.triggers), "action": rule.action,
                 "latest": rule.latest, "overrides": rule.overrides, "at_once_on": list(rule.at_once_on), "purposes": list(rule.purposes), "exception": rule.exception}
    return {name: value for name, value in said.items() if value not in (None, [])} | dict(statement.details)


def statement_json(statement: Statement) -> dict[str, Any]:
    place = statement.place
    return {"value": value_json(statement), "notice": place.notice if place else None, "file": place.file if place else None,
            "line": place.line if place else None, "anchor": place.anchor if place else None}


def listed_json(each: Listed) -> dict[str, Any]:
    return {"id": each.id, "title": terms.title(each.title), "country": each.country, "categories": list(each.categories), "role": each.role,
            "state": each.state, "life": each.life, "varies": each.varies}


def activity_json(whole: Activity) -> dict[str, Any]:
    return listed_json(whole.listed) | {
        "version": whole.listed.version, "from_notice": whole.listed.from_notice, "notices": list(whole.notices),
        "lacks": [{"letter": each.letter, "text": _(each.sentence)} for each in whole.lacks],
        "questions": [{"field": field, "text": _(question)} for field, question in whole.questions],
        "fields": [_field_json(each) for each in whole.fields]}


def _field_json(each: FieldOf) -> Mapping[str, Any]:
    decision = each.decision
    return {"field": each.field, "decided": decision.value if decision else None,
            "decision": {"reason": decision.reason, "account": decision.account, "at": decision.at.isoformat()} if decision else None,
            "contradictions": len(each.contradictions), "inherited": each.inherited, "unlike_group": each.unlike_group,
            "statements": [statement_json(said) for said in each.statements]}


def register_json(desk: Desk, activities: Sequence[Activity]) -> dict[str, Any]:
    """The whole register as one document; the same register on the same day gives the same bytes."""
    return {"schema": "alektum-desk/register/1", "office": desk.office.id, "on": desk.today().isoformat(), "sample": desk.sample,
            "language": language.current(), "activities": [activity_json(each) for each in activities]}
