from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from alektum_desk.documents.letter import Heading, Items, Paragraph, letter
from alektum_desk.documents.letter_pages import visible
from alektum_desk.domain.errors import Refused
from alektum_desk.domain.letters import Zone
from alektum_desk.reference.letter_formats import letter_formats
from tests import verapdf
from tests.documents.reading import plain, said, searched, words
from tests.documents.samples import LONG_NAME, a_letter

GERMAN = ("Die Datenschutz-Grundverordnung verpflichtet Datenverarbeitungsverantwortliche zur unverzüglichen "
          "Auskunftserteilung gegenüber den betroffenen Personen. ")


@pytest.mark.parametrize("form", letter_formats())
def test_a_letter_keeps_the_rules_of_archives_and_screen_readers(form: str) -> None:
    assert verapdf.broken(letter(a_letter(form)), "3a", "ua1") == {}


def test_without_data_a_letter_is_pdf_a_2a() -> None:
    assert verapdf.broken(letter(a_letter(data=None, watermark="SAMPLE")), "2a", "ua1") == {}


@pytest.mark.parametrize("form", letter_formats())
def test_the_window_shows_the_recipient_and_nothing_else(form: str, tmp_path: Path) -> None:
    sheet = a_letter(form, country_line="Noorwegen")
    page = sheet.format
    recipient = [word for line in (*sheet.recipient, "NOORWEGEN") for word in line.split()]
    seen = words(letter(sheet), tmp_path)
    inside = [word.text for word in seen if page.safe_zone.holds(word.box, tolerance=0.05)]
    assert inside == recipient
    known = {*recipient, *(sheet.return_line or "").split()}
    strangers = [word.text for word in seen if word.box.meets(visible(page)) and word.text not in known]
    assert strangers == []
    for envelope in page.envelopes:
        if envelope.fits:
            shown = [word.text for word in seen if envelope.safe.holds(word.box, tolerance=0.05)]
            assert [word for word in shown if word in recipient] == recipient


@pytest.mark.parametrize("form", letter_formats())
def test_a_return_line_stands_in_its_place_or_not_at_all(form: str, tmp_path: Path) -> None:
    sheet = a_letter(form, sender=("X", "Y", "Z"))
    seen = [word for word in words(letter(sheet), tmp_path) if word.text == "Kerkstraat"]
    zone = sheet.format.return_zone
    assert len(seen) == (1 if zone else 0)
    assert zone is None or zone.holds(seen[0].box, tolerance=0.3)


@pytest.mark.parametrize("form", letter_formats())
def test_a_long_address_is_wrapped_and_shrunk_but_stays_in_the_window(form: str, tmp_path: Path) -> None:
    sheet = a_letter(form, recipient=(LONG_NAME, "Arndtstraße 1", "27570 Bremerhaven"))
    inside = [word.text for word in words(letter(sheet), tmp_path)
              if sheet.format.safe_zone.holds(word.box, tolerance=0.05)]
    assert inside == " ".join(sheet.recipient).split()


def test_an_address_that_no_window_holds_is_refused() -> None:
    with pytest.raises(Refused, match="does not fit the window"):
        letter(a_letter("sfs2487", recipient=(LONG_NAME,) * 4))


@pytest.mark.parametrize("character", ["\u05d0", "漢", "😀", "e\u0315"])
def test_a_character_without_a_glyph_is_refused_by_its_number(character: str) -> None:
    with pytest.raises(Refused) as refused:
        letter(a_letter(salutation=f"Geachte {character},"))
    assert refused.value.fields == {"character": f"U+{ord(character[-1]):04X}"}


def test_the_text_heard_is_the_text_written(tmp_path: Path) -> None:
    sheet = a_letter()
    heard = said(letter(sheet), tmp_path)
    written = [*sheet.sender, " ".join(sheet.recipient), sheet.place_date, sheet.reference or "", sheet.subject,
               sheet.salutation]
    for block in sheet.body:
        if isinstance(block, (Paragraph, Heading)):
            written.append(block.text)
        elif isinstance(block, Items):
            for number, item in enumerate(block.items, 1):
                written += [f"{number}." if block.numbered else "–", item]
        else:
            written += [*block.head, *(cell for row in block.rows for cell in row)]
    written += [sheet.closing, sheet.signature_name, sheet.enclosures_title, "E1", *sheet.enclosures]
    assert heard == [plain(text) for text in written]


