"""Registers as other people's programs and authorities lay them out, filled with invented activities."""
from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from alektum_desk.documents.sheet_writing import ods

ICO = ("Business function", "Purpose of processing", "Name and contact details of joint controller (if applicable)", "Categories of individuals", "Categories of personal data",
       "Categories of recipients", "Link to contract with processor", "Names of third countries or international organisations that personal data are transferred to (if applicable)",
       "Safeguards for exceptional transfers of personal data to third countries or international organisations (if applicable)", "Retention schedule (if possible)",
       "General description of technical and organisational security measures (if possible)", "Article 6 lawful basis for processing personal data",
       "Article 9 condition for processing special category data", "Legitimate interests for the processing (if applicable)",
       "Link to record of legitimate interests assessment (if applicable)", "Rights available to individuals",
       "Existence of automated decision-making, including profiling (if applicable)", "The source of the personal data (if applicable)", "Location of personal data",
       "Data Protection Impact Assessment required?")


def xlsx(rows: Sequence[Sequence[object]], merged: Sequence[str] = (), name: str = "Sheet1") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for each in merged:
        sheet.merge_cells(each)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def ico_controller() -> bytes:
    """Contact block, group headings over merged cells, headings in row 9, an activity over three rows, boxes below that nobody filled in."""
    wide = [""] * len(ICO)
    group = ["Article 30 Record of Processing Activities", *[""] * 10, "Privacy Notices", *[""] * 6, "Other", ""]
    payroll = ["Finance", "Payroll", "N/A", "Employees", "Contact details", "HMRC", "N/A", "N/A", "N/A", "6 years post-employment", "Encrypted storage and access controls",
               "Article 6(1)(b) - contract", "N/A", "N/A", "N/A", "Access, rectification", "No", "Data subject", "UK server", "No"]
    more = [*[""] * 3, "", "Bank details", "HMRC", "", "", "", "6 years post-employment", "", *[""] * 9]
    kin = [*[""] * 3, "Next of kin", "Contact details", "", "", "", "", "Leaver date", "", *[""] * 9]
    marketing = ["Sales", "Direct marketing", "N/A", "Customers; prospects", "Name, email address, telephone number", "Marketing agency", "Contract 12", "United States", "Standard contractual clauses",
                 "2 years after last contact", "Pseudonymisation", "Consent", "N/A", "N/A", "N/A", "All", "Yes", "Website form", "Cloud", "Yes"]
    rows = [["Controller", *wide[1:]], ["Name", "Example Ltd", *wide[2:]], ["Address", "1 High Street", *wide[2:]], ["Email", "office@example.invalid", *wide[2:]], wide, wide, wide,
            group, list(ICO), payroll, more, kin, marketing, *[["", *["FALSE"] * 2, *wide[3:]]] * 5]
    return xlsx(rows, ("A8:K8", "L8:R8", "A10:A12", "B10:B12"), "Template")


def ico_processor() -> bytes:
    heads = ["Name and contact details of controller", "Name and contact details of controller's representative (if applicable)", "Categories of processing",
             "Names of third countries or international organisations that personal data are transferred to (if applicable)", "Safeguards for exceptional transfers of personal data",
             "General description of technical and organisational security measures (if possible)", "Link to contract with controller"]
    return xlsx([["Article 30 Record of Processing Activities (processor)"], [], heads,
                 ["Alpha Ltd, 2 Low Street", "N/A", "Hosting of customer records", "N/A", "N/A", "Access control, backups", "Contract A"],
                 ["Beta GmbH", "N/A", "Printing of letters", "Switzerland", "Adequacy decision", "Locked rooms", "Contract B"]], name="Processor")


