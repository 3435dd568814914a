"""The certificate of forgetting as a page."""
from __future__ import annotations

from alektum_desk.documents.certificate_sheet import CertificateSheet

__all__ = ["CertificateSheet", "certificate"]


def certificate(sheet: CertificateSheet) -> bytes:
    """PDF/A-2a and PDF/UA-1 at once. Refused when a character has no glyph."""
    from alektum_desk.documents.certificate_pages import draw  # the drawing libraries take a third of a second to load

    return draw(sheet)
