"""A tagged archival letter, beside the same words on a bare page and beside typst with the same two conformances; five hundred of
them while the window lives; a register of ten thousand rows.

typst as a library with one compiler kept is faster than we are: it sets a page in compiled code and keeps what did not change from
one letter to the next, where reportlab writes every font subset and every width anew in Python.
"""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib import import_module
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from alektum_desk.base import paths
from alektum_desk.documents import fonts
from alektum_desk.documents.letter import Heading, Items, LetterSheet, Paragraph, letter
from alektum_desk.domain.authorities import Controller, Place, RouteInput
from alektum_desk.domain.routing import route
from alektum_desk.reference import authorities, letter_formats
from tests.bench.measure import Line, median_ms, told

ADDRESS = ("Gegevensbeschermingsautoriteit", "Drukpersstraat 35", "1000 Brussel")
SENDER = ("Lotte Voorbeeld", "Kerkstraat 12", "9000 Gent")
SUBJECT = "Complaint about the handling of my personal data"
PARAGRAPH = ("On 14 September 2026 I asked the company for access to my personal data under Article 15 of the General Data "
             "Protection Regulation. One month passed on 14 October 2026 without an answer and without a word about an extension. "
             "I wrote again by registered letter on 20 October 2026 and by e-mail to the data protection officer.")
ITEMS = ("to establish that my right of access was not respected;", "to order the company to answer my request;",
         "to tell me within three months what became of this complaint.")
MM = 72 / 25.4


def _words(number: int) -> tuple[str, ...]:
    return tuple(f"{PARAGRAPH} Reference {number}-{each}." for each in range(4))


def _ours(number: int) -> bytes:
    return letter(LetterSheet(
        language="en", format=letter_formats.letter_format("nbn-z01002"), recipient=ADDRESS, sender=SENDER,
        place_date="Gent, 24 November 2026", subject=SUBJECT, salutation="Dear Sir or Madam,",
        body=(*map(Paragraph, _words(number)), Heading("What I ask"), Items(ITEMS)), closing="Yours faithfully,",
        signature_name=SENDER[0], page_label="Page {page} of {pages}", title=SUBJECT, author=SENDER[0],
        created_on=date(2026, 11, 24)))


def _bare(number: int) -> bytes:
    """The same words in the same typefaces, untagged, as reportlab's own canvas draws them."""
    for name in (fonts.Face.SERIF, fonts.Face.SERIF_BOLD):
        fonts.font(name)
    page = BytesIO()
    canvas = Canvas(page, pagesize=(210 * MM, 297 * MM))
    top = 280 * MM

    def write(text: str, face: str, left: float = 25) -> None:
        nonlocal top
        for line in simpleSplit(text, face, 10.5, 160 * MM):
            canvas.setFont(face, 10.5)
            canvas.drawString(left * MM, top, line)
            top -= 14
    for line in (*SENDER, *ADDRESS, "Gent, 24 November 2026"):
        write(line, fonts.Face.SERIF)
    write(SUBJECT, fonts.Face.SERIF_BOLD)
    for text in ("Dear Sir or Madam,", *_words(number)):
        write(text, fonts.Face.SERIF)
    write("What I ask", fonts.Face.SERIF_BOLD)
    for text in (*ITEMS, "Yours faithfully,", SENDER[0], "Page 1 of 1"):
        write(text, fonts.Face.SERIF)
    canvas.save()
    return page.getvalue()


def _typst_source(number: int) -> bytes:
    lines = "".join(f" {each} \\\n" for each in (*SENDER, *ADDRESS, "Gent, 24 November 2026"))
    paragraphs = "\n\n".join(_words(number))
    items = "\n".join(f"- {each}" for each in ITEMS)
    return (f'#set document(title: "{SUBJECT}", author: "Lotte Voorbeeld", date: datetime(year: 2026, month: 11, day: 24))\n'
            '#set text(font: "Source Serif 4", size: 10.5pt, lang: "en")\n'
            '#set page(paper: "a4", margin: 25mm, footer: context [Page #counter(page).display() of #counter(page).final().first()])\n'
            f"{lines}\n= {SUBJECT}\n\nDear Sir or Madam,\n\n{paragraphs}\n\n== What I ask\n\n{items}\n\nYours faithfully,\n\n{SENDER[0]}\n").encode()


