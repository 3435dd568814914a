"""One complaint in four shapes that say the same, and the exhibits that go with it."""
from __future__ import annotations

import email
import email.policy
import hashlib
import json
import os
import re
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from alektum_desk.domain import complaints as reading
from alektum_desk.domain.errors import DiskTrouble, Refused
from alektum_desk.domain.exhibits import LARGEST
from alektum_desk.reference import authorities
from alektum_desk.services import complaints, documents, exhibits, projections
from alektum_desk.services.desk import Desk
from tests import verapdf
from tests.documents.reading import said

DeskOn = Callable[..., Desk]


def a_case(country: str = "DK", **over: Any) -> dict[str, Any]:
    place = {"country": country}
    return {"schema": reading.SCHEMA, "letter": "assist", "office": "be-ghent", "written_on": "2026-11-22",
            "route": {"residence": place, "controller": {"establishment": place}, "controller_contacted": True},
            "complainant": {"name": "Søren Łódź-Kjær", "address": ["Havnegade 1", "1058 København"], "email": "soren@example.org"},
            "respondent": {"name": "Eksempel A/S", "address": ["Torvet 2", "8000 Aarhus"]},
            "facts": [{"on": "2026-10-01", "text": "Jeg bad om indsigt."}, {"on": "2026-11-02", "text": "Der kom intet svar."}],
            "provisions": ["12(3)", "15"], "remedy": ["58(2)(c)"],
            "prior_contact": [{"on": "2026-10-01", "channel": "letter", "answer": None}], **over}


def a_pdf(pages: int = 1, **how: Any) -> bytes:
    made = BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        pdf.save(made, **how)
    return made.getvalue()


def an_image(kind: str = "PNG") -> bytes:
    made = BytesIO()
    Image.new("RGB", (40, 40), "white").save(made, kind)
    return made.getvalue()


