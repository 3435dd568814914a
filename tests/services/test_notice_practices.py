"""A practice, a recipient abroad or a cookie that is only mentioned, forgone or left to the reader's choice raises no grave finding."""
from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from alektum_desk.services import notice_check

GOOD = Path(__file__).parents[1] / "data" / "notices" / "good"
TODAY = date(2026, 11, 28)
QUIET = [
    ("da-dk", "basis.missing_survey", ("## Bogføring\nFakturaer gemmes efter bogføringsloven, artikel 6, stk. 1, litra c.\n\n*Opbevaring:* fem år.\n\n"
     "## Tilfredshedsundersøgelse\nEn gang om året sender vi lejerne en undersøgelse på e-mail, hvis de har sagt ja (artikel 6, stk. 1, litra a).\n\n*Opbevaring:* svarene slettes efter 12 måneder.\n\n"
     "## Leverandører\nVi skriver til leverandører, artikel 6, stk. 1, litra b.\n\n*Opbevaring:* to år.\n\n## Fejl\nFejl rettes, artikel 6, stk. 1, litra b.")),
    ("en-ie", "basis.missing_scraping", "## If you ask us to erase\nWe also tell search engines that you have asked for links to be removed."),
    ("en-ie", "basis.missing_scraping", "## What we leave alone\nSocial media are off limits for our tracing staff; the same goes for search engines."),
    ("de-de", "basis.missing_scraping", "## Änderungen\nVersion 4: Abschnitt zur Suche im Internet ergänzt."),
    ("nb-no", "basis.missing_scraping", "## Omtaler\nSkriver du om oss på Facebook, leser vi det og svarer der."),
    ("nl-nl", "basis.missing_recording", "## Inzage\nBij inzage hoort ook de opname van uw telefoongesprekken."),
    ("fr-be", "basis.missing_recording", "## Appels d'urgence\nLes appels au numéro d'urgence sont enregistrés, car l'arrêté ministériel l'ordonne."),
    ("fi-fi", "basis.missing_recording", "## Puhelut\nKysymme, saako puhelun nauhoittaa. Kieltäytyminen ei vaikuta mihinkään."),
    ("de-de", "special.aml_no_condition", "## Schutz\nBesonders sensible Vorgänge (Geldwäscheverdacht) liegen in einem eigenen System."),
    ("sv-se", "visitors.legal_basis", ("## Besökare\nBesökare skriver in sig i receptionen (artikel 6.1 f; utrymning). "
     "Begär polisen listan lämnar vi ut den om lagen kräver det, artikel 6.1 c.")),
    ("da-dk", "visitors.legal_basis", "## Gæster\nGæster skriver sig i gæsteprotokollen, artikel 6, stk. 1, litra c, og fremmedreglerne om overnatning."),
    ("sv-se", "special.article10_without_criminal", "## Utdrag\nVi läser utdrag med stöd av artikel 10 GDPR och 5 § förordningen (2018:219)."),
    ("nl-nl", "marketing.basis", "## Nieuwsbrief\nKlanten krijgen de nieuwsbrief op grond van ons gerechtvaardigd belang. Wie geen klant is, krijgt hem na toestemming."),
    ("fr-fr-2", "transfer.provider_no_safeguard", "## Ailleurs\nSi vous vivez au Canada, notre prestataire Postel SA porte la facture."),
    ("fr-be", "processors.role_unclear", "## Destinataires\nNos sous-traitants : Imprivia SAS, impression ; Nuagea SARL, Roubaix, hébergement."),
    ("da-dk", "processors.role_unclear", "## Modtagere\nDatabehandleren Vestdrift A/S driver serverne, databehandleren Lydarkiv ApS opbevarer optagelser."),
    ("nb-no", "content.list_missing", "## Mottakere\nMottakere av opplysningene er:\n\n1. Elhub AS og kraftleverandøren din\n2. Politiet"),
    ("fi-fi", "content.list_missing", ("## Valitus\nRekisteröity voi tehdä valituksen valvontaviranomaiselle:\n"
     "Tietosuojavaltuutetun toimisto, PL 800, 00531 Helsinki, puhelin 029 566 6700, tietosuoja@om.fi, tietosuoja.fi.\n\n## Evästeet\nEi ole.")),
    ("nb-no", "contact.missing_value", "## Etterpå\nEtter saken får du en spørreundersøkelse med et skjema på SMS."),
    ("fr-be", "transfer.no_country", "Transmission, article 13 – pays tiers\n\nNous gardons vos achats."),
    ("nl-nl", "transfer.no_country", "## Later\nMochten wij ooit een leverancier overzee kiezen, dan leest u dat hier eerst."),
    ("da-dk", "transfer.no_country", "## Leverandører\nOplysningerne sendes til samarbejdspartnere i udlandet."),      # no third country, it says above
    ("da-dk-12", "transfer.no_country", "## Leverandører\nOplysningerne sendes til partnere i udlandet, i Canada, efter en tekst, som Kommissionen har skrevet."),
    ("da-dk-12", "transfer.no_country", "## Modtagere\n| Modtager | Hvorfor |\n|---|---|\n| Partner med speditør | sender til udlandet |"),
    ("fr-be", "role.processor_own_purposes", "## Fonds communal\nPour la gestion administrative d'un fonds de solidarité, nous sommes sous-traitant de la commune."),
    ("fi-fi", "role.processor_own_purposes", "## Kaksi roolia\nTulostamme kauppojen puolesta osoitekortteja. Siinä olemme henkilötietojen käsittelijä: kauppa vastaa kyselyihin."),
    ("da-dk", "basis.missing_recording", "## Formål\n| Formål | Grundlag | Tid |\n|---|---|---|\n| Optagelse af opkald | S, du trykker 1 for ja | 45 dage |"),
    ("de-de-12", "transfer.no_country", "## Wohin\n" + "Auftragsverarbeiter ist die Fuldasoft GmbH in Fulda. " * 8 + "Zieht ein Kind aus der Türkei zu, kommen die Unterlagen von Ihnen."),
    ("en-ie-5", "transfer.no_country", ("## Who receives it\n| Recipient | Reason |\n|---|---|\n| The carrier and customs agent | moves abroad |\n"
     "| Midland Web Services Ltd, Athlone (our processor) | website |\n\n## Moves outside the EEA\n"
     "Our carrier in Australia has signed the standard contractual clauses (Article 46(2)(c) GDPR).")),
    ("nl-nl-9", "role.processor_own_purposes", "## Wij als verwerker\nVullen we de mailing van een bedrijf, dan handelen we louter in opdracht van dat bedrijf."),
    ("nb-no", "retention.rule_without_purpose", "## Besøk\n- Kamera ved inngangen: samme bokstav; interessen er å verne ansatte. Opptak slettes etter sju dager."),
    ("da-dk", "cookies.consent", ("## Cookies\n| Navn | Fra | Formål | Tid | Frivillig |\n|---|---|---|---|---|\n"
     "| sid | os | kurv | besøg | nej |\n| _ga | Google Ireland Limited | statistik | 13 måneder | ja |")),
    ("de-de", "visitors.legal_basis", "## Besucher\nBesucher tragen sich ein, weil das Luftsicherheitsgesetz es verlangt (Art. 6 Abs. 1 lit. c DSGVO)."),
    ("nl-nl", "visitors.legal_basis", ("## Bezoekers\nBezoekers staan in het bezoekersregister, omdat de Wet beveiliging zeeschepen dit eist "
     "(artikel 6 lid 1 onder c AVG).")),
    ("nb-no", "special.aml_no_condition", ("## Formål\n**Hvitvasking.** Legitimasjon, artikkel 6 nr. 1 bokstav c, og politisk tilhørighet.\n\n"
     "For det siste gjelder artikkel 9 nr. 2 bokstav g.")),
    ("de-de", "content.list_missing", "## Rechte\n**Ihre Rechte.** Sie haben folgende Rechte:\n\n**Auskunft.** Sie können fragen."),
    ("en-ie", "processors.role_unclear", ("## Recipients\n- Zarkhall Software Ltd, Cork, which holds our pupil records.\n- Camp Ltd, which stores files.\n\n"
     "They are all our processors.")),
    ("de-de", "marketing.basis", ("## Newsletter\nKunden erhalten den Newsletter nach Art. 6 Abs. 1 Buchst. f DSGVO, "
     "alle anderen nach Art. 6 Abs. 1 Buchst. a DSGVO.")),
]
HEARD = [
    ("da-dk", "basis.missing_survey", ("## Bogføring\nFakturaer gemmes efter bogføringsloven, artikel 6, stk. 1, litra c.\n\n*Opbevaring:* fem år.\n\n"
     "## Tilfredshedsundersøgelse\nEn gang om året sender vi lejerne en undersøgelse på e-mail.\n\n*Opbevaring:* svarene slettes efter 12 måneder.\n\n"
     "## Leverandører\nVi skriver til leverandører, artikel 6, stk. 1, litra b.\n\n*Opbevaring:* to år.\n\n## Fejl\nFejl rettes, artikel 6, stk. 1, litra b.")),
    ("de-de", "visitors.legal_basis", ("## Besucher\nAm Empfang tragen wir Name und Uhrzeit in eine Besucherliste ein. "
     "Rechtsgrundlage ist Art. 6 Abs. 1 lit. c DSGVO, da wir hierzu gesetzlich verpflichtet sind.")),
    ("fi-fi", "visitors.legal_basis", ("## Vierailijat\nVierailijat kirjataan vierailijarekisteriin, koska laki edellyttää sitä "
     "(tietosuoja-asetuksen 6 artiklan 1 kohdan c alakohta).")),
    ("nb-no", "special.aml_no_condition", ("## Formål\n**Helse.** Legeopplysninger, artikkel 9 nr. 2 bokstav a.\n\n"
     "**Hvitvasking.** Legitimasjon, artikkel 6 nr. 1 bokstav c. Kontrollen kan også omfatte partimedlemskap.")),
    ("nl-nl", "content.list_missing", ("## Wat\n**Zoekenden.** Als u reageert, beoordelen wij dat. Wij verwerken de volgende gegevens:\n\n"
     "**Huurders.** Wij verwerken naam en adres (artikel 6 lid 1 onder b AVG).")),
    ("en-ie", "processors.role_unclear", ("## Recipients\n- Zarkhall Software Ltd, Cork, which also holds our pupil records.\n"
     "- Camp Ltd, our platform, as our processor.\n\nAll processors are bound by a contract.")),
    ("fr-be", "cookies.anonymous_statistics", ("## Cookies\n- `_pk_id` (Matomo, statistiques) : treize mois. Ces statistiques sont anonymes "
     "et servent aussi à vous présenter des contenus adaptés aux pages que vous avez lues.")),
    ("da-dk", "marketing.basis", "## Nyhedsbrev\nNyhedsbrevet sendes efter artikel 6, stk. 1, litra a og f."),
    ("de-de", "contact.missing_value", "## Ihre Rechte\nNutzen Sie dafür das Kontaktformular auf unserer Website."),
    ("fi-fi", "cookies.third_parties", ("## Evästeet\nKukaan yrityksemme ulkopuolinen ei saa tietojasi. "
     "Suostumuksella Meta asettaa markkinointievästeitä (_fbp, 90 päivää).")),
    ("en-ie", "basis.missing_scraping", "## Tracing\nWe look people up on social media and take screenshots."),
    ("sv-se", "basis.missing_recording", "## Telefon\nVart tionde samtal spelas in och lyssnas igenom av en gruppchef."),
    ("fr-be", "role.processor_own_purposes", "## Qui nous sommes\nDans tout ce que décrit la présente notice, nous sommes sous-traitants de nos clients."),
    ("nl-nl-9", "basis.missing_recording", ("### Regelingen\nInkomsten, op grond van artikel 6, lid 1, onder b, AVG.\n\n"
     "### Adressen opzoeken\nOp grond van artikel 6, lid 1, onder f, AVG: het belang dat post de juiste bereikt.\n\n"
     "### Opnemen van telefoongesprekken\nWij nemen gesprekken over dossiers op: uw stem en het tijdstip.\n\n"
     "### Administratie\nFacturen, op grond van artikel 6, lid 1, onder c, AVG en artikel 52 AWR.")),
    ("da-dk-5", "transfer.no_country", "## Leverandører\nOplysningerne sendes til samarbejdspartnere i udlandet."),
]


