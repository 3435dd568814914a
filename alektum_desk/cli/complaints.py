"""The commands of `complaints`."""
from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.base.language import _, ngettext
from alektum_desk.cli.command import (
    ANYTHING,
    MAYBE_TEXT,
    NUMBER,
    TEXT,
    TRUTH,
    Command,
    Context,
    Needs,
    option,
    own_language,
    read_json,
    read_password,
    read_text,
    record,
    rows,
    stdin_json,
)
from alektum_desk.domain.errors import _N, Refused, Unusable

if TYPE_CHECKING:
    from alektum_desk.domain.complaints import Kept


def _route(_context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import authorities
    return authorities.routed(stdin_json(), datetime.now(UTC).date())


def _letter(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import complaints
    document, folder = _case(arguments)
    written = complaints.write_letter(context.desk, document, Path(arguments.to), language=arguments.text_language,
                                      format=arguments.format, folder=folder, seal=_seal(arguments))
    return asdict(written) | {"warnings": list(written.warnings), "remarks": list(written.remarks)}


def _seal(arguments: Namespace) -> Callable[[bytes], bytes] | None:
    if not arguments.sign:
        return None
    if not arguments.sign_password_file:
        raise Unusable(_N("The password of the certificate is not given."), _N("Name a file that holds it with --sign-password-file."))
    from alektum_desk.services import signatures
    return signatures.signer(signatures.seal(Path(arguments.sign), read_password(Path(arguments.sign_password_file))))


def _case(arguments: Namespace) -> tuple[dict[str, Any], Path]:
    """The complaint file and the folder in which its exhibits lie."""
    path = Path(arguments.case)
    document = read_json(read_text(path), "the complaint file")
    if not isinstance(document, dict):
        raise Refused(_N("The complaint file holds no object with named values."), _N("See: alektum-desk help complaints letter"))
    return document, path.parent


def _eml(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import projections
    document, folder = _case(arguments)
    drafted = projections.write_eml(context.desk, document, Path(arguments.to), language=arguments.text_language, folder=folder)
    return asdict(drafted) | {"warnings": list(drafted.warnings), "remarks": list(drafted.remarks)}


def _form(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import projections
    document, folder = _case(arguments)
    drafted, sheet = projections.write_form(context.desk, document, Path(arguments.to), folder=folder)
    return {"file": drafted.file, "sha256": drafted.sha256, "authority": drafted.authority, "url": sheet.url, "leads": sheet.leads,
            "language": drafted.language, "fields": projections.rows(sheet), "facts": dict(sheet.facts), "remarks": list(drafted.remarks)}


def _paragraph(_context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import authority_paragraphs
    found = authority_paragraphs.for_country(arguments.country, arguments.region, arguments.text_language, datetime.now(UTC).date())
    return asdict(found) | {"remarks": list(found.remarks)}


def _batch(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import batches
    done = batches.write(context.desk, Path(arguments.csv), Path(arguments.to))
    return {"rows_read": done.rows_read, "written": [asdict(each) for each in done.written],
            "reported": [asdict(each) for each in done.reported]}


def _follow_up(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import follow_up
    steps = follow_up.steps(context.desk)
    if arguments.ics:
        follow_up.write_calendar(context.desk, Path(arguments.ics))
    return [{"reference": each.reference, "step": each.step.value, "due": each.due.isoformat(), "law": follow_up.law(each), "state": each.state.value}
            for each in steps]


def _list(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import complaints
    return [_kept(each) for each in complaints.listed(context.desk)]


def _show(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import complaints
    kept, document = complaints.shown(context.desk, arguments.id)
    return _kept(kept) | {"document": dict(document)}


def _close(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import complaints
    return _kept(complaints.close(context.desk, arguments.id, arguments.outcome))


def _kept(each: Kept) -> dict[str, Any]:
    return {"id": each.id, "number": each.number, "letter": each.letter.value, "kind": each.kind, "country": each.country,
            "authority": each.authority, "state": each.state.value, "written_on": each.written_on.isoformat(),
            "closed_on": each.closed_on.isoformat() if each.closed_on else None, "outcome": each.outcome}


# -- the answers for people

def _routes_text(answer: list[dict[str, Any]]) -> str:
    return "\n\n".join(map(_route_text, answer))


def _route_text(case: dict[str, Any]) -> str:
    if "art78_2_reminder" in case:
        return _("{id}: look on {day} whether the authority has said anything.").format(id=case["id"], day=case["art78_2_reminder"])
    head = (_("{id}: no authority follows yet.") if case["authority"] is None else _("{id}: {authority}")).format(
        id=case["id"], authority=_named(case["authority"]))
    return "\n".join([head, *(f"  - {each}" for each in (*case["reasons"], *case["must_show"]))])


def _named(authority: str | None) -> str:
    from alektum_desk.base import language
    from alektum_desk.services import authorities
    return authorities.shown(authority).name(language.current()) if authority else ""


def _letter_text(answer: dict[str, Any]) -> str:
    said = _("The letter to {authority} lies in {file} ({pages}).").format(
        authority=_named(answer["authority"]), file=answer["file"], pages=ngettext("{number} page", "{number} pages", answer["pages"]))
    return _with_remarks(said, answer)


def _eml_text(answer: dict[str, Any]) -> str:
    return _with_remarks(_("The e-mail draft to {authority} lies in {file}.").format(authority=_named(answer["authority"]), file=answer["file"]), answer)


def _form_text(answer: dict[str, Any]) -> str:
    said = _("The fields for the form of {authority} lie in {file}.").format(authority=_named(answer["authority"]), file=answer["file"])
    long = [_("{field} is longer than the form takes.").format(field=each["label"]) for each in answer["fields"] if not each["fits"]]
    return _with_remarks(said, answer | {"remarks": [*long, *answer["remarks"]]})


def _with_remarks(said: str, answer: dict[str, Any]) -> str:
    """Then its number, and what the officer should know, each once."""
    from alektum_desk.domain.authorities import Caution
    from alektum_desk.services import authorities
    number = answer.get("reference")
    cautions = [authorities.caution_text(Caution(each)) for each in answer.get("warnings", ())]
    return "\n".join([said, *([_("Its reference is {reference}.").format(reference=number)] if number else []),
                      *(f"- {each}" for each in dict.fromkeys((*answer["remarks"], *cautions)))])


def _paragraph_text(answer: dict[str, Any]) -> str:
    return "\n\n".join([answer["text"], *(f"- {each}" for each in answer["remarks"])])


def _batch_text(answer: dict[str, Any]) -> str:
    written = len(answer["written"])
    return "\n".join([ngettext("{number} letter was written.", "{number} letters were written.", written),
                      *(_("Row {row}: {why}").format(row=each["row"], why=each["why"]) for each in answer["reported"])])


def _follow_up_text(answer: list[dict[str, Any]]) -> str:
    from alektum_desk.domain.follow_up import Step
    from alektum_desk.services import follow_up
    return "\n".join(f"{each['due']}  {each['reference']:<28} {_(follow_up.STEPS[Step(each['step'])])} ({each['law']})"
                     for each in answer) or _("Nothing is due.")


def _list_text(answer: list[dict[str, Any]]) -> str:
    return "\n".join(map(_line, answer)) or _("No letter was issued yet.")


def _line(each: dict[str, Any]) -> str:
    return f"{each['written_on']}  {each['number'] or each['id']:<34} {_named(each['authority'])}"


def _show_text(answer: dict[str, Any]) -> str:
    return "\n".join([_line(answer), *([answer["outcome"]] if answer["outcome"] else [])])


_KEPT = {"id": TEXT, "number": MAYBE_TEXT, "letter": TEXT, "kind": TEXT, "country": MAYBE_TEXT, "authority": MAYBE_TEXT,
         "state": TEXT, "written_on": TEXT, "closed_on": MAYBE_TEXT, "outcome": MAYBE_TEXT}

_ROUTE = record(
    id=TEXT, authority=MAYBE_TEXT, basis=MAYBE_TEXT, alternatives=rows(TEXT), candidates=rows(TEXT),
    lead_authority=MAYBE_TEXT, kind=TEXT, letter_language=MAYBE_TEXT, address_variant=MAYBE_TEXT,
    destination_country=MAYBE_TEXT, channels_offered=rows(TEXT), mandatory_fields=rows(TEXT),
    attachments=rows(record(name=TEXT, accepted=TRUTH, why=MAYBE_TEXT)), warnings=rows(TEXT), export_allowed=TRUTH,
    must_show=rows(TEXT), reasons=rows(TEXT))

COMMANDS: tuple[Command, ...] = (
    Command("complaints", "route", "Say which authority hears each case on standard input, and why", _route,
            needs=Needs.NOTHING, text=_routes_text, answer=rows({"anyOf": [_ROUTE, record(id=TEXT, art78_2_reminder=TEXT)]})),
    Command("complaints", "letter", "Write the letter of a complaint file as a PDF for the window envelope", _letter,
            (option("--case", "the complaint file", required=True, metavar="FILE"),
             option("--to", "where the PDF is written; a file that is there is replaced", required=True, metavar="FILE"),
             own_language("the letter's language, where the authority takes several"),
             option("--format", "another page than the office's own", metavar="ID"),
             option("--sign", "a letter of the office is signed with this certificate, a PKCS #12 file", metavar="P12"),
             option("--sign-password-file", "file with the password of the certificate", metavar="F")),
            text=_letter_text, answer=record(file=TEXT, sha256=TEXT, authority=TEXT, language=TEXT, format=TEXT, pages=NUMBER,
                          reference=MAYBE_TEXT, warnings=rows(TEXT), remarks=rows(TEXT))),
    Command("complaints", "eml", "Write the letter as an e-mail draft, where the authority takes e-mail", _eml,
            (option("--case", "the complaint file", required=True, metavar="FILE"),
             option("--to", "where the draft is written; a file that is there is replaced", required=True, metavar="FILE"),
             own_language("the letter's language, where the authority takes several")),
            text=_eml_text, answer=record(file=TEXT, sha256=TEXT, authority=TEXT, language=TEXT, reference=MAYBE_TEXT, warnings=rows(TEXT),
                          remarks=rows(TEXT))),
    Command("complaints", "form", "Write the fields to copy into the authority's form: as text, or as JSON to a file that ends in .json", _form,
            (option("--case", "the complaint file", required=True, metavar="FILE"),
             option("--to", "where the sheet is written; a file that is there is replaced", required=True, metavar="FILE")),
            text=_form_text, answer=record(file=TEXT, sha256=TEXT, authority=TEXT, url=MAYBE_TEXT, leads=TRUTH, language=TEXT, facts=ANYTHING,
                          remarks=rows(TEXT), fields=rows(record(field=TEXT, label=TEXT, value=TEXT, required=TRUTH, fits=TRUTH,
                                                                 limit={"type": ["integer", "null"]}, counts={"enum": ["letters", "words"]})))),
    Command("complaints", "paragraph", "The paragraph of a notice on the right to complain, with the authority of a country", _paragraph,
            (option("--country", "two letters", required=True, metavar="CC"),
             option("--region", "where a region decides, for example DE-HH, or its language", metavar="CC-R"),
             own_language("the paragraph's language, where it is not the authority's first one")),
            needs=Needs.NOTHING, text=_paragraph_text, answer=record(authority=TEXT, language=TEXT, text=TEXT, remarks=rows(TEXT))),
    Command("complaints", "batch", "Write a letter for each row of a table; what is there already is not written again", _batch,
            (option("--csv", "the table; its columns are the keys of the complaint file, or case with such files", required=True,
                    metavar="FILE"),
             option("--to", "the folder for the letters and their cover list", required=True, metavar="DIR")),
            text=_batch_text, answer=record(rows_read=NUMBER, reported=rows(record(row=NUMBER, why=TEXT)), written=rows(record(
                row=NUMBER, file=TEXT, reference=MAYBE_TEXT, authority=TEXT, format=TEXT, country=TEXT)))),
    Command("complaints", "follow-up", "List what must be looked at next, and by when", _follow_up,
            (option("--ics", "also write it as a calendar; a file that is there is replaced", metavar="FILE"),),
            text=_follow_up_text, answer=rows(record(reference=TEXT, step=TEXT, due=TEXT, law=TEXT, state=TEXT))),
    Command("complaints", "list", "List the letters that were issued", _list, text=_list_text,
            answer=rows(record(**_KEPT))),
    Command("complaints", "show", "Show an issued letter and the file it was made from", _show, (option("id", "its id"),),
            text=_show_text, answer=record(**_KEPT, document=ANYTHING)),
    Command("complaints", "close", "Close a letter's case; its time of keeping begins", _close,
            (option("id", "its id"), option("--outcome", "how it ended", required=True)), text=_show_text, answer=record(**_KEPT)),
)
