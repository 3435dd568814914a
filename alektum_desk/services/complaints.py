"""Complaint letters: from a complaint file to the page that a hand signs, and the list of those that were issued."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from alektum_desk.base import language as languages
from alektum_desk.base.language import _
from alektum_desk.documents.letter import letter as draw
from alektum_desk.documents.letter_sheet import LetterSheet
from alektum_desk.domain import admissibility, complaints
from alektum_desk.domain.accounts import Role
from alektum_desk.domain.authorities import BLOCKING, Address, Attached, Authority, Caution, Filer, Route, RouteInput
from alektum_desk.domain.cases import Result
from alektum_desk.domain.complaints import Complaint, Kept, Letter, State
from alektum_desk.domain.errors import _N, DiskTrouble, NotAllowed, Refused
from alektum_desk.domain.exhibits import Paper
from alektum_desk.domain.letter_texts import LetterText, Words
from alektum_desk.domain.letters import LetterFormat
from alektum_desk.domain.offices import Office
from alektum_desk.domain.routing import Atlas
from alektum_desk.reference import authorities as known, letter_formats, letters, offices
from alektum_desk.services import authorities, authority_records, exhibits, exports, letter_sheets, walls
from alektum_desk.services.desk import Desk
from alektum_desk.store import complaints as store, files
from alektum_desk.store.models import new_id

DESK = "A"                  # the first desk of an office; a hub will give the others their letters
SAMPLE = "SAMPLE"
WALLED = "walled"           # the kind of a case behind a wall, as those outside know it
EXPORT = "complaint.letter"   # as the list of files that left calls it
_AUTHORITY_KNOWS = frozenset({Caution.ADDRESS_UNVERIFIED, Caution.AMBIGUOUS_AUTHORITY_NAME})   # what holds back letters of ours

_HELD: Mapping[Caution, tuple[str, str]] = {
    Caution.AMBIGUOUS_AUTHORITY_NAME: (
        _N("Several authorities bear this name, and nothing in the case says which one is meant."),
        _N("Say where the person lives or works, or where the controller is established.")),
    Caution.PRIOR_CONTACT_STATUTORY: (
        _N("The law asks that the controller hears the complaint first, and no day of that complaint is entered."),
        _N("Enter under prior_contact when and how the person complained to the controller.")),
    Caution.MANDATE_MISSING: (
        _N("Whoever acts for somebody else needs a mandate, and none is named."),
        _N("Name the mandate under filer.mandate and enclose it.")),
    Caution.ADDRESS_UNVERIFIED: (
        _N("No address of this authority is verified, so no letter to it is printed."),
        _N("Look the address up on the authority's own site, or use its web form.")),
}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A complaint with everything that the rules and the records say of it; `remarks` are sentences for the officer."""

    complaint: Complaint
    route: Route
    authority: Authority
    address: Address
    office: Office
    format: LetterFormat
    language: str
    words: Words
    remarks: tuple[str, ...]
    lead: str | None = None                 # the lead authority's name in the letter's language

    @property
    def text(self) -> LetterText:
        return self.words.text(_text(self.complaint.letter), self.authority.regime.value)

    @property
    def held_back_by(self) -> tuple[Caution, ...]:
        """What stops the letter from leaving; nothing stops it from being looked at."""
        return _stops(self.complaint, self.route)

    @property
    def kind(self) -> str:
        """What the law calls it; of forwarded and answering letters, what they are."""
        letter = self.complaint.letter
        return letter.value if letter in {Letter.FORWARD, Letter.ANSWER} else self.route.kind


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that lies on the disk. `warnings` are codes of the route; `remarks` are sentences in the language at hand."""

    file: str
    sha256: str
    authority: str
    language: str
    format: str
    pages: int
    reference: str | None
    warnings: tuple[str, ...]
    remarks: tuple[str, ...]


# -- what the rules say

def _stops(complaint: Complaint, route: Route) -> tuple[Caution, ...]:
    stops = _AUTHORITY_KNOWS if complaint.letter.is_ours else BLOCKING
    return tuple(each for each in _HELD if each in stops and each in route.warnings)


def _refusal(cautions: tuple[Caution, ...]) -> Refused:
    """Everything that holds the letter back at once, in whole sentences."""
    return Refused("{reasons}", "{mend}", reasons=" ".join(_(_HELD[each][0]) for each in cautions),
                   mend=" ".join(_(_HELD[each][1]) for each in cautions))


def routed(complaint: Complaint) -> RouteInput:
    """The case as the rules take it: what the rest of the file says completes what its `route` says."""
    asked = complaint.language or complaint.route.get("language_preference")
    case = authorities.read_input({**complaint.route, "language_preference": asked}, complaint.written_on)
    filer = Filer.COMPANY if complaint.letter is Letter.REPORT else complaint.filer.role or case.filer
    return replace(
        case, filer=filer,
        controller_contacted=True if complaint.prior_contact else case.controller_contacted,
        mandate_attached=True if complaint.filer.mandate else case.mandate_attached,
        attachments=case.attachments or tuple(Attached(Path(each.path).name) for each in complaint.exhibits))


def prepared(complaint: Complaint, office: Office | None = None, *, world: Atlas | None = None, by_post: bool = True) -> Prepared:
    """Refused where no authority, no address or no language is found to write to.

    `world`: the records as this desk has corrected them, see `authority_records.world`; without `by_post` no address is needed.
    """
    case = routed(complaint)
    world = world or known.whole()
    route = authorities.route(case, world)
    if route.authority is None:
        if route.candidates:
            raise _refusal((Caution.AMBIGUOUS_AUTHORITY_NAME,))
        raise Refused(_N("No authority follows from what the case says."),
                      _N("Say where the person lives or works in Europe, or where the controller is established."))
    authority = world.authorities[route.authority]
    sender = office if office and office.id == complaint.office else offices.office(complaint.office)
    code, remarks = _language(complaint, case, route, authority)
    address = authority.post(code) if code in authority.variants else authority.post(route.address_variant)
    if by_post and (address is None or not authority.printable):
        raise _refusal(_stops(complaint, route) or (Caution.ADDRESS_UNVERIFIED,))
    page = letter_formats.letter_format(complaint.format or sender.letter_format)
    lead = world.authorities[route.lead_authority].name(code) if route.lead_authority else None
    return Prepared(complaint, route, authority, address or Address((), (), None, None, authority.country), sender, page, code,
                    letters.words(code, authority.country),
                    (*remarks, *_remarks(complaint, page, sender, authority, code), *_gate(complaint, case, route, authority)),
                    lead)


def _gate(complaint: Complaint, case: RouteInput, route: Route, authority: Authority) -> tuple[str, ...]:
    """What the rules want seen, and what this letter lacks; a letter of ours is held to none of what a complaint must bring."""
    lacks = () if complaint.letter.is_ours else admissibility.lacking(
        authority, case, route.mandatory_fields, enclosed=bool(complaint.exhibits or case.attachments),
        first_on=min(each.on for each in complaint.facts))
    return tuple(authorities.said(each) for each in (*route.must_show, *lacks))


def _language(complaint: Complaint, case: RouteInput, route: Route, authority: Authority) -> tuple[str, tuple[str, ...]]:
    """The letter's language, and what must be said of it."""
    text = _text(complaint.letter)
    wanted = case.language_preference
    if wanted and wanted not in authority.accepted_languages():
        if authority.language_binding:
            raise Refused(_N("This authority deals with no letter in the language {language}."),
                          _N("Choose one of: {languages}; or leave the language out."),
                          language=wanted, languages=", ".join(authority.accepted_languages()))
        if _written_in(wanted, text):
            return wanted, (_("The authority does not say that it accepts letters in this language: {language}.").format(
                language=languages.language_name(wanted)),)
    first = wanted if wanted in authority.accepted_languages() else route.letter_language
    for code in dict.fromkeys((first or authority.letter_language, *authority.accepted_languages(), "en")):
        if _written_in(code, text):
            return code, () if code == first else (_no_text(first or authority.letter_language, code, authority),)
    raise Refused(_N("There is no text for this letter."), "")


