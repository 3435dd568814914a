"""Registers in the manner of authorities' and advisers' templates in sixteen countries, filled with invented activities."""
from __future__ import annotations

from collections.abc import Callable, Mapping

from alektum_desk.documents.sheet_writing import ods
from tests.registers import xlsx


def fortegnelse_form() -> bytes:
    """Denmark: a form; each record begins anew below the other."""
    def record(name: str, purpose: str, people: str, data: str, kept: str) -> list[list[str]]:
        return [["Fortegnelse over behandlingsaktiviteter", ""], ["Dataansvarlig", "Inkasso Eksempel A/S, CVR 12345678"], ["Kontaktoplysninger på databeskyttelsesrådgiver", "Mette Sørensen, dpo@eksempel.invalid"],
                ["Behandlingsaktivitet", name], ["Formålet med behandlingen", purpose], ["Kategorier af registrerede", people], ["Kategorier af personoplysninger", data],
                ["Modtagere af personoplysninger", "SKAT; Kommuner"], ["Overførsel til tredjelande eller internationale organisationer", "Ingen"],
                ["Forventede tidsfrister for sletning", kept], ["Tekniske og organisatoriske sikkerhedsforanstaltninger", "Adgangskontrol; kryptering"], ["", ""]]
    return xlsx([*record("Inddrivelse", "Inddrive forfaldne krav", "Skyldnere", "Navn; CPR-nummer; gæld", "5 år efter sagens afslutning"),
                 *record("Rekruttering", "Finde medarbejdere", "Ansøgere", "CV; karakterer", "6 måneder")], name="Fortegnelse")


def protokoll() -> bytes:
    """Norway: a table with a line of explanations below the headings, and the number of each column above them."""
    heads = ["Nr.", "Behandlingsaktivitet", "Formålet med behandlingen", "Behandlingsgrunnlag", "Kategorier av registrerte", "Kategorier av personopplysninger", "Særlige kategorier (art. 9)", "Mottakere", "Databehandler",
             "Databehandleravtale?", "Overføring til land utenfor EØS", "Overføringsgrunnlag", "Slettefrist", "Sikkerhetstiltak", "Ansvarlig enhet", "Sist oppdatert"]
    notes = ["", "(navn på behandlingen)", "(hvorfor)", "(art. 6)", "(hvem)", "(hvilke)", "(ja/nei)", "(til hvem)", "", "", "(hvilke land)", "", "(når slettes)", "", "", ""]
    rows = [["Protokoll over behandlingsaktiviteter"], ["Behandlingsansvarlig", "Inkasso Norge AS"], [], heads, notes,
            ["1", "Lønn", "Utbetale lønn", "Art. 6 nr. 1 bokstav c", "Ansatte", "Navn, fødselsnummer, kontonummer", "Nei", "NAV, Skatteetaten", "Visma AS", "Ja", "Nei", "", "5 år etter regnskapsårets slutt", "Tilgangsstyring", "HR", "2026-01-10"],
            ["2", "Kundesenter", "Svare på henvendelser", "Berettiget interesse", "Kunder og skyldnere", "Navn, telefonnummer", "Nei", "", "Zendesk Inc.", "Ja", "USA", "EUs standardkontrakt", "24 mnd", "Kryptering", "Kundesenter", "2026-02-11"]]
    return xlsx(rows, name="Protokoll")


def personuppgiftsbehandlingar() -> bytes:
    return ("﻿Namn på behandlingen;Personuppgiftsansvarig;Ändamål;Rättslig grund;Kategorier av registrerade;Kategorier av personuppgifter;Känsliga uppgifter;Mottagare;Personuppgiftsbiträde;"
            "Överföring till tredje land;Gallringsfrist;Säkerhetsåtgärder;Kontaktperson\n"
            "Kravhantering;Inkasso AB;Driva in fordringar;Rättslig förpliktelse;Gäldenärer;Namn, personnummer, skuld;Nej;Kronofogden;Tieto Oy;Nej;10 år efter ärendets avslut;Behörighetsstyrning;Anna Svensson\n"
            "Besöksregister;Inkasso AB;Säkerhet i lokalerna;Berättigat intresse;Besökare;Namn, företag;Nej;;;Nej;1 månad;Låst skåp;Erik Lindqvist\n").encode()