def opened(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def record_of(pdf: bytes) -> dict[str, Any]:
    with pikepdf.open(BytesIO(pdf)) as opened_pdf:
        found: dict[str, Any] = json.loads(opened_pdf.attachments["letter.json"].get_file().read_bytes())
    return found


def test_four_shapes_say_the_same(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24")
    (tmp_path / "request.pdf").write_bytes(a_pdf())
    case = a_case(exhibits=[{"path": "request.pdf", "title": "Anmodning af 1. oktober"}])
    letter, draft, text, data = (tmp_path / name for name in ("letter.pdf", "letter.eml", "form.txt", "form.json"))
    complaints.write_letter(desk, case, letter, folder=tmp_path)
    projections.write_eml(desk, case, draft, folder=tmp_path)
    projections.write_form(desk, case, text, folder=tmp_path)
    projections.write_form(desk, case, data, folder=tmp_path)
    record = record_of(letter.read_bytes())
    del record["page"]
    form = json.loads(data.read_text())
    assert form["facts"] == record
    message = opened(draft)
    attached, exhibit = message.iter_attachments()
    assert attached.get_content() == letter.read_bytes()
    assert exhibit.get_content() == (tmp_path / "request.pdf").read_bytes()
    part = message.get_body(("plain",))
    assert part is not None
    in_mail = " ".join(part.get_content().split())
    in_pdf = " ".join(said(letter.read_bytes(), tmp_path))
    in_text = " ".join(text.read_text().split())
    values = {each["field"]: each["value"] for each in form["fields"]}
    told = [line for key in ("infringement_description", "provisions", "prior_contact", "remedy", "controller_identification", "complainant_address",
                             "complainant_name") for line in values[key].splitlines()]
    assert len(told) == 12
    for line in told:
        for place in (in_mail, in_pdf, in_text):
            assert re.sub(r"\W+", "", line) in re.sub(r"\W+", "", place), line


def test_the_draft_is_a_draft_and_always_the_same(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24")
    first, again = tmp_path / "a.eml", tmp_path / "b.eml"
    projections.write_eml(desk, a_case(), first)
    projections.write_eml(desk, a_case(), again)
    assert first.read_bytes() == again.read_bytes()
    assert all(len(line) <= 998 and line.isascii() for line in first.read_bytes().split(b"\r\n"))
    assert b"\n" not in first.read_bytes().replace(b"\r\n", b"")
    message = opened(first)
    assert not message.defects
    assert (message["X-Unsent"], message["Date"]) == ("1", "Sun, 22 Nov 2026 12:00:00 +0000")
    assert message["To"].addresses[0].addr_spec == authorities.authority("dk-datatilsynet").email
    assert (message["From"].addresses[0].display_name, message["From"].addresses[0].addr_spec) == ("Søren Łódź-Kjær", "soren@example.org")
    assert "alektum" not in first.read_text().casefold()


def test_without_an_address_the_sender_is_named_only(desk_on: DeskOn, tmp_path: Path) -> None:
    case = a_case()
    del case["complainant"]["email"]
    projections.write_eml(desk_on("2026-11-24"), case, tmp_path / "a.eml")
    (group,) = opened(tmp_path / "a.eml")["From"].groups
    assert (group.display_name, group.addresses) == ("Søren Łódź-Kjær", ())


@pytest.mark.parametrize("country", ["FR", "NO", "BE", "NL"])
def test_where_no_e_mail_is_taken_none_is_written(desk_on: DeskOn, tmp_path: Path, country: str) -> None:
    with pytest.raises(Refused, match="by e-mail"):
        projections.write_eml(desk_on("2026-11-24"), a_case(country), tmp_path / "a.eml")
    assert not (tmp_path / "a.eml").exists()


@pytest.mark.parametrize("bad", ["a@b.org\r\nBcc: x@y.org", "a@b.org\nBcc: x@y.org", "no address", "a@b@c", "a@b.org, x@y.org", "<a@b.org>", "@"])
def test_nothing_slips_into_a_header(desk_on: DeskOn, tmp_path: Path, bad: str) -> None:
    case = a_case()
    case["complainant"]["email"] = bad
    with pytest.raises(Refused):
        projections.write_eml(desk_on("2026-11-24"), case, tmp_path / "a.eml")
    assert not (tmp_path / "a.eml").exists()


@pytest.mark.parametrize("name", ["a\r\nBcc: x@y.org", 'Quote "Comma", <x@y.org>', "=?utf-8?q?x?=", "Æ" * 150, "a" * 190])
def test_names_stay_names(desk_on: DeskOn, tmp_path: Path, name: str) -> None:
    case = a_case()
    case["complainant"]["name"] = name
    try:
        projections.write_eml(desk_on("2026-11-24"), case, tmp_path / "a.eml")
    except Refused:
        assert not (tmp_path / "a.eml").exists()
        return
    message = opened(tmp_path / "a.eml")
    assert [each.addr_spec for each in message["From"].addresses] == ["soren@example.org"]
    assert message["Bcc"] is None
    assert set(message.keys()) == {"X-Unsent", "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type"}


def test_the_sheet_leads_where_the_authority_has_its_own_form(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24")
    _, sheet = projections.write_form(desk, a_case("BE"), tmp_path / "a.txt")
    assert sheet.leads
    assert sheet.url
    assert sheet.url in (tmp_path / "a.txt").read_text()
    assert not projections.write_form(desk, a_case("DK"), tmp_path / "b.txt")[1].leads
    assert [each.field for each in sheet.fields][:2] == ["complainant_name", "complainant_address"]
    assert next(each for each in sheet.fields if each.field == "complainant_name").required


def test_a_form_needs_no_postal_address(desk_on: DeskOn, tmp_path: Path) -> None:
    _, sheet = projections.write_form(desk_on("2026-11-24"), a_case("GB"), tmp_path / "a.txt")
    assert sheet.authority == "gb-ico"


def test_a_field_that_is_too_long_says_so() -> None:
    fits, long = (projections.Field("facts", "What happened", "x" * size, True, 10) for size in (10, 11))
    assert (fits.fits, long.fits) == (True, False)
    text = projections.as_text(projections.CopySheet("a", "A", None, False, "en", (fits, long), {}))
    assert "(10 of 10 letters)" in text
    assert "(11 letters, the form takes 10: shorten it)" in text


def test_the_form_of_iceland_counts_words(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24")

    def field(words: int) -> projections.Field:
        _, sheet = projections.write_form(desk, a_case("IS", facts=[{"on": "2026-10-01", "text": "orð " * words}]), tmp_path / "a.txt")
        order = [each.field for each in sheet.fields]
        assert order.index("controller_identification") < order.index("infringement_description")
        return next(each for each in sheet.fields if each.field == "infringement_description")
    assert field(400).fits
    assert not field(500).fits
    assert "words, the form takes 500: shorten it)" in (tmp_path / "a.txt").read_text()


# -- exhibits

def test_the_page_that_is_shown_says_what_the_letter_says(desk_on: DeskOn, tmp_path: Path) -> None:
    desk, paper = desk_on("2026-11-24"), tmp_path / "request.pdf"
    paper.write_bytes(a_pdf())
    case = a_case(exhibits=[{"path": "request.pdf", "title": "Anmodning af 1. oktober"}])
    complaints.write_letter(desk, case, tmp_path / "letter.pdf", folder=tmp_path)
    prepared = complaints.prepared(reading.read(case), desk.office)

    def shown() -> bytes:
        return complaints.drawn(prepared, signer="An Officer", folder=tmp_path)
    assert said(shown(), tmp_path) == said((tmp_path / "letter.pdf").read_bytes(), tmp_path)
    assert paper.read_bytes() not in shown()
    before = hashlib.sha256(paper.read_bytes()).hexdigest()
    paper.write_bytes(a_pdf(2))
    assert hashlib.sha256(paper.read_bytes()).hexdigest() in (now := "".join(said(shown(), tmp_path)).replace(" ", ""))
    assert before not in now


def test_exhibits_travel_inside_and_stay_archival(desk_on: DeskOn, tmp_path: Path) -> None:
    papers = {"a.pdf": a_pdf(2), "b.png": an_image(), "c.txt": "Æ".encode()}
    for name, content in papers.items():
        (tmp_path / name).write_bytes(content)
    case = a_case(exhibits=[{"path": name, "title": f"Bilag {name}"} for name in papers])
    to = tmp_path / "letter.pdf"
    complaints.write_letter(desk_on("2026-11-24"), case, to, folder=tmp_path)
    with pikepdf.open(to) as pdf:
        assert {name: pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments if name != "letter.json"} == {
            "E1.pdf": papers["a.pdf"], "E2.png": papers["b.png"], "E3.txt": papers["c.txt"]}
        assert {str(each.UF): str(each.AFRelationship) for each in pdf.Root.AF} == {
            "letter.json": "/Data", "E1.pdf": "/Supplement", "E2.png": "/Supplement", "E3.txt": "/Supplement"}
    text = " ".join(said(to.read_bytes(), tmp_path))
    for number, content in enumerate(papers.values(), 1):
        assert f"E{number}" in text
        assert hashlib.sha256(content).hexdigest() in text
    assert verapdf.broken(to.read_bytes(), "3a", "ua1") == {}
    assert documents.verify(to) == ()


@pytest.mark.parametrize(("name", "content", "said_of_it"), [
    ("a.pdf", a_pdf(encryption=pikepdf.Encryption(owner="x", user="y")), "password"),
    ("a.pdf", a_pdf(encryption=pikepdf.Encryption(owner="x", user="")), "password"),
    ("a.pdf", a_pdf()[:200], "damaged"), ("a.pdf", b"", "damaged"), ("a.png", an_image()[:60], "damaged"),
    ("a.pdf", an_image(), "type png"), ("a.png", an_image("JPEG"), "type jpg"), ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "password"),
    ("a.docx", b"PK\x03\x04 no folder", "damaged"), ("a.exe", b"MZ\x90\0" * 9, "not enclosed"), ("a.txt", b"\xff\xfe\xfd", "not enclosed"),
    ("a.pdf", b"only text", "not enclosed")])
def test_what_is_not_enclosed(tmp_path: Path, name: str, content: bytes, said_of_it: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused) as caught:
        exhibits.read((reading.Exhibit(name, "A paper"),), tmp_path)
    assert said_of_it in str(caught.value)


def test_three_hundred_megabytes_are_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.pdf").open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(Refused, match="more than 25 MB"):
        exhibits.read((reading.Exhibit("a.pdf", "A paper"),), tmp_path)
    assert LARGEST == 25_000_000


def test_pipes_folders_and_nothing_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "folder.pdf").mkdir()
    for name in ("pipe.pdf", "folder.pdf", "nothing.pdf", "x" * 190 + "/" + "y" * 3000):
        with pytest.raises(Refused, match="not there"):
            exhibits.read((reading.Exhibit(name, "A paper"),), tmp_path)


def test_a_refused_paper_leaves_no_letter(desk_on: DeskOn, tmp_path: Path) -> None:
    desk = desk_on("2026-11-24")
    with pytest.raises(Refused):
        complaints.write_letter(desk, a_case(exhibits=[{"path": "no.pdf", "title": "A"}]), tmp_path / "a.pdf", folder=tmp_path)
    assert complaints.listed(desk) == ()
    assert list(tmp_path.glob("*.pdf*")) == []


def test_without_a_folder_the_papers_go_into_the_envelope(desk_on: DeskOn, tmp_path: Path) -> None:
    complaints.write_letter(desk_on("2026-11-24"), a_case(exhibits=[{"path": "1.pdf", "title": "A"}]), tmp_path / "a.pdf")
    assert record_of((tmp_path / "a.pdf").read_bytes())["exhibits"] == ["A"]


def test_a_missing_folder_is_said(desk_on: DeskOn, tmp_path: Path) -> None:
    with pytest.raises(DiskTrouble):
        projections.write_eml(desk_on("2026-11-24"), a_case(), tmp_path / "no" / "a.eml")
