"""Rules on how long data are kept."""
from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.notice_check_law import has_basis
from alektum_desk.domain.notice_facts import Knowledge
from alektum_desk.domain.notice_text import Passage, Text

_TOPICS = ("aml", "recording", "survey")
_OTHERS = (re.compile(r"camera|caméra|kamera|cctv|video|vidéo|filme|filming|tv-overvåg"),
           re.compile(r"newsletter|nyhedsbrev|nyhetsbrev|nieuwsbrie|uutiskirj|lettres? d.info|bulletin|infolettre|infobrief|rundbrief"),
           re.compile(r"sollicit|candidature|recrutement|bewerb|jobansøg|stillingsansøg|jobbsøk|rekrutt|rekryt|työnhak|rekryto|recruit|job appl"),
           re.compile(r"g[ée]olo[ck]|\bgps\b|standort(?:daten|verlauf)|posisjonsdata|positionsdata|platsdata|paikannus|paikkatie|location (?:data|log|histor)"),
           re.compile(r"whistle|klokkenluid|lanceurs? d'alerte|hinweisgeber|varsling|varsler|visselblås|ilmiantokanava|väärinkäytös"),
           re.compile(r"prize draw|competition entr|sweepstake|winactie|prijsvraag|tirage au sort|jeux?-concours|gewinnspiel|verlosung|konkurrencedelt|lodtræk|konkurransedelt|loddtrek|trekning|tävling|utlottning|arvonta|arvonna|kilpailu"),
           re.compile(r"parking|parkeer|parkgarage|parkhaus|tiefgarage|parkplatz|parkering|pysäköin|number plate|licence plate|kentek|plaques? d'immatric|kennzeichen|nummerplade|nummerskilt|registreringsskylt|rekisterikilp"),
           re.compile(r"wi-?fi|wlan"),
           re.compile(r"access (?:log|card|badge|control)s?\b|entry card|toegangs(?:pas|log|control|badge)|contrôle d'accès|badges? d'accès|zutritts|zugangskart|adgangskort|adgangskontrol|adgangslog|passerkort|passagelogg|tillträdes|kulunvalvon|kulkukort|kulkutun"))
_SCHEDULE = 4
_BOOKS = re.compile(r"bookkeep|accounting|boekhoud|\bcompta|buchhalt|buchführ|regnskap|regnskab|bogfør|bokför|bokføring|räkenskap|verifikation|kirjanpi|tilikau|tilinpäät|bilag\b|bilags|\bvoucher")
_LIMITATION = re.compile(r"\bbgb\b|bürgerliche|verjähr|prescription|code civil|burgerlijk wetboek|verjar|limitation|preskri|foreld|foræld|vanhent")
_LABEL = 40             # "Retention: as long as needed" begins with a label of at most so many letters
_ALL = re.compile(r"\b(?:all|toutes?|tous|alle|alles|alt|alla|samtliga|sämtliche|kaikki)\b.{0,20}(?:person|henkilö|data\b|information|gegevens|daten|oplysninger|opplysninger|uppgifter|tiedot|données)\w*.{0,40}(?:erased|deleted|kept|stored|effacées|supprimées|conservées|gewist|verwijderd|bewaard|gelöscht|gespeichert|slettes|opbevares|lagres|raderas|lagras|sparas|poistetaan|säilytetään)|"
                  r"\b(?:no|aucune?|geen|kein\w*|ingen|inga|mitään|yhtään)\b.{0,20}(?:data|information|donnée|gegevens|daten|angaben|oplysning|opplysning|uppgift|tieto)\w*.{0,40}(?:longer than|more than|beyond|plus de|plus longtemps|au-delà|langer dan|meer dan|länger als|mehr als|længere end|mere end|lenger enn|mer enn|längre än|mer än|pidempään|yli|kauemmin)|"
                  r"\b(?:all|toutes|tous|alle|alles|alt|alla|samtliga|sämtliche|kaikki)\b.{0,50}(?:opplysning|oplysning|uppgift|data\b|information|gegevens|données|tiedot|daten|angaben)\w*.{0,80}"
                  r"(?:senest|latest|au plus tard|uiterlijk|spätestens|senast|viimeistään|maximum|at most|no longer than|längst|høyst|højst|hoogstens|ten hoogste|enintään|höchstens)")