def seloste() -> bytes:
    """Finland: the form of an authority as OpenDocument."""
    return ods([("Seloste", [["Seloste käsittelytoimista", ""], ["Rekisterinpitäjä", "Perintä Oy"], ["Tietosuojavastaava", "Matti Virtanen, 040 123 456"], ["Käsittelytoimi", "Perintä"], ["Henkilötietojen käsittelyn tarkoitus", "Saatavien perintä"],
                             ["Käsittelyn oikeusperuste", "Oikeutettu etu"], ["Rekisteröityjen ryhmät", "Velalliset; Takaajat"], ["Henkilötietoryhmät", "Nimi; henkilötunnus; velka"], ["Vastaanottajaryhmät", "Ulosottolaitos"],
                             ["Siirrot kolmansiin maihin", "Ei siirretä"], ["Tietojen säilytysaika", "10 vuotta"], ["Kuvaus turvatoimista", "Käyttöoikeudet; salaus"]])])


def dsk_muster() -> bytes:
    """Germany: each activity in a column of its own, the questions at the left."""
    return xlsx([["Verzeichnis von Verarbeitungstätigkeiten", "", ""], ["Laufende Nummer", "1", "2"], ["Bezeichnung der Verarbeitungstätigkeit", "Lohnabrechnung", "Bewerbermanagement"],
                 ["Verantwortliche Fachabteilung", "Personal", "Personal"], ["Ansprechpartner", "Petra Müller", "Hans Schmidt"], ["Zwecke der Verarbeitung", "Lohn zahlen", "Stellen besetzen"],
                 ["Rechtsgrundlage", "Art. 6 Abs. 1 lit. b DSGVO; Art. 6 Abs. 1 lit. c DSGVO", "§ 26 BDSG"], ["Beschreibung der Kategorien betroffener Personen", "Beschäftigte", "Bewerber"],
                 ["Beschreibung der Kategorien von personenbezogenen Daten", "Name; Bankverbindung; Steuer-ID", "Lebenslauf; Zeugnisse"], ["Kategorien von Empfängern", "Finanzamt; Krankenkassen", "Fachabteilung"],
                 ["Datenübermittlung in Drittländer", "Keine", "USA (Workday), Standardvertragsklauseln"], ["Fristen für die Löschung der verschiedenen Datenkategorien", "10 Jahre", "6 Monate nach Abschluss des Verfahrens"],
                 ["Technische und organisatorische Maßnahmen (TOM)", "siehe TOM-Beschreibung", "siehe TOM-Beschreibung"]], name="VVT")


def verwerkingsregister() -> bytes:
    """The Netherlands: headings over two rows, groups of columns, a section between the records, J and N."""
    top = ["Algemeen", "", "", "Doel en grondslag", "", "Gegevens", "", "", "Delen", "", "", "", "Bewaren", "Beveiliging"]
    heads = ["Nr.", "Naam verwerking", "Proceseigenaar", "Doel van de verwerking", "Grondslag", "Categorieën betrokkenen", "Categorieën persoonsgegevens", "Bijzondere persoonsgegevens", "Ontvangers", "Verwerker", "Verwerkersovereenkomst J/N",
             "Doorgifte buiten EER", "Bewaartermijn", "Beveiligingsmaatregelen"]
    rows = [top, heads, ["Incasso", *[""] * 13],
            ["1", "Incassodossiers", "Jan de Vries", "Innen van vorderingen", "Gerechtvaardigd belang", "Debiteuren, gemachtigden", "NAW, vordering, betalingen", "N", "Gerechtsdeurwaarder", "Exact", "J", "Nee", "5 jaar na sluiting van het dossier", "Autorisaties"],
            ["2", "Telefoongesprekken", "Karin Bakker", "Kwaliteit bewaken", "Toestemming", "Bellers", "Stem", "N", "", "", "N", "Nee", "30 dagen", "Versleuteling"]]
    return xlsx(rows, ("A1:C1", "D1:E1", "F1:H1", "I1:L1", "A3:N3"), "Register")


