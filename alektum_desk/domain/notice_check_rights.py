"""Rules on rights, requests, consent and automated decisions."""
from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_check_authority import named
from alektum_desk.domain.notice_check_keeping import rules as periods
from alektum_desk.domain.notice_citations import cites
from alektum_desk.domain.notice_facts import MAIL, Knowledge
from alektum_desk.domain.notice_text import Passage, Text

_SIX = ("r_access", "r_rectify", "r_erase", "r_restrict", "r_object", "r_port")
_ARTICLE = {"r_access": 15, "r_rectify": 16, "r_erase": 17, "r_restrict": 18, "r_object": 21, "r_port": 20}
_SHORT = 300
_SEVERAL = 4            # so many rights in one breath are a list
_CLOSE = 3              # passages between a machine that helps and one that decides
_RUN = 38               # letters of one matter objected to
_SMALL = 8              # a section of so many passages is on one matter
_SHOWN = 12             # so many lines of a list are shown as evidence
_TELLS = 8              # words of a sentence that says something of its own
_WEIGHS = 14            # words of one that says what counts, and what then
_LEADING = 25           # letters before the name of a right that leads its item
_BARE = 26              # "the right to object" and no more
_UNAIDED = r"\b<lacking>\b(?: [\w'-]+){0,3}? (?:l'|d'|d')?(?:<staff>|<human>)\w*(?:,? (?:\w+ ){0,3}?<takes_part>\w*)?"
_OUR_RIGHT = r"<r_auto>|<escape>\b(?:(?!<rights>|<r_port>)[^.;|]){0,80}(?:<machine>|<by_itself>)"
_NO_MACHINE = (r"<negative>[^.;:]{0,80}<decides>[^.;:]{0,60}<machine>|<negative>[^.;:]{0,80}<machine>[^.;:]{0,60}<decides>|"
               r"<decides>[^.;:]{0,60}<negative> (?:\w+ )?<machine>")
_READ_BY_MACHINE = r"\b<computer>\b(?: \w+){1,3}"
_ANSWERED_NO = r"\W*<no>\b"
_CONDITION = r"\b<clause>\b[^,.;:]*"
_EXPLAINED = r":\s|,? <that_is>\b"
_ARTICLE_22 = re.compile(r"\b22\b")
_ANY = r"\b(?:<processing>|<usage>\b(?=[^,;.]{0,45}(?:$|[,;.])))\b(?![^,;.]{0,60}<advertising>)"
_OWN_REASONS = r"[^,;.:]*<situation>[^,;.:]*"
_LETTERS = re.compile(r"6 ?\(1\)|6\.1|litra [ef]|lit\. [ef]|bokstav|6, |(?:buchstabe|letter|onder|led|point|bogstav) [ef]\b")


@lru_cache(maxsize=16)
def rights_passages(text: Text) -> tuple[Passage, ...]:
    """The part of a notice that lists the rights: the run of passages that names the most of them, three at least."""
    best: tuple[Passage, ...] = ()
    most = 2
    at = 0
    while at < len(text.passages):
        called = text.words["rights"].search(text.passages[at].text)
        first = text.passages[at]
        if not called and not ((first.item or first.heading) and _names(text, first)) and not lists(text, first):
            at += 1
            continue
        part = _run(text, at)
        spoken = sum(any(text.words[name].search(each.text) for each in part) for name in _SIX)
        if spoken > (most if called else max(most, _SEVERAL)):
            best, most = part, spoken
        at = part[-1].number + 1
    return best


def _run(text: Text, start: int) -> tuple[Passage, ...]:
    """From a passage on rights as long as passages go on about them, with one in between that does not."""
    found = [text.passages[start]]
    waiting: list[Passage] = []
    for passage in text.passages[start + 1:]:
        named = lists(text, passage) or ((passage.item or len(passage.text) < _SHORT) and _names(text, passage))
        if text.words["rights"].search(passage.text) or named:
            found += [*waiting, passage]
            waiting = []
        elif waiting:
            break
        else:
            waiting = [passage]
    return tuple(found)


def _names(text: Text, passage: Passage) -> bool:
    return any(text.words[name].search(passage.text) for name in (*_SIX, "r_withdraw")) or bool(text.shape(_OUR_RIGHT).search(passage.text))


def lists(text: Text, passage: Passage) -> bool:
    """Names several rights in one breath and explains none."""
    return sum(bool(text.words[name].search(passage.text)) for name in _SIX) >= _SEVERAL


