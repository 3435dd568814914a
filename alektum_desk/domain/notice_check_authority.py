"""Rules on the supervisory authority and on complaints."""
from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.naming import Named, plain, who
from alektum_desk.domain.notice_facts import MAIL, Knowledge, reachable
from alektum_desk.domain.notice_text import Passage, Text

_BELONGS = ("authority", "complaint")
_HEAD = 10
_NO_NAME = re.compile(r"\bIP\b")         # an address on the internet rather than the Slovenian authority


_DECLINED = (re.compile(r"(\w+isch)(?:en|em|es|er)\b"), re.compile(r"([Bb]eauftragt)(?:en|em|er)\b"))
_OMBUDSMAN = re.compile(r"[Tt]ietosuojavaltuutet\w*(?: toimisto\w*)?")
_POSTCODE = re.compile(r"\b(\d{5}) [A-ZÄÖÜ]")
_SITE = re.compile(r"\S*\b[\w-]+\.[a-z]{2,3}\b\S*")
_BEFORE = re.compile(r"\b(?:[Bb]eim|[Dd]em|[Dd]en|[Dd]es|[Zz]um|[Vv]om)\b")


def _undeclined(raw: str) -> str:
    """With the German name once more as the list has it: of the Hessian commissioner, the Hessian commissioner."""
    weak = _BEFORE.sub("der", _DECLINED[1].sub(r"\1e", _DECLINED[0].sub(r"\1e", raw)))
    strong = _DECLINED[0].sub(r"\1es", raw)
    return f"{raw} . {weak} . {strong}"


def _in_words(text: Text, raw: str) -> str:
    """As the list has the names, whatever case the sentence puts them in."""
    words = _NO_NAME.sub(" ", raw)
    if text.words.language == "fi":
        return _OMBUDSMAN.sub("Tietosuojavaltuutetun toimisto", words)
    return _undeclined(words) if text.words.language == "de" else words


@lru_cache(maxsize=16)
def named(text: Text, facts: Knowledge) -> tuple[tuple[Passage, Named], ...]:
    """Passages that name an authority of the list. A street alone names none."""
    found = []
    for passage in text.passages:
        one = who(_in_words(text, passage.raw), facts.names)
        if not one.by_name and one.by_address and any(text.words[each].search(passage.text) for each in _BELONGS):
            one = Named(one.by_address, one.by_address)          # declined, perhaps; the house is the authority's
        if one.by_name:
            found.append((passage, one))
    return tuple(found)


def names_competent(text: Text, facts: Knowledge) -> bool:
    ours = facts.competent(text.country)
    return any(ours & set(one.by_name) for _, one in named(text, facts))


def _place(passage: Passage, one: Named, facts: Knowledge) -> int:
    """Where the name begins, as far as it can be found letter by letter."""
    for key in one.by_name:
        each = facts.authorities[key]
        for name in (*each.names.values(), each.name_en, *each.also_called, *each.former_names, *(each.abbreviation or "").split(" / ")):
            if name and (place := passage.text.find(name.lower())) >= 0:
                return place
    return 0


@lru_cache(maxsize=16)
def _land(text: Text, facts: Knowledge) -> str:
    """In which German state the organisation sits, by the postcode beside its name, where that tells."""
    first = next((each for each in text.passages[:_HEAD] if facts.lists["company"].search(each.raw) and _POSTCODE.search(each.raw)), None)
    hit = _POSTCODE.search(first.raw) if first and text.country == "DE" else None
    return next((land for land, codes in facts.lands.items() if hit and hit[1][:2] in codes), "")


def _of_another_land(text: Text, facts: Knowledge, one: Named) -> bool:
    """States only: the federal commissioner is competent for some in each of them."""
    lands = {key[3:5] for key in one.by_name if key.startswith("de-")} - {"bf"}
    home = _land(text, facts)
    return bool(home and lands) and home not in lands


