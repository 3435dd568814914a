"""Rules that compare what notices state: between notices, languages and countries, from the facts of the register."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from alektum_desk.domain.findings import Evidence, Seen
from alektum_desk.domain.notice_check_content import provision
from alektum_desk.domain.notice_facts import Knowledge
from alektum_desk.domain.notice_text import Text
from alektum_desk.domain.notices import Field, Page, Statement
from alektum_desk.domain.retention import Rule, Trigger, Unit

_MONTHS = {Unit.DAY: 0, Unit.MONTH: 1, Unit.YEAR: 12}
_PERIODS = ("case_data", "relationship", "development", "cap")
_RECORDINGS = ("call_recording",)
_SUPPLIERS = ("it_suppliers", "credit_agencies", "post_print", "update_supplier")
_VALUED = ("email", "phone", "officer")         # channels with a number or an address
_WITHIN = frozenset({"retention.same_country", "contact.channels_same_country"})
_KEPT_FOR = ("collection", "contact_management", "money_laundering", "marketing", "market_development", "development")


@dataclass(frozen=True, slots=True)
class Set:
    """The notices that are compared: those of the group, with their texts where these were read in."""

    pages: tuple[Page, ...]
    texts: Mapping[str, Text]
    facts: Mapping[str, Knowledge]
    glossary: Mapping[str, Mapping[str, Mapping[str, re.Pattern[str]]]]     # rule, meaning, language

    def by_country(self) -> Iterator[tuple[Page, ...]]:
        for country in dict.fromkeys(page.notice.country for page in self.pages):
            group = tuple(page for page in self.pages if page.notice.country == country)
            if len(group) > 1:
                yield group


def _at(statements: Iterable[Statement]) -> tuple[Evidence, ...]:
    return tuple(Evidence(each.place.notice, each.place.file, each.place.line, each.place.anchor) for each in statements if each.place)


def _of(page: Page, field: Field, *codes: str) -> tuple[Statement, ...]:
    return tuple(each for each in page.of(field) if not codes or each.code in codes)


def _all(pages: Iterable[Page], field: Field, *codes: str) -> tuple[Evidence, ...]:
    return tuple(one for page in pages for one in _at(_of(page, field, *codes)))


def _collecting(known: Set) -> tuple[Page, ...]:
    """Notices on the same business: they speak of collection."""
    return tuple(page for page in known.pages if _of(page, Field.PURPOSE, "collection"))


def _length(rule: Rule) -> int | None:
    return None if rule.duration is None or rule.unit is None else rule.duration * _MONTHS[rule.unit]


def _timed(page: Page) -> tuple[Statement, ...]:
    return tuple(each for each in page.of(Field.RETENTION) if each.rule and each.rule.duration is not None)


def _differ(values: Iterable[object]) -> bool:
    return len(set(values)) > 1


def authority_in_file(known: Set) -> Iterator[Evidence]:
    """Art. 13(2)(d): parts of one page tell the same readers of the same authority."""
    for digest in {page.notice.sha256 for page in known.pages}:
        group = [page for page in known.pages if page.notice.sha256 == digest]
        named = [any(each.code in {"authority", "named_without_address"} for each in page.of(Field.COMPLAINT)) for page in group]
        if len(group) > 1 and _differ(named):
            yield from _all(group, Field.COMPLAINT)


def same_country(known: Set) -> Iterator[Evidence]:
    """Art. 5(1)(e), 13(2)(a): notices of one country keep the same data equally long."""
    for group in known.by_country():
        rules = [frozenset((_length(each.rule), each.rule.triggers) for each in _timed(page) if each.rule) for page in group]
        if _differ(rules):
            for page in group:
                yield from _at(_timed(page) or page.of(Field.RETENTION))


def cross_country(known: Set) -> Iterator[Evidence]:
    """Art. 5(1)(e): the same purpose needs the data equally long, unless a national law sets the period."""
    pages = _collecting(known)
    rules = [(page, each) for page in pages for each in _of(page, Field.RETENTION, *_PERIODS) if each.rule]
    if _differ(_length(each.rule) for _, each in rules if each.rule):
        yield from _at(each for _, each in rules)


def action_differs(known: Set) -> Iterator[Evidence]:
    """Art. 5(1)(e), 17: at the end stands the same deed, be it erasure or anonymity."""
    pages = _collecting(known)
    rules = [each for page in pages for each in page.of(Field.RETENTION) if each.rule]
    if _differ(each.rule.action for each in rules if each.rule):
        yield from _at(each for each in rules if each.code in {*_PERIODS, "purpose_fulfilled"})


def accounting(known: Set) -> Iterator[Evidence]:
    """Art. 6(1)(c): the period of bookkeeping is that of the national act, and stands in each notice."""
    pages = _collecting(known)
    stated = {page.notice.id: [_length(each.rule) for each in _of(page, Field.RETENTION, "accounts") if each.rule] for page in pages}
    if any(stated.values()) and _differ(tuple(each) for each in stated.values()):
        for page in pages:
            books = _of(page, Field.RETENTION, "accounts")
            yield from _at(books or (*_of(page, Field.RETENTION), *_of(page, Field.PURPOSE, "invoicing", "contact_management")))


def laundering_clock(known: Set) -> Iterator[Evidence]:
    """Art. 40 of Directive (EU) 2015/849: the period begins at the same event everywhere."""
    rules = [each for page in known.pages for each in _of(page, Field.RETENTION, "money_laundering") if each.rule]
    if _differ(frozenset(each.rule.triggers) for each in rules if each.rule):
        yield from _at(rules)


def missing_period(known: Set) -> Iterator[Evidence]:
    """Art. 13(2)(a): a purpose that has a period in one notice has one in the parallel ones."""
    pages = _collecting(known)
    codes = {each.code for page in pages for each in _timed(page)} - {"cap", "visitors", "recording"}
    for page in pages:
        lacks = codes - {each.code for each in _timed(page)}
        if lacks:
            general = [each for each in page.of(Field.RETENTION) if each.code in {"cap", "statutory", "purpose_fulfilled"}]
            yield from _at((*general, *_of(page, Field.PURPOSE, *_KEPT_FOR)))


def recordings(known: Set) -> Iterator[Evidence]:
    """Art. 13(2)(a): recorded calls have a period of their own wherever calls are recorded."""
    pages = [page for page in known.pages if _of(page, Field.DATA, *_RECORDINGS) or _of(page, Field.PURPOSE, *_RECORDINGS)]
    rules = {page.notice.id: [each for each in page.of(Field.RETENTION) if each.rule and Trigger.CALL_ENDED in each.rule.triggers]
             for page in pages}
    if any(not each for each in rules.values()) and pages:
        for page in pages:
            yield from _at((*_of(page, Field.DATA, *_RECORDINGS), *_of(page, Field.PURPOSE, *_RECORDINGS), *rules[page.notice.id]))


def public_interest(known: Set) -> Iterator[Evidence]:
    """Art. 6(1)(e), 6(3): the same work is a public task in all countries whose law says so, or in none."""
    pages = _collecting(known)
    if _differ(bool(_of(page, Field.LEGAL_BASIS, "6(1)(e)")) for page in pages):
        yield from _all(pages, Field.LEGAL_BASIS, "6(1)(e)")
        for page in pages:
            if not _of(page, Field.LEGAL_BASIS, "6(1)(e)"):
                yield from _at(each for each in page.of(Field.LEGAL_BASIS) if each.purpose in {"collection", "authority_matters"})


def authority_contacts(known: Set) -> Iterator[Evidence]:
    """Art. 6(1): letters from authorities are answered on the same ground everywhere."""
    bases = {page.notice.id: [each for each in page.of(Field.LEGAL_BASIS) if each.purpose == "authority_matters"] for page in known.pages}
    told = {key: each for key, each in bases.items() if each}
    if _differ(frozenset(one.code for one in each) for each in told.values()):
        for each in told.values():
            yield from _at(each)


def contract_scope(known: Set) -> Iterator[Evidence]:
    """Art. 6(1)(b): a contract is the ground towards its party alone, and for the same purposes in each notice."""
    pages = _collecting(known)
    scopes = [(page, _of(page, Field.LEGAL_BASIS, "6(1)(b)")) for page in pages]
    roles = [each.text for page in pages for each in _of(page, Field.ROLE, "implied_controller")]
    if _differ(frozenset(each.purpose for each in bases) for _, bases in scopes) or _differ(roles):
        for page, bases in scopes:
            yield from _at((*bases, *_of(page, Field.ROLE, "implied_controller")))


def agent_role(known: Set) -> Iterator[Evidence]:
    """Art. 13(1)(e), 26, 28: agents abroad are processors everywhere, or controllers everywhere."""
    agents = [each for page in known.pages for each in _of(page, Field.RECIPIENT, "foreign_agent")]
    if _differ(each.text for each in agents):
        yield from _at(agents)


def own_claims(known: Set) -> Iterator[Evidence]:
    """Art. 13(1)(c): whether claims of others or of one's own are collected is told alike."""
    roles = [each for page in _collecting(known) for each in _of(page, Field.ROLE, "implied_controller")]
    if _differ(each.text for each in roles):
        yield from _at(roles)
        yield from _all(_collecting(known), Field.PURPOSE, "collection")


