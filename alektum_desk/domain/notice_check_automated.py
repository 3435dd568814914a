"""Rules on decisions by machine: Articles 13(2)(f) and 22."""
from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_check_keeping import rules as periods
from alektum_desk.domain.notice_citations import cites
from alektum_desk.domain.notice_facts import MAIL, Knowledge
from alektum_desk.domain.notice_rights import OUR_RIGHT, SIX, rights_passages
from alektum_desk.domain.notice_text import Passage, Text

_CLOSE = 3              # passages between a machine that helps and one that decides
_SMALL = 8              # a section of so many passages is on one matter
_MIDDLING = 14          # a section of so many passages is, where its table or its list follows what it announces
_PARAGRAPH = 150        # words of a part that is on a profile and on nothing else
_TITLE = 7              # words of a label
_TELLS = 8              # words of a sentence that says something of its own
_WEIGHS = 14            # words of one that says what counts, and what then
_UNAIDED = r"\b<lacking>\b(?: [\w'-]+){0,3}? (?:l'|d'|d')?(?:<staff>|<human>)\w*(?:,? (?:\w+ ){0,3}?<takes_part>\w*)?"
_LACKING_ELSE = r"\b<without>\b(?! (?:å|at|att|que|dass|zu)\b| <decides>)(?!(?:(?!<decides>)[^.;:])*<machine>)"        # what comes without health data
_NO_MACHINE = (r"<negative>[^.;:]{0,80}<decides>[^.;:]{0,60}<machine>|<negative>[^.;:]{0,80}<machine>[^.;:]{0,60}<decides>|"
               r"<decides>[^.;:]{0,60}<negative> (?:\w+ )?<machine>|<machine>[^.;:]{0,80}<decides>[^.;:]{0,60}<is_not>\W*$")
_BY_STAFF = r"\b<staff>\w*\b[^.:]{0,60}<decides>|<decides>[^.:]{0,60}\b<staff>"
_MADE = "<machine>|<automated>|<human>"
_OTHER_RIGHTS = "<r_port>|<r_port_full>|<format>|<contract>|<consent>|<one_month>|<complaint>|<authority>"
_MARKED = re.compile(r"[\W\d]*(?:[a-z]\) )?")
_CLAUSES = re.compile(r"[;.|:] |, ")
_ANSWERED_NO = r"\W*<no>\b"
_CONDITION = r"\b<clause>\b[^,.;:]*"
_ARTICLE_22 = re.compile(r"\b22\b")
_FOLLOWING = 5          # passages in which a decision is announced and told
_SPEAKS = 4             # words of a sentence that says something
_KNOWN = 4              # rights that a list names in words known here
_GROUNDED = 2           # the paragraph of Article 22 that holds the grounds


def _denied(text: Text, sentence: str) -> bool:
    """Says that no machine decides: not that it does so without a person, unless that is what there is not."""
    alone = text.shape(_UNAIDED).search(sentence)
    if alone and text.words["negative"].search(sentence[:alone.start()]):
        return True
    rest = text.shape(_LACKING_ELSE).sub(" ", text.shape(_UNAIDED).sub(" ", sentence))
    return bool(text.words["auto_none"].search(rest) or text.shape(_NO_MACHINE).search(rest))


def _answered_no(text: Text) -> bool:
    """Does a machine decide? No."""
    spoken = [words for passage in text.passages for _, words in passage.sentences]
    return any(asked.rstrip(" *_#").endswith("?") and text.shape(_ANSWERED_NO).match(answer) and (
        text.words["automated"].search(asked) or (text.words["machine"].search(asked) and text.words["decides"].search(asked)))
        for asked, answer in pairwise(spoken))


def ruled_out(text: Text) -> bool:
    return _answered_no(text) or _none_of_article(text) or any(_denied(text, sentence) and not _spares(text, passage, sentence)
                                     for passage in text.passages for _, sentence in passage.sentences)


