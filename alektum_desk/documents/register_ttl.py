"""The register in Turtle: a catalogue of DPCat whose records speak the terms of DPV, with everything that we keep beside them."""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

BASE = "urn:alektum-desk:"
KEPT, KEPT_PROCESSOR = f"{BASE}kept", f"{BASE}kept-processor"
NOT_STATED = "Not stated"
_PREFIXES = """@prefix dct: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dpcat: <https://w3id.org/dpcat#> .
@prefix dpv: <https://w3id.org/dpv/dpv-skos#> .
@prefix dpv-gdpr: <https://w3id.org/dpv/dpv-skos/dpv-gdpr#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@dataclass(frozen=True, slots=True)
class Basis:
    text: str
    code: str | None                    # 6(1)(f), 9(2)(a); "10" has no term of its own


@dataclass(frozen=True, slots=True)
class Transfer:
    text: str
    country: str | None
    third: bool
    basis: str | None                   # the article it rests on


@dataclass(frozen=True, slots=True)
class Period:
    text: str
    number: int | None
    unit: str | None                    # day, month, year


@dataclass(frozen=True, slots=True)
class Record:
    """One activity in the language of the file; `kept` is our own JSON, read again by our import."""

    id: str
    title: str
    country: str
    processor: bool
    entity: tuple[str, ...]
    joint: tuple[str, ...]
    purposes: tuple[str, ...]
    bases: tuple[Basis, ...]
    people: tuple[str, ...]
    data: tuple[str, ...]
    special: tuple[str, ...]
    sources: tuple[str, ...]
    recipients: tuple[str, ...]
    processors: tuple[str, ...]
    transfers: tuple[Transfer, ...]
    periods: tuple[Period, ...]
    measures: tuple[str, ...]
    kept: str


@dataclass(frozen=True, slots=True)
class Working:
    """A processor of the office."""

    id: str
    name: str
    service: str
    country: str | None
    kept: str


def turtle(title: str, publisher: str, language: str, on: date, records: Iterable[Record], working: Iterable[Working] = ()) -> bytes:
    """Passes DPCat's mandatory shapes: what nobody stated is a node that says so, never a guess."""
    records = tuple(records)
    listed = ", ".join(f"<{_name(each.id)}>" for each in records)
    lines = [_PREFIXES, f"<{BASE}register> a dpcat:ROPA, dcat:Catalog ;", f"    dct:title {_text(title, language)} ;", f'    dct:created "{on.isoformat()}"^^xsd:date ;',
             f"    dct:publisher [ a dpv:LegalEntity ; dct:title {_text(publisher)} ]{f' ;{chr(10)}    dcat:dataset {listed}' if listed else ''} ."]
    return ("\n".join(lines) + "\n\n" + "\n".join([*(_record(each, language) for each in records), *map(_working, working)])).encode()


def _working(each: Working) -> str:
    place = f" ;\n    dpv:hasLocation [ a dpv:Location ; dct:title {_text(each.country)} ]" if each.country else ""
    return f"<{_name(each.id).replace(':activity:', ':processor:')}> a dpv:DataProcessor ;\n    dct:title {_text(each.name)} ;\n    dct:description {_text(each.service)}{place} ;\n    <{KEPT_PROCESSOR}> {_text(each.kept)} .\n"


def _name(activity: str) -> str:
    safe = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-_.") else f"%{ord(letter):02X}" if ord(letter) < 256 else "_" for letter in activity)
    return f"{BASE}activity:{safe}"


def _text(text: str, language: str = "") -> str:
    said = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    said = "".join(letter if letter >= " " else f"\\u{ord(letter):04X}" for letter in said)
    return f'"{said}"@{language}' if language else f'"{said}"'


