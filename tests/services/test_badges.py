"""Badges: the code is read back from the dots of a label printer, and a dead printer stops nobody."""
from __future__ import annotations

import stat
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from alektum_desk.domain.badges import LABELS, Label, label, tells_of
from alektum_desk.domain.cards import Card
from alektum_desk.domain.errors import Refused
from alektum_desk.domain.visitors import Guest, Visit, checked
from alektum_desk.services import badges, cards, visitors
from alektum_desk.services.desk import Desk
from tests import verapdf
from tests.builders import naughty

DPI = 203               # a Dymo has 300, the coarsest Brother 203
LONG = Guest("Wolfeschlegelsteinhausenbergerdorff-Zapfenstreich von und zu Hohenlohe", "Sächsische Elbeschifffahrtsgesellschaft mbH & Co. KG",
             "1-ABC-123", "Jean-Baptiste Vandenbroucke-Delacroix")


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    return desk_on("2026-11-27T14:02")


def dots(pdf: bytes, dpi: int = DPI) -> Any:
    """Black or white, as a label printer knows them."""
    with pypdfium2.PdfDocument(pdf) as document:
        [page] = list(document)
        return page.render(scale=dpi / 72).to_pil().convert("L").point(lambda grey: 255 if grey > 127 else 0)


def read_back(pdf: bytes) -> list[str]:
    return [each.text for each in zxingcpp.read_barcodes(dots(pdf))]


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return str(document[0].get_textpage().get_text_range())


@pytest.mark.parametrize("kind", LABELS, ids=lambda each: each.id)
@pytest.mark.parametrize("guest", [Guest("Soo Ng"), LONG], ids=["short", "long"])
def test_the_code_is_read_back_from_the_dots(desk: Desk, kind: Label, guest: Guest) -> None:
    visit = visitors.sign_in(desk, guest)
    pdf = badges.paper(desk, visit, kind)
    assert read_back(pdf) == [f"AD:{visit.token}"]
    said = " ".join(words(pdf).split())
    for word in ("Visitor", "001", "27 Nov", "Valid on 27 November 2026 until 18:00"):
        assert word in said


@pytest.mark.parametrize("kind", LABELS, ids=lambda each: each.id)
def test_nothing_stands_where_the_printer_cannot_reach(desk: Desk, kind: Label) -> None:
    picture = dots(badges.paper(desk, visitors.sign_in(desk, LONG), kind))
    assert picture.size == pytest.approx((kind.width / 25.4 * DPI, kind.height / 25.4 * DPI), abs=2)
    left, top, right, bottom = picture.point(lambda grey: 255 - grey).getbbox()
    edge, end = kind.edge / 25.4 * DPI - 1, kind.end / 25.4 * DPI - 1
    assert left >= edge
    assert top >= end
    assert right <= picture.width - edge
    assert bottom <= picture.height - end


def test_a_badge_is_an_accessible_pdf_without_a_name_in_its_title(desk: Desk) -> None:
    visit = visitors.sign_in(desk, Guest("Soo Ng", "Elevator NV", None, "Anna V."))
    pdf = badges.paper(desk, visit, LABELS[0])
    assert verapdf.broken(pdf, "2a", "ua1") == {}
    assert "Soo" not in pdf.decode("latin-1")


def test_a_code_shares_no_three_letters_with_a_person() -> None:
    assert tells_of("00dec0", ["Tom Deckers"])
    assert tells_of("00ADA0", [None, "Ada"])
    assert not tells_of("00de0c", ["Tom Deckers"])
    assert not tells_of("0012340", ["1234"])


def test_codes_of_many_visitors_share_no_three_letters_with_them(desk: Desk) -> None:
    for number in range(60):
        guest = Guest("Ada Fabeck", "Decade Facade", None, "Bea Deaf")
        token = visitors.sign_in(desk, guest).token
        assert not any(a + b + c in "ada fabeck decade facade bea deaf" for (a, b), (_b, c) in pairwise(pairwise(token)) if (a + b + c).isalpha()), number


def test_without_a_closing_time_a_badge_is_valid_for_the_day(desk: Desk) -> None:
    cards.write(desk, Card("be-ghent", None))
    assert "until" not in words(badges.paper(desk, visitors.sign_in(desk, Guest("Soo Ng")), LABELS[0]))


