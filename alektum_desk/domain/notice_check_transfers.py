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
_LISTED = 8             # so many passages before a sentence may list the recipients it is about
_OPENS_COPY = r"\W*(?:[^\W\d]{1,4} )?<copy>"
_RECEIVERS = r"<share>|<providers>|<partners>"
_BRIEF = 120            # a pointer to another part is no longer
_CAPITAL = re.compile(r"\b[A-ZÅÄÖÆØ][\w&-]{4,}")
_DEROGATION = re.compile(r"\b49\b")
_WORD = re.compile(r"[^\W\d]{4,}")
_ANSWERED_NO = r"[?:]\W*<no>\b"                # Outside the Area? No.


def transfer(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Article 13(1)(f): who sends data outside the Area says to which country and under which safeguard of Articles 45 to 49."""
    yield from _unsafe(text, facts)
    for passage in text.passages:
        for start, sentence in passage.sentences if not passage.heading else ():
            hit = text.words["third"].search(sentence) or text.words["abroad"].search(sentence)
            if hit and not _only_titled(text, passage, sentence) and _sends(text, passage, sentence) and not (
                    _covered(text, facts, passage, start) or _told_elsewhere(text, facts, passage)):
                yield text.evidence(passage, start + hit.start())


def _told_elsewhere(text: Text, facts: Knowledge, passage: Passage) -> bool:
    """Another part of the notice deals with transfers: it names country and safeguard, or denies that there are any."""
    apart = [each for each in text.passages if abs(each.number - passage.number) > 1 and not each.heading]
    headed = {each.section for each in text.passages if each.heading and text.says(each.text, "third", "abroad")}
    safe = any((each.section in headed or text.says(each.text, "third", "abroad")) and text.says(each.text, "safeguard") and facts.abroad(each.text, text)
               for each in apart)
    return safe or any(text.says(words, "negative") and text.says(words, "third") for each in apart for _, words in each.sentences)


def _only_titled(text: Text, passage: Passage, sentence: str) -> bool:
    """It is no more than a title; or a label names the subject, and what stands behind it keeps the data in the Area or denies that they leave it."""
    if not _WORD.search(text.without(sentence, "third", "abroad")):
        return True
    title, colon, rest = sentence.partition(":")
    if not (colon and passage.label and passage.label in title) or text.words["third"].search(rest):
        return False
    return bool(text.words["eea"].search(rest)) or any(text.words["negative"].search(words) for _, words in passage.sentences)


def _sends(text: Text, passage: Passage, sentence: str) -> bool:
    """Data go abroad: this is not denied, and nobody there sends data to us."""
    outside = text.words["third"].search(sentence)
    label, _, rest = sentence.partition(":")
    if text.says(label, "third") and text.says(rest, "eea") and not text.says(rest, "third"):
        return False                    # a label, and below it that all stay in the Area
    if text.words["negative"].search(sentence) or text.shape(_ANSWERED_NO).search(sentence) or _points_on(text, passage, sentence):
        return False
    leaving = text.words["from_abroad"].sub(" ", sentence)
    if text.says(sentence, "hypothetical") or (text.says(sentence, "to_us") and not text.says(sentence, "providers")):
        return False
    if not outside and (text.words["to_us"].search(sentence) or not text.words["abroad"].search(leaving) or _kept_here(text, passage, sentence)):
        return False
    if _on_sources(text, passage) or _to_yourself(text, sentence):
        return False
    received = text.says(passage.text if outside else sentence, "share") or text.says(sentence, "partners", "providers")
    return bool(received or (outside and not text.says(sentence, "conditional")))


def _kept_here(text: Text, passage: Passage, sentence: str) -> bool:
    """Another sentence of the passage denies that those abroad receive anything."""
    return any(text.says(words, "negative") and text.says(words, "share", "data") for _, words in passage.sentences if words != sentence)


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


def _covered(text: Text, facts: Knowledge, passage: Passage, start: int) -> bool:
    """What stands around says where data go and what keeps them safe there; of a country not called a third one, that it is a member."""
    sentence = text.sentence(passage, start)
    outside = bool(text.words["third"].search(sentence))
    part = _around(text, passage, outside)
    told = len(text.words["safeguard"].findall(part))
    one_class = told == 1 and all(text.words[name].search(part) for name in ("within_group", "providers"))
    safe = told > 0 and not one_class
    chosen = text.says(sentence, "conditional") or bool(_DEROGATION.search(sentence))       # the country is that of the reader's own order
    if outside:
        return safe and (chosen or facts.abroad(part, text) or _named_above(text, facts, passage, start))
    onward = " ".join(words for at, words in passage.sentences if at >= start)
    members = facts.abroad(sentence, text) and facts.unsafe(sentence, text, RISKY | ADEQUATE) is None
    return members or text.says(part, "eea") or (safe and (chosen or facts.abroad(part, text))) or not text.shape(_RECEIVERS).search(onward)


def _named_above(text: Text, facts: Knowledge, passage: Passage, start: int) -> bool:
    """A company is named by a word of its name, and with its country elsewhere."""
    sentence = passage.raw[start:start + len(text.sentence(passage, start))]
    names = set(_CAPITAL.findall(sentence))
    return any(facts.lists["company"].search(each.raw) and facts.abroad(each.text, text) and names & set(_CAPITAL.findall(each.raw))
               for each in text.passages if each is not passage)


def _around(text: Text, passage: Passage, outside: bool) -> str:
    """A passage with its neighbours, and with the recipients just listed when it speaks of third countries."""
    before = text.passages[max(0, passage.number - _LISTED):passage.number] if outside and not passage.item else ()
    listed = (each for each in before if each.section == passage.section and each.item)
    return " ".join(each.text for each in (*(each for each in text.around(passage) if not each.heading), *listed))


def _unsafe_places(text: Text, facts: Knowledge, countries: frozenset[str]) -> Iterator[tuple[Passage, int]]:
    """One of the countries is named as the place of a recipient, and nothing keeps the data safe there."""
    for passage in text.passages:
        for start, sentence in passage.sentences if not passage.heading else ():
            told = passage.raw if len(passage.raw) < _LONG else passage.raw[start:start + len(sentence)]
            received = text.shape("<share>|<providers>").search(sentence) or facts.lists["company"].search(told) or (
                start == 0 and _headed(text, passage))
            quiet = text.says(sentence, "negative", "hypothetical") or _yours(text, sentence) or text.says(passage.text[start:], "to_us", "no_transfer") or _to_yourself(text, sentence)
            found = facts.unsafe(sentence, text, countries) if received and not quiet else None
            if found and not _denied_there(text, passage, found[1]) and not _guarded(text, facts, passage, start + found[0], found[1]):
                yield passage, start + found[0]


def _yours(text: Text, sentence: str) -> bool:
    """The reader pays, calls or writes from there, and no provider of ours is named."""
    return bool(text.shape(r"\W*<you_act>").match(sentence)) and not text.shape("<providers>|<share>").search(sentence)


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


def _unsafe(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Where the notice knows of some safeguard, what lacks it is the other rule's matter."""
    if not text.has("safeguard"):
        yield from (text.evidence(passage, place) for passage, place in _unsafe_places(text, facts, RISKY))


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
            others = text.shape("<share>|<providers>").search(words) and not text.shape("<negative>|<conditional>").search(words)
            if hit and others and max(safe) < start:
                yield text.evidence(passage, start + hit.start())
