"""Rules on who and what: controller, officer, data, processors, visitors, security, and how a notice stands as a whole."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_check_authority import named, names_competent
from alektum_desk.domain.notice_check_keeping import period
from alektum_desk.domain.notice_check_law import cites, days, figures, grounded, has_basis, left_out
from alektum_desk.domain.notice_facts import LINK, MAIL, PHONE, POST, Knowledge, reachable
from alektum_desk.domain.notice_text import Passage, Text

_SAME_PLACE = re.compile(r"same|above|address|adress|samme|samma|ovenfor|ovenstående|ovanstående|adres\b|même|ci-dessus|zelfde|hierboven|gleich|oben|osoite|yllä|sam(?:a|oi)|attention|"
                         r"mærke|merke|märk|mention|vermeld|vermerk|t\.a\.v|c/o")
_NO_COMPANY = re.compile(r"[A-Z]{1,4}(?:-[a-zåäöæø]|$)")      # "IP-adresse"
_BOLD = re.compile(r"[\W\d]*\*\*[^*]+\*\*")
_SHORT = 120        # a line about keeping, or a label
_LONG = 500         # a passage about keeping alone is shorter
_VISITORS = re.compile(r"\b(?:visitors?|visiteurs?|bezoekers?|besucher\w*|besuche|besøgende|besøkende|besökare|vierailijat|vierailijoi\w*|visits to (?:our|the) (?:office|premises|building))\b(?!.{0,30}(?:web|site|nett|hjemme|hemsida|sivu|online|page))")
_OWN_SITE = re.compile(r"protocole internet|internet(?: |-)?proto[ck]o\w*|(?:connec|verbind|tilslut|koble|anslut|yhdist)\w*.{0,40}internet\w*|(?:site|page|portail|connexion|accès|adresse) internet|internet(?:site|seite|adresse|auftritt|portal|side|sida|sivu\w*|forbindelse|anslutning)|"
                       r"\b(?:our|notre|nos|onze?|ons|unser\w*|vores|vår\w*|våre|meidän)\b[^.]{0,25}(?:facebook|linkedin|internet|sociale|réseaux|social|soziale|sosiale|sosiaali)|internetis[st]iv")
_FORM = re.compile(r"\bchat|formul[aiä]|\bform\b|skjema|skema|blanket|lomak|kontaktveld")
_LINE = re.compile(r"\b(?:(?:tele)?fax\w*|(?:tele)?faks\w*|freephone|toll-free|helpline|numéro vert|grønt nummer|gratisnummer|text line|sms-(?:nummer|linje)|whatsapp|appen kan)\b")
_ITEMS = 140
_BRIEF = 350
_ONLINE = re.compile(r"online|en ligne|internet|\bweb|public|offentlig|openbar|öffentlich|öppna|julki|avoim|social|sosial|soziale")
_BELONGS = re.compile(r"\b(?:are|is|as|sont|est|constituent|comme|ist|sind|zijn|is|er|som|utgjør|udgør|är|utgör|on|ovat)\b (?:also |a |one of |part of |une |des |de |eine |een |en |ett |et )*$|gehör|zähl|belong|count as|are (?:also )?(?:among|part of)|hører|regnes|räknas|tillhör|vallen onder|behoren|horen|font partie|relèvent|kuulu|lasketaan")
_OPEN = re.compile(r"\w\s*:\s*$")
_SAYING = re.compile(r":(?:\s|$)")
_SAYS = 4               # so many words and a colon are more than a label
_LABEL_OF = {"phone": re.compile(r"t[ée]l[ée]phone|telefo[on]\w*|\bphone|puhelin|\btlf|\btel\b"), "email": re.compile(r"e-?mail|courriel|e-?post|sähköposti|mejl")}
_SOURCES = re.compile(r"sources?\b|provenance|origine|d'où|herkomst|\bbron|van wie|kilde|hvor .{0,40}fra|källa|källor|varifrån|lähte|mistä|herkunft|quelle|where .{0,40}from|woher")
_DATED = 160
_TITLE = re.compile(r"#|\*\*|\d|[IVX]+\.")
_EDITION = re.compile(r"\b(?:v|vers\w*|ver\.|utgave|udgave|utgåva|fassung|ausgabe|nr\.?|no\.?)\s?\.?\s?\d|\b\d{1,2}[./]\d{1,2}\b")
_WE = re.compile(r"\b(?:we|our|us|nous|notre|nos|wij|onze|ons|wir|unser\w*|vi|vår\w*|vores|me|olemme|yhtiömme)\b")
_ANONYMOUS = re.compile(r"anonym(?!i[sz])|anoniem|anonieme|anonyym|nimettöm|nimetön")
_AFTERWARDS = re.compile(r"\b(?:then|afterwards|puis|ensuite|daarna|vervolgens|danach|anschließend|derefter|herefter|deretter|därefter|sedan|sen|sitten|tämän jälkeen)\b")
_CUT = re.compile(r"short|truncat|cut\b|mask|anonymi[sz]|remov|delet|tronqu|raccourc|abrég|suppr|ingekort|afgekort|verkort|gekürzt|kürz|verkürz|forkort|avkort|afkort|kortas|lyhenn|poist|slet|rader|lösch|entfern|verwijder|gewist|hash|aggreg")
_INQUIRY = re.compile(r"undersøgelsen|undersøkelsen|undersökningen|l'enquête|\bkysely|het onderzoek|die befragung|the survey")
_RELATIVE = re.compile(r"alikäsittelij|under-?(?:databehandler|behandler|biträde)|sub-?(?:processor|verwerker)|sous-traitant ultérieur|unterauftrags|\b(?:som (?:er|är)|(?:who|which) (?:is|are|act)|qui (?:est|sont|agi)|(?:die|dat) (?:is|zijn|als)|joka on|jotka ovat)\b")
_FOR_US = re.compile(r"\b(?:for us|on our behalf|pour nous|pour notre compte|voor ons|namens ons|für uns|in unserem auftrag|for os|på vores vegne|for oss|på våre vegne|för oss|för vår räkning|meille|puolestamme|lukuumme)\b|"
                     r"\bour (?:\w+ )?processor|notre sous-traitant|nos sous-traitants|onze verwerker|unser\w* auftragsverarbeiter|vores databehandler|vår databehandler|våre databehandlere|vårt personuppgiftsbiträde|våra personuppgiftsbiträden|käsittelijämme")
_MUST = re.compile(r"müssen sie|pflicht|must you|have to (?:give|provide|tell)|obligat|obligé|moet(?:en)? u|verplicht|devez-vous|tenu de|plikt|pligt|skal du|må du|måste du|skyldig|pakko|pitääkö|velvolli|freiwillig|vrijwillig|facultati|voluntar|frivillig|vapaaehtoi")
_FEW = 3
_BESIDE = 14            # so close to a duty that "no" or "not" denies it
_LISTED = 12            # passages of a section on one purpose, at most
_EARLY = 14             # the passages at the head of a notice
_THEIR_OWN = re.compile(r"(?:separate|independent|own|each a|another|other|selvstændig\w*|selvstendig\w*|egen|egne|själv\w*|annan|anden|annen|eigen\w*|eigenständig\w*|anderen|zelf\w*|afzonderlijke?|"
                        r"andere|selbst|selv|själva?|itse|distincte?s?|autre|lui-même|indépendante?s?|itsenäi\w*|toise\w+)\s+(?:data |is |personuppgifts|data)?\w*")
_GROUP = re.compile(r"\b(?:[Gg]roupe |[Kk]onsernet )?([A-ZÅÄÖÆØ][\w&-]+) (?:Group|Groupe|Groep|Gruppe|Gruppen|Konsern\w*|Koncern\w*|-?konserni)\b")


def officer(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    spots = list(text.find("dpo"))
    for passage, hit in spots:
        begins = next(start for start, _ in reversed(passage.sentences) if start <= hit.start())
        own = passage.text[0 if _SAME_PLACE.search(passage.text) else begins:]
        following = [each for each in text.passages[passage.number + 1:passage.number + 4] if each.section == passage.section]
        before = text.passages[passage.number - 1] if passage.number else passage
        shared = before.section == passage.section and (_SAME_PLACE.search(passage.text) or not text.words["controller"].search(before.text))
        if reachable(own) or any(reachable(each.text) for each in following) or (shared and reachable(before.text)):
            return
    if spots:
        yield from (text.evidence(passage, hit.start()) for passage, hit in spots)
        return
    contacts = [passage for passage, _ in text.find("contact") if not passage.heading]
    yield from (text.evidence(each) for each in (*contacts, *text.passages[:1]))


def _entity(text: Text, facts: Knowledge) -> bool:
    """A company is named, and not only among those who process for it."""
    early = max(_EARLY, len(text.passages) // 3)
    return any(facts.lists["company"].search(each.raw) and not text.words["providers"].search(each.text) and not _THEIR_OWN.search(each.text) and (
        each.number < early or text.words["controller"].search(each.text)) for each in text.passages)


def calls_itself_controller(text: Text) -> bool:
    """Somewhere in the notice, and not of a recipient nor of the one to whom data may be moved."""
    return any(text.words["controller"].search(_THEIR_OWN.sub(" ", each.text)) and not text.words["r_port"].search(each.text) and (
        not each.item or _WE.search(each.text)) for each in text.passages if not each.heading)


def controller(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    groups = Counter(hit[1] for line in text.lines for hit in _GROUP.finditer(line))
    brand, often = groups.most_common(1)[0] if groups else ("", 0)
    own = re.compile(rf"\b{re.escape(brand)} {facts.lists['company'].pattern}") if brand else None
    entity = [(passage, hit.start()) for passage in text.passages if own for hit in own.finditer(passage.raw)]
    numbered = any(facts.lists["number_words"].search(each.text) and re.search(r"\d[\d .-]{5,}\d", each.text) for each in text.passages)
    authorities = {each.number for passage, _ in named(text, facts) for each in text.passages[passage.number:passage.number + 3] if each.section == passage.section}
    placed = any(POST.search(each.text) and not text.words["authority"].search(each.text) and each.number not in authorities
                 for each in text.passages)
    reached = any(facts.lists["company"].search(each.raw) and text.words["controller"].search(each.text) and MAIL.search(after.text) and PHONE.search(after.text)
                  for each, after in pairwise(text.passages[:_EARLY]))
    vague = often >= 3 and (not entity or often >= 2 * len(entity))
    if not vague and _entity(text, facts) and (numbered or placed or reached):
        return
    branded = bool(groups) and not entity
    if not vague and not branded and text.has("controller") and placed:
        return
    brands = [(passage, hit.start()) for passage in text.passages if (hit := _GROUP.search(passage.raw))]
    called = [(passage, hit.start()) for passage, hit in text.find("controller")]
    yield from (text.evidence(passage, place) for passage, place in (*entity, *called[:3], *brands[:4]))
    if not (entity or brands or called):
        yield text.evidence(text.passages[0])
        yield from (text.evidence(passage, hit.start()) for passage, hit in text.find("processor_self"))


def missing_value(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    theirs = {passage.number + more for passage, _ in named(text, facts) for more in range(3)}
    for passage in text.passages:
        for start, sentence in passage.sentences:
            away = text.words["elsewhere"].search(sentence)
            offered = away or text.words["contact"].search(passage.text) or text.words["rights"].search(sentence)
            for name, value in (("phone", PHONE), ("email", MAIL)):
                hit = text.words[name].search(sentence) or (_LABEL_OF[name].search(sentence) if away else None)
                if not hit or not offered:
                    continue
                spread = tuple(each for each in text.passages if each.number not in theirs) if away else text.passages[max(0, passage.number - 1):passage.number + 3]
                listing = re.search(rf"\b(?:nom|name|naam|navn|namn|nimi)\b.{{0,90}}(?:{text.words[name].pattern})", sentence)
                if not any(value.search(_bare_of_numbers(facts, each.text)) for each in spread) and not listing and (away or not _reached(text, facts, value)):
                    yield text.evidence(passage, start + hit.start())
            line = _LINE.search(sentence)
            if line and reachable(passage.text) and not passage.row and not text.words["negative"].search(sentence) and not any(
                    figures(each.text[one.end():one.end() + _SHORT // 2]) for each in text.passages for one in _LINE.finditer(each.text)):
                yield text.evidence(passage, start + line.start())
            form = away and _FORM.search(sentence) and not LINK.search(MAIL.sub(" ", passage.text))       # no field can be filled in here
            if away and (form or (text.words["contact"].search(sentence) and not LINK.search(text.whole))):
                yield text.evidence(passage, start + away.start())


def _bare_of_numbers(facts: Knowledge, text: str) -> str:
    """Without the numbers of registers, which look like those of telephones."""
    return re.sub(rf"(?:{facts.lists['number_words'].pattern})[^\d@]{{0,20}}\d[\d .-]{{5,}}", " ", text)


def _reached(text: Text, facts: Knowledge, value: re.Pattern[str]) -> bool:
    return any(value.search(_bare_of_numbers(facts, each.text)) for each in text.passages if not text.words["authority"].search(each.text))


def processor_own(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for passage, hit in text.find("processor_self"):
        sentence = text.sentence(passage, hit.start())
        if _FOR_US.search(sentence) or _RELATIVE.search(passage.text, max(0, hit.start() - _BESIDE), hit.end()):
            continue
        listed = any(cite.passage.section == passage.section for cite in cites(text, 6))
        if listed and not passage.row and not any(text.words[name].search(sentence) for name in ("conditional", "negative")):
            yield text.evidence(passage, hit.start())
            continue
        own = text.words["own_purpose"].search(passage.text)
        said = text.words["controller"].search(passage.text)
        if own and not said:
            yield text.evidence(passage, hit.start())
            yield text.evidence(passage, own.start())
        elif not calls_itself_controller(text) and not said:
            others: list[tuple[Passage, re.Match[str] | None]] = [(each, one) for each, one in text.find("own_purpose") if each is not passage and not text.words["processor_self"].search(each.text)]
            others += [(cite.passage, None) for cite in cites(text, 6)][:_FEW]
            if others:
                yield text.evidence(passage, hit.start())
                yield from (text.evidence(each, one.start() if one else 0) for each, one in others)

def _does(text: Text, name: str) -> Iterator[tuple[Passage, re.Match[str]]]:
    """Where something is said to be done: not headings, nor where it is said not to be."""
    for passage, hit in text.find(name):
        sentence = text.sentence(passage, hit.start())
        if not passage.heading and not text.denies(sentence):
            yield passage, hit


def recording(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    spots = []
    for passage, hit in _does(text, "recording"):
        sentence = text.sentence(passage, hit.start())
        kept = text.words["retention"].search(sentence) or (passage.item and len(sentence) < _SHORT)
        if not (period(text).search(sentence) and kept and len(passage.text) < _LONG):
            spots.append((passage, hit))
    yield from _unbased(text, "recording", [(passage, hit.start()) for passage, hit in spots])


def _unbased(text: Text, name: str, spots: list[tuple[Passage, int]]) -> Iterator[Evidence]:
    """Where it is done without a basis. The part that it heads must state one, or a row of a table; without such a part, any place that speaks of it."""
    heads = [each for each in text.passages if text.words[name].search(each.text if each.heading else each.label)
             and (each.heading or _BOLD.match(each.text))]
    omitted = [(each, place) for each, place in (*((head, 0) for head in heads if head.heading), *spots) if left_out(text, each)]
    omitted = omitted or [(each, place) for each, place in spots if _unlike(text, each)]
    parts = [text.section(each.section) if each.heading else _block(text, each) for each in heads]
    if parts:
        based = any(has_basis(text, each) for part in parts for each in part) or any(each.row and has_basis(text, each) for each, _ in spots)
    else:
        based = any(grounded(text, passage) for passage, _ in spots)
    yield from (text.evidence(passage, place) for passage, place in (omitted or (() if based else spots)))


def _unlike(text: Text, passage: Passage) -> bool:
    """A block under a label in bold without a basis, among blocks that state theirs."""
    if not _BOLD.match(passage.text) or text.words["providers"].search(passage.text):
        return False
    blocks: dict[int, bool] = {}
    at = 0
    for each in text.section(passage.section):
        at = each.number if _BOLD.match(each.text) else at
        blocks[at] = blocks.get(at, False) or has_basis(text, each)
    return sum(blocks.values()) >= _FEW and not blocks[passage.number]


def _block(text: Text, passage: Passage) -> tuple[Passage, ...]:
    """A passage with a label in bold and what follows up to the next one, unless that is labelled as a part of it."""
    found = [passage]
    for each in text.passages[passage.number + 1:]:
        label = _BOLD.match(each.text)
        part = label and any(text.words[name].search(label[0]) for name in ("basis", "retention_heading", "purpose", "collect", "providers"))
        if each.section != passage.section or each.heading or (label and not part):
            break
        found.append(each)
    return tuple(found)


def survey(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    spots = [(passage, hit) for passage, hit in _does(text, "survey") if not (
        text.words["providers"].search(passage.text) or text.words["provision"].search(text.sentence(passage, hit.start())))]
    spots = [(passage, hit) for passage, hit in spots if _BOLD.match(passage.text) or not (
        period(text).search(passage.text) and len(passage.text) < _SHORT)] or spots
    yield from _unbased(text, "survey", [(passage, hit.start()) for passage, hit in spots])


def scraping(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    spots = []
    explained = any(_ONLINE.search(each.text) and has_basis(text, each) for each in text.passages)
    for passage in text.passages:
        for start, sentence in passage.sentences:
            hit = text.words["public_source"].search(_OWN_SITE.sub(lambda own: " " * len(own[0]), sentence))
            collects = text.words["collect"].search(sentence) or (passage.item and any(
                text.words["collect"].search(each.text) for each in text.around(passage)))
            sources = not explained and any(each.heading and _SOURCES.search(each.text) for each in text.section(passage.section))
            collects = collects or _SOURCES.search(passage.label) or left_out(text, passage)
            if hit and (collects or sources) and not text.denies(sentence) and not passage.heading:
                spots.append((passage, start + hit.start()))
    if any(left_out(text, passage) for passage, _ in spots) or not any(
            has_basis(text, each) for passage, _ in spots for each in (passage, *text.section(passage.section)) if len(passage.text) < 700):
        yield from (text.evidence(passage, place) for passage, place in spots)


def anonymous(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for passage, hit in text.find("anonym"):
        before = passage.text[max(0, hit.start() - 25):hit.start()]
        if text.words["negative"].search(before) or _AFTERWARDS.search(before):
            continue
        asked = (text.words["survey"].search(passage.text) or _INQUIRY.search(passage.text)) and text.near(passage, "identifier")
        near = passage.text if len(passage.text) < _BRIEF else text.sentence(passage, hit.start())
        if asked or _identified(text, near):
            yield text.evidence(passage, hit.start())


def _identified(text: Text, sentence: str) -> bool:
    """Anonymous, and by an identifier that is neither cut nor left out, in one breath."""
    return bool(_ANONYMOUS.search(sentence) and text.words["identifier"].search(sentence) and not _CUT.search(sentence)
                and not text.words["negative"].search(sentence))


def special_laundering(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for passage in text.passages:
        hit = text.words["special"].search(passage.text)
        itself = bool(text.words["aml"].search(passage.text))
        whole = text.section(passage.section) if not itself or passage.item else ()
        if not hit or passage.heading or not (itself or (len(whole) <= _LISTED and any(text.words["aml"].search(each.text) for each in whole))) or text.denies(text.sentence(passage, hit.start())):
            continue
        part = {*text.around(passage), *whole}
        if not any(text.words["special_ground"].search(each.text) or any(cite.passage is each for cite in cites(text, 9)) for each in part):
            yield text.evidence(passage, hit.start())


def article_ten(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    if not text.has("criminal"):
        yield from (text.evidence(cite.passage, cite.place) for cite in cites(text, 10) if cite.regulation or any(
            each.passage is cite.passage for each in cites(text, 9)))


def criminal_special(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for passage in text.passages:
        for start, sentence in passage.sentences:
            hit = None if text.words["negative"].search(sentence) else text.words["special"].search(sentence)
            inside = text.words["criminal"].search(sentence, hit.end(), hit.end() + 120) if hit else None
            inside = inside or (text.words["criminal"].search(sentence, 0, hit.start()) if hit and _BELONGS.search(sentence, 0, hit.start()) else None)
            apart = any(cite.passage is passage and start <= cite.place < start + len(sentence) for cite in cites(text, 10))
            if inside and not apart:
                yield text.evidence(passage, start + (hit.start() if hit else 0))


def _lined_up(text: Text, passage: Passage) -> bool:
    """One of several short lines, or no sentence: an item of a list without marks."""
    second = text.passages[passage.number + 1] if passage.number + 1 < len(text.passages) else None
    more = second is not None and second.section == passage.section and len(second.text) < _ITEMS
    return len(passage.text) < _ITEMS and len(passage.sentences) == 1 and (more or not passage.text.endswith("."))


def list_missing(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for passage in text.passages:
        following = text.passages[passage.number + 1] if passage.number + 1 < len(text.passages) else None
        last = not following or following.section != passage.section
        open_end = _OPEN.search(passage.text) if not passage.heading and (last or len(passage.text.split()) >= _SAYS) else None
        hit = text.words["announce"].search(passage.text) or open_end
        if not hit or passage.row or passage.raw[0] in "-*•–":
            continue
        short = following and _lined_up(text, following)
        listed = following and (_BOLD.match(following.text) or following.item or following.row or (following.heading and not following.text.endswith("?") and not _TITLE.match(following.raw))
                                or (short and not following.heading) or _SAYING.search(following.text[:90])) and not _next_clause(passage, following)
        if not listed:
            yield text.evidence(passage, hit.start())


def _next_clause(one: Passage, other: Passage) -> bool:
    """They are numbered alike, 4.2 and 4.3, so that neither is an item of the other."""
    numbers = [re.match(r"(\d+(?:\.\d+)+)\.?\s", each.raw) for each in (one, other)]
    return all(numbers) and len({hit[1].count(".") for hit in numbers if hit}) == 1


def renamed(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    for passage in text.passages:
        for hit in facts.lists["renamed"].finditer(passage.text):
            yield text.evidence(passage, hit.start())


def role_unclear(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    name = r"([A-ZÅÄÖÆØ][\w&-]{2,}(?: (?:AS|A/S|AB|Oy|GmbH|AG|SA|NV|BV|Ltd|Limited|Inc))?)"
    verb = text.words["processes"].pattern
    pattern = re.compile(rf"(?<=[a-zà-ÿ,] )(?:(?:{verb}) {name}\b(?! ?[Gg]roup)|{name} (?:{verb})\b)")
    legal = re.compile(rf"([A-ZÅÄÖÆØ][\w&-]+)(?: [\w&-]+){{0,3}} {facts.lists['company'].pattern}[^.;]{{0,40}}?\b(?:{verb})")
    own = Counter(hit for line in text.lines for hit in re.findall(r"(?<=[a-zà-ÿ,] )[A-ZÅÄÖÆØ][\w&-]{2,}", line))
    house = {word for word, often in own.most_common(2) if often > 3}
    for passage in text.passages:
        several = len(facts.lists["company"].findall(passage.raw)) > 1
        for start, sentence in passage.sentences:
            raw = passage.raw[start:start + len(sentence)]
            hit = pattern.search(raw) or legal.search(raw)
            company = next((each for each in hit.groups() if each), "") if hit else ""
            if not hit or company.split()[0] in {*house, "Group", "Groupe"} or _NO_COMPANY.match(company):
                continue
            if text.words.language == "de" and hit.re is pattern and not re.search(r" [A-Z]\w*$", company):
                continue
            known = any(company.split()[0] in each.raw for each in text.passages[:6]) or any(
                company.split()[0] in each.raw for each, _ in text.find("controller") if each is not passage)
            led = text.head(passage) or next((each for each in text.around(passage)[1:] if passage.item and not each.item), passage)
            told = sentence if several else passage.text
            if not known and not text.words["role_known"].search(told) and not (led is not passage and text.words["role_known"].search(led.text)):
                yield text.evidence(passage, start + hit.start())


def _on_visitors(text: Text) -> Iterator[Passage]:
    """What speaks of a register of visitors, and what stands below a heading that names them."""
    headed = {each.section for each in text.passages if each.heading and len(each.text) < _SHORT and _VISITORS.search(each.text)}
    for passage in text.passages:
        if text.words["visitor"].search(passage.text) or (passage.section in headed and not passage.heading):
            yield passage


def visitors_basis(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for passage in _on_visitors(text):
        part = (passage,) if has_basis(text, passage) else text.around(passage)
        lawful = [(each, cite.place) for each in part for cite in cites(text, 6, "c") if cite.passage is each]
        lawful += [(each, hit.start()) for each in part if (hit := text.words["legal_duty"].search(each.text)) and not text.words["negative"].search(
            each.text[max(0, hit.start() - _BESIDE):hit.end() + _BESIDE])]
        named = any(text.words["law"].search(each.text) for each in part)
        if lawful and not named:
            yield from (text.evidence(each, place) for each, place in lawful)
            yield text.evidence(passage)


def marketing(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """One and the same letter on consent and on legitimate interests."""
    for passage, hit in text.find("newsletter", "consent", "legit"):
        if not text.words["rights"].search(passage.text):
            yield text.evidence(passage, hit.start())


def certificate(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    for passage in text.passages:
        hit = facts.lists["uncertifiable"].search(passage.text)
        if hit and facts.lists["certified"].search(passage.text):
            yield text.evidence(passage, hit.start())


def withdrawn_method(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    for passage in text.passages:
        if hit := facts.lists["withdrawn"].search(passage.text):
            yield text.evidence(passage, hit.start())


def old_link(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    for passage in text.passages:
        if hit := facts.lists["superseded"].search(passage.text):
            yield text.evidence(passage, hit.start())


def provision(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    told = any(text.words["provision"].search(sentence) and not any(text.words[name].search(sentence) for name in ("cookie", "survey")) and not _INQUIRY.search(sentence)
               for each in text.passages if not each.heading for _, sentence in each.sentences)
    told = told or any(_MUST.search(head.text) and any(text.words[name].search(each.text) for each in text.section(head.section) if not each.heading
                                                       for name in ("contract", "legal_duty", "law_word"))
                       for head, below in pairwise(text.passages) if head.heading and not below.heading)
    if not told:
        spots = [passage for passage, _ in text.find("collect") if not passage.heading]
        yield from (text.evidence(each) for each in (*text.passages[:2], *spots[:8]))


def undated(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    future = [(passage, start + place) for passage in text.passages for start, sentence in passage.sentences
              if text.words["future"].search(sentence) for place, day in days(text, sentence) if day < facts.today]
    yield from (text.evidence(passage, place) for passage, place in future)
    year = re.compile(r"\b20[12]\d\b")
    month = re.compile(rf"\b(?:{'|'.join(text.words.months)})\w*\s+20[12]\d\b")
    ends = [each for each in (*text.passages[:4], *text.passages[-4:]) if not each.row and not text.words["law"].search(each.text)]
    dated = any((text.words["updated"].search(each.text) and (year.search(each.text) or _EDITION.search(each.text)))
                or (len(each.text) < _SHORT and (any(days(text, each.text)) or (len(each.text) * 2 < _SHORT and year.search(each.text)) or month.search(each.text))) for each in ends)
    dated = dated or any(text.words["updated"].search(sentence) and year.search(sentence) and len(sentence) < _DATED
                         for each in text.passages if not each.row for _, sentence in each.sentences)
    if not dated and not future:
        yield from (text.evidence(each) for each in text.passages[:2])


def country(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    placed = any(POST.search(each.text) for each in text.passages)
    if not (facts.at_home(text) or names_competent(text, facts) or _entity(text, facts) or placed):
        yield text.evidence(text.passages[0])
        yield from (text.evidence(passage, hit.start()) for passage, hit in text.find("authority"))