def registre_gba() -> bytes:
    """Belgium: headings in two languages in one cell, the number of the article below them."""
    heads = ["Traitement / Verwerking", "Finalité du traitement / Doeleinde van de verwerking", "Catégories de personnes concernées / Categorieën van betrokkenen", "Catégories de données / Categorieën van gegevens",
             "Base légale / Rechtsgrond", "Catégories de destinataires / Categorieën van ontvangers", "Transfert hors UE / Doorgifte buiten EU", "Délai de conservation / Bewaartermijn", "Mesures de sécurité / Beveiligingsmaatregelen"]
    articles = ["", "Art. 30.1 b)", "Art. 30.1 c)", "Art. 30.1 c)", "", "Art. 30.1 d)", "Art. 30.1 e)", "Art. 30.1 f)", "Art. 30.1 g)"]
    return ods([("Lisez-moi", [["Ce document est un modèle."]]), ("Registre", [["Registre des activités de traitement / Register van verwerkingsactiviteiten"], [], heads, articles,
                ["Recouvrement amiable", "Recouvrer des créances", "Débiteurs; Cautions", "Nom, adresse, dette", "Intérêt légitime", "Huissiers", "Non", "10 ans", "Chiffrement"],
                ["Gestion des visiteurs", "Sécurité du bâtiment", "Visiteurs", "Nom, société, plaque", "Intérêt légitime", "s.o.", "Non", "1 mois", "Armoire fermée"]])])


def aepd() -> bytes:
    """Spain: several records below each other, one contact for all of them above."""
    def record(name: str, ends: str, base: str, people: str, data: str, kept: str) -> list[list[str]]:
        return [["ACTIVIDAD DE TRATAMIENTO", name], ["Base jurídica", base], ["Fines del tratamiento", ends], ["Colectivo", people], ["Categorías de datos", data],
                ["Categorías de destinatarios", "Administración tributaria"], ["Transferencias internacionales", "No previstas"], ["Plazo de supresión", kept], ["Medidas de seguridad", "Control de acceso"], [""]]
    return xlsx([["REGISTRO DE ACTIVIDADES DE TRATAMIENTO", ""], ["Responsable del tratamiento", "Cobros S.L."], ["Delegado de Protección de Datos", "Carmen García"], [""],
                 *record("Nóminas", "Pagar salarios", "Obligación legal", "Empleados", "Nombre; cuenta bancaria", "4 años"), *record("Videovigilancia", "Seguridad", "Interés público", "Visitantes", "Imagen", "30 días")], name="RAT")


def garante() -> bytes:
    """Italy: the simplified register for small firms."""
    return xlsx([["Scheda registro dei trattamenti"], ["Titolare", "Recupero Crediti S.r.l."], ["Responsabile della protezione dei dati", "Giulia Rossi"], [],
                 ["Tipologia di trattamento", "Finalità e basi legali del trattamento", "Categorie di interessati", "Categorie di dati personali", "Categorie di destinatari", "Trasferimento dati verso paesi terzi o organizzazioni internazionali",
                  "Termini ultimi di cancellazione previsti", "Misure di sicurezza tecniche e organizzative"],
                 ["Gestione del personale", "Adempimenti contrattuali e di legge", "Dipendenti", "Dati anagrafici, dati bancari", "INPS, consulente del lavoro", "Nessuno", "10 anni dalla cessazione", "Antivirus, backup"],
                 ["Recupero crediti", "Riscossione di crediti scaduti", "Debitori", "Dati anagrafici, importo", "Tribunali", "Nessuno", "10 anni", "Controllo accessi"]], name="Registro")


def cnpd_pt() -> bytes:
    return ("Nome do tratamento,Finalidade do tratamento,Fundamento de licitude,Categorias de titulares,Categorias de dados pessoais,Destinatários,Subcontratantes,Transferências internacionais,Prazo de conservação,Medidas de segurança\n"
            'Cobranças,Recuperar créditos,Interesse legítimo,Devedores,"Nome, morada, dívida",Tribunais,Empresa de correio,Não,10 anos,Encriptação\n').encode("cp1252")


def dastra_declarations() -> bytes:
    """Dastra: a number and its unit in two columns, a box for each kind of data, a right of erasure that is no period."""
    heads = ["Label", "DateCreation", "Ref", "ProcessingState", "Description", "MainPurpose", "RetentionAmount", "RetentionUnit", "RetentionDescription", "RightOfErasure", "CivilStatus", "HealthData", "Profiling", "Responsible"]
    return xlsx([heads, ["Recruitment", "2024-01-02", "HR-1", "InProduction", "Hiring", "Find staff", "2", "Year", "After the last contact", "ManualOrOnDemand", "true", "false", "false", "Anne Dupont"],
                 ["Payroll", "2024-01-02", "HR-2", "InProduction", "Paying", "Pay wages", "60", "Month", "", "ManualOrOnDemand", "true", "true", "false", "Marc Peeters"],
                 ["", "", "HR-3", "Draft", "", "", "", "", "", "", "", "", "", ""]], name="sample-dataTreatments")