def _text(letter: Letter) -> str:
    """Against the own group the person writes the same letter as against anybody."""
    return (Letter.ASSIST if letter is Letter.OWN_GROUP else letter).value


def _written_in(code: str, text: str) -> bool:
    return code in letters.languages() and text in letters.words(code).texts


def _no_text(wanted: str, taken: str, authority: Authority) -> str:
    said = (_("There is no text of this letter in {wanted}: it is written in {taken}, which the authority accepts.")
            if taken in authority.accepted_languages() else
            _("There is no text of this letter in {wanted} yet: it is written in {taken}. Have it translated before it is sent."))
    return said.format(wanted=languages.language_name(wanted), taken=languages.language_name(taken))


def _remarks(complaint: Complaint, page: LetterFormat, office: Office, authority: Authority, code: str) -> tuple[str, ...]:
    said = []
    if complaint.respondent is None and complaint.letter is not Letter.ANSWER:
        said.append(_("The letter names no controller: a line is left for writing the name in by hand."))
    if not complaint.letter.is_ours and not complaint.complainant.address:
        said.append(_("The letter has no address of the complainant, to which the authority could answer."))
    if complaint.letter.is_ours and not office.address:
        said.append(_("No address of this office is known; the letter carries its name only."))
    if complaint.remedy and letters.words(code).law(authority.regime.value).law is None:
        said.append(_("Art. 58(2) GDPR does not apply to this authority: the letter asks for appropriate measures instead."))
    if complaint.letter is Letter.OWN_GROUP:
        said.append(_("A complaint against the own group is kept behind a wall: only the accounts that were named for it see it."))
    if authority.own_form and not authority.show:       # else its own text says it
        said.append(_("This authority asks for its own form: fill it in with the copy sheet and enclose the letter."))
    if not page.verified:
        said.append(_("The window of this letter format was not verified: print one letter and try it in the envelope."))
    return tuple(said)


