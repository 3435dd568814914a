"""Rules on transfers outside the European Economic Area: to where, under which safeguard."""
from __future__ import annotations

import re
from collections.abc import Iterator

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_facts import Knowledge
from alektum_desk.domain.notice_text import Passage, Text

_STEM = 6
_COPY = re.compile(r"\W*(?:an? |une? |eine |een |en |et |ett )?(?:copy|copie|kopie|kopi|kopia|kopian|jäljennö\w+|kopio\w*|avskrift|genpart|afschrift)\b")
_PARTNERS = re.compile(r"partner|parent compan|sister compan|subsidiar|affiliate|branch|société mère|filiale|maison mère|moeder\w+|zuster\w+|dochter\w+|muttergesellschaft|tochter\w+|schwester\w+|"
                       r"recipient|destinataire|ontvanger|empfänger|modtager|mottaker|mottagare|vastaanottaj|moderselskab|søsterselskab|datterselskab|morselskap|søsterselskap|datterselskap|moderbolag|dotterbolag|systerbolag|emoyhtiö|tytäryhtiö|sisaryhtiö|kumppani|agents?\b|correspondent")
_TO_US = re.compile(r"\b(?:send|sends|sent|give|gives|provide|provides|supply|supplies|pass|passes|tells?|reports?) (?:it |them )?(?:on )?(?:to )?us\b|\bnous (?:transmet|communiqu|envoi|fourni|remet|adress)(?!ons)|"
                    r"(?:sturen|stuurt|geven|geeft|zenden|verstrekken|verstrekt|bezorgen|bezorgt|melden|meldt) ons|\bons (?:bezorg|verstrek|stuur|zend)|(?:übermitteln|übermittelt|schicken|schickt|senden|sendet|geben|gibt|melden|meldet|teilen|teilt) uns|"
                    r"(?:sender|giver|oplyser|gir|melder) oss?\b|(?:skickar|lämnar|ger) oss|\bmeille\b")


def transfer(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    yield from _unsafe(text, facts)
    for passage in text.passages:
        for start, sentence in passage.sentences if not passage.heading else ():
            outside = text.words["third"].search(sentence)
            hit = outside or text.words["abroad"].search(sentence)
            shares = text.words["share"].search(passage.text) or _PARTNERS.search(sentence) or text.words["providers"].search(sentence) or (outside and not text.words["conditional"].search(sentence))
            if not hit or not shares or text.words["negative"].search(sentence) or (not outside and _TO_US.search(sentence)):
                continue
            listed = text.passages[max(0, passage.number - 8):passage.number] if outside and not passage.item else ()      # the recipients just named
            part = " ".join(each.text for each in (*(each for each in text.around(passage) if not each.heading), *(each for each in listed if each.section == passage.section and each.item)))
            one_class = text.words["within_group"].search(part) and text.words["providers"].search(part) and len(text.words["safeguard"].findall(part)) == 1
            safe = bool(text.words["safeguard"].search(part)) and not one_class
            if outside:
                fine = safe and (facts.abroad(part, text) or bool(text.words["conditional"].search(sentence)))
            else:
                fine = bool(text.words["eea"].search(part)) or (safe and facts.abroad(part, text)) or not re.search(
                    rf"{text.words['share'].pattern}|{text.words['providers'].pattern}|{_PARTNERS.pattern}", " ".join(words for at, words in passage.sentences if at >= start))
            if not fine:
                yield text.evidence(passage, start + hit.start())


def _unsafe_places(text: Text, facts: Knowledge) -> Iterator[tuple[Passage, int]]:
    """A country without an adequacy decision is named as the place of a recipient, and nothing keeps the data safe there."""
    for passage in text.passages:
        for start, sentence in passage.sentences if not passage.heading else ():
            if not (any(text.words[name].search(sentence) for name in ("share", "providers")) or facts.lists["company"].search(passage.raw)):
                continue
            found = None if text.words["negative"].search(sentence) else facts.unsafe(sentence, text)
            if found is None:
                continue
            place, country = found
            guarded = (each for each in text.passages if text.words["safeguard"].search(each.text) and (each is passage or not _COPY.match(each.text)))
            if not any((each is passage and _safe_within(text, passage, start, facts)) or (each is not passage and country[:_STEM] in each.text) or _same_company(passage, each, facts) or (each is not passage and
                    facts.unsafe(each.text, text) is None and each.section == passage.section) for each in guarded):
                yield passage, start + place


def _safe_within(text: Text, passage: Passage, start: int, facts: Knowledge) -> bool:
    """In its own passage a safeguard stands with the place or after it, or leads before any place is named."""
    led = False
    for at, sentence in passage.sentences:
        if text.words["safeguard"].search(sentence):
            there = facts.unsafe(sentence, text)
            if at == start or (there is None and (at > start or not led)) or (there and there[1] in passage.text[start:].split(". ")[0]):
                return True
        led = led or facts.abroad(sentence, text) or bool(text.words["third"].search(sentence))
    return False


def _same_company(one: Passage, other: Passage, facts: Knowledge) -> bool:
    """Both name a company by the same word, in its full name or by the first word of it."""
    if one is other:
        return False
    names = set(re.findall(r"[A-ZÅÄÖÆØ][\w&-]{3,}", one.raw[len(one.label) + 2:])) if facts.lists["company"].search(one.raw) else set()
    forms = facts.lists["company"]
    return any(re.search(rf"\b{re.escape(name)}\b", other.raw) for name in names if not forms.fullmatch(name))


def _unsafe(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    if not text.has("safeguard"):
        yield from (text.evidence(passage, place) for passage, place in _unsafe_places(text, facts))


def transfer_one_class(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    if text.has("safeguard"):
        yield from (text.evidence(passage, place) for passage, place in _unsafe_places(text, facts))
    yield from _left_unsafe(text)
    for passage, hit in text.find("within_group", "third", "safeguard", "providers"):
        if len(text.words["safeguard"].findall(passage.text)) == 1:
            yield text.evidence(passage, hit.start())


def _left_unsafe(text: Text) -> Iterator[Evidence]:
    """One sentence names the safeguard for some, a later one sends others abroad and nothing follows."""
    for passage, _ in text.find("third", "safeguard"):
        safe = [start for start, words in passage.sentences if text.words["safeguard"].search(words)]
        following = [each for each in text.section(passage.section) if each.number == passage.number + 1]
        for start, words in passage.sentences:
            hit = text.words["third"].search(words)
            others = any(text.words[name].search(words) for name in ("providers", "share"))
            quiet = any(text.words[name].search(words) for name in ("negative", "conditional"))
            if hit and others and not quiet and max(safe) < start and not any(text.words["safeguard"].search(each.text) for each in following):
                yield text.evidence(passage, start + hit.start())
