"""What stands in a certificate of forgetting: plain values, already in its language."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """`rows` have as many cells as `heads`; the first cell of a row names it. `empty` stands where there are none."""

    language: str
    title: str
    introduction: str
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str
    page_label: str
    author: str
    created_on: date
    watermark: str | None = None
