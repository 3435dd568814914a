"""Rules on the supervisory authority and on complaints."""
from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from alektum_desk.domain.authorities import Address
from alektum_desk.domain.findings import Evidence
from alektum_desk.domain.naming import Named, plain, who
from alektum_desk.domain.notice_facts import MAIL, Knowledge, reachable
from alektum_desk.domain.notice_text import Passage, Text

_BELONGS = ("authority", "complaint")
_HEAD = 10
_ALONE = 80         # letters of a line that is hardly more than a name
_NO_NAME = re.compile(r"\bIP\b")         # an address on the internet rather than the Slovenian authority
_POSTCODE = re.compile(r"\b(\d{5}) [A-ZÄÖÜ]")
_SITE = re.compile(r"\S*\b[\w-]+\.[a-z]{2,3}\b\S*")


def _named_in(text: Text, facts: Knowledge, passage: Passage) -> tuple[str, ...]:
    """By name, and not by an address alone."""
    return who(_in_words(text, facts, passage.raw), facts.names).by_name


def _in_words(text: Text, facts: Knowledge, raw: str) -> str:
    """As it stands, and once more as the list has the names: of the Hessian commissioner, the Hessian commissioner."""
    words = _NO_NAME.sub(" ", raw)
    readings = [words]
    for changes in facts.declined.get(text.words.language, ()):
        reading = words
        for pattern, instead in changes:
            reading = pattern.sub(instead, reading)
        readings.append(reading)
    return " . ".join(readings)


@lru_cache(maxsize=16)
def named(text: Text, facts: Knowledge) -> tuple[tuple[Passage, Named], ...]:
    """Passages that name an authority of the list. A street alone names none."""
    found = []
    for passage in text.passages:
        one = who(_in_words(text, facts, passage.raw), facts.names)
        if not one.by_name and one.by_address and text.says(passage.text, *_BELONGS):
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
    """Art. 77: the authority of the country, called as it is called today, at its own address."""
    for passage, one in named(text, facts):
        outdated = one.outdated and not _named_as_today(text, facts, passage)
        if _for_those_abroad(text, facts, passage, one):
            continue
        if _about_complaints(text, passage, one) and (outdated or _is_another(text, facts, passage, one)):
            yield text.evidence(passage, _place(passage, one, facts))
    yield from (text.evidence(passage, place) for passage, place in (*_outdated(text, facts), *_other_bodies(text, facts)))


def _for_those_abroad(text: Text, facts: Knowledge, passage: Passage, one: Named) -> bool:
    """The competent authority is named elsewhere, and the sentence names another country: if you live in ..."""
    ours = facts.competent(text.country) & set(one.by_name)
    return not ours and names_competent(text, facts) and facts.abroad(text.sentence(passage, _place(passage, one, facts)), text)


def _named_as_today(text: Text, facts: Knowledge, passage: Passage) -> bool:
    """The competent authority bears its present name there, beside the one it had."""
    words, ours = MAIL.sub(" ", _SITE.sub(" ", passage.raw)), facts.competent(text.country)
    for name in (name for key in ours for name in facts.authorities[key].former_names):
        words = re.sub(re.escape(name), " ", words, flags=re.IGNORECASE)
    one = who(words, facts.names)
    return bool(ours & set(one.by_name)) and not one.outdated


def _other_bodies(text: Text, facts: Knowledge) -> Iterator[tuple[Passage, int]]:
    """A complaint goes to an office that watches over something else, and the competent authority is named nowhere, or its address."""
    others, ours = facts.other_bodies.get(text.country), facts.competent(text.country)
    complaints = [each for each in text.passages if text.says(each.text, "complaint")]
    hits = [(each, hit) for each in complaints if others and (hit := others.search(each.text))]
    spoken = {passage.number for passage, _ in named(text, facts) if hits and ours & set(_named_in(text, facts, passage))}
    for passage, hit in hits:
        at_ours = ours & set(who(passage.raw, facts.names).by_address)
        if not spoken or (at_ours and passage.number not in spoken):
            yield passage, hit.start()


def _about_complaints(text: Text, passage: Passage, one: Named) -> bool:
    return bool(one.by_address) or any(text.says(near.text, *_BELONGS) for near in (passage, *text.around(passage)))


def _is_another(text: Text, facts: Knowledge, passage: Passage, one: Named) -> bool:
    """Not competent, and no competent one beside it; or the address is that of another one."""
    ours = facts.competent(text.country)
    if not ours & set(one.by_name) or _of_another_land(text, facts, one):
        return not any(ours & set(who(each.raw, facts.names).by_name) for each in text.around(passage))
    following = [each for each in text.passages[passage.number + 1:passage.number + 3] if each.section == passage.section]
    address = set(who(" ".join(each.raw for each in (passage, *following)), facts.names).by_address)
    spoken = set(who(_in_words(text, facts, MAIL.sub(" ", _SITE.sub(" ", passage.raw))), facts.names).by_name) or set(one.by_name)
    return bool(address) and (not address & ours or not address & spoken)


