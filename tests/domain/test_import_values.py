"""What single cells mean, in the languages in which registers are kept."""
from __future__ import annotations

import pytest

from alektum_desk.domain import import_values as values
from alektum_desk.domain.import_tables import Target, meaning
from alektum_desk.domain.notices import Field
from alektum_desk.domain.retention import Trigger, Unit
from alektum_desk.reference import imports

WORDS = imports.words()


@pytest.mark.parametrize(("heading", "target"), [
    ("Sletningsfrist", Target.RETENTION), ("Löschkonzept", Target.RETENTION), ("Tietojen luovutukset", Target.RECIPIENT), ("Järjestelmä", Target.SYSTEM), ("Registreredes kategorier", Target.CATEGORY), ("Activité", Target.TITLE), ("Drittlandgarantie", Target.SAFEGUARD),
    ("the purposes of the processing; ", Target.PURPOSE), ("a description of the categories of data subjects", Target.CATEGORY), ("the categories of personal data;", Target.DATA),
    ("the envisaged time limits for erasure of the different categories of data", Target.RETENTION), ("Name of recipients in third countries", Target.TRANSFER_RECIPIENT),
    ("Names of third countries or international organisations that personal data are transferred to (if applicable)", Target.TRANSFER_COUNTRY),
    ("Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)", Target.SAFEGUARD),
    ("Article 9 condition for processing special category data", Target.SPECIAL_BASIS), ("Link to record of consent", Target.NOTE), ("Catégories de personnes concernées", Target.CATEGORY),
    ("Délai d’effacement", Target.RETENTION), ("Löschfristen", Target.RETENTION), ("Kategorien betroffener Personen", Target.CATEGORY), ("Bewaartermijn", Target.RETENTION), ("Doeleinden", Target.PURPOSE),
    ("Formålene med behandlingen", Target.PURPOSE), ("Kategorier af registrerede", Target.CATEGORY), ("Frister for sletting", Target.RETENTION), ("Behandlingsgrunnlag", Target.LEGAL_BASIS),
    ("legalBasis", Target.LEGAL_BASIS), ("dataSubjectCategories", Target.CATEGORY), ("personaldata", Target.DATA), ("system.privacy_declaration.data_use.legal_basis", Target.LEGAL_BASIS),
    ("contactName", Target.PERSON), ("Weather", None), ("", None)])
def test_headings(heading: str, target: Target | None) -> None:
    assert meaning(heading, imports.headings())[0] is target


@pytest.mark.parametrize("cells", [
    ("TOTAL", "3"), ("", "Total général", "", "12"), ("Summe:", "4 Verfahren"), ("Gesamt: 12 Verarbeitungen",), ("Totaal", "3"), ("I alt", "3"), ("Yhteensä", "3"), ("Sum", "1 234"), ("Summa", "3"), ("Total number of activities", "7")])
def test_a_row_that_counts_the_others(cells: tuple[str, ...]) -> None:
    assert values.is_total(cells, WORDS)


@pytest.mark.parametrize("cells", [
    ("Total rewards", "Pay bonuses", "5 years"), ("Summer school", "3"), ("1", "Total", "Count money"), ("Total",), ("Total", "Staff"), ("Payroll", "3"), ("", ""), ("I altogether count the people who come", "3")])
def test_a_row_that_counts_nothing(cells: tuple[str, ...]) -> None:
    assert not values.is_total(cells, WORDS)


