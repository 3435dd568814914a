"""The paragraph of a notice on the right to complain, and to whom: Art. 13(2)(d) and 14(2)(e) GDPR."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from alektum_desk.base import language as languages
from alektum_desk.base.language import _
from alektum_desk.domain.authorities import Authority, Controller, Place, Regime, RouteInput, needs_check
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.letter_texts import Words, fill
from alektum_desk.domain.routing import Atlas
from alektum_desk.reference import authorities as known, letters
from alektum_desk.services import authorities

TEXT = "paragraph"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`remarks` are sentences for the officer, in the language at hand; they do not belong into the notice."""

    authority: str
    language: str
    text: str
    remarks: tuple[str, ...]


def for_country(country: str, region: str | None, language: str | None, today: date, *, world: Atlas | None = None) -> Paragraph:
    """Of the authority that hears who lives in the country and complains about a private controller there.

    Refused where none follows, as in Germany without a region.
    """
    world, place = world or known.whole(), Place(country.upper(), region.upper() if region else None)
    found = authorities.route(RouteInput(on=today, residence=place, controller=Controller(establishment=place)), world)
    if found.authority is None:
        raise Refused(_N("No authority follows from the country {country} alone."), _N("Give a region too, for example DE-HH."), country=country[:20])
    own = found.letter_language if found.letter_language in letters.languages() else None      # a region's, where it has one
    return paragraph(world.authorities[found.authority], language or own, today)


def paragraph(authority: Authority, language: str | None, today: date) -> Paragraph:
    """In the authority's own language where none is named. Refused where there are no words in it."""
    code = language or authority.letter_language
    if code not in letters.languages():
        code = next((each for each in authority.accepted_languages() if not language and each in letters.languages()), "")
        if not code:
            raise Refused(_N("There is no text in the language {language}."), _N("Choose one of: {languages}."), language=language,
                          languages=", ".join(sorted(letters.languages())))
    words = letters.words(code, authority.country)
    gdpr = authority.regime is Regime.GDPR
    holes = {"authority": _reached(authority, words), "country": languages.country(authority.country, code),
             "article": words.cited("77", words.law(authority.regime.value).law or "", authority.country, named=True) if gdpr else None}
    said = [line for each in fill(words.texts[TEXT], holes, frozenset({"gdpr" if gdpr else "other"})) for line in each.texts]
    return Paragraph(authority.id, code, "\n\n".join(said), tuple(_remarks(authority, today)))


def _reached(authority: Authority, words: Words) -> tuple[str, ...]:
    address = authority.post(words.language) if authority.printable else None
    ways = ((words.phone, authority.phone), (words.email, authority.email if any(each.name == "email" for each in authority.channels) else None))
    return (authority.name(words.language), *([", ".join(address.lines)] if address else []),
            *(pattern.format(value=value) for pattern, value in ways if value), *([site] if (site := authority.site(words.language)) else []))


def _remarks(authority: Authority, today: date) -> list[str]:
    said = []
    if not authority.printable or authority.address is None:
        said.append(_("No address of this authority is verified, so the paragraph gives none: look it up on the authority's own site."))
    elif needs_check(authority, today):
        said.append(_("Look at the authority's own site whether the address still holds."))
    return said
