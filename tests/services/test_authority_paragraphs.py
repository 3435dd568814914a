"""The paragraph of a notice on the right to complain: of every authority, in every language, and the notice check has nothing to say."""
from __future__ import annotations

from datetime import date

import pytest

from alektum_desk.domain.authorities import Regime
from alektum_desk.domain.errors import Refused
from alektum_desk.reference import authorities, letters
from alektum_desk.reference.notice_check import languages
from alektum_desk.services import authority_paragraphs as paragraphs, notice_check

TODAY = date(2026, 11, 24)
ABOUT_AUTHORITIES = "authority"


@pytest.mark.parametrize("key", sorted(authorities.authorities()))
def test_every_authority_is_named_as_its_record_has_it(key: str) -> None:
    authority = authorities.authority(key)
    for code in sorted({*authority.accepted_languages()} & letters.languages()):
        made = paragraphs.paragraph(authority, code, TODAY)
        assert authority.name(code) in made.text.split("\n")
        assert "{" not in made.text
        post = authority.post(code)
        assert all(line in made.text for line in (post.lines if post and authority.printable else ()))
        assert bool(made.remarks) or authority.printable
        assert ("77" in made.text.split("\n\n")[0]) == (authority.regime is Regime.GDPR)


@pytest.mark.parametrize("key", sorted(key for key, each in authorities.authorities().items() if each.printable))
def test_the_notice_check_has_nothing_to_say_of_it(key: str) -> None:
    authority = authorities.authority(key)
    for code in sorted({*authority.accepted_languages()} & set(languages()) & letters.languages()):
        lines = paragraphs.paragraph(authority, code, TODAY).text.split("\n")
        found = notice_check.check_text(lines, authority.country, code, "notice.txt", TODAY)
        assert [each.rule for each in found if ABOUT_AUTHORITIES in each.rule] == []


@pytest.mark.parametrize(("country", "region", "language", "authority", "code"), [
    ("BE", "BE-WLG", None, "be-apd-gba", "fr"), ("be", None, "nl", "be-apd-gba", "nl"), ("DK", None, None, "dk-datatilsynet", "da"),
    ("DE", "DE-HH", None, "de-hh", "de"), ("CH", None, "it", "ch-fdpic", "it"), ("GB", None, None, "gb-ico", "en"),
    ("ES", "ES-CT", None, "es-aepd", "es"), ("FO", None, None, "fo-datueftirlitid", "da")])
def test_a_country_leads_to_its_authority(country: str, region: str | None, language: str | None, authority: str, code: str) -> None:
    made = paragraphs.for_country(country, region, language, TODAY)
    assert (made.authority, made.language) == (authority, code)


@pytest.mark.parametrize(("country", "language"), [("DE", None), ("XX", None), ("BE", "xx"), ("US", None)])
def test_what_has_no_paragraph_is_refused(country: str, language: str | None) -> None:
    with pytest.raises(Refused):
        paragraphs.for_country(country, None, language, TODAY)
