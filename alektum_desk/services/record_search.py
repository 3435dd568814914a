"""The words of the register: which activities they are found in, with capitals, accents and ligatures folded."""
from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from alektum_desk.base import language
from alektum_desk.domain.folding import fold
from alektum_desk.domain.records import GROUP, Listed
from alektum_desk.domain.subjects import LABELS, Category
from alektum_desk.store import records as store


def matching(session: Session, rows: Sequence[Listed], search: str) -> list[Listed]:
    """Every word must be found, in what the row shows, in one of its statements or in a decision."""
    texts = store.statement_texts(session)
    decided = store.decided(session)
    for word in fold(search).split():
        said = [text for text in texts if word in shown_folded(text, language.current())]
        saying = store.saying(session, said) if said else frozenset()
        deciding = {activity for activity, value in decided if word in _value_folded(value, language.current())}
        rows = [each for each in rows if word in _haystack(each) or each.id in saying or each.id in deciding]
    return list(rows)


def _haystack(row: Listed) -> str:
    return _row_folded(row.id, row.title, row.country, row.categories, language.current())


@lru_cache(maxsize=50_000)
def _row_folded(identity: str, title: str, country: str, categories: tuple[Category, ...], code: str) -> str:
    return " ".join((shown_folded(title, code), identity.lower(), country.lower(), _country_folded(country, code),
                     *(shown_folded(LABELS[each], code) for each in categories)))


@lru_cache(maxsize=500)
def _country_folded(country: str, code: str) -> str:
    return shown_folded("Whole group", code) if country == GROUP else fold(language.country(country, code))


@lru_cache(maxsize=20_000)
def shown_folded(text: str, code: str) -> str:
    """A catalogue text for search, as it is shown in the language `code` and as it is in English."""
    return fold(f"{language.catalogue(code).gettext(text)} {text}") if text else ""


@lru_cache(maxsize=20_000)
def _value_folded(value: str, code: str) -> str:
    return " ".join(shown_folded(text, code) for text in _texts(json.loads(value)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