def _none_of_article(text: Text) -> bool:
    """A decision as in Article 22 there is not."""
    return any(text.says(words, "negative") and text.says(words, "decides") and not text.shape("<escape>|<rights>|<subject_to>|<unless>").search(words)
               for cite in cites(text, 22) if not cite.letters for words in [text.sentence(cite.passage, cite.place)])


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
                  and not _title(passage, start, sentence) and not _routine(text, sentence) and not _mentioned(text, passage, sentence)
                  and not text.shape(rf"{OUR_RIGHT}|<rights>|<r_object>|<r_port_full>|<negative>[^.;:]*(?:<subject_to>)").search(sentence))
    return found or tuple((head, 0) for head in text.passages if _announces(text, head))


def _mentioned(text: Text, passage: Passage, sentence: str) -> bool:
    """It explains a word, tells what once was or may come, or what the shop or the bank does on its own account."""
    if text.apart(passage) or text.says(sentence, "not_now"):
        return True
    if text.says(sentence, "we") or not text.says(sentence, "other_firm"):
        return False
    return text.says(passage.text.replace(sentence, " "), "others_decide", "another_controller")


def _title(passage: Passage, start: int, sentence: str) -> bool:
    """The words with which a paragraph is labelled say what it is about."""
    return start == 0 and len(sentence) < len(passage.text) and len(sentence.split()) <= _TITLE and passage.raw.startswith(("*", "_"))


def _routine(text: Text, sentence: str) -> bool:
    """What is sorted, chosen or sent is no matter of the person's."""
    return text.says(sentence, "routine") and not text.says(sentence, "matter")


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
    """A heading or a label under which nothing says that there are none or that people decide, nor lists rights."""
    label = head.text if head.heading else next(words for _, words in head.sentences)
    if not text.words["automated"].search(label) or not (head.heading or _title(head, 0, label)):
        return False
    below = [words for each in (text.section(head.section) if head.heading else (head,)) for _, words in each.sentences]
    return not any(text.says(words, "rights", "negative") or _denied(text, words) or text.shape(_BY_STAFF).search(words) for words in below)


def machine_listed(text: Text) -> bool:
    """The right of Article 22 stands there as a right, or the list of the rights speaks of decisions in whatever words."""
    listed = rights_passages(text)
    if any(text.shape(OUR_RIGHT).search(each.text) and (text.says(each.text, "rights") or each in listed) for each in text.passages):
        return True
    if any(_begins_with_no(text, words) for each in listed for _, sentence in each.sentences for words in sentence.split("; ")):
        return True
    return any(_on_decisions(text, clause) for each in _list(text) for clause in _CLAUSES.split(each.text))


def _begins_with_no(text: Text, words: str) -> bool:
    """Not to be left with what a machine says: all other rights are to something."""
    lead = _MARKED.match(words)
    return len(words.split()) >= _SPEAKS and bool(text.shape("(?:<and_or> )?(?:<negative>)").match(words, lead.end() if lead else 0))


def _list(text: Text) -> tuple[Passage, ...]:
    """The list of the rights and the items that follow it."""
    part = rights_passages(text)
    if not part:
        return ()
    behind = text.passages[part[-1].number + 1:]
    return (*part, *takewhile(lambda each: each.item and each.section == part[-1].section, behind))


def _on_decisions(text: Text, clause: str) -> bool:
    """By a machine, or by whomever; not how data are carried off, nor what an authority decides or we within a month."""
    if text.says(clause, "decides") and text.shape(_MADE).search(clause):
        return True
    return bool(text.shape("<decides>|<automated>|<machine>").search(clause) and not text.shape(_OTHER_RIGHTS).search(clause))


