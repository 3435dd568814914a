"""A whole privacy notice written from the register (Art. 13 and 14 GDPR), and what it still leaves open.

Only what the register holds is said. Where it is silent, or says what a notice may not say, the text shows a gap with the
name of the field, so that nobody publishes a guess.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from alektum_desk.domain.details import GROUNDS, MECHANISMS
from alektum_desk.domain.errors import _N
from alektum_desk.domain.notices import FIELDS, Field, Statement
from alektum_desk.domain.records import Activity, FieldOf
from alektum_desk.domain.retention import Action, Rule, Trigger, rule_of

Say = Callable[[str], str]
Foreign = Callable[[str], bool]              # whether words are plainly of another language than the notice
Renamed = Mapping[str, tuple[str, str]]      # the old name and the present one, by the code of the company
_CITED = re.compile(r"(?P<article>6|9|22)\((?P<paragraph>[12])\)\((?P<letter>[a-z])\)|(?P<ten>10)")
_PUBLIC, _LEGITIMATE, _DUTY = "6(1)(e)", "6(1)(f)", "6(1)(c)"
_FOREIGN = _N("There is no text in the language {language}.")
_NO_PERIOD = frozenset({Action.KEEP_AT_LEAST, Action.KEEP_LONGER})
_ABROAD = frozenset({"foreign_agent", "foreign_recovery"})
_BY_MACHINE = frozenset({"choice_of_measure"})
_PERIOD_OF_PURPOSE = frozenset({"money_laundering"})      # periods that our words name as they name the purpose
_NOT_NAMED = "unspecified"
LONGEST_MARK = 4                                          # letters of a mark before a verb, with its blank
_TOLD = {Field.DATA: "data", Field.SOURCE: "sources", Field.RECIPIENT: "recipients", Field.PROCESSOR: "processors"}


@dataclass(frozen=True, slots=True)
class Wording:
    """The standing sentences of one language, by name, with the ways to cite an article."""

    language: str
    texts: Mapping[str, str]
    rights: tuple[str, ...]                # Art. 15-18, 20, 21 and 7(3); Art. 22 is said where a machine decides
    articles: Mapping[str, str]

    def cited(self, code: str) -> str | None:
        hit = _CITED.fullmatch(code)
        return self.articles[hit["ten"] or hit["article"]].format(letter=hit["letter"]) if hit else None

    def period(self, rule: Rule) -> str:
        """Of a rule with a duration: "3 years", "at most 3 years"."""
        period = self.texts[f"{rule.unit}" if rule.duration == 1 else f"{rule.unit}s"].format(number=rule.duration)
        return self.texts["at_most"].format(period=period) if rule.latest else period


@dataclass(frozen=True, slots=True)
class House:
    """Who publishes the notice. `company` is empty where no legal entity is known, `address` where none is; `officer` says how the
    data protection officer is reached, `complaint` is the paragraph on the authority, empty where that is open, `on` its day in words.
    """

    company: str
    address: str
    contacts: tuple[str, ...]
    officer: tuple[str, ...]
    country: str
    on: str
    complaint: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What has to be decided before the notice is published: one bracket in the text. `why` is a catalogue text in which the notice's
    {language} may stand, `activity` is empty for the whole notice.
    """

    activity: str
    field: Field
    why: str


@dataclass(frozen=True, slots=True)
class Said:
    """One fact as it holds now: the officer's decision, or what the notices say."""

    text: str
    code: str | None = None
    purpose: str | None = None
    rule: Rule | None = None
    details: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    lines: tuple[str, ...]
    gaps: tuple[Gap, ...]


def holding(field: FieldOf) -> tuple[Said, ...]:
    """What holds for a field, each fact once; facts that notices share are said once, and a decision over them all."""
    if field.decision is not None:
        value = field.decision.value
        return tuple(_decided(each) for each in (value if isinstance(value, list) else [value]))
    unlike: dict[object, Statement] = {}
    for each in field.statements:
        unlike.setdefault(each.meaning, each)
    return tuple(Said(each.text, each.code, each.purpose, each.rule, dict(each.details)) for each in unlike.values())


def _decided(value: Any) -> Said:
    if isinstance(value, str):
        return Said(value)
    timed = any(each in value for each in ("duration", "unit", "triggers"))
    return Said(value["text"], value.get("code"), value.get("purpose"), rule_of(value) if timed else None,
                {name: each for name, each in value.items() if isinstance(each, str)})


