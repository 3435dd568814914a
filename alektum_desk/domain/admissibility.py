"""What an authority asks of a complaint once it is found: rules R8 to R11."""
from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from alektum_desk.domain.authorities import (
    Anonymity,
    Attached,
    AttachmentVerdict,
    Authority,
    Caution,
    Filer,
    Place,
    Regime,
    RouteInput,
    Said,
    Sector,
    needs_check,
)
from alektum_desk.domain.deadlines import months_after
from alektum_desk.domain.errors import _N

CROSS_BORDER_RULES_FROM = date(2027, 4, 2)          # Art. 37 Reg. (EU) 2025/2518
MEGABYTE = 1_000_000
ELECTRONIC = frozenset({"webform", "email", "e-service", "pec", "databox", "epuap"})

CAUTION_TEXTS: Mapping[Caution, str] = {
    Caution.ADDRESS_UNVERIFIED: _N("No verified postal address is known: nothing can be printed for this authority."),
    Caution.AMBIGUOUS_AUTHORITY_NAME: _N("Several authorities share this name: say which country is meant."),
    Caution.ANONYMITY_IMPOSSIBLE: _N("A complaint needs the complainant's name; without it, it is a hint at most."),
    Caution.ART_55_2_NO_LEAD: _N("No authority leads: for tasks under Art. 6(1)(c) or (e) GDPR each state's own is competent "
                                 "(Art. 55(2))."),
    Caution.ATTACHMENT_TYPE_REFUSED: _N("The authority does not take one of the attachments."),
    Caution.CANTONAL_BODY: _N("Cantonal and communal bodies are supervised by the canton's own commissioner."),
    Caution.EID_FORM_UNAVAILABLE: _N("The online form needs a national electronic identity."),
    Caution.LANGUAGE_REQUIRED: _N("The authority deals with complaints in its own languages only."),
    Caution.MANDATE_MISSING: _N("Whoever acts for another encloses the mandate (Art. 80 GDPR)."),
    Caution.NATIONAL_TIME_LIMIT: _N("A time limit of its own runs for this complaint: say when the event became known."),
    Caution.NOTICE_NAMES_WRONG_AUTHORITY: _N("The notice names another authority than the one that must hear this."),
    Caution.NOT_ART77: _N("This is a report, not a complaint under Art. 77 GDPR: whoever reports has no right to a decision."),
    Caution.NOT_GDPR: _N("Another law than the GDPR applies here, and the letter cites that law."),
    Caution.NO_EMAIL_COMPLAINTS: _N("The authority takes no complaints by ordinary e-mail."),
    Caution.NO_ONE_STOP_SHOP: _N("The controller has no establishment in the EEA: there is no lead authority (Art. 56 GDPR)."),
    Caution.PRIOR_CONTACT: _N("Ask the controller first, and enclose the exchange."),
    Caution.PRIOR_CONTACT_STATUTORY: _N("The law asks that the controller be complained to first: enter the day on which "
                                        "that was done."),
    Caution.PUBLIC_RECORD: _N("Letters to this authority become public documents."),
    Caution.SIGNATURE_REQUIRED: _N("The authority asks for a signature."),
    Caution.VERIFY_ADDRESS: _N("Look at the authority's own site whether the address still holds."),
}
# What the officer sees before the letter leaves, whatever else is folded away.
_SHOWN = frozenset({
    Caution.ADDRESS_UNVERIFIED, Caution.AMBIGUOUS_AUTHORITY_NAME, Caution.CANTONAL_BODY, Caution.MANDATE_MISSING,
    Caution.NATIONAL_TIME_LIMIT, Caution.NOTICE_NAMES_WRONG_AUTHORITY, Caution.NOT_GDPR, Caution.PRIOR_CONTACT_STATUTORY,
    Caution.PUBLIC_RECORD, Caution.VERIFY_ADDRESS})


def letter_language(authority: Authority, wanted: str | None, place: Place | None) -> str:
    """R8: what the complainant prefers if the authority takes it, else the region's language, else the authority's own."""
    if wanted in authority.accepted_languages():
        return wanted or authority.letter_language
    region = place.region if place else None
    return authority.language_by_region.get(region or "", authority.letter_language)


def channels(authority: Authority, case: RouteInput, language: str) -> tuple[str, ...]:
    """R9: the ways in that this person can use for a letter in this language."""
    return tuple(each.name for each in authority.channels
                 if case.has_national_eid or not (each.needs_eid or each.needs_signature)
                 if not each.languages or language in each.languages)


