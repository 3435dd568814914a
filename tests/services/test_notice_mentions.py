"""What a notice only mentions is no announcement, and what it says in plain words is said."""
from __future__ import annotations

from datetime import date

import pytest

from alektum_desk.services import notice_check

TODAY = date(2026, 11, 28)


def rules(text: str, language: str, country: str) -> set[str]:
    return {each.rule for each in notice_check.check_text(text.split("\n"), country, language, "x.txt", TODAY)}


@pytest.mark.parametrize(("language", "country", "heading", "apart", "words"), [
    ("en", "IE", "How we work", "What has changed since version 6", "Applications pass through an automated credit check."),
    ("en", "IE", "How we work", "Where the data come from", "An automated credit check of those who buy on account."),
    ("de", "DE", "Ablauf", "Begriffe", "Scoring: das Zuordnen eines Zahlenwerts zu Personen durch ein Programm."),
    ("nl", "NL", "Werkwijze", "Begrippen", "Een geautomatiseerd besluit is een besluit dat een computer neemt."),
    ("sv", "SE", "Så arbetar vi", "Mottagare", "Kronofogden fattar sina beslut automatiserat i vissa mål."),
    ("fi", "FI", "Toiminta", "Sanasto", "Automaattinen päätös on päätös, jonka tietokone tekee."),
])
def test_a_machine_that_is_only_mentioned_decides_nothing(language: str, country: str, heading: str, apart: str, words: str) -> None:
    assert "automated.no_logic" in rules(f"## {heading}\n\n{words}\n", language, country)
    assert "automated.no_logic" not in rules(f"## {apart}\n\n{words}\n", language, country)


@pytest.mark.parametrize(("language", "country", "given", "back"), [
    ("en", "IE", "Photographs need your consent (Article 6(1)(a) GDPR).", "Had enough? Say so at the counter, and that is that."),
    ("de", "DE", "Fotos gibt es nur mit Ihrer Einwilligung (Art. 6 Abs. 1 lit. a DSGVO).", "Ein Ja nehmen Sie zurück, wann Sie mögen."),
    ("nl", "NL", "Foto's maken we alleen met uw toestemming (artikel 6, lid 1, onder a, AVG).", "Bevalt het niet meer, dan zet u het zelf weer uit."),
    ("da", "DK", "Billeder bygger på samtykke (artikel 6, stk. 1, litra a).", "Vil du ikke være med mere, siger du det bare."),
])
def test_consent_ends_in_plain_words_too(language: str, country: str, given: str, back: str) -> None:
    assert "rights.withdrawal_missing" in rules(f"## A\n\n{given}\n", language, country)
    assert "rights.withdrawal_missing" not in rules(f"## A\n\n{given} {back}\n", language, country)


@pytest.mark.parametrize(("language", "country", "told", "kept"), [
    ("en", "IE", "A tracker tells us where the van is (Article 6(1)(f) GDPR).", "- location data are kept for 30 days"),
    ("fr", "FR", "Les camionnettes portent un boîtier (article 6, paragraphe 1, point f), du RGPD).", "- géolocalisation : conservée deux mois"),
    ("nl", "NL", "Meld het bij de vertrouwenspersoon (artikel 6, lid 1, onder c, AVG).", "- klokkenluidersmeldingen: bewaard gedurende twee jaar"),
    ("sv", "SE", "I hallen filmas alla som går in (artikel 6.1 f).", "- kamerabilder sparas i 30 dagar"),
])
def test_a_topic_told_in_plain_words_has_its_purpose(language: str, country: str, told: str, kept: str) -> None:
    assert "retention.rule_without_purpose" in rules(f"## A\n\n{kept}\n", language, country)
    assert "retention.rule_without_purpose" not in rules(f"## A\n\n{told}\n\n## B\n\n{kept}\n", language, country)


RIGHTS = """## Hvad kan jeg kræve

Indsigt i oplysningerne og en kopi af dem.
Rettelse af det, der er forkert.
Sletning.
Begrænsning af behandlingen.
Dataportabilitet: de oplysninger, du selv har givet på grundlag af aftale eller samtykke, udleveret i et maskinlæsbart format og sendt til en anden dataansvarlig.
"""
OBJECTION = "Indsigelse, af grunde i din særlige situation, mod alt, vi gør efter artikel 6, stk. 1, litra f, og uden grund mod direkte markedsføring.\n"


def test_rights_on_lines_of_their_own_are_one_list() -> None:
    assert "rights.missing_web" in rules(RIGHTS, "da", "DK")
    assert "rights.missing_web" not in rules(RIGHTS + OBJECTION, "da", "DK")