class _Sheet:
    """The lines and gaps of one activity as they come; `heard` are the interests that the notice has told so far."""

    def __init__(self, activity: Activity, wording: Wording, say: Say, foreign: Foreign, country: Say, renamed: Renamed, heard: set[str]) -> None:
        self.activity, self.wording, self.say, self.foreign, self.country, self.renamed, self.heard = activity, wording, say, foreign, country, renamed, heard
        self.lines: list[str] = []
        self.gaps: list[Gap] = []

    def of(self, field: Field) -> tuple[Said, ...]:
        return holding(self.activity.of(field))

    def silent(self, field: Field) -> bool:
        """No notice says it and nobody has decided that there is none."""
        found = self.activity.of(field)
        return not found.statements and found.decision is None

    def line(self, name: str, **holes: str) -> None:
        self.lines.append(self.wording.texts[name].format(**holes))

    def listing(self, name: str, field: Field, said: Iterable[Said]) -> None:
        if items := self.items(field, (self.named(each) for each in said)):
            self.line(name, items=items)

    def items(self, field: Field, said: Iterable[str]) -> str:
        """What is in another language is one bracket at the end; processors are names."""
        told = tuple(said)
        ours = [each for each in told if field is Field.PROCESSOR or not self.foreign(each)]
        return _joined([*ours, self.open(field, _FOREIGN)] if len(ours) < len(told) else ours)

    def open(self, field: Field, why: str) -> str:
        """A bracket to stand inside a sentence, already counted."""
        self.gaps.append(Gap(self.activity.listed.id, field, why))
        return self.wording.texts["open"].format(field=self.say(FIELDS[field]))

    def named(self, said: Said) -> str:
        """A company by its present name."""
        before, now = self.renamed.get(said.code or "", ("", ""))
        return self.say(said.text).replace(before, now) if before else self.say(said.text)

    def gap(self, field: Field, why: str) -> None:
        """A line of its own, once for each reason."""
        if Gap(self.activity.listed.id, field, why) not in self.gaps:
            self.lines.append(self.open(field, why))


def write(house: House, activities: Sequence[Activity], wording: Wording, say: Say, foreign: Foreign, country: Say, renamed: Renamed) -> Written:
    """`say` gives a catalogue text in the notice's language, `country` the name of a country. An empty line stands between parts."""
    texts = wording.texts
    heard: set[str] = set()
    sheets = [_written(each, wording, say, foreign, country, renamed, heard) for each in activities]
    deciding = any(each.of(Field.AUTOMATED_DECISION) for each in sheets)
    denied = not deciding and all(each.of(Field.AUTOMATED_DECISION).decision for each in activities)
    told = dict.fromkeys(say(one.text) for each in sheets for one in each.of(Field.SECURITY) if one.code != _NOT_NAMED)
    measures = [texts["open"].format(field=say(FIELDS[Field.SECURITY])) if foreign(each) else each for each in told]
    gaps = (*(gap for each in sheets for gap in each.gaps), *(Gap("", Field.SECURITY, _FOREIGN) for each in told if foreign(each)), *_of_the_whole(house, deciding or denied))
    first = texts["controller" if house.company else "controller_open"].format(company=house.company, address=house.address or texts["address_open"], country=house.country)
    lines = [texts["heading"], "", texts["version"].format(date=house.on), texts["draft"].format(number=len(gaps)), "", texts["who"], first]
    reach = [texts["reach"].format(contacts=", ".join(house.contacts))] if house.contacts else []
    lines.append(" ".join((*reach, texts["officer"].format(contacts=", ".join(house.officer))) if house.officer else (texts["officer_open"], *reach)))
    for each in sheets:
        lines += ["", say(each.activity.listed.title), *each.lines]
    lines += ["", texts["provision"], texts["provision_open"]]
    if measures:
        lines += ["", texts["security"], *(f"- {each}" for each in measures)]
    if not deciding:
        lines += ["", texts["deciding"], texts["no_machine" if denied else "machine_open"]]
    rights = (*wording.rights, *([] if denied else [texts["right_machine"]]))
    lines += ["", texts["rights"], *(f"- {each}" for each in rights), texts["answer"], "", texts["complaint"]]
    lines += house.complaint.splitlines() or [texts["open"].format(field=say(FIELDS[Field.COMPLAINT]))]
    return Written(tuple(lines), gaps)


def _of_the_whole(house: House, machines: bool) -> Iterator[Gap]:
    """What no activity tells: Art. 13(1)(a) and (b), (2)(d) and (e) and, where nothing is recorded on machines, (2)(f)."""
    if not (house.company and house.address):
        yield Gap("", Field.ENTITY, _N("The controller is not clearly identified: a group or brand name, changing names, or no legal entity with number or address."))
    if not house.complaint:
        yield Gap("", Field.COMPLAINT, _N("Which authority is competent depends on the region."))
    if not house.officer:
        yield Gap("", Field.CONTACT, _N("No contact details of a data protection officer were found. Is there one?"))
    yield Gap("", Field.DATA, _N("Whether people must provide the data, and what follows if they do not, is not said."))
    if not machines:
        yield Gap("", Field.AUTOMATED_DECISION, _N("Whether a machine decides about people is not recorded: Art. 13(2)(f)."))