def _single(page: Page) -> tuple[Statement, ...]:
    return tuple(each for each in page.of(Field.SPECIAL_DATA) if {"health", "criminal"} & set(each.kinds))


def special_absent(known: Set) -> Iterator[Evidence]:
    """Art. 9, 10: special data of one business are special in every country."""
    pages = _collecting(known)
    kinds = [frozenset(kind for each in _single(page) for kind in each.kinds) for page in pages]
    if _differ(kinds):
        for page in pages:
            yield from _at(_single(page) or _of(page, Field.PURPOSE, "collection", "choice_of_measure"))
            yield from _at(_of(page, Field.DATA, "financial_situation") if not _single(page) else ())
    aml = [bool(_of(page, Field.SPECIAL_DATA, "sensitive_aml")) for page in pages]
    if _differ(aml):
        yield from _all(pages, Field.SPECIAL_DATA, "sensitive_aml")


def conditions(known: Set) -> Iterator[Evidence]:
    """Art. 9(2): the same special data stand on the same condition, cited in the same way."""
    pages = [page for page in known.pages if page.of(Field.SPECIAL_BASIS)]
    ways = [(tuple((each.code, each.as_written) for each in page.of(Field.SPECIAL_BASIS)), tuple(each.text for each in _single(page)))
            for page in pages]
    if _differ(ways):
        yield from _all(pages, Field.SPECIAL_BASIS)
        yield from (one for page in pages for one in _at(_single(page)))