def _granted(text: Text, passage: Passage) -> str:
    """Without the conditions: that the use is restricted while a correction is looked into grants no correction."""
    if lists(text, passage):
        return passage.text
    said = " ".join(words for _, words in passage.sentences if text.words["rights"].search(words) or not any(
        text.words[name].search(words) for name in ("idcard", "one_month")))       # how requests are answered is no right
    rest = text.shape(_CONDITION).sub(" ", said)
    return rest if any(text.words[name].search(rest) for name in _SIX) else said


def _said(text: Text, part: tuple[Passage, ...], name: str) -> bool:
    return any(text.words[name].search(_granted(text, each)) for each in part) or bool(cites(text, _ARTICLE[name]))


def missing(text: Text) -> tuple[str, ...]:
    """Which of the six rights the list leaves out."""
    part = rights_passages(text)
    if not part:
        return ()
    gone = [name for name in _SIX if not _said(text, part, name)]
    if "r_port" in gone and not (cites(text, 6, "a", "b") or text.has("consent")):
        gone.remove("r_port")
    return () if len(gone) <= sum(_unknown(text, each) for each in part) else tuple(gone)


def _unknown(text: Text, passage: Passage) -> bool:
    """An item in words the vocabulary does not have may hold the right that seems to be missing."""
    known = text.shape("<rights>|<complaint>|<authority>|<answer>|<idcard>|<consent>")
    return passage.item and not _names(text, passage) and not known.search(passage.text)


def _list_shown(text: Text) -> Iterator[Evidence]:
    """The list of the rights, and the line before it."""
    part = rights_passages(text)
    yield from (text.evidence(each) for each in part[:_SHOWN])
    if part[0].number:
        yield text.evidence(text.passages[part[0].number - 1])