_GENERALLY = re.compile(r"^\W*(?:generally |in general,? |en général,? |in (?:de regel|beginsel),? |grundsätzlich |som udgangspunkt )?(?:we|nous|wij|wir|vi|me|(?:personal|your) data (?:is|are)|les données sont|uw gegevens worden|ihre daten werden|personoplysninger|personopplysninger|personuppgifter|henkilötietoja)?\s?"
                        r"(?:keep|store|retain|kept|stored|conservons|gardons|conservées|bewaren|bewaard|speichern|bewahren|gespeichert|opbevarer|opbevares|gemmer|gemmes|lagrer|lagres|oppbevarer|oppbevares|sparar|sparas|lagrar|lagras|bevarar|bevaras|säilytämme|säilytetään) "
                        r"(?:your |vos |uw |ihre |dine |dina |all |alle |toutes |allt |alt )*(?:les |de |die )?(?:personal |personenbezogenen? )?\w*(?:data|information|données|gegevens|daten|oplysninger|opplysninger|uppgifter|tietoja|tiedot)\w*(?: personnelles| à caractère personnel| about you)? "
                        r"(?:for |pendant |durant |i |in |voor |gedurende )?(?:at most|no longer than|up to|a maximum|maximum|au plus|au maximum|maximaal|ten hoogste|hoogstens|höchstens|maximal|længst|højst|høyst|högst|enintään|korkeintaan|\w+ (?:years|ans) (?:at most|au plus|au maximum))")
_LONGEST = re.compile(r"longest|la plus longue|le plus long|langste|længste|lengste|längst|pisin|pisimm|prevails?\b|prévaut|prime\b|voorrang|vorrang|forrang|företräde|etusija")
_SINCE = re.compile(r"\b(?:vanaf|na|from|after|since|starting|starts?|à (?:compter|partir)|depuis|point de départ|départ|ab|seit|beginn\w*|fristbeginn|fra|efter|etter|från|"
                    r"räknas|regnet|regnes|alkaa|alkaen|alku|mistä|lukien)\b")
_OR_ELSE = r"\bsoit\b|\bdan wel\b|\bbeziehungsweise\b|\bbzw\.|\balternativ(?:t|ement)?\b"
_ANOTHER = re.compile(r"\b(?:the|an?|your|last|le|la|les|l'|du|de la|votre|het|de|uw|der|die|das|de[mnrs]|ihr\w*|den|det|din|ditt|siste|senaste|sista|sidste)\b")
_UNTIL = re.compile(r"until|earlier|before|sooner|jusqu|plus tôt|avant|tot\b|eerder|bis\b|früher|vorher|til\b|tidligere|till\b|tidigare|förr|kunnes|aiemmin|aikaisemmin")
_INSTEAD = (r"\b(?:an)?statt\b|instead of|rather than|in plaats van|au lieu d|plutôt qu|i stedet for|i stället för|istället för|"
            r"sijaan|sijasta")
_WORDS = {1: "one|une?|een|één|et|ét|ett|yksi|yhden|eine?[ms]?", 2: "two|deux|twee|to|två|kaksi|kahden|zwei", 4: "four|quatre|vier|fire|fyra|neljän?",
          10: "ten|dix|tien|ti|tiende|tio|tionde|kymmenen|zehn", 3: "three|trois|drie|tre|kolme|drei", 5: "five|cinq|vijf|fem|viisi|fünf",
          6: "six|zes|seks|sex|kuusi|sechs", 7: "seven|sept|zeven|syv|syvende|sju|sjunde|seitsemän|sieben", 8: "eight|huit|acht|otte|åtte|åtta|kahdeksan"}


