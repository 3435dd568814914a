"""Rules on what: anonymity, special data, visitors, security, and how a notice stands as a whole."""
from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_check_authority import names_competent
from alektum_desk.domain.notice_check_law import days, has_basis
from alektum_desk.domain.notice_check_parties import entity
from alektum_desk.domain.notice_check_practices import part_of
from alektum_desk.domain.notice_citations import Citation, cites
from alektum_desk.domain.notice_facts import POST, Knowledge, reachable
from alektum_desk.domain.notice_text import Passage, Text

_BOLD = re.compile(r"[\W\d]*\*\*[^*]+\*\*")
_MARKED = re.compile(r"[-•–]|\*(?!\*)")          # an item; not what is in bold
_OPEN = re.compile(r"\w\s*:\s*$")
_SAYING = re.compile(r":(?:\s|$)")
_TITLE = re.compile(r"#|\*\*|\d|[IVX]+\.")
_CLAUSE = re.compile(r"(\d+(?:\.\d+)+)\.?\s")          # 4.2
_FIRST = re.compile(r"\(?(?:1|a|i)[.)]\s", re.IGNORECASE)      # however short, no title behind a colon
_CLAUSE_END = re.compile(r"[,;:.]\s")
_NUMBERED = re.compile(r"\D*10/\d")                   # an article of an act, 10/2
_DAY = re.compile(r"\b\d{1,2}[./]\d{1,2}\b")
_YEAR = re.compile(r"\b20[12]\d\b")
_SHORT = 120            # a line about keeping, or a label
_SENTENCE = 160         # a sentence that dates the notice is no longer
_ITEM = 140
_BRIEF = 350
_SAYS = 4               # so many words and a colon are more than a label
_LEAD = 90
_WITHIN = 120           # letters after the special categories in which what belongs to them is told
_BEFORE = 25
_BEHIND = 80            # letters behind an article in which an act is joined to it
_JOINED = 16            # letters between two articles that are cited as one ground
_SECTION = re.compile(r"\d")
_LISTED = 12            # passages of a section on one purpose, at most
_ENDS = 4               # passages at the top and at the bottom where a date may stand

_ONE_OF_MANY = r",[^.;,]{0,50}\b<and_or>\b[^.;,]{0,12}<visitors>"          # customers, suppliers and visitors
_AND_ALSO = r"\W*(?:[^\W\d][\w-]* ){0,4}?(?:<and_or>)\b"        # Article 6(1)(c) GDPR and the rules on aliens
_FACTS = 16             # passages at the head, where a table may state the facts of the notice

Spot = tuple[Passage, int]


