"""The case that the form tells: as a complaint file, with what the rules say of it and what is still lacking."""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.domain.authorities import BLOCKING, Authority, Basis, Caution, Filer, Route, RouteInput
from alektum_desk.domain.complaints import SCHEMA, Complaint, Letter, read
from alektum_desk.domain.errors import DeskError, Refused
from alektum_desk.domain.routing import Atlas
from alektum_desk.reference import authorities as known
from alektum_desk.services import authorities, authority_records, complaints
from alektum_desk.services.complaints import Prepared
from alektum_desk.services.desk import Desk
from alektum_desk.ui.dates import read_day

Values = Mapping[str, str]
UNWRITTEN = "…"             # stands on the page where something is still lacking
ACTING = frozenset({Filer.REPRESENTATIVE, Filer.BODY})
PREFERENCES = (Basis.RESIDENCE, Basis.WORKPLACE, Basis.INFRINGEMENT, Basis.CONTROLLER)


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something without which no letter leaves: where it is asked, and in words."""

    step: str
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """`page` is what can be shown already, with marks where something lacks; `document` what would be issued."""

    document: Mapping[str, Any]
    lacking: tuple[Lacking, ...]
    route: Route | None = None
    case: RouteInput | None = None
    page: Complaint | None = None
    prepared: Prepared | None = None
    trouble: DeskError | None = None
    choices: Mapping[str, Basis] | None = None      # which preference leads to which alternative
    world: Atlas = field(default_factory=known.whole)   # the records as this office has corrected them

    @property
    def authority(self) -> Authority | None:
        return self.world.authorities[self.route.authority] if self.route and self.route.authority else None

    @property
    def folder(self) -> Path | None:
        return folder_of(self.document)

    @property
    def stops(self) -> tuple[Caution, ...]:
        """What the law or the record holds the letter back for."""
        if self.prepared is not None:
            return self.prepared.held_back_by
        return tuple(each for each in self.route.warnings if each in BLOCKING) if self.route else ()

    @property
    def ready(self) -> bool:
        return not self.lacking and not self.stops and self.prepared is not None and self.trouble is None


def rows(carried: str) -> list[dict[str, str]]:
    """What a list of rows holds, as its field of the form carries it."""
    try:
        found = json.loads(carried) if carried else []
    except ValueError:
        return []
    return [{str(key): str(value) for key, value in each.items()} for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def carry(found: list[dict[str, str]]) -> str:
    return json.dumps(found) if found else ""


def day(words: str, today: date) -> date | None:
    """None also for what is no day: its field says so."""
    try:
        return read_day(words, today)
    except Refused:
        return None


def stand(values: Values, desk: Desk) -> Standing:
    """Everything that is known of the case as it is typed now."""
    document, lacking = document_of(values, desk.office.id, desk.today()), lacking_in(values, desk.today())
    world = authority_records.world(desk)
    standing = Standing(document, lacking, world=world)
    try:
        page = read(_shown(document, desk.today()))
        case = complaints.routed(page)
        route = authorities.route(case, world)
    except DeskError as trouble:
        return replace(standing, trouble=trouble)
    standing = replace(standing, page=page, case=case, route=route, choices=_choices(case, route, world))
    if route.authority is None:
        where = Lacking("authority", _("the authority"))
        return replace(standing, lacking=(*lacking, where))
    try:
        return replace(standing, prepared=complaints.prepared(page, desk.office, world=world))
    except DeskError as trouble:
        return replace(standing, trouble=trouble)


def _choices(case: RouteInput, route: Route, world: Atlas) -> Mapping[str, Basis]:
    found: dict[str, Basis] = {}
    for basis in PREFERENCES:
        other = authorities.route(replace(case, basis_preference=basis), world)
        if other.authority in route.alternatives and other.basis is basis:
            found.setdefault(other.authority or "", basis)
    return found


def _shown(document: Mapping[str, Any], today: date) -> Mapping[str, Any]:
    """The file as a page can be made of it: what lacks is marked, what is empty is left out."""
    facts = document["facts"] or [{"on": today.isoformat(), "text": UNWRITTEN}]
    who = document["complainant"]
    return {**document, "facts": facts, "complainant": {**who, "name": who["name"] or UNWRITTEN}}


def lacking_in(values: Values, today: date) -> tuple[Lacking, ...]:
    letter = Letter(values["letter"])
    found = []
    if not values["name"].strip():
        found.append(Lacking("who", _("the name of the person")))
    if not values["residence_country"] and letter in {Letter.ASSIST, Letter.OWN_GROUP} and not values["controller_country"]:
        found.append(Lacking("who", _("the country in which the person lives")))
    if values["asked"] == "yes" and day(values["asked_on"], today) is None:
        found.append(Lacking("who", _("the day on which the controller was asked")))
    if letter is Letter.FORWARD and not values["mandate"].strip():
        found.append(Lacking("who", _("the person's consent to handing the complaint on")))
    written = [each for each in rows(values["facts"]) if each.get("text", "").strip() or each.get("on", "").strip()]
    if not any(_whole(each, today) for each in written):
        found.append(Lacking("facts", _("a fact with its day")))
    elif not all(_whole(each, today) for each in written):
        found.append(Lacking("facts", _("the day or the words of a fact")))
    enclosed = [each for each in rows(values["exhibits"]) if each.get("title", "").strip() or each.get("path")]
    if any(each.get("path") for each in enclosed) and not all(each.get("path") for each in enclosed):
        found.append(Lacking("facts", _("the file of an enclosure, for others have one")))
    if not all(each.get("title", "").strip() for each in enclosed):
        found.append(Lacking("facts", _("the title of an enclosure")))
    return tuple(found)


def _whole(row: Mapping[str, str], today: date) -> bool:
    on = day(row.get("on", ""), today)
    return bool(row.get("text", "").strip()) and on is not None and on <= today


# -- the complaint file

def document_of(values: Values, office: str, today: date) -> dict[str, Any]:
    letter = Letter(values["letter"])
    complainant = {"name": values["name"].strip(), "address": _lines(values["address"]), "email": values["email"].strip() or None}
    respondent = {"name": values["respondent"].strip(), "address": _lines(values["respondent_address"])}
    contacts = _contacts(values, today)
    document = {
        "schema": SCHEMA, "letter": letter.value, "route": _route(values, letter), "office": office, "written_on": today.isoformat(),
        "language": values["letter_language"] or None, "format": values["format"] or None,
        "complainant": {key: value for key, value in complainant.items() if value is not None},
        "filer": {"mandate": values["mandate"].strip()} if _is_mandated(values, letter) and values["mandate"].strip() else None,
        "respondent": respondent if respondent["name"] else None,
        "facts": [{"on": found.isoformat(), "text": each["text"].strip()} for each in rows(values["facts"])
                  if _whole(each, today) and (found := day(each["on"], today))],
        "provisions": [each["key"] for each in rows(values["provisions"])], "remedy": [each["key"] for each in rows(values["remedies"])],
        "prior_contact": contacts, "other_proceedings": _proceedings(values), "confidentiality": _confidentiality(values),
        # Without a file the title stands for a paper in the envelope, so no type of file can be refused.
        "exhibits": [{"path": each.get("path") or f"{number}.pdf", "title": each["title"].strip()}
                     for number, each in enumerate(rows(values["exhibits"]), 1) if each.get("title", "").strip()],
        "your_reference": values["your_reference"].strip() or None if letter is Letter.ANSWER else None,
    }
    return {key: value for key, value in document.items() if value is not None}


def _is_mandated(values: Values, letter: Letter) -> bool:
    return letter is Letter.FORWARD or (letter in {Letter.ASSIST, Letter.OWN_GROUP} and values["filer"] in ACTING)


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.splitlines() if line.strip()]


def _place(values: Values, name: str) -> dict[str, str | None] | None:
    country = values[f"{name}_country"]
    return {"country": country, "region": values[f"{name}_region"] or None} if country else None


def _route(values: Values, letter: Letter) -> dict[str, Any]:
    elsewhere = values["elsewhere"] == "yes"
    asked = {"yes": True, "no": False}.get(values["asked"])
    return {
        "filer": values["filer"] if letter in {Letter.ASSIST, Letter.OWN_GROUP} else Filer.DATA_SUBJECT.value,
        "residence": _place(values, "residence"), "workplace": _place(values, "workplace") if elsewhere else None,
        "infringement": _place(values, "infringement") if elsewhere else None,
        "controller": {"establishment": _place(values, "controller"), "sector": values["sector"]},
        "about_rights_request": values["rights"] == "yes", "controller_contacted": None if asked else asked,
        "basis_preference": values["basis"] or None, "language_preference": values["language"] or None,
        "authority_named_in_notice": values["notice"].strip() or None, **_sizes(values),
    }


def _sizes(values: Values) -> dict[str, Any]:
    """Of the files that are attached, as the rules of the authority measure them."""
    files = [Path(each["path"]) for each in rows(values["exhibits"]) if each.get("path") and each.get("title", "").strip()]
    return {"attachments": [{"name": each.name, "size": each.stat().st_size} for each in files if each.is_file()]} if files else {}


def folder_of(document: Mapping[str, Any]) -> Path | None:
    """Where the files lie that travel inside; None where the papers go into the envelope."""
    return Path() if any(Path(str(each.get("path", ""))).is_absolute() for each in document.get("exhibits", ())) else None


def _contacts(values: Values, today: date) -> list[dict[str, Any]]:
    """The first asking and those after it, which need a day of their own."""
    first = [{"on": values["asked_on"], "channel": values["asked_how"], "answer": values["asked_answer"]}] if values["asked"] == "yes" else []
    return [{"on": found.isoformat(), "channel": each["channel"], "answer": each.get("answer", "").strip() or None}
            for each in (*first, *rows(values["contacts"])) if (found := day(each.get("on", ""), today)) and found <= today]


def _proceedings(values: Values) -> list[str] | None:
    """Not stated is not none."""
    if values["proceedings"] == "none":
        return []
    words = values["proceedings_which"].strip()
    return [words] if values["proceedings"] == "some" and words else None


def _confidentiality(values: Values) -> dict[str, Any] | None:
    if not values["identity"]:
        return None
    keep = values["identity"] == "keep"
    return {"keep_identity": keep, "reason": values["identity_reason"].strip() or None if keep else None}


def lacking_sentence(standing: Standing) -> str:
    """Calm, with what lacks, in the order of the steps."""
    return _("Still to be said: {list}.").format(list=_("; ").join(each.words for each in standing.lacking)) if standing.lacking else ""


def trouble_words(error: DeskError) -> str:
    return f"{language.sentence(error)} {language.hint(error)}".strip()
