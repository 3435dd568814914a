"""A letter's page from a complaint and the words of its language: every hole filled, nothing said that the file does not say."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from alektum_desk.base import language as languages
from alektum_desk.documents.letter_record import packed
from alektum_desk.documents.letter_sheet import Block, Enclosed, Heading, Items, LetterSheet, Paragraph
from alektum_desk.domain.authorities import Address, Authority
from alektum_desk.domain.complaints import Complainant, Complaint, Contact, Letter, Respondent
from alektum_desk.domain.exhibits import Paper
from alektum_desk.domain.letter_texts import Filled, Form, Law, LetterText, Words, fill
from alektum_desk.domain.letters import LetterFormat
from alektum_desk.domain.offices import Office

SCHEMA = "complaint-letter/1"       # of the JSON inside; like the letter it says nothing of this program
BLANK = "_" * 48                    # a line to write on

_FIRST = {"fr": ("1 ", "1er "), "it": ("1 ", "1° ")}


def day(value: date, code: str) -> str:
    """A day as a letter in that language writes it."""
    text = languages.day(value, "long", code)
    if value.day == 1 and code in _FIRST:
        plain, ordinal = _FIRST[code]
        text = ordinal + text.removeprefix(plain)
    return f"{text} r." if code == "pl" else text


def sheet(complaint: Complaint, words: Words, text: LetterText, *, authority: Authority, address: Address, office: Office,
          format: LetterFormat, contacted: bool | None, lead: str | None, signer: str | None,  # noqa: A002, the contract's word
          reference: str | None, watermark: str | None, mark: int | None, papers: tuple[Paper, ...] = ()) -> LetterSheet:
    ours, law = complaint.letter.is_ours, words.law(authority.regime.value)
    if law.law is None:                 # nor does that law know the powers of Art. 58(2)
        complaint = replace(complaint, remedy=())
    holes = _holes(complaint, words, law, authority, lead)
    body = tuple(_block(each) for each in fill(text, holes, _so(complaint, contacted, holes)))
    name = authority.name(words.language)
    postal = (office.name, *office.address) if ours else (complaint.complainant.name, *complaint.complainant.address)
    sender = (*postal, *_reached(office, words)) if ours else postal
    subject = text.subject or law.subject
    enclosures = tuple(f"{each.title}\nSHA-256: {each.sha256}" for each in papers) or tuple(each.title for each in complaint.exhibits)
    made = LetterSheet(
        language=words.language, format=format, recipient=(name, *address.lines), sender=sender,
        country_line=_country(address, office, words.language), return_line=", ".join(postal),
        place_date=_place_date(complaint, words, office), subject=subject, salutation=words.greeting(authority.id, name), body=body,
        closing=words.farewell(authority.country, ours=ours), signature_name=signer or office.name if ours else complaint.complainant.name,
        signature_role=words.officer if ours else None, page_label=words.page, title=subject, author=sender[0],
        created_on=complaint.written_on, reference=words.our_reference.format(number=reference) if ours and reference else None,
        enclosures_title=words.enclosures, enclosures=enclosures, watermark=watermark, mark=mark,
        files=tuple(Enclosed(each.file, each.content, each.mime, each.title) for each in papers))
    said = facts(complaint, text, words.language, name, subject, reference if ours else None, papers)
    return replace(made, data=packed(said, made))


def _reached(office: Office, words: Words) -> tuple[str, ...]:
    ways = ((words.phone, office.phone), (words.email, office.email))
    return tuple(pattern.format(value=value) for pattern, value in ways if value)


def _country(address: Address, office: Office, language: str) -> str | None:
    """For post that leaves the country, in a language of the country it is posted in: its post reads this line."""
    if address.country == office.country:
        return None
    return languages.country(address.country, language if language in office.languages else office.language)


def _place_date(complaint: Complaint, words: Words, office: Office) -> str:
    on = day(complaint.written_on, words.language)
    place = office.place(words.language) if complaint.letter.is_ours else None
    return words.date_line.format(place=place, date=on) if place else words.date_alone.format(date=on)


# -- the holes

Holes = Mapping[str, str | tuple[str, ...] | None]


def _holes(complaint: Complaint, words: Words, law: Law, authority: Authority, lead: str | None) -> Holes:
    code = words.language
    confidential = complaint.confidentiality
    right = {"art77_1": words.cited("77(1)", law.law, authority.country), "art77_2": words.cited("77(2)", law.law, authority.country)
             } if law.law else {}                   # where a language is cited differently in two countries
    return {
        "opening": law.opening.format(**right), "informed": law.informed.format(**right), "blank": BLANK, "lead": lead,
        "complainant": _complainant(complaint.complainant, words),
        "respondent": _respondent(complaint.respondent, words) if complaint.respondent else None,
        "mandate": complaint.filer.mandate, "your_reference": complaint.your_reference,
        "facts": tuple(words.fact.format(date=day(each.on, code), text=each.text)
                       for each in sorted(complaint.facts, key=lambda fact: fact.on)),
        "provisions": tuple(dict.fromkeys(_provision(each, words, law, authority.country, named=complaint.letter.is_ours)
                                          for each in complaint.provisions)),
        "prior": tuple(_contact(each, words) for each in sorted(complaint.prior_contact, key=lambda contact: contact.on)),
        "proceedings": complaint.other_proceedings,
        "remedy": tuple(_remedy(each, words, law, authority) for each in complaint.remedy),
        "reason": confidential.reason if confidential else None,
    }


def _so(complaint: Complaint, contacted: bool | None, holes: Holes) -> frozenset[str]:
    """What may be said. Not stated is not none: only what the file says opens a sentence."""
    confidential = complaint.confidentiality
    claims = {
        "own_group": complaint.letter is Letter.OWN_GROUP,
        "no_respondent": complaint.respondent is None, "prior": bool(complaint.prior_contact),
        "contacted": bool(contacted) and not complaint.prior_contact, "not_contacted": contacted is False,
        "exhibits": bool(complaint.exhibits), "no_proceedings": complaint.other_proceedings == (),
        "no_remedy": not complaint.remedy, "no_your_reference": complaint.your_reference is None,
        "keep_identity": confidential is not None and confidential.keep_identity,
        "open_identity": confidential is not None and not confidential.keep_identity,
    }
    return frozenset(key for key, so in claims.items() if so) | frozenset(key for key, value in holes.items() if value)


def values(complaint: Complaint, words: Words, authority: Authority, papers: tuple[Paper, ...] = ()) -> dict[str, str]:
    """The same holes as the fields of a form, in the words of the letter; empty ones are left out."""
    law, who = words.law(authority.regime.value), complaint.complainant
    holes = _holes(complaint if law.law else replace(complaint, remedy=()), words, law, authority, None)
    confidential = complaint.confidentiality
    named = {
        "complainant_name": who.name, "complainant_address": "\n".join(who.address), "complainant_email": who.email,
        "complainant_phone": who.phone, "complainant_identification": who.case_number,
        "evidence": "\n".join(f"{each.number} {each.title}" for each in papers) or "\n".join(
            f"E{at} {each.title}" for at, each in enumerate(complaint.exhibits, 1)),
        "confidentiality": confidential.reason if confidential and confidential.keep_identity else None,
        "mandate": complaint.filer.mandate, "your_reference": complaint.your_reference,
    }
    listed = {"controller_identification": "respondent", "infringement_description": "facts", "provisions": "provisions",
              "prior_contact": "prior", "other_proceedings": "proceedings", "remedy": "remedy"}
    named |= {key: "\n".join(said) for key, hole in listed.items() if isinstance(said := holes[hole], tuple)}
    return {key: value for key, value in named.items() if value}


def _complainant(who: Complainant, words: Words) -> tuple[str, ...]:
    named = ((words.email, who.email), (words.phone, who.phone), (words.case_number, who.case_number))
    return (who.name, *who.address, *(pattern.format(value=value) for pattern, value in named if value))


def _respondent(who: Respondent, words: Words) -> tuple[str, ...]:
    return (who.name, *who.address, *((words.dpo.format(value=who.dpo),) if who.dpo else ()))


def _contact(each: Contact, words: Words) -> str:
    pattern = words.contact_answered if each.answer else words.contact_unanswered
    return pattern.format(date=day(each.on, words.language), channel=words.channel[each.channel.value], answer=each.answer)


def _provision(provision: str, words: Words, law: Law, country: str, *, named: bool) -> str:
    """With its article where the law has the articles of the GDPR; elsewhere the right alone."""
    right = words.right(provision)
    return words.fact.format(date=words.cited(provision, law.law, country, named=named), text=right) if law.law else right


def _remedy(remedy: str, words: Words, law: Law, authority: Authority) -> str:
    """The powers of Art. 58(2) are those of the GDPR's own authorities."""
    power = words.remedy[remedy]
    cited = law.law and authority.regime.value == "gdpr"
    return f"{power} ({words.cited(remedy, law.law, authority.country)})" if cited and law.law else power


