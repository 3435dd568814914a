"""A letter on the sender's own page: tagged, archival, with the recipient where the envelope has its window."""
from __future__ import annotations

from alektum_desk.documents.letter_sheet import Block, Heading, Items, LetterSheet, Paragraph, Table

__all__ = ["Block", "Heading", "Items", "LetterSheet", "Paragraph", "Table", "letter"]


def letter(sheet: LetterSheet) -> bytes:
    """PDF/A (3a with `data`, else 2a) and PDF/UA-1 at once.

    Refused, before any page exists, when a character has no glyph or the recipient does not fit the window at 8 pt.
    """
    # The drawing libraries take a third of a second to load; the values above are wanted long before.
    from alektum_desk.documents.letter_pages import draw

    return draw(sheet)
