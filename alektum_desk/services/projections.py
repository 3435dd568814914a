"""The same complaint in three more shapes: an e-mail draft, a sheet to copy into the authority's form, and JSON."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.errors import MessageError
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from alektum_desk.base import language as languages
from alektum_desk.base.language import _
from alektum_desk.documents.letter import letter as draw
from alektum_desk.documents.letter_sheet import Block, Heading, Items, LetterSheet, Paragraph, Table
from alektum_desk.domain.complaints import Letter
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.exhibits import Paper
from alektum_desk.services import complaints, exports, letter_sheets
from alektum_desk.services.complaints import Prepared
from alektum_desk.services.desk import Desk
from alektum_desk.store import files

_POLICY = SMTP.clone(cte_type="7bit", max_line_length=76)
LETTER = "letter.pdf"
SHEET = "complaint-form/1"

# What a form asks, in the order of the EDPB's template; an authority's record may name another order. Texts of the catalogue.
FIELDS: Mapping[str, str] = {
    "complainant_name": _N("Name of the complainant"), "complainant_address": _N("Postal address"), "complainant_email": _N("E-mail address"),
    "complainant_phone": _N("Telephone"), "complainant_identification": _N("Case number at the controller"),
    "mandate": _N("Mandate or consent"), "controller_identification": _N("Controller complained about"),
    "infringement_description": _N("What happened"), "provisions": _N("Rules that were broken"),
    "prior_contact": _N("Contact with the controller"), "other_proceedings": _N("Other proceedings"), "remedy": _N("What is asked for"),
    "confidentiality": _N("Confidentiality"), "evidence": _N("Enclosures"), "your_reference": _N("The authority's reference"),
    "written_on": _N("Date"),
}


@dataclass(frozen=True, slots=True)
class Drafted:
    """A projection that lies on the disk."""

    file: str
    sha256: str
    authority: str
    language: str
    reference: str | None
    warnings: tuple[str, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. `limit` is the most letters it takes, or the most words where `counts_words`; None where that is not known."""

    field: str
    label: str
    value: str
    required: bool
    limit: int | None
    counts_words: bool = False

    @property
    def used(self) -> int:
        return len(self.value.split()) if self.counts_words else len(self.value)

    @property
    def fits(self) -> bool:
        return self.limit is None or self.used <= self.limit


@dataclass(frozen=True, slots=True)
class CopySheet:
    """`leads`: the authority insists on its own form, and the letter is enclosed with it."""

    authority: str
    name: str
    url: str | None
    leads: bool
    language: str
    fields: tuple[Field, ...]
    facts: Mapping[str, Any]


# -- the e-mail draft

def write_eml(desk: Desk, document: Mapping[str, Any], to: Path, *, language: str | None = None, folder: Path | None = None,
              readers: Iterable[str] = ()) -> Drafted:
    """A draft for the mail program, with the letter and its exhibits attached. Refused where the authority takes no e-mail."""
    document = {**document, **({"language": language} if language else {})}
    case, papers = complaints.ready(desk, document, folder)
    recipient = _mailbox(case)

    def make(reference: str | None) -> bytes:
        sheet = complaints.sheet(case, signer=desk.who.name, reference=reference, sample=desk.sample, papers=papers)
        return eml(case, sheet, recipient, papers)

    kept, data = complaints.issue(desk, case, document, make, to, readers)
    return _drafted(case, to, data, kept.number if kept.letter.is_ours else None)


def _mailbox(case: Prepared) -> str:
    if "email" not in case.route.channels_offered or not case.authority.email:
        raise Refused(_N("{authority} takes no complaint by e-mail."), _N("Send the letter by post, or use the web form with the copy sheet."),
                      authority=case.authority.id)
    return case.authority.email


def eml(case: Prepared, sheet: LetterSheet, recipient: str, papers: tuple[Paper, ...] = ()) -> bytes:
    """RFC 5322, the same bytes for the same letter: nothing in it comes from the clock or from chance."""
    pdf = draw(sheet)
    digest = hashlib.sha256(pdf).hexdigest()
    message = EmailMessage(policy=_POLICY)
    try:
        message["X-Unsent"] = "1"
        message["Date"] = format_datetime(datetime.combine(case.complaint.written_on, time(12), UTC))
        message["From"] = _sender(case, sheet)
        message["To"] = (Address(sheet.recipient[0], addr_spec=recipient),)
        message["Subject"] = sheet.subject
        message["Message-ID"] = f"<{digest[:32]}@draft.invalid>"
    except (ValueError, MessageError, IndexError) as why:
        raise Refused(_N("A name or an e-mail address in the case cannot stand in a letter by e-mail."),
                      _N("Write the e-mail address as name@example.org, without line breaks.")) from why
    message.set_content(body(sheet), cte="quoted-printable")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=LETTER)
    for each in papers:
        main, _slash, sub = each.mime.partition("/")
        if main in {"text", "message"}:             # not read as part of the mail
            main, sub = "application", "octet-stream"
        message.add_attachment(each.content, maintype=main, subtype=sub, filename=each.file)
    message.set_boundary(f"=_{digest[:48]}")
    return message.as_bytes()