# -- the page and what lies in it

def _block(filled: Filled) -> Block:
    if filled.form is Form.HEADING:
        return Heading(filled.texts[0])
    return Items(filled.texts) if filled.form is Form.ITEM else Paragraph(filled.texts[0])


# Under which hole or condition of the text a key of the file is printed.
_PRINTED = {"complainant": "complainant", "mandate": "mandate", "respondent": "respondent", "facts": "facts",
            "provisions": "provisions", "remedy": "remedy", "prior_contact": "prior", "other_proceedings": "proceedings",
            "confidentiality": "keep_identity", "your_reference": "your_reference"}


def _exhibits(complaint: Complaint, papers: tuple[Paper, ...]) -> list[Any]:
    if papers:
        return [{"title": each.title, "sha256": each.sha256, "file": each.file} for each in papers]
    return [each.title for each in complaint.exhibits]


def facts(complaint: Complaint, text: LetterText, language: str, authority: str, subject: str, reference: str | None,
          papers: tuple[Paper, ...] = ()) -> dict[str, Any]:
    """Only what is printed, as JSON has it; a key without a value is left out."""
    who, respondent, confidential = complaint.complainant, complaint.respondent, complaint.confidentiality
    said = {
        "schema": SCHEMA, "language": language, "authority": authority, "subject": subject, "reference": reference,
        "written_on": complaint.written_on.isoformat(), "your_reference": complaint.your_reference,
        "complainant": {"name": who.name, "address": list(who.address), "email": who.email, "phone": who.phone,
                        "case_number": who.case_number},
        "mandate": complaint.filer.mandate,
        "respondent": {"name": respondent.name, "address": list(respondent.address), "dpo": respondent.dpo} if respondent else None,
        "facts": [{"on": each.on.isoformat(), "text": each.text} for each in complaint.facts],
        "provisions": list(complaint.provisions), "remedy": list(complaint.remedy),
        "prior_contact": [{"on": each.on.isoformat(), "channel": each.channel.value, "answer": each.answer}
                          for each in complaint.prior_contact],
        "other_proceedings": None if complaint.other_proceedings is None else list(complaint.other_proceedings),
        "confidentiality": {"keep_identity": confidential.keep_identity, "reason": confidential.reason} if confidential else None,
        "exhibits": _exhibits(complaint, papers),
    }
    printed = text.holes | text.conditions
    return {key: value for key, value in said.items() if value is not None and _PRINTED.get(key, "facts") in printed}
