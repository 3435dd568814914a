"""What a field asks for besides its words: the country of a transfer, the ground of a decision made by a machine, the consent to a cookie."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notices import Field

# Art. 45, 46 and 49: on what a transfer to a country outside the EEA may rest.
MECHANISMS: Mapping[str, str] = MappingProxyType({
    "eea": _N("Within the EEA, no transfer in the sense of Chapter V"),
    "45": _N("Adequacy decision"),
    "46(2)(a)": _N("Instrument between public authorities"),
    "46(2)(b)": _N("Binding corporate rules"),
    "46(2)(c)": _N("Standard contractual clauses of the Commission"),
    "46(2)(d)": _N("Standard contractual clauses of an authority"),
    "46(2)(e)": _N("Code of conduct"),
    "46(2)(f)": _N("Certification"),
    "46(3)(a)": _N("Clauses that an authority approved"),
    "49(1)": _N("Derogation for a specific situation"),
})
# Art. 22(2): on what a decision made only by a machine may rest.
GROUNDS: Mapping[str, str] = MappingProxyType({
    "22(2)(a)": _N("Necessary for a contract with the person"),
    "22(2)(b)": _N("Authorised by law"),
    "22(2)(c)": _N("Explicit consent"),
})
COOKIES: Mapping[str, str] = MappingProxyType({
    "necessary": _N("Necessary"), "performance": _N("Performance"), "statistics": _N("Statistics"), "marketing": _N("Marketing"),
})
YES_NO: Mapping[str, str] = MappingProxyType({"yes": _N("Yes"), "no": _N("No")})
ASSESSMENTS: Mapping[str, str] = MappingProxyType({
    "done": _N("Made"), "needed": _N("To be made"), "not_needed": _N("Not asked for"),
})
FREE: Mapping[str, str] = MappingProxyType({})

# Art. 6(1): on what processing may rest; the words are those of the bundled register, so that equal things are said alike.
BASES: Mapping[str, str] = MappingProxyType({
    "6(1)(a)": _N("Consent"), "6(1)(b)": _N("Contract"), "6(1)(c)": _N("Legal obligation"), "6(1)(d)": _N("Vital interests"),
    "6(1)(e)": _N("Public interest or official authority"), "6(1)(f)": _N("Legitimate interests"),
})
# Art. 9(2) and 10: when special data may be processed.
CONDITIONS: Mapping[str, str] = MappingProxyType({
    "9(2)(a)": _N("Explicit consent"), "9(2)(b)": _N("Employment and social security law"), "9(2)(c)": _N("Vital interests"),
    "9(2)(d)": _N("Not-for-profit body"), "9(2)(e)": _N("Made public by the person"), "9(2)(f)": _N("Legal claims"),
    "9(2)(g)": _N("Substantial public interest"), "9(2)(h)": _N("Health care"), "9(2)(i)": _N("Public health"),
    "9(2)(j)": _N("Archives, research, statistics"), "10": _N("Criminal convictions and offences"),
})

# Per field: each detail, its label, and what there is to choose; nothing to choose is a text of one's own.
DETAILS: Mapping[Field, Mapping[str, tuple[str, Mapping[str, str]]]] = MappingProxyType({
    Field.TRANSFER: MappingProxyType({"country": (_N("Country"), FREE), "mechanism": (_N("Safeguard, Art. 46"), MECHANISMS)}),
    Field.AUTOMATED_DECISION: MappingProxyType({
        "profiling": (_N("Profiling"), YES_NO), "logic": (_N("Logic involved"), FREE), "significance": (_N("Significance and consequences"), FREE),
        "ground": (_N("Ground, Art. 22(2)"), GROUNDS)}),
    Field.COOKIE: MappingProxyType({"cookie": (_N("Kind of cookie"), COOKIES), "consent": (_N("Consent is asked"), YES_NO), "period": (_N("Period"), FREE)}),
    Field.DPIA: MappingProxyType({
        "assessment": (_N("Assessment"), ASSESSMENTS), "met": (_N("Criteria that are met"), FREE), "unmet": (_N("Criteria that are not met"), FREE)}),
    Field.JOINT_CONTROLLER: MappingProxyType({"arrangement": (_N("Arrangement, Art. 26"), FREE)}),
})
NAMES = frozenset(name for each in DETAILS.values() for name in each)


def check_article(field: Field, code: Any) -> None:
    """Refused when a basis or a condition rests on a letter that the Regulation does not have."""
    known = {Field.LEGAL_BASIS: BASES, Field.SPECIAL_BASIS: CONDITIONS}.get(field)
    if known is not None and isinstance(code, str) and code.startswith(("6(", "9(")) and code not in known:
        raise Refused(_N("The Regulation has no Art. {article} to rest this on."), _N("Choose one of: {choices}."), article=code, choices=", ".join(known))


def check_details(field: Field, said: Mapping[str, Any]) -> None:
    """Refused when a detail belongs to another field, or says what cannot be chosen."""
    known = DETAILS.get(field, {})
    for name in sorted(NAMES.intersection(said)):
        if name not in known:
            raise Refused(_N("The field {field} has no {detail}."), _N("Leave it out, or choose another field."), field=field, detail=name)
        value, choices = said[name], known[name][1]
        if not isinstance(value, str) or not 0 < len(value.strip()) <= 2000 or (choices and value not in choices):
            raise Refused(_N("{detail} cannot be what was written."), _N("Choose one of: {choices}."), detail=name,
                          choices=", ".join(choices) or _N("a text"))
        if name == "country" and not (len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()):
            raise Refused(_N("There is no country {country}."), _N("Give the two letters of its ISO 3166 code, for example BE."), country=value)