@pytest.mark.parametrize(("text", "number", "unit", "trigger"), [
    ("2 years", 2, Unit.YEAR, Trigger.NOT_STATED), ("6 years post-employment", 6, Unit.YEAR, Trigger.RELATIONSHIP_ENDED), ("Until end of contract", None, None, Trigger.RELATIONSHIP_ENDED),
    ("1 an après la fin de la relation", 1, Unit.YEAR, Trigger.RELATIONSHIP_ENDED), ("un (1) mois après votre visite", 1, Unit.MONTH, Trigger.VISIT), ("10 Jahre nach Ende des Geschäftsjahres", 10, Unit.YEAR, Trigger.FINANCIAL_YEAR_END),
    ("36 måneder efter sagens afslutning", 36, Unit.MONTH, Trigger.CASE_CLOSED), ("5 jaar na einde contract", 5, Unit.YEAR, Trigger.RELATIONSHIP_ENDED), ("3 år etter avslutning", 3, Unit.YEAR, Trigger.CASE_CLOSED),
    ("1.5 years", 18, Unit.MONTH, Trigger.NOT_STATED), ("six months", 6, Unit.MONTH, Trigger.NOT_STATED), ("2 Wochen", 14, Unit.DAY, Trigger.NOT_STATED), ("72 Stunden", 3, Unit.DAY, Trigger.NOT_STATED), ("P6M", 6, Unit.MONTH, Trigger.NOT_STATED), ("P2W after the case is closed", 14, Unit.DAY, Trigger.CASE_CLOSED),
    ("6 Jahre nach Ende des Kalenderjahres", 6, Unit.YEAR, Trigger.CALENDAR_YEAR_END), ("7 years from the end of the calendar year", 7, Unit.YEAR, Trigger.CALENDAR_YEAR_END),
    ("3 ans à compter de la fin de l’année civile", 3, Unit.YEAR, Trigger.CALENDAR_YEAR_END), ("7 jaar na afloop van het kalenderjaar", 7, Unit.YEAR, Trigger.CALENDAR_YEAR_END),
    ("5 år fra udgangen af kalenderåret", 5, Unit.YEAR, Trigger.CALENDAR_YEAR_END), ("5 år etter utløpet av kalenderåret", 5, Unit.YEAR, Trigger.CALENDAR_YEAR_END),
    ("7 år efter kalenderårets slut", 7, Unit.YEAR, Trigger.CALENDAR_YEAR_END), ("6 vuotta kalenterivuoden päättymisestä", 6, Unit.YEAR, Trigger.CALENDAR_YEAR_END),
    ("7 år efter räkenskapsårets slut", 7, Unit.YEAR, Trigger.FINANCIAL_YEAR_END), ("Five years from the end of the financial year", 5, Unit.YEAR, Trigger.FINANCIAL_YEAR_END),
    ("36 maanden na sluiting dossier", 36, Unit.MONTH, Trigger.CASE_CLOSED), ("en måned efter besøget", 1, Unit.MONTH, Trigger.VISIT),
    ("3 år efter sagen er lukket", 3, Unit.YEAR, Trigger.CASE_CLOSED), ("2 år etter at saken er avsluttet", 2, Unit.YEAR, Trigger.CASE_CLOSED)])
def test_a_period_becomes_a_rule(text: str, number: int | None, unit: Unit | None, trigger: Trigger) -> None:
    said = values.retention(text, WORDS)
    assert said.text == text
    assert said.rule is not None
    assert (said.rule.duration, said.rule.unit, said.rule.triggers) == (number, unit, (trigger,))


@pytest.mark.parametrize(("told", "country", "mechanism"), [("VS", "US", None), ("USA (DPF)", "US", "45"), ("vs", None, None)])
def test_short_forms_of_a_transfer(told: str, country: str | None, mechanism: str | None) -> None:
    said = values.transfer("", "", "", told, WORDS)
    assert said is not None
    assert (dict(said.details).get("country"), dict(said.details).get("mechanism")) == (country, mechanism)


@pytest.mark.parametrize("text", ["as long as the law asks", "2 years, then 5 years", "see schedule 4", "20 hours"])
def test_what_is_no_single_period_stays_words(text: str) -> None:
    assert values.retention(text, WORDS).rule is None


def test_a_number_takes_its_unit_from_the_heading() -> None:
    said = values.retention("2.0", WORDS, "storageyears")
    assert said.rule is not None
    assert (said.text, said.rule.duration, said.rule.unit) == ("2 years", 2, Unit.YEAR)
    assert values.retention("2.0", WORDS, "Retention").rule is None


@pytest.mark.parametrize(("text", "codes"), [
    ("Art. 6(1)(b) GDPR", ["6(1)(b)"]), ("Article 6 b, c, e et f", ["6(1)(b)", "6(1)(c)", "6(1)(e)", "6(1)(f)"]), ("art. 6.1.b", ["6(1)(b)"]), ("Art. 6 Abs. 1 lit. f DSGVO", ["6(1)(f)"]), ("Art. 6 I f DSGVO", ["6(1)(f)"]), ("Art. 6 Abs. I lit. c", ["6(1)(c)"]), ("artikel 6, stk. 1, litra f", ["6(1)(f)"]),
    ("Artikkel 6 nr. 1 bokstav f", ["6(1)(f)"]), ("process_dataProcessing_legalBasis_Art6Abs1litaDSGVO", ["6(1)(a)"]), ("A6-1-f", ["6(1)(f)"]), ("Consent", ["6(1)(a)"]), ("Intérêt légitime", ["6(1)(f)"]),
    ("Wettelijke verplichting", ["6(1)(c)"]), ("Consent; Contract", ["6(1)(a)", "6(1)(b)"]), ("Article 9(2)(h)", ["9(2)(h)"]), ("6 years", [None]), ("Company policy", [None])])
def test_legal_bases(text: str, codes: list[str | None]) -> None:
    assert [each.code for each in values.bases(text, WORDS)] == codes