def mandatory_fields(authority: Authority, case: RouteInput, *, cross_border: bool) -> tuple[str, ...]:
    """From 2 April 2027 a cross-border complaint needs the four things of Art. 4(1) Reg. (EU) 2025/2518 and no more."""
    acting = ("mandate_and_constitution",) if case.filer in {Filer.REPRESENTATIVE, Filer.BODY} else ()
    closed = ("complainant_name", "complainant_contact", *acting, "controller_identification", "infringement_description")
    if cross_border and case.on >= CROSS_BORDER_RULES_FROM:
        return closed
    prior = authority.prior_contact
    asked = prior is not None and (not prior.rights_only or case.about_rights_request)
    more = {
        "complainant_identification": authority.identification_required,
        "signature": authority.signature_required,
        "prior_contact": asked,
        "evidence": asked and prior is not None and prior.proof,
    }
    return closed + tuple(name for name, needed in more.items() if needed)


def attachment_verdicts(authority: Authority, case: RouteInput, offered: tuple[str, ...]) -> tuple[AttachmentVerdict, ...]:
    """A refused type is refused everywhere; a size only where no other electronic way is open."""
    total = sum(each.size or 0 for each in case.attachments)
    return tuple(_verdict(authority, each, number, total, offered) for number, each in enumerate(case.attachments, 1))


def _verdict(authority: Authority, each: Attached, number: int, total: int, offered: tuple[str, ...]) -> AttachmentVerdict:
    takes = authority.attachments
    ending = each.name.rpartition(".")[2].lower() if "." in each.name else ""
    if ending in takes.refused:
        return AttachmentVerdict(each.name, False, Said(
            _N("The authority refuses files that end in .{ending}."), {"ending": ending}))
    if takes.allowed and ending not in takes.allowed:
        return AttachmentVerdict(each.name, False, Said(
            _N("The authority takes only files of these types: {endings}."), {"endings": ", ".join(sorted(takes.allowed))}))
    elsewhere = bool((ELECTRONIC & set(offered)) - {takes.channel})
    why: Said | None = None
    if takes.max_files is not None and number > takes.max_files:
        why = Said(_N("The online form takes {count} files at most."), {"count": takes.max_files})
    elif takes.max_file_mb is not None and (each.size or 0) > takes.max_file_mb * MEGABYTE:
        why = Said(_N("A file may have {megabytes} MB at most."), {"megabytes": takes.max_file_mb})
    elif takes.max_total_mb is not None and total > takes.max_total_mb * MEGABYTE:
        why = Said(_N("By e-mail all files together may have {megabytes} MB at most: take another way.")
                   if takes.channel == "email" else
                   _N("In the online form all files together may have {megabytes} MB at most: take another way."),
                   {"megabytes": takes.max_total_mb})
    return AttachmentVerdict(each.name, why is None or elsewhere, why)


def cautions(authority: Authority, case: RouteInput, language: str, offered: tuple[str, ...],
             verdicts: tuple[AttachmentVerdict, ...]) -> Iterator[Caution]:
    """R10: everything the record and the case give cause to say, except what the search itself found."""
    if authority.address is None or not authority.printable:
        yield Caution.ADDRESS_UNVERIFIED
    if needs_check(authority, case.on):
        yield Caution.VERIFY_ADDRESS
    if authority.regime is not Regime.GDPR:
        yield Caution.NOT_GDPR
    if case.filer is Filer.COMPANY or not authority.party_status:
        yield Caution.NOT_ART77
    if case.filer in {Filer.REPRESENTATIVE, Filer.BODY} and not case.mandate_attached:
        yield Caution.MANDATE_MISSING
    if authority.language_binding or (case.language_preference and case.language_preference != language):
        yield Caution.LANGUAGE_REQUIRED
    if "email" not in offered:
        yield Caution.NO_EMAIL_COMPLAINTS
    if not case.has_national_eid and any(each.needs_eid for each in authority.channels):
        yield Caution.EID_FORM_UNAVAILABLE
    if case.wants_anonymity and authority.anonymity is not Anonymity.POSSIBLE:
        yield Caution.ANONYMITY_IMPOSSIBLE
    if authority.signature_required:
        yield Caution.SIGNATURE_REQUIRED
    if authority.public_record:
        yield Caution.PUBLIC_RECORD
    if authority.time_limit:
        yield Caution.NATIONAL_TIME_LIMIT
    if authority.not_cantonal and _is_cantonal(case):
        yield Caution.CANTONAL_BODY
    if not all(each.accepted for each in verdicts):
        yield Caution.ATTACHMENT_TYPE_REFUSED
    yield from _prior_contact(authority, case)


