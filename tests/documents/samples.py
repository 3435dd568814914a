"""A letter and a register, as the tests draw them. Persons and firms are invented."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from alektum_desk.documents.letter import Heading, Items, LetterSheet, Paragraph, Table
from alektum_desk.documents.register import Chapter, Field, RegisterBook, Said, Section
from alektum_desk.reference.letter_formats import letter_format

LONG_NAME = ("Die Landesbeauftragte für Datenschutz und Informationsfreiheit der Freien Hansestadt Bremen und die "
             "Beauftragte")


BODY = (
    Paragraph("Ik dien een klacht in tegen Hilverkamp NV, Kouter 4, 9050 Ledeberg. Op 14 september 2026 vroeg ik inzage "
              "in mijn persoonsgegevens op grond van artikel 15 van de Algemene verordening gegevensbescherming."),
    Heading("De feiten"),
    Items(("Op 14 september 2026 vroeg ik inzage.", "Op 14 oktober 2026 liep de termijn van één maand af."),
          numbered=True),
    Paragraph("« Vos données sont supprimées un mois après votre visite. »", language="fr"),
    Table(("Datum", "Weg", "Antwoord"),
          (("14 september 2026", "aangetekende brief", "geen"),
           ("20 oktober 2026", "herinnering per e-mail aan de functionaris voor gegevensbescherming", "geen antwoord"))),
    Items(("vast te stellen dat mijn recht niet is nageleefd;", "te bevelen dat mij wordt geantwoord.")),
    Paragraph("Łódź, Þingvellir, Ŧŧ, Αθήνα, София, għ, ŝ, őű, €, 1\u00a0000."),
)


def a_letter(form: str = "nbn-z01002", **changes: Any) -> LetterSheet:
    sheet = LetterSheet(
        language="nl", format=letter_format(form),
        recipient=("Gegevensbeschermingsautoriteit", "Drukpersstraat 35", "1000 Brussel"),
        sender=("Lotte Voorbeeld", "Kerkstraat 12", "9000 Gent"), place_date="Gent, 23 november 2026",
        subject="Klacht over de behandeling van mijn persoonsgegevens", salutation="Geachte heer, mevrouw,", body=BODY,
        closing="Hoogachtend,", signature_name="Lotte Voorbeeld", page_label="Bladzijde {page} van {pages}",
        title="Klacht ALK-BE1-2026-0018", author="Alektum Desk", created_on=date(2026, 11, 23),
        return_line="Lotte Voorbeeld · Kerkstraat 12 · 9000 Gent", reference="Ons kenmerk: ALK-BE1-2026-0018",
        enclosures_title="Bijlagen", enclosures=("Verzoek van 14 september 2026",), data=b'{"schema": "x"}')
    return replace(sheet, **changes)


def a_book(activities: int = 6, **changes: Any) -> RegisterBook:
    fields = (
        Field("Doel", (Said("Inning van vorderingen.", "België, regel 12"),)),
        Field("Bewaartermijn", (Said("Dix ans après la clôture du dossier.", "België, regel 41", "fr"),
                                Said("Vijf jaar na de laatste betaling.", "België, regel 44")),
              contradiction="De kennisgevingen verschillen en er is niets beslist."),
        Field("Ontvangers", (Said("Gerechtsdeurwaarders."),), decision="Beslist: gerechtsdeurwaarders en advocaten."),
        Field("Doorgifte", empty="Niet vermeld"),
        *(Field(f"Gegeven {n}", (Said(f"Waarde {n}.", f"regel {n}"),)) for n in range(12)))
    sections = tuple(Section(f"Verwerking {n}", ("België", "compleet"), fields) for n in range(activities))
    book = RegisterBook(
        language="nl", title="Register van de verwerkingsactiviteiten", subtitle="Hilverkamp NV, 24 november 2026",
        facts=(("Verwerkingsverantwoordelijke", "Hilverkamp NV"), ("Activiteiten", str(activities))),
        contents_title="Inhoud", field_head="Veld", said_head="Wat de kennisgevingen zeggen",
        chapters=(Chapter("België", sections, "Twee kennisgevingen gelezen."),
                  Chapter("Zweden", (), "Geen kennisgeving.")),
        page_label="Bladzijde {page} van {pages}", author="Alektum Desk", created_on=date(2026, 11, 24))
    return replace(book, **changes)