def wrong_name(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    ours = facts.competent(text.country)
    for passage, one in named(text, facts):
        about = bool(one.by_address) or any(text.words[each].search(near.text) for near in (passage, *text.around(passage)) for each in _BELONGS)
        if not about:
            continue
        address = who(" ".join(each.raw for each in (passage, *text.passages[passage.number + 1:passage.number + 3])
                               if each.section == passage.section), facts.names).by_address
        strange = not ours & set(one.by_name) or _of_another_land(text, facts, one)
        beside = any(ours & set(who(each.raw, facts.names).by_name) for each in text.around(passage))
        elsewhere = bool(address) and not set(address) & ours
        spoken = set(who(_in_words(text, MAIL.sub(" ", _SITE.sub(" ", passage.raw))), facts.names).by_name) or set(one.by_name)
        split = bool(address) and not set(address) & spoken
        if (strange and not beside) or (not strange and (elsewhere or split)) or one.outdated:
            yield text.evidence(passage, _place(passage, one, facts))
    yield from (text.evidence(passage, place) for passage, place in _outdated(text, facts))


_IN_ENGLISH = re.compile(r"\bP\.?\s?O\.? Box\b|\bStreet\b|\b(?:Germany|Denmark|Norway|Sweden|Finland|Belgium|Netherlands|Copenhagen|Brussels|The Hague)\b")
_PUBLIC_BODIES = re.compile(r"bayerische\w* landesbeauftragte")       # competent for public bodies alone; companies have another one


def _outdated(text: Text, facts: Knowledge) -> Iterator[tuple[Passage, int]]:
    """Names that the authority of the country has laid down."""
    former = facts.former.get(text.country)
    for passage in text.passages if former else ():
        if former and (hit := former.search(passage.text)):
            yield passage, hit.start()
    private = any(facts.lists["company"].search(each.raw) for each in text.passages[:_HEAD])
    for passage in text.passages if private else ():
        if hit := _PUBLIC_BODIES.search(passage.text):
            yield passage, hit.start()


def address_language(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    for key in facts.competent(text.country):
        each = facts.authorities[key]
        own = each.variants.get(text.words.language)
        if own is None or not own.street:
            continue
        others = [address for address in (*each.variants.values(), *([each.address] if each.address else []))
                  if address.street != own.street or plain(address.city or "") != plain(own.city or "")]
        for passage in text.passages:
            words = plain(passage.raw)
            for other in others:
                street = any(plain(line) in words for line in other.street if line not in own.street)
                town = bool(other.city and own.city and plain(other.city) != plain(own.city) and plain(f"{other.postcode or ''} {other.city}") in words)
                if street or town:
                    yield text.evidence(passage, max(0, passage.text.find((other.street or own.street)[0].lower())))
                    break
    if text.words.language != "en":
        yield from (text.evidence(passage, hit.start()) for passage, _ in named(text, facts) if (hit := _IN_ENGLISH.search(passage.raw)))


def _complaints(text: Text) -> tuple[Passage, ...]:
    """Passages on complaints: they speak of an authority, or of being unhappy, or of a complaint."""
    headed = {each.section for each in text.passages if each.heading and text.words["complaint"].search(each.text)}
    return tuple(each for each in text.passages if not each.heading
                 and (each.section in headed or any(text.words[name].search(each.text) for name in ("complaint", "unhappy"))))


def not_named(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    if named(text, facts) or any(_outdated(text, facts)):
        return
    for passage, hit in text.find("authority"):
        if text.near(passage, "complaint", "unhappy", "contact"):
            yield text.evidence(passage, hit.start())


def dpo_instead(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    complaints = _complaints(text)
    if named(text, facts) or any(_outdated(text, facts)) or any(text.words["authority"].search(each.text) for each in complaints):
        return
    for passage in complaints:
        hit = text.words["dpo"].search(passage.text) or text.words["contact"].search(passage.text) or MAIL.search(passage.text)
        if hit:
            yield text.evidence(passage, hit.start())


def no_address(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    ours = facts.competent(text.country)
    spots = [(passage, one) for passage, one in named(text, facts) if ours & set(one.by_name)]
    if any(reachable(passage.text) or one.by_address for passage, one in spots):
        return
    for passage, one in spots:
        following = [each for each in text.passages[passage.number + 1:passage.number + 4] if each.section == passage.section]
        if any(reachable(each.text) for each in following):
            return
        yield text.evidence(passage, _place(passage, one, facts))


def foreign_only(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    ours = facts.competent(text.country)
    spots = named(text, facts)
    if spots and not any(ours & set(one.by_name) for _, one in spots):
        for passage, one in spots:
            yield text.evidence(passage, _place(passage, one, facts))