def _html(number: int) -> str:
    lines = "<br>".join((*SENDER, *ADDRESS, "Gent, 24 November 2026"))
    paragraphs = "".join(f"<p>{text}</p>" for text in _words(number))
    items = "".join(f"<li>{text}</li>" for text in ITEMS)
    return (f'<html lang="en"><head><title>{SUBJECT}</title><meta name="author" content="{SENDER[0]}"><style>@page {{ size: A4; margin: 25mm; '
            "@bottom-left {{ content: 'Page ' counter(page) ' of ' counter(pages) }} }} body {{ font: 10.5pt serif }}</style></head>"
            f"<body><p>{lines}</p><h1>{SUBJECT}</h1><p>Dear Sir or Madam,</p>{paragraphs}<h2>What I ask</h2><ul>{items}</ul>"
            f"<p>Yours faithfully,</p><p>{SENDER[0]}</p></body></html>").replace("{{", "{").replace("}}", "}")


def _optional(name: str) -> Any:
    """What comes with `./desk bench` only, or lacks a library of the system."""
    try:
        return import_module(name)
    except (ModuleNotFoundError, OSError):
        return None


def _routes() -> Line:
    world = authorities.whole()
    cases = [RouteInput(on=date(2026, 11, 24), residence=Place(code), controller=Controller(establishment=Place(other)), about_rights_request=True)
             for code in ("BE", "NO", "FR", "CH", "GB", "ES", "GL") for other in ("BE", "SE", "US")]
    return Line("a route", median_ms(lambda number: route(cases[number], world), len(cases)), "ms", 5)


def _beside_others(ours: float) -> Iterator[Line]:
    if typst := _optional("typst"):
        folder, standards = str(paths.resources() / "fonts" / "documents"), ["a-2a", "ua-1"]
        kept = typst.Compiler(font_paths=[folder], ignore_system_fonts=True)
        new = median_ms(lambda number: typst.compile(_typst_source(number), font_paths=[folder], format="pdf", pdf_standards=standards))
        warm = median_ms(lambda number: kept.compile(input=_typst_source(number), format="pdf", pdf_standards=standards))
        yield Line("tagged letter / typst, a compiler for each letter", ours / new, "x", 1, f"typst {new:.1f} ms")
        yield Line("tagged letter / typst, one compiler kept", ours / warm, "x", None, f"typst {warm:.1f} ms; no promise")
    if weasyprint := _optional("weasyprint"):
        taken = median_ms(lambda number: weasyprint.HTML(string=_html(number)).write_pdf(pdf_variant="pdf/ua-1"), 5)
        yield Line("tagged letter / weasyprint, PDF/UA-1 alone", ours / taken, "x", 1, f"weasyprint {taken:.0f} ms")


def _batch() -> Iterator[Line]:
    with TemporaryDirectory() as folder:
        seconds, megabytes, late, _paints = map(float, told("our_batch.py", home=Path(folder, "home")))
    yield Line("500 letters of a table, the window alive", seconds, "s", 60)
    yield Line("its memory, the window too", megabytes, "MB", 400)
    yield Line("a repaint meanwhile, 95th percentile", late, "ms", 50)


def _book() -> Iterator[Line]:
    seconds, megabytes, size = map(float, told("a_book.py"))
    yield Line("register of 10,000 rows as PDF", seconds, "s", 10)
    yield Line("its memory", megabytes, "MB", 300)
    yield Line("its file", size, "MB", 3)
    if _optional("typst"):
        theirs, memory, _size = map(float, told("a_book.py", "typst"))
        yield Line("register of 10,000 rows / typst", seconds / theirs, "x", 1.5, f"typst {theirs:.1f} s")
        yield Line("its memory / typst", megabytes / memory, "x", 0.25, f"typst {memory:.0f} MB")


def measure() -> list[Line]:
    bare, ours = median_ms(_bare, 21), median_ms(_ours, 21)
    return [_routes(), Line("one tagged letter", ours, "ms"), Line("the same words on a bare page", bare, "ms"),
            Line("tagged letter / bare page", ours / bare, "x", 2.5), *_beside_others(ours), *_batch(), *_book()]