def anonymous(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 4(1), recital 26: what is bound to an identifier is not anonymous. What becomes so in the end may be."""
    for passage, hit in text.find("anonym"):
        before = _CLAUSE_END.split(passage.text[max(0, hit.start() - _BEFORE):hit.start()])[-1]
        if text.says(before, "negative", "afterwards"):
            continue
        asked = text.says(passage.text, "survey", "inquiry") and text.near(passage, "identifier")
        near = passage.text if len(passage.text) < _BRIEF else text.sentence(passage, hit.start())
        if asked or _identified(text, near):
            yield text.evidence(passage, hit.start())


def _identified(text: Text, sentence: str) -> bool:
    """Anonymous, and by an identifier that is neither cut nor left out, in one breath."""
    return text.says(sentence, "anonymous") and text.says(sentence, "identifier") and not text.says(sentence, "cut_short", "negative")


def special_laundering(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 9(2): special categories in measures against money laundering need a condition, beside the duty."""
    for passage in text.passages:
        hit = None if passage.heading else text.words["special"].search(passage.text)
        itself = text.says(passage.text, "aml")
        whole = text.section(passage.section) if not itself or passage.item else ()
        about = itself or (len(whole) <= _LISTED and any(text.says(each.text, "aml") for each in whole))
        told = text.sentence(passage, hit.start()) if hit else ""
        denied = text.denies(told) or text.says(told, "forgoes")
        if hit and about and not denied and not _conditioned(text, {*_of_its_label(text, passage), *whole}):
            yield text.evidence(passage, hit.start())


def _of_its_label(text: Text, passage: Passage) -> tuple[Passage, ...]:
    """What belongs to it. Beside a label in bold, another with its own purpose does not, unless it speaks of the same."""
    around = text.around(passage)
    if passage.item or not _BOLD.match(passage.raw):
        return around
    return tuple(each for each in around if each is passage or each.row or text.says(each.text, "special", "aml")
                 or (each.number > passage.number and not _BOLD.match(each.raw)))


def _conditioned(text: Text, part: set[Passage]) -> bool:
    return any(text.says(each.text, "special_ground") for each in part) or any(cite.passage in part for cite in cites(text, 9))


def article_ten(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 10 is on criminal convictions and offences: who cites it speaks of them."""
    if not text.has("criminal"):
        beside = {each.passage for each in cites(text, 9)}
        yield from (text.evidence(cite.passage, cite.place) for cite in cites(text, 10)
                    if (cite.regulation or cite.passage in beside) and not text.says(cite.passage.text, "offence")
                    and not _NUMBERED.match(cite.passage.text, cite.place) and not _with_an_act(text, cite))


def _with_an_act(text: Text, cite: Citation) -> bool:
    """Beside it stands a section of a national law, which then is the one on such data."""
    behind = re.split(r"[|;]", cite.passage.text[cite.place + cite.length:][:_BEHIND])[0]
    return bool(_SECTION.search(behind)) and ("§" in behind or text.says(behind, "another_act"))


def criminal_special(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 10: criminal convictions are no special category of Art. 9. A heading may name both."""
    for passage in text.passages:
        for start, sentence in passage.sentences if not passage.heading else ():
            hit = None if text.says(sentence, "negative") else text.words["special"].search(sentence)
            apart = any(cite.passage is passage and start <= cite.place < start + len(sentence) for cite in cites(text, 10))
            if hit and not apart and _holds_criminal(text, sentence, hit):
                yield text.evidence(passage, start + hit.start())


def _holds_criminal(text: Text, sentence: str, special: re.Match[str]) -> bool:
    """Offences are told among them, or are said before to belong to them."""
    criminal = text.words["criminal"]
    return bool(criminal.search(sentence, special.end(), special.end() + _WITHIN) or (
        criminal.search(sentence, 0, special.start()) and text.words["belongs"].search(sentence, 0, special.start())))


def list_missing(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 12(1), 13(1): where a list is announced it follows, with or without marks."""
    for passage in text.passages:
        following = text.passages[passage.number + 1] if passage.number + 1 < len(text.passages) else None
        last = not following or following.section != passage.section
        told = not (passage.heading or passage.raw.startswith("**")) and (last or len(passage.text.split()) >= _SAYS)
        open_end = _OPEN.search(passage.text) if told else None
        hit = text.words["announce"].search(passage.text) or open_end
        if hit and not passage.row and not _MARKED.match(passage.raw) and not (following and _listed(text, passage, following)):
            yield text.evidence(passage, hit.start())


def _listed(text: Text, passage: Passage, following: Passage) -> bool:
    """What follows is an item of a list, a row, a label, or one of several short lines."""
    item = following.item or following.row or _FIRST.match(following.raw) or reachable(following.text) or _BOLD.match(following.text) or _SAYING.search(following.text[:_LEAD])
    bare_title = following.heading and not following.text.endswith("?") and not _TITLE.match(following.raw)
    return bool(item or bare_title or (not following.heading and _lined_up(text, following))) and not (
        _next_clause(passage, following) or _next_label(text, passage, following))


def _lined_up(text: Text, passage: Passage) -> bool:
    """One of several short lines, or no sentence: an item of a list without marks."""
    second = text.passages[passage.number + 1] if passage.number + 1 < len(text.passages) else None
    more = second is not None and second.section == passage.section and len(second.text) < _ITEM
    return len(passage.text) < _ITEM and len(passage.sentences) == 1 and (more or not passage.text.endswith("."))


def _next_clause(one: Passage, other: Passage) -> bool:
    """They are numbered alike, 4.2 and 4.3, so that neither is an item of the other."""
    first, second = _CLAUSE.match(one.raw), _CLAUSE.match(other.raw)
    return first is not None and second is not None and first[1].count(".") == second[1].count(".")


def _next_label(text: Text, one: Passage, other: Passage) -> bool:
    """Both begin with a label in bold, as one before them does, or the first tells more than it announces: neither is an item of the other."""
    before = text.passages[one.number - 1] if one.number else one
    alike = before.section == one.section and before is not one and bool(_BOLD.match(before.raw))
    return all(_BOLD.match(each.raw) and not each.item for each in (one, other)) and (alike or len(one.sentences) > 1)


def _on_visitors(text: Text) -> Iterator[Passage]:
    """What speaks of a register of visitors, and what stands below a heading that names them."""
    headed = {each.section for each in text.passages if each.heading and each.section != text.passages[0].section
              and len(each.text) < _SHORT and text.says(each.text, "visitors")}          # the title names all readers
    for passage in text.passages:
        if text.says(passage.text, "visitor") or (passage.section in headed and not passage.heading):
            yield passage


def visitors_basis(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 6(3): a legal obligation to register visitors stands in a law, which is named."""
    spoken = tuple(_on_visitors(text))
    others = {cite.passage for letter in "af" for cite in cites(text, 6, letter)}
    elsewhere = any(each in others or text.says(each.text, "legit", "consent")
                    for passage in spoken for each in (part_of(text, passage) if passage.item else (passage,)))
    for passage in spoken:
        part = (passage,) if has_basis(text, passage) else text.around(passage)
        lawful = [(each, cite.place) for each in part for cite in cites(text, 6, "c") if cite.passage is each
                  and not text.shape(_AND_ALSO).match(each.text, cite.place + cite.length)]
        if elsewhere or not _about_visitors(text, passage):           # the register rests on another ground; a duty counts only in one breath with it
            lawful = [(each, place) for each, place in lawful if text.says(text.sentence(each, place), "visitor", "visitors")]
        if lawful and not any(_names_law(text, each) for each in part):
            yield from (text.evidence(each, place) for each, place in lawful)
            yield text.evidence(passage)


def _names_law(text: Text, passage: Passage) -> bool:
    """A law by its name or section: not that the law requires it, nor the article of the Regulation beside that."""
    words = passage.text
    for cite in cites(text, 6, "c"):
        if cite.passage is passage:
            words = words[:cite.place] + " " * cite.length + words[cite.place + cite.length:]
    return text.says(text.without(words, "unnamed_law"), "law")


def _about_visitors(text: Text, passage: Passage) -> bool:
    """They are not only one of the kinds of people who are told of as readers of the notice."""
    headed = any(each.heading and text.says(each.text, "visitors", "visitor") for each in text.section(passage.section))
    return headed or passage.row or not text.shape(_ONE_OF_MANY).search(passage.text)


def marketing(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 6(1): one and the same letter does not rest on consent and on legitimate interests, as one sentence or one cell has it."""
    for passage, hit in text.find("newsletter", "consent", "legit"):
        part = passage.text.split("|") if passage.row else [sentence for _, sentence in passage.sentences]
        if any(text.says(each, "consent") and text.says(each, "legit") and not text.says(each, "rights", "retention", "negative", "conditional") for each in part):
            yield text.evidence(passage, hit.start())
    yield from (text.evidence(passage, place) for passage, _ in text.find("newsletter") for place in _both_letters(text, passage))


def _both_letters(text: Text, passage: Passage) -> Iterator[int]:
    """Article 6(1)(a) and (f), in one breath, in a sentence on the letter: not of two kinds of readers, nor of who may object."""
    for start, sentence in passage.sentences if not passage.row else ():
        if text.says(sentence, "newsletter") and not text.says(sentence, "rights", "retention", "negative", "conditional", "consent", "legit"):
            mine = [cite for cite in cites(text, 6) if cite.passage is passage and start <= cite.place < start + len(sentence)]
            beside = any(one.letters == ("a",) and other.letters == ("f",) and other.place - one.place - one.length < _JOINED for one, other in pairwise(mine))
            if beside or any({"a", "f"} <= set(cite.letters) for cite in mine):
                yield mine[0].place


def _known(text: Text, pattern: re.Pattern[str]) -> Iterator[tuple[Passage, Evidence]]:
    return ((passage, text.evidence(passage, hit.start())) for passage in text.passages if (hit := pattern.search(passage.text)))


def certificate(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 32, 5(1)(a): nobody is certified under a standard that only explains words or gives advice."""
    yield from (each for passage, each in _known(text, facts.lists["uncertifiable"]) if facts.lists["certified"].search(passage.text))


def withdrawn_method(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 32: the state of the art, and no method that was withdrawn."""
    yield from (each for _, each in _known(text, facts.lists["withdrawn"]))


def old_link(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 12(1): links lead to pages that are kept."""
    yield from (each for _, each in _known(text, facts.lists["superseded"]))


def provision(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 13(2)(e): whether data must be given, and what follows otherwise. Cookies and surveys, free to all, do not count."""
    told = any(text.says(clause, "provision") and not text.says(clause, "cookie", "survey", "inquiry")
               for each in text.passages if not each.heading for _, sentence in each.sentences for clause in (sentence, *sentence.split(";")))
    if not told and not _answered(text):
        spots = [passage for passage, _ in text.find("collect") if not passage.heading]
        yield from (text.evidence(each) for each in (*text.passages[:2], *spots[:8]))


def _answered(text: Text) -> bool:
    """It is asked whether data must be given, and something answers; without a question mark, what stands below a heading speaks of contract or law."""
    behind = any(asks and rest.strip(" *_") and len(asks) < _SHORT and text.says(asks, "must_give")
                 for each in text.passages if not each.heading for asks, _, rest in (each.text.partition("?"),))
    heads = [(head, below) for head, below in pairwise(text.passages)
             if head.heading and head.number and not below.heading and text.says(head.text, "must_give")]
    asked = {head.section for head, _ in heads}
    return behind or any("?" in head.text and text.says(below.text, "without", "negative") for head, below in heads) or any(
        text.says(each.text, "contract", "legal_duty", "law_word") for each in text.passages if each.section in asked and not each.heading)


def undated(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 5(2), 12(1): readers can tell of when a notice is; and what is past does not lie ahead."""
    future = [(passage, start + place) for passage in text.passages for start, sentence in passage.sentences
              if text.says(sentence, "future") for place, day in days(text, sentence) if day < facts.today]
    yield from (text.evidence(passage, place) for passage, place in future)
    if not future and not _dated(text):
        yield from (text.evidence(each) for each in text.passages[:2])


def _dated(text: Text) -> bool:
    """At the top or at the bottom stands a date or an edition; anywhere, a short sentence says since when it holds."""
    ends = (each for each in (*text.passages[:_ENDS], *text.passages[-_ENDS:]) if not each.row and not text.says(each.text, "law"))
    rows = (each.text for each in text.passages[:_FACTS] if each.row and text.says(each.text.split("|")[1], "updated"))
    return any(_gives_date(text, each.text) for each in ends) or any(_gives_date(text, each) for each in rows) or any(
        text.says(sentence, "updated") and _YEAR.search(sentence) and len(sentence) < _SENTENCE
        for each in text.passages if not each.row for _, sentence in each.sentences)


def _gives_date(text: Text, words: str) -> bool:
    if text.says(words, "updated") and (_YEAR.search(words) or _DAY.search(words) or text.says(words, "edition")):
        return True
    month = rf"\b(?:{'|'.join(text.words.months)})\w*\s+20[12]\d\b"
    year = len(words) * 2 < _SHORT and _YEAR.search(words)
    return len(words) < _SHORT and bool(year or any(days(text, words)) or re.search(month, words))


def country(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 13(1)(a): an address, a company, an authority or a country tells where the controller is."""
    placed = any(POST.search(each.text) for each in text.passages)
    if not (facts.at_home(text) or names_competent(text, facts) or entity(text, facts) or placed):
        yield text.evidence(text.passages[0])
        yield from (text.evidence(passage, hit.start()) for passage, hit in text.find("authority"))
