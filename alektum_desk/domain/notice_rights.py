"""Where a notice lists the rights of Articles 15 to 22."""
from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_citations import cites
from alektum_desk.domain.notice_text import Passage, Text

SIX = ("r_access", "r_rectify", "r_erase", "r_restrict", "r_object", "r_port")
ARTICLE = {"r_access": 15, "r_rectify": 16, "r_erase": 17, "r_restrict": 18, "r_object": 21, "r_port": 20}
_SHORT = 300
_SOME = 3               # so many rights stand at random in a run that does not speak of rights
_SEVERAL = 4            # so many rights in one breath are a list
_LONG = 5               # so many items below a heading or a head on rights are the list, in whatever words
_SHOWN = 12             # so many lines of a list are shown as evidence
OUR_RIGHT = r"<r_auto>|<escape>\b(?:(?!<rights>|<r_port>)[^.;|]){0,80}(?:<machine>|<by_itself>)"


@lru_cache(maxsize=16)
def rights_passages(text: Text) -> tuple[Passage, ...]:
    """The part of a notice that lists the rights: the run of passages that names the most of them, three at least."""
    best: tuple[Passage, ...] = ()
    most = 2
    at = 0
    while at < len(text.passages):
        called = text.words["rights"].search(text.passages[at].text)
        first = text.passages[at]
        if not called and not ((first.item or first.heading) and names_right(text, first)) and not lists(text, first):
            at += 1
            continue
        part = _run(text, at)
        spoken = sum(any(_speaks_of(text, each, name) for each in part) for name in SIX)
        if spoken > (most if called else max(most, _SOME)):
            best, most = part, spoken
        at = part[-1].number + 1
    return best or _headed(text)


def _speaks_of(text: Text, passage: Passage, name: str) -> bool:
    """Names the right, or an item gives the article that grants it."""
    cited = passage.item and any(each.passage is passage for each in cites(text, ARTICLE[name]))
    return cited or bool(text.words[name].search(passage.text))


def _headed(text: Text) -> tuple[Passage, ...]:
    """Items below a heading or the head of a table that speaks of rights."""
    for head in text.passages:
        if not text.words["rights"].search(head.text) or text.words["basis"].search(head.text) or not (head.heading or (head.row and not head.item)):
            continue
        below = [each for each in text.section(head.section) if each.number > head.number]
        items = [each for each in below if each.item and (not head.row or text.head(each) is head)]
        if len(items) >= _LONG:
            return (head, *items)
    return ()


def _run(text: Text, start: int) -> tuple[Passage, ...]:
    """From a passage on rights as long as passages go on about them, with one in between that does not."""
    found = [text.passages[start]]
    waiting: list[Passage] = []
    for passage in text.passages[start + 1:]:
        if text.words["rights"].search(passage.text) or lists(text, passage) or _goes_on(text, passage):
            found += [*waiting, passage]
            waiting = []
        elif waiting:
            break
        else:
            waiting = [passage]
    last = found[-1]
    rest = takewhile(lambda each: each.item and each.section == last.section, text.passages[last.number + 1:])
    return (*found, *rest) if last.item else tuple(found)


def _goes_on(text: Text, passage: Passage) -> bool:
    """An item or a short passage that names a right, or a longer one in which half of the sentences do."""
    if passage.item or len(passage.text) < _SHORT:
        return names_right(text, passage)
    naming = [text.says(words, *SIX, "r_withdraw") for _, words in passage.sentences]
    return len(naming) > 1 and sum(naming) * 2 >= len(naming)


def names_right(text: Text, passage: Passage) -> bool:
    return text.says(passage.text, "r_withdraw") or any(_speaks_of(text, passage, name) for name in SIX) or bool(text.shape(OUR_RIGHT).search(passage.text))


def lists(text: Text, passage: Passage) -> bool:
    """Names several rights in one breath and explains none."""
    return sum(bool(text.words[name].search(passage.text)) for name in SIX) >= _SEVERAL


def list_shown(text: Text) -> Iterator[Evidence]:
    """The list of the rights, and the line before it."""
    part = rights_passages(text)
    yield from (text.evidence(each) for each in part[:_SHOWN])
    if part[0].number:
        yield text.evidence(text.passages[part[0].number - 1])
