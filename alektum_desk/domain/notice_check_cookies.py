"""Rules on cookies: consent, what is said of each, third parties, statistics."""
from __future__ import annotations

import re
from collections.abc import Iterator

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_check_keeping import period
from alektum_desk.domain.notice_citations import cites_in
from alektum_desk.domain.notice_facts import LINK, Knowledge
from alektum_desk.domain.notice_text import Passage, Text

# A name: _ga, "session", sessid; or its time behind it, (2 years). What is quoted with a capital is a button.
_CALLED = re.compile(r"\w_|_\w|[\"“”„«»‘'`*][a-z0-9]\w*[\"“”„«»‘'`*]|[\"“”„«»‘'`*][A-Z]{2}\w*[\"“”„«»‘'`*]|\b\w*[a-zA-Z](?:SESS|sess|SID|sid|ID)\b")
_TIMED = re.compile(r"\w \((?![^()]*(?:[Aa]rt|§))[^()]*\d[^()]*\)")
_OWN_NAME = re.compile(r"\w*_\w*")


def _on_cookies(text: Text) -> tuple[Passage, ...]:
    """What speaks of cookies, its neighbours, and all below a heading that names them."""
    sections = {passage.section for passage, _ in text.find("cookie")}
    headed = {each.section for each in text.passages if each.heading and text.says(each.text, "cookie")}
    return tuple(each for each in text.passages if each.section in headed or (each.section in sections and text.near(each, "cookie")))


def _consents(text: Text, passage: Passage) -> bool:
    """Speaks of consent as asked for, or cites it: not as the name of a cookie, nor as what necessary ones do without."""
    if cites_in(text, passage, "a"):
        return True
    for _, sentence in passage.sentences if passage.item or not passage.row else ():
        bare = _OWN_NAME.sub(" ", sentence)
        rest = text.words["without"].sub(" ", bare)
        if text.says(bare, "consent") and (rest == bare or text.says(rest, "negative") or text.says(bare, "optional")):
            return True
    asked = any(text.says(sentence, "accepts") and not text.says(text.words["session"].sub(" ", sentence), "browser")
                for _, sentence in passage.sentences)
    return asked or _ticked(text, passage)


def _ticked(text: Text, passage: Passage) -> bool:
    """In a row of a table on cookies beyond the necessary ones: a cell says so, or that below the word consent says yes."""
    head = text.head(passage)
    if head is None or not _used(text, passage.text):
        return False
    cells = passage.text.split("|")
    if any(text.says(cell, "accepts", "free_choice") and not text.says(cell, "browser", "negative") for cell in cells[2:]):
        return True
    return any((text.says(name, "consent", "accepts", "free_choice") or _asked(text, name)) and text.says(cell, "yes", "consent") and not text.says(cell, "negative")
               for name, cell in zip(head.text.split("|"), cells, strict=False))


def _asked(text: Text, column: str) -> bool:
    """A question heads the column, and not that whether the cookie is needed or of others: Do we ask?"""
    return column.strip().endswith("?") and not text.says(column, "strictly_needed", "third_party")


def _used(text: Text, sentence: str) -> re.Match[str] | None:
    """Says that cookies beyond the necessary ones are set: not that there are none."""
    denied = not sentence.startswith("|") and (text.denies(sentence) or text.says(sentence, "forgoes"))
    return None if denied else text.words["optional"].search(sentence)


def _left_to_browser(text: Text, part: tuple[Passage, ...]) -> bool:
    """A setting of the browser is offered: not that a cookie goes when it is closed."""
    return any(text.says(sentence, "browser") and not text.says(sentence, "session")
               for each in part if not each.row for _, sentence in each.sentences)


