"""Rules on rights, requests and consent."""
from __future__ import annotations

import re
from collections.abc import Iterator

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_check_authority import named
from alektum_desk.domain.notice_check_automated import machine_listed, ruled_out
from alektum_desk.domain.notice_citations import cites
from alektum_desk.domain.notice_facts import Knowledge
from alektum_desk.domain.notice_rights import ARTICLE, OUR_RIGHT, SIX, list_shown, lists, names_right, rights_passages
from alektum_desk.domain.notice_text import Passage, Text

_ITEMS = 3              # so many rights item by item, or in one sentence, are a list that uses their names
_CLAUSE = 4             # words of a clause that may hold a right
_NO_RIGHT = rf"<rights>|<complaint>|<authority>|<answer>|<one_month>|<dpo>|<idcard>|<contact>|<newsletter>|<automated>|{OUR_RIGHT}"
_NOT_ON_CONSENT = "<r_port_full>|<format>|<contract>|<complaint>|<authority>"
_BESIDE_RIGHTS = ("r_withdraw", "format", "legit", "situation", "contract", "consent", "advertising", "complaint", "authority")
_RUN = 38               # letters of one matter objected to
_WITHDRAWAL = 3         # the paragraph of Article 7 that grants it
_LEADING = 25           # letters before the name of a right that leads its item
_BARE = 26              # "the right to object" and no more
_READ_BY_MACHINE = r"\b<computer>\b(?: \w+){1,3}"
_CONDITION = r"\b<clause>\b[^,.;:]*"
_EXPLAINED = r":\s|,? <that_is>\b"
_REFERENCE = re.compile(r"\s+(?:§|\d|[ivx]{1,4}\b|[a-z]\b)")      # see 3.4, see II, see G
_ANY = r"\b(?:<processing>|<usage>\b(?=[^,;.]{0,45}(?:$|[,;.])))\b(?![^,;.]{0,60}<advertising>)"
_ONE_ACTIVITY = r"\b(?:<processing>|<usage>)\b(?: (?!<narrowed>)[\w-]+){0,4}? <narrowed>\b"
_OWN_REASONS = r"[^,;.:]*<situation>[^,;.:]*"
_LETTERED = r"6 ?\(1\)|6\.1|litra [ef]|lit\. [ef]|6, |(?<=\w )\([ef]\)|(?:<cited_letter>) [ef]\b"  # the ground by its letter


def _granted(text: Text, passage: Passage) -> str:
    """Without the conditions: that the use is restricted while a correction is looked into grants no correction."""
    if lists(text, passage):
        return passage.text
    said = " ".join(words for _, words in passage.sentences if text.words["rights"].search(words) or not any(
        text.words[name].search(words) for name in ("idcard", "one_month")))       # how requests are answered is no right
    rest = text.shape(_CONDITION).sub(" ", said)
    return rest if any(text.words[name].search(rest) for name in SIX) else said


def _said(text: Text, part: tuple[Passage, ...], name: str) -> bool:
    return any(text.words[name].search(_granted(text, each)) for each in part) or bool(cites(text, ARTICLE[name])) or _apart(text, part, name)


def _apart(text: Text, part: tuple[Passage, ...], name: str) -> bool:
    """It has a heading of its own, or is called a right in another part of the notice."""
    return any(text.says(words, name) and (each.heading or text.says(words, "rights")) and not text.says(words, "retention_heading")
               for each in text.passages if each not in part for _, words in each.sentences)


def missing(text: Text) -> tuple[str, ...]:
    """Which of the six rights the list leaves out."""
    part = rights_passages(text)
    if not part:
        return ()
    gone = [name for name in SIX if not _said(text, part, name)]
    if "r_access" in gone and sum(each.item for each in part) < _ITEMS and not _leaves_access_out(text, part, gone):
        return ()                                       # running text has too many words for it
    if "r_port" in gone and not (cites(text, 6, "a", "b") or text.has("consent")):
        gone.remove("r_port")
    return () if len(gone) <= _unknown(text, part) else tuple(gone)


def _leaves_access_out(text: Text, part: tuple[Passage, ...], gone: list[str]) -> bool:
    """One sentence runs through the other five, clause by clause, and nothing there is on copies or on seeing."""
    others = [name for name in SIX if name != "r_access"]
    runs = [re.split(r"[,;]", words) for each in part for _, words in each.sentences if all(text.says(words, name) for name in others)]
    plain = any(text.says(run[0], *others) and all(text.says(clause, *others, *_BESIDE_RIGHTS) for clause in run) for run in runs)
    return gone == ["r_access"] and plain and not any(text.says(each.text, "copy", "see") for each in part)