def test_nasty_words_fit_on_every_label(desk: Desk) -> None:
    for text in naughty():
        try:
            guest = checked(Guest(text, text, None, text))
        except Refused:
            continue
        visit = Visit("1", "0" * 32, guest.name, guest.employer, None, guest.host, "be-ghent", desk.now(), None, desk.today(), desk.now(), desk.now())
        assert badges.paper(desk, visit, LABELS[1]).startswith(b"%PDF")


@pytest.mark.parametrize(("name", "spelled"), [("王小明", "WangXiaoMing"), ("김민수 Kim", "GimMinSu Kim"), ("דוד כהן", "Dvd Khhn"), ("สมชาย", "Smchay"), ("O😀k", "Ok")])
def test_a_name_that_no_font_draws_is_spelled_in_latin_letters(desk: Desk, name: str, spelled: str) -> None:
    visit = visitors.sign_in(desk, Guest(name, "東京 GmbH"))
    assert badges.spelled(visit) == spelled
    said = words(badges.paper(desk, visit, LABELS[0]))
    assert spelled in " ".join(said.split())
    assert "?" not in said
    assert not tells_of(visit.token, (spelled, "Dongjing"))
    assert "David Cohen" in " ".join(words(badges.paper(desk, visit, LABELS[0], "David Cohen")).split())


@pytest.mark.parametrize("name", ["Zoë Ŧ", "Іван Шевченко", "Ελένη"])
def test_a_name_that_a_font_draws_stands_as_it_was_written(desk: Desk, name: str) -> None:
    visit = visitors.sign_in(desk, Guest(name))
    assert badges.spelled(visit) is None
    assert name in " ".join(words(badges.paper(desk, visit, LABELS[0])).split())


def test_the_test_label_is_nobodys(desk: Desk) -> None:
    assert read_back(badges.trial(desk, label("no such label"))) == ["AD:" + "0" * 32]


# -- the printer

def install(folder: Path, monkeypatch: pytest.MonkeyPatch, *, prints: bool, takes: bool = True) -> Path:
    """A print service as small as can be: programs that note what they are told."""
    folder.mkdir()
    said, taken = folder / "said", 'echo "request id is QL-820-7 (1 file(s))"' if takes else "exit 1"
    programs = {
        "lp": f'echo "lp $*" >> {said}; cat > {folder}/spooled; {taken}',
        "lpstat": f'case "$1" in -e) echo QL-820; echo Office;; -o) {"true" if prints else "echo QL-820-7 me 1024"};; -W) echo QL-820-7 me 1024;; esac',
        "cancel": f'echo "cancel $*" >> {said}; rm -f {folder}/spooled',
    }
    for name, text in programs.items():
        program = folder / name
        program.write_text(f"#!/bin/sh\n{text}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return said


def test_a_label_goes_through_memory_and_out_of_the_queue(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = install(tmp_path / "cups", monkeypatch, prints=True)
    assert badges.printers() == ("Office", "QL-820")
    badges.print_out(badges.trial(desk, LABELS[0]), "QL-820", LABELS[0])
    told = said.read_text().splitlines()
    assert told == ["lp -d QL-820 -t Alektum Desk -o media=Custom.62x100mm -o print-scaling=none -- -", "cancel -x QL-820-7", "cancel -a -x QL-820"]
    assert not (tmp_path / "cups" / "spooled").exists()


def test_a_dead_printer_gives_the_badge_back(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = install(tmp_path / "cups", monkeypatch, prints=False)
    with pytest.raises(Refused, match="taken back"):
        badges.print_out(badges.trial(desk, LABELS[0]), "QL-820", LABELS[0], patience=0.3)
    assert said.read_text().splitlines()[-1] == "cancel -x QL-820-7"
    install(tmp_path / "cups2", monkeypatch, prints=False, takes=False)
    with pytest.raises(Refused, match="did not take"):
        badges.print_out(badges.trial(desk, LABELS[0]), "QL-820", LABELS[0])
    monkeypatch.setenv("PATH", str(tmp_path))
    assert badges.printers() == ()
    with pytest.raises(Refused, match="no print service"):
        badges.print_out(badges.trial(desk, LABELS[0]), "QL-820", LABELS[0])