def cookie_consent(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 5(3) of Directive 2002/58/EC, Art. 7: cookies beyond the necessary ones wait for consent; a setting of the browser is none."""
    part = _on_cookies(text)
    headed = {each.section for each in part if each.heading and text.says(each.text, "cookie")}
    spots = [(each, start + hit.start()) for each in part for start, sentence in each.sentences if (hit := _used(text, sentence)) and (
        "|" in each.text or each.section in headed or text.says(sentence, "cookie") or (
            text.says(each.text, "cookie") and _CALLED.search(each.raw, start, start + len(sentence))))]
    if not spots and not any(LINK.search(each.text) or text.says(each.text, "strictly_needed") for each in part):
        spots = _set_unexplained(text, part)
    if spots and (_left_to_browser(text, part) or not text.has("consent")) and not any(_consents(text, each) or _forgoes(text, each) for each in part):
        yield from (text.evidence(each, place) for each, place in spots)
        yield from (text.evidence(each, hit.start()) for each in part if (hit := text.words["browser"].search(each.text)))


def _forgoes(text: Text, passage: Passage) -> bool:
    """Cookies beyond the necessary ones are denied: what else is measured is no cookie."""
    return any((text.denies(sentence) or text.says(sentence, "forgoes")) and text.says(sentence, "optional") and text.says(sentence, "cookie", "sets_cookies")
               for _, sentence in passage.sentences if not passage.row)


def _set_unexplained(text: Text, part: tuple[Passage, ...]) -> list[tuple[Passage, int]]:
    """Cookies are set, and nothing tells what for."""
    return [(each, start + hit.start()) for each in part for start, sentence in each.sentences
            if text.says(sentence, "sets_cookies") and not text.says(sentence, "negative")
            and (hit := text.words["cookie"].search(sentence))]


def cookie_details(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 13(2)(a), and the Court in Planet49, C-673/17: how long each works and who reads it. Those of a session end with it."""
    part = _on_cookies(text)
    headed = {each.section for each in text.passages if each.heading and text.says(each.text, "cookie")}
    spoken = [each for each in part if text.says(each.text, "cookie") or (not each.heading and each.section in headed)]
    described = [sentence for each in spoken for _, sentence in each.sentences
                 if _used(text, sentence) or (text.says(sentence, "cookie") and text.says(sentence, "consent", "accepts") and not text.denies(sentence))]
    timed = any(period(text).search(each.text) or text.says(each.text, "brief_time") for each in part)
    sections = {each.section for each in spoken if not each.row}
    listed = any(each.row and each.section in sections for each in text.passages)
    named = listed or any(_CALLED.search(each.raw) or _TIMED.search(each.raw) for each in part) or any(_setter(facts, each) for each in spoken)
    if described and not (timed and named) and not all(text.says(each, "session") for each in described):
        yield from (text.evidence(each) for each in spoken)


def _setter(facts: Knowledge, passage: Passage) -> bool:
    """Who sets a cookie is named."""
    return bool(facts.lists["advertisers"].search(passage.text)) or any(
        facts.lists[name].search(passage.raw) for name in ("company", "trackers"))


def cookie_third(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 13(1)(e): who sets cookies for others shares with them, and cannot deny it."""
    denied = [(passage, start + hit.start()) for passage in text.passages for start, sentence in passage.sentences
              if (hit := text.words["deny_third"].search(sentence)) and not text.says(sentence, "cookie", "third")
              and (not text.says(sentence, "sell") or text.says(text.words["sell"].sub(" ", sentence), "share"))]    # not sold may still be shared
    used = _of_others(text, facts)
    if denied and used:
        yield from (text.evidence(passage, place) for passage, place in (*denied, *used))


def _of_others(text: Text, facts: Knowledge) -> list[tuple[Passage, int]]:
    """Cookies of third parties, in what is left when the denial is taken out."""
    on_cookies = {each.number for each in _on_cookies(text)}
    found = []
    for passage in text.passages:
        rest = " ".join(sentence for _, sentence in passage.sentences if not text.says(sentence, "deny_third"))
        advertiser = facts.lists["advertisers"].search(rest)
        other = text.words["optional"].search(rest) if advertiser or text.says(rest, "third_party") else None
        hit = other or (advertiser if passage.row else None)
        if hit and (text.says(rest, "cookie") or passage.number in on_cookies):
            found.append((passage, passage.text.find(hit[0])))
    return found


def cookie_statistics(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 4(1): statistics that also adapt a page to its reader are not anonymous."""
    told = [(passage, hit) for passage, hit in text.find("anonym", "optional") if text.says(passage.text, "cookie", "statistics")]
    adapted = list(text.find("personalise"))
    if told and adapted:
        yield from (text.evidence(passage, hit.start()) for passage, hit in (*told, *adapted))
