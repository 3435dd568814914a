"""Rules on acts: those of the country, by the titles under which people can look them up."""
from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache, lru_cache

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_check_keeping import period
from alektum_desk.domain.notice_citations import cites
from alektum_desk.domain.notice_facts import Knowledge
from alektum_desk.domain.notice_text import Passage, Text

_NAMED = re.compile(r"[^\W\d]{5,}")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ALIKE = 0.8        # how much of a title is that of a known one that is called wrongly
_NEAR = 0.6
_BEGIN = 5          # letters that a title begins with as a known one does, which may be meant
_BRIEF = 300        # letters of a passage that is on one matter
_OTHERS = ("partners", "providers", "within_group")
_RESTED = (6, 9, 10)      # articles on the grounds
_LEADING = 25       # letters before a foreign act that tell of it


def foreign(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 6(3): the law behind a duty is that of the Union or of the controller's state, no act of another country."""
    own = facts.acts.get(text.country)
    for passage in text.passages:
        for country, pattern in facts.acts.items():
            for hit in pattern.finditer(passage.text) if country != text.country else ():
                ours = own is not None and own.search(hit.group())
                elsewhere = _of_a_case_abroad(text, facts, passage, hit, country) or _of_others(text, passage, hit)
                if not ours and _rested_on(text, passage) and not elsewhere and _is_act(text, facts, passage, hit.group()):
                    yield text.evidence(passage, max(0, hit.start() - _LEADING))


def _rested_on(text: Text, passage: Passage) -> bool:
    """What we do rests on it: the passage cites the Regulation too, or says how long something is kept."""
    cited = any(each.passage is passage for article in _RESTED for each in cites(text, article))
    return cited or text.says(passage.text, "gdpr") or bool(period(text).search(passage.text))


def _of_a_case_abroad(text: Text, facts: Knowledge, passage: Passage, hit: re.Match[str], country: str) -> bool:
    """The sentence is on the other country anyway: damage in Sweden, a Swedish contract, a debt under Swedish law."""
    before, sentence = passage.text[:hit.start()], text.sentence(passage, hit.start())
    adjective = re.match(r"[^\W\d]{5,}(?= )", hit.group())
    if adjective and adjective.group()[:_BEGIN] in before:
        return True
    told = passage.text if len(passage.text) < _BRIEF else sentence
    return text.says(sentence, "governed") or facts.speaks_of(told.replace(hit.group(), " "), country, text) or facts.abroad(
        sentence.replace(hit.group(), " "), text)


def _of_others(text: Text, passage: Passage, hit: re.Match[str]) -> bool:
    """It binds another company, is proved by a certificate, or is said not to hold for us: our parent keeps its books under ..."""
    start = max(begin for begin, _ in passage.sentences if begin <= hit.start())
    sentence = text.sentence(passage, hit.start())
    return text.says(passage.text[start:hit.start()], *_OTHERS) or text.says(sentence, "certified") or text.denies(sentence)


def _is_act(text: Text, facts: Knowledge, passage: Passage, cited: str) -> bool:
    """A name is one; a bare number is one beside a word for law."""
    beside = facts.lists["act"].search(passage.text) or text.says(passage.text, "law_word", "law")
    return bool(_NAMED.search(cited) or beside)


@lru_cache(maxsize=16)
def _unknown(text: Text, facts: Knowledge) -> tuple[tuple[Passage, re.Match[str], float], ...]:
    """Titles that no act is known to have, and how near they come to one that is known."""
    titles, found = facts.titles[text.words.language], []
    for passage in text.passages:
        for hit in text.words["act_title"].finditer(passage.raw):
            title = _title(hit)
            if not (_known(title, titles) or text.says(title, "no_title")):
                found.append((passage, hit, _nearness(title, titles)))
    return tuple(found)


def _title(hit: re.Match[str]) -> str:
    """The words of a title, without the word act that ends them."""
    return next((each for each in hit.groups() if each), "").lower().replace("’", "'").rstrip("- ")


def _known(title: str, titles: frozenset[str]) -> bool:
    """With or without the s that joins words, or what stands in brackets; a longer phrase may begin or end with it."""
    bare, words = _BRACKETS.sub("", title), title.split(" ")
    if bare != title and title not in titles and any(_ratio(title, each) > _ALIKE for each in titles if "(" in each):
        return False
    begun = (" ".join(words[:count]).rstrip(",") for count in range(1, len(words)))
    ended = (" ".join(bare.split(" ")[count:]) for count in range(1, 4))
    return bool({title, bare, title.rstrip("s"), title + "s", title + title[-1:], title.rsplit("-", 1)[-1], *begun, *ended} & titles)


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.quick_ratio() > _NEAR else 0.0


@cache
def _nearness(title: str, titles: frozenset[str]) -> float:
    """Letters alike; or it begins as a known one does, or holds it."""
    alike = max(_ratio(title, each) for each in titles)
    begins = any(each[:_BEGIN] == title[:_BEGIN] for each in titles if len(each) >= _BEGIN)
    holds = any(len(each) > _BEGIN and each.rstrip("s") in title for each in titles)
    return max(alike, _NEAR if begins or holds else 0.0)


def misnamed(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 12(1): an act is called as everybody calls it."""
    pattern = facts.misnamed.get(text.country)
    for passage in text.passages if pattern else ():
        for hit in pattern.finditer(passage.text) if pattern else ():
            yield text.evidence(passage, hit.start())
    for passage, hit, near in _unknown(text, facts):
        if near >= _NEAR:
            yield text.evidence(passage, hit.start())


def unidentifiable(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 6(3): a law that nobody can look up lays down nothing. A number or a date helps to look it up."""
    known = facts.misnamed.get(text.country)
    for passage in text.passages:
        for hit in text.words["act_token"].finditer(passage.text):
            whole = text.words["act_title"].match(passage.raw, hit.start())
            listed = whole is not None and _known(_title(whole), facts.titles[text.words.language])
            if not listed and not (known and known.search(hit.group())):
                yield text.evidence(passage, hit.start())
    for passage, hit, near in _unknown(text, facts):
        numbered = text.words["numbered"].match(passage.text, hit.end())
        if near < _ALIKE and not numbered and not (known and known.match(passage.text, hit.start())):
            yield text.evidence(passage, hit.start())
