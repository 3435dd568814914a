"""The certificate of forgetting as a page that lasts and can be heard."""
from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from alektum_desk.documents.certificate import CertificateSheet, certificate
from tests import verapdf
from tests.documents.reading import said

SHEET = CertificateSheet(
    language="en", title="Certificate of forgotten visits", introduction="What was due, and what was erased.",
    facts=(("Office", "Ghent"), ("Fingerprint of the key", "ab" * 32)), heads=("Last day", "Due", "Erased", "On hold", "95 % within, s", "Latest, s"),
    rows=tuple((f"{day} December 2026", "12", "12", "< 5", "40", "60") for day in range(1, 32)), empty="No visit was due in this month.",
    page_label="Page {page} of {pages}", author="Ghent", created_on=date(2026, 12, 31))


def test_it_keeps_the_rules_of_archives_and_screen_readers() -> None:
    for sheet in (SHEET, replace(SHEET, rows=(), watermark="SAMPLE")):
        assert verapdf.broken(certificate(sheet), "2a", "ua1") == {}


def test_the_table_is_heard_day_by_day_and_its_head_once(tmp_path: Path) -> None:
    heard = " ".join(said(certificate(SHEET), tmp_path))
    assert "31 December 2026 12 12 < 5 40 60" in heard
    assert heard.count("On hold") == 1


def test_the_same_facts_give_the_same_bytes() -> None:
    assert certificate(SHEET) == certificate(SHEET)
