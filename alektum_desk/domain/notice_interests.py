"""How notices tell which legitimate interest they pursue: beside the ground, before it, in a column, a list or a note."""
from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from alektum_desk.domain.notice_citations import Citation, citations, cites
from alektum_desk.domain.notice_text import Passage, Text

_SOON = 25          # letters after the article or the words
_LEAD = 40          # letters before the words
_BRACKETS = re.compile(r"\([^()]*\)")
_LETTER = re.compile(r"(?<=\s)([a-j])\)")          # f), which closes nothing
_BEFORE_COLON = re.compile(r"[^.:;|]{15,}[:;]\s*")
_STOP = re.compile(r"[.;:|]")
_SUBJECT = 8        # letters that a named interest has at least
_CELL = 7           # letters of a cell beyond the ground that name an interest
_OPENS = re.compile(r"[\w)]*\s*")
_MARK = re.compile(r"[:-]\s*(?P<says>[^.;|]+)")
_BEFORE_REASON = re.compile(r"[,;]?\s*\(?")
_REASON = re.compile(r"\s*[^.;|]{20,}")
_CLAUSE = re.compile(r"[\w)]*\s*;\s*(?P<says>[^.;|]{25,})")
_TO_THE_CITATION = re.compile(r"\w*\s*[,:;(-]?\s*(?:\w+\s)?")
_NOTHING = re.compile(r"\w*\s*(?:$|[.;)]|\"|-?\s*$)")
_FILLING = re.compile(r"[\w\s,]{0,25}")
_RELATIVE = re.compile(r"\s*,[^,]{0,40}")
_APART = re.compile(r"\s*[,(:;/-]\s*(?P<says>[^.;|()]+)")
_PURPOSE = re.compile(r"^[\W\d]*[^.:]{2,60}:(?=\s)")
_FOOTNOTE = re.compile(r"\s\W?(\*+|\d)\W?\s*$|(?<=\s)([¹²³⁴⁵])")
_REFERRED = r"<refers>[^.;|]{0,40}(?:\d|<cited_paragraph>)"
_OTHER_MATTERS = ("retention", "rights", "r_object", "collect", "share", "source", "data", "consent", "negative", "balanced", "asserted", "legit", "basis",
                  "law_word", "we", "provision", "refers", "processes", "usage", "conditional")
_USUAL_COLUMNS = ("purpose", "data", "retention_heading", "retention", "since", "share", "source", "partners", "providers", "consent")
_PART = re.compile(r"[.!?]\s+")
_CLAUSE_LENGTH = 20 # letters of a clause before the ground that says what for
_GROUNDS = (6, 9)
_MANY = 3           # other grounds in the same breath
_BESIDE = 3         # so many entries from the ground
_FILLED = 4         # letters of a cell that says something
_VERDICT = 90       # letters that say that the interest weighs more


def claims(text: Text) -> Iterator[tuple[Passage, int, bool]]:
    """Where the legitimate-interest basis is relied on: passage, place, and whether by its article."""
    by_article = {cite.passage.number: cite.place for cite in cites(text, 6, "f")}
    for passage in text.passages:
        word = text.words["legit"].search(passage.text)
        place = by_article.get(passage.number, word.start() if word else None)
        if place is None or passage.heading:
            continue
        objects = text.words["r_object"].search(text.sentence(passage, place))
        right = passage.item and text.says(passage.text, "r_erase") and text.says(passage.text, "rights")
        if not objects and not right and not _listed(text, passage, place):
            yield passage, place, passage.number in by_article


def _listed(text: Text, passage: Passage, place: int) -> bool:
    """The sentence lists the grounds there are one by one, or those that occur; that is no purpose, and not a heap of letters for one."""
    start = max(begin for begin, _ in passage.sentences if begin <= place)
    sentence = text.sentence(passage, place)
    letters = {each.letters for each in cites(text, 6)
               if each.passage is passage and start <= each.place < start + len(sentence) and len(each.letters) == 1}
    named = sum(text.says(sentence, name) for name in ("consent", "contract", "legal_duty", "public_task"))
    return max(len(letters - {("f",)}), named) >= _MANY