def identity_number(known: Set) -> Iterator[Evidence]:
    """Art. 87: the national number is used on conditions of national law, which the notice states."""
    for group in known.by_country():
        using = [bool(_of(page, Field.DATA, "identity_number")) for page in group]
        if _differ(using) and any(_of(page, Field.PURPOSE, "collection") for page, used in zip(group, using, strict=True) if not used):
            yield from _all(group, Field.DATA, "identity_number")
            yield from _all((page for page, used in zip(group, using, strict=True) if not used), Field.DATA, "contact_address")
    for page in known.pages:       # no basis of its own is ever stated beside the number
        yield from _at(_of(page, Field.DATA, "identity_number"))


def address_source(known: Set) -> Iterator[Evidence]:
    """Art. 14(2)(f): where new addresses come from is told in each notice."""
    pages = [page for page in known.pages if _of(page, Field.PURPOSE, "address_upkeep")]
    sources = [frozenset(each.code for each in _of(page, Field.SOURCE, "population_register", "update_supplier")) for page in pages]
    named = [frozenset(each.text for each in page.of(Field.SOURCE) if each.code == "population_register") for page in pages]
    if _differ(sources) or _differ(named):
        for page in pages:
            yield from _at(_of(page, Field.PURPOSE, "address_upkeep"))
            yield from _at(_of(page, Field.SOURCE, "population_register", "update_supplier"))


def data_differ(known: Set) -> Iterator[Evidence]:
    """Art. 14(1)(d), 30(1)(c): the same business has the same categories of data."""
    pages = _collecting(known)
    lists = {page.notice.id: {each.code for each in page.of(Field.DATA)} for page in pages}
    common = set.intersection(*lists.values()) if lists else set()
    for page in pages:
        yield from _at(each for each in page.of(Field.DATA) if each.code not in common)