def _written(activity: Activity, wording: Wording, say: Say, foreign: Foreign, country: Say, renamed: Renamed, heard: set[str]) -> _Sheet:
    sheet = _Sheet(activity, wording, say, foreign, country, renamed, heard)
    sheet.listing("whose", Field.CATEGORY, sheet.of(Field.CATEGORY))
    _purposes(sheet)
    for field, name in _TOLD.items():
        sheet.listing(name, field, told := _shown(sheet, field))
        if any(each.code in renamed for each in told):
            sheet.gap(field, _N("A company has another name today than in the notice. Look in the contract which company it is with now."))
        if field is Field.DATA:
            _special(sheet)
        if field is not Field.PROCESSOR and sheet.silent(field):
            sheet.gap(field, _N("Nothing is recorded here, and a notice has to tell it: Art. 13 and 14."))
    _transfers(sheet)
    _machines(sheet)
    _keeping(sheet)
    if sheet.of(Field.COOKIE):
        sheet.gap(Field.COOKIE, _N("Cookies are recorded; a notice names each with its provider and how long it lasts."))
    for each in activity.fields:
        if each.contradictions:
            sheet.gap(each.field, _N("The notices do not say the same, and nothing is decided."))
    return sheet


def _shown(sheet: _Sheet, field: Field) -> tuple[Said, ...]:
    """What lies in another country, or is chosen by a machine, is not said while country or logic are open: the gap stands for it."""
    open_ = _ABROAD if any(not (each.details or {}).get("country") for each in sheet.of(Field.TRANSFER)) else frozenset()
    open_ |= _BY_MACHINE if any(not (each.details or {}).get("logic") for each in sheet.of(Field.AUTOMATED_DECISION)) else frozenset()
    return tuple(each for each in sheet.of(field) if each.code not in open_)


def _purposes(sheet: _Sheet) -> None:
    """Each purpose with its own basis: Art. 13(1)(c) and (d)."""
    bases, interests = sheet.of(Field.LEGAL_BASIS), sheet.of(Field.LEGITIMATE_INTEREST)
    for purpose in _shown(sheet, Field.PURPOSE):
        key = purpose.purpose or purpose.code or purpose.text
        start = len(sheet.lines)
        sheet.line("purpose", purpose=sheet.items(Field.PURPOSE, [sheet.say(purpose.text)]))
        own = [each for each in bases if each.purpose == key] or [each for each in bases if each.purpose is None]
        why = [each for each in interests if each.code != _NOT_NAMED and each.purpose == key] or [each for each in interests if each.purpose is None and each.code != _NOT_NAMED]
        if not own:
            sheet.gap(Field.LEGAL_BASIS, _N("A purpose has no legal basis."))
        for basis in own:
            _basis(sheet, basis, purpose, why)
        said = sheet.lines[start:]
        open_ = [each for each in said if each.startswith("[")]
        sheet.lines[start:] = [" ".join(each for each in said if each not in open_), *open_]


def _basis(sheet: _Sheet, basis: Said, purpose: Said, interests: Sequence[Said]) -> None:
    article = sheet.wording.cited(basis.code) if basis.code else None
    if basis.code == _PUBLIC:
        sheet.gap(Field.LEGAL_BASIS, _N("A company that relies on the public interest has to name the law that gives it the task: Art. 6(3)."))
    elif basis.code == _DUTY and _is_of_visitors(sheet.activity):
        sheet.gap(Field.LEGAL_BASIS, _N("Which law asks for a register of visitors is not said."))
    elif basis.code == _LEGITIMATE and not interests:
        sheet.gap(Field.LEGITIMATE_INTEREST, _N("The basis is legitimate interests, and no interest is recorded."))
    elif article and sheet.foreign(sheet.say(basis.text)):
        sheet.gap(Field.LEGAL_BASIS, _FOREIGN)
    elif article:
        sheet.line("basis", basis=sheet.say(basis.text), article=article)
        if basis.code == _LEGITIMATE:
            _interest(sheet, sheet.items(Field.LEGITIMATE_INTEREST, (sheet.say(each.text) for each in interests)), sheet.say(purpose.text))
    else:
        sheet.gap(Field.LEGAL_BASIS, _N("A legal basis is recorded in words, without its article."))


def _interest(sheet: _Sheet, said: str, purpose: str) -> None:
    """What is told of another activity too says of which it is told here."""
    name = "interest_alike" if _are_alike(said, purpose) else "interest_of" if said in sheet.heard else "interest"
    sheet.heard.add(said)
    sheet.line(name, interest=said, activity=sheet.say(sheet.activity.listed.title))