def _bare(text: str) -> str:
    """Without what stands in brackets."""
    previous, text = "", _LETTER.sub(r"\1", text) if text.count(")") > text.count("(") else text
    while previous != text:
        previous, text = text, _BRACKETS.sub(" ", text)
    return text


def _cited_next(text: Text, tail: str) -> bool:
    """Nothing but the Regulation follows, or that the interest was weighed."""
    weighed = text.words["balanced"].search(tail)
    if weighed and weighed.start() < _SOON:
        return True
    lead = _TO_THE_CITATION.match(tail)
    places = (lead.end() if lead else 0, len(tail) - len(tail.lstrip(" ,:;(-")))
    return any(text.words["gdpr"].match(tail, place) for place in places)


def _only_weighed(text: Text, tail: str) -> bool:
    """... outweighs yours."""
    hit = text.words["outweighs"].search(tail)
    if not hit or not _FILLING.fullmatch(tail[:hit.start()]):
        return False
    return ":" not in tail[hit.end():] and len(tail) - hit.end() <= _VERDICT


def _we_weighed(text: Text, tail: str) -> bool:
    """..., which we have weighed against yours."""
    hit = text.words["balanced"].search(tail)
    lead = tail[:hit.start()] if hit else ""
    return bool(hit) and bool(_RELATIVE.fullmatch(lead)) and text.says(lead, "we") and ":" not in tail and len(tail) <= _VERDICT


def _stops(text: Text, tail: str) -> bool:
    """Nothing follows, or a citation."""
    if _NOTHING.match(tail):
        return True
    lead = re.match(r"\w*\s*[,:]?\s*", tail)
    return bool(lead and text.words["cited"].match(tail, lead.end()))


def _says_nothing(text: Text, tail: str) -> bool:
    """... in doing so, of our company; and then a citation or the end."""
    word = text.words["interest_untold"].match(tail)
    return bool(word) and _stops(text, tail[word.end() if word else 0:])


def _ended(text: Text, sentence: str) -> bool:
    """The words legitimate interest stand there and nothing is said about which."""
    bare = re.sub(r"\s+", " ", _bare(sentence))
    hits = list(text.words["legit"].finditer(bare))
    tails = [bare[hit.end():] for hit in hits]
    if not hits:
        return False
    if all(_cited_next(text, tail) or _says_nothing(text, tail) for tail in tails):
        return True
    leads = [bare[:hit.start()] for hit in hits]
    if any(text.says(lead[-_LEAD:], "this_is") or _named_before(text, lead) for lead in leads):
        return False
    weighed = text.words["balanced"].search(bare) and all(text.words["against_yours"].match(tail) for tail in tails)
    return bool(weighed) or all(_we_weighed(text, tail) for tail in tails) or all(_only_weighed(text, tail) for tail in tails) or all(_stops(text, tail) for tail in tails)


def _named_before(text: Text, lead: str) -> bool:
    """Preventing fraud is our legitimate interest: the interest is the subject of the sentence."""
    verb = text.words["is_our"].search(lead)
    subject = _STOP.split(lead[:verb.start()])[-1] if verb else ""
    return len(subject) >= _SUBJECT and not text.says(lead, "basis") and not text.words["the_processing"].match(subject)


def stated(text: Text, passage: Passage) -> bool:
    """The passage says which interest: it goes on after the words, or speaks of an interest in other words."""
    if any(text.words["that_interest"].match(passage.text, lead.end()) for lead in _BEFORE_COLON.finditer(passage.text)):
        return True
    told = (text.words["asserted"].sub(" ", each) for _, each in passage.sentences)
    return any(text.says(each, "legit") and not _ended(text, each) for each in told) or _interest_in(text, passage)


def told(text: Text, passage: Passage, place: int) -> bool:
    """The passage says which interest, or what stands with it does: a sentence beside, a column, a note, an entry of its list."""
    if told_at_once(text, passage, place):
        return True
    if passage.row:
        return _told_in_column(text, passage, place) or _told_in_note(text, passage, place)
    return _told_beside(text, passage) or _told_in_list(text, passage)