CNIL_FORM: tuple[tuple[str, ...], ...] = (
    ("Fiche de registre",), (), ("Description du traitement",), ("Nom / sigle", "Gestion de la paie"), ("N° / REF", "RT-001"), ("Date de création", "2024-01-05"), (),
    ("Acteurs", "Nom", "Adresse"), ("Responsable du traitement", "Exemple SARL"), ("Délégué à la protection des données", "Jeanne Martin"), (),
    ("Finalité(s) du traitement effectué",), ("Finalité principale", "Payer les salaires"), ("Sous-finalité 1", "Déclarations sociales"), ("Sous-finalité 2", ""), (),
    ("Mesures de sécurité",), ("Mesures de sécurité techniques", "Chiffrement"), ("Mesures de sécurité organisationnelles", "Habilitations"), (),
    ("Catégories de données personnelles concernées", "Description", "Délai d'effacement"), ("Etat civil, identité", "Nom, prénom, adresse", "5 ans après le départ"),
    ("Informations d'ordre économique", "IBAN, salaire", "10 ans"), ("Vie personnelle", "-", ""), (),
    ("Données sensibles", "Description", "Délai d'effacement"), ("Données concernant la santé", "Arrêts de travail", "5 ans"), (),
    ("Catégories de personnes concernées", "Description"), ("Catégorie de personnes 1", "Salariés"), (),
    ("Destinataires", "Type de destinataire"), ("Destinataire 1", "URSSAF"), ("Destinataire 2", "Cabinet comptable"), (),
    ("Transferts hors UE", "Pays", "Type de garanties"), ("Organisme destinataire 1", "Hébergeur Inc., Etats-Unis", "Clauses contractuelles types"))


def cnil_ods() -> bytes:
    listed = [["Registre des activités de traitement de Exemple SARL"], [], ["Nom du traitement", "N° / réf", "Date de création", "Finalité principale"], ["Gestion de la paie", "RT-001", "2024-01-05", "Payer les salaires"],
              ["Vidéosurveillance", "RT-002", "2024-02-01", "Sécurité des locaux"]]
    guide = [["Comment remplir ce registre ?"], ["Ce modèle aide les petites structures. Lisez les notes avant de commencer."]]
    return ods((("Tutoriel", guide), ("1 - Liste des traitements", listed), ("2 - Fiche paie", CNIL_FORM), ("5 - Listes", [["Oui"], ["Non"]])))


def dastra_csv() -> bytes:
    rows = ["Référence;Nom du traitement;Statut;Entité;Finalités;Base légale;Catégories de personnes concernées;Données personnelles;Durée de conservation;Destinataires;Transferts hors UE;Mesures de sécurité;Rédacteur",
            'T1;Gestion des candidatures;Active;Exemple SA;"Recruter\nConstituer un vivier";Mesures précontractuelles (art. 6.1.b);Candidats;CV, lettre de motivation;2 ans après le dernier contact;Service RH;Non;Contrôle des accès;Jean Dupont',
            "T2;Newsletter;Draft;Exemple SA;Informer les abonnés;Consentement;Abonnés newsletter;Adresse e-mail;3 ans;Prestataire d'emailing;Oui, États-Unis (clauses contractuelles types);Chiffrement;Marie Durand"]
    return "\r\n".join(rows).encode("cp1252")


def german() -> bytes:
    return xlsx([["Verzeichnis von Verarbeitungstätigkeiten"], ["Verantwortlicher:", "Beispiel GmbH"], [],
                 ["Lfd. Nr.", "Bezeichnung der Verarbeitungstätigkeit", "Zweck der Verarbeitung", "Rechtsgrundlage", "Kategorien betroffener Personen", "Kategorien personenbezogener Daten", "Empfänger", "Drittlandübermittlung", "Löschfristen", "TOM"],
                 ["1", "Lohnabrechnung", "Zahlung der Löhne", "Art. 6 Abs. 1 lit. b DSGVO", "Beschäftigte", "Stammdaten, Bankverbindung", "Finanzamt, Steuerberater", "keine", "10 Jahre nach Ende des Geschäftsjahres", "siehe TOM-Liste"],
                 ["2", "Videoüberwachung", "Schutz des Gebäudes", "Art. 6 Abs. 1 lit. f DSGVO", "Besucher", "Bilder", "keine", "nein", "72 Stunden", "Zugangskontrolle"]])


def dutch() -> bytes:
    return xlsx([["Naam verwerking", "Doeleinden", "Grondslag", "Categorieën van betrokkenen", "Categorieën persoonsgegevens", "Ontvangers", "Doorgifte buiten de EU", "Bewaartermijn", "Beveiligingsmaatregelen"],
                 ["Klantenbestand", "Facturatie", "Overeenkomst", "Klanten", "Naam, adres, rekeningnummer", "Boekhouder", "Geen", "7 jaar na einde contract", "Wachtwoorden"]])