def subjects_differ(known: Set) -> Iterator[Evidence]:
    """Art. 30(1)(c): the same business has the same categories of people."""
    pages = _collecting(known)
    kinds = {page.notice.id: {kind for each in page.of(Field.CATEGORY) for kind in each.kinds} for page in pages}
    common = set.intersection(*kinds.values()) if kinds else set()
    for page in pages:
        yield from _at(each for each in page.of(Field.CATEGORY) if not set(each.kinds) <= common)
        if set().union(*kinds.values()) - kinds[page.notice.id]:
            yield from _at(page.of(Field.CATEGORY))
            yield from _at(_of(page, Field.PURPOSE, "collection", "contact_management"))


def right_unused(known: Set) -> Iterator[Evidence]:
    """Art. 13(2)(f), 22: who grants the right against automated decisions tells of them."""
    pages = _collecting(known)
    if any(page.of(Field.AUTOMATED_DECISION) for page in pages):
        for page in pages:
            right = () if page.of(Field.AUTOMATED_DECISION) else _of(page, Field.RIGHT, "22")
            yield from _at((*right, *(_of(page, Field.PURPOSE, "choice_of_measure") if right else ())))


def automation_degree(known: Set) -> Iterator[Evidence]:
    """Art. 22: one decision of one country is automated to one degree in all its languages."""
    for group in known.by_country():
        told = [each for page in group for each in page.of(Field.AUTOMATED_DECISION) if each.code != "credit_scoring"]
        if _differ(each.code for each in told):
            yield from _at(told)


def processors_named(known: Set) -> Iterator[Evidence]:
    """Art. 13(1)(e): recipients are named in every notice, or told by category in every one."""
    pages = _collecting(known)
    if _differ(bool(page.of(Field.PROCESSOR)) for page in pages):
        for page in pages:
            yield from _at(page.of(Field.PROCESSOR) or _of(page, Field.RECIPIENT, *_SUPPLIERS))


def channels(known: Set) -> Iterator[Evidence]:
    """Art. 12(2): readers of each language of a country reach the office on the same ways."""
    for group in known.by_country():
        if _differ(frozenset((each.code, each.text if each.code in _VALUED else "") for each in page.of(Field.CONTACT)) for page in group):
            yield from _all(group, Field.CONTACT)


def visitors(known: Set) -> Iterator[Evidence]:
    """Art. 13: visitors are told wherever they are registered."""
    with_them = [page for page in known.pages if _of(page, Field.PURPOSE, "visitor_register")]
    if with_them and len(with_them) < len(known.pages):
        yield from _all(with_them, Field.CATEGORY, "visitor")
        yield from _all(with_them, Field.PURPOSE, "visitor_register")


def marketing(known: Set) -> Iterator[Evidence]:
    """Art. 6(1): one kind of letter to one kind of people has one ground, and a period needs its purpose."""
    about = {"marketing", "newsletter", "client_newsletter"}
    bases = [each for page in known.pages for each in page.of(Field.LEGAL_BASIS) if each.purpose in about]
    if _differ(each.code for each in bases):
        yield from _at(bases)
    for page in known.pages:
        if not _of(page, Field.PURPOSE, "newsletter"):
            yield from _at(each for each in page.of(Field.RETENTION) if each.rule and Trigger.UNSUBSCRIBED in each.rule.at_once_on)


def obligation(known: Set) -> Iterator[Evidence]:
    """Art. 13(2)(e): which data must be given, where the notice does not say."""
    for page in known.pages:
        text = known.texts.get(page.notice.id)
        if text is not None and any(True for _ in provision(text, known.facts[page.notice.id])):
            yield from _at(_of(page, Field.DATA, "contact_address", "name", "identity_number"))


def survey_basis(known: Set) -> Iterator[Evidence]:
    """Art. 13(1)(c): a survey that has a ground in one notice has it in the parallel ones."""
    told = [(page, [each for each in page.of(Field.LEGAL_BASIS) if each.purpose == "satisfaction_survey"]) for page in known.pages
            if _of(page, Field.PURPOSE, "satisfaction_survey")]
    if _differ(bool(bases) for _, bases in told):
        for page, bases in told:
            yield from _at((*bases, *_of(page, Field.PURPOSE, "satisfaction_survey")))