def machine_right(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 22: where machines decide, one may ask for a person, say one's view and contest the decision."""
    described = _described(text)
    if _grounded(text) and sum(any(text.says(each.text, name) for each in rights_passages(text)) for name in SIX) < _KNOWN:
        return                                          # the list of the rights is told in other words than we know
    if _grounded(text) and any(_what_to_do(text, passage) for passage, _ in described):
        return
    if not machine_listed(text) and not ruled_out(text) and not all(_only_profiles(text, *each) for each in described):
        yield from (text.evidence(passage, place) for passage, place in described)


def _what_to_do(text: Text, decided: Passage) -> bool:
    """An entry of the part on the decision says by its label what the reader can do."""
    return any(text.words["may"].search(each.label) for each in text.section(decided.section))


def _before_rights(text: Text, sentence: str) -> str:
    """Without what people may ask for, and without the ground: neither says how the machine decides."""
    ends = [hit.start() for each in (text.shape(OUR_RIGHT), text.words["rights"]) if (hit := each.search(sentence))]
    return text.words["auto_ground"].sub(" ", MAIL.sub(" ", sentence[:min(ends, default=len(sentence))]))


def no_logic(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 13(2)(f): how the machine decides, what follows from it, and which ground of Article 22(2) allows it."""
    if ruled_out(text):
        return
    described = _described(text)
    announced = frozenset(text.sentence(passage, place) for passage, place in described if not passage.heading)
    untold = [spot for spot in described if not _told(text, *spot, announced)]
    decided = any(spot not in untold and not _only_profiles(text, *spot) and not text.says(text.sentence(*spot), "refers") for spot in described)
    if decided or _told_elsewhere(text, described, announced):
        return                                      # what else is said of it is a summary, or a score that belongs to it
    for passage, place in untold:
        if _grounded(text) and _goes_on(text, passage, announced):
            continue
        if not (_only_profiles(text, passage, place) and _from_source(text, passage)):
            yield text.evidence(passage, place)


def _grounded(text: Text) -> bool:
    """The notice cites a ground of Article 22(2): who does that tells the rest as well, be it in words that we do not know."""
    return any(cite.paragraph == _GROUNDED for cite in cites(text, 22))


def _goes_on(text: Text, passage: Passage, announced: frozenset[str]) -> bool:
    """The passage, or what follows it up to the next heading, says something else than that a machine decides, by which ground, and what one may ask."""
    if passage.heading and text.passages[passage.number + 1:] and text.passages[passage.number + 1].heading:
        return True
    following = takewhile(lambda each: not each.heading and not (passage.item and each.item and each.label),
                          text.passages[passage.number + 1:passage.number + 1 + _FOLLOWING])
    return any(words not in announced and len(words.split()) >= _SPEAKS and not _allows(text, words) and not _offers(text, words)
               for each in (passage, *following) if not each.heading for _, words in each.sentences)


def _told_elsewhere(text: Text, described: tuple[tuple[Passage, int], ...], announced: frozenset[str]) -> bool:
    """In another section that gives the ground of Article 22(2), in whatever words it announces the decision."""
    sections = {cite.passage.section for cite in cites(text, 22) if cite.paragraph == _GROUNDED} - {each.section for each, _ in described}
    return any(all(_explained(text, text.section(number), announced)) for number in sections if len(text.section(number)) <= _MIDDLING)


def _told(text: Text, passage: Passage, place: int, announced: frozenset[str]) -> bool:
    whole = text.section(passage.section)
    short = len(whole) <= _SMALL
    profiles = _only_profiles(text, passage, place)
    beside = (each for each in text.around(passage) if each is passage or not (passage.label and each.label))
    below = () if profiles and not passage.item else _below(text, passage)
    part = (*beside, *(whole if passage.heading or ((passage.item or passage.row) and short) else below))
    if profiles:
        if len(whole) <= _MIDDLING and any(text.says(each.text, "auto_ground") for each in whole) and all(_explained(text, whole, announced)):
            return True                                 # the score is told with the decision that it serves
        return text.says(text.sentence(passage, place), "refers") or all(_explained(text, part, frozenset())) or (
            sum(len(each.text.split()) for each in part) <= _PARAGRAPH and all(_explained(text, part, announced)))
    grounds = any(text.words["auto_ground"].search(each.text) for each in (*part, *(whole if short else ())))
    return grounds and all(_explained(text, part, announced))


def _below(text: Text, passage: Passage) -> tuple[Passage, ...]:
    """The list or the table that follows a sentence, or in which an item without a label stands."""
    section = text.section(passage.section)
    if passage.item and passage.label:
        return ()
    if len(section) > _MIDDLING:                # only what hangs on it without a gap
        return tuple(takewhile(lambda each: each.item or each.row, text.passages[passage.number + 1:section[-1].number + 1]))
    return tuple(each for each in section if (each.item or each.row) and (each.number > passage.number or (passage.item and not each.label)))


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
    return bool(text.shape(OUR_RIGHT).search(words) or (text.words["may"].search(words) and text.words["staff"].search(words)))


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