def _is_cantonal(case: RouteInput) -> bool:
    """A public body that is not said to be the state's own may be one of the canton's or a commune's."""
    return case.controller.sector in {Sector.PUBLIC, Sector.PUBLIC_REGIONAL}


def _prior_contact(authority: Authority, case: RouteInput) -> Iterator[Caution]:
    if case.controller_contacted:
        return
    prior = authority.prior_contact
    if prior and prior.statutory_from and case.on >= prior.statutory_from:
        yield Caution.PRIOR_CONTACT_STATUTORY
    elif case.about_rights_request or (prior and not prior.rights_only):
        yield Caution.PRIOR_CONTACT      # without a request nothing was refused: Art. 12(3) and (4)


def explained(authority: Authority, case: RouteInput, found: set[Caution]) -> Iterator[Said]:
    """The reasons behind the cautions that a law or a date stands behind."""
    prior, limit = authority.prior_contact, authority.time_limit
    if Caution.PRIOR_CONTACT_STATUTORY in found and prior and prior.law:
        yield Said(_N("{law}: complain to the controller first; the letter is held back until the day of that complaint is "
                      "entered."), {"law": prior.law})
    if Caution.PRIOR_CONTACT in found and authority.regime is not Regime.GDPR:
        yield Said(_N("{law}: this authority asks that the controller be contacted first."), {"law": authority.law})
    elif Caution.PRIOR_CONTACT in found:
        yield Said(_N("Art. 12(3) GDPR gives the controller one month to answer: this authority asks that rights be used "
                      "first."))
    if limit:
        yield from _time_limit(case, limit.law, limit.months_from_knowledge)
    if case.filer is Filer.COMPANY:
        yield Said(_N("Art. 77 GDPR is a right of data subjects: what a company sends in is a report."))
    if case.filer is Filer.BODY_OWN_INITIATIVE:
        yield Said(_N("Art. 80(2) GDPR: a body may complain on its own initiative only where the state's law says so."))
    if Caution.MANDATE_MISSING in found:
        yield Said(_N("Art. 80(1) GDPR and national law on representation: the mandate must be enclosed."))


def _time_limit(case: RouteInput, law: str, months: int | None) -> Iterator[Said]:
    if months is None:
        return
    if case.knowledge_date is None:
        yield Said(_N("{law}: {count} months from the day the event became known; enter that day."),
                   {"law": law, "count": months})
        return
    last = months_after(case.knowledge_date, months)
    text = (_N("{law}: the time limit ended on {day}.") if case.on > last
            else _N("{law}: the complaint must be in by {day}."))
    yield Said(text, {"law": law, "day": last})


def lacking(authority: Authority, case: RouteInput, mandatory: Collection[str], *, enclosed: bool, first_on: date) -> Iterator[Said]:
    """What the authority asks for and the letter does not bring, and what only its facts show; `first_on` is the day of the first."""
    if "evidence" in mandatory and not enclosed:
        yield Said(_N("This authority asks that the exchange with the controller be enclosed, and nothing is."))
    if "complainant_identification" in mandatory and not enclosed:
        yield Said(_N("This authority asks who the complainant is: enclose the identification that it asks for."))
    if "signature" in mandatory and "signature_required" in authority.field_notes:
        yield Said(_N("That this authority asks for a signature is not verified."))
    if authority.prior_contact and not case.controller_contacted and "prior_contact" in authority.field_notes:
        yield Said(_N("That this authority asks for contact with the controller first is not verified."))
    limit = authority.time_limit
    if limit and limit.months_from_knowledge and case.knowledge_date and case.on > months_after(case.knowledge_date, limit.months_from_knowledge):
        yield Said(_N("{law}: the time limit ended on {day}."), {"law": limit.law, "day": months_after(case.knowledge_date, limit.months_from_knowledge)})
    elif limit and limit.months_from_event and case.on > months_after(first_on, limit.months_from_event):
        yield Said(_N("{law}: what happened before {day} lies too far back."),
                   {"law": limit.law, "day": months_after(case.on, -limit.months_from_event)})


def must_show(authority: Authority | None, found: set[Caution]) -> tuple[Said, ...]:
    said = tuple(Said(CAUTION_TEXTS[each]) for each in Caution if each in found & _SHOWN)
    return said + tuple(Said(text) for text in (authority.show if authority else ()))


def kind(authority: Authority, case: RouteInput) -> str:
    """R11: a company reports; everybody else complains under the law that applies."""
    return "report" if case.filer is Filer.COMPANY else authority.regime.kind


def variant(authority: Authority, language: str) -> str | None:
    """The address in the letter's language, where the authority writes its address in several."""
    return language if language in authority.variants else None
