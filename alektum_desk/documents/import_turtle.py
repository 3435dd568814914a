"""Registers in Turtle: records of DPCat, and whatever speaks DPV of a process with a purpose."""
from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from alektum_desk.documents.import_shapes import Row, table
from alektum_desk.documents.import_source import Source
from alektum_desk.documents.register_ttl import KEPT, KEPT_PROCESSOR, NOT_STATED
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.import_tables import Target

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_PROPERTIES = {
    "hasPurpose": Target.PURPOSE, "hasDataSubject": Target.CATEGORY, "hasPersonalData": Target.DATA, "hasPersonalDataCategory": Target.DATA, "hasData": Target.DATA, "hasSensitivePersonalData": Target.SPECIAL_DATA,
    "hasSpecialCategoryPersonalData": Target.SPECIAL_DATA, "hasLegalBasis": Target.LEGAL_BASIS, "hasRecipient": Target.RECIPIENT, "hasRecipientDataController": Target.RECIPIENT, "hasRecipientThirdParty": Target.RECIPIENT,
    "hasDataProcessor": Target.PROCESSOR, "hasDataController": Target.ENTITY, "hasDataControllers": Target.ENTITY, "hasJointDataControllers": Target.JOINT_CONTROLLER, "hasDataSource": Target.SOURCE,
    "hasTechnicalOrganisationalMeasure": Target.SECURITY, "hasTechnicalOrganisationalMeasures": Target.SECURITY, "hasTechnicalMeasure": Target.SECURITY, "hasOrganisationalMeasure": Target.SECURITY, "hasSafeguard": Target.SAFEGUARD,
    "hasResponsibleEntity": Target.RESPONSIBLE, "hasLegitimateInterest": Target.LEGITIMATE_INTEREST, "hasContact": Target.PERSON, "hasRight": Target.NOTE, "hasImpactAssessment": Target.NOTE, "hasLocation": Target.NOTE,
    "hasAutomationLevel": Target.NOTE, "hasRisk": Target.NOTE, "hasHumanInvolvement": Target.NOTE, "hasNotice": Target.NOTE, "hasStatus": Target.NOTE, "hasJurisdiction": Target.NOTE, "hasApplicableLaw": Target.NOTE, "hasScale": Target.NOTE}
_OTHERS = {"description": Target.NOTE, "editorialNote": Target.NOTE, "scopeNote": Target.NOTE, "comment": Target.NOTE, "identifier": Target.NOTE, "creator": Target.RESPONSIBLE, "contactPoint": Target.PERSON,
           "spatial": Target.NOTE, "issued": Target.NOTE, "created": Target.NOTE, "modified": Target.NOTE, "temporal": Target.NOTE}
_RECORDS = {"ROPARecord", "PersonalDataHandling", "Process", "PersonalDataProcess"}
_NO_RECORDS = {"ROPA", "StorageDuration", "StorageCondition", "Consent", "ConsentRecord", "Notice", "Transfer", "Storage", "Recipient", "Catalog"}
_TELLING = {"hasPurpose", "hasPersonalData", "hasDataSubject"}       # in whose terms ever: a process that says one of them is one
_HOLDING = {"hasProcess", "hasRecord", "record", "hasPart", "dataset"}      # what a register holds its records by
_TITLES = ("title", "label", "prefLabel", "name", "hasName", "fn", "altLabel")
_MOST = 300_000


def source(text: str) -> Source:
    """Of ours, what our export kept with each record."""
    from rdflib import Graph, URIRef
    from rdflib.namespace import RDF

    logging.getLogger("rdflib").setLevel(logging.CRITICAL)         # it prints what it thinks of a date that is none
    graph = Graph(bind_namespaces="none")
    graph.parse(data=_declared(text), format="turtle", publicID="https://file.invalid/")
    if len(graph) > _MOST:
        raise Refused(_N("The table has more than {most} rows."), _N("Split it into several."), most=_MOST)
    if ours := _kept(graph):
        return Source("ttl", shape="alektum-desk", document={"activities": ours, "processors": [json.loads(str(value)) for value in sorted(graph.objects(None, URIRef(KEPT_PROCESSOR)), key=str)]})
    subjects: list[Node] = []
    maybe: list[Node] = []
    inside: set[Node] = set()
    for subject in dict.fromkeys(graph.subjects()):
        kinds = {_local(each) for each in graph.objects(subject, RDF.type)}
        said = {_local(each) for each in graph.predicates(subject) if _is_dpv(each)}
        spoken = said | {name for each in graph.predicates(subject) if (name := _spoken(each))}
        if (kinds & _RECORDS and said) or ("hasPurpose" in said and not kinds & (_NO_RECORDS - {"Catalog"})) or ("ROPA" in kinds and "hasPurpose" in spoken and not said & _HOLDING):
            subjects.append(subject)
            inside.update(graph.objects(subject))
        elif spoken & _TELLING and not kinds & _NO_RECORDS:
            maybe.append(subject)
    inside.update(value for subject in maybe for value in graph.objects(subject))
    held = {value for name in _HOLDING for predicate in set(graph.predicates()) if _local(predicate) == name for value in graph.objects(None, predicate)}
    subjects += [each for each in maybe if each not in inside or each in held]
    subjects.sort(key=lambda each: (not isinstance(each, URIRef), str(each) if isinstance(each, URIRef) else _title(graph, each)))
    if not subjects:
        raise Refused(_N("The file speaks of no processing activity."), _N("Records of DPCat and processes of DPV with a purpose are read."))
    return Source("ttl", (table("ttl", [(number, _record(graph, subject)) for number, subject in enumerate(subjects, 1)]),), "dpv")