# -- the letter

def compose(complaint: Complaint, *, office: Office | None = None, signer: str | None = None, reference: str | None = None,
            sample: bool = False, mark: int | None = None) -> LetterSheet:
    """The letter as plain values, also one that may not leave yet. `signer` signs letters of ours."""
    return sheet(prepared(complaint, office), signer=signer, reference=reference, sample=sample, mark=mark)


def letter(complaint: Complaint, *, office: Office | None = None, signer: str | None = None, reference: str | None = None,
           sample: bool = False, mark: int | None = None) -> bytes:
    """The same letter as PDF, with what is printed attached as JSON."""
    return draw(compose(complaint, office=office, signer=signer, reference=reference, sample=sample, mark=mark))


def drawn(case: Prepared, *, signer: str | None, reference: str | None = None, sample: bool = False, mark: int | None = None,
          folder: Path | None = None) -> bytes:
    """The pages of a case whose records are known already, to be looked at: nothing lies inside. Exhibits are in `folder`, as in `write_letter`."""
    papers = exhibits.on_paper(case.complaint.exhibits, folder) if folder else ()
    shown = sheet(case, signer=signer, reference=reference, sample=sample, mark=mark, papers=papers)
    return draw(replace(shown, data=None, files=()))


def sheet(case: Prepared, *, signer: str | None, reference: str | None, sample: bool, mark: int | None = None,
          papers: tuple[Paper, ...] = ()) -> LetterSheet:
    return letter_sheets.sheet(
        case.complaint, case.words, case.text, authority=case.authority, address=case.address, office=case.office, format=case.format,
        contacted=routed(case.complaint).controller_contacted, lead=case.lead, signer=signer, reference=reference,
        watermark=SAMPLE if sample else None, mark=mark, papers=papers)


