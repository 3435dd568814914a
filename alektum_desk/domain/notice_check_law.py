"""Rules on articles and legal bases."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_citations import (
    Citation,
    citations,
    cites,
    cites_in,
    exists,
    lettered,
    named_beside,
)
from alektum_desk.domain.notice_facts import Knowledge
from alektum_desk.domain.notice_text import Passage, Text

_GROUNDS = (6, 9)
_SMALL = 8
_ALIKE = 2          # so many labels in common, with so many sections
_LABELLED = re.compile(r":[^.:;]{0,60}$")
_NEAR = 25          # letters between the word and what it cites
_EACH = 3           # so many passages with a basis of their own make a list in which each must have one
_OUTSIDE_UNION = frozenset({"NO", "IS", "LI"})
_NEARLY = 4         # one row of so many may stand alone
_HEAP = 3           # grounds in one breath
_CLAUSE = 20        # letters of a clause that says who does what
_WORD = 5           # letters between them that say nothing
_APPLIED = range(2016, 2020)
_NUMBERED = re.compile(r"[\w.° ]{6,25}?\b(?:nr\.?|n°|no\.) ?\d")       # 18 March 2016 no. 260 dates an act


@lru_cache(maxsize=16)
def _dated(months: tuple[str, ...]) -> re.Pattern[str]:
    """Dates as a language writes them."""
    names = "|".join(months)
    return re.compile(rf"(?P<d>\d{{1,2}})(?:er|st|nd|rd|th|\.|:e|\sde)?\s*(?:of\s+)?(?P<m>{names})\w*\s*(?P<y>\d{{4}})|"
                      rf"(?P<m2>{names})\s+(?P<d2>\d{{1,2}}),?\s+(?P<y2>\d{{4}})|"
                      r"(?P<d3>\d{1,2})[./-](?P<m3>\d{1,2})[./-](?P<y3>\d{4})|(?P<y4>\d{4})-(?P<m4>\d\d)-(?P<d4>\d\d)")


def days(text: Text, passage: str) -> Iterator[tuple[int, date]]:
    """Dates with their place."""
    for hit in _dated(text.words.months).finditer(passage):
        word = hit["m"] or hit["m2"]
        month = text.words.months.index(word) + 1 if word else int(hit["m3"] or hit["m4"])
        try:
            yield hit.start(), date(int(hit["y"] or hit["y2"] or hit["y3"] or hit["y4"]), month,
                                    int(hit["d"] or hit["d2"] or hit["d3"] or hit["d4"]))
        except ValueError:
            continue


def entry_into_force(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 99: the Regulation applies from 25 May 2018. National acts have days of their own."""
    for passage in text.passages:
        named = ""
        for start, sentence in passage.sentences:
            meant, named = _act_meant(text, facts, named, sentence), sentence
            if not _tells_application(text, facts, f"{meant}{sentence}") or not text.says(sentence, "applies"):
                continue
            for place, day in days(text, sentence):
                before = sentence[:place]
                wrong = day.year in _APPLIED and day not in _right_days(text, facts, f"{meant}{sentence}", f"{meant}{before}")
                if wrong and not text.says(before, "act_dated") and not _NUMBERED.match(sentence[place:]):
                    yield text.evidence(passage, start + place)


def _act_meant(text: Text, facts: Knowledge, named: str, sentence: str) -> str:
    """The national act of the sentence before, where this one goes on about it: the act came into force on ..."""
    acts, dated = facts.acts.get(text.country), facts.dates.get(text.country)
    goes_on = acts and dated and not text.says(sentence, "gdpr") and text.shape(r"\W*<this_act>\b").match(sentence)
    last = [act.group() for act in acts.finditer(named)][-1:] if acts and goes_on else []
    return f"{last[0]}: " if last and facts.lists["data_act"].search(last[0]) else ""


def _tells_application(text: Text, facts: Knowledge, sentence: str) -> bool:
    acts = facts.acts.get(text.country)
    protects = acts is not None and any(facts.lists["data_act"].search(act.group()) for act in acts.finditer(sentence))
    return bool((protects or text.says(sentence, "gdpr")) and text.says(sentence, "applies")
                and not text.words["updated"].match(sentence))


def _right_days(text: Text, facts: Knowledge, sentence: str, before: str) -> frozenset[date]:
    """Outside the Union the Regulation itself has a day for the country; inside, only the national act has one."""
    everywhere, national, acts = facts.dates["all"], facts.dates.get(text.country, frozenset()), facts.acts.get(text.country)
    outside = text.country in _OUTSIDE_UNION
    if outside and acts:
        of_the_act = _last(acts, before) > _last(text.words["gdpr"], before)
        if of_the_act or (facts.at_home(text, before) and not text.says(sentence, "eea")):
            return national
    own = acts is not None and acts.search(sentence)
    if own and national and not text.says(sentence, "gdpr"):
        return national
    return everywhere | national if outside or own else everywhere


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((hit.start() for hit in pattern.finditer(words)), default=-1)


