"""Rules on how long data are kept."""
from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_check_law import has_basis
from alektum_desk.domain.notice_citations import cites
from alektum_desk.domain.notice_facts import Knowledge
from alektum_desk.domain.notice_text import Passage, Text

_TOPICS = ("aml", "cameras", "newsletter", "applicants", "location", "whistle", "prize_draw", "parking")
_SCHEDULE = 4
_COLUMNS = 2            # topic, period
_BRIEF = 200            # letters of a passage that says little
_LABEL = 40             # "Retention: as long as needed" begins with a label of at most so many letters
_LEADING = 60           # letters within which a rule on all data says so
_PERIOD = r"(?P<n>\b\d+|\b<numbers>)\b\.?\s*(?:\(\s*\w+\s*\)\s*)?(?:[^\W\d]\w*\s+)?<units>\b"
_OF_ALL = (r"\b<all>\b.{0,20}<data>\w*.{0,40}<kept>|\b<none>\b.{0,20}<data>\w*.{0,40}<longer_than>|"
           r"\b<all>\b.{0,50}<data>\w*.{0,80}<at_latest>|"
           r"\b<all>\b.{0,20}<data>\w*.{0,60}\b<ceiling>\b|\b<ceiling>\b.{0,60}\b<all>\b.{0,20}<data>")
_GENERALLY = r"^\W*<generally> "
_SWAPPED = r"<erase>\w*.{0,25}?(?:<or>|<in_place_of>|,).{0,25}?<reversible>|<reversible>\w*.{0,25}?(?:<or>|<in_place_of>|,).{0,30}?<erase>"
_FROM_EITHER = rf"{_PERIOD}.{{0,60}}?<after>.{{1,90}}?<or>\s+(?P<second>[^.;|]+)"


def period(text: Text) -> re.Pattern[str]:
    """A number with a unit of time."""
    return text.shape(_PERIOD)


def _kept(text: Text, sentence: str) -> bool:
    return bool(text.words["retention"].search(sentence))


@lru_cache(maxsize=512)
def _listed_periods(text: Text, section: int) -> bool:
    """Item after item with a period: a schedule, however it is headed."""
    part = text.section(section)
    if any(text.words["cookie"].search(each.text) for each in part):
        return False
    items = [each for each in part if each.item]
    timed = sum(bool(period(text).search(each.text)) for each in items)
    return timed >= _SCHEDULE and timed * 2 >= len(items)


def _under(text: Text, passage: Passage) -> bool:
    """Its section is headed as one on retention, or its table, or it is labelled so."""
    if text.words["retention_heading"].search(passage.label) or (passage.item and _listed_periods(text, passage.section)):
        return True
    heads = [each for each in text.section(passage.section) if each.heading]
    return any(text.words["retention_heading"].search(each.text) for each in (text.head(passage), *heads) if each)


def rules(text: Text) -> tuple[tuple[Passage, int, str], ...]:
    """Sentences that state a period of retention."""
    return tuple((passage, start, sentence) for passage in text.passages if not _of_cookies(text, passage)
                 for start, sentence in passage.sentences
                 if period(text).search(sentence) and not _replies(text, sentence) and (_kept(text, sentence) or _under(text, passage)))


def _replies(text: Text, sentence: str) -> bool:
    """The month within which a request is answered is no period of retention."""
    return bool(text.words["one_month"].search(sentence) and text.words["answer"].search(sentence))


def _of_cookies(text: Text, passage: Passage) -> bool:
    """A row or an item that lists a cookie, where necessary says what it is for."""
    above = (text.head(passage), *(each for each in text.section(passage.section) if each.heading), *(text.around(passage)[:2]))
    return passage.item and any(text.words["cookie"].search(each.text) for each in above if each)


def _on_cookies(text: Text, passage: Passage) -> bool:
    """They have periods of their own."""
    return any(text.words["cookie"].search(each.text) for each in (passage, *text.section(passage.section)) if each is passage or each.heading)


@lru_cache(maxsize=512)
def _on_rights(text: Text, section: int) -> bool:
    """Headed so, or it names rights that have nothing to do with keeping."""
    part = text.section(section)
    return any(each.heading and text.words["rights"].search(each.text) for each in part) or all(
        any(text.words[name].search(each.text) for each in part) for name in ("r_object", "r_access", "r_rectify"))


