"""Registers inside JSON and YAML: our own, those of fides and verinice.veo, DPIAs of CNIL's tool, and any list of objects that speaks of processing."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from alektum_desk.documents.import_source import Source
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.import_tables import Table, Target

OURS = "alektum-desk/register/"
MOST_NODES = 400_000
Cell = tuple[Target, str]
Row = dict[Cell, str]


def shape_of(document: Any) -> Source:
    """`format` is left to the caller. Refused where nothing in it looks like a register."""
    if isinstance(document, dict) and str(document.get("schema", "")).startswith(OURS):
        return Source("", shape="alektum-desk", document=document)
    _must_hold_records(document)
    if found := _impact_assessments(document):
        return Source("", shape="cnil-pia", assessments=tuple(found))
    if found_veo := _veo(document):
        return found_veo
    if found_map := _data_map(document):
        return found_map
    if found_fides := _fides(document):
        return found_fides
    return Source("", tuple(_lists(document)), "")


def _must_hold_records(document: Any) -> None:
    """A form and a dictionary speak of purposes, too, and hold nobody's processing."""
    if not isinstance(document, Mapping) or not document:
        return
    if (isinstance(document.get("properties"), Mapping) and ("$schema" in document or document.get("type") == "object")) or {"openapi", "swagger"} & document.keys():
        raise Refused(_N("This file describes a form (a schema), and holds no records."), _N("Export the records themselves."))
    if all(re.fullmatch(r"[a-z]{2}(?:[-_][A-Za-z]{2})?", str(key)) and isinstance(below, Mapping) and below and all(isinstance(each, str) for each in below.values()) for key, below in document.items()):
        raise Refused(_N("This file holds translations of a program, and no records."), _N("Export the records themselves."))


def _budget() -> Iterator[None]:
    for _ in range(MOST_NODES):
        yield None
    raise Refused(_N("The file refers to itself too often."), _N("Export it anew without anchors and references."))


def words(value: Any, depth: int = 0, left: Iterator[None] | None = None) -> str:
    """Whatever a value is, as lines of words."""
    left = left or _budget()
    next(left)
    if value is None or depth > 6:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return _without_tags(value)
    if isinstance(value, Mapping):
        amount = next((value[key] for key in ("value", "amount", "duration", "count", "number", "period") if isinstance(value.get(key), (int, float)) and not isinstance(value[key], bool)), None)
        if amount is not None and isinstance(value.get("unit"), str):
            more = [f"{key}: {said}" for key, below in list(value.items())[:60] if below not in (amount, value["unit"]) and (said := words(below, depth + 1, left))]
            return f"{words(amount, depth + 1, left)} {value['unit']}" + (f" ({', '.join(more)})" if more else "")
        named = str(value[key]) if (key := _name_key(value)) is not None else ""
        rest = [f"{'country' if key in _PLACES else key}: {said}" for key, below in value.items() if isinstance(below, (str, int, float)) and key in {*_PLACES, "duration", "unit", "period", "type", "location", "safeguard", "guarantee", *_PERIODS} and (said := words(below, depth + 1, left))]
        rest += [f"{key}" for key, below in value.items() if below is True and re.match(r"(?:is)?_?(?:special|sensitiv)", str(key), re.IGNORECASE)]
        if named:
            return f"{_without_tags(named)} ({', '.join(rest)})" if rest and named not in " ".join(rest) else _without_tags(named)
        return "; ".join(f"{key}: {said}" for key, below in list(value.items())[:60] if (said := words(below, depth + 1, left)))
    if isinstance(value, (list, tuple, set)):
        return "\n".join(said for each in list(value)[:500] if (said := words(each, depth + 1, left)))
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)[:20_000]


