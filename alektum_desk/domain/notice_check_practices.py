"""Rules on single practices, each with a ground of its own: calls that are recorded, surveys, searches of open sources."""
from __future__ import annotations

import re
from collections.abc import Iterator

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_check_keeping import period
from alektum_desk.domain.notice_check_law import grounded, has_basis, left_out
from alektum_desk.domain.notice_citations import cites
from alektum_desk.domain.notice_facts import Knowledge
from alektum_desk.domain.notice_rights import rights_passages
from alektum_desk.domain.notice_text import Passage, Text

_BOLD = re.compile(r"[\W\d]*\*\*[^*]+\*\*")
_NUMBER = re.compile(r"(?<![\d.\w])(?:\d{1,2}\.\d{1,2}|[a-z]\d{1,2})(?![\d.]\d|\w)")         # of a section: 3.5, B2
_OPENS_MAY = r"\W*<you_may>"
_YOU_ACT = r"\W*<you_act>"
_BARE_LETTER = re.compile(r"\([a-f]\)")             # of Art. 6(1): because people want to be found (f)
_COMMA = re.compile(r"[,;]")
_SEVERAL = 2            # so many commas make a list
_SHORT = 120            # a line about keeping, or a label
_LONG = 500             # a passage about keeping alone is shorter
_WHOLE = 700            # a passage so long stands for itself
_FEW = 3
_NEARLY = 4             # one of so many may stand alone
_PURPOSES = ("recording", "survey")
_LEAD = 90
_BESIDE = (-3, -2, -1, 1, 2, 3)                     # parts before and after
_TOLD_APART = ("refers", "aforesaid", "interest", "rights", "providers", "forgoes", "edition", "retention_heading")
_WORDS = 4              # a heading so short names one right

Spot = tuple[Passage, int]


def _announced(text: Text, name: str) -> Iterator[tuple[Passage, int, str]]:
    """Where something is said to be done, and the sentence: no heading, no denial, and not what the reader may ask for."""
    for passage in text.passages:
        for start, sentence in passage.sentences if not passage.heading else ():
            hit = text.words[name].search(sentence)
            if hit and not text.denies(sentence) and not _only_mentioned(text, passage, sentence):
                yield passage, start + hit.start(), sentence


def _only_mentioned(text: Text, passage: Passage, sentence: str) -> bool:
    """It is forgone, it is told what the reader may have of it, or what changed in an edition; the heading may say so."""
    if text.says(sentence, "forgoes", "r_access") or text.says(passage.text, "edition") or text.shape(_OPENS_MAY).match(sentence) or passage in rights_passages(text):
        return True
    heads = [each.text for each in text.section(passage.section) if each.heading]
    return any(text.says(each, "rights", "forgoes") or text.denies(each) or (
        text.says(each, "r_access", "r_erase") and len(each.split()) < _WORDS) for each in heads)


