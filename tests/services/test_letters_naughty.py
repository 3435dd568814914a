"""Nasty strings in every text of a complaint and in the names of its exhibits: a sentence that refuses, or a letter that says just that."""
from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from alektum_desk.documents import verifying
from alektum_desk.documents.letter import letter
from alektum_desk.domain import complaints as reading
from alektum_desk.domain.complaints import clean
from alektum_desk.domain.errors import DeskError
from alektum_desk.reference.letter_formats import letter_format
from alektum_desk.services import complaints, projections
from alektum_desk.services.desk import Desk
from tests.builders import naughty
from tests.documents.reading import plain, said
from tests.services.test_projections import a_case

DeskOn = Callable[..., Desk]
# Where a string is put, and what the file looks like then.
FIELDS: dict[str, Callable[[str], dict[str, Any]]] = {
    "complainant.name": lambda text: {"complainant": {"name": text}},
    "complainant.address": lambda text: {"complainant": {"name": "A", "address": [text]}},
    "complainant.case_number": lambda text: {"complainant": {"name": "A", "case_number": text}},
    "complainant.phone": lambda text: {"complainant": {"name": "A", "phone": text}},
    "respondent.name": lambda text: {"respondent": {"name": text}},
    "respondent.dpo": lambda text: {"respondent": {"name": "B", "dpo": text}},
    "facts": lambda text: {"facts": [{"on": "2026-10-01", "text": text}]},
    "prior_contact": lambda text: {"prior_contact": [{"on": "2026-10-01", "channel": "other", "answer": text}]},
    "other_proceedings": lambda text: {"other_proceedings": [text]},
    "confidentiality": lambda text: {"confidentiality": text},
    "filer.mandate": lambda text: {"filer": {"mandate": text}},
    "exhibits": lambda text: {"exhibits": [{"path": "a.txt", "title": text}]},
}


def accepted(text: str) -> Iterator[dict[str, Any]]:
    for made in FIELDS.values():
        document = a_case(**made(text))
        try:
            reading.read(document)
        except DeskError:
            continue
        yield document


def written(document: dict[str, Any]) -> tuple[Any, bytes] | None:
    try:
        case = complaints.prepared(reading.read(document))
        sheet = complaints.sheet(case, signer="An Officer", reference=None, sample=False)
        return (case, sheet), letter(sheet)
    except DeskError:
        return None


def printed(texts: list[str], folder: Path, step: int) -> int:
    """How many letters came of it: each string in every `step`th of the fields, another one for each string."""
    count = 0
    for at, text in enumerate(texts):
        for document in list(accepted(text))[at % step::step]:
            if (made := written(document)) is None:
                continue
            count += 1
            (case, sheet), pdf = made
            wanted = plain(clean(text, "x", 5000, feeds=True))
            assert wanted in plain(" ".join(_leaves(json.loads(sheet.data or b"{}"))))
            assert wanted in plain(projections.as_text(projections.copy_sheet(case)))
            if count % 40 == 0:
                assert wanted in plain(" ".join(said(pdf, folder)))
                assert verifying.problems(pdf, letter_format) == ()
    return count


def test_every_string_is_refused_or_printed(tmp_path: Path) -> None:
    assert printed(naughty(), tmp_path, len(FIELDS)) > len(naughty()) // 10


@pytest.mark.long
def test_every_string_in_every_field_is_refused_or_printed(tmp_path: Path) -> None:
    assert printed(naughty(), tmp_path, 1) > 4 * len(naughty())


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each)
    elif isinstance(value, str):
        yield value


def test_no_string_in_a_name_or_an_address_makes_a_header(desk_on: DeskOn, tmp_path: Path) -> None:
    desk, to = desk_on("2026-11-24"), tmp_path / "a.eml"
    drafted = 0
    for text in naughty()[::9]:
        for who in ({"name": text}, {"name": "A", "email": text}):
            try:
                projections.write_eml(desk, a_case(complainant=who), to)
            except DeskError:
                continue
            drafted += 1
            seen = message_from_bytes(to.read_bytes(), policy=SMTP)
            assert [each.lower() for each in seen] == ["x-unsent", "date", "from", "to", "subject", "message-id", "mime-version", "content-type"]
            assert all(b"\r" not in line and len(line) <= 998 for line in to.read_bytes().split(b"\r\n"))
    assert drafted > len(naughty()) // 40


def test_every_string_as_the_name_of_an_exhibit(desk_on: DeskOn, tmp_path: Path) -> None:
    desk, to = desk_on("2026-11-24"), tmp_path / "a.pdf"
    enclosed = 0
    for at, text in enumerate(naughty()[::5]):
        folder = tmp_path / str(at)
        folder.mkdir()
        name = f"{text[:60]}.txt"
        try:
            (folder / name).write_text("A paper.")
        except (OSError, ValueError):
            name = text or "nothing"
        try:
            complaints.write_letter(desk, a_case(exhibits=[{"path": name, "title": "A paper"}], facts=[
                {"on": "2026-10-01", "text": f"Number {at}."}]), to, folder=folder)
        except DeskError:
            continue
        enclosed += 1
        with pikepdf.open(BytesIO(to.read_bytes())) as pdf:
            assert set(pdf.attachments) == {"letter.json", "E1.txt"}
        to.unlink()
    assert enclosed > len(naughty()) // 10


def test_a_text_of_a_hundred_pages(tmp_path: Path) -> None:
    words = "Le responsable du traitement n’a pas répondu à la demande d’accès, malgré plusieurs rappels envoyés par lettre recommandée. " * 31
    document = a_case("BE", language="fr", facts=[{"on": "2026-10-01", "text": f"Fait {at}. {words}"} for at in range(60)],
                      prior_contact=[{"on": "2026-10-01", "channel": "letter", "answer": f"Lettre {at}. {words}"} for at in range(60)])
    case = complaints.prepared(reading.read(document))
    pdf = letter(complaints.sheet(case, signer=None, reference=None, sample=False))
    with pikepdf.open(BytesIO(pdf)) as read:
        assert len(read.pages) > 100
    heard = [text for text in said(pdf, tmp_path) if text.startswith("1er octobre")]
    assert heard == [plain(f"1er octobre 2026 : Fait {at}. {words}") for at in range(60)] + [
        plain(f"1er octobre 2026, par lettre. Réponse : Lettre {at}. {words}") for at in range(60)]
    assert verifying.problems(pdf, letter_format) == ()