def _unknown(text: Text, part: tuple[Passage, ...]) -> int:
    """How many items, or clauses on what a person may do, are in words the vocabulary does not have.

    Each of them may hold a right that seems to be missing. Beside a list of items prose holds none.
    """
    known = text.shape(_NO_RIGHT)
    items = [each for each in part if each.item]
    strange = sum(not names_right(text, each) and not known.search(each.text) for each in items)
    if len(items) - strange >= _ITEMS:
        return strange
    plain = len({hit.group() for each in part for hit in text.words["formal"].finditer(each.text)}) < _ITEMS
    offers = (words for each in part if not each.item and not each.heading for _, words in each.sentences
              if (plain or text.words["may"].search(words)) and not _several(text, words))
    clauses = (clause for words in offers for clause in (words.split(";") if words.count(";") >= _ITEMS else [words]))
    return strange + sum(len(clause.split()) >= _CLAUSE and not text.says(clause, *SIX, "r_withdraw") and not known.search(clause)
                         for clause in clauses)


def _several(text: Text, words: str) -> bool:
    return sum(text.says(words, name) for name in SIX) >= _ITEMS


def incomplete_list(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 13(2)(b): access, correction, erasure, restriction, objection, and portability where Article 20 grants it."""
    if missing(text):
        yield from list_shown(text)


def none_listed(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 13(2)(b): that there are rights is said, and none is named."""
    if rights_passages(text) or any(passage.item and text.words["rights"].search(passage.text) and _names_six(text, passage)
                                    for passage in text.passages):
        return
    for passage, hit in text.find("rights"):
        named_ones = any(text.words[name].search(passage.text) for name in ("r_access", "r_rectify", "r_port", "r_restrict"))
        granted = text.says(passage.text, "rights_all") and text.shape("<contact>|<enjoyed>").search(passage.text)
        if granted and not named_ones:
            yield text.evidence(passage, hit.start())


def _names_six(text: Text, passage: Passage) -> bool:
    return any(text.words[name].search(passage.text) for name in SIX)


def complaint_or_machine(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Articles 13(2)(d) and 22: the list of the rights names the complaint, and decisions by machines or that there are none."""
    if rights_passages(text) and not (_complains(text, facts) and (machine_listed(text) or ruled_out(text))):
        yield from list_shown(text)


def _complains(text: Text, facts: Knowledge) -> bool:
    known = named(text, facts)
    if text.has("complaint") and (text.has("authority") or known):
        return True
    spoken = (*(each for each, _ in known), *(each for each in text.passages if text.words["authority"].search(each.text)))
    return any(text.near(each, "unhappy", "complaint") or _where_to_turn(text, each) for each in spoken)


def _where_to_turn(text: Text, passage: Passage) -> bool:
    """An authority told with the rights or behind them; in front of them its address alone is no word on complaints."""
    return passage.section >= rights_passages(text)[0].section or text.says(passage.text, "contact")


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
            if hit and not _REFERENCE.match(sentence, hit.end()) and (passage.item or alone or text.words["r_port"].search(sentence)):
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
    if text.shape("<legit>|<public_task>|<everything>|<interest>").search(passage.text) or text.shape(_LETTERED).search(passage.text):
        return True
    if lists(text, passage):
        return bool(text.words["situation"].search(passage.text)) or not _narrow_in_list(text, passage)
    return _brief(text, passage)


def _narrow_in_list(text: Text, passage: Passage) -> bool:
    """In a run of rights the one to object goes on about one matter."""
    hit = text.words["r_object"].search(passage.text)
    part = re.split(r"[;,.:]", passage.text[hit.start():])[0] if hit else ""
    return len(part) > _RUN and not _of_any(text, part) and bool(text.shape(r"\b<against>\b").search(part))


def _of_any(text: Text, words: str) -> bool:
    """Of the processing of one's data, and not of that for one activity."""
    return bool(text.shape(_ANY).search(words)) and not text.shape(_ONE_ACTIVITY).search(words)


def _brief(text: Text, passage: Passage) -> bool:
    """Objects to the processing, or says no more than the name of the right and that it is for reasons of one's own."""
    for _, sentence in passage.sentences:
        if not text.words["r_object"].search(sentence):
            continue
        rest, reasons = text.shape(_OWN_REASONS).subn(" ", sentence)
        if (text.shape(_ANY).search(sentence) if reasons else _of_any(text, sentence)) or len(re.sub(r"\W+", "", rest)) < _BARE:
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
    cited = any(cite.paragraph == _WITHDRAWAL for cite in cites(text, 7))
    if cited or any(_withdraws(text, passage, sentence) for passage in text.passages for _, sentence in passage.sentences):
        return
    if any(_is_over(text, passage) for passage in text.passages) or _list_speaks_of_consent(text):
        return
    places = {(cite.passage.number, cite.place): cite.passage for cite in (*cites(text, 6, "a"), *cites(text, 9, "a"))}
    for passage, hit in text.find("consent"):
        if not passage.heading and not text.words["negative"].search(text.sentence(passage, hit.start())):
            places.setdefault((passage.number, hit.start()), passage)
    yield from (text.evidence(passage, place) for (_, place), passage in places.items())


def _list_speaks_of_consent(text: Text) -> bool:
    """The list of the rights names consent, and beside no other right: in whatever words, that it may be taken back."""
    return any(text.says(clause, "consent", "accepts") and not text.says(clause, *SIX) and not text.shape(_NOT_ON_CONSENT).search(clause)
               for passage in rights_passages(text) for _, words in passage.sentences for clause in words.split(";"))


def _withdraws(text: Text, passage: Passage, sentence: str) -> bool:
    """The right itself, and not only how long data are kept when somebody makes use of it."""
    hit = text.words["r_withdraw"].search(sentence)
    listed = passage in rights_passages(text)
    if not hit or (_keeps(text, sentence) and not (listed and (hit.start() < _LEADING or lists(text, passage)))):
        return False
    return listed or text.says(sentence, "may") or text.near(passage, "consent")


def _is_over(text: Text, passage: Passage) -> bool:
    """In plain words: who has said yes may say no, told in the sentence that speaks of consent or in one of the next two."""
    spoken = [words for _, words in passage.sentences]
    return any((text.says(words, "over") or _taken_back(text, passage, words)) and not text.says(text.without(words, "over"), "retention")
               and _of_consent(text, " ".join(spoken[max(0, at - 2):at]), words) for at, words in enumerate(spoken))


def _taken_back(text: Text, passage: Passage, words: str) -> bool:
    """A yes, in whatever words, goes back: no cell of a table that says until when data are kept."""
    told = text.says(words, "r_withdraw") and text.says(words, "consent", "accepts") and not _keeps(text, words)
    return told and (not passage.row or text.says(passage.text.split("|")[1], "r_withdraw"))


def _of_consent(text: Text, before: str, words: str) -> bool:
    """Not of an objection, nor of a newsletter that one no longer wants."""
    if text.says(words, "consent", "accepts"):
        return not text.says(words, "advertising", "newsletter")
    return text.says(before, "consent", "accepts") and not text.says(words, "r_object", "advertising", "newsletter")


def _keeps(text: Text, sentence: str) -> bool:
    """Says until when data are kept, and nothing of what a person may do."""
    keeps = text.words["event"].search(sentence) or (text.words["retention"].search(sentence) and not text.words["rights"].search(sentence))
    return bool(keeps) and not text.words["may"].search(sentence)


def identity_card(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 12(6): proof of identity is asked for in reasonable doubt, and not of everybody who asks."""
    for passage, hit in text.find("idcard"):
        asked = _of_request(text, passage) and not _by_law(text, passage, hit.start())
        if asked and not text.near(passage, "doubt"):
            yield text.evidence(passage, hit.start())


def _by_law(text: Text, passage: Passage, place: int) -> bool:
    """The law or the contract asks for it, whoever wants to know which data must be given."""
    if text.words["aml"].search(passage.text) or text.words["law_word"].search(text.sentence(passage, place)):
        return True
    heads = (each.text for each in text.section(passage.section) if each.heading)
    return any(text.words["must_give"].search(each) and not text.shape("<answer>|<rights>").search(each) for each in heads)


def _of_request(text: Text, passage: Passage) -> bool:
    """It stands with the list of the rights, or in the section behind it."""
    return not passage.row and any(each.section <= passage.section <= each.section + 1 for each in rights_passages(text))


def deadline(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Article 12(3): one month, and two more where needed; a notice that tells the month tells the extension."""
    spots = [(passage, start + hit.start()) for passage in text.passages if not text.words["cookie"].search(passage.text)
             for start, sentence in passage.sentences if (hit := text.words["one_month"].search(sentence))
             and not text.words["retention"].search(sentence) and _answers(text, passage, start)]
    near = {each.number for passage, _ in spots for each in text.passages[max(0, passage.number - 2):passage.number + 3]}
    two = re.compile(rf"\b(?:2|{text.words.counting[1]})\b")
    longer = any((text.words["extension"].search(sentence) or two.search(sentence)) and not text.words["retention"].search(sentence)
                 for number in near for _, sentence in text.passages[number].sentences)
    if not longer:
        yield from (text.evidence(passage, place) for passage, place in spots)


def _answers(text: Text, passage: Passage, start: int) -> bool:
    """A sentence, or one before it in the passage, is on answering."""
    return any(text.words["answer"].search(words) for at, words in passage.sentences if at <= start)