def incomplete_list(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 13(2)(b): access, correction, erasure, restriction, objection, and portability where Article 20 grants it."""
    if missing(text):
        yield from _list_shown(text)
    elif not rights_passages(text):
        for passage in text.passages:
            few = sum(bool(text.words[name].search(passage.text)) for name in _SIX)
            if few and text.words["rights"].search(passage.text) and passage.item:
                yield text.evidence(passage)


def none_listed(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 13(2)(b): that there are rights is said, and none is named."""
    if rights_passages(text) or any(passage.item and text.words["rights"].search(passage.text) and _names_six(text, passage)
                                    for passage in text.passages):
        return
    for passage, hit in text.find("rights"):
        named_ones = any(text.words[name].search(passage.text) for name in ("r_access", "r_rectify", "r_port", "r_restrict"))
        if not named_ones and text.shape("<contact>|<enjoyed>").search(passage.text):
            yield text.evidence(passage, hit.start())


def _names_six(text: Text, passage: Passage) -> bool:
    return any(text.words[name].search(passage.text) for name in _SIX)


def complaint_or_machine(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Articles 13(2)(d) and 22: the list of the rights names the complaint, and decisions by machines or that there are none."""
    if rights_passages(text) and not (_complains(text, facts) and (_machine_listed(text) or _ruled_out(text))):
        yield from _list_shown(text)


def _complains(text: Text, facts: Knowledge) -> bool:
    known = named(text, facts)
    if text.has("complaint") and (text.has("authority") or known):
        return True
    if any(text.words["authority"].search(each.text) and text.near(each, "unhappy", "contact") for each in text.passages):
        return True
    return any(text.near(passage, "unhappy", "complaint") for passage, one in known if one.by_name)


def _denied(text: Text, sentence: str) -> bool:
    """Says that no machine decides: not that it does so without a person, unless that is what there is not."""
    alone = text.shape(_UNAIDED).search(sentence)
    if alone and text.words["negative"].search(sentence[:alone.start()]):
        return True
    rest = text.shape(_UNAIDED).sub(" ", sentence)
    return bool(text.words["auto_none"].search(rest) or text.shape(_NO_MACHINE).search(rest))


def _answered_no(text: Text) -> bool:
    """Does a machine decide? No."""
    spoken = [words for passage in text.passages for _, words in passage.sentences]
    return any(asked.rstrip(" *_#").endswith("?") and text.shape(_ANSWERED_NO).match(answer) and (
        text.words["automated"].search(asked) or (text.words["machine"].search(asked) and text.words["decides"].search(asked)))
        for asked, answer in pairwise(spoken))


def _ruled_out(text: Text) -> bool:
    return _answered_no(text) or any(_denied(text, sentence) and not _spares(text, passage, sentence)
                                     for passage in text.passages for _, sentence in passage.sentences)


def _spares(text: Text, passage: Passage, sentence: str) -> bool:
    """It speaks of a right not to be bound by such decisions or to ask for a person, or of what is done in place of something else."""
    if text.words["rights"].search(sentence):
        return True
    if not text.words["negative"].search(sentence) and text.shape(r"<in_place_of>|<asks>[^.;]{0,80}<staff>").search(sentence):
        return True
    return bool(text.shape("<subject_to>|<escape>").search(sentence)) and passage in rights_passages(text)


def _described(text: Text) -> tuple[tuple[Passage, int], ...]:
    """Where automated decisions are said to be made: not where they are ruled out, nor where the right stands."""
    kept = {(passage.number, start) for passage, start, _ in periods(text)}
    found = tuple((passage, start + place) for passage in text.passages if not passage.heading
                  for start, sentence in passage.sentences if (place := _announced(text, sentence)) is not None
                  and (passage.number, start) not in kept and not _denied(text, sentence) and not _left_to_staff(text, sentence)
                  and not text.shape(rf"{_OUR_RIGHT}|<rights>|<r_object>|<r_port_full>").search(sentence))
    return found or tuple((head, 0) for head in text.passages if head.heading and _announces(text, head))


def _announced(text: Text, sentence: str) -> int | None:
    """Where it says that a machine decides or assesses."""
    hit = text.words["automated"].search(sentence)
    if not hit and text.words["machine"].search(sentence) and (place := _decides_alone(text, sentence)) is not None:
        return place
    return hit.start() if hit else None


def _left_to_staff(text: Text, sentence: str) -> bool:
    """The machine sorts, and somebody of the staff reads and chooses."""
    return bool(text.shape(r"\b(?:<staff>)\w*\b[^.:]{0,40}?\b<judges>").search(sentence)) and not _instead(text, sentence)


def _announces(text: Text, head: Passage) -> bool:
    """A heading under which nothing says that there are none, nor lists rights."""
    part = text.section(head.section)
    return bool(text.words["automated"].search(head.text)) and not any(text.words["rights"].search(each.text) or any(
        _denied(text, sentence) or text.words["negative"].search(sentence) for _, sentence in each.sentences) for each in part)


def _machine_listed(text: Text) -> bool:
    """The right of Article 22 stands there as a right."""
    listed = rights_passages(text)
    return any(text.shape(_OUR_RIGHT).search(each.text) and (text.words["rights"].search(each.text) or each in listed)
               for each in text.passages) or any(_on_machine(text, each) for each in listed)


def _on_machine(text: Text, passage: Passage) -> bool:
    """An item of the list speaks of what a machine decides, and is not on portability."""
    return passage.item and not lists(text, passage) and not text.shape("<r_port>|<r_port_full>").search(passage.text) and bool(
        text.shape(r"<machine>").search(passage.text) and text.shape("<decides>|<by_itself>|<staff>").search(passage.text))


def machine_right(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 22: where machines decide, one may ask for a person, say one's view and contest the decision."""
    described = _described(text)
    if not _machine_listed(text) and not _ruled_out(text) and not all(_only_profiles(text, *each) for each in described):
        yield from (text.evidence(passage, place) for passage, place in described)


def _before_rights(text: Text, sentence: str) -> str:
    """Without what people may ask for, and without the ground: neither says how the machine decides."""
    ends = [hit.start() for each in (text.shape(_OUR_RIGHT), text.words["rights"]) if (hit := each.search(sentence))]
    return text.words["auto_ground"].sub(" ", MAIL.sub(" ", sentence[:min(ends, default=len(sentence))]))


def no_logic(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 13(2)(f): how the machine decides, what follows from it, and which ground of Article 22(2) allows it."""
    if _ruled_out(text):
        return
    described = _described(text)
    announced = frozenset(text.sentence(passage, place) for passage, place in described if not passage.heading)
    untold = [spot for spot in described if not _told(text, *spot, announced)]
    decided = len(untold) < len(described)          # where one decision is explained, a score named elsewhere belongs to it
    for passage, place in untold:
        if not (_only_profiles(text, passage, place) and (decided or _from_source(text, passage))):
            yield text.evidence(passage, place)


def _told(text: Text, passage: Passage, place: int, announced: frozenset[str]) -> bool:
    whole = text.section(passage.section)
    short = len(whole) <= _SMALL
    beside = (each for each in text.around(passage) if each is passage or not (passage.label and each.label))
    part = (*beside, *(whole if passage.heading or ((passage.item or passage.row) and short) else ()))
    if _only_profiles(text, passage, place):
        return all(_explained(text, part, frozenset()))
    grounds = any(text.words["auto_ground"].search(each.text) for each in (*part, *(whole if short else ())))
    return grounds and all(_explained(text, part, announced))


def _from_source(text: Text, passage: Passage) -> bool:
    """Below a heading on where data come from, a score is one of the data."""
    return any(each.heading and text.words["source"].search(each.text) for each in text.section(passage.section))


def _only_profiles(text: Text, passage: Passage, place: int) -> bool:
    """A person is assessed, and nothing is said to be decided by it; Article 22(2) asks for no ground."""
    hits = [hit.group() for hit in text.words["automated"].finditer(text.sentence(passage, place))]
    return bool(hits) and all(text.words["profiling"].search(each) and not text.words["decides"].search(each) for each in hits)


def _explained(text: Text, part: tuple[Passage, ...], announced: frozenset[str]) -> tuple[bool, bool]:
    """Whether the logic and the effect are told, in words known for it or in a sentence beside those that announce the decision."""
    spoken = [words for each in part if not each.heading for _, words in each.sentences]
    told = [_before_rights(text, words) for words in spoken]
    further = [rest for words, rest in zip(spoken, told, strict=True)
               if words not in announced and not _allows(text, words) and not _offers(text, words)]
    telling = [words for words in further if _telling(text, words)]
    logic = any(text.words["logic"].search(words) for words in told) or bool(telling)
    effect = any(text.words["effect"].search(words) for words in told) or any(text.words["decides"].search(words) for words in further)
    effect = effect or (bool(announced) and (len(telling) > 1 or any(_weighs(text, words) for words in telling)))
    return logic, effect


def _weighs(text: Text, words: str) -> bool:
    """A sentence long enough to name what counts and what comes of it."""
    return len(words.split()) >= _WEIGHS and (words.count(",") >= 2 or bool(re.search(r"\d", words) or text.shape(_CONDITION).search(words)))


def _telling(text: Text, words: str) -> bool:
    """Says something in particular: anything but an effect, or figures, a list or a condition."""
    return len(words.split()) >= _TELLS and bool(not text.words["effect"].search(words) or words.count(",") >= 2
                                                 or re.search(r"\d", words) or text.shape(_CONDITION).search(words))


def _allows(text: Text, words: str) -> bool:
    """Speaks of the ground of Article 22(2)."""
    return bool(text.words["auto_ground"].search(words) or _ARTICLE_22.search(words))


def _offers(text: Text, words: str) -> bool:
    """Speaks of what Article 22(3) gives: a human being, one's point of view, the contest."""
    return bool(text.shape(_OUR_RIGHT).search(words) or (text.words["may"].search(words) and text.words["staff"].search(words)))


def automation_both(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 22: the machine helps the person who decides, and decides instead, in one passage or in neighbours of one section."""
    spoken = [(passage, start, sentence) for passage in text.passages if not passage.heading and passage not in rights_passages(text)
              for start, sentence in passage.sentences]
    deciding = [(passage, start + place) for passage, start, sentence in spoken if (place := _decides_alone(text, sentence)) is not None]
    helping = [(passage, start + place) for passage, start, sentence in spoken if (place := _helps(text, sentence)) is not None]
    for passage, place in deciding:
        for other, at in helping:
            if other.section == passage.section and abs(other.number - passage.number) <= _CLOSE:
                yield text.evidence(other, at)
                yield text.evidence(passage, place)


def _instead(text: Text, sentence: str) -> re.Match[str] | None:
    """Where it is said that the machine stands in for a person."""
    hit = text.words["instead"].search(sentence)
    if not hit and text.shape("<machine>|<site>").search(sentence):
        hit = text.words["by_itself"].search(sentence) or text.shape(_UNAIDED).search(sentence)
    return hit


def _decides_alone(text: Text, sentence: str) -> int | None:
    machine, instead = text.shape("<machine>|<site>").search(sentence), _instead(text, sentence)
    if not machine or not instead or not text.words["decides"].search(sentence):
        return None
    if _denied(text, sentence) and not text.words["in_place_of"].search(sentence):
        return None
    return None if text.words["negative"].search(sentence[:instead.start()][-40:]) else machine.start()


def _helps(text: Text, sentence: str) -> int | None:
    """Somebody of the staff decides, or the machine proposes."""
    machine, instead, staff = (text.words["machine"].search(sentence), _instead(text, sentence), text.words["staff"].search(text.shape(_UNAIDED).sub(" ", sentence)))
    aided = text.words["support"].search(sentence)
    if aided and staff and not instead:
        return aided.start()
    if staff and not machine and not instead and text.words["decides"].search(sentence) and not _offers(text, sentence):
        return 0
    beside = (sentence[max(0, one.start() - 80):one.end() + 60] for one in text.words["support"].finditer(sentence))
    if not machine or (_decides_alone(text, sentence) is not None and not staff):
        return None
    return machine.start() if any(text.words["machine"].search(words) for words in beside) else None


def heading_wrong(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 22 grants the right not to be subject to decisions by machines: a right to them there is none."""
    for passage, hit in text.find("auto_wrong"):
        if not text.words["negative"].search(passage.text[:hit.end()]):
            yield text.evidence(passage, hit.start(), hit.end() - hit.start())


def _portability(text: Text) -> tuple[Passage, ...]:
    """Where the right stands, the explanation below a heading with it."""
    found = []
    for passage in text.passages:
        if text.words["r_port"].search(passage.text) and (text.words["rights"].search(passage.text) or passage in rights_passages(text)):
            found += [passage, *(text.passages[passage.number + 1:passage.number + 2] if passage.heading else ())]
    return tuple(found)


def _copy_only(text: Text, passage: Passage) -> bool:
    """Behind the name of the right nothing stands but a copy."""
    port = text.words["r_port"].search(passage.text)
    told = text.shape(_EXPLAINED).search(passage.text, port.start()) if port else None
    rest = passage.text[told.end():] if told else ""
    return bool(text.words["copy"].search(rest)) and not text.shape("<format>|<r_port_full>|<r_port>").search(rest)


def portability_lost(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 20: in a structured format that machines read, and on to somebody else; to see or to have a copy is Article 15."""
    own = _portability(text)
    listed = [each for each in own if lists(text, each)]
    yield from (text.evidence(each) for each in own if each not in listed and _copy_only(text, each))
    if any(text.words["r_port_full"].search(text.words["port_name"].sub(" ", each.text)) for each in own):
        return
    for passage in own[:own.index(listed[0])] if listed else own:
        rest = text.shape(r"\w*<port_name>\w*").sub(" ", text.shape(_READ_BY_MACHINE).sub(" ", passage.text))
        if text.shape("<r_access>|<see>").search(rest):
            yield text.evidence(passage)
    for passage in rights_passages(text) if not own else ():
        sees = text.words["r_access"].search(passage.text) or text.words["see"].search(passage.text)
        if sees and text.words["contract"].search(passage.text) and passage.item:
            yield text.evidence(passage, sees.start())


def portability_view(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 20 is the right to receive data and not to look at them."""
    for passage in _portability(text):
        alone = not any(text.words["r_port"].search(words) for _, words in passage.sentences)
        for start, sentence in passage.sentences:
            hit = text.words["see"].search(text.shape(_READ_BY_MACHINE).sub(lambda read: " " * len(read[0]), sentence))
            if hit and (passage.item or alone or text.words["r_port"].search(sentence)):
                yield text.evidence(passage, start + hit.start())


def objection_narrowed(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 21(1): one objects to all that rests on point (e) or (f) of Article 6(1), and not to advertising alone."""
    items = [each for each in text.passages if text.words["r_object"].search(each.text)
             and (text.words["rights"].search(each.text) or each in rights_passages(text))]
    items += [text.passages[each.number + 1] for each in items if each.heading and each.number + 1 < len(text.passages)]
    if not any(_wide(text, each) for each in items):
        yield from (text.evidence(each, hit.start() if (hit := text.words["r_object"].search(each.text)) else 0) for each in items)


def _wide(text: Text, passage: Passage) -> bool:
    """It names the ground or everything, or does not narrow the right."""
    if text.shape("<legit>|<public_task>|<everything>").search(passage.text) or _LETTERS.search(passage.text):
        return True
    if lists(text, passage):
        return bool(text.words["situation"].search(passage.text)) or not _narrow_in_list(text, passage)
    return _brief(text, passage)


def _narrow_in_list(text: Text, passage: Passage) -> bool:
    """In a run of rights the one to object goes on about one matter."""
    hit = text.words["r_object"].search(passage.text)
    part = re.split(r"[;,.:]", passage.text[hit.start():])[0] if hit else ""
    return len(part) > _RUN and not text.shape(_ANY).search(part) and bool(text.shape(r"\b<against>\b").search(part))


def _brief(text: Text, passage: Passage) -> bool:
    """Objects to the processing, or says no more than the name of the right and that it is for reasons of one's own."""
    for _, sentence in passage.sentences:
        if not text.words["r_object"].search(sentence):
            continue
        rest, reasons = text.shape(_OWN_REASONS).subn(" ", sentence)
        if text.shape(_ANY).search(sentence) or len(re.sub(r"\W+", "", rest)) < _BARE:
            return not text.words["newsletter"].search(sentence) or bool(reasons)
    return False


def objection_unused(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 21(1): the right to object rests on a ground on which nothing else in the notice does."""
    for letter, name in (("e", "public_task"), ("f", "legit")):
        spots = [(passage, hit.start()) for passage, hit in text.find(name)]
        spots += [(cite.passage, cite.place) for cite in cites(text, 6, letter)]
        listed = rights_passages(text) if letter == "f" else text.passages
        if all((text.words["r_object"].search(passage.text) and passage in listed) or passage.heading for passage, _ in spots):
            yield from (text.evidence(passage, place) for passage, place in spots)


def withdrawal(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Articles 7(3) and 13(2)(c): consent can be withdrawn at any time, and the notice says so."""
    if any(_withdraws(text, passage, sentence) for passage in text.passages for _, sentence in passage.sentences):
        return
    places = {(cite.passage.number, cite.place): cite.passage for cite in (*cites(text, 6, "a"), *cites(text, 9, "a"))}
    for passage, hit in text.find("consent"):
        if not passage.heading and not text.words["negative"].search(text.sentence(passage, hit.start())):
            places.setdefault((passage.number, hit.start()), passage)
    yield from (text.evidence(passage, place) for (_, place), passage in places.items())


def _withdraws(text: Text, passage: Passage, sentence: str) -> bool:
    """The right itself, and not only how long data are kept when somebody makes use of it."""
    hit = text.words["r_withdraw"].search(sentence)
    listed = passage in rights_passages(text)
    if not hit or (_keeps(text, sentence) and not (listed and hit.start() < _LEADING)):
        return False
    return (passage.item and listed) or text.near(passage, "consent")


def _keeps(text: Text, sentence: str) -> bool:
    """Says until when data are kept, and nothing of what a person may do."""
    keeps = text.words["event"].search(sentence) or (text.words["retention"].search(sentence) and not text.words["rights"].search(sentence))
    return bool(keeps) and not text.words["may"].search(sentence)


def identity_card(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 12(6): proof of identity is asked for in reasonable doubt, and not of everybody who asks."""
    for passage, hit in text.find("idcard"):
        asked = _of_request(text, passage, hit.start()) and not _by_law(text, passage, hit.start())
        if asked and not text.near(passage, "doubt"):
            yield text.evidence(passage, hit.start())


def _by_law(text: Text, passage: Passage, place: int) -> bool:
    """The law or the contract asks for it, whoever wants to know which data must be given."""
    if text.words["aml"].search(passage.text) or text.words["law_word"].search(text.sentence(passage, place)):
        return True
    heads = (each.text for each in text.section(passage.section) if each.heading)
    return any(text.words["must_give"].search(each) and not text.shape("<answer>|<rights>").search(each) for each in heads)


def _of_request(text: Text, passage: Passage, place: int) -> bool:
    """It stands with the rights or with how requests are answered."""
    asks = text.shape("<answer>|<rights>")
    return bool(asks.search(text.sentence(passage, place))) or any(
        each in rights_passages(text) or (each.heading and asks.search(each.text))
        for each in (*text.around(passage), *text.section(passage.section)))


def deadline(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 12(3): one month, and two more where needed; a notice that tells the month tells the extension."""
    spots = [(passage, start + hit.start()) for passage in text.passages if not text.words["cookie"].search(passage.text)
             for start, sentence in passage.sentences if (hit := text.words["one_month"].search(sentence))
             and not text.words["retention"].search(sentence) and _answers(text, passage, start)]
    near = {each.number for passage, _ in spots for each in text.passages[max(0, passage.number - 2):passage.number + 3]}
    longer = any(text.words["extension"].search(sentence) and not text.words["retention"].search(sentence)
                 for number in near for _, sentence in text.passages[number].sentences)
    if not longer:
        yield from (text.evidence(passage, place) for passage, place in spots)


def _answers(text: Text, passage: Passage, start: int) -> bool:
    """A sentence, or one before it in the passage, is on answering."""
    return any(text.words["answer"].search(words) for at, words in passage.sentences if at <= start)
