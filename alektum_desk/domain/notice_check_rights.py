"""Rules on rights, requests, consent and automated decisions."""
from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_check_authority import named
from alektum_desk.domain.notice_check_keeping import rules as periods
from alektum_desk.domain.notice_check_law import cites
from alektum_desk.domain.notice_facts import Knowledge
from alektum_desk.domain.notice_text import Passage, Text

_SIX = ("r_access", "r_rectify", "r_erase", "r_restrict", "r_object", "r_port")
_SHORT = 300
_SUBJECT = re.compile(r"subject to|faire l'objet|onderworpen|gjenstand|genstand|föremål|kohteeksi|unterworfen|unterliegen")
_SEVERAL = 4
_MAY = re.compile(r"\b(?:får|du må|haluat|oikeus|right|recht|droit|rätt|ret|rett)\b|när du vill|når du vil|quand vous|wanneer u|wann (?:immer )?sie|when(?:ever)? you (?:like|want|wish)|\b(?:can|may|kan|kunt|mag|kun je|können|pouvez|peut|peux|voit|voidaan|når som helst|når du vil|när som helst|milloin|jederzeit|"
                  r"à tout moment|at any time|te allen tijde|op elk moment)\b")
_MACHINE = re.compile(r"automat|karakteren\b|\bsummen\b|\bder wert\b|\bkone(?:en|ella|elle)?\b|\bmaski?n\w{0,3}\b|machine|algorit|syst[eè]e?m|järjestelm|software|logiciel|programm?\b|programmet|ohjelm|computer|ordinateur|datamaskin|modell?\w*\b|scor|robot")
_DECIDES = re.compile(r"declin|bloqu|blokke|blockier|spärrar|sperrer|festsetz|setzt|afslå|avslå|afvis|avvis|hylk|hylät|hyväks|reject|refus|approv|weiger|ablehn|lehnt|genehmig|goedkeur|godkend|innvilg|bevilj|deci[ds]|décid|besli[sst]|besluit|beslut|avgjør|afgør|avgör|bestem|bestäm|päät|ratkais|entscheid|entschied|refus|reject|approv|weiger|keurt|wijst|lehnt|genehmig|afslår|avslår|avslag|godkend|godkjen|avslå|godkän|hylkä|hyväksy|fattar|træffe|treffe|tranche|statue")
_STAFF = re.compile(r"saksbehandl|chargée?s? d|\béquipe\b|sagsbehandl|medarbe[ij]der|mitarbeit|sachbearbeit|handläggare|medewerker|behandelaar|collaborat|gestionnaire|conseiller|agent|käsittelijä|työntekijä|virkailija|"
                    r"employee|staff|adviser|advisor|colleague|case ?worker|officer|rådgiv|person\b|mensch|människa|menneske|ihmi|mens\b|personne")
_UNAIDED = re.compile(r"\b(?:without|no|nor|sans|aucune?|zonder|geen|ohne|kein\w*|uden|ingen|uten|utan|ilman|kukaan)\b(?: [\w'-]+){0,3}? (?:l'|d'|d')?(?:" + _STAFF.pattern +
                      r"|human|humain|menselijk|menschlich|menneskelig|mänsklig|ihmis)\w*(?:,? (?:is |are |est |er |är |ist |wird |wordt |on )?(?:\w+ ){0,2}?(?:interven|involv|tussenkom|betrokken|kijk|"
                      r"eingreif|beteilig|mitwirk|zutun|ingripa|inbland|medverk|indgrib|inngrip|indblan|innblan|medvirk|osallist|puuttu|myötävaik|take|takes|part|présent|intervien)\w*)?")