def _kept(graph: Graph) -> list[dict[str, Any]]:
    from rdflib import URIRef
    from rdflib.namespace import DCTERMS

    found = [{"id": str(graph.value(subject, DCTERMS.identifier) or ""), "kept": json.loads(str(value))} for subject, value in graph.subject_objects(URIRef(KEPT))]
    return sorted(found, key=lambda each: str(each["id"]))


_STANDARD = ("http://www.w3.org/", "http://purl.org/", "https://schema.org/", "http://xmlns.com/")    # what they say of a record is about the file
_KNOWN = {"dpv": "https://w3id.org/dpv#", "dct": "http://purl.org/dc/terms/", "dcterms": "http://purl.org/dc/terms/", "skos": "http://www.w3.org/2004/02/skos/core#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
          "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": "http://www.w3.org/2001/XMLSchema#", "dcat": "http://www.w3.org/ns/dcat#", "foaf": "http://xmlns.com/foaf/0.1/", "dpcat": "https://w3id.org/dpcat#"}


def _declared(text: str) -> str:
    """Excerpts and examples leave their prefixes out: they are put in front, so that the line numbers of nothing change."""
    bare = re.sub(r'"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|#[^\n]*', " ", text)
    known = {each.lower() for each in re.findall(r"(?i)@?prefix\s+([\w-]*)\s*:", text)}
    used = {each for each in re.findall(r"(?<![\w:.-])([A-Za-z][\w-]*|):(?=[\w%-])", bare) if each.lower() not in known and each != "_"}
    made = (f"@prefix {each}: <{_KNOWN.get(each, f'https://w3id.org/dpv/{each}#' if each.startswith(('dpv-', 'eu-')) else f'urn:prefix:{each}:')}> ." for each in sorted(used))
    return " ".join(made) + text


def _local(node: Node) -> str:
    return re.split(r"[#/]" if not str(node).startswith("urn:prefix:") else ":", str(node).rstrip("#/"))[-1]


def _is_dpv(node: Node) -> bool:
    return "dpv" in str(node)


def _spoken(predicate: Node) -> str:
    """The property of DPV that a vocabulary of one's own means: ex:purpose is hasPurpose. Empty for any other."""
    name = _local(predicate)
    whole = name if name.startswith("has") else f"has{name[:1].upper()}{name[1:]}"
    return whole if whole in _PROPERTIES else ""


def _title(graph: Graph, node: Node) -> str:
    for name in _TITLES:
        told = sorted((value for predicate, value in graph.predicate_objects(node) if _local(predicate) == name),
                      key=lambda value: (getattr(value, "language", None) not in {"en", None}, str(value)))
        if told:
            return str(told[0])
    return ""


def _words(graph: Graph, node: Node, depth: int = 0) -> str:
    """A node's title; of a term of a vocabulary its name, taken apart."""
    from rdflib import BNode, Literal

    if isinstance(node, Literal):
        return str(node)
    if title := _title(graph, node):
        return title
    if isinstance(node, BNode):
        below = [_words(graph, value, depth + 1) for predicate, value in graph.predicate_objects(node) if depth < 3 and _local(predicate) != "type"]
        return ", ".join(filter(None, sorted(below))) or ", ".join(sorted(_apart(_local(each)) for each in graph.objects(node) if depth < 2 and "#" in str(each)))
    return _apart(_local(node))


def _apart(name: str) -> str:
    said = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ")
    return said if re.match(r"A\d", name) else said[:1] + said[1:].lower() if " " in said else said