def recording(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 13(1)(c): calls that are recorded have a ground. A line on how long they are kept, or on who stores them, need not repeat it."""
    spots = [(passage, place, sentence) for passage, place, sentence in _announced(text, "recording") if not (
        _on_keeping(text, passage, sentence) or text.says(sentence, "providers", "provision") or _on_duty_to_give(text, passage) or _on_others(text, facts, passage, place))]
    yield from _unbased(text, "recording", [(passage, place) for passage, place, _ in spots],
                        [(passage, place) for passage, place, sentence in spots if text.says(sentence, "records")])


def _on_others(text: Text, facts: Knowledge, passage: Passage, place: int) -> bool:
    """A sentence or an item that names a company, or a part headed processors or recipients: it says who has the data."""
    headed = any(text.says(each.text, "providers", "partners", "role_known") for each in text.section(passage.section) if each.heading)
    start = next(begins for begins, _ in reversed(passage.sentences) if begins <= place)
    sentence = passage.raw[0 if passage.item else start:start + len(text.sentence(passage, place))]
    return bool(facts.lists["company"].search(sentence)) or (headed and not has_basis(text, passage))


def _on_keeping(text: Text, passage: Passage, sentence: str) -> bool:
    kept = text.says(sentence, "retention") or (passage.item and len(sentence) < _SHORT)
    return bool(period(text).search(sentence) and kept and len(passage.text) < _LONG)


def survey(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 13(1)(c): surveys have a ground. Those who send them, and that an answer is voluntary, are other matters."""
    spots = [(passage, place) for passage, place, sentence in _announced(text, "survey")
             if not text.says(passage.text, "providers") and not _on_duty_to_give(text, passage) and not text.says(sentence, "provision")]
    described = [(passage, place) for passage, place in spots
                 if _BOLD.match(passage.text) or not (period(text).search(passage.text) and len(passage.text) < _SHORT)]
    yield from _unbased(text, "survey", described or spots, described or spots)


def _on_duty_to_give(text: Text, passage: Passage) -> bool:
    """Below the heading whether data must be given, where an answer is only said to be free."""
    return any(each.heading and text.says(each.text, "must_give", "provision") for each in text.section(passage.section))


def _unbased(text: Text, name: str, spots: list[Spot], done: list[Spot]) -> Iterator[Evidence]:
    """Where it is done without a basis: the one purpose of several that lacks it, or every place that says so.

    The part that it heads must state one, or a row of a table; without such a part, any place that speaks of it.
    """
    heads = [each for each in text.passages if text.says(each.text if each.heading else each.label, name)
             and (each.heading or _BOLD.match(each.text))]
    rows = [each for each in text.passages if each.row and text.says(each.text, name)]
    omitted = [(each, place) for each, place in (*((each, 0) for each in (*heads, *rows) if each.heading or each.row), *spots)
               if left_out(text, each) and text.says(each.text[:_LEAD], name)]
    omitted = omitted or [(each, place) for each, place in spots if place < _LEAD and _unlike(text, each)]
    parts = [text.section(each.section) if each.heading else _block(text, each) for each in heads]
    if parts:
        based = any(_founded(text, each) for part in parts for each in part)
    else:
        based = any(_grounded(text, name, passage) for passage, _ in spots)
    omitted = omitted or [(below, 0) for each in heads if each.heading and (below := _bare_part(text, each))]
    told = {each for each in text.passages if not each.heading and _based_in_words(text, name, each)}
    omitted = [] if told - {each for each, _ in spots} else omitted          # another part tells its ground
    yield from (text.evidence(passage, place) for passage, place in (omitted or (() if based or told else done)))


def _bare_part(text: Text, heading: Passage) -> Passage | None:
    """What stands below a heading of its own and has no ground, where the parts before and after it state theirs."""
    below = [each for each in text.section(heading.section) if not each.heading]
    if not below or _grounds_in_list(text) or any(
            _founded(text, each) or text.says(_beyond_keeping(text, each), *_TOLD_APART) or _NUMBER.search(each.text) for each in below):
        return None
    if text.denies(heading.text) or text.denies(below[0].sentences[0][1]) or text.says(heading.text, *_TOLD_APART):
        return None
    near = [part for number in _BESIDE if (part := text.section(heading.section + number)) and _marks(part[0]) == _marks(heading)]
    like = [part for part in near if any(has_basis(text, each) for each in part)]
    return below[0] if len(like) >= _FEW and not any(text.says(part[0].text, "basis") for part in near) else None


def _beyond_keeping(text: Text, passage: Passage) -> str:
    """The words without the label of a line on how long."""
    kept = text.says(passage.label, "retention_heading") and period(text).search(passage.text)
    return "" if kept else passage.text


def _grounds_in_list(text: Text) -> bool:
    """Several purposes and their grounds stand in one part, as in a table; it may tell that of any practice."""
    based = [each.section for each in text.passages if (each.row or each.item) and each not in rights_passages(text) and has_basis(text, each)]
    return any(based.count(section) >= _FEW for section in based)


def _marks(heading: Passage) -> int:
    return len(heading.raw) - len(heading.raw.lstrip("#"))


def _founded(text: Text, passage: Passage) -> bool:
    """It states a ground, be it by a yes that is asked for, by a rule that demands it or by its bare letter."""
    told = not passage.heading and (text.says(passage.text, "accepts", "law", "bound") or _BARE_LETTER.search(passage.text))      # "§ 3" may number a heading
    return bool(has_basis(text, passage) or told)


def _based_in_words(text: Text, name: str, passage: Passage) -> bool:
    """A row, or a sentence that is not on withdrawal with the next one, speaks of it and of its ground, wherever it stands."""
    if text.says(passage.text, "providers"):
        return False
    if passage.row:
        return text.says(passage.text, name) and has_basis(text, passage)
    return any(text.says(sentence, name) and not text.says(sentence, "r_withdraw", "r_object")
               and any(_states(text, passage, *each) for each in passage.sentences[number:number + 2])
               for number, (_, sentence) in enumerate(passage.sentences))


def _states(text: Text, passage: Passage, start: int, sentence: str) -> bool:
    """The sentence itself states a ground."""
    return text.says(sentence, "basis", "consent", "legit", "legal_duty", "public_task", "accepts", "law") or any(
        cite.passage is passage and start <= cite.place < start + len(sentence) for cite in cites(text, 6))


def _grounded(text: Text, name: str, passage: Passage) -> bool:
    """A ground stands in the passage or beside it. Where two purposes share a passage, it is not that of the other."""
    following = text.passages[passage.number + 1:passage.number + 2]
    if any(each.label and has_basis(text, each) and len(passage.text) < _LEAD and each.section == passage.section for each in following):
        return True                                    # the next line is: Basis: ...
    others = [each for each in _PURPOSES if each != name and text.says(passage.text, each)]
    if not others:
        return grounded(text, passage) or _founded(text, passage) or (passage.item and any(has_basis(text, each) for each in part_of(text, passage)))
    return any(_states(text, passage, start, sentence) and (text.says(sentence, name) or not text.says(sentence, *others))
               for start, sentence in passage.sentences)


def _parts(text: Text, section: int) -> list[tuple[Passage, ...]]:
    """A section cut where a label in bold stands, with what belongs to each; before the first of them, at each item as far left as any."""
    passages = text.section(section)
    left = min((_indent(text, each) for each in passages if each.item), default=0)
    parts: list[list[Passage]] = [[]]
    labelled = False
    for each in passages:
        label = bool(_BOLD.match(each.text))
        labelled = labelled or (label and not each.item)
        if label or (each.item and not labelled and _indent(text, each) <= left):
            parts.append([])
        parts[-1].append(each)
    return [tuple(part) for part in parts if part]


def _indent(text: Text, passage: Passage) -> int:
    line = text.lines[passage.lines[0] - text.first]
    return len(line) - len(line.lstrip())


def part_of(text: Text, passage: Passage) -> tuple[Passage, ...]:
    return next(part for part in _parts(text, passage.section) if passage in part)


def _unlike(text: Text, passage: Passage) -> bool:
    """One of several labelled or listed purposes, and without a ground where nearly all others state theirs."""
    mine = part_of(text, passage)
    labelled = bool(_BOLD.match(mine[0].text))
    on_keeping = not labelled and len(mine) == 1 and len(passage.text) < _SHORT and period(text).search(passage.text)
    if not (labelled or mine[0].item) or on_keeping or text.says(passage.text, "providers") or any(has_basis(text, each) for each in mine):
        return False
    based = [any(has_basis(text, each) for each in part) for part in _parts(text, passage.section) if _BOLD.match(part[0].text) or part[0].item]
    return based.count(True) >= _FEW and based.count(False) * _NEARLY <= len(based)


def _block(text: Text, passage: Passage) -> tuple[Passage, ...]:
    """A passage with a label in bold and what follows up to the next one, unless that is labelled as a part of it."""
    found = [passage]
    for each in text.passages[passage.number + 1:]:
        label = _BOLD.match(each.text)
        part = label and text.says(label[0], "basis", "retention_heading", "purpose", "collect", "providers")
        if each.section != passage.section or each.heading or (label and not part):
            break
        found.append(each)
    return tuple(found)


def scraping(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 14(2)(f), 6(1): what is gathered from open sources has a ground too; wherever such a source stands beside a ground, it has one."""
    cookies = {passage.section for passage, _ in text.find("cookie")}
    if any(_open_source(text, each.text) and has_basis(text, each) for each in text.passages):
        return
    spots = [(passage, start + hit.start()) for passage in text.passages if not (passage.heading or passage.section in cookies)
             for start, sentence in passage.sentences if (hit := _open_source(text, sentence)) and _gathered(text, passage, sentence)]
    based = any(has_basis(text, each) for passage, _ in spots if len(passage.text) < _WHOLE for each in text.section(passage.section))
    omitted = [(passage, place) for passage, place in spots if _lacks(text, passage)]
    omitted += [(below, 0) for each in text.passages if each.heading and not text.says(text.without(each.text, "public_source"), "source") and _open_source(text, each.text)
                and (below := _bare_part(text, each))]
    yield from (text.evidence(passage, place) for passage, place in (omitted or (() if based else spots)))


def _open_source(text: Text, sentence: str) -> re.Match[str] | None:
    """A public source that is not one's own site."""
    return text.words["public_source"].search(text.words["own_site"].sub(lambda own: " " * len(own[0]), sentence))


def _gathered(text: Text, passage: Passage, sentence: str) -> bool:
    """It lacks the ground that its like have; or we gather by a verb, in the sentence or in the lead of the list.

    Who only lists sources, tells an interest or points to another part, as by "B2", says what is told there.
    """
    if text.denies(sentence) or text.says(sentence, "refers", "aforesaid", "r_erase", "accepts") or text.shape(_YOU_ACT).match(sentence):
        return False
    if _NUMBER.search(sentence) or text.says(passage.text, "interest") or _only_mentioned(text, passage, sentence):
        return False
    lead = [each.text for each in text.around(passage)[1:2] if passage.item and each.number < passage.number]
    done = any(text.says(each, "collect") and text.says(each, "we") for each in (text.without(sentence, "public_source"), *lead))
    listed = _of_sources(text, passage) and len(_COMMA.findall(sentence)) >= _SEVERAL
    return _lacks(text, passage) or (done and not listed)


def _lacks(text: Text, passage: Passage) -> bool:
    """It is one of several purposes and has no ground where the others state theirs; a part on where data come from need not have one."""
    return left_out(text, passage) or (_unlike(text, passage) and not _of_sources(text, passage))


def _of_sources(text: Text, passage: Passage) -> bool:
    titles = (passage.label, *(each.text for each in text.section(passage.section) if each.heading))
    return any(text.says(each, "source") for each in titles)