def _record(each: Record, language: str) -> str:
    said: list[tuple[str, str]] = [("dct:title", _text(each.title, language)), ("dct:identifier", _text(each.id)),
                                   ("dct:spatial", f"[ a dct:Location ; dct:title {_text(each.country)} ]")]

    def add(name: str, kind: str, texts: Iterable[str], asked: bool = False) -> None:
        found = [f"[ a {kind} ; dct:title {_text(text, language)} ]" for text in texts]
        if found or asked:
            said.append((name, " ,\n        ".join(found) or f'[ a {kind} ; dct:title "{NOT_STATED}" ]'))
    add("dpv:hasDataProcessor" if each.processor else "dpv:hasDataController", "dpv:DataProcessor" if each.processor else "dpv:DataController", each.entity)
    if each.joint:
        members = " ,\n            ".join(f"[ a dpv:DataController ; dct:title {_text(text)} ]" for text in each.joint)
        said.append(("dpv:hasJointDataControllers", f"[ a dpv:JointDataControllers ; dct:title {_text('; '.join(each.joint))} ;\n            dpv:hasDataController {members} ]"))
    add("dpv:hasPurpose", "dpv:Purpose", each.purposes, asked=True)
    bases = [f"[ a dpv:LegalBasis ; dct:title {_text(one.text, language)}{_grounded(one.code) if one.code else ''} ]" for one in each.bases]
    said.append(("dpv:hasLegalBasis", " ,\n        ".join(bases) or f'[ a dpv:LegalBasis ; dct:title "{NOT_STATED}" ]'))
    add("dpv:hasDataSubject", "dpv:DataSubject", each.people, asked=True)
    add("dpv:hasPersonalData", "dpv:PersonalData", (*each.data, *each.special), asked=True)
    add("dpv:hasSensitivePersonalData", "dpv:SensitivePersonalData", each.special)
    add("dpv:hasDataSource", "dpv:DataSource", each.sources, asked=True)
    add("dpv:hasRecipient", "dpv:Recipient", each.recipients)
    add("dpv:hasDataProcessor", "dpv:DataProcessor", each.processors)
    said.append(("dpv:hasProcessing", " ,\n        ".join([f"[ a dpv:Processing ; dct:title {_text(each.title, language)} ]", *(_transfer(one, language) for one in each.transfers)])))
    if each.periods:
        said.append(("dpv:hasStorage", " ,\n        ".join(_period(one, language) for one in each.periods)))
    add("dpv:hasTechnicalOrganisationalMeasure", "dpv:TechnicalOrganisationalMeasure", each.measures)
    said.append((f"<{KEPT}>", _text(each.kept)))
    body = " ;\n    ".join(f"{name} {value}" for name, value in said)
    return f"<{_name(each.id)}> a dpcat:ROPARecord, dcat:Dataset ;\n    {body} .\n"


def _grounded(code: str) -> str:
    """6(1)(f) is dpv-gdpr:A6-1-f, 9(2)(a) is dpv-gdpr:A9-2-a."""
    term = re.fullmatch(r"(6)\((1)\)\(([a-f])\)|(9)\((2)\)\(([a-j])\)", code)
    broader = f" ; skos:broader dpv-gdpr:A{'-'.join(filter(None, term.groups()))}" if term else ""
    return f"{broader} ; dct:identifier {_text(code)}"


def _transfer(each: Transfer, language: str) -> str:
    place = f"[ a dpv:Location{', dpv:ThirdCountry' if each.third else ''} ; dct:title {_text(each.country or NOT_STATED)} ]"
    basis = f"[ a dpv:LegalBasis ; dct:title {_text(each.basis or NOT_STATED)} ]"
    return f"[ a dpv:Processing, dpv:Transfer ; dct:title {_text(each.text, language)} ;\n            dpv:hasLocation {place} ; dpv:hasLegalBasis {basis} ]"


def _period(each: Period, language: str) -> str:
    number = f' ; time:numericDuration "{each.number}"^^xsd:decimal ; time:unitType time:unit{each.unit.capitalize()}' if each.number is not None and each.unit else ""
    return f"[ a dpv:StorageCondition ; dpv:hasDuration [ a dpv:StorageDuration ; dct:title {_text(each.text, language)}{number} ] ]"