def _outdated(text: Text, facts: Knowledge) -> Iterator[tuple[Passage, int]]:
    """Names that the authority of the country has laid down, and of one that is there for public bodies alone."""
    private = any(facts.lists["company"].search(each.raw) for each in text.passages[:_HEAD])
    former, public = facts.former.get(text.country), facts.lists["public_bodies"] if private else None
    for passage in text.passages:
        if former and (hit := former.search(passage.text)) and not _named_as_today(text, facts, passage):
            yield passage, hit.start()
        if public and (hit := public.search(passage.text)):
            yield passage, hit.start()


def address_language(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 12(1): an authority of a country of several languages has an address in each."""
    for key in facts.competent(text.country):
        each = facts.authorities[key]
        own = each.variants.get(text.words.language)
        if own is None or not own.street:
            continue
        others = [address for address in (*each.variants.values(), each.address)
                  if address and (address.street != own.street or plain(address.city or "") != plain(own.city or ""))]
        for passage in text.passages:
            if other := next((other for other in others if _is_at(plain(passage.raw), other, own)), None):
                yield text.evidence(passage, max(0, passage.text.find((other.street or own.street)[0].lower())))
    if text.words.language != "en":
        yield from (text.evidence(passage, hit.start()) for passage, _ in named(text, facts)
                    if (hit := facts.lists["english_address"].search(passage.raw)))


def _is_at(words: str, other: Address, own: Address) -> bool:
    """Street or town stand there as the other address has them, and not as our own."""
    street = any(plain(line) in words for line in other.street if line not in own.street)
    town = bool(other.city and own.city) and plain(other.city or "") != plain(own.city or "")
    return street or (town and plain(f"{other.postcode or ''} {other.city}") in words)


def _complaints(text: Text) -> tuple[Passage, ...]:
    """Passages on complaints: they speak of an authority, or of being unhappy, or of a complaint."""
    headed = {each.section for each in text.passages if each.heading and text.says(each.text, "complaint")}
    return tuple(each for each in text.passages if not each.heading
                 and (each.section in headed or text.says(each.text, "complaint", "unhappy")))


def not_named(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 13(2)(d): who may complain to an authority learns to which."""
    if named(text, facts) or any(_outdated(text, facts)):
        return
    for passage, hit in text.find("authority"):
        if text.near(passage, "complaint", "unhappy", "contact"):
            yield text.evidence(passage, hit.start())


def dpo_instead(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 77: a complaint goes to an authority, and to an officer only besides."""
    complaints = _complaints(text)
    if named(text, facts) or any(_outdated(text, facts)) or any(text.says(each.text, "authority") for each in complaints):
        return
    for passage in complaints:
        hit = text.words["dpo"].search(passage.text) or text.words["contact"].search(passage.text) or MAIL.search(passage.text)
        if hit:
            yield text.evidence(passage, hit.start())


def no_address(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 12(2): a right that is told can be used: an address, a number or a link stands near the name."""
    ours = facts.competent(text.country)
    spots = [(passage, one) for passage, one in named(text, facts) if ours & set(one.by_name)]
    if any(one.by_address or reachable(_on_authority(text, facts, passage, one)) for passage, one in spots):
        return
    for passage, one in [each for each in spots if text.says(each[0].text, *_BELONGS) or len(each[0].text) <= _ALONE] or spots:
        following = [each for each in text.passages[passage.number + 1:passage.number + 4] if each.section == passage.section]
        if any(reachable(each.text) for each in following):
            return
        yield text.evidence(passage, _place(passage, one, facts))


def _on_authority(text: Text, facts: Knowledge, passage: Passage, one: Named) -> str:
    """What a passage says on the authority: all of it, or from the name on where it is on something else and the name is found."""
    place = _place(passage, one, facts)
    if not place or passage.row or text.says(passage.text, "complaint", "unhappy", "authority"):
        return passage.text
    start = max(begin for begin, _ in passage.sentences if begin <= place)
    return text.sentence(passage, place)[place - start:]


def foreign_only(text: Text, facts: Knowledge) -> Iterator[Evidence]:
    """Art. 77: one may complain where one lives; the authorities of other countries do not replace that one."""
    ours = facts.competent(text.country)
    spots = named(text, facts)
    if spots and not any(ours & set(one.by_name) for _, one in spots):
        for passage, one in spots:
            yield text.evidence(passage, _place(passage, one, facts))