def period(text: Text) -> re.Pattern[str]:
    """A number with a unit of time."""
    return re.compile(rf"(?P<n>\b\d+|\b(?:{text.words['numbers'].pattern}))\b\.?\s*(?:\(\s*\w+\s*\)\s*)?(?:\w+\s+)?(?:{text.words['units'].pattern})\b")


def _kept(text: Text, sentence: str) -> bool:
    return bool(text.words["retention"].search(sentence))


@lru_cache(maxsize=512)
def _listed_periods(text: Text, section: int) -> bool:
    """Item after item with a period: a schedule, however it is headed."""
    items = [each for each in text.section(section) if each.item and not text.words["cookie"].search(each.text)]
    timed = sum(bool(period(text).search(each.text)) for each in items)
    return timed >= _SCHEDULE and timed * 2 >= len(items) and not any(text.words["cookie"].search(each.text) for each in text.section(section))


def _under(text: Text, passage: Passage) -> bool:
    """Its section is headed as one on retention, or its table."""
    head = text.head(passage)
    if text.words["retention_heading"].search(passage.label) or (passage.item and _listed_periods(text, passage.section)):
        return True
    return (head is not None and bool(text.words["retention_heading"].search(head.text))) or any(each.heading and text.words["retention_heading"].search(each.text) for each in text.section(passage.section))


def rules(text: Text) -> tuple[tuple[Passage, int, str], ...]:
    """Sentences that state a period of retention."""
    pattern = period(text)
    return tuple((passage, start, sentence) for passage in text.passages if not _of_cookies(text, passage) for start, sentence in passage.sentences
                 if pattern.search(sentence) and (_kept(text, sentence) or _under(text, passage)) and not text.words["one_month"].search(
                     sentence if text.words["answer"].search(sentence) else ""))


def _of_cookies(text: Text, passage: Passage) -> bool:
    """A row or an item that lists a cookie, where necessary says what it is for."""
    above = (text.head(passage), *(each for each in text.section(passage.section) if each.heading), *(text.around(passage)[:2]))
    return passage.item and any(text.words["cookie"].search(each.text) for each in above if each)


@lru_cache(maxsize=512)
def _on_rights(text: Text, section: int) -> bool:
    """Headed so, or it names rights that have nothing to do with keeping."""
    part = text.section(section)
    return any(each.heading and text.words["rights"].search(each.text) for each in part) or all(
        any(text.words[name].search(each.text) for each in part) for name in ("r_object", "r_access", "r_rectify"))