def told_at_once(text: Text, passage: Passage, place: int) -> bool:
    """In the same breath as the ground, in its cell, or above."""
    if stated(text, passage) or _told_elsewhere(text, passage, place):
        return True
    if passage.row:
        return _told_in_cell(text, passage, place)
    return _told_before(text, passage, place) or _pointed_back(text, passage)


def _told_elsewhere(text: Text, passage: Passage, place: int) -> bool:
    """The interest named above, or see 3.3: the sentence or the row points to another part, and some part tells one."""
    words = passage.text if passage.row else text.sentence(passage, place)
    pointing = text.says(words, "aforesaid") or bool(text.shape(_REFERRED).search(words))
    return pointing and any(
        stated(text, each) for each, _, _ in claims(text) if each is not passage)


def _pointed_back(text: Text, passage: Passage) -> bool:
    """A sentence tells the need, and the next one calls it that interest."""
    return any(text.words["that_interest"].match(after) and _tells_need(text, before) for (_, before), (_, after) in pairwise(passage.sentences))


def _told_before(text: Text, passage: Passage, place: int) -> bool:
    """An aim or a reason leads to the ground: to keep burglars out (Article 6(1)(f))."""
    start = max(begin for begin, _ in passage.sentences if begin <= place)
    lead = passage.text[start:place].rpartition("**")[2]
    aim = text.shape(r"(?:[^\s:;,(]+\s+){0,4}<legit>(?:<interest_untold>)?").sub(" ", lead)      # to pursue them is none
    return text.says(aim, "aim") and not text.says(lead, "basis")


def _told_beside(text: Text, passage: Passage) -> bool:
    """Some sentence tells a need or a danger to be averted, beside the purpose in its label: we must know who is in the house."""
    others = [each.place for each in citations(text) if each.passage is passage and each.article in _GROUNDS and each.letters != ("f",)]
    if any(each.passage is passage and len(each.letters) > 1 for each in cites(text, 6, "f")):
        return False                                   # one of several grounds in one breath
    if any(sentence.endswith("?") and text.says(sentence, "why") for _, sentence in passage.sentences) or _explained(text, passage):
        return True
    return any(_tells_need(text, sentence) and not any(start <= other < start + len(sentence) for other in others)
               for start, sentence in passage.sentences)


def _explained(text: Text, passage: Passage) -> bool:
    """What follows the ground speaks of things, and neither of us, nor of data, periods, rights and recipients."""
    for (start, sentence), (begin, after) in pairwise(passage.sentences):
        ground = any(each.passage is passage and start <= each.place < start + len(sentence) for each in cites(text, 6, "f"))
        short = len(beyond_citation(text, after)) < _CLAUSE_LENGTH
        words = passage.text[begin:] if short else after           # a few words, and then a few more
        if ground and len(beyond_citation(text, words)) >= _CLAUSE_LENGTH and not text.says(words, *_OTHER_MATTERS) and not _PURPOSE.match(words):
            return True
    return False


def _tells_need(text: Text, sentence: str) -> bool:
    """..., and not how long data are kept, nor that the interest weighs more."""
    parts = _PART.split(_unlabelled(sentence))
    kept = text.shape(r"\b<units>\b")
    return not text.says(sentence, "balanced", "asserted", "rights") and any(
        text.says(part, "need") and not (text.says(part, "retention") and kept.search(part)) for part in parts)


def _unlabelled(sentence: str) -> str:
    return _PURPOSE.sub("", sentence.rpartition("**")[2])