def let_go(case: Prepared) -> None:
    """Refused while something holds the letter back."""
    if case.held_back_by:
        raise _refusal(case.held_back_by)
    if case.complaint.letter is Letter.FORWARD and not case.complaint.filer.mandate:
        raise Refused(_N("A complaint is forwarded only with the consent of the person who made it, and none is named."),
                      _N("Name the consent under filer.mandate, for example its day, and enclose it."))


def write_letter(desk: Desk, document: Mapping[str, Any], to: Path, *, language: str | None = None,
                 format: str | None = None, folder: Path | None = None, readers: Iterable[str] = (),  # noqa: A002, the contract's word
                 seal: Callable[[bytes], bytes] | None = None) -> Written:
    """Issue, keep and write, all or nothing; only its owner may read the file. `readers` as in `issue`, `seal` as in `signatures`.

    The exhibits are read from `folder` and travel inside; without one their titles stand on the letter and the papers
    go into the envelope.
    """
    document = {**document, **{key: value for key, value in (("language", language), ("format", format)) if value}}
    case, papers = ready(desk, document, folder)
    if seal and not case.complaint.letter.is_ours:
        raise Refused(_N("The person signs this letter, not the office."), _N("Leave the certificate out."))
    pages = 0

    def write(reference: str | None) -> bytes:
        nonlocal pages
        data = draw(sheet(case, signer=desk.who.name, reference=reference, sample=desk.sample, papers=papers))
        pages = _pages(data)
        return seal(data) if seal else data

    kept, data = issue(desk, case, document, write, to, readers)
    return Written(str(to), hashlib.sha256(data).hexdigest(), case.authority.id, case.language, case.format.id, pages,
                   kept.number if kept.letter.is_ours else None, tuple(each.value for each in case.route.warnings), case.remarks)


def ready(desk: Desk, document: Mapping[str, Any], folder: Path | None, *, by_post: bool = True) -> tuple[Prepared, tuple[Paper, ...]]:
    """A case that may leave, with its papers. Refused where it may not, or where a paper is not what it must be."""
    complaint = complaints.read(document)
    papers = exhibits.read(complaint.exhibits, folder) if folder else ()
    if papers:                                  # their real sizes, for the rules
        complaint = replace(complaint, route={**complaint.route, "attachments": [
            {"name": each.name, "size": each.size} for each in exhibits.sized(papers, complaint.exhibits)]})
    case = prepared(complaint, desk.office, world=authority_records.world(desk), by_post=by_post)
    if by_post:
        let_go(case)
    remarks = tuple(_("{name} may not be taken: {why}").format(name=Path(each.name).name, why=authorities.said(each.why))
                    for each in case.route.attachments if not each.accepted and each.why)
    return replace(case, remarks=(*case.remarks, *remarks)), papers


def must_take(to: Path) -> None:
    """Said before a number is taken."""
    if not to.parent.is_dir():
        raise DiskTrouble(_N("There is no folder to write the letter to."), _N("Make the folder first, or choose another one."))
    if to.is_dir():
        raise DiskTrouble(_N("The letter cannot be written there."), _N("Make room, or choose a folder that you may write to."))


def _pages(data: bytes) -> int:
    import pikepdf
    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)


# -- what was issued

def keep(desk: Desk, document: Mapping[str, Any], readers: Iterable[str] = ()) -> Kept:
    """Issue a letter without writing a file. `readers` as in `issue`."""
    case = prepared(complaints.read(document), desk.office, world=authority_records.world(desk))
    let_go(case)
    return issue(desk, case, document, lambda _reference: b"", readers=readers)[0]


