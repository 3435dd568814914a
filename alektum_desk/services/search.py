"""One search over everything that this role may open."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.folding import fold
from alektum_desk.services import authority_records, complaints, notices, records, terms, visitors
from alektum_desk.services.notice_files import lines_of
from alektum_desk.store import notices as notice_store

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

EACH = 20                                  # of one kind: a common word must not crowd out the others


@dataclass(frozen=True, slots=True)
class Hit:
    """`kind` is activity, notice, authority, complaint or visit; `title` and `detail` are ready to be shown."""

    kind: str
    id: str
    title: str
    detail: str
    line: int | None = None                # of a notice


def find(desk: Desk, text: str, limit: int = 50) -> tuple[Hit, ...]:
    """Every word of `text` must be found, without regard to capitals, accents and ligatures."""
    words = tuple(fold(text).split())
    if not words:
        return ()
    found: list[Hit] = []
    if desk.store.may("register"):
        found += islice(_activities(desk, text), EACH)
        found += islice(_lines(desk, words), EACH)
        found += islice(_authorities(desk, words), EACH)
    if desk.store.may("cases"):
        found += islice(_letters(desk, words), EACH)
    if desk.store.may("visitors"):
        found += islice(_visits(desk, text), EACH)
    return tuple(found[:limit])


def _activities(desk: Desk, text: str) -> Iterator[Hit]:
    for each in records.listed(desk, search=text):
        yield Hit("activity", each.id, terms.title(each.title), language.country(each.country))


def _lines(desk: Desk, words: tuple[str, ...]) -> Iterator[Hit]:
    """Lines of the notices that were read in, each line once although two notices may share a file."""
    with desk.store.read("register") as session:
        texts = notice_store.texts(session)
    titles = {each.id: _(each.title) for each in notices.listed(desk)}
    seen: set[str] = set()
    for notice, text in texts:
        if text in seen:
            continue
        seen.add(text)
        for number, (line, folded) in enumerate(_folded_lines(text), start=1):
            if all(word in folded for word in words):
                yield Hit("notice", notice, titles[notice], _around(line, folded, words[0]), number)


@lru_cache(maxsize=64)
def _folded_lines(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((line, fold(line)) for line in lines_of(text))


def _around(line: str, folded: str, word: str, width: int = 120) -> str:
    """The part of a long line in which the word stands. Folding may change lengths by a few letters, which width forgives."""
    start = max(0, folded.index(word) - width // 3)
    part = line[start:start + width].strip()
    return ("… " if start else "") + part + (" …" if start + width < len(line) else "")


def _authorities(desk: Desk, words: tuple[str, ...]) -> Iterator[Hit]:
    for each in authority_records.world(desk).authorities.values():
        if _has(words, *each.names.values(), each.name_en, each.abbreviation or "", language.country(each.country)):
            yield Hit("authority", each.id, each.name(language.current()), language.country(each.country))


def _letters(desk: Desk, words: tuple[str, ...]) -> Iterator[Hit]:
    """By number, people and authority; of a walled case those outside find its number and the word."""
    for each, people in complaints.searchable(desk):
        authority = authority_records.shown(desk, each.authority).name(language.current()) if each.authority else ""
        title = each.number or _("The person's own letter")
        detail = "; ".join(filter(None, (*people, authority))) if each.is_open else _("Walled")
        if _has(words, title, detail):
            yield Hit("complaint", each.id, title, detail)


def _has(words: tuple[str, ...], *told: str) -> bool:
    text = fold(" ".join(told))
    return all(word in text for word in words)


def _visits(desk: Desk, text: str) -> Iterator[Hit]:
    for each in visitors.find(desk, text):
        yield Hit("visit", each.id, each.name, each.employer or "")