def answer_time(known: Set) -> Iterator[Evidence]:
    """Art. 12(3): one month holds in every country."""
    told = [each for page in known.pages for each in (*page.of(Field.STATEMENT), *page.of(Field.RIGHT))
            if "one calendar month" in each.text]
    if told and len({each.place.notice for each in told if each.place}) < len(known.pages):
        yield from _at(told)


def _glossary(known: Set, rule: str) -> Iterator[Evidence]:
    """Lines with words of one glossary, where they mean different things."""
    found: dict[str, list[Evidence]] = {}
    for meaning, words in known.glossary.get(rule, {}).items():
        for text in known.texts.values():
            if pattern := words.get(text.words.language):
                found.setdefault(meaning, []).extend(text.evidence(passage, hit.start()) for passage in text.passages
                                                     for hit in pattern.finditer(passage.text))
    found = {meaning: each for meaning, each in found.items() if each}
    if len(found) > 1:
        yield from (one for each in found.values() for one in each)


def debt_words(known: Set) -> Iterator[Evidence]:
    """Art. 12(1): one kind of debt procedure bears one name."""
    yield from _glossary(known, "term.debt_restructuring")


def enforcement_words(known: Set) -> Iterator[Evidence]:
    """Art. 12(1): enforcement, attachment and execution are three things."""
    yield from _glossary(known, "term.enforcement")


def role_words(known: Set) -> Iterator[Evidence]:
    """Art. 30(1)(c): partners, employees and contacts are different people."""
    yield from _glossary(known, "subjects.associates_employees")


def logging_words(known: Set) -> Iterator[Evidence]:
    """Art. 32: logging is no log-in."""
    yield from _glossary(known, "security.logging")


COMPARING: Mapping[str, Callable[[Set], Iterator[Evidence]]] = MappingProxyType({
    "authority.inconsistent_within_file": authority_in_file,
    "retention.same_country": same_country,
    "retention.cross_country": cross_country,
    "retention.action_differs": action_differs,
    "retention.accounting": accounting,
    "retention.aml_trigger": laundering_clock,
    "retention.missing_per_purpose": missing_period,
    "recording.retention": recordings,
    "basis.public_interest": public_interest,
    "basis.authority_contacts": authority_contacts,
    "basis.contract_scope": contract_scope,
    "basis.missing_survey": survey_basis,
    "role.foreign_agent": agent_role,
    "scope.own_claims": own_claims,
    "special.absent_in_one_country": special_absent,
    "special.conditions_differ": conditions,
    "national_id.same_country": identity_number,
    "source.address_update": address_source,
    "data.categories_differ": data_differ,
    "subjects.categories_differ": subjects_differ,
    "subjects.associates_employees": role_words,
    "automated.dk_right_without_use": right_unused,
    "automated.degree": automation_degree,
    "processors.named_in_one": processors_named,
    "contact.channels_same_country": channels,
    "visitors.only_one_notice": visitors,
    "marketing.basis": marketing,
    "provision.obligation": obligation,
    "deadline.only_one_notice": answer_time,
    "security.logging": logging_words,
    "term.debt_restructuring": debt_words,
    "term.enforcement": enforcement_words,
})


def compare(known: Set, others: Sequence[Page]) -> tuple[Seen, ...]:
    """What the notices of the group say differently, and which documents are none of theirs."""
    found = [each for name, rule in COMPARING.items() for each in _apart(known, Seen(name, tuple(rule(known))))]
    for page in others:
        first = sorted(_at(page.statements), key=lambda each: each.line)
        found.append(Seen("notice.foreign_organisation", tuple(first)))
    return tuple(each for each in found if each.evidence)


def _apart(known: Set, seen: Seen) -> Iterator[Seen]:
    """What differs within a country is one finding for each country: it is decided there."""
    if seen.rule not in _WITHIN:
        yield seen
        return
    countries = {page.notice.id: page.notice.country for page in known.pages}
    for country in dict.fromkeys(countries[each.notice] for each in seen.evidence):
        yield Seen(seen.rule, tuple(each for each in seen.evidence if countries[each.notice] == country))
