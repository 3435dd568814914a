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
_BESIDE = 12            # so close before the article that nothing else can be meant

_ART = r"(?:\b(?:artikla\w*|articles?|artikelen|artikeln?s?|artikler|artiklarna|artikel|artikkel|artikkelen|artt?\.?|arts\.)\s*)"
_FIRST = r"(?P<first>eerste lid|første (?:ledd|stykke)|första (?:stycket|punkten|ledet)|paragraphe premier|premier (?:paragraphe|alinéa)|first paragraph)"
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_SECOND = r"(?P<second>tweede lid|andre ledd|andet stykke|andra (?:stycket|punkten|ledet)|paragraphe deux|second paragraph|deuxième (?:paragraphe|alinéa))"
_PAR = (r"(?:\s*\(\s*(?P<p1>\d{1,2})\s*\)|\s*\.\s?(?P<p2>\d{1,2})\b|\s*,?\s*(?:stk\.?|lid|nr\.?|no\.?|abs\.?|absatz|paragraphe?s?|par\.?|"
        r"§|punkt(?:en)?|alinéa|al\.|ledd|para\.?|(?:eu-)?mom\.?)\s*(?P<p3>\d{1,2})(?:er)?\b(?:\s*,?\s*(?:s\.|satz|sentence|unterabs(?:atz|\.)|uabs\.)\s*\d|\s*första stycket)?|"
        r"\s+(?P<roman>i{1,3}|iv)(?=\s+(?:lit\.?\s*)?[a-j]\b)|(?:-|\s*,\s?)(?P<p4>[1-4])(?=\s?[-,]?\s?[a-j]\b(?!['’]))|"
        rf"\s*,?\s*(?:{_FIRST}|{_SECOND})\s*(?:lid|ledd|stk\.?|stycket|paragraphe|paragraph|alinéa|momentti)?)")
_MARK = r"(?:aanhef en (?:onder|sub)|onderdeel|bogstav|led|k\.|litra|litt?\.?|let(?:ter|tre)|buchst(?:abe[n]?|\.)?|bokstav(?:en)?|onder|sub|points?|punt(?:en)?|punkt(?:en)?|led(?:et)?|pkt\.?|lit\.)"
_LET = rf"(?:\s*[-,.]?\s*(?:{_MARK}\s*)?\(?\s*(?P<l>(?!i (?!ds-?gvo)[a-zà-ÿ])[a-z])\s*\)?(?![a-zà-öø-ÿ'0-9]))"      # "artikel 10 i förordningen" names no letter
_MORE = r"(?:\s*(?:,|/|-|og|et|en|und|och|and|or|eller|oder|of|ou|ja|tai)+\s*)"
_SUFFIX = r"(?P<s>\s?(?:bis|ter|quater|quinquies)\b|[a-z](?=,?\s*(?:abs\.|absatz|stk\.|nr\.|lid|paragraphe|§)))"
_SUBPARAGRAPH = (r"(?P<sub>\s*,?\s*(?:first sub-?paragraph|første (?:afsnit|ledd)|första stycket|eerste alinea|premier alinéa|(?:unterabsatz|unterabs\.|uabs\.)\s?1|"
                 r"erster unterabsatz)\b)")
_CITE = re.compile(rf"(?P<n>\d{{1,3}}){_SUFFIX}?{_PAR}?{_SUBPARAGRAPH}?{_LET}?")
_NEXT_LETTER = re.compile(rf"{_MORE}{{1,2}}(?:{_MARK}\s*)?\(?\s*(?P<l>(?!i [a-zà-ÿ])[a-z])\s*\)?(?![a-zà-öø-ÿ'0-9])")
_NEXT_WHOLE = re.compile(rf"{_MORE}{{1,2}}{_ART}?(?=\d)")
_START = re.compile(_ART + r"(?=\d)")
_FINNISH = re.compile(r"\b(?P<n>\d{1,3})(?::n|\.(?P<pp>\d))?\s*(?P<s>bis|ter)?\s*(?:artikla\w*|art\.)"
                      r"(?:,?\s*(?:\(?(?P<p>\d{1,2})\)?(?::n)?\s*(?:kohda\w*|kohta\w*|momenti\w*|k\.|mom\.|(?=[a-j][\s-]+(?:ala)?koh))(?:\s*ensimmäi\w+ alakoh\w+)?)?"
                      r"(?P<ls>(?:,?\s*(?:ja|tai|sekä)?\s*\(?[a-z]\)?(?=[\s,-]+(?:ja|tai|sekä|[a-z]\)?[ ,-]|ala|koh)|[\s,.)]*$|[,.)]))*)[\s-]*"
                      r"(?:alakoh\w*|kohda\w*)?)?")
_ANY_ACT = re.compile(r"\b(?:loi|code|décret|arrêté|ordonnance|wet|wetboek|besluit|decreet|\w{4,}wet|\w{3,}lov(?:en|a)?|lov|\w{3,}lagen|lagen?|\w*gesetz(?:es|buchs?)?|ordnung|act|\w{3,}la(?:ki|in)|"
                      r"bdsg|hgb|bgb|sgb|ao|uavg|awr|constitution|charte)\b")