def _told_in_list(text: Text, passage: Passage) -> bool:
    """The ground leads a list whose entries say what for; or an entry beside it says why."""
    section = text.section(passage.section)
    below = [each for each in section if each.item and each.number > passage.number]
    if not passage.item and below and below[0].number == passage.number + 1:
        return any(text.says(each.text, "aim", "need") for each in below)
    if not passage.item and any(_tells_for_others(text, each) for each in section if each is not passage):
        return True                                    # the section says which interests are pursued, and this passage on what they rest
    if passage.item and len(beyond_citation(text, passage.text)) < _CELL and any(
            each.number == passage.number + 1 and each.item and _names_thing(text, each) for each in section):
        return True                                    # the ground has an entry of its own, and the next one says what for
    beside = [each for each in section if 0 < abs(each.number - passage.number) <= _BESIDE]
    return any(text.says(each.label, "why") or _speaks_of_interest_in_label(text, each) for each in beside)


def _names_thing(text: Text, passage: Passage) -> bool:
    """A few words without label, and neither on data, nor on periods, rights or recipients."""
    matters = text.says(passage.text, *_OTHER_MATTERS) or bool(text.shape(r"\b<units>\b").search(passage.text))
    return not passage.label and not matters and len(beyond_citation(text, passage.text)) >= _FILLED


def _tells_for_others(text: Text, passage: Passage) -> bool:
    """An interest, and not that of a ground of its own."""
    grounded = any(each.passage is passage for each in cites(text, 6))
    return speaks_of_interest(text, passage) and not grounded and not text.says(passage.text, "r_object", "basis")


def _speaks_of_interest_in_label(text: Text, passage: Passage) -> bool:
    return text.says(passage.label, "interest") and not text.says(passage.label, "basis", "balanced")


def _told_in_column(text: Text, passage: Passage, place: int) -> bool:
    """The table has a column for the interest, or one behind the ground beyond what tables usually hold there, and the row fills it."""
    head, cells = text.head(passage), _cells(passage)
    ground = passage.text.count("|", 1, place)
    for index, name in enumerate(_cells(head)[:len(cells)] if head else ()):
        if len(cells[index]) < _FILLED or text.says(name, "basis"):
            continue
        usual = text.says(name, *_USUAL_COLUMNS) or bool(text.shape(r"\b<units>\b").search(f"{name} {cells[index]}"))
        behind = index > ground and not usual and not text.says(cells[index], "retention")
        if behind or text.says(name, "interest", "why"):
            return True
    return text.says(f"{cells[0]}:", "basis") and any(_is_reason_row(text, each) for each in text.section(passage.section) if each.row and each.item)


def _is_reason_row(text: Text, passage: Passage) -> bool:
    """In a table whose columns are the purposes: a row for the interest, or for something that such tables do not usually hold."""
    name, *cells = _cells(passage)
    usual = text.says(f"{name}:", "basis", *_USUAL_COLUMNS) or any(text.shape(r"\b<units>\b").search(each) for each in (name, *cells))
    return text.says(name, "interest", "why") or not usual


def _cells(passage: Passage) -> list[str]:
    return [each.strip() for each in passage.text.strip().strip("|").split("|")]


def _told_in_note(text: Text, passage: Passage, place: int) -> bool:
    """A mark leads to a note below the table."""
    mark = _FOOTNOTE.search(passage.text[place:].split("|")[0])
    return bool(mark) and any(not each.row and each.text.lstrip("[(").startswith(mark[1] if mark else "") for each in text.passages)


def _told_in_cell(text: Text, passage: Passage, place: int) -> bool:
    """The cell of a table that holds the ground says more than that."""
    cell = passage.text[passage.text.rfind("|", 0, place) + 1:].split("|")[0]
    return not text.says(cell, "balanced") and len(beyond_citation(text, cell)) >= _CELL


def _interest_in(text: Text, passage: Passage) -> bool:
    if any(_because(text, passage, cite) for cite in cites(text, 6, "f")):
        return True
    yours = ("your_interests",) if text.says(passage.text, "asserted") else ()         # against which ours are weighed
    if text.says(text.without(passage.text, "asserted", "legit", "balanced", *yours), "interest") and not text.says(passage.text, "public_task"):
        return True
    named = text.shape(r"<interest>\w*\s+<copula>\s+(?P<says>[^.;,|]{12,})").search(text.without(passage.text, "asserted"))
    return bool(named) and not text.says(named["says"] if named else "", "outweighs", "necessary", "gdpr")


