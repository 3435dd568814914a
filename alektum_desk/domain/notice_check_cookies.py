"""Rules on cookies: consent, what is said of each, third parties, statistics."""
from __future__ import annotations

import re
from collections.abc import Iterator

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_check_keeping import period
from alektum_desk.domain.notice_facts import LINK, Knowledge
from alektum_desk.domain.notice_text import Passage, Text

_WITHOUT = re.compile(r"\b(?:without|sans|zonder|ohne|uden|uten|utan|ilman)\b")
_SITTING = re.compile(r"\bsession|sessie|sesjon|istun|sitzung|browser(?:en|fenster)? (?:closes|sluit|schlie|lukk|steng|stäng)|(?:fermeture|fermez).{0,20}navigateur|clos\w+ (?:of )?(?:the|your) browser|"
                      r"(?:lukk|sluit|stäng|steng|schlie|suljet|sulke)\w*.{0,30}(?:browser|nettleser|webbläsar|selai)|(?:browser|nettleser|webbläsar|selai)\w*.{0,30}(?:lukk|sluit|stäng|steng|schlie|sulje|sulke)")
_CALLED = re.compile(r"\w_|_\w|[\"“”„«»‘'`|]\w|\|\s*\w|\b(?:Matomo|Piwik|Plausible|Hotjar|Mixpanel|Clarity|Etracker|etracker|econda|AT Internet|Piano|Siteimprove|Snowplow|PHPSESSID|JSESSIONID)|\b\w+(?:sess|id|stat|ID)\b")
_ACCEPTS = re.compile(r"(?:click|tap|klik\w*|klick\w*|trykk\w*|tryck\w*|svar\w*) \W?(?:yes|ja)\b|(?:ihr|dein|your|uw|je) (?:ja|yes)\b|switch(?:es|ed)? (?:it|them)\b.{0,40}\bon\b|aanzet|aan te zetten|skru\w* (?:\w+ )?på|slå\w* .{0,20}(?:til|på)\b|"
                      r"(?:selbst|erst) (?:\w+ )?einschalt|kytke\w* päälle|say(?:s|ing)? yes|\btick|\byes\b|si(?:er|ger)? ja\b|säg(?:er|a) ja\b|sagt ja\b|(?:ja|nein) (?:sagen|gesagt)|zegt? ja\b|kyllä|\boui\b|autoris|aanvink|instem|goedkeur|erlaub|einverstanden|accept|aksepter|godta|godkend|godkän|hyväks|zustimm|akzeptier|toestaan|akkoord|tillåt|tillad|sallit|sallia|\bagree|\ballow|opt.?in\b")
_SETS = re.compile(r"\b(?:we (?:place|set|use)|(?:nous|que nous) (?:plaçons|utilisons|déposons)|(?:wij|we) (?:plaatsen|gebruiken)|vi (?:bruger|sætter|bruker|setter|använder|sätter)|käytämme|asetamme|"
                   r"(?:setzen|verwenden|nutzen) wir|wir (?:setzen|verwenden|nutzen))\b")
_NEEDED = re.compile(r"necessary|strict|essential|indispens|nécessaire|nødvendig|nödvändig|noodzakelijk|erforderlich|notwendig|technisch|välttämät|teknis|tekni|funct|fonction")
_ADVERTISERS = re.compile(r"\b(?:meta\b|facebook|google|doubleclick|tiktok|linkedin|criteo|adform|snap inc|pinterest|xandr|taboola|outbrain|hotjar|microsoft advertising)")


def _cookies(text: Text) -> tuple[Passage, ...]:
    sections = {passage.section for passage, _ in text.find("cookie")}
    return tuple(each for each in text.passages if each.section in sections
                 and (text.words["cookie"].search(each.text) or text.near(each, "cookie") or any(
                     one.heading and text.words["cookie"].search(one.text) for one in text.section(each.section))))


def _consents(text: Text, passage: Passage) -> bool:
    """Speaks of consent as asked for: not as the name of a cookie, nor as what necessary ones do without."""
    for _, sentence in passage.sentences if passage.item or not passage.row else ():
        bare = re.sub(r"\w*_\w*", " ", sentence)
        without = _WITHOUT.search(bare)
        if text.words["consent"].search(bare) and (not without or text.words["negative"].search(_WITHOUT.sub(" ", bare)) or text.words["optional"].search(bare)):
            return True
    return False


def _used(text: Text, sentence: str) -> re.Match[str] | None:
    """Says that cookies beyond the necessary ones are set: not that there are none."""
    return None if not sentence.startswith("|") and text.denies(sentence) else text.words["optional"].search(sentence)


def cookie_consent(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    part = _cookies(text)
    spots = [(each, start + hit.start()) for each in part for start, sentence in each.sentences if (hit := _used(text, sentence)) and (
        "|" in each.text or text.words["cookie"].search(each.text))]
    if not spots and not any(LINK.search(each.text) or _NEEDED.search(each.text) for each in part):
        spots = [(each, start + hit.start()) for each in part for start, sentence in each.sentences
                 if (hit := text.words["cookie"].search(sentence)) and _SETS.search(sentence) and not text.words["negative"].search(sentence)]
    if spots and not any(_consents(text, each) or (_ACCEPTS.search(each.text)
                         and not text.words["browser"].search(each.text)) for each in part):
        yield from (text.evidence(each, place) for each, place in spots)
        yield from (text.evidence(each, hit.start()) for each in part if (hit := text.words["browser"].search(each.text)))


def cookie_details(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    part = _cookies(text)
    spoken = [each for each in part if text.words["cookie"].search(each.text) or (not each.heading and any(
        head.heading and text.words["cookie"].search(head.text) for head in text.section(each.section)))]
    described = [sentence for each in spoken for _, sentence in each.sentences if _used(text, sentence)]
    sitting = all(_SITTING.search(each) for each in described)
    timed = any(period(text).search(each.text) for each in part)
    called = any(_CALLED.search(each.raw) or re.search(r"\w \([^()]*\d[^()]*\)", each.raw) or facts.lists["company"].search(each.raw) or _ADVERTISERS.search(each.text) for each in part)
    if described and not sitting and not (timed and called):
        yield from (text.evidence(each) for each in spoken)


def cookie_third(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    denied = [(passage, start + hit.start()) for passage in text.passages for start, sentence in passage.sentences
              if (hit := text.words["deny_third"].search(sentence)) and not text.words["cookie"].search(sentence)
              and not text.words["third"].search(sentence)]
    on_cookies = {each.number for each in _cookies(text)}
    used = []
    for passage, hit in text.find("optional"):
        rest = " ".join(sentence for _, sentence in passage.sentences if not text.words["deny_third"].search(sentence))
        others = text.words["third_party"].search(rest) or _ADVERTISERS.search(rest)
        if others and text.words["optional"].search(rest) and (text.words["cookie"].search(rest) or passage.number in on_cookies):
            used.append((passage, hit.start()))
    if denied and used:
        yield from (text.evidence(passage, place) for passage, place in (*denied, *used))


def cookie_statistics(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    told = [(passage, hit) for passage, hit in text.find("anonym", "optional")
            if text.words["cookie"].search(passage.text) or re.search(r"statisti|analy|tilasto", passage.text)]
    adapted = [(passage, hit) for passage, hit in text.find("personalise")]
    if told and adapted:
        yield from (text.evidence(passage, hit.start()) for passage, hit in (*told, *adapted))