def no_duration(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    pattern = period(text)
    speaking = [each for each in text.passages if not each.heading and (each.item or not each.row) and not _of_cookies(text, each) and (
        _kept(text, each.text) or (_meant(text, each) and text.words["necessary"].search(each.text)))]
    told = {passage.number for passage, _, _ in rules(text)}
    for passage in text.passages:
        if told and not _of_cookies(text, passage) and (cell := _open_cell(text, passage)):
            yield text.evidence(passage, passage.text.find(cell))
    if not told and not any(text.words["event"].search(each.text) for each in speaking):
        open_ones = [each for each in speaking if text.words["necessary"].search(each.text)]
        yield from (text.evidence(each, _at(text, each)) for each in open_ones or speaking[-1:] or text.passages[:1])
        return
    for passage in speaking:
        if pattern.search(passage.text) or text.words["event"].search(passage.text):
            yield from _open_among_told(text, passage)
            continue
        if text.words["rights"].search(passage.text) or _on_rights(text, passage.section):
            continue
        label, _, value = passage.text.partition(":")
        if len(label) < _LABEL and text.words["retention_heading"].search(label) and text.words["necessary"].search(value):
            yield text.evidence(passage)
            continue
        if (passage.item and text.words["r_restrict"].search(passage.text)):
            continue
        sentences = [words for _, words in passage.sentences
                     if (_kept(text, words) or _meant(text, passage)) and text.words["necessary"].search(words)]
        leads = told and (passage.text.rstrip().endswith(":") or (text.words["purpose"].search(passage.text) and not passage.item))
        if text.words["claims"].search(passage.text) or text.words["prevail"].search(passage.text):
            continue            # an exception to the periods rather than a period
        if sentences and not leads and (_under(text, passage) or not told or _on_one_purpose(text, passage, told)):
            yield text.evidence(passage, _at(text, passage))


def _open_cell(text: Text, passage: Passage) -> str:
    """The cell of a row that stands in the column of the periods and says no more than: as long as needed."""
    head = text.head(passage)
    for name, cell in zip(head.text.split("|"), passage.text.split("|"), strict=False) if head else ():
        dated = any(each.search(cell) for each in (period(text), text.words["event"], text.words["claims"]))
        if text.words["retention_heading"].search(name) and text.words["necessary"].search(cell) and not dated:
            return cell.strip()
    return ""


def _meant(text: Text, passage: Passage) -> bool:
    """Below a heading on keeping that is on nothing else."""
    mixed = any(each.heading and any(text.words[name].search(each.text) for name in ("purpose", "basis")) for each in text.section(passage.section))
    return not mixed and _under(text, passage)


def _on_one_purpose(text: Text, passage: Passage, told: set[int]) -> bool:
    """Its section has a basis of its own, and no period."""
    section = text.section(passage.section)
    if text.words["recording"].search(passage.text):
        return False
    return any(has_basis(text, each) for each in section) and not any(each.number in told for each in section)


def _open_among_told(text: Text, passage: Passage) -> Iterator[Evidence]:
    """In a paragraph that states periods, a sentence about some of the data that states none."""
    quiet = [period(text), *(text.words[name] for name in ("event", "prevail", "claims", "purpose"))]
    if not _under(text, passage):
        return
    for start, sentence in passage.sentences:
        if _kept(text, sentence) and text.words["necessary"].search(sentence) and not any(each.search(sentence) for each in quiet):
            yield text.evidence(passage, start)


def _at(text: Text, passage: Passage) -> int:
    hit = text.words["necessary"].search(passage.text) or text.words["retention"].search(passage.text)
    return hit.start() if hit else 0


def industry(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    for passage in text.passages:
        for start, sentence in passage.sentences:
            hit = text.words["industry"].search(sentence)
            if hit and (_kept(text, sentence) or _under(text, passage)):
                yield text.evidence(passage, start + hit.start())


def reversible(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    erase, other, either = (text.words[each].pattern for each in ("erase", "reversible", "or"))
    either = f"{either}|{_INSTEAD}"
    pattern = re.compile(rf"(?:{erase})\w*.{{0,25}}?(?:{either}).{{0,25}}?(?:{other})|(?:{other})\w*.{{0,25}}?(?:{either}).{{0,30}}?(?:{erase})")
    for passage in text.passages:
        hit = pattern.search(passage.text)
        if hit and re.search(either.replace("|,", ""), passage.text[max(0, hit.start() - 30):hit.end() + 30]):
            yield text.evidence(passage, hit.start(), hit.end() - hit.start())


def two_triggers(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    after, either = text.words["after"].pattern, text.words["or"].pattern.replace("|,", "")
    begins = rf".{{0,60}}?(?:{after}).{{3,90}}?" if text.words.language != "fi" else r".{0,90}?"        # a Finnish ending says after
    pattern = re.compile(rf"{period(text).pattern}{begins}(?:{either}|{_OR_ELSE})\s+(?P<second>[^.;|]+)")
    for passage in text.passages:
        for start, sentence in passage.sentences:
            hit = pattern.search(sentence)
            replies = text.words["one_month"].search(sentence) and text.words["answer"].search(sentence)
            if not hit or replies or text.words["whichever"].search(sentence) or any(
                    each.search(hit["second"]) for each in (period(text), text.words["conditional"])):
                continue
            event = re.search(after, hit["second"]) or (text.words.language != "fi" and _ANOTHER.match(hit["second"]))
            if event and not _UNTIL.match(hit["second"]):
                yield text.evidence(passage, start + hit.start(), 60)
        yield from _two_in_a_cell(text, passage)


def _two_in_a_cell(text: Text, passage: Passage) -> Iterator[Evidence]:
    """A table with a column for the event at which the period begins, and two of them in one cell."""
    head = text.head(passage)
    if head is None or not period(text).search(passage.text) or text.words["whichever"].search(passage.text):
        return
    either = re.compile(text.words["or"].pattern.replace("|,", ""))
    for name, cell in zip(head.text.split("|"), passage.text.split("|"), strict=False):
        if len(name) < _LABEL and _SINCE.search(name) and either.search(cell) and not period(text).search(cell):
            yield text.evidence(passage, passage.text.find(cell.strip()))


def _years(text: Text, sentence: str) -> Iterator[int]:
    for hit in period(text).finditer(sentence):
        if re.search(r"\b(?:years?|ans?|années?|jaar|jaren|år(?:et)?|vuo\w+|jahr\w*)\b", hit.group()):
            spoken = (number for number, words in _WORDS.items() if re.fullmatch(words, hit["n"]))
            yield from (int(hit["n"]),) if hit["n"].isdigit() else spoken


def accounting(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    right = facts.accounting.get(text.country)
    other = facts.accounting_act.get(text.country)
    by_law = any(_BOOKS.search(each.text) and text.words["law"].search(each.text) for each in text.passages)
    for passage in text.passages if right else ():
        for start, sentence in passage.sentences:
            hit = text.words["accounting"].search(sentence)
            lawful = any(text.words[name].search(sentence) for name in ("law_word", "law")) or (by_law and _BOOKS.search(sentence))
            if not hit or not lawful or _LIMITATION.search(sentence):
                continue
            years = tuple(_years(text, sentence))
            wrong = years and right and not set(years) & set(right)
            if wrong or (years and other and other.search(passage.text)):
                yield text.evidence(passage, start + hit.start())


def precedence(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    stated = rules(text)
    caps = [(passage, start, sentence) for passage, start, sentence in stated
            if (hit := text.words["cap"].search(sentence) or _ALL.search(sentence) or _GENERALLY.search(sentence)) and hit.start() < 60 and (not passage.item or hit.re is _ALL) and tuple(_years(text, sentence))]
    for passage, start, sentence in caps:
        years = max(_years(text, sentence))
        others = [(one, at) for one, at, words in stated if words != sentence and set(_years(text, words)) != {years}]
        if any(_LONGEST.search(each.text) for each in text.section(passage.section) if each is not passage and not each.item):
            continue
        after = [words for at, words in passage.sentences if at > start] or [
            each.text for each in text.section(passage.section) if each.number == passage.number + 1 and _kept(text, each.text)]
        if others and not any(text.words["prevail"].search(words) for words in (sentence, *after[:1])):
            yield text.evidence(passage, start)
            yield from (text.evidence(one, at) for one, at in others)


def without_purpose(text: Text, _facts: Knowledge) -> Iterator[Evidence]:
    """A rule on something of which nothing else in the notice speaks, not even to deny it."""
    stated = {(passage.number, start) for passage, start, _ in rules(text)}
    topics = [*(text.words[topic] for topic in _TOPICS), *_OTHERS]
    for topic in topics:
        spots = [(passage, start, hit.start()) for passage in text.passages for start, sentence in passage.sentences if (hit := topic.search(sentence))]
        if spots and all(any(number == passage.number for number, _ in stated) and not has_basis(text, passage)
                         and not text.words["negative"].search(text.sentence(passage, start)) for passage, start, _ in spots):
            yield from (text.evidence(passage, start + place) for passage, start, place in spots)