def speaks_of_interest(text: Text, passage: Passage) -> bool:
    return text.says(passage.text, "interest") and not text.says(passage.text, "public_task")


def _because(text: Text, passage: Passage, cite: Citation) -> bool:
    """After the article a colon or a because, and then the reason in whatever words."""
    tail = passage.text[cite.place + cite.length:] if cite.passage is passage else ""
    named = text.words["gdpr"].search(tail[:_SOON])
    tail = tail[named.end():] if named else tail
    more = _CLAUSE.match(tail)
    if more and not text.says(more["says"], "retention", "balanced", "asserted", "rights"):
        return True
    opened = _OPENS.match(tail)
    tail = tail[opened.end():] if opened else tail
    mark = _MARK.match(tail)
    if mark and len(beyond_citation(text, mark["says"])) >= _CELL and not text.says(mark["says"], "units"):
        return True
    lead = _BEFORE_REASON.match(tail)
    word = text.words["because"].match(tail, lead.end()) if lead else None
    reason = _REASON.match(tail, word.end()) if word else None
    if reason and (_only_asserted(text, tail[:reason.end()]) or _ended(text, reason[0])):
        return False                                   # because our interests weigh more
    return bool(reason) or _goes_on(text, tail)


def _only_asserted(text: Text, reason: str) -> bool:
    return text.says(reason, "asserted") and len(beyond_citation(text, text.without(reason, "asserted"))) < _CLAUSE_LENGTH


def _goes_on(text: Text, tail: str) -> bool:
    """..., the safety of the yard; ... which is to be paid: whatever else the sentence goes on to say than how long data stay."""
    marked = _APART.match(tail)
    says = marked["says"] if marked else _STOP.split(tail)[0]
    another = text.shape(r"\b<cited_article>\s*\d").search(says)
    says = says[:another.start()].rpartition(",")[0] if another else says
    if text.says(says, "retention", "balanced", "asserted", "r_object", "legit") or text.shape(r"\b<units>\b").search(says):
        return False
    if text.shape(r"\W*<and_or>\b").match(says) and not text.says(says, "copula"):
        return False
    return len(beyond_citation(text, says)) >= _CELL


def alone(text: Text, passage: Passage, place: int) -> bool:
    """The ground has its sentence or its cell to itself, but for a label before it, or is one of a heap of letters."""
    cite = next((each for each in cites(text, 6, "f") if each.passage is passage and each.place == place), None)
    if cite and len(cite.letters) >= _MANY:
        return True
    start, words = _breath(passage, place)
    lead, tail = passage.text[start:place], passage.text[place + (cite.length if cite else 0):start + len(words)]
    if len(beyond_citation(text, tail)) >= _FILLED or not _ends(text, passage, start + len(words)):
        return False
    return len(beyond_citation(text, _unlabelled(lead))) <= _CLAUSE_LENGTH


def _ends(text: Text, passage: Passage, place: int) -> bool:
    """A cell, a sentence and an entry for the ground alone end; a line that breaks off does not."""
    whole = passage.row or place < len(passage.text) or passage.text.rstrip(" *_)").endswith(".")
    return whole or (passage.item and len(beyond_citation(text, passage.text)) < _CELL)


def _breath(passage: Passage, place: int) -> tuple[int, str]:
    """The sentence, or the cell of a table, and the letter at which it begins."""
    if passage.row:
        start = passage.text.rfind("|", 0, place) + 1
        return start, passage.text[start:].split("|")[0]
    return next((start, words) for start, words in reversed(passage.sentences) if start <= place)


def beyond_citation(text: Text, sentence: str) -> str:
    """What is left without the words by which every basis is named; those may be repeated."""
    rest = text.without(_bare(sentence), "legit", "interest_untold", "gdpr", "basis", "citation_word")
    return re.sub(r"[\W\d]+|\b\w{1,3}\b", "", rest)
