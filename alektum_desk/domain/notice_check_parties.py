"""Rules on who: the controller, its officer, how to reach them, and who processes for whom."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_check_authority import named
from alektum_desk.domain.notice_citations import cites
from alektum_desk.domain.notice_facts import FIGURE, LINK, MAIL, PHONE, POST, Knowledge, reachable
from alektum_desk.domain.notice_text import Passage, Text

_BREAK = re.compile(r"[.:;]")
_OPEN = re.compile(r"\[[^\]]+\](?!\()")                      # a draft says what is still to be decided; no link
_MARK = re.compile(r"^[\W\d]+")
_TOP = 4                # passages at the head where a notice says what its writers do
_SUBJECT = 2            # words of a subject
_EARLY = 14             # the passages at the head of a notice
_BEHIND = 60            # letters after the name of a line within which its number stands
_BESIDE = 14            # letters around the word processor that say of whom it is said
_FEW = 3
_OFTEN = 3              # so often a word opens no sentence before it is taken for the house's own name
_CHANNELS = (("phone", "phone_label", PHONE), ("email", "email_label", MAIL))
_NUMBER = re.compile(r"\d[\d .-]{3,}\d")                      # of a company; the Irish have five or six digits
_PART_OF_NAME = re.compile(r"[A-ZÅÄÖÆØ]\w+ (?:of|for|de|des|du|van|voor|für|der)(?: the)? $")      # Department of Transport
_NAME = r"([A-ZÅÄÖÆØ][\w&-]{2,}"
_INSIDE = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÅÄÖÆØ][\w&-]{2,}")   # a name inside a sentence
_NO_COMPANY = re.compile(r"[A-Z]{1,4}(?:-[a-zåäöæø]|$)")      # "IP-adresse"
_BEFORE_NAME = re.compile(r"(?:[A-ZÅÄÖÆØ][\w&-]+ )*$")
_ARTICLE = re.compile(r"[A-Z][a-z]{1,2}|L'")                   # Die, The
_NOUN = re.compile(r" [A-Z]\w*$")


def officer(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Art. 13(1)(b): the contact details of the data protection officer, wherever the notice speaks of one; that there is none is an answer."""
    spots = list(text.find("dpo"))
    if any(text.says(sentence := text.sentence(passage, hit.start()), "negative") or _OPEN.search(sentence) or _with_contact(text, passage, hit.start()) for passage, hit in spots):
        return
    contacts = [passage for passage, _ in text.find("contact") if not passage.heading]
    places = [(passage, hit.start()) for passage, hit in spots] or [(each, 0) for each in (*contacts, *text.passages[:1])]
    yield from (text.evidence(passage, place) for passage, place in places)


def _with_contact(text: Text, passage: Passage, place: int) -> bool:
    """An address in the sentence, just below, or just above when that is not the controller's."""
    same = text.says(passage.text, "same_place")
    begins = next(start for start, _ in reversed(passage.sentences) if start <= place)
    below = [each for each in text.passages[passage.number + 1:passage.number + 4] if each.section == passage.section]
    before = text.passages[passage.number - 1] if passage.number else passage
    shared = before.section == passage.section and (same or not text.says(before.text, "controller"))
    return (reachable(passage.text[0 if same else begins:]) or any(reachable(each.text) for each in below)
            or (shared and reachable(before.text)))


