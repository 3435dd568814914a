"""Rules on acts, articles and legal bases."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_citations import Citation, citations, exists
from alektum_desk.domain.notice_facts import FIGURE, Knowledge
from alektum_desk.domain.notice_text import Passage, Text

_GROUNDS = (6, 9)
_SOON = 25
_TASK = re.compile(r"mission|\btasks?\b|\btâche|aufgabe|\btaak|\btaken\b|opdracht van|opgave|oppgave|uppgift som|uppdrag|tehtäv")
_SAYING = 30        # letters beyond the citation
_SMALL = 8
_ALIKE = 2          # so many labels in common, with so many sections
_SHORTEST = 4
_ENDING = 5         # letters of a word that may be declined
_LABELLED = re.compile(r":[^.:;]{0,60}$")
_DATE_OF_ACT = re.compile(r"(?:loi du|wet van|lov(?: nr\.? ?\d+)? (?:af|av)|act of|gesetz vom|dated|arrêté royal du|besluit van)\s*$")
_EACH = 3           # so many passages with a basis of their own make a list in which each must have one
_BACKWARD = re.compile(r"\b(?:which is|which are|this is|that is|hvilket|vilket|ce qui|c'est|ceci est|wat|hetgeen|dit is|dat is|was|dies ist|das ist|"
                       r"dies sind|(?:dar|hier|wor)in (?:liegt|besteht)|darauf beruht|(?:der|her|heri|deri|dette) (?:ligger|består)|dette (?:utgjør|udgør)|däri ligger|(?:hierin|daarin) (?:ligt|bestaat)|"
                       r"(?:tel|telle|voilà|c'est là) (?:est |quel est )?|therein lies|such is|tässä on|noe som|det er|detta är|det är|mikä|tämä on|dette er)\b[^.]*$")        # the interest stands before the words
_COPULA = re.compile(r"(?P<what>[^.;:|]{12,}?)\b(?:is|are|constitutes?|forms?|est|sont|constituent?|constitue|représente|ist|sind|bildet|stellt|liegt in|er|utgjør|udgør|är|utgör|on|ovat|"
                     r"muodosta\w+|vormt|vormen|zijn|betreft|serves?|sert|dient|tjener|tjänar)\s+(?:[a-zà-ÿ]+ ){0,2}?(?:in |i |to |dem |à )?(?:our|a|an|the|notre|nos|un|"
                     r"onze?|ons|een|unser\w*|ein\w*|vores|vår\w*|våre|en|et|ett|de|det|meidän)?(?: (?:und|and|et|en|og|och|ja) (?:[a-zà-ÿ]+|[a-zà-ÿ]+ [a-zà-ÿ]+ (?:und|and|et|en|og|och) [a-zà-ÿ]+))?\s*$")
_BEFORE = re.compile(r"[^.:;|]{15,}[:;]\s*(?:dat|dit|that|this|ce|cet|dies|dieses|das|det|detta|dette|tämä|tuo)\s(?:[a-zà-ÿ]+ )?(?:intress|interes|interest|belang|intérêt|etu)\w*")
_NEEDED = re.compile(r"\s*(?:erforderlich|necessary|nécessaire|noodzakelijk|nødvendig|nödvändig)\w*\s*(?:$|[.;(])")
_POINTING = re.compile(r"\s*(?:heri|herved|hierin|daran|hieran|hierbij|daarbij|i dette|i detta|à cela|in this|in doing so|tähän|siihen)\s*(?:$|[.;(])")
_IN_PROCESSING = re.compile(r"\s*(?:i|in|av|af|of|à|dans|au|an|aan|bij|for|pour)\s+(?:å |at |att |der |die |den |dieser |diese |denne |dette |the |this |ce |le |la |het |de |deze |our |notre )*"
                           r"(?:processing|traitement|verarbeitung|verwerking|behandling\w*)\s*(?:$|[.;(])")
_UNDER = re.compile(r"\b(?:etter|efter|enligt|ifølge|henhold til|medhold av|jf|jfr|under|pursuant to|selon|conformément à|grond van|krachtens|overeenkomstig|volgens|gemäß|nach)\b[^.;]{0,25}$")
_REASON = re.compile(r"[\w)]*\s*(?::|-|[,;]?\s*\(?(?:because|since|parce que?|puisque|car|omdat|want|weil|da|denn|fordi|eftersom|för att|koska|in order to|so that|so we|"
                     r"consistant|qui consiste|à savoir|namely|that is|nämlich|und zwar|namelijk|te weten|det vill säga|d\.?v\.?s|nemlig|eli\b|nimittäin|bestående|(?:à|de|to|at|å|att) [a-zà-ÿ]{3,}(?:er|ir|re|e|a|ing)?|pour|afin d|um|damit|om te|teneinde|zodat|for at|for å|så vi|så att|jotta)\b)\s*[^.;|]{25,}")
_CLAUSE = re.compile(r"[\w)]*\s*;\s*(?P<says>[^.;|]{25,})")
_OUTWEIGHS = re.compile(r"[\w\s,]{0,25}?(?:pèse|weighs|wiegt|wiegen|vejer|überwieg|vorgeh|outweigh|prevail|overrid|prévau|prévalent|pèse|pèsent|l'emport|zwaarder|opweeg|weegt|wegen|vejer|går forud|veier|går foran|väger|syrjäyt|painava|afvejet|avveid|veid mot|vägts?|abgewogen|balanced|weighed|mis en balance|pesé|afgewogen|punni|paina)[^:]{0,90}$")
_AGAINST = re.compile(r"\s*(?:against|gegen|gegenüber|mit|tegen|met|contre|avec|et|and|en|und|og|och|mod|overfor|mot|med|vastaan|ja)\s+(?:those of |the (?:rights|interests) of |de |les |den |die )?(?:your|yours|you\b|ihre\w*|uw|uwe|vos|vôtres|dine?|deres|dina|era|sinun|teidän|de registrerede|de registrerte|betroffene\w*|betrokkene\w*|personnes)")
_NAMED = re.compile(r"[^\W\d]{5,}")
_ACT = re.compile(r"(?:loven|lagen|laki|lain|gesetz|wet|act|loi|code)\b")
_PRONOUN = re.compile(r"\W*(?:(?:the|this|our|la|le|ce|notre|die|diese|unsere|het|de|deze|onze|denne|dette|den|vår|vores|tämä)\s+)?(?:processing|traitement|verarbeitung|verwerking|"
                      r"behandling\w*|käsittely\w*)\W*$")
_OUTSIDE_UNION = frozenset({"NO", "IS", "LI"})
_ON_DATA = re.compile(r"opplysning|databeskytt|dataskydd|tietosuoja|datenschutz|bdsg|data protection|persoonsgegevens|uavg|uitvoeringswet|données|libertés|privacy")
_BRACKETS = re.compile(r"\([^()]*\)")


def foreign(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    own = facts.acts.get(text.country)
    for passage in text.passages:
        for country, pattern in facts.acts.items():
            if country == text.country:
                continue
            for hit in pattern.finditer(passage.text):
                inside = hit.group()
                if own is not None and own.search(inside):
                    continue
                if _NAMED.search(inside) or _ACT.search(passage.text) or text.words["law_word"].search(passage.text) or text.words["law"].search(passage.text) or "direkti" in passage.text:
                    yield text.evidence(passage, max(0, hit.start() - 25))


def misnamed(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    pattern = facts.misnamed.get(text.country)
    for passage in text.passages if pattern else ():
        for hit in pattern.finditer(passage.text) if pattern else ():
            yield text.evidence(passage, hit.start())


def unidentifiable(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    pattern, known = text.words["act_token"], facts.misnamed.get(text.country)
    for passage in text.passages if pattern.pattern else ():
        for hit in pattern.finditer(passage.text):
            if not (known and known.search(hit.group())):
                yield text.evidence(passage, hit.start())


def days(text: Text, passage: str) -> Iterator[tuple[int, date]]:
    """Dates as the language writes them, with their place."""
    months = "|".join(text.words.months)
    pattern = (rf"(?P<d>\d{{1,2}})(?:er|st|nd|rd|th|\.|:e|\sde)?\s*(?:of\s+)?(?P<m>{months})\w*\s*(?P<y>\d{{4}})|"
               rf"(?P<m2>{months})\s+(?P<d2>\d{{1,2}}),?\s+(?P<y2>\d{{4}})|(?P<d3>\d{{1,2}})[./-](?P<m3>\d{{1,2}})[./-](?P<y3>\d{{4}})|"
               r"(?P<y4>\d{4})-(?P<m4>\d\d)-(?P<d4>\d\d)")
    for hit in re.finditer(pattern, passage):
        word = hit["m"] or hit["m2"]
        month = text.words.months.index(word) + 1 if word else int(hit["m3"] or hit["m4"])
        try:
            yield hit.start(), date(int(hit["y"] or hit["y2"] or hit["y3"] or hit["y4"]), month,
                                    int(hit["d"] or hit["d2"] or hit["d3"] or hit["d4"]))
        except ValueError:
            continue


def entry_into_force(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    everywhere, national, acts = facts.dates["all"], facts.dates.get(text.country, frozenset()), facts.acts.get(text.country)
    for passage in text.passages:
        for start, sentence in passage.sentences:
            protects = acts is not None and any(_ON_DATA.search(act.group()) for act in acts.finditer(sentence))
            if (protects or text.words["gdpr"].search(sentence)) and text.words["applies"].search(sentence) and not text.words["updated"].match(sentence):
                # Outside the Union the Regulation itself has a national date; inside, only the national act has one.
                outside = text.country in _OUTSIDE_UNION
                own = outside or bool(acts and acts.search(sentence))
                for place, day in days(text, sentence):
                    before = sentence[:place]
                    here = outside and acts is not None and (_last(acts, before) > _last(text.words["gdpr"], before) or (
                        facts.at_home(text, before) and not text.words["eea"].search(sentence)))
                    if day not in (national if here else everywhere | national if own else everywhere) and 2016 <= day.year <= 2019 and not _DATE_OF_ACT.search(sentence[:place]):
                        yield text.evidence(passage, start + place)


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((hit.start() for hit in pattern.finditer(words)), default=-1)


def malformed(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for cite in citations(text):
        sure = cite.regulation or (cite.suffix and cite.article in _GROUNDS)
        if sure and not exists(cite):
            yield text.evidence(cite.passage, cite.place, cite.length)


def incomplete(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    found = citations(text)
    for cite in found:
        if cite.article not in _GROUNDS or cite.letters or cite.suffix or not cite.regulation or cite.passage.heading or cite.paragraph == 4:
            continue
        sentence = next(words for start, words in reversed(cite.passage.sentences) if start <= cite.place)
        beside = any(each.letters for each in found if each.passage is cite.passage and each.article == cite.article)
        before = cite.passage.text[:cite.place]
        ground = cite.passage.item or any(text.words[name].search(sentence) for name in ("basis", "legit", "law", "legal_duty", "contract")) or any(
            each.search(before) for each in (_UNDER, _LABELLED))
        special = cite.article == 9 and text.words["special"].search(sentence)
        if not beside and ground and not special:
            yield text.evidence(cite.passage, cite.place, cite.length)


def style(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for cite in citations(text):
        if cite.article in _GROUNDS and cite.letters and cite.paragraph is None and not cite.suffix:
            yield text.evidence(cite.passage, cite.place, cite.length)


def style_mixed(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    hands: dict[tuple[str, str], Citation] = {}
    for cite in citations(text):
        if cite.letters and cite.regulation and not cite.suffix:
            hands.setdefault(cite.style, cite)
    if len(hands) > 1:
        for cite in hands.values():
            yield text.evidence(cite.passage, cite.place, cite.length)


def cites(text: Text, article: int, *letters: str) -> tuple[Citation, ...]:
    return tuple(each for each in citations(text) if each.article == article and (not letters or set(letters) & set(each.letters)))


def not_mapped(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """Three grounds and more in one breath."""
    groups: dict[tuple[int, int], list[Citation]] = defaultdict(list)
    for cite in citations(text):
        if cite.article == 6 and cite.letters:
            start = max(begin for begin, _ in cite.passage.sentences if begin <= cite.place)
            groups[cite.passage.number, start].append(cite)
    for cited in groups.values():
        distinct = {letter for each in cited for letter in each.letters}
        if len(distinct) >= 3 and any(len(each.letters) >= 2 for each in cited):
            yield text.evidence(cited[0].passage, cited[0].place, cited[0].length)


def public_interest(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    if any(text.words["law"].search(each.text) and _TASK.search(each.text) and cites_in(text, each, "e") for each in text.passages):
        return              # where the task is first described, its law is named
    for cite in cites(text, 6, "e"):
        names_law = any(text.words["law"].search(each.text) for each in text.around(cite.passage)) or any(
            text.words["law"].search(each.text) and _TASK.search(each.text) for each in text.section(cite.passage.section))
        if not text.words["r_object"].search(cite.passage.text) and not names_law:
            yield text.evidence(cite.passage, cite.place, cite.length)


def _bare(text: str) -> str:
    previous = ""
    while previous != text:
        previous, text = text, _BRACKETS.sub(" ", text)
    return text


def _cited_next(text: Text, tail: str) -> bool:
    """Nothing but the Regulation follows, or that the interest was weighed."""
    weighed = text.words["balanced"].search(tail)
    if weighed and weighed.start() < _SOON:
        return True
    lead = re.match(r"\w*\s*[,:;(-]?\s*(?:\w+\s)?", tail)
    return bool(lead and (text.words["gdpr"].match(tail, lead.end()) or text.words["gdpr"].match(tail, len(tail) - len(tail.lstrip(" ,:;(-")))))


def _ended(text: Text, sentence: str) -> bool:
    """The words legitimate interest stand there and nothing is said about which."""
    bare = re.sub(r"\s+", " ", _bare(sentence))
    hits = list(text.words["legit"].finditer(bare))
    cited = r"(?:art|6[ .(,]|i henhold|jf|gemäß|nach art|enligt|ifølge|i samsvar|selon|conform|under|pursuant|as set out|mukai(?!sta \w{{4}})|tietosuoja|gdpr|rgpd|dsgvo|avg)"
    if bool(hits) and all(_cited_next(text, bare[hit.end():]) for hit in hits):
        return True
    if bool(hits) and all(any(each.match(bare[hit.end():]) for each in (_NEEDED, _POINTING, _IN_PROCESSING)) for hit in hits):
        return True
    if any(_BACKWARD.search(bare[max(0, hit.start() - 40):hit.start()]) or _named_before(text, bare[:hit.start()]) for hit in hits):
        return False
    if bool(hits) and all(_OUTWEIGHS.match(bare[hit.end():]) for hit in hits):
        return True
    if bool(hits) and text.words["balanced"].search(bare) and all(_AGAINST.match(bare[hit.end():]) for hit in hits):
        return True
    return bool(hits) and all(re.match(rf"\w*\s*(?:$|[.;)]|[,:]?\s*{cited}|\"|-?\s*$)", bare[hit.end():]) for hit in hits)


def _named_before(text: Text, lead: str) -> bool:
    """Preventing fraud is our legitimate interest: the interest is the subject of the sentence."""
    said = _COPULA.search(lead)
    return bool(said) and not text.words["basis"].search(lead) and not _PRONOUN.match(said["what"] if said else "")


def _stated(text: Text, passage: Passage) -> bool:
    """The passage says which interest: it goes on after the words, or speaks of an interest in other words."""
    hits = list(text.words["legit"].finditer(passage.text))
    if _BEFORE.search(passage.text):
        return True
    if hits:
        return any(text.words["legit"].search(each) and not _ended(text, each)
                   for _, each in passage.sentences) or _interest_in(text, passage)
    return _interest_in(text, passage)


def _interest_in(text: Text, passage: Passage) -> bool:
    if any(_because(text, passage, cite) for cite in cites(text, 6, "f")):
        return True
    rest = text.words["balanced"].sub(" ", text.words["legit"].sub(" ", passage.text))
    hits = list(text.words["interest"].finditer(rest))
    return bool(hits) and not text.words["public_task"].search(passage.text)


def _because(text: Text, passage: Passage, cite: Citation) -> bool:
    """After the article a colon or a because, and then the reason in whatever words."""
    tail = passage.text[cite.place + cite.length:] if cite.passage is passage else ""
    named = text.words["gdpr"].search(tail[:_SOON])
    begin = named.end() if named else 0
    more = _CLAUSE.match(tail, begin)
    if more and not any(text.words[name].search(more["says"]) for name in ("retention", "balanced", "rights")):
        return True
    return bool(_REASON.match(tail, begin))


def _claims(text: Text) -> Iterator[tuple[Passage, int, bool]]:
    """Where the legitimate-interest basis is relied on: passage, place, and whether by its article."""
    by_article = {cite.passage.number: cite.place for cite in cites(text, 6, "f")}
    for passage in text.passages:
        word = text.words["legit"].search(passage.text)
        place = by_article.get(passage.number, word.start() if word else None)
        if place is None or passage.heading:
            continue
        start, sentence = next((start, words) for start, words in reversed(passage.sentences) if start <= place)
        if not text.words["r_object"].search(sentence) and not (passage.item and text.words["r_erase"].search(passage.text)
                                                               and text.words["rights"].search(passage.text)):
            yield passage, place, passage.number in by_article
        del start


def interest_missing(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    apart = any(each.heading and text.words["interest"].search(each.text) and not text.words["public_task"].search(each.text) for each in text.passages)
    told = any(text.words["interest"].search(each.text) and not (each.row or each.heading or text.words["r_object"].search(each.text) or cites_in(text, each, "f"))
               and _stated(text, each) for each in text.passages)
    for passage, place, by_article in _claims(text):
        if _stated(text, passage) or (apart and passage.item) or (told and passage.row):          # or told below a heading of their own, or below the table
            continue
        balanced = text.words["balanced"].search(passage.text)
        if balanced and not by_article:
            continue
        neighbours = [each for each in text.around(passage) if each is not passage]
        if any(text.words["legit"].search(each.text) and _stated(text, each) and not cites_in(text, each, "f") for each in neighbours):
            continue
        yield text.evidence(passage, place)


def cites_in(text: Text, passage: Passage, letter: str) -> bool:
    return any(each.passage is passage and letter in each.letters for each in cites(text, 6, letter))


def interest_vague(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for passage, place, _ in _claims(text):
        balanced = text.words["balanced"].search(passage.text)
        if not _stated(text, passage) and (balanced or (passage.number not in {c.passage.number for c in cites(text, 6, "f")})):
            yield text.evidence(passage, balanced.start() if balanced else place)


def interest_copied(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    sentences: dict[str, list[tuple[Passage, int]]] = defaultdict(list)
    for passage in text.passages:
        for start, sentence in passage.sentences:
            if not (text.words["legit"].search(sentence) or text.words["balanced"].search(sentence)):
                continue
            stray = text.words["stray"].search(sentence)
            if stray and not _known_elsewhere(text, stray.group()):
                yield text.evidence(passage, start + stray.start())
            elif len(_beyond_citation(text, sentence)) > _SAYING:
                sentences[re.sub(r"\W+", " ", sentence)].append((passage, start))
    for places in sentences.values():
        if len(places) > 1:
            for passage, start in places:
                yield text.evidence(passage, start)


def _beyond_citation(text: Text, sentence: str) -> str:
    """What is left without the words by which every basis is named; those may be repeated."""
    rest = _bare(sentence)
    for name in ("legit", "gdpr", "basis"):
        rest = text.words[name].sub(" ", rest)
    return re.sub(r"[\W\d]+|\b\w{1,3}\b|\b(?:artic|artik|parag|absat|buchst|lett|bokst)\w+", "", rest)


def _known_elsewhere(text: Text, person: str) -> bool:
    """People of whom the notice speaks, and not only where interests are weighed."""
    stem = person[:max(_SHORTEST, len(person) - _ENDING)]
    return any(stem in sentence and not text.words["legit"].search(sentence) and not text.words["balanced"].search(sentence)
               for passage in text.passages for _, sentence in passage.sentences)


def none_at_all(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    if cites(text, 6) or text.has("legit") or text.has("legal_duty"):
        return
    if any(text.words["basis"].search(sentence) and not text.words["safeguard"].search(sentence)
           for passage in text.passages for _, sentence in passage.sentences):
        return
    found = [each for each in text.passages if any(text.words[word].search(each.text) for word in ("announce", "own_purpose"))]
    yield from (text.evidence(each) for each in found or text.passages[:1])


_BARE = re.compile(r"\((?:litra|bokstav|lit\.?|buchst\.?|buchstabe|point|punt|onder|letter|punkt|alakohta) ?\(?[a-f]\)?\)")


def has_basis(text: Text, passage: Passage) -> bool:
    """The passage itself says on which ground, be it by the bare letter of Art. 6(1)."""
    return bool(_BARE.search(passage.text)) or any(text.words[each].search(passage.text) for each in ("basis", "consent", "legit", "legal_duty", "public_task")) or any(
        cite.passage is passage for cite in cites(text, 6))


def left_out(text: Text, passage: Passage) -> bool:
    """Its section is one of several on a purpose, with the same labels, and states no basis where they do; or its row leaves the cell empty."""
    head = text.head(passage)
    if head is not None:
        return bool(text.words["basis"].search(head.text)) and not has_basis(text, passage)
    mine = text.labels(passage.section)
    if any(has_basis(text, each) for each in text.section(passage.section)):
        return False
    others = {each.section for each in text.passages if each.section != passage.section and has_basis(text, each)}
    return sum(len(mine & text.labels(number)) >= _ALIKE for number in others) >= _ALIKE


def grounded(text: Text, passage: Passage) -> bool:
    if has_basis(text, passage):
        return True
    rest = [each for each in text.section(passage.section) if each is not passage and has_basis(text, each)]
    small = len(text.section(passage.section)) <= _SMALL and any(each.item and (text.words["basis"].search(each.text) or any(
        cite.passage is each for cite in cites(text, 6))) for each in rest)         # purpose, data and basis as items of one short section
    return len(rest) < _EACH and (small or any(has_basis(text, each) for each in text.around(passage)))


def figures(text: str) -> bool:
    return bool(FIGURE.search(text))
