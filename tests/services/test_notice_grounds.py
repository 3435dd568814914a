"""The notice check on grounds and acts: what is told, denied, or somebody else's raises nothing; the same place without it does."""
from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from alektum_desk.services import notice_check

GOOD = Path(__file__).parents[1] / "data" / "notices" / "good"
TODAY = date(2026, 11, 24)
INTEREST, ACT, ARTICLE, TASK = "legitimate_interest.missing", "law.foreign", "article.malformed", "basis.public_interest"
VAGUE, COPIED = "legitimate_interest.vague", "legitimate_interest.copy_paste"
PAID = "Artikel 6.1 f i dataskyddsförordningen. Intresset är att uppdragsgivaren ska få betalt för en förfallen fordran."
ADVICE = "medlemmet skal kunne få råd i en tvist om husleie eller oppsigelse."

# A good notice, the rule, a passage that raises it there, and one that does not.
PLACES = [
    ("en-ie-5", INTEREST, "Gate log. Basis: Article 6(1)(f) GDPR.",
     "Your number plate is read at the gate: forty lorries a day, one guard. That is what Article 6(1)(f) GDPR calls a legitimate interest."),
    ("en-ie-5", INTEREST, "| Purpose | Ground | Kept |\n|---|---|---|\n| Gate log | Article 6(1)(f) | 14 days |",
     "| Purpose | Ground | In whose favour |\n|---|---|---|\n| Gate log | Article 6(1)(f) | ours: knowing who is on site |"),
    ("fr-fr-7", INTEREST, "1. Registre du portail\n   a) Article 6, paragraphe 1, point f), du RGPD\n   b) 14 jours",
     "1. Registre du portail\n   a) Article 6, paragraphe 1, point f), du RGPD\n   b) Sécurité incendie\n   c) 14 jours"),
    ("en-ie-5", INTEREST, "The legal basis is Article 6(1)(f) GDPR.",
     "The grounds of Article 6(1) GDPR are consent, a contract, a legal obligation, the public interest and legitimate interests."),
    ("de-de-3", ACT, "Wir bewahren Belege nach dem bokföringslagen auf (Art. 6 Abs. 1 lit. c DSGVO).",
     "Unsere Muttergesellschaft bilanziert nach dem bokföringslagen; sie erhält Summen (Art. 6 Abs. 1 lit. f DSGVO) und keine Namen."),
    ("de-de-3", ACT, "Belege bleiben nach dem bokföringslagen sieben Jahre.", "Welche Zinsen anfallen, sagt das bokföringslagen."),
    ("en-ie", "basis.missing_scraping", "We look people up on social media.", "Addresses come from the seller and from open websites."),
    ("da-dk", "basis.missing_recording", ("| Formål | Grundlag |\n|---|---|\n| Levering | artikel 6, stk. 1, litra b |\n| Faktura | artikel 6, stk. 1, litra c |\n"
     "| Vagt | artikel 6, stk. 1, litra d |\n| Optagelse af opkald | – |"), "| Formål | Grundlag |\n|---|---|\n| Levering | KT |\n| Optagelse af opkald | SA |"),
    ("sv-se", "basis.missing_recording", "Vi spelar in samtal.", "Inspelning av samtal: Vi spelar in samtal.\nGrund: artikel 6.1 a i dataskyddsförordningen."),
    ("nb-no-11", ARTICLE, "Vi bygger på artikkel 112 i personvernforordningen.",
     "Tariffavtalen artikkel 112 og personvernforordningen lar tillitsvalgte se vaktplanen."),
    ("nl-nl", ARTICLE, "Dit rust op artikel 6, lid 9, onder b, AVG.", "Dit rust op artikel 6, lid 1, onder f, AVG en artikel 11 lid 7 van een andere regeling."),
    ("en-ie-5", "retention.two_triggers", "Plans are kept for two years after the last payment or after the account is closed.",
     "Plans are kept for two years after the last instalment or the refusal."),
    ("nb-no", "retention.norwegian_accounting", "**Regnskap:** jf. bokføringsloven § 13. Bilag lagres i 9 år etter bokføringsloven.", "**Regnskap:** jf. bokføringsloven § 13. 5 år etter regnskapsårets slutt."),
    ("en-ie-5", "retention.no_duration", "How long: files are kept for as long as necessary.", "Name and card are needed for the contract; without them we cannot hold a room."),
    ("sv-se-8", TASK, "Rättslig grund: artikel 6.1 e i dataskyddsförordningen.",
     "Kommunen fördelar bostaden som en del av sin egen uppgift (artikel 6.1 e). Vi lämnar bara ut nyckeln, enligt avtalet med dig (artikel 6.1 b)."),
    ("da-dk", VAGUE, "Kontaktpersoner. Grundlaget er artikel 6, stk. 1, litra f, da vi har vurderet, at vores legitime interesser vejer tungere end hensynet til dig.",
     "Kontaktpersoner. Grundlaget er artikel 6, stk. 1, litra f, da vi skal kunne nå den rette hos kunden, og dine interesser går ikke forud for det."),
    ("en-ie", VAGUE, "Contact persons. We rely on legitimate interests (Article 6(1)(f) GDPR) and have concluded that these do not override your rights.",
     "Contact persons. We rely on legitimate interests (Article 6(1)(f) GDPR) in reaching the right person, and have concluded that these do not override your rights."),
    ("nl-nl", VAGUE, "Contactpersonen. De grondslag is artikel 6, lid 1, onder f, AVG, want onze belangen wegen zwaarder dan die van u.",
     "Contactpersonen. De grondslag is artikel 6, lid 1, onder f, AVG, want wij willen de juiste persoon bereiken."),
    ("sv-se", COPIED, f"Gäldenärer. {PAID}\n\nKontaktpersoner. {PAID}",
     f"Gäldenärer. {PAID}\n\nKontaktpersoner. Artikel 6.1 f i dataskyddsförordningen. Intresset är att uppdraget sköts med den som kunden har utsett."),
    ("nb-no", COPIED, f"Råd. Berettiget interesse (artikkel 6 nr. 1 bokstav f): {ADVICE}\n\nBesøk. Grunnlaget for boken er berettiget interesse (artikkel 6 nr. 1 bokstav f): {ADVICE}",
     f"Råd. Berettiget interesse (artikkel 6 nr. 1 bokstav f): {ADVICE}\n\nBesøk. Grunnlaget for boken er berettiget interesse (artikkel 6 nr. 1 bokstav f): ingen skal gå ukjent gjennom huset."),
    ("de-de", "article.incomplete", "Rechtsgrundlage ist Art. 6 Abs. 1 DSGVO. Die Wohnungsgeberbestätigung stellen wir nach Art. 6 Abs. 1 lit. c DSGVO aus.",
     "Rechtsgrundlage ist Art. 6 Abs. 1 DSGVO. Für den Vertrag ist das Art. 6 Abs. 1 lit. b DSGVO."),
]


def rules(stem: str, passage: str) -> set[str]:
    language, country = stem.split("-")[:2]
    lines = (GOOD / f"{stem}.txt").read_text(encoding="utf-8").split("\n")
    text = [*lines, "", "### 99. Port", "", *passage.split("\n")]
    return {each.rule for each in notice_check.check_text(text, country, language, f"{stem}.txt", TODAY)}


@pytest.mark.parametrize(("stem", "rule", "guilty", "innocent"), PLACES)
def test_only_the_bare_place_raises_its_rule(stem: str, rule: str, guilty: str, innocent: str) -> None:
    assert rule in rules(stem, guilty)
    assert rule not in rules(stem, innocent)
