"""The commands of `authorities`; `list` and `show` need no data home and no password."""
from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.cli.command import (
    MAYBE_TEXT,
    TEXT,
    TRUTH,
    Command,
    Context,
    Needs,
    option,
    read_day,
    record,
    rows,
)
from alektum_desk.domain.authorities import needs_check
from alektum_desk.domain.errors import _N, DiskTrouble, Unusable

if TYPE_CHECKING:
    from alektum_desk.domain.authorities import Authority
    from alektum_desk.services.authority_records import Change


def _has_desk(context: Context) -> bool:
    """Whoever names a password sees the records as the office has corrected them; nobody is asked for one."""
    source = context.arguments.password_file
    return bool(source) and source != "-" and (context.home / "home.json").is_file()


def _corrected() -> Any:
    """Read only where a desk is opened: the store behind it costs more than the answer."""
    return import_module("alektum_desk.services.authority_records")


def _list(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import authorities
    found = _corrected().listed(context.desk) if _has_desk(context) else authorities.listed(datetime.now(UTC).date())
    return [{"id": each.id, "country": each.country, "names": dict(each.names), "printable": each.printable,
             "as_of": each.as_of, "confidence": each.confidence, "needs_check": each.needs_check}
            for each in found]


def _show(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import authorities
    return _record(_corrected().shown(context.desk, arguments.id) if _has_desk(context) else authorities.shown(arguments.id))


def _record(each: Authority) -> dict[str, Any]:
    from alektum_desk.base.language import _
    from alektum_desk.domain.authorities import Address

    def address(of: Address | None) -> dict[str, Any] | None:
        return {"lines": list(of.lines), "country": of.country} if of else None

    return {
        "id": each.id, "country": each.country, "region": each.region, "names": dict(each.names), "name_en": each.name_en,
        "regime": each.regime.value, "law": each.law, "scope": each.scope.value, "address": address(each.address),
        "variants": {key: address(of) for key, of in each.variants.items()}, "visiting": each.visiting,
        "phone": each.phone, "email": each.email, "website": each.website, "form_url": each.form_url,
        "channels": [{"name": way.name, "needs_eid": way.needs_eid, "needs_signature": way.needs_signature,
                      "languages": list(way.languages)} for way in each.channels],
        "languages": list(each.languages), "letter_language": each.letter_language, "printable": each.printable,
        "signature_required": each.signature_required, "anonymity": each.anonymity and each.anonymity.value,
        "prior_contact": each.prior_contact and each.prior_contact.duty.value, "public_record": each.public_record,
        "show": [_(text) for text in each.show], "superseded": list(each.superseded), "as_of": each.as_of,
        "confidence": each.confidence.value, "confidence_note": each.confidence_note,
        "needs_check": needs_check(each, datetime.now(UTC).date()), "notes": list(each.notes), "sources": list(each.sources)}


def _verify(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import authority_records
    checked = authority_records.verify(context.desk, arguments.id, read_day(arguments.on))
    return {"id": checked.id, "as_of": checked.as_of, "confidence": checked.confidence.value,
            "needs_check": needs_check(checked, context.desk.today())}


def _correct(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import authority_records
    changes: dict[str, Any] = {"address": {"lines": arguments.line}} if arguments.line else {}
    changes |= {key: getattr(arguments, key) for key in ("email", "phone") if getattr(arguments, key)}
    if not changes:
        raise Unusable(_N("Nothing to correct is named."), _N("Name --line for each line of the address, --email or --phone."))
    return _changes(authority_records.correct(context.desk, arguments.id, changes, arguments.why))


def _versions(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import authority_records
    return [authority_records.as_row(each) for each in authority_records.versions(context.desk, arguments.id)]


def _rollback(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import authority_records
    return _changes(authority_records.roll_back(context.desk, arguments.id, arguments.to, arguments.why))


def _update(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import authority_records
    try:
        file = Path(arguments.file).read_bytes()
    except OSError as why:
        raise DiskTrouble(_N("{path} cannot be read."), _N("Check the path and the permissions."), path=arguments.file) from why
    found = authority_records.update(context.desk, file, arguments.key, apply=not arguments.dry_run)
    return {"signer": found.signer, "fingerprint": found.fingerprint, "issued_on": found.issued_on.isoformat(), "applied": found.applied,
            "changes": _changes(found.changes)}


def _changes(changes: Sequence[Change]) -> list[dict[str, Any]]:
    return [asdict(each) for each in changes]


def _a_day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


# -- for people

def _list_text(answer: list[dict[str, Any]]) -> str:
    """A line for each, under its country; what stands in the way of a letter at the end."""
    from alektum_desk.base import language
    from alektum_desk.base.language import _
    lines: list[str] = []
    last = ""
    for each in sorted(answer, key=lambda one: (language.country(one["country"]).casefold(), one["id"])):
        if each["country"] != last:
            lines.append(language.country(each["country"]))
            last = each["country"]
        lacks = _("cannot be printed") if not each["printable"] else _("needs a check") if each["needs_check"] else ""
        name = each["names"].get(language.current()) or next(iter(each["names"].values()))
        lines.append(f"  {each['id']:<18}  {each['as_of'] or '-':<10}  {name}{f'  [{lacks}]' if lacks else ''}")
    return "\n".join(lines)


def _show_text(answer: dict[str, Any]) -> str:
    from alektum_desk.base import language
    from alektum_desk.base.language import _
    from alektum_desk.domain.admissibility import CAUTION_TEXTS
    from alektum_desk.domain.authorities import Caution
    parts = [f"{answer['id']}  {answer['name_en']}", *(f"  {name}" for name in answer["names"].values())]
    addresses = {f"{language.tongue(code)}: ": each for code, each in answer["variants"].items()} or {"": answer["address"]}
    parts += [f"  {code}{', '.join(each['lines'])}" for code, each in addresses.items() if each]
    if not answer["printable"]:
        parts.append("  " + _(CAUTION_TEXTS[Caution.ADDRESS_UNVERIFIED]))
    parts += [f"  {answer[key]}" for key in ("email", "phone", "website", "form_url") if answer[key]]
    parts.append("  " + _("Address last seen: {day}; confidence: {confidence}").format(day=answer["as_of"] or "-", confidence=answer["confidence"]))
    if answer["needs_check"]:
        parts.append("  " + _(CAUTION_TEXTS[Caution.VERIFY_ADDRESS]))
    parts += [f"  {each}" for each in (*answer["show"], *answer["notes"])]
    if answer["superseded"]:
        parts += ["  " + _("Older addresses"), *(f"    {each}" for each in answer["superseded"])]
    return "\n".join(parts)


def _verify_text(answer: dict[str, Any]) -> str:
    from alektum_desk.base.language import _
    return _("{authority}: the address was seen on {day}.").format(authority=answer["id"], day=answer["as_of"])


def _changes_text(answer: list[dict[str, Any]]) -> str:
    from alektum_desk.base.language import _
    lines = []
    for each in answer:
        lines.append(f"{each['authority']}  {each['field']}")
        lines += [f"  - {line}" for line in (each["old"] or "").splitlines()] + [f"  + {line}" for line in (each["new"] or "").splitlines()]
    return "\n".join(lines) or _("Nothing differs.")


def _versions_text(answer: list[dict[str, Any]]) -> str:
    from alektum_desk.base.language import _
    return "\n".join(f"{each['number']:>3}  {each['at'][:10]}  {each['source']:<10}  {each['who']}: {each['why'] or ''} ({', '.join(each['changes'])})"
                     for each in answer) or _("The record is as it came with the program.")


def _update_text(answer: dict[str, Any]) -> str:
    from alektum_desk.base.language import _
    done = _("Taken.") if answer["applied"] else _("Nothing was changed yet: leave out --dry-run to take it.")
    return "\n".join([_("Signed by {signer}, {day}").format(signer=answer["signer"], day=answer["issued_on"]), _changes_text(answer["changes"]), done])


_CHANGE = record(authority=TEXT, field=TEXT, old=MAYBE_TEXT, new=MAYBE_TEXT)
_ADDRESS = {"type": ["object", "null"], "properties": {"lines": rows(TEXT), "country": TEXT},
            "required": ["lines", "country"], "additionalProperties": False}
_NAMES = {"type": "object", "additionalProperties": TEXT}
_CONFIDENCE = {"enum": ["high", "medium", "low"]}

COMMANDS = (
    Command("authorities", "list", "List the supervisory authorities and how well each address is known", _list,
            needs=Needs.NOTHING, text=_list_text,
            answer=rows(record(id=TEXT, country=TEXT, names=_NAMES, printable=TRUTH, as_of=MAYBE_TEXT,
                               confidence=_CONFIDENCE, needs_check=TRUTH))),
    Command("authorities", "show", "Show everything that is known of one authority", _show,
            (option("id", "the authority, for example be-apd-gba"),), needs=Needs.NOTHING, text=_show_text,
            answer=record(
                id=TEXT, country=TEXT, region=MAYBE_TEXT, names=_NAMES, name_en=TEXT, regime=TEXT, law=TEXT, scope=TEXT,
                address=_ADDRESS, variants={"type": "object", "additionalProperties": _ADDRESS}, visiting=MAYBE_TEXT,
                phone=MAYBE_TEXT, email=MAYBE_TEXT, website=MAYBE_TEXT, form_url=MAYBE_TEXT,
                channels=rows(record(name=TEXT, needs_eid=TRUTH, needs_signature=TRUTH, languages=rows(TEXT))),
                languages=rows(TEXT), letter_language=TEXT, printable=TRUTH, signature_required=TRUTH,
                anonymity=MAYBE_TEXT, prior_contact=MAYBE_TEXT, public_record=TRUTH, show=rows(TEXT),
                superseded=rows(TEXT), as_of=MAYBE_TEXT, confidence=_CONFIDENCE, confidence_note=TEXT, needs_check=TRUTH,
                notes=rows(TEXT), sources=rows(TEXT))),
    Command("authorities", "verify", "Say that an address was found right on the authority's own site", _verify,
            (option("id", "the authority"), option("--on", "the day on which you looked, else today", metavar="DATE", type=_a_day)),
            text=_verify_text, answer=record(id=TEXT, as_of=MAYBE_TEXT, confidence=_CONFIDENCE, needs_check=TRUTH)),
    Command("authorities", "correct", "Correct an authority's address as a version of the office's own", _correct,
            (option("id", "the authority"), option("--line", "a line of the address; once for each line", action="append"),
             option("--email", "its e-mail address"), option("--phone", "its telephone"),
             option("--why", "where you know it from", required=True)), answer=rows(_CHANGE), text=_changes_text),
    Command("authorities", "versions", "List the corrections and deliveries of one authority", _versions, (option("id", "the authority"),),
            text=_versions_text, answer=rows(record(authority=TEXT, number={"type": "integer"}, source=TEXT, who=TEXT, at=TEXT, why=MAYBE_TEXT,
                               issued_on=MAYBE_TEXT, changes={"type": "object"}))),
    Command("authorities", "rollback", "Let an earlier version hold again; 0 is the record that came with the program", _rollback,
            (option("id", "the authority"), option("--to", "the version", type=int, required=True), option("--why", "the reason", required=True)),
            answer=rows(_CHANGE), text=_changes_text),
    Command("authorities", "update", "Take a signed file of new records; --dry-run shows what it would change", _update,
            (option("file", "the file"), option("--key", "the signer's fingerprint, as the signer published it", required=True),
             option("--dry-run", "change nothing", action="store_true")),
            text=_update_text, answer=record(signer=TEXT, fingerprint=TEXT, issued_on=TEXT, applied=TRUTH, changes=rows(_CHANGE))),
)
