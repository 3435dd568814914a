"""Rules on legitimate interests: who relies on one says which (Art. 13(1)(d), 14(2)(b))."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_citations import cites, cites_in
from alektum_desk.domain.notice_facts import Knowledge
from alektum_desk.domain.notice_interests import (
    alone,
    beyond_citation,
    claims,
    speaks_of_interest,
    stated,
    told,
    told_at_once,
)
from alektum_desk.domain.notice_text import Passage, Text

_FEW = 2            # grounds without an interest that are a slip
_HEAP = 3           # letters that are cited for one purpose and explain none
_SAYING = 24        # letters beyond the citation
_PURPOSE = 12       # letters of a label that says what for
_SHORTEST = 4
_OPENING = 8        # letters before the interest of a sentence that begins with it
_ENDING = 5         # letters of a word that may be declined
_COLON = re.compile(r"[:;]\s")
_TOLD_FIRST = re.compile(r"\([^()\d]+\)$")        # also here (Collection): ...
_CLAUSE_END = re.compile(r"[;|(.]|\s-\s")


def missing(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """The ground stands there with nothing beside it, in a place or two; or as one of a heap of letters, wherever.

    A notice that tells none in more places tells them in a way that is not known here.
    """
    untold = tuple(_untold(text))
    if len(untold) <= _FEW or any(len(cite.letters) >= _HEAP for cite in cites(text, 6, "f")):
        yield from (text.evidence(passage, place) for passage, place in untold if alone(text, passage, place))


def _untold(text: Text) -> Iterator[tuple[Passage, int]]:
    """The basis is claimed, and no interest is named with it, below a heading of its own or below the table."""
    apart = any(each.heading and speaks_of_interest(text, each) for each in text.passages)
    told_apart = any(_tells_interests(text, each) for each in text.passages)
    for passage, place, by_article in claims(text):
        if told(text, passage, place) or (apart and passage.item) or (told_apart and (passage.row or _is_ground(text, passage))):
            continue
        if text.says(passage.text, "balanced") and not by_article:
            continue
        if not any(each is not passage and _stands_for_it(text, each) for each in text.around(passage)):
            yield passage, place


def _tells_interests(text: Text, passage: Passage) -> bool:
    """Running text that names an interest, and not as ground of one purpose."""
    if passage.row or passage.heading or not text.says(passage.text, "interest"):
        return False
    return not text.says(passage.text, "r_object") and not cites_in(text, passage, "f") and stated(text, passage)


def _is_ground(text: Text, passage: Passage) -> bool:
    """A line of its own for the ground, as a table has it that was pasted line by line."""
    return len(beyond_citation(text, passage.text)) < _PURPOSE


def _stands_for_it(text: Text, neighbour: Passage) -> bool:
    return text.says(neighbour.text, "legit") and stated(text, neighbour) and not cites_in(text, neighbour, "f")


def vague(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """An interest is asserted or weighed in words, and which one is not said."""
    for passage, place, by_article in claims(text):
        asserted = text.shape("<asserted>|<legit><interest_untold>").search(passage.text)
        balanced = text.words["balanced"].search(passage.text)
        tells = stated(text, passage) if asserted else told_at_once(text, passage, place) if balanced else told(text, passage, place)
        if not tells and (asserted or balanced or not by_article):
            yield text.evidence(passage, next((hit.start() for hit in (asserted, balanced) if hit), place))


def copied(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """An interest or a balancing that stands in several places word for word, or speaks of people of whom the notice does not."""
    clauses: dict[str, list[tuple[Passage, int]]] = defaultdict(list)
    for passage in text.passages:
        for start, sentence in passage.sentences:
            if not text.says(sentence, "legit", "balanced", "interest") or text.says(sentence, "public_task"):
                continue
            stray = text.words["stray"].search(sentence)
            if stray and not _known_elsewhere(text, stray) and not _told_before_ground(text, sentence, stray.group()):
                yield text.evidence(passage, start + stray.start())
            for place, clause in _clauses(text, sentence):
                clauses[re.sub(r"\W+", " ", clause).strip()].append((passage, start + place))
    for places in clauses.values():
        if len({passage.number for passage, _ in places}) > 1:
            for passage, start in places:
                yield text.evidence(passage, start)


def _clauses(text: Text, sentence: str) -> Iterator[tuple[int, str]]:
    """The whole sentence, and what follows the words legitimate interest in it, or a colon; short ones may be repeated."""
    if len(beyond_citation(text, sentence)) > _SAYING:
        yield 0, sentence
    colons = (hit for hit in _COLON.finditer(sentence) if not _TOLD_FIRST.search(sentence[:hit.start()]))
    for hit in (*text.words["legit"].finditer(sentence), *colons):
        clause = _CLAUSE_END.split(sentence[hit.end():])[0]
        if len(beyond_citation(text, clause)) > _SAYING:
            yield hit.start(), clause


def _told_before_ground(text: Text, sentence: str, person: str) -> bool:
    """The sentence itself speaks of them before it comes to the interest: the list of guests, on the ground of ..."""
    ground = text.words["legit"].search(sentence)
    return bool(ground) and person.rsplit(maxsplit=1)[-1] in sentence[:ground.start() if ground else 0]


def _known_elsewhere(text: Text, stray: re.Match[str]) -> bool:
    """People of whom the notice speaks, and not only where interests are weighed or in the sentence that calls them ours."""
    person = stray.group().rsplit(maxsplit=1)[-1]
    stem = person[:max(_SHORTEST, len(person) - _ENDING)]
    told = stray.string if _is_interest_in_ours(text, stray) else None
    return any(stem in sentence and sentence != told and not text.says(sentence, "legit", "balanced")
               for passage in text.passages for _, sentence in passage.sentences)


def _is_interest_in_ours(text: Text, stray: re.Match[str]) -> bool:
    """The interest is that our guests feel safe: the sentence begins with it."""
    lead = stray.string[:stray.start()]
    interest = text.words["interest"].search(lead)
    return bool(interest) and (interest.start() if interest else 0) < _OPENING and bool(text.shape(r"<we>\W*$").search(lead))