def rules(stem: str, passage: str) -> set[str]:
    language, country = stem.split("-")[:2]
    text = (GOOD / f"{stem}.txt").read_text(encoding="utf-8")
    lines = [*text.split("\n"), "", *passage.split("\n"), ""]
    return {each.rule for each in notice_check.check_text(lines, country, language, "x.txt", TODAY)}


@pytest.mark.parametrize(("stem", "rule", "passage"), QUIET)
def test_a_mention_is_no_practice(stem: str, rule: str, passage: str) -> None:
    assert rule not in rules(stem, passage)


@pytest.mark.parametrize(("stem", "rule", "passage"), HEARD)
def test_a_practice_without_ground_is_heard(stem: str, rule: str, passage: str) -> None:
    assert rule in rules(stem, passage)


@pytest.mark.parametrize(("role", "heard"), [
    ("är personuppgiftsbiträde åt borgenärerna", True), ("svarar för det som står här. Åt en kommun trycker vi brev; då är vi personuppgiftsbiträde", False)])
def test_a_role_is_of_all_or_of_one_job(role: str, heard: bool) -> None:
    text = (GOOD / "sv-se.txt").read_text(encoding="utf-8").replace("är personuppgiftsansvarig för behandlingen av dina personuppgifter", role, 1)
    found = notice_check.check_text(text.split("\n"), "se", "sv", "x.txt", TODAY)
    assert ("role.processor_own_purposes" in {each.rule for each in found}) is heard