def malformed(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """An article, paragraph or letter that the Regulation does not have: one on the grounds with a letter, or one that stands beside its name."""
    for cite in citations(text):
        ground = cite.article in _GROUNDS and (cite.letters or cite.suffix)
        first = replace(cite, letters=cite.letters[:1])         # what follows it may be a word: b), else
        if (ground or named_beside(text, cite)) and not exists(first):
            yield text.evidence(cite.passage, cite.place, cite.length)


def incomplete(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 13(1)(c): six grounds stand in Art. 6(1), and ten in Art. 9(2); the letter says which."""
    for cite in citations(text):
        bare = cite.article in _GROUNDS and not cite.letters and not cite.suffix and cite.paragraph != 4
        if bare and (cite.regulation or _can_be_no_other(text, cite)) and not cite.passage.heading and _is_ground(text, cite):
            yield text.evidence(cite.passage, cite.place, cite.length)


def _can_be_no_other(text: Text, cite: Citation) -> bool:
    """The sentence is on the legal basis, and no other act stands before the article."""
    start = max(begin for begin, _ in cite.passage.sentences if begin <= cite.place)
    before = cite.passage.text[start:cite.place]
    return cite.article == _GROUNDS[0] and text.says(before, "basis") and not text.says(before, "another_act")


def _is_ground(text: Text, cite: Citation) -> bool:
    """Cited as a ground, and not for its definition, nor beside its letters."""
    sentence, before = text.sentence(cite.passage, cite.place), cite.passage.text[:cite.place]
    lettered_beside = [each for each in cites(text, cite.article) if each.letters and each.passage is cite.passage]
    if lettered_beside and not _for_itself(text, cite, lettered_beside):
        return False
    if cite.article == 9 and text.says(sentence, "special"):
        return False
    clause = re.split(r"[.;]", before)[-1]
    under = any(len(clause) - hit.end() <= _NEAR for hit in text.words["under"].finditer(clause))
    return cite.passage.item or under or bool(_LABELLED.search(before)) or text.says(
        sentence, "basis", "legit", "law", "legal_duty", "contract")


def _for_itself(text: Text, cite: Citation, lettered_beside: list[Citation]) -> bool:
    """The sentence says no more than that this is the basis, and the one letter that stands beside it is that of another purpose."""
    sentence = text.sentence(cite.passage, cite.place)
    if len(lettered_beside) > 1 or not text.says(sentence, "basis") or len(_beyond_grounds(text, sentence)) > _WORD:
        return False
    other = text.sentence(cite.passage, lettered_beside[0].place)
    return other != sentence and len(_beyond_grounds(text, other)) >= _CLAUSE and not text.says(other, "legit", "contract", "legal_duty")


def style(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for cite in citations(text):
        if cite.article in _GROUNDS and cite.letters and cite.paragraph is None and not cite.suffix:
            yield text.evidence(cite.passage, cite.place, cite.length)


def style_mixed(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    hands: dict[tuple[str, str], Citation] = {}
    for cite in citations(text):
        if cite.style[1] and cite.regulation and not cite.suffix:
            hands.setdefault(cite.style, cite)
    if len(hands) > 1:
        for cite in hands.values():
            yield text.evidence(cite.passage, cite.place, cite.length)


def not_mapped(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 13(1)(c): purposes as well as the basis for them. Three grounds and more in one breath serve none."""
    groups: dict[tuple[int, int], list[Citation]] = defaultdict(list)
    for cite in citations(text):
        if cite.article == 6 and cite.letters:
            start = max(begin for begin, _ in cite.passage.sentences if begin <= cite.place)
            groups[cite.passage.number, start].append(cite)
    for cited in groups.values():
        distinct = {letter for each in cited for letter in each.letters}
        together = any(len(each.letters) >= 2 for each in cited) or _heaped(text, cited)
        told = text.sentence(cited[0].passage, cited[0].place)
        if len(distinct) >= _HEAP and together and not text.says(told, "r_object") and not _sums_up(text, cited[0]):
            yield text.evidence(cited[0].passage, cited[0].place, cited[0].length)


def _heaped(text: Text, cited: list[Citation]) -> bool:
    """Nothing but the grounds stands between the articles, and hardly any purpose has a ground elsewhere."""
    passage, places = cited[0].passage, sorted((each.place, each.place + each.length) for each in cited)
    gaps = (passage.text[end:start] for (_, end), (start, _) in pairwise(places))
    return _elsewhere(text, passage) < _EACH and all(len(_beyond_grounds(text, gap)) <= _WORD for gap in list(gaps)[:-1])


def _sums_up(text: Text, cite: Citation) -> bool:
    """It points to where each purpose has its ground, and several have one."""
    return _elsewhere(text, cite.passage) >= _EACH and text.says(text.sentence(cite.passage, cite.place), "refers", "aforesaid")


def _elsewhere(text: Text, passage: Passage) -> int:
    """How many other passages cite a ground."""
    return len({each.passage.number for each in cites(text, _GROUNDS[0]) if each.letters} - {passage.number})


def _beyond_grounds(text: Text, words: str) -> str:
    rest = text.without(words, "consent", "contract", "legal_duty", "legit", "public_task", "law_word", "interest", "gdpr", "basis",
                        "citation_word")
    return re.sub(r"[\W\d]+|\b\w{1,3}\b", "", rest)


def public_interest(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 6(3): the task of Art. 6(1)(e) is laid down by a law, which is named here or where the task is described."""
    def describes(passage: Passage) -> bool:
        return text.says(passage.text, "law") and text.says(passage.text, "task")

    if any(describes(each) and cites_in(text, each, "e") for each in text.passages):
        return
    for cite in cites(text, 6, "e"):
        names_law = any(text.says(each.text, "law") for each in text.around(cite.passage)) or any(
            describes(each) for each in text.section(cite.passage.section))
        if not text.says(cite.passage.text, "r_object") and not names_law and not _is_no_task_of_ours(text, cite):
            yield text.evidence(cite.passage, cite.place, cite.length)


def _is_no_task_of_ours(text: Text, cite: Citation) -> bool:
    """The task is denied, or it is that of another: of an authority that asks and is answered, of a council that decides."""
    start = max(begin for begin, _ in cite.passage.sentences if begin <= cite.place)
    sentence = text.sentence(cite.passage, cite.place)
    answered = any(each.passage is cite.passage and start <= each.place < start + len(sentence) and "e" not in each.letters
                   for each in cites(text, _GROUNDS[0], "c"))
    lead = cite.passage.text[start:cite.place]
    another = len(_beyond_grounds(text, lead)) >= _CLAUSE and not text.says(lead, "we", "basis", "under") and not _LABELLED.search(lead)
    return text.denies(sentence) or ((answered or another) and len(cite.letters) == 1)


def none_at_all(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 13(1)(c): a notice states a basis somewhere."""
    sentences = (sentence for passage in text.passages for _, sentence in passage.sentences)
    if cites(text, 6) or text.has("legit") or any(_says_ground(text, each) for each in sentences):
        return
    found = [each for each in text.passages if text.says(each.text, "announce", "own_purpose")]
    yield from (text.evidence(each) for each in found or text.passages[:1])


def _says_ground(text: Text, sentence: str) -> bool:
    """A basis in words, and not that of a contract with a provider, of a transfer or of an answer that is free."""
    if text.says(sentence, "basis") and not text.says(sentence, "safeguard", "providers", "r_auto"):
        return True
    return text.says(sentence, "legal_duty") and not text.says(sentence, "share", "negative")


def has_basis(text: Text, passage: Passage) -> bool:
    """The passage itself says on which ground, be it by the bare letter of Art. 6(1)."""
    return lettered(text, passage) or any(cite.passage is passage for cite in cites(text, 6)) or text.says(
        passage.text, "basis", "consent", "legit", "legal_duty", "public_task")


def left_out(text: Text, passage: Passage) -> bool:
    """Its section is one of several on a purpose, with the same labels, and states no basis where they do.

    Or its row names none in a table with a column for it, where a letter may stand for one that is explained beside the table.
    """
    head = text.head(passage)
    if head is not None:
        rows = [has_basis(text, each) for each in text.passages if text.head(each) is head]
        return text.says(head.text, "basis") and not has_basis(text, passage) and rows.count(False) * _NEARLY <= len(rows)
    mine = text.labels(passage.section)
    if any(has_basis(text, each) for each in text.section(passage.section)):
        return False
    others = {each.section for each in text.passages if each.section != passage.section and has_basis(text, each)}
    return sum(len(mine & text.labels(number)) >= _ALIKE for number in others) >= _ALIKE


def grounded(text: Text, passage: Passage) -> bool:
    """A basis is stated for it: in itself, beside it, or as another item of its short section."""
    if has_basis(text, passage):
        return True
    section = text.section(passage.section)
    rest = [each for each in section if each is not passage and has_basis(text, each)]
    if len(rest) >= _EACH:
        return False
    beside = any(has_basis(text, each) for each in text.around(passage))
    return beside or (len(section) <= _SMALL and any(each.item and _says_basis(text, each) for each in rest))


def _says_basis(text: Text, passage: Passage) -> bool:
    return text.says(passage.text, "basis") or any(cite.passage is passage for cite in cites(text, 6))