def _name_key(value: Mapping[Any, Any]) -> Any:
    """Under which of its keys an object says what it is called."""
    names = ("label", "name", "title", "displayName", "nom", "naam", "navn", "namn", "nimi", "bezeichnung", "value", "text", *(key for key in value if str(key).lower().endswith("name")), "description")
    return next((key for key in names if isinstance(value.get(key), (str, int, float)) and value[key] != ""), None)


_PLACES = frozenset({"country", "countryCode", "country_code", "pays", "land", "maa"})
_PERIODS = frozenset({"retention", "retentionPeriod", "retention_period", "dureeConservation", "duree_conservation", "bewaartermijn", "speicherdauer", "loeschfrist"})


def _without_tags(text: str) -> str:
    """HTML is words here: its line breaks and items become lines, everything else of it goes."""
    if "<" not in text:
        return text
    text = re.sub(r"(?is)<(script|style)\b.*?(?:</\1\s*>|$)", " ", text)
    text = re.sub(r"(?i)<(?:br|/p|/div|/li|/tr|/h\d)\b[^<>]*>", "\n", text)
    bare = re.sub(r"<[/!]?[a-zA-Z][^<>]*>", "", text)
    for name, letter in (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&")):
        bare = bare.replace(name, letter)
    return bare.strip()


def table(name: str, rows: Sequence[tuple[int, Row]]) -> Table:
    """Rows whose meaning is known already. They are numbered one after the other from `first`; the heading stands before the first."""
    heads = list(dict.fromkeys(cell for _, row in rows for cell in row))
    lines = [tuple(head for _, head in heads), *(tuple(row.get(cell, "") for cell in heads) for _, row in rows)]
    return Table(name, lines, listed=True, first=(rows[0][0] if rows else 1) - 1, targets=tuple(target for target, _ in heads))


# -- lists of objects, whatever their keys

def _lists(document: Any) -> Iterator[Table]:
    found: list[tuple[str, list[Any]]] = []
    _search(document, "", found, 0, _budget())
    records = [(name, items) for name, items in found if name not in _ALONE and len(next(each for each in items if isinstance(each, Mapping))) >= 3]
    above = _about(document) if records else []
    for name, items in records or found:         # beside a list of records, single objects say whose it is
        numbered = list(enumerate(items[:200_000], 1))
        rows = [(number, row) for number, each in numbered if isinstance(each, Mapping) for row in _by_purpose(each)]
        heads = list(dict.fromkeys(key for _, row in rows for key in row))
        if len(heads) > 1:
            numbers = (*(0 for _ in above), 0, *(number for number, _ in rows))
            yield Table(name, [*above, heads, *([row.get(key, "") for key in heads] for _, row in rows)], numbers=numbers,
                        strays=tuple(number for number, each in numbered if not isinstance(each, Mapping) and each not in (None, "", [])))


def _about(document: Any) -> list[list[str]]:
    """What a document says beside its records, as lines above them: whose they are, of when."""
    told = {str(key): words(value) for key, value in document.items() if not isinstance(value, list) and not _holds_lists(value)} if isinstance(document, Mapping) else {}
    return [[key, said] for key, said in told.items() if said and len(said) <= 200]


def _holds_lists(value: Any) -> bool:
    return isinstance(value, Mapping) and any(isinstance(below, list) and any(isinstance(each, Mapping) for each in below) for below in value.values())


_ALONE = {"object"}


def _search(value: Any, name: str, found: list[tuple[str, list[Any]]], depth: int, left: Iterator[None]) -> None:
    next(left)
    if depth > 5:
        return
    if isinstance(value, list):
        if any(isinstance(each, Mapping) for each in value):
            found.append((name or "list", value))
    elif isinstance(value, Mapping):
        below = list(value.values())
        lists = [each for each in below if isinstance(each, list) and any(isinstance(one, Mapping) for one in each)]
        if len(below) > 1 and all(isinstance(each, Mapping) for each in below):
            found.append((name or "objects", [{"id": key} | dict(each) for key, each in value.items()]))
        elif not lists or (depth > 0 and len(below) - len(lists) >= 2):
            found.append(("object", [value]))
        for key, each in value.items():
            if isinstance(each, (list, Mapping)) and depth < 3:
                _search(each, str(key), found, depth + 1, left)


_PURPOSES = re.compile(r"purpose|finalit|zweck|doeleind|formal|andamal|scop[io]|finalidad", re.IGNORECASE)


def _by_purpose(item: Mapping[Any, Any]) -> Iterator[dict[str, str]]:
    """A row for each purpose that says more than its name: its basis, its data."""
    key = next((key for key, value in item.items() if _PURPOSES.search(str(key)) and isinstance(value, list) and value and all(isinstance(each, Mapping) and len(each) > 1 for each in value)), None)
    about = _flat({name: value for name, value in item.items() if name != key})
    if key is None:
        yield about
        return
    for each in item[key]:
        named = _name_key(each)
        yield about | {str(key): words(each.get(named))} | _flat({name: value for name, value in each.items() if name != named}, str(key))


def _flat(item: Mapping[Any, Any], before: str = "", depth: int = 0) -> dict[str, str]:
    row: dict[str, str] = {}
    for key, value in list(item.items())[:300]:
        name = f"{before}.{key}" if before else str(key)
        if isinstance(value, Mapping) and depth < 2 and not {"label", "name", "title", "value", "text"} & value.keys():
            row |= _flat(value, name, depth + 1)
        else:
            row[name] = words(value)
    return row


# -- DPIAs: https://github.com/LINCnil/pia, what it exports

VALIDATED = {2, 3, "2", "3"}        # of its states 0 to 4: simply and signed validated; the rest is under way, refused or archived


def _impact_assessments(document: Any) -> list[tuple[int, str, bool]]:
    items = document if isinstance(document, list) else [document]
    found = []
    for number, each in enumerate(items, 1):
        if isinstance(each, Mapping) and isinstance(each.get("pia"), Mapping) and ("answers" in each or "evaluations" in each or "measures" in each or "name" in each["pia"]):
            found.append((number, " ".join(words(each["pia"].get("name")).split())[:200], each["pia"].get("status") in VALIDATED))
    return found if len(found) == len(items) else []


# -- fides: manifests in YAML, their systems with declarations of use

_SYSTEM: Mapping[str, Target] = {
    "name": Target.TITLE, "description": Target.NOTE, "administrating_department": Target.RESPONSIBLE, "legal_name": Target.ENTITY, "joint_controller_info": Target.JOINT_CONTROLLER, "joint_controller": Target.JOINT_CONTROLLER,
    "does_international_transfers": Target.TRANSFER, "third_country_transfers": Target.TRANSFER_COUNTRY, "legal_basis_for_transfers": Target.SAFEGUARD, "data_security_practices": Target.SECURITY, "data_responsibility_title": Target.ROLE, "responsibility": Target.ROLE,
    "uses_profiling": Target.AUTOMATED_DECISION, "dpo": Target.PERSON, "data_stewards": Target.PERSON, "tags": Target.SKIP, "fides_key": Target.SKIP, "organization_fides_key": Target.SKIP, "meta": Target.SKIP, "legal_address": Target.NOTE}
_DECLARATION: Mapping[str, Target] = {
    "data_categories": Target.DATA, "data_subjects": Target.CATEGORY, "legal_basis_for_processing": Target.LEGAL_BASIS, "special_category_legal_basis": Target.SPECIAL_BASIS, "retention_period": Target.RETENTION,
    "third_parties": Target.RECIPIENT, "dataset_references": Target.SYSTEM, "impact_assessment_location": Target.NOTE, "features": Target.NOTE, "processes_special_category_data": Target.SPECIAL_DATA, "data_qualifier": Target.SKIP,
    "data_shared_with_third_parties": Target.NOTE, "cookies": Target.COOKIE, "shared_categories": Target.NOTE}


def _fides(document: Any) -> Source | None:
    parts = [each for each in (document if isinstance(document, list) else [document]) if isinstance(each, Mapping)]
    listed = [system for each in parts for key in ("system", "systems") if isinstance(each.get(key), list) for system in each[key] if system]
    systems = [system for system in listed if isinstance(system, Mapping)]
    if not systems or not any("privacy_declarations" in each or "fides_key" in each for each in systems):
        kinds = {key for each in parts for key in each} & {"dataset", "policy", "organization", "data_category", "data_use", "data_subject"}
        if kinds and any(isinstance(each.get(key), list) and each[key] and isinstance(each[key][0], Mapping) and "fides_key" in each[key][0] for each in parts for key in kinds & each.keys()):
            raise Refused(_N("The manifest holds {kinds}, and no system."), _N("Import the file with the systems and their privacy declarations."), kinds=", ".join(sorted(kinds)))
        return None
    rows: list[tuple[int, Row]] = []
    for system in systems:
        about = _mapped(system, _SYSTEM, {"privacy_declarations"})
        if not system.get("name"):
            about[Target.TITLE, "name"] = words(system.get("fides_key"))
        for declared in [each for each in system.get("privacy_declarations") or () if isinstance(each, Mapping)] or [{}]:
            row = about | _mapped(declared, _DECLARATION, {"name", "data_use"})
            name, use = words(declared.get("name")), words(declared.get("data_use"))
            row[Target.PURPOSE, "purpose"] = name or use
            if name and use:
                row[Target.NOTE, "data_use"] = use
            if row.get((Target.RETENTION, "retention_period"), "").isdecimal():
                row[Target.RETENTION, "retention_period"] += " days"
            rows.append((len(rows) + 1, row))
    strays = tuple(number for number, each in enumerate(listed, 1) if not isinstance(each, Mapping))
    return Source("", (replace(table("system", rows), strays=strays),), "fides")


def _data_map(document: Any) -> Source | None:
    """What its data map answers: a row for each system and use."""
    items = document.get("items") if isinstance(document, Mapping) else document
    rows = [each for each in items if isinstance(each, Mapping) and "fides_key" in each and "data_uses" in each] if isinstance(items, list) else []
    if not rows or not isinstance(items, list) or len(rows) < len(items):
        return None
    known = {**_SYSTEM, **_DECLARATION, "system_name": Target.TITLE, "data_uses": Target.PURPOSE}
    found = []
    for number, each in enumerate(rows, 1):
        row = _mapped(each, known, set())
        if row.get((Target.RETENTION, "retention_period"), "").isdecimal():
            row[Target.RETENTION, "retention_period"] += " days"
        if not each.get("system_name"):
            row[Target.TITLE, "system_name"] = words(each["fides_key"])
        found.append((number, row))
    return Source("", (table("datamap", found),), "fides")


def _mapped(item: Mapping[Any, Any], known: Mapping[str, Target], but: set[str]) -> Row:
    row: Row = {}
    for key, value in item.items():
        said = words(value)
        if key not in but and said:
            row[known.get(str(key), Target.NOTE), str(key)] = said
    return row


# -- verinice.veo: dumps of a unit, profiles of a domain, single elements

_ASPECTS: Mapping[str, Target] = {
    "process_intendedPurpose_intendedPurpose": Target.PURPOSE, "process_dataSubjects_dataSubjects": Target.CATEGORY, "process_dataSubjects_otherDataSubjects": Target.CATEGORY,
    "process_dataProcessing_legalBasis": Target.LEGAL_BASIS, "process_dataProcessing_otherLegalBasis": Target.LEGAL_BASIS, "process_processingDetails_responsibleDepartment": Target.RESPONSIBLE,
    "process_processing_asProcessor": Target.ROLE, "process_recipient_type": Target.RECIPIENT, "process_dataTransfer_legalBasis": Target.SAFEGUARD}
_LINKS: Mapping[str, Target] = {
    "process_externalRecipient": Target.RECIPIENT, "process_internalRecipient": Target.RECIPIENT, "process_processor": Target.PROCESSOR, "process_controller": Target.ENTITY, "process_responsibleBody": Target.ENTITY,
    "process_jointControllership": Target.JOINT_CONTROLLER, "process_requiredApplications": Target.SYSTEM, "process_requiredITSystems": Target.SYSTEM, "process_tom": Target.SECURITY, "process_responsiblePerson": Target.PERSON,
    "process_dataType": Target.DATA}


def _veo(document: Any) -> Source | None:
    elements = list(_elements(document))
    processes = [(number, each) for number, each in enumerate(elements, 1) if _kind(each) == "process"]
    if not processes:
        if elements or (isinstance(document, Mapping) and "elementTypeDefinitions" in document):       # a domain: what elements may say, and none of them
            raise Refused(_N("The file holds no processing activity."), _N("Export the unit with its processes."))
        return None
    names = {key: str(each.get("name", "")) for each in elements for key in (_last(each.get("_self")), str(each.get("id") or "")) if key}
    for each in elements:
        for reference in [*(each.get("parts") or ()), *(each.get("members") or ())]:
            if isinstance(reference, Mapping) and reference.get("name"):
                names.setdefault(_last(reference.get("targetUri")), str(reference["name"]))
    people = {key for each in elements if _kind(each) == "person" for key in (_last(each.get("_self")), str(each.get("id") or "")) if key}
    rows: list[tuple[int, Row]] = []
    reported = []
    for number, each in processes:
        subtype = _subtype(each)
        if subtype and subtype != "PRO_DataProcessing":
            reported.append((number, _N("“{name}” is a DPIA, a transmission or another process, not a processing activity."), str(each.get("name", ""))[:80]))
        else:
            rows.append((number, _process(each, names, people)))
    return Source("", (table("process", rows),) if rows else (), "verinice.veo", reported=tuple(reported))


def _elements(document: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(document, list):
        for each in document:
            yield from _elements(each)
    elif isinstance(document, Mapping):
        if "customAspects" in document or ("links" in document and "owner" in document) or (document.get("type") in _KINDS and "domains" in document):
            yield document
            return
        for key in ("elements", "items", "processes", "profiles_v2", "profiles", "domains", "domainTemplate"):
            below = document.get(key)
            if isinstance(below, (list, Mapping)):
                yield from _elements(list(below.values()) if isinstance(below, Mapping) and key != "domainTemplate" else below)


_KINDS = {"process", "asset", "person", "scope", "control", "document", "incident", "scenario"}


def _kind(element: Mapping[str, Any]) -> str:
    told = str(element.get("elementType") or element.get("type") or "")
    if told in _KINDS:
        return told
    return "process" if any(str(key).startswith("process_") for key in element.get("customAspects") or ()) else told


def _last(uri: Any) -> str:
    return str(uri or "").rstrip("/").rsplit("/", 1)[-1]


def _subtype(element: Mapping[str, Any]) -> str:
    domains = element.get("domains")
    inside = [each.get("subType") for each in domains.values() if isinstance(each, Mapping)] if isinstance(domains, Mapping) else []
    return str(element.get("subType") or next((each for each in inside if each), "") or next(iter((element.get("subTypes") or {}).values()), "") if not isinstance(element.get("subTypes"), list) else "")


def _below(element: Mapping[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    """Aspects and links lie at the element, or in each of its domains."""
    domains = element.get("domains")
    for holder in (element, *(each for each in (domains.values() if isinstance(domains, Mapping) else ()) if isinstance(each, Mapping))):
        if isinstance(holder.get(name), Mapping):
            yield from holder[name].items()


def _process(element: Mapping[str, Any], names: Mapping[str, str], people: set[str]) -> Row:
    row: Row = {(Target.TITLE, "name"): words(element.get("name"))}

    def add(target: Target, head: str, said: str) -> None:
        if said:
            row[target, head] = f"{row[target, head]}\n{said}" if (target, head) in row else said

    def link(kind: str, target: Any, attributes: Mapping[str, Any]) -> None:
        where = target if isinstance(target, Mapping) else {}
        name = _target_of(target, names)
        is_person = bool(people & {_last(where.get("targetUri")), str(where.get("id"))}) or "person" in str(where.get("targetUri")) or re.search(r"Person|Owner|Auditor|Representative", kind)
        # An element "person" may be an office: its name tells, and a department's is no natural person's.
        _link(add, kind, name, attributes, Target.PERSON if is_person and not _OFFICE.search(name) else Target.RESPONSIBLE if is_person else _LINKS.get(kind, Target.NOTE))
    add(Target.NOTE, "description", words(element.get("description")))
    for name, aspect in _below(element, "customAspects"):
        attributes = aspect.get("attributes", aspect) if isinstance(aspect, Mapping) else {}
        for key, value in attributes.items() if isinstance(attributes, Mapping) else ():
            head = str(key).removeprefix(f"{name}_")
            add(_ASPECTS.get(str(key), Target.NOTE), "as processor" if key == "process_processing_asProcessor" else _apart(head), _values(str(key), value))
    for kind, links in _below(element, "links"):
        for each in links if isinstance(links, list) else ():
            if isinstance(each, Mapping):
                link(str(kind), each.get("target"), each.get("attributes") or {})
    for reference in element.get("tailoringReferences") or ():
        if isinstance(reference, Mapping) and reference.get("referenceType") == "LINK" and reference.get("linkType"):
            link(str(reference["linkType"]), reference.get("target"), reference.get("attributes") or {})
    return row


_OFFICE = re.compile(r"abteilung|referat|stelle\b|leit(?:er|ung)|beauftragte|verantwortliche|vorstand|geschäftsführ|personal\b|team\b|department|officer|manager|head of|service|administrat|rat\b|board|unit\b|kanzlei|dienst\b|"
                     r"gmbh|\bag\b|\bse\b|e\.v\.", re.IGNORECASE)


def _target_of(target: Any, names: Mapping[str, str]) -> str:
    if not isinstance(target, Mapping):
        return ""
    return str(target.get("name") or target.get("displayName") or names.get(_last(target.get("targetUri"))) or names.get(str(target.get("id"))) or "")


def _link(add: Any, kind: str, name: str, attributes: Mapping[str, Any], target: Target) -> None:
    add(target, _apart(kind.removeprefix("process_")), name)
    said = {key.removeprefix(f"{kind}_"): _values(key, value) for key, value in attributes.items()}
    count, unit, start = (said.get(key, "") for key in ("deletionPeriodCount", "deletionPeriod", "deletionPeriodStart"))
    if unit or count or start:
        period = " ".join(filter(None, (count, f"{unit}s" if count and count != "1" and not unit.endswith("s") else unit)))
        add(Target.RETENTION, "deletion period", f"{name}: {period}{f', {start}' if start else ''}" if name else f"{period} {start}".strip())
    add(Target.SOURCE, "data origin", said.get("dataOrigin", ""))
    if country := said.get("thirdCountryName"):
        add(Target.TRANSFER, "third country", ", ".join(filter(None, (name, country, said.get("thirdCountryGuarantees")))))


def _values(key: str, value: Any) -> str:
    """A choice repeats its question: process_dataSubjects_dataSubjects_applicants is "applicants"."""
    if isinstance(value, list):
        return "\n".join(_values(key, each) for each in value if each is not None)
    if isinstance(value, str) and value.startswith(f"{key}_"):
        choice = value[len(key) + 1:]
        return choice if re.match(r"Art\d|P\d", choice) else _apart(choice)
    return words(value)


def _apart(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower().strip().replace("ppp", "pp")