def yaml_register() -> bytes:
    return b"""# record of processing
controller: {name: Acme SaaS, country: BE}
processing_activities:
  - id: PA-001
    name: Account management
    purpose: Provide the service
    legal_basis: contract
    data_categories: [name, email]
    data_subjects: [customers]
    recipients: [hosting provider]
    retention: {value: 2, unit: years}
    international_transfers: {destination: USA, safeguard: SCC}
  - id: PA-002
    name: Newsletter
    purpose: Inform subscribers
    legal_basis: Art. 6(1)(a)
    data_categories: [email]
    data_subjects: [newsletter subscribers]
    retention_period: until unsubscribed
"""


def uodo() -> bytes:
    """Poland: the register of the Office for Personal Data Protection."""
    return xlsx([
        ["Rejestr czynności przetwarzania danych osobowych"],
        ["Administrator danych", "ABC Sp. z o.o."],
        [],
        ["Lp.", "Nazwa czynności przetwarzania", "Jednostka organizacyjna", "Cel przetwarzania", "Kategorie osób", "Kategorie danych", "Podstawa prawna", "Źródło danych", "Planowany termin usunięcia kategorii danych", "Nazwa współadministratora", "Nazwa podmiotu przetwarzającego", "Kategorie odbiorców", "Nazwa systemu lub oprogramowania", "Ogólny opis technicznych i organizacyjnych środków bezpieczeństwa", "DPIA", "Transfer do kraju trzeciego"],
        ["1", "Rekrutacja", "Dział kadr", "Zatrudnienie pracowników", "Kandydaci do pracy", "Imię i nazwisko, adres, wykształcenie", "Art. 6 ust. 1 lit. c", "Osoba, której dane dotyczą", "6 miesięcy po zakończeniu rekrutacji", "nie dotyczy", "Kadry24", "Brak", "Płatnik", "Szafa zamykana", "Nie", "Nie"],
        ["2", "Monitoring wizyjny", "Administracja", "Bezpieczeństwo osób i mienia", "Pracownicy, goście", "Wizerunek", "art. 6 ust. 1 lit. f RODO", "Kamery", "3 miesiące", "", "", "Policja", "CCTV", "Hasła", "Tak", "USA"]])


def uoou() -> bytes:
    """Czechia: headings below the controller."""
    return xlsx([
        ["Záznamy o činnostech zpracování"],
        ["Správce", "Firma s.r.o."],
        ["Název zpracování", "Účel zpracování", "Kategorie subjektů údajů", "Kategorie osobních údajů", "Právní základ", "Příjemci", "Předání do třetích zemí", "Lhůta pro výmaz", "Technická a organizační opatření"],
        ["Mzdy", "Výplata mezd", "Zaměstnanci", "Jméno, číslo účtu", "čl. 6 odst. 1 písm. c)", "Finanční úřad", "Ne", "10 let", "Šifrování"],
        ["Kamery", "Ochrana majetku", "Návštěvníci", "Záznam", "čl. 6 odst. 1 písm. f)", "Policie", "Ne", "7 dní", "Přístupová práva"]])


def edoeb() -> bytes:
    """Switzerland: every heading in two languages."""
    return xlsx([
        ["Bearbeitungsverzeichnis / Registre des activités de traitement"],
        ["Bearbeitungstätigkeit / Activité de traitement", "Bearbeitungszweck / Finalité", "Kategorien betroffener Personen / Catégories de personnes", "Kategorien bearbeiteter Personendaten / Catégories de données", "Empfänger / Destinataires", "Aufbewahrungsdauer / Durée de conservation", "Bekanntgabe ins Ausland (Staat) / Communication à l'étranger (État)", "Garantien / Garanties", "Massnahmen zur Datensicherheit / Mesures de sécurité"],
        ["Inkasso", "Forderungen einziehen", "Schuldner", "Name, Adresse, Forderung", "Betreibungsamt", "10 Jahre nach Abschluss", "Keine", "", "Verschlüsselung"],
        ["Newsletter", "Werbung", "Abonnenten", "E-Mail", "Mailchimp", "bis Widerruf", "USA", "SCC", "TLS"]])