@pytest.mark.parametrize(("choice", "heard"), [
    ("U kunt ze in uw browser uitzetten.", True), ("Het schuifje ervoor staat links.", False)])
def test_cookies_left_to_the_browser_are_heard(choice: str, heard: bool) -> None:
    text = (GOOD / "nl-nl-4.txt").read_text(encoding="utf-8")
    asked = "Met uw toestemming, die u in de cookiebalk geeft en daar kunt intrekken, plaatsen wij _pk_id (Matomo, 13 maanden) voor bezoekstatistiek."
    assert asked in text
    text = text.replace(asked, f"Daarnaast plaatsen wij _pk_id (Matomo, 13 maanden) voor bezoekstatistiek. {choice}", 1)
    found = notice_check.check_text(text.split("\n"), "nl", "nl", "x.txt", TODAY)
    assert ("cookies.consent" in {each.rule for each in found}) is heard


def test_a_company_of_an_unknown_form_has_its_number() -> None:
    text = (GOOD / "en-ie.txt").read_text(encoding="utf-8").replace("Kilbrack Credit Services Limited", "Kilbrack Designated Activity Company")
    group = "The Boyne Group keeps the accounts. The Boyne Group sits in Cork. The Boyne Group is our processor."
    found = notice_check.check_text([*text.split("\n"), group], "ie", "en", "x.txt", TODAY)
    assert "controller.identity" not in {each.rule for each in found}