def _are_alike(interest: str, purpose: str) -> bool:
    """But for the word that some languages put before a verb: "Å markedsføre" is "markedsføre"."""
    return interest.casefold().endswith(purpose.casefold()) and len(interest) - len(purpose) <= LONGEST_MARK


def _is_of_visitors(activity: Activity) -> bool:
    return "visitor" in activity.listed.categories


def _special(sheet: _Sheet) -> None:
    said, bases = sheet.of(Field.SPECIAL_DATA), sheet.of(Field.SPECIAL_BASIS)
    cited = [(each, article) for each in bases if each.code and (article := sheet.wording.cited(each.code))]
    if said and cited:
        sheet.line("special", items=sheet.items(Field.SPECIAL_DATA, (sheet.say(each.text) for each in said)),
                   conditions=sheet.items(Field.SPECIAL_BASIS, (sheet.say(each.text) for each, _ in cited)),
                   article="; ".join(article for _, article in cited))
    elif said:
        sheet.gap(Field.SPECIAL_BASIS, _N("Special categories of data are recorded without a condition of Art. 9(2)."))


def _transfers(sheet: _Sheet) -> None:
    said = sheet.of(Field.TRANSFER)
    if not said and sheet.activity.of(Field.TRANSFER).decision is not None:
        sheet.line("no_transfer")
    for each in said:
        details = each.details or {}
        if details.get("country") and details.get("mechanism"):
            sheet.line("transfer", country=sheet.country(details["country"]), safeguard=sheet.say(MECHANISMS[details["mechanism"]]))
        else:
            sheet.gap(Field.TRANSFER, _N("A transfer is recorded without its country or its safeguard: Art. 13(1)(f)."))


def _machines(sheet: _Sheet) -> None:
    for each in sheet.of(Field.AUTOMATED_DECISION):
        details = each.details or {}
        article = sheet.wording.cited(details.get("ground", ""))
        if any(sheet.foreign(words) for words in (sheet.say(each.text), details.get("logic", ""), details.get("significance", ""))):
            sheet.gap(Field.AUTOMATED_DECISION, _FOREIGN)
        elif article and details.get("logic") and details.get("significance"):
            sheet.line("machine", text=_stopped(sheet.say(each.text)), logic=_stopped(details["logic"]),
                       significance=_stopped(details["significance"]), ground=sheet.say(GROUNDS[details["ground"]]), article=article)
        else:
            sheet.gap(Field.AUTOMATED_DECISION, _N("An automated decision is recorded without its logic, its consequences or its ground: Art. 13(2)(f)."))


def _keeping(sheet: _Sheet) -> None:
    """Periods as they are recorded; a rule without a number is no period (Art. 13(2)(a))."""
    timed = [each for each in sheet.of(Field.RETENTION) if each.rule is None or each.rule.duration is not None]
    purposes = {each.purpose or each.code for each in sheet.of(Field.PURPOSE)}
    if strays := [each for each in timed if (own := _of(each)) and not purposes & own]:
        timed = [each for each in timed if each not in strays]
        sheet.gap(Field.PURPOSE, _N("A period is recorded for a purpose that is not."))
    if timed:
        sheet.line("keeping")
        sheet.lines += [f"- {_period(sheet, each)}" for each in timed]
    if not timed:
        sheet.gap(Field.RETENTION, _N("No period is recorded."))


def _period(sheet: _Sheet, said: Said) -> str:
    """In words, or from the rule where the words are of another language."""
    texts, rule, words = sheet.wording.texts, said.rule, sheet.say(said.text)
    foreign = sheet.foreign(words)
    if rule is not None and rule.duration is not None and (len(rule.triggers) > 1 or Trigger.NOT_STATED in rule.triggers):
        subject = sheet.say(FIELDS[Field.RETENTION]) if foreign else re.split(r"\s?:", words)[0]
        sheet.gaps.append(Gap(sheet.activity.listed.id, Field.RETENTION, _N("One period can begin with several events, and which one counts is not said.")))
        return texts["from_when"].format(subject=subject, period=sheet.wording.period(replace(rule, latest=False)))
    if foreign and rule is not None and _is_plain(rule) and ":" not in words:
        return texts[f"after_{rule.triggers[0]}"].format(period=sheet.wording.period(rule))
    return sheet.open(Field.RETENTION, _FOREIGN) if foreign else words


def _is_plain(rule: Rule) -> bool:
    """A period from one event, and nothing else to tell."""
    return rule.duration is not None and not (rule.at_once_on or rule.exception or rule.overrides or rule.action in _NO_PERIOD)


def _of(said: Said) -> frozenset[str]:
    named = [said.purpose] if said.purpose else [said.code] if said.code in _PERIOD_OF_PURPOSE else []
    return frozenset((*(said.rule.purposes if said.rule else ()), *(each for each in named if each)))


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _joined(items: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(items))