def danish() -> bytes:
    return xlsx([["Behandlingsaktivitet", "Formål med behandlingen", "Kategorier af registrerede", "Kategorier af personoplysninger", "Modtagere", "Tredjelande", "Forventede tidsfrister for sletning", "Tekniske og organisatoriske foranstaltninger", "Ansvarlig person"],
                 ["Kundeservice", "Svare på henvendelser", "Kunder", "Navn, telefonnummer", "Ingen", "Nej", "36 måneder efter sagens afslutning", "Adgangskontrol", "Anders Jensen"],
                 ["Besøgsbog", "Sikkerhed", "Gæster", "Navn", "Ingen", "Nej", "en måned efter besøget", "Aflåst skab", "Mette Holm"]])


def norwegian() -> bytes:
    return xlsx([["Behandlingsaktivitet", "Formål", "Behandlingsgrunnlag", "Kategorier av registrerte", "Kategorier av personopplysninger", "Mottakere", "Overføring til tredjeland", "Frister for sletting", "Sikkerhetstiltak"],
                 ["Inkasso", "Kreve inn gjeld", "Artikkel 6 nr. 1 bokstav f", "Skyldnere", "Navn; fødselsnummer; gjeld", "Namsmannen", "Nei", "3 år etter avslutning", "Tilgangsstyring"]])


def camel() -> bytes:
    return json.dumps({"treatments": [
        {"id": 7, "name": "Access badges", "purposes": [{"label": "Know who enters"}, {"label": "Protect the building"}], "legalBasis": "LegitimateInterest", "dataSubjectCategories": ["Employees", "Visitors"],
         "personalDataCategories": ["Name", "Badge number"], "recipients": [], "retentionPeriod": {"label": "3 months"}, "thirdCountryTransfers": False, "securityMeasures": ["Locked cabinet"]},
        {"id": 8, "name": "Suppliers", "purposes": [{"label": "Pay invoices"}], "legalBasis": "Contract", "dataSubjectCategories": ["Suppliers"], "personalDataCategories": ["Name", "Bank account"],
         "recipients": ["Bank"], "retentionPeriod": {"label": "7 years"}, "thirdCountryTransfers": True, "securityMeasures": []}]}).encode()


FIDES = b"""system:
  - fides_key: shop_backend
    name: Shop backend
    description: Takes orders.
    administrating_department: Engineering
    does_international_transfers: true
    legal_basis_for_transfers: [SCCs]
    privacy_declarations:
      - name: Deliver orders
        data_use: essential.service
        data_categories: [user.contact, user.payment]
        data_subjects: [customer]
        legal_basis_for_processing: Contract
        retention_period: "730"
      - name: Improve the shop
        data_use: functional.service.improve
        data_categories: [user.behavior]
        data_subjects: [customer]
        legal_basis_for_processing: Legitimate interests
  - fides_key: mail
    name: Mailing
    privacy_declarations:
      - name: Send the newsletter
        data_use: marketing.communications.email
        data_categories: [user.contact.email]
        data_subjects: [prospect]
        legal_basis_for_processing: Consent
"""

VEO = json.dumps({"unit": {"name": "Unit"}, "domains": [], "risks": [], "elements": [
    {"type": "asset", "id": "a1", "name": "Bewerbungsunterlagen", "_self": "/assets/a1", "domains": {"d": {"subType": "AST_Datatype"}}},
    {"type": "person", "id": "p1", "name": "Petra Beispiel", "_self": "/persons/p1", "domains": {"d": {"subType": "PER_Person"}}},
    {"type": "scope", "id": "s1", "name": "Data GmbH", "_self": "/scopes/s1", "domains": {"d": {"subType": "SCP_ResponsibleBody"}}},
    {"type": "process", "id": "x1", "name": "Bewerbungen", "description": "Bewerber schreiben uns.", "domains": {"d": {"subType": "PRO_DataProcessing", "status": "NEW"}}, "customAspects": {
        "process_intendedPurpose": {"attributes": {"process_intendedPurpose_intendedPurpose": "Personalbeschaffung"}},
        "process_dataSubjects": {"attributes": {"process_dataSubjects_dataSubjects": ["process_dataSubjects_dataSubjects_applicants"]}},
        "process_dataProcessing": {"attributes": {"process_dataProcessing_legalBasis": ["process_dataProcessing_legalBasis_Art6Abs1litbDSGVO"]}},
        "process_processing": {"attributes": {"process_processing_asProcessor": False}}},
     "links": {"process_dataType": [{"target": {"targetUri": "/assets/a1"}, "attributes": {"process_dataType_deletionPeriod": "process_dataType_deletionPeriod_month", "process_dataType_deletionPeriodCount": 6,
                                                                                      "process_dataType_deletionPeriodStart": "process_dataType_deletionPeriodStart_appplicationClosure"}}],
               "process_responsibleBody": [{"target": {"targetUri": "/scopes/s1"}}], "process_responsiblePerson": [{"target": {"targetUri": "/persons/p1"}}]}},
    {"type": "process", "id": "x2", "name": "DPIA Bewerbungen", "domains": {"d": {"subType": "PRO_DPIA"}}, "customAspects": {}}]}).encode()