def test_a_company_is_introduced_below_its_name() -> None:
    text = (GOOD / "en-ie.txt").read_text(encoding="utf-8")
    named = ", registered in Ireland under company number 612345, 14 Harbour Row, Galway H91 AB12, Ireland, is the controller of your personal data."
    assert named in text
    text = text.replace(named, " decides.\nRegister: 612345. Harbour Row in Galway.", 1)
    group = "The Kilbrack Group has three companies. The Kilbrack Group sees no data. The Kilbrack Group is Irish."
    found = notice_check.check_text([*text.split("\n"), group], "ie", "en", "x.txt", TODAY)
    assert "controller.identity" not in {each.rule for each in found}


def test_letters_inside_a_brand_are_no_number_in_a_register() -> None:
    text = (GOOD / "de-de.txt").read_text(encoding="utf-8")
    named = "die Lindental Forderungsmanagement GmbH, Gartenstraße 21, 10115 Berlin, HRB 123456 B, E-Mail info@lindental.example"
    assert named in text
    text = text.replace(named, "sind die Forggenblick Hotels, Telefon 08362 93 07 0, info@forggenblick.example", 1)
    text = text.replace("der Lindental Forderungsmanagement GmbH", "der Forggenblick Hotels", 1)
    found = notice_check.check_text(text.split("\n"), "de", "de", "x.txt", TODAY)
    assert "controller.identity" in {each.rule for each in found}


def test_that_there_is_no_officer_is_an_answer() -> None:
    text = (GOOD / "en-ie.txt").read_text(encoding="utf-8")
    officer = "Our data protection officer is at the same address and at dpo@kilbrack.example."
    assert officer in text
    for told, heard in (("The law does not ask us for a data protection officer.", False), ("We have a data protection officer.", True)):
        found = notice_check.check_text(text.replace(officer, told, 1).split("\n"), "ie", "en", "x.txt", TODAY)
        assert ("dpo.contact_missing" in {each.rule for each in found}) is heard


@pytest.mark.parametrize(("told", "heard"), [
    ("", True), ("## Do you have to give them?\nWithout a name and an address nothing gets built. The rest is as you like.", False),
    ("**Must you answer?** A name and an address, for else nothing gets built.", False)])
def test_a_question_whether_data_must_be_given_is_answered(told: str, heard: bool) -> None:
    fault = next(each for each in json.loads((GOOD.parent / "faults.json").read_text(encoding="utf-8"))["en-ie"] if each["rule"] == "provision.obligation")
    text = (GOOD / "en-ie.txt").read_text(encoding="utf-8").replace(fault["find"], fault["put"], 1)
    found = notice_check.check_text([*text.split("\n"), "", *told.split("\n"), ""], "ie", "en", "x.txt", TODAY)
    assert ("provision.obligation" in {each.rule for each in found}) is heard


@pytest.mark.parametrize(("told", "heard"), [
    ("Med samtykke setter vi informasjonskapsler for statistikk.", True),
    ("Med samtykke setter vi informasjonskapslen `ms_tall` for statistikk; den utløper etter en time.", False),
    ("Med samtykke setter vi informasjonskapsler for statistikk.\n\n| Kapsel | Varer |\n|---|---|\n| tall | seks måneder |", False)])
def test_cookies_are_named_and_timed(told: str, heard: bool) -> None:
    found = notice_check.check_text(["## Nettstedet", "", *told.split("\n"), ""], "no", "nb", "x.txt", TODAY)
    assert ("cookies.details" in {each.rule for each in found}) is heard