def entity(text: Text, facts: Knowledge) -> bool:
    """A company is named, and not only among those who process for it."""
    early = max(_EARLY, len(text.passages) // 3)
    return any(facts.lists["company"].search(each.raw) and not text.says(each.text, "providers", "another_controller")
               and (each.number < early or text.says(each.text, "controller")) for each in text.passages)


def calls_itself_controller(text: Text, facts: Knowledge, beside: Passage) -> bool:
    """Outside of this passage, and not of a recipient nor of the one to whom data may be moved."""
    return any(text.says(text.words["another_controller"].sub(" ", each.text), "controller") and not text.says(each.text, "r_port", "processor_self")
               and (not (each.item or each.heading) or text.says(each.text, "we") or _labelled_controller(text, each) or _presents(facts, each))
               for each in text.passages if each is not beside and not (each.heading and each.section == beside.section))


def _presents(facts: Knowledge, passage: Passage) -> bool:
    """At the head it names the company and how to reach it."""
    return passage.number < _EARLY and bool(facts.lists["company"].search(passage.raw)) and reachable(passage.text)


def _labelled_controller(text: Text, passage: Passage) -> bool:
    """It begins with the word, as a label, in the first cell of a row, or as a heading over a company."""
    if passage.heading:
        return text.says(passage.text, "controller") and not text.says(passage.text, "providers")
    return text.says(passage.text.split("|")[1] if passage.row else f"{passage.label}:", "controller")


def controller(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 13(1)(a): a legal entity and how to reach it, rather than the name of a group."""
    if any(_introduced_there(text, facts, each) or (_OPEN.search(each.text) and text.says(each.text, "controller")) for each in text.passages[:_EARLY]):
        return
    group = _group(facts)
    groups = Counter(hit["name"] for line in text.lines for hit in group.finditer(line))
    brand, often = groups.most_common(1)[0] if groups else ("", 0)
    own = re.compile(rf"\b{re.escape(brand)} {facts.lists['company'].pattern}") if brand else None
    entities = [(passage, hit.start()) for passage in text.passages if own for hit in own.finditer(passage.raw)]
    vague = often >= _FEW and (not entities or often >= 2 * len(entities))
    placed = _placed(text, facts)
    if not vague and entity(text, facts) and (placed or _numbered(text, facts)):
        return
    if not vague and not (groups and not entities) and text.has("controller") and placed:
        return
    yield from _unidentified(text, facts, entities)


def _introduced_there(text: Text, facts: Knowledge, passage: Passage) -> bool:
    """At the head a company, not of another's; there or just below, if not of the title, its number, its address, or how to reach it.

    With its number in a register beside it, it may be of a form that is not known.
    """
    named = any(facts.lists["company"].search(passage.raw[start:start + len(sentence)]) and not text.says(sentence, "providers", "another_controller")
                for start, sentence in passage.sentences)
    registered = text.says(passage.text, "controller", "we") and facts.lists["number_words"].search(passage.text) and _NUMBER.search(passage.text)
    below = text.passages[passage.number:passage.number + (_FEW if passage.number else 1)]
    return bool(named or registered) and not passage.heading and any(reachable(each.text) or _NUMBER.search(each.text) for each in below)


def _group(facts: Knowledge) -> re.Pattern[str]:
    """The name of a group of companies, such as Example Group."""
    return re.compile(rf"\b(?P<name>[A-ZÅÄÖÆØ][\w&-]+) {facts.lists['group_word'].pattern}")


def _numbered(text: Text, facts: Knowledge) -> bool:
    return any(facts.lists["number_words"].search(each.text) and _NUMBER.search(each.text) for each in text.passages)


def _placed(text: Text, facts: Knowledge) -> bool:
    """A postal address stands in the notice that is not the authority's."""
    theirs = {each.number for passage, _ in named(text, facts) for each in text.passages[passage.number:passage.number + 3]
              if each.section == passage.section}
    return any(POST.search(each.text) and not text.says(each.text, "authority") and each.number not in theirs for each in text.passages)


def _unidentified(text: Text, facts: Knowledge, entities: list[tuple[Passage, int]]) -> Iterator[Evidence]:
    group = _group(facts)
    brands = [(passage, hit.start()) for passage in text.passages if (hit := group.search(passage.raw))]
    called = [(passage, hit.start()) for passage, hit in text.find("controller")]
    companies = [(passage, hit.start()) for passage in text.passages if (hit := facts.lists["company"].search(passage.raw)) and not text.says(passage.text, "providers")]
    yield from (text.evidence(passage, place) for passage, place in (*(entities or companies[:2]), *called[:3], *brands[:4]))
    if not (entities or brands or called):
        yield text.evidence(text.passages[0])
        yield from (text.evidence(passage, hit.start()) for passage, hit in text.find("processor_self"))


def missing_value(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 12(2): a channel that is offered has its number, address or link in the notice, and not in the footer of a page."""
    for passage in text.passages:
        for start, sentence in passage.sentences:
            away = None if text.says(passage.text, "cookie", "survey", "inquiry") else text.words["elsewhere"].search(sentence)
            if away or text.says(passage.text, "contact") or text.says(sentence, "rights"):
                yield from (text.evidence(passage, start + place) for place in _without_value(text, facts, passage, sentence, bool(away)))
            line = text.words["service_line"].search(sentence)
            if line and reachable(passage.text) and not passage.row and not text.says(sentence, "negative") and not _with_number(text):
                yield text.evidence(passage, start + line.start())
            if away and (_form_away(text, passage, sentence) or (text.says(sentence, "contact") and not LINK.search(text.whole))):
                yield text.evidence(passage, start + away.start())


def _without_value(text: Text, facts: Knowledge, passage: Passage, sentence: str, away: bool) -> Iterator[int]:
    """Where a telephone or an e-mail is offered and no number or address of ours is near, or anywhere when it is said to be elsewhere."""
    theirs = {each.number + more for each, _ in named(text, facts) for more in range(3)} if away else set()
    near = text.passages[max(0, passage.number - 1):passage.number + 3]
    if away:        # what reaches the officer alone does not count
        near = tuple(each for each in text.passages if each is passage or not text.says(each.text, "dpo") or text.says(each.text, "controller"))
    for name, label, value in _CHANNELS:
        hit = text.words[name].search(sentence) or (text.words[label].search(sentence) if away else None)
        if not hit or any(value.search(_bare_of_numbers(facts, each.text)) for each in near if each.number not in theirs):
            continue
        listing = re.search(rf"(?:{text.words['name_label'].pattern}).{{0,90}}(?:{text.words[name].pattern})", sentence)
        if not listing and (away or not _reached(text, facts, value)):
            yield hit.start()


def _with_number(text: Text) -> bool:
    """Somewhere a figure follows the name of such a line."""
    return any(FIGURE.search(each.text[hit.end():hit.end() + _BEHIND]) for each in text.passages
               for hit in text.words["service_line"].finditer(each.text))


def _form_away(text: Text, passage: Passage, sentence: str) -> bool:
    """A form on a page to which no link leads: no field can be filled in here."""
    return text.says(sentence, "form") and not LINK.search(MAIL.sub(" ", passage.text))


def _bare_of_numbers(facts: Knowledge, text: str) -> str:
    """Without the numbers of registers, which look like those of telephones."""
    return re.sub(rf"(?:{facts.lists['number_words'].pattern})[^\d@]{{0,20}}\d[\d .-]{{5,}}", " ", text)


def _reached(text: Text, facts: Knowledge, value: re.Pattern[str]) -> bool:
    return any(value.search(_bare_of_numbers(facts, each.text)) for each in text.passages if not text.says(each.text, "authority"))


def processor_own(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 28(10): who decides on purposes is a controller, whatever it calls itself. Own purposes, or grounds of Art. 6, show it."""
    grounds = cites(text, 6)
    begins = grounds[0].passage.number if grounds else _EARLY
    for passage, hit in ((each, found) for each, found in text.find("processor_self") if not each.heading):      # a heading parts the roles
        sentence = text.sentence(passage, hit.start())
        another = text.words["of_another"].search(passage.text, max(0, hit.start() - _BESIDE), hit.end())
        if text.says(passage.text, "controller") or text.says(sentence, "for_us") or another:       # two roles, told apart
            continue
        own = text.words["own_purpose"].search(passage.text, hit.end())
        if own and _in_one_breath(text, passage.text, hit, own):
            others = [(passage, own.start())]
        else:
            everything = text.says(sentence, "everything") and not text.says(sentence, "negative")
            told = everything or (passage.number < begins and _of_all(text, facts, passage, hit))
            others = _own_purposes(text, passage) if told else []
        if others:
            yield text.evidence(passage, hit.start())
            yield from (text.evidence(each, place) for each, place in others)


def _of_all(text: Text, facts: Knowledge, passage: Passage, claim: re.Match[str]) -> bool:
    """Of all that we do: nothing before it sets a job apart, and it stands beside name and address, or nobody is called a controller."""
    if not text.has("controller"):
        return passage.number < _TOP
    start = max(begin for begin, _ in passage.sentences if begin <= claim.start())
    lead = _MARK.sub("", passage.text[start:claim.start()])
    by_us = text.words["we"].match(lead) or facts.lists["company"].search(passage.raw, start, claim.start())
    subject = not lead or (len(lead.split()) <= _SUBJECT and not text.says(claim[0], "we"))        # there we are
    if _presents(facts, passage):
        return bool(subject or (by_us and not text.says(lead, "conditional")))
    return subject and start == 0 and not calls_itself_controller(text, facts, passage)


def _in_one_breath(text: Text, words: str, claim: re.Match[str], own: re.Match[str]) -> bool:
    """A processor, and for purposes of one's own: what stands before the claim may set both apart."""
    between = words[claim.end():own.start()]
    return claim.end() < own.start() and text.says(between, "and_or") and not _BREAK.search(between)


def _own_purposes(text: Text, passage: Passage) -> list[tuple[Passage, int]]:
    """Elsewhere in the notice: purposes of one's own, and the first grounds for them."""
    found = [(each, hit.start()) for each, hit in text.find("own_purpose")
             if each is not passage and not text.says(each.text, "processor_self")]
    return found + [(cite.passage, 0) for cite in cites(text, 6)][:_FEW]


def renamed(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 13(1)(e), 5(1)(d): recipients by the names that they bear today."""
    for passage in text.passages:
        for hit in facts.lists["renamed"].finditer(passage.text):
            yield text.evidence(passage, hit.start())


def role_unclear(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 4(7), 4(8): a named company that handles data is a processor, a source or a controller, and the notice says which."""
    own = Counter(hit for line in text.lines for hit in _INSIDE.findall(line))
    house = {word for word, often in own.most_common(2) if often > _OFTEN}
    for passage in text.passages:
        for start, sentence in passage.sentences:
            found = _handling(text, facts, passage.raw[start:start + len(sentence)])
            if not found or found[0].split()[0] in house:
                continue
            name = _short_name(text, facts, found[0])
            if not _introduced(text, passage, name) and not _role_told(text, facts, passage, name):
                yield text.evidence(passage, start + found[1])


def _short_name(text: Text, facts: Knowledge, company: str) -> re.Pattern[str]:
    """Its first word, as it may be called later; or all before its legal form, where another company begins alike."""
    whole, behind = "\n".join(text.lines), company.partition(" ")[2]
    if facts.lists["company"].sub("", behind).strip() and whole.count(behind) > whole.count(company):      # "Only Example Ltd"
        company = behind
    full = facts.lists["company"].sub("", company).strip() or company
    first = full.split()[0]
    alike = {hit[1] for hit in re.finditer(rf"\b{re.escape(first)} ([A-ZÅÄÖÆØ][\w&-]+)(?= [A-ZÅÄÖÆØ])", whole)}
    return re.compile(rf"(?<!\w){re.escape(full if len(alike) > 1 else first)}(?!\w)")


def _role_told(text: Text, facts: Knowledge, passage: Passage, company: re.Pattern[str]) -> bool:
    """Beside the name of the company, wherever it stands, or for all in the passage, or by what leads its list."""
    lead = _leading(text, passage)
    above = [each for each in text.section(passage.section) if each.heading]
    if any(text.says(each.text, "role_known") for each in (*filter(None, (lead,)), *(above[-1:] if passage.item else ()))):
        return True
    alone = len(facts.lists["company"].findall(passage.raw)) <= 1
    of_all = (sentence for _, sentence in passage.sentences if alone or text.says(sentence, "all_of_them"))
    return any(text.says(each, "role_known") for each in of_all) or any(
        text.says(words, "role_known") for each in text.passages if company.search(each.raw) for words in _said_of(text, facts, each, company))


def _said_of(text: Text, facts: Knowledge, passage: Passage, company: re.Pattern[str]) -> Iterator[str]:
    """What sentences that name several companies say of one: before all of them, behind its name, and at the end of all of them."""
    names = re.compile(rf"(?:[A-ZÅÄÖÆØ][\w&-]+ ){{1,4}}{facts.lists['company'].pattern}")
    for start, sentence in passage.sentences:
        raw = passage.raw[start:start + len(sentence)]
        places = [0, *(hit.start() for hit in names.finditer(raw)), len(raw)]
        pieces = [sentence[one:other] for one, other in pairwise(places)]
        mine = company.search(raw)
        if mine is None:
            continue
        at = max(index for index, place in enumerate(places[:-1]) if place <= mine.start())
        before = sentence[:mine.start()]
        yield from (pieces[at], before[before.rfind(";") + 1:], before.partition(":")[0] if ":" in before else "")
        if ";" not in "".join(pieces[1:at]):
            yield pieces[0]
        if text.says(pieces[-1], "all_of_them"):
            yield pieces[-1]


def _handling(text: Text, facts: Knowledge, sentence: str) -> tuple[str, int] | None:
    """A company that is said to handle data, and where it stands."""
    verb, company, group = text.words["processes"].pattern, facts.lists["company"].pattern, facts.lists["group_word"]
    name = rf"{_NAME}(?: {company})?)"
    plain = re.compile(rf"(?<=[a-zà-ÿ,] )(?:(?:{verb}) {name}(?!\w)|{name} (?:{verb})\b)")
    legal = re.compile(rf"([A-ZÅÄÖÆØ][\w&-]+)(?: [\w&-]+){{0,3}} {company}[^.;]{{0,40}}?\b(?:{verb})\b")
    for hit in (*plain.finditer(sentence), *legal.finditer(sentence)):
        called = next(each for each in hit.groups() if each)
        noun = text.words.language == "de" and hit.re is plain and not _NOUN.search(called)      # in German each noun has a capital
        if not (noun or _NO_COMPANY.match(called) or group.match(called) or group.match(sentence, hit.end() + 1)):
            before = _BEFORE_NAME.search(sentence[:sentence.index(called, hit.start())])
            if hit.re is plain and _PART_OF_NAME.search(sentence[:hit.start()]):
                continue
            full = f"{before[0] if before else ''}{called}".split()
            return " ".join(full[1:] if len(full) > 1 and _ARTICLE.fullmatch(full[0]) else full), hit.start()
    return None


def _introduced(text: Text, passage: Passage, company: re.Pattern[str]) -> bool:
    """Named at the head of the notice, or as a controller."""
    heads = (*text.passages[:6], *(each for each, _ in text.find("controller") if each is not passage))
    return any(company.search(each.raw) for each in heads)


def _leading(text: Text, passage: Passage) -> Passage | None:
    """What leads a list or a table, for the items below it; what stands behind a list, where no item tells its own role."""
    beside = [each for each in text.around(passage)[1:] if passage.item and not each.item]
    told = any(each.item and text.says(each.text, "role_known") for each in text.section(passage.section))
    return text.head(passage) or next((each for each in beside if each.number < passage.number or not told), None)