_NEXT_ACT = re.compile(rf"\s*(?:et \d+\w*\s*)?(?:(?:in|of|van|de|du|des|der|i|av|den|the|la|le|même|het|dem|desselben)\s+|d'|l'){{0,4}}(?!avg\b|dsgvo\b|gdpr\b|rgpd\b){_ANY_ACT.pattern}")
_BARE = re.compile(r"(?<![\w.(])(?P<n>6|9)\s?\((?P<p>[12])\)\s?\(?(?P<l>[a-j])\)(?!\w)")      # 6(1)(f) without the word article
_BEFORE = re.compile(r"(?:point|litt?era|paragraph 1)\s*\(?(?P<l>[a-j])\)?,?\s*(?:of|de|van|i|in)\s+(?:l'|the )?$")
_OTHER_ACT = re.compile(r"^[\s,)]*(?:(?:in|of|van|de|du|des|der|i|av|i den|the|på)\s+){0,3}(?:la |the |de |den )?"
                        r"(?:loi|wet\b|act\b|lov\b|lag\b|code|gesetz|wetboek|directive|direktiv|richtlijn|directief|\w+loven|\w+lagen|\w+gesetz|"
                        r"constitution|charte|grundgesetz|bdsg|hgb|gwg|lain\b|laki)")


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


def _paragraph_style(text: str) -> str:
    for mark in ("stk", "lid", "nr", "abs", "paragraph", "par", "§", "punkt", "ledd", "al"):
        if mark in text:
            return mark
    return "(" if "(" in text else "." if "." in text else ""


def _letter_style(text: str) -> str:
    for mark in ("litra", "buchst", "bokstav", "onder", "sub", "point", "punt", "punkt", "letter", "led", "lit"):
        if mark in text:
            return mark
    return "(" if "(" in text else ")" if ")" in text else "bare"


def _letters(text: str, start: int) -> tuple[tuple[str, ...], int]:
    found: list[str] = []
    end = start
    while more := _NEXT_LETTER.match(text, end):
        previous, letter = (found[-1] if found else ""), more["l"]
        if "-" in text[end:more.start("l")] and previous:
            found += [chr(code) for code in range(ord(previous) + 1, ord(letter))]
        found.append(letter)
        end = more.end()
    return tuple(found), end


def _is_ours(text: Text, lead: str, tail: str) -> bool:
    """The Regulation is named in the same clause, and no other act before it."""
    after = re.split(r"[;.]\s", tail)[0]
    if _NEXT_ACT.match(after):
        return False
    named, other = text.words["gdpr"].search(after), _ANY_ACT.search(after)
    if named and (other is None or named.start() <= other.start()):
        return True
    before = re.split(r"[;.]\s", lead)[-1]
    return bool(text.words["gdpr"].search(before[-_BESIDE:] if other else before))


def _western(text: Text, passage: Passage) -> Iterator[Citation]:
    words = passage.text
    for start in _START.finditer(words):
        if text.words.language == "fi" and words[:start.start()].rstrip()[-1:].isdigit():
            continue                                   # "6 art. 1 kohta" is read below
        at: int | None = start.end()
        while at is not None:
            cite = _CITE.match(words, at)
            if not cite:
                break
            number = next((cite[each] for each in ("p1", "p2", "p3", "p4") if cite[each]), _ROMAN.get(cite["roman"] or ""))
            number = number or ("2" if cite["second"] else "1" if cite["first"] else None)
            before = _BEFORE.search(words[max(0, start.start() - 40):start.start()])
            letter = cite["l"] or (before["l"] if before else None)
            more, end = _letters(words, cite.end()) if cite["l"] else ((), cite.end())
            paragraph_end = max(cite.end(each) for each in ("n", "p1", "p2", "p3", "p4", "roman", "first", "second", "sub"))
            marked = words[paragraph_end:cite.end()]
            closed = re.match(r"[^()]*\)", words[cite.end():])
            if marked.endswith(")") and not closed and words.rfind("(", 0, at) > words.rfind(")", 0, at):
                marked = marked[:-1]                   # closes what was opened before the article, and marks no letter
            style = (_paragraph_style(words[cite.end("n"):paragraph_end]), _letter_style(marked) if letter else "")
            if cite["s"]:
                style = ("", style[1])
            tail = words[end:end + 90]
            lead = words[max(0, start.start() - 45):start.start()]
            ours = _is_ours(text, lead, tail) or (int(cite["n"]) in {6, 9} and bool(letter))
            if not _OTHER_ACT.match(tail):
                place = start.start() if at == start.end() else at
                yield Citation(passage, place, end - place, int(cite["n"]), cite["s"] or "",
                               int(number) if number else None, ((letter, *more) if letter else ()), style, ours)
            following = _NEXT_WHOLE.match(words, end)
            at = following.end() if following else None
    for bare in _BARE.finditer(words):
        around = words[max(0, bare.start() - 30):bare.end() + 20]
        if not _START.search(words[max(0, bare.start() - 30):bare.start()] + "6") and (text.words["gdpr"].search(around) or "|" in around):
            yield Citation(passage, bare.start(), bare.end() - bare.start(), int(bare["n"]), "", int(bare["p"]), (bare["l"],), ("(", "("), True)


def _finnish(text: Text, passage: Passage) -> Iterator[Citation]:
    for cite in _FINNISH.finditer(passage.text):
        letters = tuple(re.findall(r"(?<![a-zåäö])([a-z])(?![a-zåäö])", cite["ls"] or ""))
        tail = passage.text[cite.end():cite.end() + 90]
        lead = passage.text[max(0, cite.start() - 60):cite.start()]
        ours = bool(text.words["gdpr"].search(lead + " " + tail)) or (int(cite["n"]) in {6, 9} and bool(letters))
        yield Citation(passage, cite.start(), cite.end() - cite.start(), int(cite["n"]), cite["s"] or "",
                       int(cite["p"] or cite["pp"]) if cite["p"] or cite["pp"] else None, letters, ("kohta" if cite["p"] else "", "alakohta" if letters else ""), ours)


@lru_cache(maxsize=16)
def citations(text: Text) -> tuple[Citation, ...]:
    read = _finnish if text.words.language == "fi" else None
    found: list[Citation] = []
    for passage in text.passages:
        found += _western(text, passage)
        if read:
            found += read(text, passage)
    return tuple(found)


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