_ITSELF = re.compile(r"\b(?:zelfstandig|selbst?ständig|selvstændigt|selvstendig|självständigt|itsenäisesti|independently|allein|alene|alone|ensamt?|yksin|seule?|(?:solely|only|entirely) by automated|(?:enbart|uteslutande|udelukkende|utelukkende|exclusivement|uitsluitend|ausschließlich|pelkästään) (?:\w+ )?(?:ge)?auto\w+|itself|on its own|lui-même|elle-même|de lui-même|zelf|selbst|selber|selv|självt|själv|itse)\b")
_READ_BY_MACHINE = re.compile(r"\b(?:machines?|computers?|maskin\w{0,2}|dator\w{0,2}|ordinateurs?|rechner|maschinen?|kone(?:et)?|tietokone(?:et)?)\b(?: \w+){0,2} (?:\w+)")
_NO = re.compile(r"\W*(?:no|non|nee|neen|nein|nej|nei|ei|never|jamais|nooit|aldri|aldrig|nie)\b")
_CLOSE = 3
_ENJOYED = re.compile(r"følger av|følge af|följer av|följd av|seuraav\w+ la|gives? you|\b(?:har|hat|have|heeft|hebt|avez|a|haben|hast|heb) (?:[^\W\d]+ ){0,3}(?:rettighe|rights|rechte|droits|rättighe)|sinulla on .{0,20}oikeuksia|exer|uitoef|udøv|utøv|benytte|använd|käyt|ausüb|statut|dispose|reconn|jouir|bénéfici|tilkommer|zusteh|zukomm|toekom|hebt|heeft|haben|available|enjoy|applicable|"
                      r"under (?:the )?(?:gdpr|law)|lain mukai|sinulla on|gældende|gjeldende|gällande|voimassa|lovgivning|lagstiftning|wetgeving|gesetz")
_RUN = 38
_SMALL = 8
_SHOWN = 12             # so many lines of a list are shown as evidence
_IN_PLACE = re.compile(r"i stedet for|in place of|instead of|rather than|plutôt qu|au lieu d|in plaats van|i stället för|istället för|sijaan|anstelle|\bstatt\b")
_CONDITION = re.compile(r"\b(?:if|when|while|whether|as long as|until|unless|where|instead of|for example|si|lorsque|lorsqu|quand|tant qu|pendant qu|le temps (?:de|que|d)|plutôt que|au lieu d|jusqu'à ce que|par exemple|"
                        r"als|indien|wanneer|zolang|terwijl|totdat|tenzij|in plaats van|bijvoorbeeld|wenn|falls|sofern|solange|während|ob|bis|soweit|statt|anstelle|anstatt|etwa|zum beispiel|"
                        r"hvis|når|mens|indtil|inntil|dersom|så lenge|så længe|medmindre|med mindre|i stedet for|for eksempel|när|medan|till dess|så länge|i stället för|till exempel|"
                        r"jos|kun|kunnes|siksi ajaksi|sen sijaan|esimerkiksi)\b[^,.;:]*")
_LEADING = 25           # letters before the name of a right that leads its item
_BARE = 26              # "the right to object" and no more
_ANY = re.compile(r"\b(?:processing|traitements?|verwerking(?:en)?|verarbeitung(?:en)?|behandling(?:en|er|ar|erne)?|behandlinga|käsittely\w*|(?:use|utilisation|gebruik|nutzung|brug|bruk)\b(?=[^,;.]{0,45}(?:$|[,;.])))\b"
                  r"(?!\s+(?:for|of|à des fins|pour|voor|til|för|zu|zum|zur|für)\s+(?:the purpose of\s+|purposes of\s+)?(?:direct|marketing|prospection|commercial|reclame|markedsf|marknadsf|werb|newsletter))")
_ARTICLE = {"r_access": 15, "r_rectify": 16, "r_erase": 17, "r_restrict": 18, "r_object": 21, "r_port": 20}


@lru_cache(maxsize=16)
def rights_passages(text: Text) -> tuple[Passage, ...]:
    """The part of a notice that lists the rights: the run of passages that names the most of them, three at least."""
    best: tuple[Passage, ...] = ()
    most = 2
    at = 0
    while at < len(text.passages):
        called = text.words["rights"].search(text.passages[at].text)
        if not called and not (text.passages[at].item and _names(text, text.passages[at])):
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
    return any(text.words[name].search(passage.text) for name in (*_SIX, "r_withdraw", "r_auto"))


