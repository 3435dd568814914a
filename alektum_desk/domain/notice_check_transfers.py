"""Rules on transfers outside the European Economic Area: to where, under which safeguard."""
from __future__ import annotations

import re
from collections.abc import Iterator

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_facts import ADEQUATE, RISKY, Knowledge
from alektum_desk.domain.notice_text import Passage, Text

_STEM = 6
_LONG = 400             # letters of a passage on several matters
_NAME = 50              # letters of the name of a company before its form
_TITLE = 60             # letters of a title, at most
_NEAR = 2               # passages before and after
_OPENS_COPY = r"\W*(?:[^\W\d]{1,4} )?<copy>"
_RECEIVERS = r"<share>|<providers>|<partners>"
_BRIEF = 120            # a pointer to another part is no longer
_DEROGATION = re.compile(r"\b49\b")
_ANSWERED_NO = r"[?:]\W*<no>\b"                # Outside the Area? No.


def transfer(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Article 13(1)(f): who sends data outside the Area says to which country and under which safeguard of Articles 45 to 49."""
    kept = _denied(text, "third")
    if not (_denied(text, "third", "abroad") or text.has("safeguard")):          # where the notice knows of some safeguard, what lacks it is the other rule's matter
        yield from (text.evidence(passage, place) for passage, place in _unsafe_places(text, facts, RISKY))
    for passage in text.passages:
        for start, sentence in passage.sentences if not (passage.heading or _titles(passage)) else ():
            hit = text.words["third"].search(sentence) or text.words["abroad"].search(sentence)
            if hit is None or (kept and not facts.abroad(sentence, text)) or _safe_beside(text, facts, passage, sentence):
                continue
            if _sends(text, facts, passage, sentence) and not _inside(text, facts, passage, start):
                yield text.evidence(passage, start + hit.start())


def _titles(passage: Passage) -> bool:
    """Short, and no sentence: a title that is not written as one."""
    return len(passage.text) < _TITLE and not (passage.item or passage.row) and passage.text.rstrip(" *_")[-1:] not in {".", "!", ";"}


def _denied(text: Text, *places: str) -> bool:
    """Somewhere it is denied that data go there: whatever else is said of those abroad, it is no transfer."""
    return any(text.says(words, "negative") and text.says(words, *places) for each in text.passages for _, words in each.sentences)


def _safe_beside(text: Text, facts: Knowledge, passage: Passage, sentence: str) -> bool:
    """Near by, or where else the notice deals with countries outside, stands a word on safeguards; and it names a country, or the reader chooses it."""
    headed = {each.section for each in text.passages if each.heading and text.says(each.text, "third", "abroad")} | {passage.section}
    near = (each for each in text.passages if not each.heading and (
        each.section in headed or abs(each.number - passage.number) <= _NEAR or text.says(each.text, "third", "abroad")))
    chosen = _DEROGATION.search(sentence)       # the country is that of the reader's own order
    return any(text.says(each.text, "safe_hint") for each in near) and bool(chosen or facts.abroad(text.whole, text))


def _inside(text: Text, facts: Knowledge, passage: Passage, start: int) -> bool:
    """Of a country not called a third one: it is a member, or nobody receives anything there."""
    sentence = text.sentence(passage, start)
    if text.says(sentence, "third"):
        return False
    members = facts.abroad(sentence, text) and facts.unsafe(sentence, text, RISKY | ADEQUATE) is None
    onward = " ".join(words for at, words in passage.sentences if at >= start)
    beside = any(text.says(each.text, "eea") for each in text.around(passage) if not each.heading)
    return members or beside or not text.shape(_RECEIVERS).search(onward)


def _sends(text: Text, facts: Knowledge, passage: Passage, sentence: str) -> bool:
    """Data go abroad: this is not denied, and nobody there sends data to us."""
    outside = text.words["third"].search(sentence)
    label, _, rest = sentence.partition(":")
    if text.says(label, "third") and text.says(rest, "eea") and not text.says(rest, "third"):
        return False                    # a label, and below it that all stay in the Area
    if text.words["negative"].search(sentence) or text.shape(_ANSWERED_NO).search(sentence) or _points_on(text, passage, sentence):
        return False
    leaving = text.words["from_abroad"].sub(" ", sentence)
    if text.says(sentence, "hypothetical", "to_us") or (not outside and (passage.row or not text.says(leaving, "abroad"))):
        return False
    if _on_sources(text, passage) or _to_yourself(text, sentence):
        return False
    received = text.says(passage.text if outside else sentence, "share") or text.says(sentence, "partners", "providers")
    somebody = facts.abroad(sentence, text) or facts.lists["company"].search(_raw(passage, sentence))
    return bool(received or (outside and somebody and not text.says(sentence, "conditional")))


def _raw(passage: Passage, sentence: str) -> str:
    """The sentence as it is written."""
    start = passage.text.index(sentence)
    return passage.raw[start:start + len(sentence)]


def _to_yourself(text: Text, sentence: str) -> bool:
    """A letter to the reader abroad is no transfer to a controller or processor there (EDPB, Guidelines 05/2021)."""
    writes = text.says(sentence, "you_there") and text.says(sentence, "writes_you")
    return (writes or text.says(sentence, "no_transfer")) and not text.says(sentence, "providers", "partners")


def _on_sources(text: Text, passage: Passage) -> bool:
    """Its heading or its label is on where data come from, and not on where they go."""
    heads = [each.text for each in text.section(passage.section) if each.heading]
    return any(text.says(each, "source") and not text.says(each, "partners", "share", "third", "abroad") for each in (*heads, passage.label))


def _points_on(text: Text, passage: Passage, sentence: str) -> bool:
    """A question, or a pointer, there or in the next sentence, to the part of the notice that tells where and how safe."""
    after = passage.text.partition(sentence)[2].strip()
    pointer = text.says(sentence, "refers") or (len(after) < _BRIEF and text.says(after, "refers"))
    return ("?" in sentence or pointer) and any(text.words["safeguard"].search(each.text) and sentence not in each.text for each in text.passages)


def _unsafe_places(text: Text, facts: Knowledge, countries: frozenset[str]) -> Iterator[tuple[Passage, int]]:
    """One of the countries is named as the place of a recipient, and nothing keeps the data safe there."""
    for passage in text.passages:
        for start, sentence in passage.sentences if not passage.heading else ():
            told = passage.raw if len(passage.raw) < _LONG else passage.raw[start:start + len(sentence)]
            received = text.shape("<share>|<providers>").search(sentence) or facts.lists["company"].search(told) or (
                start == 0 and _headed(text, passage))
            quiet = text.says(sentence, "negative", "hypothetical", "conditional", "you_there") or text.says(passage.text[start:], "to_us", "no_transfer")
            found = facts.unsafe(sentence, text, countries) if received and not quiet else None
            if found and not _denied_there(text, passage, found[1]) and not _guarded(text, facts, passage, start + found[0], found[1]):
                yield passage, start + found[0]


def _denied_there(text: Text, passage: Passage, country: str) -> bool:
    """Another sentence of the passage says that nothing goes there."""
    return any(country[:_STEM] in words and text.says(words, "negative") and text.says(words, "share") for _, words in passage.sentences)


def _headed(text: Text, passage: Passage) -> bool:
    """Below a heading on transfers, or an item of a list of those who receive data."""
    above = text.shape("<third>|<abroad>|<partners>|<providers>") if passage.item else text.words["third"]
    return any(above.search(each.text) for each in text.section(passage.section) if each.heading)


def _guarded(text: Text, facts: Knowledge, passage: Passage, place: int, country: str) -> bool:
    """A safeguard is told with the place, of the same country, of the same company, or in the same section of no country."""
    if text.words["safeguard"].search(passage.text) and _safe_within(text, passage, place, facts):
        return True
    others = (each for each in text.passages if each is not passage and text.words["safeguard"].search(each.text)
              and not text.shape(_OPENS_COPY).match(each.text))
    return any(country[:_STEM] in each.text or _same_company(passage, place, each, facts) or (
        each.section == passage.section and facts.unsafe(each.text, text, RISKY | ADEQUATE) is None) for each in others)


def _safe_within(text: Text, passage: Passage, place: int, facts: Knowledge) -> bool:
    """In its own passage a safeguard stands with the place or after it, or leads before any place is named."""
    spoken = text.sentence(passage, place)
    led = False
    for at, sentence in passage.sentences:
        if text.words["safeguard"].search(sentence):
            there = facts.unsafe(sentence, text, RISKY | ADEQUATE)
            if sentence == spoken or (there is None and (at > place or not led)) or (there and there[1] in spoken):
                return True
        led = led or facts.abroad(sentence, text) or bool(text.words["third"].search(sentence))
    return False


def _same_company(one: Passage, place: int, other: Passage, facts: Knowledge) -> bool:
    """The other names the company of the place, in its full name or by a word of it."""
    forms = facts.lists["company"]
    before = [form.start() for form in forms.finditer(one.raw, 0, place)]
    if before:
        named = one.raw[max(len(one.label), before[-1] - _NAME):before[-1]]
    else:
        named = one.raw[len(one.label) + 2:] if forms.search(one.raw) else ""
    names = set(re.findall(r"[A-ZÅÄÖÆØ][\w&-]{3,}", re.split(r"[,;(]", named)[-1] if before else named))
    return any(re.search(rf"\b{re.escape(name)}", other.raw) for name in names if not forms.fullmatch(name))


def transfer_one_class(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Article 13(1)(f): a safeguard that holds for some of the recipients abroad is told, and none for the others."""
    if text.has("safeguard"):
        yield from (text.evidence(passage, place) for passage, place in _unsafe_places(text, facts, RISKY | ADEQUATE))
    yield from _left_unsafe(text)
    for passage, hit in text.find("within_group", "third", "safeguard", "providers"):
        if len(text.words["safeguard"].findall(passage.text)) == 1:
            yield text.evidence(passage, hit.start())


def _left_unsafe(text: Text) -> Iterator[Evidence]:
    """One sentence names the safeguard for some, a later one sends others abroad and nothing follows."""
    for passage, _ in text.find("third", "safeguard"):
        safe = [start for start, words in passage.sentences if text.words["safeguard"].search(words)]
        following = [each for each in text.section(passage.section) if each.number == passage.number + 1]
        if any(text.words["safeguard"].search(each.text) for each in following):
            continue
        for start, words in passage.sentences:
            hit = text.words["third"].search(words)
            others = text.shape("<providers>|<partners>").search(words) and not text.shape("<negative>|<conditional>").search(words)
            if hit and others and max(safe) < start:
                yield text.evidence(passage, start + hit.start())