def dpc() -> bytes:
    """Ireland: headings that ask."""
    return xlsx([
        ["Record of Processing Activities (ROPA) - Data Protection Commission sample"],
        [],
        ["Ref", "Business Area", "Processing activity", "Why do we process this data?", "Whose data do we process?", "What personal data do we process?", "Special category data?", "Lawful basis (Art 6)", "Art. 9 exemption", "Who do we share it with?", "Is data sent outside the EEA? Where?", "Transfer mechanism", "How long do we keep it?", "How do we protect it?", "Joint controller?"],
        ["R1", "HR", "Payroll", "To pay staff", "Employees", "Name; PPSN; bank details", "No", "Legal obligation", "", "Revenue", "No", "", "7 years", "Access control; encryption", "No"],
        ["R2", "Sales", "Newsletter", "To market our services", "Customers; prospects", "Email address", "No", "Consent", "", "Mailchimp", "Yes - USA", "SCCs", "Until unsubscribe", "MFA", "No"]])


def wko() -> bytes:
    """Austria: a form, record below record, whose controller stands once above."""
    return xlsx([
        ["Verzeichnis von Verarbeitungstätigkeiten nach Art. 30 DSGVO"],
        ["Stammdatenblatt"],
        ["Name und Anschrift des Verantwortlichen", "Muster GmbH, Wien"],
        [],
        ["Datenanwendung", "Rechnungswesen"],
        ["Zweck der Datenverarbeitung", "Abwicklung von Geschäften"],
        ["Rechtsgrundlage", "Art. 6 Abs. 1 lit. b DSGVO"],
        ["Betroffene Personengruppen", "Kunden, Lieferanten"],
        ["Datenarten", "Name, Adresse, UID"],
        ["Empfängerkreise", "Steuerberater; Bank"],
        ["Übermittlung in Drittländer", "nein"],
        ["Löschungs- und Aufbewahrungsfristen", "7 Jahre"],
        ["Datensicherheitsmaßnahmen", "Zutrittskontrolle"],
        [],
        ["Datenanwendung", "Personalverwaltung"],
        ["Zweck der Datenverarbeitung", "Lohnverrechnung"],
        ["Rechtsgrundlage", "Art. 6 Abs. 1 lit. c DSGVO"],
        ["Betroffene Personengruppen", "Mitarbeiter"],
        ["Datenarten", "Name, SV-Nummer"],
        ["Empfängerkreise", "Gesundheitskasse"],
        ["Übermittlung in Drittländer", "nein"],
        ["Löschungs- und Aufbewahrungsfristen", "30 Jahre"],
        ["Datensicherheitsmaßnahmen", "Zugriffskontrolle"]])


def personuvernd() -> bytes:
    """Iceland."""
    return xlsx([
        ["Vinnsluskrá"],
        ["Ábyrgðaraðili", "Fyrirtæki ehf."],
        ["Heiti vinnslu", "Tilgangur vinnslu", "Flokkar skráðra einstaklinga", "Flokkar persónuupplýsinga", "Lagagrundvöllur", "Viðtakendur", "Miðlun til þriðju landa", "Varðveislutími", "Öryggisráðstafanir"],
        ["Laun", "Greiðsla launa", "Starfsmenn", "Nafn, kennitala", "Lagaskylda", "Skatturinn", "Nei", "7 ár", "Aðgangsstýring"],
        ["Gestir", "Öryggi", "Gestir", "Nafn", "Lögmætir hagsmunir", "Engir", "Nei", "1 mánuður", "Læst skápur"]])


TEMPLATES: Mapping[str, Callable[[], bytes]] = {
    "fortegnelse-form.xlsx": fortegnelse_form, "protokoll-tabell.xlsx": protokoll, "behandlingar.csv": personuppgiftsbehandlingar, "seloste.ods": seloste, "dsk-muster.xlsx": dsk_muster, "verwerkingsregister.xlsx": verwerkingsregister,
    "registre-gba.ods": registre_gba, "aepd.xlsx": aepd, "garante.xlsx": garante, "cnpd.csv": cnpd_pt, "dastra-treatments.xlsx": dastra_declarations, "register.yaml": yaml_register,
    "uodo.xlsx": uodo, "uoou.xlsx": uoou, "edoeb.xlsx": edoeb, "dpc.xlsx": dpc, "wko.xlsx": wko, "personuvernd.xlsx": personuvernd}