def test_a_paragraph_that_mentions_a_contract_names_no_ground() -> None:
    text = "The Staff Regulations and the decision of 4 November 2020 on the engagement and the use of contract staff of the office"
    said, = values.bases(text, WORDS)
    assert (said.code, said.text) == (None, text)


@pytest.mark.parametrize(("text", "field", "parts"), [
    ("CV; References  ", Field.DATA, ("CV", "References")), ("Name, address, e-mail and phone", Field.DATA, ("Name", "address", "e-mail", "phone")), ("- one\n- two\n• three", Field.PURPOSE, ("one", "two", "three")),
    ("1) Recruit\n2) Keep a pool", Field.PURPOSE, ("Recruit", "Keep a pool")), ("Pay, and account for it in the way that the law asks for", Field.PURPOSE, ("Pay, and account for it in the way that the law asks for",)),
    ("Beta, Ltd.", Field.RECIPIENT, ("Beta, Ltd.",)), ("name\naddress\nphone", Field.DATA, ("name", "address", "phone")),
    ("A sentence that was broken by the width of its cell and therefore\ngoes on below", Field.PURPOSE, ("A sentence that was broken by the width of its cell and therefore goes on below",))])
def test_several_values_in_one_cell(text: str, field: Field, parts: tuple[str, ...]) -> None:
    assert values.parts(text, field) == parts


@pytest.mark.parametrize("text", ["Nil ", "none", "Non", "keine", "geen", "Ingen", "néant", "FALSE"])
def test_none(text: str) -> None:
    assert values.is_none(text, WORDS)
    assert not values.is_unsaid(text, WORDS)


@pytest.mark.parametrize("text", ["N/A", "n.v.t.", "s.o.", "-", "—", "Not applicable", "TBD", "à compléter"])
def test_unsaid_is_not_none(text: str) -> None:
    assert values.is_unsaid(text, WORDS)
    assert not values.is_none(text, WORDS)


@pytest.mark.parametrize(("country", "safeguard", "details"), [
    ("Canada", "Article 45 Adequacy", {"country": "CA", "mechanism": "45"}), ("États-Unis", "clauses contractuelles types", {"country": "US", "mechanism": "46(2)(c)"}), ("Norwegen", "", {"country": "NO", "mechanism": "eea"}),
    ("India", "BCR", {"country": "IN", "mechanism": "46(2)(b)"}), ("USA, India", "SCCs", {"mechanism": "46(2)(c)"}), ("somewhere", "", {})])
def test_transfers(country: str, safeguard: str, details: dict[str, str]) -> None:
    said = values.transfer("", country, safeguard, "", WORDS)
    assert said is not None
    assert dict(said.details) == details
    assert said.text == ", ".join(filter(None, (country, safeguard)))


@pytest.mark.parametrize(("cell", "pieces"), [
    ("Mailchimp (Intuit), USA", ("Mailchimp (Intuit), USA",)), ("Bank, Google, États-Unis", ("Bank", "Google, États-Unis")), ("Norway, Sweden", ("Norway", "Sweden")), ("Finance, HR, IT", ("Finance", "HR", "IT")),
    ("=cmd|' /C calc'!A0", ("=cmd|' /C calc'!A0",)), ("@SUM(1;2)", ("@SUM(1;2)",)), ("-name|address", ("name", "address")), ("+ courts; - bailiffs", ("+ courts", "- bailiffs"))])
def test_recipients_with_their_countries_and_formulas(cell: str, pieces: tuple[str, ...]) -> None:
    assert values.with_countries(values.parts(cell, Field.RECIPIENT), WORDS) == pieces


@pytest.mark.parametrize(("recipient", "code"), [("Mailchimp, USA", "US"), ("Mailchimp (USA)", "US"), ("Google, Irland", None), ("Finance, HR", None), ("USA", None), ("Tata (Indien)", "IN"), ("Tata (country: IN)", "IN"), ("Experian (country: NO)", None), ("Support (IN)", None), ("Bank (Basel, Schweiz)", "CH")])
def test_a_recipient_outside_the_eea(recipient: str, code: str | None) -> None:
    assert values.third_country(recipient, WORDS) == code


@pytest.mark.parametrize(("cell", "said"), [("Oui : données biométriques", "données biométriques"), ("Ja – Gesundheit", "Gesundheit"), ("Yes", "Yes"), ("Health: yes", "Health: yes")])
def test_a_yes_that_says_which(cell: str, said: str) -> None:
    assert values.after_yes(cell, WORDS) == said


def test_the_union_is_no_country() -> None:
    assert [values.countries(each, WORDS) for each in ("EU", "EU; FR", "FR, DE")] == [(), (), ("FR", "DE")]