def _sender(case: Prepared, sheet: LetterSheet) -> tuple[Address | Group, ...]:
    """Whose address is not known is named without one (RFC 6854); the mail program puts the sender in."""
    address = case.office.email if case.complaint.letter.is_ours else case.complaint.complainant.email
    return (Address(sheet.sender[0], addr_spec=address),) if address else (Group(sheet.sender[0]),)


def body(sheet: LetterSheet) -> str:
    """The whole letter as text, so that it is read where attachments are not opened."""
    parts = [sheet.salutation, *map(_block, sheet.body), sheet.closing,
             "\n".join(filter(None, (sheet.signature_name, sheet.signature_role, sheet.reference)))]
    if sheet.enclosures:
        parts.append("\n".join([sheet.enclosures_title, *(f"E{at} {each}" for at, each in enumerate(sheet.enclosures, 1))]))
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Items):
        return "\n".join(f"{at}. {each}" if block.numbered else f"- {each}" for at, each in enumerate(block.items, 1))
    if isinstance(block, Table):
        return "\n".join(" | ".join(row) for row in (block.head, *block.rows))
    return block.text if isinstance(block, (Paragraph, Heading)) else ""


# -- the sheet for the authority's form

def copy_sheet(case: Prepared, papers: tuple[Paper, ...] = (), *, reference: str | None = None) -> CopySheet:
    """Every field in the order in which the authority's form asks for it; what the case does not say is left out."""
    authority, complaint = case.authority, case.complaint
    values = letter_sheets.values(complaint, case.words, authority, papers) | {
        "written_on": letter_sheets.day(complaint.written_on, case.language)}
    said = letter_sheets.facts(complaint, case.text, case.language, authority.name(case.language), case.text.subject or case.words.law(
        authority.regime.value).subject, reference if complaint.letter.is_ours else None, papers)
    order = (*authority.form_order, *(key for key in FIELDS if key not in authority.form_order))
    required = set(case.route.mandatory_fields)
    if "complainant_contact" in required:
        required |= {"complainant_address"}
    fields = tuple(Field(key, _(FIELDS[key]), values[key], key in required, authority.form_words.get(key, authority.form_limits.get(key)),
                         key in authority.form_words) for key in order if values.get(key))
    return CopySheet(authority.id, authority.name(case.language), authority.form_url, authority.own_form, case.language, fields, said)


def sheet_of(desk: Desk, document: Mapping[str, Any], folder: Path | None = None) -> CopySheet:
    """To be shown: nothing is written and nothing issued."""
    case, papers = complaints.ready(desk, document, folder, by_post=False)
    return copy_sheet(case, papers)


def write_form(desk: Desk, document: Mapping[str, Any], to: Path, *, folder: Path | None = None) -> tuple[Drafted, CopySheet]:
    """As text to copy from; as JSON where the file's name ends so. Nothing is issued: the form is what goes out."""
    case, papers = complaints.ready(desk, document, folder, by_post=False)
    sheet = copy_sheet(case, papers)
    data = (as_json(sheet) if to.suffix.lower() == ".json" else as_text(sheet)).encode()
    complaints.must_take(to)
    if case.complaint.letter is Letter.OWN_GROUP:       # on no list
        files.write_whole(to, data)
    else:
        exports.write(desk, "cases", "complaint.form", to, data)
    return _drafted(case, to, data, None), sheet


def as_text(sheet: CopySheet) -> str:
    """One field after the other under its label; a field that is too long for the form says so."""
    head = [sheet.name, *([sheet.url] if sheet.url else [])]
    if sheet.leads:
        head.append(_("This authority asks for its own form: copy the fields into it and enclose the letter."))
    parts = ["\n".join(head)]
    for each in sheet.fields:
        title = f"== {each.label}"
        if each.limit is not None:
            title += f" ({fullness(each)})"
        parts.append(f"{title}\n{each.value}")
    return "\n\n".join(parts) + "\n"


def fullness(field: Field) -> str:
    """How much of what the form takes is used."""
    used, limit = languages.number(field.used), languages.number(field.limit or 0)
    if field.counts_words:
        said = _("{used} of {limit} words") if field.fits else _("{used} words, the form takes {limit}: shorten it")
    else:
        said = _("{used} of {limit} letters") if field.fits else _("{used} letters, the form takes {limit}: shorten it")
    return said.format(used=used, limit=limit)


def as_json(sheet: CopySheet) -> str:
    return json.dumps({"schema": SHEET, "authority": sheet.authority, "url": sheet.url, "leads": sheet.leads, "language": sheet.language,
                       "fields": rows(sheet), "facts": dict(sheet.facts)}, ensure_ascii=False, indent=1) + "\n"


def rows(sheet: CopySheet) -> list[dict[str, Any]]:
    return [{"field": each.field, "label": each.label, "value": each.value, "required": each.required, "limit": each.limit,
             "counts": "words" if each.counts_words else "letters", "fits": each.fits} for each in sheet.fields]


def _drafted(case: Prepared, to: Path, data: bytes, reference: str | None) -> Drafted:
    return Drafted(str(to), hashlib.sha256(data).hexdigest(), case.authority.id, case.language, reference,
                   tuple(each.value for each in case.route.warnings), case.remarks)
