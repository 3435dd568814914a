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


INVOICE = "## Invoice\n\nWhether you may pay on account is decided by a computer alone.{more} You may ask that a person looks at it again.\n"
GROUND = "\n## Grounds\n\nThat decision rests on Article 22(2)(a) GDPR.\n"


def test_a_decision_with_its_ground_is_bare_only_while_nothing_else_is_said_of_it() -> None:
    assert "automated.no_logic" in rules(INVOICE.format(more="") + GROUND, "en", "IE")
    assert "automated.no_logic" not in rules(INVOICE.format(more=" Regulars sail right through.") + GROUND, "en", "IE")


ASKED = """
## Your rights

- access and a copy
- rectification
- erasure
- restriction of processing
- object to what rests on legitimate interests
- receive your data in a machine-readable format or have them sent to another controller
"""


@pytest.mark.parametrize("item", ["- not be left with the checkout's word alone", "- decisions, also by a person"])
def test_an_item_on_decisions_in_whatever_words_is_the_right_of_article_22(item: str) -> None:
    assert "automated.right_missing" in rules(INVOICE.format(more="") + GROUND + ASKED, "en", "IE")
    assert "automated.right_missing" not in rules(INVOICE.format(more="") + GROUND + ASKED + item + "\n", "en", "IE")


def test_interests_left_out_in_many_places_are_told_in_a_way_of_its_own() -> None:
    gates = [f"{name} gate log. Basis: Article 6(1)(f) GDPR.\n" for name in ("East", "West", "North")]
    assert "legitimate_interest.missing" in rules("## A\n\n" + "\n".join(gates[:2]), "en", "IE")
    assert "legitimate_interest.missing" not in rules("## A\n\n" + "\n".join(gates), "en", "IE")


def test_an_interest_beside_the_ground_is_one_in_whatever_words() -> None:
    assert "legitimate_interest.missing" in rules("## A\n\nGate log. Article 6(1)(f) GDPR. Kept for 21 days.\n", "en", "IE")
    assert "legitimate_interest.missing" not in rules("## A\n\nTelephone calls at night wake the guard, Article 6(1)(f) GDPR.\n", "en", "IE")


def test_consent_in_the_list_of_rights_is_taken_back_there() -> None:
    given = "## Photographs\n\nPhotographs need your consent (Article 6(1)(a) GDPR).\n"
    assert "rights.withdrawal_missing" in rules(given + ASKED, "en", "IE")
    assert "rights.withdrawal_missing" not in rules(given + ASKED + "- consent: yours to end\n", "en", "IE")


def test_a_passport_is_asked_for_only_where_the_rights_stand() -> None:
    every = "Every request needs a copy of your passport.\n"
    assert "deadline.identity_card" in rules(ASKED + "\n" + every, "en", "IE")
    assert "deadline.identity_card" not in rules(f"## Visas\n\n{every}\n## B\n\nA.\n\n## C\n\nB.\n{ASKED}", "en", "IE")


def test_access_in_a_running_list_is_told_in_any_words() -> None:
    known = ("saada tiedot itsestäsi, saada ne oikaistuiksi tai poistetuiksi, {more}siirtää tiedot koneluettavina toiselle rekisterinpitäjälle "
             "ja vastustaa kaikkea oikeutettuun etuun perustuvaa käsittelyä (6 artiklan 1 kohdan b ja f alakohta).")
    assert "rights.missing_web" in rules(f"## Oikeudet\n\nSinulla on oikeus tutustua tietoihisi ja {known.format(more='')}\n", "fi", "FI")
    assert "rights.missing_web" not in rules(f"## Oikeudet\n\nSinulla on oikeus {known.format(more='rajoittaa käsittelyä, ')}\n", "fi", "FI")


def test_an_entry_beside_the_decision_on_what_one_can_do_is_the_right_of_article_22() -> None:
    entry = "\n- *What you can do.* Ask Orla in accounts to look at the application herself and contest the outcome.\n"
    assert "automated.right_missing" not in rules(INVOICE.format(more="") + entry + GROUND + ASKED, "en", "IE")
