"""The commands of `authorities`: they need no data home and no password."""
from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from typing import Any

from alektum_desk.cli.command import (
    MAYBE_TEXT,
    TEXT,
    TRUTH,
    Command,
    Context,
    Needs,
    option,
    record,
    rows,
)


def _list(_context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import authorities
    return [{"id": each.id, "country": each.country, "names": dict(each.names), "printable": each.printable,
             "as_of": each.as_of, "confidence": each.confidence, "needs_check": each.needs_check}
            for each in authorities.listed(datetime.now(UTC).date())]


def _show(_context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.base.language import _
    from alektum_desk.domain.authorities import Address, needs_check
    from alektum_desk.services import authorities

    def address(of: Address | None) -> dict[str, Any] | None:
        return {"lines": list(of.lines), "country": of.country} if of else None

    each = authorities.shown(arguments.id)
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


_ADDRESS = {"type": ["object", "null"], "properties": {"lines": rows(TEXT), "country": TEXT},
            "required": ["lines", "country"], "additionalProperties": False}
_NAMES = {"type": "object", "additionalProperties": TEXT}
_CONFIDENCE = {"enum": ["high", "medium", "low"]}

COMMANDS = (
    Command("authorities", "list", "List the supervisory authorities and how well each address is known", _list,
            needs=Needs.NOTHING,
            answer=rows(record(id=TEXT, country=TEXT, names=_NAMES, printable=TRUTH, as_of=MAYBE_TEXT,
                               confidence=_CONFIDENCE, needs_check=TRUTH))),
    Command("authorities", "show", "Show everything that is known of one authority", _show,
            (option("id", "the authority, for example be-apd-gba"),), needs=Needs.NOTHING,
            answer=record(
                id=TEXT, country=TEXT, region=MAYBE_TEXT, names=_NAMES, name_en=TEXT, regime=TEXT, law=TEXT, scope=TEXT,
                address=_ADDRESS, variants={"type": "object", "additionalProperties": _ADDRESS}, visiting=MAYBE_TEXT,
                phone=MAYBE_TEXT, email=MAYBE_TEXT, website=MAYBE_TEXT, form_url=MAYBE_TEXT,
                channels=rows(record(name=TEXT, needs_eid=TRUTH, needs_signature=TRUTH, languages=rows(TEXT))),
                languages=rows(TEXT), letter_language=TEXT, printable=TRUTH, signature_required=TRUTH,
                anonymity=MAYBE_TEXT, prior_contact=MAYBE_TEXT, public_record=TRUTH, show=rows(TEXT),
                superseded=rows(TEXT), as_of=MAYBE_TEXT, confidence=_CONFIDENCE, confidence_note=TEXT, needs_check=TRUTH,
                notes=rows(TEXT), sources=rows(TEXT))),
)