PIA = json.dumps({"pia": {"name": "Sleep monitor", "status": 3, "author_name": "A. Author"}, "answers": [{"reference_to": 111, "data": {"text": "<p>All <b>of it</b></p>"}}], "measures": []}).encode()

TURTLE = b"""@prefix dct: <http://purl.org/dc/terms/> .
@prefix dpv: <https://w3id.org/dpv/dpv-skos#> .
@prefix dpcat: <https://w3id.org/dpcat#> .
@prefix time: <https://www.w3.org/TR/owl-time/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://example.invalid/ex#> .
ex:cards a dpcat:ROPARecord ; dct:title "Use of company cards"@en ; dpv:hasDataController ex:Org ; dpv:hasPurpose ex:Payments ; dpv:hasLegalBasis dpv:Contract ;
  dpv:hasDataSubject ex:Staff ; dpv:hasPersonalData ex:ExpenseData, dpv:Name ; dpv:hasRecipient ex:Bank ;
  dpv:hasProcessing [ a dpv:Transfer ; dpv:hasDataImporter ex:Bank ; dpv:hasLocation "Canada" ; dpv:hasLegalBasis ex:Adequacy ] ;
  dpv:hasStorage [ a dpv:StorageCondition ; dpv:hasDuration [ a dpv:StorageDuration, time:Duration ; time:numericDuration "7"^^xsd:decimal ; time:unitType ex:unitYear ] ] ;
  dpv:hasTechnicalOrganisationalMeasure ex:NeedToKnow .
ex:Org dct:title "Example Organisation" . ex:Payments a dpv:Purpose ; dct:title "Pay for travel"@en . ex:Staff a dpv:DataSubject ; dct:title "Staff members"@en .
ex:ExpenseData a dpv:PersonalData ; dct:title "Expense data"@en . ex:Bank a dpv:Recipient ; dct:title "Card bank"@en . ex:Adequacy a dpv:LegalBasis ; dct:title "Article 45 adequacy" .
ex:NeedToKnow a dpv:TechnicalOrganisationalMeasure ; dct:title "Need to know"@en .
"""

DPCAT_CSV = b"""department,title,purpose,datasubject,personaldata,recipient,recipient_location,storageyears,measures,contactname,contactemail
Customer Service,Record001,Recording of calls,Customers,Contact,,,2.0,Standard,Ann,ann@example.invalid
Customer Service,Record001,Recording of calls,Customers,Voice recording,,,2.0,Standard,Ann,ann@example.invalid
HR,Record001,Recruitment,Candidates,CV,Agency Ltd,Canada,1.0,Standard,Bob,bob@example.invalid
"""

FILES: Mapping[str, Callable[[], bytes]] = {
    "ico.xlsx": ico_controller, "ico-processor.xlsx": ico_processor, "registre.ods": cnil_ods, "dastra.csv": dastra_csv, "vvt.xlsx": german, "register-nl.xlsx": dutch, "fortegnelse.xlsx": danish,
         "protokoll.xlsx": norwegian, "camel.json": camel, "fides.yml": lambda: FIDES, "veo.json": lambda: VEO, "dpcat.ttl": lambda: TURTLE, "dpcat.csv": lambda: DPCAT_CSV}


def written(folder: Path, name: str, data: bytes | None = None) -> Path:
    """One of these files, or `data` under that name."""
    path = folder / name
    path.write_bytes(FILES[name]() if data is None else data)
    return path