def issue(desk: Desk, case: Prepared, document: Mapping[str, Any], make: Callable[[str | None], bytes],
          to: Path | None = None, readers: Iterable[str] = ()) -> tuple[Kept, bytes]:
    """The same document again is the same letter under the same number.

    The number is taken in the transaction that issues; the file lies ready before that ends and gets its name after it,
    so that no crash leaves a number on paper that the next letter would take once more.
    A letter against the own group is kept behind a wall: `readers` are the accounts that see it, else `usual_readers`.
    Its number stands in our list only, and its file on no list.
    """
    walled = case.complaint.letter is Letter.OWN_GROUP
    if to:
        must_take(to)
    with desk.store.read("cases") as session:       # who does not open the compartment writes no letter either
        before = _kept_before(session, desk, case, document)
    if before:
        data = make(None if walled else before.number)
        if to and not walled:
            exports.write(desk, "cases", EXPORT, to, data, about=before.id)
        elif to:
            with _disk_said_plainly():
                files.write_whole(to, data)
        return before, data
    with _disk_said_plainly(), files.held(to.parent) if to else nullcontext():
        with desk.store.act("cases", "wall.issue" if walled else "complaint.issue") as session:
            kept = _kept_before(session, desk, case, document) or _taken(session, desk, case, document, tuple(readers))
            data = make(None if walled else kept.number)
            draft = files.lay_ready(to, data) if to else None
            if to and not walled:
                exports.note(session, desk, "cases", EXPORT, to, data, about=kept.id)
        if to and draft:
            files.publish(draft, to)
        desk.store.sign()                           # the letter stands in a journal that can be shown
        return kept, data


def usual_readers(desk: Desk) -> tuple[str, ...]:
    """Who sees a walled case when nobody says it: whoever opens it, and the recovery account, so that it is never lost."""
    return tuple(each.id for each in walls.candidates(desk) if each.id == desk.who.id or each.role is Role.RECOVERY)


@contextmanager
def _disk_said_plainly() -> Iterator[None]:
    try:
        yield
    except OSError as why:
        raise DiskTrouble(_N("The letter cannot be written there."), _N("Make room, or choose a folder that you may write to.")) from why


