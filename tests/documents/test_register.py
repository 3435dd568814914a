from __future__ import annotations

import time
import tracemalloc
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from alektum_desk.documents.register import Chapter, Field, RegisterBook, Said, Section, register, small_print
from tests import verapdf
from tests.documents.reading import plain, said, searched
from tests.documents.samples import a_book


def test_a_register_keeps_the_rules_of_archives_and_screen_readers() -> None:
    assert verapdf.broken(register(a_book(watermark="SAMPLE")), "2a", "ua1") == {}


def test_with_its_data_inside_it_is_pdf_a_3a() -> None:
    pdf = register(a_book(data=b"{}"))
    assert verapdf.broken(pdf, "3a", "ua1") == {}
    with pikepdf.open(BytesIO(pdf)) as read:
        assert read.attachments["register.json"].get_file().read_bytes() == b"{}"


def test_an_empty_register_is_a_register() -> None:
    assert verapdf.broken(register(a_book(chapters=(), facts=())), "2a", "ua1") == {}


def test_everything_is_heard_in_order_and_repeated_heads_once(tmp_path: Path) -> None:
    book = a_book()
    heard = " ".join(said(register(book), tmp_path))
    for chapter in book.chapters:
        for section in chapter.sections:
            assert plain(" ".join(_table(book, section))) in heard
    assert heard.count(book.said_head) == 6


def _table(book: RegisterBook, section: Section) -> list[str]:
    texts = [section.title, " · ".join(section.facts), book.field_head, book.said_head]
    for field in section.fields:
        texts.append(field.label)
        for one in field.said:
            texts += [one.text, one.source or ""]
        texts += [field.decision or "", field.contradiction or ""]
        texts += [] if field.said or field.decision else [field.empty or ""]
    return [text for text in texts if text]


def test_the_contents_name_the_pages_that_the_titles_stand_on(tmp_path: Path) -> None:
    book = a_book(12)
    pdf = register(book)
    heard = said(pdf, tmp_path)
    with pikepdf.open(BytesIO(pdf)) as read, read.open_outline() as outline:
        found = {str(entry.title): entry.destination for top in outline.root for chapter in top.children
                 for entry in chapter.children}
        pages: list[pikepdf.Object] = [page.obj for page in read.pages]
        numbers = {title: pages.index(_target(read, destination)) + 1 for title, destination in found.items()}
    for section in book.chapters[0].sections:
        assert heard[heard.index(section.title) + 1] == str(numbers[section.title])


def _target(read: pikepdf.Pdf, destination: object) -> pikepdf.Object:
    """The page that a bookmark opens, named or said outright."""
    place = destination if isinstance(destination, pikepdf.Array) else read.Root.Dests["/" + str(destination).lstrip("/")]
    return place[0]


def test_a_cell_longer_than_a_page_is_divided_and_heard_whole(tmp_path: Path) -> None:
    long = " ".join(f"Zin nummer {n} van een heel lange verklaring." for n in range(400))
    section = Section("Lang", ("België",), (Field("Doel", (Said(long, "regel 1"),)), Field("Bron", empty="Niet vermeld")))
    book = a_book(chapters=(Chapter("België", (section,)),))
    pdf = register(book)
    assert plain(long) in said(pdf, tmp_path)
    assert verapdf.broken(pdf, "2a", "ua1") == {}


def test_ten_thousand_lines_take_little_memory_and_keep_the_rules(tmp_path: Path) -> None:
    words = "\n".join(f"Doel: regel {line} van wat er over deze verwerking gezegd is, en nog wat meer" for line in range(20))
    lines, _heard = small_print().lines(words)
    book = a_book(chapters=(Chapter("België", tuple(Section(f"Verwerking {n}", (), (), lines) for n in range(500))),))
    register(a_book())                              # fonts are read once
    tracemalloc.start()
    pdf = register(book)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5e6                               # kept page by page it is 7 MB
    heard = said(pdf, tmp_path)
    assert heard.count("Verwerking 499") == 1
    assert verapdf.broken(pdf, "2a", "ua1") == {}


FOREIGN = "\u25cf Lijst \uf0b7 \u2714\ufe0f \u2612 \U0001f600 \u05e9\u05dc\u05d5\u05dd \x01\u200d n\u0308"


@pytest.mark.parametrize("in_lines", [False, True])
def test_a_character_without_a_glyph_is_drawn_as_another_and_heard_as_itself(tmp_path: Path, in_lines: bool) -> None:
    fields = () if in_lines else (Field(FOREIGN, (Said(FOREIGN, FOREIGN),), FOREIGN, FOREIGN), Field("Bron", (Said(FOREIGN),)), Field("Doel", empty=FOREIGN))
    section = Section(FOREIGN, (FOREIGN,), fields, *(small_print().lines(FOREIGN) if in_lines else ()))
    pdf = register(a_book(title=FOREIGN, facts=((FOREIGN, FOREIGN),), chapters=(Chapter("\u05d0", (section,), FOREIGN),), data=FOREIGN.encode()))
    assert verapdf.broken(pdf, "3a", "ua1") == {}
    with pikepdf.open(BytesIO(pdf)) as read:
        assert {str(one.ActualText) for one in read.objects if isinstance(one, pikepdf.Dictionary) and "/ActualText" in one} >= {FOREIGN, "\u05d0"}
        assert read.attachments["register.json"].get_file().read_bytes() == FOREIGN.encode()
    assert "\u2022Lijst\u2022\u2713\u00d7\ufffd\ufffd\ufffd\ufffd\ufffdn" in searched(pdf, tmp_path)


def test_the_same_book_is_the_same_bytes() -> None:
    assert register(a_book()) == register(a_book())


def test_ten_thousand_rows_take_less_than_ten_seconds() -> None:
    began = time.process_time()
    pdf = register(a_book(625))
    assert time.process_time() - began < 10
    assert len(pdf) < 3_000_000