def _record(graph: Graph, subject: Node) -> Row:
    from rdflib import BNode, URIRef

    row: Row = {}

    def add(target: Target, head: str, said: str) -> None:
        if said and said != NOT_STATED and said not in row.get((target, head), "").split("\n"):
            row[target, head] = f"{row[target, head]}\n{said}" if (target, head) in row else said
    title = _title(graph, subject)
    add(Target.TITLE, "title", title or ("" if isinstance(subject, BNode) else _apart(_local(subject))))
    if not isinstance(subject, BNode) and isinstance(subject, URIRef):
        add(Target.ID, "id", str(subject))
    for predicate, value in sorted(graph.predicate_objects(subject), key=lambda pair: (str(pair[0]), _words(graph, pair[1]))):
        name = _local(predicate)
        said = " ".join((_basis if name == "hasLegalBasis" else _words)(graph, value).split())
        if name in {"hasStorage", "hasStorageCondition", "hasDuration", "hasStorageDuration"}:
            for each in _durations(graph, value, 0):
                add(Target.RETENTION, "storage duration", each)
        elif name in {"hasProcessing", "hasDataTransfer", "hasTransfer"} and (_is_transfer(graph, value) or name != "hasProcessing"):
            add(Target.TRANSFER, "transfer", _transfer(graph, value))
        elif name == "hasEntity":
            continue                                    # says again what its narrower properties say
        elif _is_dpv(predicate):
            if name in {"hasRecipient", "hasDataImporter"} and (where := _where(graph, value)):
                add(Target.TRANSFER_RECIPIENT, "recipient abroad", said)
                add(Target.TRANSFER_COUNTRY, "location", where)
            if name == "hasDataController" and "JointDataControllers" in {_local(each) for each in graph.objects(value) if str(each)}:
                add(Target.JOINT_CONTROLLER, "joint controllers", said)
            add(_PROPERTIES.get(name, Target.NOTE), _apart(name), said if said != title or name != "hasProcessing" else "")
        elif name not in _OTHERS and (own := _spoken(predicate)):
            add(_PROPERTIES[own], _apart(name), said)
        elif name in _OTHERS:
            add(_OTHERS[name], name, said if said != title else "")
        elif name == "publisher" and not any(_local(each).startswith("hasDataController") for each in graph.predicates(subject)):
            add(Target.ENTITY, "publisher", said)
        elif name not in {*_TITLES, "type", "publisher"} and name not in _HOLDING and not str(predicate).startswith(_STANDARD):
            add(Target.NOTE, _apart(name), said)
    return row


def _basis(graph: Graph, node: Node) -> str:
    """With the article where a term of DPV stands behind the words: eu-gdpr:A9-2-a, as its kind or as what is broader."""
    said = _words(graph, node)
    terms = sorted({_local(each) for each in graph.objects(node) if re.fullmatch(r"A[69]-[12]-[a-j]", _local(each))})
    return f"{said} ({', '.join(terms)})" if terms and not any(each in said for each in terms) else said


def _is_transfer(graph: Graph, node: Node) -> bool:
    from rdflib.namespace import RDF

    return _local(node) == "Transfer" or any(_local(each) == "Transfer" for each in graph.objects(node, RDF.type))


def _transfer(graph: Graph, node: Node) -> str:
    told = {_local(predicate): _words(graph, value) for predicate, value in graph.predicate_objects(node)}
    return ", ".join(filter(None, (told.get("title"), told.get("hasDataImporter"), told.get("hasRecipient"), told.get("hasLocation") if told.get("hasLocation") != told.get("title") else None, told.get("hasLegalBasis"),
                                   told.get("hasSafeguard")))) or _apart(_local(node))


def _where(graph: Graph, node: Node) -> str:
    return next((_words(graph, value) for predicate, value in graph.predicate_objects(node) if _local(predicate) == "hasLocation"), "")


_UNITS = {"years": "years", "months": "months", "weeks": "weeks", "days": "days"}


def _durations(graph: Graph, node: Node, depth: int) -> Iterator[str]:
    from rdflib import Literal

    if isinstance(node, Literal):
        seconds = str(node)
        yield f"{round(int(seconds) / 86_400)} days" if seconds.isdecimal() and int(seconds) > 86_400 else seconds
        return
    told: dict[str, list[Node]] = {}
    for predicate, value in graph.predicate_objects(node):
        told.setdefault(_local(predicate), []).append(value)
    below = [each for name in ("hasDuration", "hasStorageDuration") for value in told.get(name, ()) if depth < 3 for each in _durations(graph, value, depth + 1)]
    if below:
        yield from below
        return
    number = _one(told, "numericDuration")
    unit = re.sub(r"(?i)^unit", "", _local(told["unitType"][0])).lower() if told.get("unitType") else ""
    for name, word in _UNITS.items():
        if name in told:
            number, unit = _one(told, name), word
    about = [_words(graph, each) for name in ("description", "title", "label", "editorialNote", "isAfter") for each in told.get(name, ())]
    period = f"{_whole(number)} {unit.rstrip('s')}{'' if _whole(number) == '1' else 's'}" if number and unit else ""
    start = f" after: {_words(graph, told['isAfter'][0])}" if told.get("isAfter") and period else ""
    if period:
        yield f"{period}{start}"
        yield from (each for each in about if each not in start)
    elif about:
        yield from about
    elif (not told and "#" in str(node)) or "/" in str(node):
        yield _apart(_local(node))


def _one(told: dict[str, list[Node]], name: str) -> str:
    return str(told[name][0]) if told.get(name) else ""


def _whole(number: str) -> str:
    return re.sub(r"[.,]0+$", "", number)


