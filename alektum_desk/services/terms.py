"""The register's own words in the language at hand. What a person typed, or another register brought, stays as it was written.

A decision that agrees with a notice keeps the notice's text, so one word of ours may lie beside free ones: what it is follows from
the texts that the program brought along about this field, not from where the word lies. "Lock" is a button here and never a measure.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.details import GROUNDS, MECHANISMS
from alektum_desk.domain.notices import FIELDS, Field
from alektum_desk.reference import register as reference


def term(text: str, field: Field | None = None) -> str:
    """What an activity says of a field; None: of whichever."""
    return _(text) if text in reference.texts(field) else text


def title(text: str) -> str:
    """What an activity is called."""
    return _(text) if text in reference.titles() else text


def sayer(code: str) -> Callable[[str], str]:
    """For a notice in the language `code`: terms, titles and the labels of fields, grounds and safeguards."""
    say, ours = language.catalogue(code).gettext, _sayable()
    return lambda text: say(text) if text in ours else text


@lru_cache
def _sayable() -> frozenset[str]:
    return reference.texts().union(reference.titles(), FIELDS.values(), GROUNDS.values(), MECHANISMS.values())
