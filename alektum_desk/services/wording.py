"""What a field says, in words: the same on screens, on paper and on the command line."""
from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.details import DETAILS, NAMES
from alektum_desk.domain.notices import Field, Statement
from alektum_desk.domain.records import PER_PURPOSE, ROLES, FieldOf, Head, Role
from alektum_desk.domain.retention import rule_of
from alektum_desk.domain.subjects import LABELS, Category
from alektum_desk.reference.register import catalogue
from alektum_desk.services import terms
from alektum_desk.services.records import country_words
from alektum_desk.services.retention import rule_words


def words_of(statement: Statement) -> str:
    if statement.field in {Field.LEGAL_BASIS, Field.SPECIAL_BASIS} and statement.code:
        return _("Art. {article}, {basis}").format(article=statement.code, basis=terms.term(statement.text, statement.field))
    return terms.term(statement.text, statement.field)


def value_words(field: Field, value: Any) -> tuple[str, ...]:
    """A decision as it is shown, with every part of it; what was taken over from a notice is a catalogue text. Empty for "none"."""
    return tuple(_said(field, each) for each in (value if isinstance(value, list) else [value]))


def change_words(field: str, value: Any) -> tuple[str, ...]:
    """What a change says before or after it: of a field, of a title or of a country."""
    if field == Head.COUNTRY:
        return (country_words(value),)
    return (terms.title(value),) if field == Head.TITLE else value_words(Field(field), value)


def holding(field: FieldOf) -> tuple[Statement, ...]:
    """What is to be told to others: the decision, part by part as if a notice said it, else what the notices say. Empty for "none"."""
    if field.decision is None:
        return field.statements
    value = field.decision.value
    said = [each if isinstance(each, dict) else {"text": each} for each in (value if isinstance(value, list) else [value])]
    return tuple(Statement("", field.field, str(each["text"]), None, each.get("purpose"), each.get("code"), tuple(each.get("kinds") or ()),
                           rule=rule_of(each) if each.get("duration") is not None else None,
                           details=tuple((name, str(each[name])) for name in sorted(NAMES.intersection(each)))) for each in said)


def _said(field: Field, value: Any) -> str:
    if field is Field.ROLE:
        return _(ROLES[Role(value)])
    if field is Field.CATEGORY:
        return _(LABELS[Category(value)])
    if isinstance(value, str):
        return terms.term(value, field)
    words = words_of(Statement("", field, str(value["text"]), code=value.get("code")))
    if field is Field.RETENTION and value.get("duration") is not None:
        words = _("{words} ({rule})").format(words=words, rule=rule_words(rule_of(value)))
    if more := detail_words(value, field):
        words = _("{words} ({more})").format(words=words, more=more)
    if field in PER_PURPOSE and (purpose := value.get("purpose")):
        words = _("{text} (for: {purpose})").format(text=words, purpose=terms.term(_purposes().get(purpose, purpose), Field.PURPOSE))
    return words


def detail_words(said: Mapping[str, Any], field: Field) -> str:
    """The country of a transfer, the ground of a decision by a machine: what a field asks for besides its words."""
    found = []
    for name, (label, choices) in DETAILS.get(field, {}).items():
        if value := said.get(name):
            shown = language.country(str(value)) if name == "country" else _(choices[value]) if value in choices else str(value)
            found.append(_("{label}: {words}").format(label=_(label), words=shown))
    return "; ".join(found)


@lru_cache
def _purposes() -> dict[str, str]:
    return dict(catalogue(Field.PURPOSE))


def purposes_that_hold(field: FieldOf) -> dict[str, str]:
    """What a basis or an interest can belong to: the decided purposes, else those that are stated, each by its code or else its words."""
    if field.decision is None:
        return {each.purpose or each.text: each.text for each in field.statements}
    value = field.decision.value
    said = [{"text": each} if isinstance(each, str) else each for each in (value if isinstance(value, list) else [value])]
    return {str(each.get("purpose") or each.get("code") or each["text"]): str(each["text"]) for each in said}