def fingerprint(document: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(document, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _kept_before(session: Session, desk: Desk, case: Prepared, document: Mapping[str, Any]) -> Kept | None:
    if case.complaint.letter is not Letter.OWN_GROUP:
        row = store.by_fingerprint(session, fingerprint(document))
        return kept(session, desk, row) if row else None
    for each in store.newest_first(session):        # a hash of the document beside the wall would tell what is behind it
        if each.kind == WALLED and (said := walls.opened(session, desk, each.id)) and said["document"] == dict(document):
            return kept(session, desk, each)
    return None


def _taken(session: Session, desk: Desk, case: Prepared, document: Mapping[str, Any], readers: tuple[str, ...]) -> Kept:
    walled = case.complaint.letter is Letter.OWN_GROUP
    row = store.add(session, _walled_row(desk, case) if walled else _row(desk, case, document, fingerprint(document)))
    if walled or case.complaint.letter.is_ours:
        row.sequence = store.next_in_line(session, row.office, row.year)
        row.number = f"{SAMPLE + '-' if desk.sample else ''}ALK-{row.office}{DESK}-{row.year}-{row.sequence:04d}"
        session.flush()
    if walled:
        walls.raise_around(session, desk, row.id, {
            "document": dict(document), "kind": case.kind, "country": case.authority.country, "authority": case.authority.id, "outcome": None,
            "events": []}, readers or usual_readers(desk))
    return kept(session, desk, row)


def _row(desk: Desk, case: Prepared, document: Mapping[str, Any], mark: str) -> store.Complaint:
    return store.Complaint(
        id=new_id(), office=case.office.id, year=case.complaint.written_on.year, letter=case.complaint.letter.value, kind=case.kind,
        country=case.authority.country, authority=case.authority.id, state=State.ISSUED.value, fingerprint=mark,
        document=dict(document), written_on=case.complaint.written_on, kept_at=desk.now())


def _walled_row(desk: Desk, case: Prepared) -> store.Complaint:
    """What everybody who opens the cases may know: that there is one, under which number and since when."""
    key = new_id()
    return store.Complaint(
        id=key, office=case.office.id, year=case.complaint.written_on.year, letter=Letter.OWN_GROUP.value, kind=WALLED, country=None,
        authority=None, state=State.ISSUED.value, fingerprint=f"walled {key}", document={}, written_on=case.complaint.written_on,
        kept_at=desk.now())


def kept(session: Session, desk: Desk, row: store.Complaint) -> Kept:
    """As this account may know it."""
    found = Kept(row.id, row.number, Letter(row.letter), row.kind, row.country, row.authority, State(row.state), row.written_on,
                 row.closed_on, row.outcome, row.result, row.held_because, row.erased_on)
    if row.kind != WALLED or row.state == State.ERASED.value:
        return found
    said = walls.opened(session, desk, row.id)
    if said is None:
        return replace(found, walled=True, is_open=False, result=None, held_because=None)
    return replace(found, walled=True, kind=said["kind"], country=said["country"], authority=said["authority"], outcome=said["outcome"],
                   held_because=said.get("held_because"), result=said.get("result"))


def listed(desk: Desk) -> tuple[Kept, ...]:
    """The newest first. Of a walled case others see its number and its day."""
    with desk.store.read("cases") as session:
        return tuple(kept(session, desk, row) for row in store.newest_first(session))


def searchable(desk: Desk) -> tuple[tuple[Kept, tuple[str, ...]], ...]:
    """With the names that a search may find, of those that this account sees."""
    found = []
    with desk.store.read("cases") as session:
        for row in store.newest_first(session):
            one = kept(session, desk, row)
            document = document_of(session, desk, row) if one.is_open else {}
            found.append((one, tuple(str((document.get(key) or {}).get("name", "")) for key in ("complainant", "respondent"))))
    return tuple(found)


def shown(desk: Desk, key: str) -> tuple[Kept, Mapping[str, Any]]:
    """What was issued and the file it was made from. NotAllowed from outside the wall."""
    with desk.store.read("cases") as session:
        row = there(store.by_id(session, key))
        return kept(session, desk, row), document_of(session, desk, row)


def document_of(session: Session, desk: Desk, row: store.Complaint) -> dict[str, Any]:
    return dict(said_of(session, desk, row)["document"]) if row.kind == WALLED else dict(row.document)


def said_of(session: Session, desk: Desk, row: store.Complaint) -> dict[str, Any]:
    """What stands behind the wall. NotAllowed from outside."""
    said = walls.opened(session, desk, row.id)
    if said is None:
        raise NotAllowed(_N("This case is walled, and this account is outside the wall."), _N("Ask one of those who were named for it."))
    return said


def close(desk: Desk, key: str, outcome: str, result: Result = Result.OTHER) -> Kept:
    """Sets the clock of retention; closed once. `outcome` goes with the case, `result` stays."""
    words = complaints.clean(outcome, "outcome", complaints.TEXT, feeds=True)
    with desk.store.read("cases") as session:
        walled = there(store.by_id(session, key)).kind == WALLED
    with desk.store.act("cases", "wall.close" if walled else "complaint.close") as session:
        row = there(store.by_id(session, key))
        if row.state == State.CLOSED.value:
            raise Refused(_N("This letter is closed already."), "")
        row.state, row.closed_on = State.CLOSED.value, desk.today()
        if walled:
            walls.change(session, desk, key, {**said_of(session, desk, row), "outcome": words, "result": result.value})
        else:
            row.outcome, row.result = words, result.value
        session.flush()
        return kept(session, desk, row)


def there(row: store.Complaint | None) -> store.Complaint:
    if row is None:
        raise Refused(_N("There is no letter with this id."), _N("See: alektum-desk complaints list"))
    return row