def test_divided_words_and_divided_paragraphs_are_heard_whole(tmp_path: Path) -> None:
    body = tuple(Paragraph(f"Absatz {n}. " + GERMAN * (3 + n % 5)) for n in range(60))
    pdf = letter(a_letter("din5008-b", language="de", body=body))
    heard = said(pdf, tmp_path)
    assert [text for text in heard if text.startswith("Absatz ")] == [plain(block.text) for block in body]
    with pikepdf.open(BytesIO(pdf)) as read:
        assert len(read.pages) > 8
    assert verapdf.broken(pdf, "3a", "ua1") == {}


def test_the_closing_never_stands_alone(tmp_path: Path) -> None:
    for count in range(20, 60):
        body = (Paragraph("\n".join(f"Regel {n}." for n in range(count))),)
        pdf = letter(a_letter(body=body, enclosures=(), enclosures_title=""))
        with pikepdf.open(BytesIO(pdf)) as read:
            pages = len(read.pages)
        last = [word.text for word in words(pdf, tmp_path, pages)]
        assert last.count("Regel") >= 2, count


def test_nor_with_one_short_line(tmp_path: Path) -> None:
    for count in range(20, 60):
        body = (Paragraph("\n".join(f"Regel {n}." for n in range(count))), Paragraph("Reden: kort."))
        pdf = letter(a_letter(body=body, enclosures=(), enclosures_title=""))
        with pikepdf.open(BytesIO(pdf)) as read:
            pages = len(read.pages)
        last = [word.text for word in words(pdf, tmp_path, pages)]
        assert last.count("Regel") + last.count("Reden:") >= 2, count


def test_a_quotation_speaks_its_own_language() -> None:
    with pikepdf.open(BytesIO(letter(a_letter()))) as read:
        tongues = [str(one.get("/Lang")) for one in read.objects
                   if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/Lang" in one]
        assert str(read.Root.Lang) == "nl"
    assert tongues == ["fr"]


def test_the_record_travels_inside() -> None:
    with pikepdf.open(BytesIO(letter(a_letter(data=b'{"a": "\xc3\xa9"}')))) as read:
        assert read.attachments["letter.json"].get_file().read_bytes() == b'{"a": "\xc3\xa9"}'


def test_the_sample_word_is_seen_and_not_heard(tmp_path: Path) -> None:
    pdf = letter(a_letter(watermark="SAMPLE"))
    assert "SAMPLE" in searched(pdf, tmp_path)
    assert not any("SAMPLE" in text for text in said(pdf, tmp_path))
    assert "SAMPLE" not in searched(letter(a_letter()), tmp_path)


def test_the_marked_block_is_only_marked() -> None:
    assert letter(a_letter(mark=0)) != letter(a_letter())


@pytest.mark.parametrize(("zone", "locale", "seed"), [("Asia/Tokyo", "C", "1"), ("America/Lima", "C.UTF-8", "999")])
def test_the_same_sheet_is_the_same_bytes_anywhere(zone: str, locale: str, seed: str) -> None:
    program = ("import hashlib, sys; from alektum_desk.documents.letter import letter; "
               "from tests.documents.samples import a_letter; print(hashlib.sha256(letter(a_letter())).hexdigest())")
    surroundings = {**os.environ, "TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": "0"}
    seen = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=surroundings,
                          cwd=Path(__file__).parents[2]).stdout.strip()
    assert seen == hashlib.sha256(letter(a_letter())).hexdigest()


def test_every_file_of_the_font_folder_has_its_licence_beside_it() -> None:
    from alektum_desk.base import paths
    from alektum_desk.documents.fonts import FALLBACK, Face

    folder = paths.resources() / "fonts" / "documents"
    assert {file.stem for file in folder.glob("*.ttf")} == {*map(str, Face), *FALLBACK.values()}
    assert {file.name for file in folder.glob("*.txt")} == {"Noto-OFL.txt", "SourceSerif4-OFL.txt"}


def test_zones_that_touch_do_not_meet() -> None:
    assert not Zone(0, 0, 10, 10).meets(Zone(10, 0, 5, 5))
    assert Zone(0, 0, 10, 10).meets(replace(Zone(10, 0, 5, 5), x=9.9))
