"""The complaint file: what is read, and what is refused by name."""
from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from alektum_desk.domain import complaints
from alektum_desk.domain.authorities import Filer
from alektum_desk.domain.complaints import Channel, Confidentiality, Letter
from alektum_desk.domain.errors import Refused
from alektum_desk.domain.letter_texts import Form, LetterText, Piece, fill


def a_file(**over: Any) -> dict[str, Any]:
    return {"schema": complaints.SCHEMA, "letter": "assist", "route": {"residence": {"country": "BE"}}, "office": "be-ghent",
            "complainant": {"name": "Lotte Vermeulen"}, "facts": [{"on": "2026-10-01", "text": "Asked for access."}],
            "written_on": "2026-11-22", **over}


def test_the_least_that_a_file_must_say() -> None:
    read = complaints.read(a_file())
    assert read.letter is Letter.ASSIST
    assert read.written_on == date(2026, 11, 22)
    assert (read.respondent, read.other_proceedings, read.confidentiality, read.filer.role) == (None, None, None, None)


def test_everything_that_a_file_may_say() -> None:
    read = complaints.read(a_file(
        language="nl", format="nen1026", filer={"role": "representative", "mandate": "Mandate of 1 October 2026"},
        complainant={"name": "Lotte Vermeulen", "address": ["Kerkstraat 12", "9000 Gent"], "email": "lotte@example.org",
                     "phone": "+32 9 555 01 02", "case_number": "A 1"},
        respondent={"name": "Voorbeeld NV", "address": ["Laan 1"], "dpo": "dpo@voorbeeld.example"}, provisions=["12(3)", "15", "15"],
        prior_contact=[{"on": "2026-09-01", "channel": "email", "answer": None}], other_proceedings=[], remedy=["58(2)(c)"],
        confidentiality={"keep_identity": True, "reason": "She works there."}, exhibits=[{"path": "a.pdf", "title": "Request"}],
        your_reference="DOS-2026-1"))
    assert read.filer.role is Filer.REPRESENTATIVE
    assert read.provisions == ("12(3)", "15")
    assert read.prior_contact[0].channel is Channel.EMAIL
    assert read.other_proceedings == ()
    assert read.confidentiality == Confidentiality(keep_identity=True, reason="She works there.")


@pytest.mark.parametrize(("confidentiality", "meant"), [
    (True, Confidentiality(keep_identity=True)), (False, Confidentiality(keep_identity=False)),
    ("He is my neighbour.", Confidentiality(keep_identity=True, reason="He is my neighbour.")), (None, None)])
def test_confidentiality_in_a_word_or_a_sentence(confidentiality: object, meant: Confidentiality | None) -> None:
    assert complaints.read(a_file(confidentiality=confidentiality)).confidentiality == meant


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2201-01-01"])
def test_no_period_leaves_the_calendar(day: str) -> None:
    with pytest.raises(Refused):
        complaints.read(a_file(written_on=day))


@pytest.mark.parametrize("key", ["letter", "route", "office", "complainant", "facts", "written_on"])
def test_what_must_be_there(key: str) -> None:
    document = a_file()
    del document[key]
    with pytest.raises(Refused) as refused:
        complaints.read(document)
    assert refused.value.fields["key"] == key


@pytest.mark.parametrize(("over", "key"), [
    ({"sender": "x"}, "sender"), ({"complainant": {"name": "A", "birthday": "x"}}, "complainant.birthday"),
    ({"facts": [{"on": "2026-10-01", "text": "a", "who": "b"}]}, "facts[0].who"), ({"filer": {"rol": "x"}}, "filer.rol"),
    ({"complainant": {"address": []}}, "complainant.name"), ({"respondent": {"dpo": "x"}}, "respondent.name"),
    ({"facts": []}, "facts"), ({"facts": [{"on": "2026-10-01"}]}, "facts[0].text"),
    ({"facts": [{"on": "2026-02-30", "text": "a"}]}, "facts[0].on"), ({"facts": [{"on": "2026-11-23", "text": "a"}]}, "facts[0].on"),
    ({"facts": [{"on": "20261001", "text": "a"}]}, "facts[0].on"), ({"written_on": "22-11-2026"}, "written_on"),
    ({"written_on": 20261122}, "written_on"), ({"letter": "threat"}, "letter"), ({"provisions": ["77(1)"]}, "provisions"),
    ({"provisions": "15"}, "provisions"), ({"remedy": ["58(2)(h)"]}, "remedy"), ({"remedy": [[]]}, "remedy"),
    ({"prior_contact": [{"on": "2027-01-01", "channel": "letter"}]}, "prior_contact[0].on"),
    ({"prior_contact": [{"on": "2026-01-01", "channel": "pigeon"}]}, "prior_contact[0].channel"),
    ({"complainant": {"name": "A\nB"}}, "complainant.name"), ({"complainant": {"name": "A\u202eB"}}, "complainant.name"),
    ({"complainant": {"name": "A\x07"}}, "complainant.name"), ({"complainant": {"name": "   "}}, "complainant.name"),
    ({"complainant": {"name": "A" * 201}}, "complainant.name"), ({"complainant": {"name": 7}}, "complainant.name"),
    ({"facts": [{"on": "2026-10-01", "text": "a" * 4001}]}, "facts[0].text"), ({"facts": [1]}, "facts[0]"),
    ({"facts": [{"on": "2026-10-01", "text": "a"}] * 61}, "facts"), ({"route": "BE"}, "route"), ({"complainant": "A"}, "complainant"),
    ({"confidentiality": {"reason": "x"}}, "confidentiality.keep_identity"),
    ({"confidentiality": {"keep_identity": "yes"}}, "confidentiality.keep_identity"), ({"other_proceedings": [1]}, "other_proceedings")])
def test_what_is_refused_and_where(over: dict[str, Any], key: str) -> None:
    with pytest.raises(Refused) as refused:
        complaints.read(a_file(**over))
    assert refused.value.fields["key"] == key


def test_a_file_of_another_schema_is_refused() -> None:
    with pytest.raises(Refused, match="not a complaint file"):
        complaints.read(a_file(schema="alektum-desk/complaint/2"))


def test_text_is_composed_and_trimmed() -> None:
    assert complaints.read(a_file(complainant={"name": "  Zoe\u0308 "})).complainant.name == "Zo\u00eb"


def test_marks_that_show_nowhere_are_left_out() -> None:
    assert complaints.read(a_file(complainant={"name": "Zo\u00ad\u200bë\u2060"})).complainant.name == "Zoë"


# -- holes

def test_a_heading_without_anything_under_it_is_left_out() -> None:
    text = LetterText(None, (Piece(Form.HEADING, "Facts"), Piece(Form.ITEM, "{facts}"), Piece(Form.HEADING, "Other"),
                             Piece(Form.PARAGRAPH, "None.", "none"), Piece(Form.HEADING, "Request"), Piece(Form.PARAGRAPH, "Please.")))
    filled = fill(text, {"facts": ("a", "b")}, frozenset())
    assert [each.texts for each in filled] == [("Facts",), ("a", "b"), ("Request",), ("Please.",)]


def test_what_a_person_wrote_fills_no_hole() -> None:
    text = LetterText(None, (Piece(Form.PARAGRAPH, "{name}: {reason}"), Piece(Form.ITEM, "{facts}")))
    filled = fill(text, {"name": "{reason}", "reason": "none", "facts": ("{name}",)}, frozenset())
    assert [each.texts for each in filled] == [("{reason}: none",), ("{name}",)]
