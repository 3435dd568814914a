"""Articles of the Regulation as notices cite them, in eight languages and many hands."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from alektum_desk.domain.notice_text import Passage, Text

# How many paragraphs an article has, and which letters its paragraphs have.
_PARAGRAPHS = {5: 2, 6: 4, 7: 4, 8: 3, 9: 4, 10: 1, 11: 2, 12: 8, 13: 4, 14: 5, 15: 4, 16: 1, 17: 3, 18: 3, 19: 1, 20: 4, 21: 6, 22: 4,
               23: 2, 24: 3, 25: 3, 26: 3, 27: 5, 28: 10, 30: 5, 32: 4, 33: 5, 34: 4, 35: 11, 36: 5, 37: 7, 38: 6, 39: 2, 44: 1, 45: 9,
               46: 5, 47: 3, 48: 1, 49: 6, 77: 2, 78: 4, 79: 2, 80: 2, 82: 6, 83: 9, 88: 1, 89: 4}
_LETTERS = {(5, 1): "f", (6, 1): "f", (9, 2): "j", (13, 1): "f", (13, 2): "f", (14, 1): "f", (14, 2): "g", (15, 1): "h", (17, 1): "f",
            (17, 3): "e", (18, 1): "d", (20, 1): "b", (22, 2): "c", (30, 1): "g", (46, 2): "f", (49, 1): "g"}
LAST = 99
_BESIDE = 8             # so close before the article that nothing else can be meant
_AROUND = 45            # letters before and after the article in which the Regulation is named
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_LETTER = r"(?P<l>(?!i (?!ds-?gvo)[a-zà-ÿ])[a-z])\s*\)?(?![a-zà-öø-ÿ'0-9])"      # "artikel 10 i förordningen" names no letter
_SUFFIX = r"(?P<s>\s?(?:bis(?!\s*(?:art\w*\.?\s*)?\d)|ter|quater|quinquies)\b|[a-z](?=,?\s*(?:abs\.|absatz|stk\.|nr\.|lid|paragraphe|§)))"
_BARE = re.compile(r"(?<![\w.(])(?P<n>6|9)\s?\((?P<p>[12])\)\s?\(?(?P<l>[a-j])\)(?!\w)")      # 6(1)(f) without the word article
_WORD = re.compile(r"[^\W\d]{2,}|§")


# One article with its paragraph and its letter, and what is cited with it. Some marks are the same everywhere: abs., nr., lit.
_ARTICLE = r"(?:\b(?:<cited_article>|artt?\.?|arts\.)\s*)"
_START = rf"{_ARTICLE}(?=\d)"
_PARAGRAPH = (r"(?:\s*\(\s*(?P<p1>\d{1,2})\s*\)|\s*\.\s?(?P<p2>\d{1,2})\b|"
              r"\s*,?\s*(?:<cited_paragraph>|abs\.?|nr\.?|no\.?|par\.?|para\.?|§)\s*(?P<p3>\d{1,2})(?:er)?\b|"
              r"\s+(?P<roman>i{1,3}|iv)(?=\s+(?:lit\.?\s*)?[a-j]\b)|(?:-|\s*,\s?)(?P<p4>[1-4])(?=\s?[-,]?\s?[a-j]\b(?!['’]))|"
              r"\s*,?\s*(?:(?P<first><paragraph_one>)|(?P<second><paragraph_two>)))")
_MARK = r"(?:<cited_letter>|litra|litt?\.?|sub)"
_CITE = (rf"(?P<n>\d{{1,3}})(?!\d){_SUFFIX}?{_PARAGRAPH}?(?P<sub>\s*,?\s*<paragraph_parts>\b)?"
         rf"(?:\s*[-,.]?\s*(?:{_MARK}\s*)?\(?\s*{_LETTER})?")
_MORE = r"(?:(?:\s*(?:,|/|-|<and_or>\b)+\s*){1,2})"
_NEXT_LETTER = rf"{_MORE}(?:{_MARK}\s*)?\(?\s*{_LETTER}"
_NEXT_ARTICLE = rf"{_MORE}{_ARTICLE}?(?=\d)(?!\d+\s*<units>)"
_LETTERED = rf"\((?:{_MARK}\s?\(?[a-f]\)?|[a-f]\s(?:<letter_word>))(?=[\s;,)])"
_CELL_LETTER = rf"\|\s*(?:(?:<cited_paragraph>)\s?1,?\s)?(?:{_MARK}\s?\(?[a-f]\)?|\([a-f]\))\s?[:,|]"


@dataclass(frozen=True, slots=True)
class Citation:
    """One article as cited. `style` tells hands apart: how paragraph and letter are marked."""

    passage: Passage
    place: int
    length: int
    article: int
    suffix: str
    paragraph: int | None
    letters: tuple[str, ...]
    style: tuple[str, str]
    regulation: bool             # says near by that it means the Regulation, or can mean nothing else


def _hand(words: str, which: int) -> str:
    """How a paragraph or a letter is marked: by a word, of which the beginning tells, or by brackets or a point."""
    if found := _WORD.findall(words):
        return str(found[which])[:3]
    return next((mark for mark in "().-" if mark in words), "")


def _letters(text: Text, words: str, start: int) -> tuple[tuple[str, ...], int]:
    """The letters that follow a first one, as "a, b and d" or "a-d", and where they end."""
    found: list[str] = []
    end = start
    while more := text.shape(_NEXT_LETTER).match(words, end):
        previous, letter = (found[-1] if found else ""), more["l"]
        if "-" in words[end:more.start("l")] and previous:
            found += [chr(code) for code in range(ord(previous) + 1, ord(letter))]
        found.append(letter)
        end = more.end()
    return tuple(found), end


def _is_ours(text: Text, lead: str, tail: str) -> bool:
    """The Regulation is named in the same clause, and no other act before it."""
    after = re.split(r"[;.]\s", tail)[0]
    named, other = text.words["gdpr"].search(after), text.words["another_act"].search(after)
    if named and (other is None or named.start() <= other.start()):
        return True
    if other and text.shape(r"\s*(?:<cited_paragraph>|§)?\s*\d{0,2}\s*(?:<cited_letter>)?\s*\w?\W{0,2}\s*(?:\w+ ){0,2}$").fullmatch(after[:other.start()]):
        return False                                   # article 11.7 paragraph 3 of the act on telecommunications
    before = re.split(r"[;.]\s", lead)[-1]
    return any(other is None or len(before) - hit.end() <= _BESIDE for hit in text.words["gdpr"].finditer(before))


def _western(text: Text, passage: Passage) -> Iterator[Citation]:
    """Article 6(1)(f), and the articles that follow it after a comma."""
    words = passage.text
    for start in text.shape(_START).finditer(words):
        if words[:start.start()].rstrip()[-1:].isdigit() and text.words["number_first"].search(words[max(0, start.start() - 5):]):
            continue                                   # "6 art. 1 kohta" is read below
        lead = words[max(0, start.start() - _AROUND):start.start()]
        at: int | None = start.end()
        while at is not None and (cite := text.shape(_CITE).match(words, at)):
            found = _one(text, passage, cite, start.start() if at == start.end() else at, lead)
            end = found.place + found.length
            if not text.words["of_an_act"].match(words, end):
                yield found
            following = text.shape(_NEXT_ARTICLE).match(words, end)
            at = following.end() if following else None


def _one(text: Text, passage: Passage, cite: re.Match[str], place: int, lead: str) -> Citation:
    """`lead` stands before the first article; it may name the letter, and the Regulation."""
    words, before = passage.text, text.words["letter_of"].search(lead)
    letter = cite["l"] or (before["l"] if before else None)
    more, end = _letters(text, words, cite.end()) if cite["l"] else ((), cite.end())
    number = next((cite[each] for each in ("p1", "p2", "p3", "p4") if cite[each]), _ROMAN.get(cite["roman"] or ""))
    number = number or ("2" if cite["second"] else "1" if cite["first"] else None)
    tail = words[end:end + 2 * _AROUND]
    another = text.shape(_START).search(tail) if int(cite["n"]) > LAST else None        # the Regulation named behind the next article is that one's
    ours = _is_ours(text, lead, tail[:another.start()] if another else tail) or (int(cite["n"]) in {6, 9} and bool(letter))
    return Citation(passage, place, end - place, int(cite["n"]), cite["s"] or "", int(number) if number else None,
                    ((letter, *more) if letter else ()), _style(words, cite), ours)


def _style(words: str, cite: re.Match[str]) -> tuple[str, str]:
    """How paragraph and letter are marked; a letter named before the article tells no hand."""
    end = max(cite.end(each) for each in ("n", "p1", "p2", "p3", "p4", "roman", "first", "second"))
    paragraph = "" if cite["s"] or cite["roman"] else _hand(words[cite.end("n"):end], -1 if cite["first"] or cite["second"] else 0)
    if not cite["l"]:
        return paragraph, ""
    marked = words[max(end, cite.end("sub")):cite.start("l")].removeprefix("er") + words[cite.end("l"):cite.end()]
    if marked.endswith(")") and _is_open(words[:cite.start()]) and not re.match(r"[^()]*\)", words[cite.end():]):
        marked = marked[:-1]                           # closes what was opened before the article, and marks no letter
    return paragraph, _hand(marked, -1) or "bare"


def _is_open(words: str) -> bool:
    """A bracket is opened in them and not closed."""
    depth = 0
    for mark in re.findall(r"[()]", words):
        depth = depth + 1 if mark == "(" else max(0, depth - 1)
    return depth > 0


def _without_article(text: Text, passage: Passage) -> Iterator[Citation]:
    """6(1)(f) GDPR, or in a cell of its own."""
    words = passage.text
    for bare in _BARE.finditer(words):
        before, around = words[max(0, bare.start() - 30):bare.start()], words[max(0, bare.start() - 30):bare.end() + 20]
        if not text.shape(_START).search(before + "6") and (text.words["gdpr"].search(around) or "|" in around):
            length = bare.end() - bare.start()
            yield Citation(passage, bare.start(), length, int(bare["n"]), "", int(bare["p"]), (bare["l"],), ("(", "("), True)


def _number_first(text: Text, passage: Passage) -> Iterator[Citation]:
    """6 artiklan 1 kohdan f alakohta."""
    for cite in text.words["number_first"].finditer(passage.text):
        letters = tuple(re.findall(r"(?<![a-zåäö])([a-z])(?![a-zåäö])", cite["ls"] or ""))
        near = f"{passage.text[max(0, cite.start() - 60):cite.start()]} {passage.text[cite.end():cite.end() + 90]}"
        number = cite["p"] or cite["pp"]
        ours = bool(text.words["gdpr"].search(near)) or (int(cite["n"]) in {6, 9} and bool(letters))
        yield Citation(passage, cite.start(), cite.end() - cite.start(), int(cite["n"]), cite["s"] or "", int(number) if number else None,
                       letters, ("kohta" if cite["p"] else "", "alakohta" if letters else ""), ours)


@lru_cache(maxsize=16)
def citations(text: Text) -> tuple[Citation, ...]:
    """All of a text, passage by passage."""
    readings = (_western, _without_article, _number_first)
    return tuple(cite for passage in text.passages for read in readings for cite in read(text, passage))


def cites(text: Text, article: int, *letters: str) -> tuple[Citation, ...]:
    return tuple(each for each in citations(text) if each.article == article and (not letters or set(letters) & set(each.letters)))


def cites_in(text: Text, passage: Passage, letter: str) -> bool:
    """The passage rests on that letter of Art. 6(1)."""
    return any(each.passage is passage for each in cites(text, 6, letter))


def lettered(text: Text, passage: Passage) -> bool:
    """A ground by its bare letter, as in "(point f)" or at the beginning of a cell."""
    return bool(text.shape(_LETTERED).search(passage.text) or (passage.row and text.shape(_CELL_LETTER).search(passage.text)))


def named_beside(text: Text, cite: Citation) -> bool:
    """The Regulation stands right before the article or right behind it: of no agreement, treaty or code that has so many articles."""
    words, end = cite.passage.text, cite.place + cite.length
    before = text.shape(r"(?:<gdpr>)\w*[\s,(]*$").search(words[:cite.place])
    behind = text.shape(r"[\s,(]*(?:\b(?!(?:<and_or>)\b)\w{1,3}\s){0,2}(?:(?!(?:<and_or>)\b)\w+ )?(?:<gdpr>)").match(words, end)
    return bool(before or behind)


def exists(cite: Citation) -> bool:
    """There is such an article, paragraph and letter; a letter without its paragraph is read in the only one it can mean."""
    if cite.suffix or not 1 <= cite.article <= LAST:
        return False
    if cite.paragraph is not None and cite.paragraph > _PARAGRAPHS.get(cite.article, 12):
        return False
    paragraph = cite.paragraph or {6: 1, 9: 2}.get(cite.article)
    last = _LETTERS.get((cite.article, paragraph or 0))
    if cite.letters and cite.paragraph and cite.article in {6, 9} and last is None and cite.paragraph != 3:
        return False
    return last is None or all(letter <= last for letter in cite.letters)
