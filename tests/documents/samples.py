"""A letter, a register and the fourteen formats, as the tests draw them. Persons and firms are invented."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from alektum_desk.documents.letter import Heading, Items, LetterSheet, Paragraph, Table
from alektum_desk.documents.register import Chapter, Field, RegisterBook, Said, Section
from alektum_desk.domain.letters import Envelope, LetterFormat, Margins, Side, Zone

LONG_NAME = ("Die Landesbeauftragte für Datenschutz und Informationsfreiheit der Freien Hansestadt Bremen und die "
             "Beauftragte")


def _zone(given: dict[str, float] | None) -> Zone | None:
    return Zone(given["x"], given["y"], given["w"], given.get("h", 0.0)) if given else None


def _certain(given: dict[str, float]) -> Zone:
    return Zone(given["x"], given["y"], given["w"], given["h"])


def _format(given: dict[str, Any]) -> LetterFormat:
    envelopes = tuple(
        Envelope(one["name"], one["size_mm"][0], one["size_mm"][1], _certain(one["window_mm"]),
                 one["sheet_height_folded_mm"], _certain(one["safe_on_page_mm"]), one["fits_safe_text_zone"])
        for one in given["envelopes"])
    margins = given["margins_mm"]
    return LetterFormat(
        given["id"], given["standard"], tuple(given["countries"]), given["page"]["w"], given["page"]["h"],
        Side(given["address_side"]), _certain(given["address_zone_mm"]), _certain(given["safe_text_zone_mm"]),
        _zone(given["return_line_mm"]), _zone(given["info_block_mm"]), Margins(**margins) if margins else None,
        tuple(given["fold_marks_mm_from_top"]), given["punch_mark_mm_from_top"], given["mark_x_mm"],
        given["max_address_lines"], envelopes, _zone(given["keep_clear_mm"]), _zone(given["postal_zone_mm"]),
        given["verified"])


@lru_cache
def formats() -> dict[str, LetterFormat]:
    """Kept beside the tests: what a page must obey is not read by the code that draws it."""
    listed = json.loads((Path(__file__).parent / "formats.json").read_text(encoding="utf-8"))
    return {one["id"]: _format(one) for one in listed}


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
        language="nl", format=formats()[form],
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
