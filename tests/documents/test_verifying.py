"""A letter is made anew from the record inside it; every change is named by page and field."""
from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from alektum_desk.documents import verifying
from alektum_desk.documents.letter import Items, LetterSheet, Paragraph, letter
from alektum_desk.documents.letter_record import packed
from alektum_desk.documents.letter_sheet import Enclosed
from alektum_desk.domain.errors import Refused
from alektum_desk.reference.letter_formats import letter_format, letter_formats
from tests.documents.samples import BODY, a_letter

FACTS = {"schema": "complaint-letter/1", "complainant": {"name": "Lotte Voorbeeld"}, "facts": [
    {"on": "2026-09-14", "text": "Op 14 september 2026 vroeg ik inzage."}]}
LONG = Paragraph("De verwerkingsverantwoordelijke heeft niet geantwoord. " * 90)


def a_file(form: str = "nbn-z01002", **changes: Any) -> bytes:
    sheet = a_letter(form, data=None, **changes)
    return letter(a_letter(form, **{**changes, "data": packed(FACTS, sheet)}))


def found(file: bytes) -> list[tuple[int | None, str]]:
    return [(each.page, each.field) for each in verifying.problems(file, letter_format)]


def altered(file: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    saved = BytesIO()
    with pikepdf.open(BytesIO(file)) as pdf:
        change(pdf)
        pdf.save(saved, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return saved.getvalue()


def with_record(file: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    def do(pdf: pikepdf.Pdf) -> None:
        entry = next(each for each in pdf.Root.AF if each.UF == "letter.json")
        record = json.loads(entry.EF.F.read_bytes())
        change(record)
        entry.EF.F.write(json.dumps(record, ensure_ascii=False, indent=1).encode())
    return altered(file, do)


@pytest.mark.parametrize("form", letter_formats())
def test_an_untouched_letter_is_what_its_record_makes(form: str) -> None:
    assert found(a_file(form)) == []
    assert found(a_file(form, watermark="SAMPLE", reference=None, signature_role="Officer", enclosures=())) == []


@pytest.mark.parametrize("field", ["recipient", "sender[1]", "salutation"])
def test_a_changed_field_is_found_and_nothing_else(field: str) -> None:
    file = a_file()
    with pikepdf.open(BytesIO(file)) as pdf:
        at, mark = next(place for place, name in verifying._names(pdf, a_letter(data=None)).items() if name == field)
    assert found(altered(file, partial(_swap, at=at, mark=mark))) == [(1, field)]


def _swap(pdf: pikepdf.Pdf, at: int, mark: int) -> None:
    """The glyphs of the first run change places: they are those of a subset, so no other ones are there."""
    page, inside, made = pdf.pages[at], False, []
    for each in pikepdf.parse_content_stream(page):
        operands = list(each.operands)
        if str(each.operator) == "BDC":
            inside = isinstance(operands[1], pikepdf.Dictionary) and operands[1].get("/MCID") == mark
        elif str(each.operator) == "Tj" and inside:
            operands = [pikepdf.String(bytes(reversed(bytes(operands[0]))))]
            inside = False
        made.append((operands, each.operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(made))


def test_every_field_of_a_long_letter_is_found_where_it_stands() -> None:
    sheet_body = (*BODY, LONG, Items(("Een.", "Twee.")))
    sheet = a_letter(data=None, body=sheet_body)
    file = a_file(body=sheet_body)
    with pikepdf.open(BytesIO(file)) as pdf:
        assert len(pdf.pages) > 1
        places = verifying._names(pdf, sheet)
    assert {"subject", "body[0]", "body[2][1]", "body[4].rows[1][2]", f"body[{len(BODY)}]", "closing", "enclosures[0]"} <= set(places.values())
    for (at, mark), name in list(places.items())[::4]:
        changed = altered(file, partial(_swap, at=at, mark=mark))
        assert (at + 1, name) in found(changed) or _is_symmetric(file, at, mark), name


def _is_symmetric(file: bytes, at: int, mark: int) -> bool:
    """A label of one letter reads the same backwards."""
    with pikepdf.open(BytesIO(file)) as pdf:
        drawn = verifying._drawn(pdf.pages[at])[mark]
    return sum(len(each) for each in drawn if each.startswith("Tj")) < 30


def test_a_changed_record_is_found_by_the_page_that_contradicts_it() -> None:
    file = a_file()
    assert (1, "place_date") in found(with_record(file, lambda record: record["page"].update(place_date="Gent, 24 november 2026")))
    assert found(with_record(file, lambda record: record["facts"][0].update(text="Ik vroeg niets.")))[0] == (None, "facts[0].text")
    assert (None, "record") in found(with_record(file, lambda record: record["facts"][0].update(on="2026-09-15")))
    assert found(with_record(file, lambda record: record.pop("page"))) == [(None, "record")]
    assert found(with_record(file, lambda record: record["page"].update(format="folio"))) == [(None, "record")]


def test_exhibits_are_held_to_their_hash() -> None:
    file = a_file(files=(Enclosed("E1.txt", b"paper", "text/plain", "A paper"),))
    assert found(file) == []

    def other(pdf: pikepdf.Pdf) -> None:
        next(each for each in pdf.Root.AF if each.UF == "E1.txt").EF.F.write(b"other")

    def without(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments["E1.txt"]

    def more(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["E2.txt"] = pikepdf.AttachedFileSpec(pdf, b"more", filename="E2.txt")
    assert found(altered(file, other))[0] == (None, "E1.txt")
    assert found(altered(file, without))[0] == (None, "E1.txt")
    assert found(altered(file, more))[0] == (None, "E2.txt")


def test_metadata_and_more_pages() -> None:
    file = a_file()
    assert found(altered(file, lambda pdf: pdf.docinfo.__setitem__("/Title", "Iets anders"))) == [(None, "metadata")]
    assert (None, "pages") in found(altered(file, lambda pdf: pdf.add_blank_page()))


def test_one_flipped_byte_anywhere_is_found() -> None:
    file = a_file()
    for at in range(20, len(file), max(1, len(file) // 40)):
        flipped = file[:at] + bytes([file[at] ^ 0x20]) + file[at + 1:]
        assert found(flipped), at


def test_what_is_no_letter() -> None:
    with pytest.raises(Refused, match="not a PDF"):
        found(b"hello")
    assert found(letter(a_letter(data=None))) == [(None, "record")]
    assert found(b"%PDF-1.7 nothing more") == [(None, "file")]
    assert re.match("The ", verifying.BROKEN)
    assert isinstance(a_letter(), LetterSheet)