def lists(text: Text, passage: Passage) -> bool:
    """Names several rights in one breath and explains none."""
    return sum(bool(text.words[name].search(passage.text)) for name in _SIX) >= _SEVERAL


def _granted(text: Text, passage: Passage) -> str:
    """Without the conditions: that the use is restricted while a correction is looked into grants no correction."""
    if lists(text, passage):
        return passage.text
    said = " ".join(words for _, words in passage.sentences if text.words["rights"].search(words) or not any(
        text.words[name].search(words) for name in ("idcard", "one_month")))       # how requests are answered is no right
    rest = _CONDITION.sub(" ", said)
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
    return tuple(gone)


def incomplete_list(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    if missing(text):
        part = rights_passages(text)
        yield from (text.evidence(each) for each in part[:_SHOWN])
        if part[0].number:
            yield text.evidence(text.passages[part[0].number - 1])
    elif not rights_passages(text):
        for passage in text.passages:
            few = sum(bool(text.words[name].search(passage.text)) for name in _SIX)
            if few and text.words["rights"].search(passage.text) and passage.item:
                yield text.evidence(passage)


def none_listed(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    if rights_passages(text):
        return
    spots = [(passage, hit) for passage, hit in text.find("rights")
             if not any(text.words[name].search(passage.text) for name in ("r_access", "r_rectify", "r_port", "r_restrict"))]
    listed = any(passage.item and text.words["rights"].search(passage.text) and sum(
        bool(text.words[name].search(passage.text)) for name in _SIX) for passage in text.passages)
    if not listed:
        yield from (text.evidence(passage, hit.start()) for passage, hit in spots if text.words["contact"].search(passage.text) or _ENJOYED.search(passage.text))


def complaint_or_machine(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    part = rights_passages(text)
    if not part:
        return
    complains = text.has("complaint") and (text.has("authority") or bool(named(text, facts)))
    complains = complains or any(text.words["authority"].search(each.text) and text.near(each, "unhappy", "contact") for each in text.passages)
    complains = complains or any(text.near(passage, "unhappy", "complaint") for passage, one in named(text, facts) if one.by_name)
    automatic = _machine_listed(text) or _ruled_out(text)
    if not complains or not automatic:
        yield from (text.evidence(each) for each in part[:_SHOWN])
        if part[0].number:
            yield text.evidence(text.passages[part[0].number - 1])


def _denied(text: Text, sentence: str) -> bool:
    """Says that no machine decides: not that it does so without a person, unless that is what there is not."""
    alone = _UNAIDED.search(sentence)
    if alone and text.words["negative"].search(sentence[:alone.start()]):
        return True
    return bool(text.words["auto_none"].search(_UNAIDED.sub(" ", sentence)))


def _answered_no(text: Text) -> bool:
    """Does a machine decide? No."""
    spoken = [words for passage in text.passages for _, words in passage.sentences]
    return any(asked.rstrip(" *_#").endswith("?") and (text.words["automated"].search(asked) or (_MACHINE.search(asked) and _DECIDES.search(asked))) and _NO.match(answer)
               for asked, answer in pairwise(spoken))


def _ruled_out(text: Text) -> bool:
    return _answered_no(text) or any(_denied(text, sentence) for passage in text.passages for _, sentence in passage.sentences
               if not text.words["rights"].search(sentence) and not (_IN_PLACE.search(sentence) and not text.words["negative"].search(sentence)) and not (_SUBJECT.search(sentence) and passage in rights_passages(text)))


def _described(text: Text) -> tuple[tuple[Passage, int], ...]:
    """Where automated decisions are said to be made: not where they are ruled out, nor where the right stands."""
    found = []
    kept = {(passage.number, start) for passage, start, _ in periods(text)}
    for passage in text.passages:
        for start, sentence in passage.sentences:
            hit = text.words["automated"].search(sentence)
            if hit and (passage.number, start) not in kept and not _denied(text, sentence) and not text.words["r_auto"].search(sentence) and not (
                    text.words["rights"].search(sentence)) and not passage.heading and not text.words["r_object"].search(sentence):
                found.append((passage, start + hit.start()))
    return tuple(found) or tuple((head, 0) for head in text.passages if head.heading and _announces(text, head))


def _announces(text: Text, head: Passage) -> bool:
    """A heading under which nothing says that there are none, nor lists rights."""
    part = text.section(head.section)
    return bool(text.words["automated"].search(head.text)) and not any(text.words["rights"].search(each.text) or any(
        _denied(text, sentence) or text.words["negative"].search(sentence) for _, sentence in each.sentences) for each in part)


def _machine_listed(text: Text) -> bool:
    """The right of Article 22 stands there as a right."""
    return any(text.words["r_auto"].search(each.text) and (text.words["rights"].search(each.text) or each in rights_passages(text))
               for each in text.passages)


def machine_right(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    if not _machine_listed(text) and not _ruled_out(text):
        yield from (text.evidence(passage, place) for passage, place in _described(text))


def _before_rights(text: Text, sentence: str) -> str:
    """Without what people may ask for, and without the ground: neither says how the machine decides."""
    ends = [hit.start() for name in ("r_auto", "rights") if (hit := text.words[name].search(sentence))]
    return text.words["auto_ground"].sub(" ", sentence[:min(ends, default=len(sentence))])


def no_logic(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    if _ruled_out(text):
        return
    for passage, place in _described(text):
        whole = text.section(passage.section)
        part = (*text.around(passage), *(whole if passage.heading or (passage.item and len(whole) <= _SMALL) else ()))
        told = [_before_rights(text, sentence) for each in part for _, sentence in each.sentences]
        allowed = any(text.words["auto_ground"].search(each.text) for each in part)
        if not allowed or not all(any(text.words[name].search(words) for words in told) for name in ("logic", "effect")):
            yield text.evidence(passage, place)


def automation_both(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """It helps the person who decides, and it decides instead: in one passage or in neighbours of one section."""
    helping: list[tuple[Passage, int]] = []
    deciding: list[tuple[Passage, int]] = []
    for passage in text.passages:
        for start, sentence in passage.sentences if not passage.heading else ():
            machine = _MACHINE.search(sentence)
            instead = text.words["instead"].search(sentence)
            instead = instead or ((_ITSELF.search(sentence) or _UNAIDED.search(sentence)) if machine else None)
            if machine and instead and _DECIDES.search(sentence) and not text.words["negative"].search(sentence[:instead.start()][-40:]):
                deciding.append((passage, start + machine.start()))
            aided = text.words["support"].search(sentence)
            if aided and _STAFF.search(sentence) and not instead:
                helping.append((passage, start + aided.start()))
            elif not machine and not instead and _STAFF.search(sentence) and _DECIDES.search(sentence) and not text.words["r_auto"].search(sentence):
                helping.append((passage, start))
            elif machine and any(_MACHINE.search(sentence[max(0, one.start() - 80):one.end() + 60]) for one in text.words["support"].finditer(sentence)):
                helping.append((passage, start + machine.start()))
    for passage, place in deciding:
        for other, at in helping:
            if other.section == passage.section and abs(other.number - passage.number) <= _CLOSE:
                yield text.evidence(other, at)
                yield text.evidence(passage, place)


def heading_wrong(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for passage, hit in text.find("auto_wrong"):
        if not re.search(r"\b(?:not|ne pas|niet|ikke|inte|nicht|olla|joutumatta)\b", passage.text[:hit.end()]):
            yield text.evidence(passage, hit.start(), hit.end() - hit.start())


def _portability(text: Text) -> tuple[Passage, ...]:
    """Where the right stands, the explanation below a heading with it."""
    found = []
    for passage in text.passages:
        if text.words["r_port"].search(passage.text) and (text.words["rights"].search(passage.text) or passage in rights_passages(text)):
            found += [passage, *(text.passages[passage.number + 1:passage.number + 2] if passage.heading else ())]
    return tuple(found)


_NAMED = r"portab|overdraagbaarheid|übertragbarkeit|siirrettävyy"


_EXPLAINED = re.compile(r":\s|,? (?:det vil sige?|det vill säga|c'est-à-dire|namely|that is|inhoudende|dat wil zeggen|das heißt|nämlich|eli|toisin sanoen)\b")
_COPIED = re.compile(r"kopi|copie|copy|afschrift|abschrift|genpart|ud?tskrift|udskrift|utdrag|ausdruck|tuloste|jäljennö|\bote\b|printed|overzicht|übersicht|oversigt|oversikt|översikt|aperçu")
_FORMAT = re.compile(r"format|electronic|elektroni|électroni|sähköi|muodossa|digital|numérique|tiedosto|\bfil\b|bestand|datei|zip\b|computer")


def _copy_only(text: Text, passage: Passage) -> bool:
    """Behind the name of the right nothing stands but a copy."""
    port = text.words["r_port"].search(passage.text)
    told = _EXPLAINED.search(passage.text, port.start()) if port else None
    rest = passage.text[told.end():] if told else ""
    return bool(_COPIED.search(rest)) and not (_FORMAT.search(rest) or text.words["r_port_full"].search(rest) or text.words["r_port"].search(rest))


def portability_lost(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    own = _portability(text)
    for passage in own:
        if not lists(text, passage) and _copy_only(text, passage):
            yield text.evidence(passage)
    full = any(re.search(text.words["r_port_full"].pattern, re.sub(_NAMED, " ", each.text)) for each in own)
    if full:
        return
    for passage in own:
        if lists(text, passage):
            return
        rest = re.sub(rf"\w*(?:{_NAMED})\w*", " ", _READ_BY_MACHINE.sub(" ", passage.text))
        if text.words["r_access"].search(rest) or text.words["see"].search(rest):
            yield text.evidence(passage)
    for passage in rights_passages(text) if not own else ():
        sees = text.words["r_access"].search(passage.text) or text.words["see"].search(passage.text)
        if sees and text.words["contract"].search(passage.text) and passage.item:
            yield text.evidence(passage, sees.start())


def portability_view(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for passage in _portability(text):
        for start, sentence in passage.sentences:
            hit = text.words["see"].search(_READ_BY_MACHINE.sub(lambda read: " " * len(read[0]), sentence))
            if hit and (passage.item or text.words["r_port"].search(sentence) or not any(
                    text.words["r_port"].search(words) for _, words in passage.sentences)):
                yield text.evidence(passage, start + hit.start())


def objection_narrowed(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    items = [each for each in text.passages if text.words["r_object"].search(each.text)
             and (text.words["rights"].search(each.text) or each in rights_passages(text))]
    items += [text.passages[each.number + 1] for each in items if each.heading and each.number + 1 < len(text.passages)]
    wide = [each for each in items if any(text.words[name].search(each.text) for name in ("legit", "public_task", "situation"))
            or re.search(r"6 ?\(1\)|6\.1|litra [ef]|lit\. [ef]|bokstav|6, |(?:buchstabe|letter|onder|led|point|bogstav) [ef]\b|gegen alles|everything|tout ce|tegen alles|mot allt|mot alt|mod alt|kaikkea", each.text)
            or (not _narrow_in_list(text, each) if lists(text, each) else _brief(text, each))]
    if items and not wide:
        yield from (text.evidence(each, hit.start() if (hit := text.words["r_object"].search(each.text)) else 0) for each in items)


def _narrow_in_list(text: Text, passage: Passage) -> bool:
    """In a run of rights the one to object goes on about one matter."""
    hit = text.words["r_object"].search(passage.text)
    part = re.split(r"[;,.:]", passage.text[hit.start():])[0] if hit else ""
    return len(part) > _RUN and not _ANY.search(part) and bool(re.search(r"\b(?:tegen|contre|à|mod|mot|against|to|gegen)\b", part))


def _brief(text: Text, passage: Passage) -> bool:
    """Objects to the processing, or says no more than the name of the right."""
    for _, sentence in passage.sentences:
        hit = text.words["r_object"].search(sentence)
        if hit and (_ANY.search(sentence) or len(re.sub(r"\W+", "", sentence)) < _BARE):
            return not text.words["newsletter"].search(sentence) or bool(text.words["situation"].search(sentence))
    return False


def objection_unused(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """The right to object rests on a ground on which nothing else in the notice does."""
    for letter, name in (("e", "public_task"), ("f", "legit")):
        spots = [(passage, hit.start()) for passage, hit in text.find(name)]
        spots += [(cite.passage, cite.place) for cite in cites(text, 6, letter)]
        listed = rights_passages(text) if letter == "f" else text.passages
        if all((text.words["r_object"].search(passage.text) and passage in listed) or passage.heading for passage, _ in spots):
            yield from (text.evidence(passage, place) for passage, place in spots)


def withdrawal(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    if any((hit := text.words["r_withdraw"].search(sentence)) and ((hit.start() < _LEADING and each in rights_passages(text)) or not _keeps(text, sentence))
           and (text.words["consent"].search(each.text) or text.near(each, "consent") or (each.item and each in rights_passages(text)))
           for each in text.passages for _, sentence in each.sentences):
        return
    places = {(cite.passage.number, cite.place): cite.passage for cite in (*cites(text, 6, "a"), *cites(text, 9, "a"))}
    for passage, hit in text.find("consent"):
        sentence = next(words for start, words in reversed(passage.sentences) if start <= hit.start())
        if not text.words["negative"].search(sentence) and not passage.heading:
            places.setdefault((passage.number, hit.start()), passage)
    yield from (text.evidence(passage, place) for (_, place), passage in places.items())


def _keeps(text: Text, sentence: str) -> bool:
    """Says until when data are kept, and nothing of what a person may do."""
    keeps = text.words["event"].search(sentence) or (text.words["retention"].search(sentence) and not text.words["rights"].search(sentence))
    return bool(keeps) and not _MAY.search(sentence)


def identity_card(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for passage, hit in text.find("idcard"):
        asked = any(text.words[name].search(text.sentence(passage, hit.start())) for name in ("answer", "rights")) or any(
            each in rights_passages(text) or (each.heading and any(text.words[name].search(each.text) for name in ("rights", "answer")))
            for each in (*text.around(passage), *text.section(passage.section)))
        if asked and not text.near(passage, "doubt") and not text.words["aml"].search(passage.text):
            yield text.evidence(passage, hit.start())


def deadline(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """A time for answering without the extension that the law allows."""
    spots = []
    for passage in text.passages:
        for start, sentence in passage.sentences:
            hit = text.words["one_month"].search(sentence)
            asked = text.words["answer"].search(sentence) or any(text.words["answer"].search(words) for at, words in passage.sentences if at < start)
            if hit and asked and not text.words["retention"].search(sentence) and not text.words["cookie"].search(passage.text):
                spots.append((passage, start + hit.start()))
    near = {each.number for passage, _ in spots for each in text.passages[max(0, passage.number - 2):passage.number + 3]}
    longer = any(text.words["extension"].search(sentence) and not text.words["retention"].search(sentence)
                 for number in near for _, sentence in text.passages[number].sentences)
    if not longer:
        yield from (text.evidence(passage, place) for passage, place in spots if text.words["answer"].search(passage.text))