def no_duration(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 13(2)(a): the period, or the criteria from which it follows; as long as necessary says neither."""
    speaking = [each for each in text.passages if not each.heading and (each.item or not each.row) and not _of_cookies(text, each) and (
        _kept(text, each.text) or (_meant(text, each) and text.words["necessary"].search(each.text)))]
    told = frozenset(passage.number for passage, _, _ in rules(text))
    if not told and not any(text.words["event"].search(each.text) for each in speaking):
        open_ones = [each for each in speaking if text.words["necessary"].search(each.text)]
        yield from (text.evidence(each, _at(text, each)) for each in open_ones or speaking[-1:] or text.passages[:1])
        return
    for passage in text.passages if told else ():
        if not _of_cookies(text, passage) and (cell := _open_cell(text, passage)):
            yield text.evidence(passage, passage.text.find(cell))
    for passage in speaking:
        if period(text).search(passage.text) or text.words["event"].search(passage.text):
            yield from _open_among_told(text, passage)
        elif _open_ended(text, passage, told):
            yield text.evidence(passage, _at(text, passage))


def _open_ended(text: Text, passage: Passage, told: frozenset[int]) -> bool:
    """A passage without a period in a notice that has some says that data are kept as long as necessary."""
    if told and (text.words["refers"].search(passage.text) or _on_cookies(text, passage)):
        return False
    if text.words["on_request"].search(passage.text) or any(cite.passage is passage for cite in cites(text, 17)):
        return False
    if text.words["rights"].search(passage.text) or _on_rights(text, passage.section):
        return False
    label, _, value = passage.text.partition(":")
    if len(label) < _LABEL and text.words["retention_heading"].search(label) and text.words["necessary"].search(value):
        return True
    if passage.item and text.words["r_restrict"].search(passage.text):
        return False
    if text.shape("<claims>|<prevail>").search(passage.text):
        return False            # an exception to the periods rather than a period
    meant = _meant(text, passage)
    open_ones = any(text.words["necessary"].search(words) and (meant or _kept(text, words)) and not text.says(words, "contract", "provision")
                    for _, words in passage.sentences)
    leads = told and (passage.text.rstrip().endswith(":") or (text.words["purpose"].search(passage.text) and not passage.item))
    return open_ones and not leads and (not told or _under(text, passage) or _on_one_purpose(text, passage, told))


def _open_cell(text: Text, passage: Passage) -> str:
    """The cell of a row that stands in the column of the periods and says no more than: as long as needed."""
    head = text.head(passage)
    for name, cell in zip(head.text.split("|"), passage.text.split("|"), strict=False) if head else ():
        dated = any(each.search(cell) for each in (period(text), text.words["event"], text.words["claims"]))
        if text.words["retention_heading"].search(name) and text.words["necessary"].search(cell) and not dated:
            return cell.strip()
    return ""


def _meant(text: Text, passage: Passage) -> bool:
    """Below a heading on keeping that is on nothing else."""
    mixed = any(each.heading and text.shape("<purpose>|<basis>").search(each.text) for each in text.section(passage.section))
    return not mixed and _under(text, passage)


def _on_one_purpose(text: Text, passage: Passage, told: frozenset[int]) -> bool:
    """Its section has a basis of its own, and no period."""
    section = text.section(passage.section)
    if text.words["recording"].search(passage.text):
        return False
    return any(has_basis(text, each) for each in section) and not any(each.number in told for each in section)


def _open_among_told(text: Text, passage: Passage) -> Iterator[Evidence]:
    """In a paragraph that states periods, a sentence about some of the data that states none."""
    quiet = [period(text), *(text.words[name] for name in ("event", "prevail", "claims", "purpose", "refers"))]
    if not _under(text, passage):
        return
    for start, sentence in passage.sentences:
        if _kept(text, sentence) and text.words["necessary"].search(sentence) and not any(each.search(sentence) for each in quiet):
            yield text.evidence(passage, start)


def _at(text: Text, passage: Passage) -> int:
    hit = text.words["necessary"].search(passage.text) or text.words["retention"].search(passage.text)
    return hit.start() if hit else 0


def industry(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 13(2)(a): a reference to customs of the trade tells nobody for how long."""
    for passage in text.passages:
        for start, sentence in passage.sentences:
            hit = text.words["industry"].search(sentence)
            if hit and (_kept(text, sentence) or _under(text, passage)):
                yield text.evidence(passage, start + hit.start())


def reversible(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 17 with recital 26: what is encrypted, masked or archived instead of erased is still personal data."""
    for passage in text.passages:
        hit = text.shape(_SWAPPED).search(passage.text)
        if hit and text.shape("<or>|<in_place_of>").search(passage.text[max(0, hit.start() - 30):hit.end() + 30]):
            yield text.evidence(passage, hit.start(), hit.end() - hit.start())


def two_triggers(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 13(2)(a): a period that begins at one event or at another has no end unless it is said which of them counts."""
    for passage in text.passages:
        for start, sentence in passage.sentences:
            hit = text.shape(_FROM_EITHER).search(sentence)
            if hit and not _replies(text, sentence) and not text.words["whichever"].search(sentence) and _begins_again(text, hit["second"]):
                yield text.evidence(passage, start + hit.start(), 60)
        yield from _two_in_a_cell(text, passage)


def _begins_again(text: Text, second: str) -> bool:
    """What follows the "or" is an event: no second period, no condition, no end."""
    if period(text).search(second) or text.words["conditional"].search(second) or text.words["until"].match(second):
        return False
    return bool(text.words["after"].match(second))


def _two_in_a_cell(text: Text, passage: Passage) -> Iterator[Evidence]:
    """A table with a column for the event at which the period begins, and two of them in one cell."""
    head = text.head(passage)
    if head is None or not period(text).search(passage.text) or text.words["whichever"].search(passage.text):
        return
    for name, cell in zip(head.text.split("|"), passage.text.split("|"), strict=False):
        begins = len(name) < _LABEL and text.shape(r"\b<since>\b").search(name)
        if begins and text.words["or"].search(cell) and not period(text).search(cell):
            yield text.evidence(passage, passage.text.find(cell.strip()))


def _years(text: Text, sentence: str) -> Iterator[int]:
    for hit in period(text).finditer(sentence):
        if text.shape(r"\b<year>\b").search(hit.group()):
            spoken = (number for number, words in enumerate(text.words.counting, 1) if re.fullmatch(words, hit["n"]))
            yield from (int(hit["n"]),) if hit["n"].isdigit() else spoken


def accounting(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """The acts on bookkeeping say for how many years its records are kept: that of the country of the notice, and no other."""
    right = facts.accounting.get(text.country, ())
    other = facts.accounting_act.get(text.country)
    by_law = any(text.words["books"].search(each.text) and text.words["law"].search(each.text) for each in text.passages)
    for passage in text.passages if right else ():
        for start, sentence in passage.sentences:
            hit = text.words["accounting"].search(sentence)
            lawful = text.shape("<law_word>|<law>").search(sentence) or (by_law and text.words["books"].search(sentence))
            if not hit or not lawful or text.words["limitation"].search(sentence):
                continue
            years = frozenset(_years(text, sentence))
            if years and (years.isdisjoint(right) or (other and other.search(passage.text))):
                yield text.evidence(passage, start + hit.start())


def precedence(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 5(1)(e): a rule on all data and one on some of them contradict each other unless it is said which goes first."""
    stated = rules(text)
    for passage, start, sentence in stated:
        years = max(_years(text, sentence), default=0)
        if not years or not _caps(text, passage, sentence) or _settled(text, passage, start, sentence):
            continue
        others = [(one, at) for one, at, words in stated if words != sentence and set(_years(text, words)) != {years}]
        if others:
            yield text.evidence(passage, start)
            yield from (text.evidence(one, at) for one, at in others)


def _caps(text: Text, passage: Passage, sentence: str) -> bool:
    """It sets an end for all data; an item does so only when it says all."""
    of_all = text.shape(_OF_ALL).search(sentence)
    hits = (of_all,) if passage.item else (text.words["cap"].search(sentence) or of_all or text.shape(_GENERALLY).search(sentence),)
    return any(hit and hit.start() < _LEADING for hit in hits)


def _settled(text: Text, passage: Passage, start: int, sentence: str) -> bool:
    """The sentence, the next one or the section says which period goes before the other."""
    part = text.section(passage.section)
    if any(text.words["longest"].search(each.text) for each in part if each is not passage and not each.item):
        return True
    following = [words for at, words in passage.sentences if at > start] or [
        each.text for each in part if each.number == passage.number + 1 and _kept(text, each.text)]
    return any(text.words["prevail"].search(words) for words in (sentence, *following[:1]))


def without_purpose(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 13(1)(c): a line with a topic and a period, for something of which nothing else in the notice speaks, not even to deny it."""
    bare = frozenset(passage.number for passage, _, _ in rules(text) if _bare(text, passage))
    for name in _TOPICS:
        spots = [(passage, start, hit.start(), sentence) for passage in text.passages for start, sentence in passage.sentences
                 if (hit := text.words[name].search(sentence))]
        denied = any(text.says(sentence, "negative") for _, _, _, sentence in spots)
        told = not spots or any(each.number not in bare and text.says(each.text, name, f"{name}_plain") for each in text.passages)
        if not denied and not told:
            yield from (text.evidence(passage, start + place) for passage, start, place, _ in spots)


def _bare(text: Text, passage: Passage) -> bool:
    """It says how long and nothing else: no ground, no interest, and in a row no cell beside topic and period."""
    cells = sum(bool(cell.strip()) for cell in passage.text.split("|")) if passage.row else 1
    founded = has_basis(text, passage) or text.says(passage.text, "interest")
    return cells <= _COLUMNS and not (passage.heading or founded) and (len(passage.text) < _BRIEF or _under(text, passage))
