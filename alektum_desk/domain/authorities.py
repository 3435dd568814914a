"""A supervisory authority as a record of facts, what a complaint is asked about, and what the routing answers."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

STALE_AFTER = timedelta(days=180)       # an address older than this is looked at again before the first print


class Regime(StrEnum):
    """The law a complaint is made under; the kind of letter follows from it."""

    GDPR = "gdpr"
    EU_INSTITUTIONS = "regulation_2018_1725"
    UK = "uk_gdpr"
    GIBRALTAR = "gibraltar_gdpr"
    SWITZERLAND = "fadp"
    JERSEY = "jersey_law"
    GUERNSEY = "guernsey_law"
    ISLE_OF_MAN = "isle_of_man_gdpr"
    FAROES = "faroese_act"
    GREENLAND = "greenland_act"
    BES = "wbp_bes"

    @property
    def kind(self) -> str:
        return "complaint_art77" if self is Regime.GDPR else f"complaint_{self.value}"


class Scope(StrEnum):
    """Whom an authority supervises."""

    ALL = "all"
    PRIVATE = "private"
    PUBLIC = "public"                   # of its region only
    FEDERAL = "federal"                 # federal bodies, telecommunications, post
    INSTITUTIONS = "institutions"       # of the European Union


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Duty(StrEnum):
    """How much an authority asks that the controller be asked first."""

    REQUIRED = "required"
    EXPECTED = "expected"
    ADVISED = "advised"


class Anonymity(StrEnum):
    IMPOSSIBLE = "impossible"
    TIP = "tip"                         # taken as a hint, not as a complaint
    POSSIBLE = "possible"


class Caution(StrEnum):
    """What the officer must know about a route; `BLOCKING` ones stop the export."""

    ADDRESS_UNVERIFIED = "ADDRESS_UNVERIFIED"
    AMBIGUOUS_AUTHORITY_NAME = "AMBIGUOUS_AUTHORITY_NAME"
    ANONYMITY_IMPOSSIBLE = "ANONYMITY_IMPOSSIBLE"
    ART_55_2_NO_LEAD = "ART_55_2_NO_LEAD"
    ATTACHMENT_TYPE_REFUSED = "ATTACHMENT_TYPE_REFUSED"
    CANTONAL_BODY = "CANTONAL_BODY"
    EID_FORM_UNAVAILABLE = "EID_FORM_UNAVAILABLE"
    LANGUAGE_REQUIRED = "LANGUAGE_REQUIRED"
    MANDATE_MISSING = "MANDATE_MISSING"
    NATIONAL_TIME_LIMIT = "NATIONAL_TIME_LIMIT"
    NOTICE_NAMES_WRONG_AUTHORITY = "NOTICE_NAMES_WRONG_AUTHORITY"
    NOT_ART77 = "NOT_ART77"
    NOT_GDPR = "NOT_GDPR"
    NO_EMAIL_COMPLAINTS = "NO_EMAIL_COMPLAINTS"
    NO_ONE_STOP_SHOP = "NO_ONE_STOP_SHOP"
    PRIOR_CONTACT = "PRIOR_CONTACT"
    PRIOR_CONTACT_STATUTORY = "PRIOR_CONTACT_STATUTORY"
    PUBLIC_RECORD = "PUBLIC_RECORD"
    SIGNATURE_REQUIRED = "SIGNATURE_REQUIRED"
    VERIFY_ADDRESS = "VERIFY_ADDRESS"


BLOCKING = frozenset({Caution.ADDRESS_UNVERIFIED, Caution.AMBIGUOUS_AUTHORITY_NAME, Caution.MANDATE_MISSING,
                      Caution.PRIOR_CONTACT_STATUTORY})


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the catalogue with what fills its holes; translated when shown.

    Holes named `*country` hold a code, `*day` a date, `*authority` an id and `*language` a code: they are put into
    words when the sentence is.
    """

    text: str
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Address:
    lines: tuple[str, ...]              # as they stand on the letter, without the country
    street: tuple[str, ...]
    postcode: str | None
    city: str | None
    country: str                        # where the post goes, which need not be where the law is


@dataclass(frozen=True, slots=True)
class Channel:
    """One way in. None and empty mean: nothing limits it."""

    name: str
    needs_eid: bool = False
    needs_signature: bool = False       # a qualified electronic one
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PriorContact:
    duty: Duty
    rights_only: bool = False           # asked only where the complaint is about a right that was used
    proof: bool = False                 # the exchange must be enclosed
    statutory_from: date | None = None
    law: str | None = None


@dataclass(frozen=True, slots=True)
class Attachments:
    """What an authority takes. A limit on size holds for one channel."""

    allowed: frozenset[str] = frozenset()       # endings; empty: nothing is said
    refused: frozenset[str] = frozenset()
    max_files: int | None = None
    max_file_mb: float | None = None
    max_total_mb: float | None = None
    channel: str | None = None                  # the one that has these limits


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A bar of national law: so many months from knowledge, so many years from the event."""

    law: str
    months_from_knowledge: int | None = None
    months_from_event: int | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    id: str
    country: str
    names: Mapping[str, str]                    # per language, the own one first
    name_en: str
    regime: Regime
    law: str                                    # the regime as the letter names it
    scope: Scope
    languages: tuple[str, ...]
    letter_language: str
    channels: tuple[Channel, ...]
    printable: bool
    confidence: Confidence
    as_of: str | None                           # day or month of the newest dated source
    region: str | None = None                   # ISO 3166-2
    edpb_member: bool = False
    abbreviation: str | None = None
    also_called: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    address: Address | None = None
    variants: Mapping[str, Address] = field(default_factory=dict)
    visiting: str | None = None
    phone: str | None = None
    email: str | None = None                    # may be a general mailbox: see `channels`
    website: str | None = None
    websites: Mapping[str, str] = field(default_factory=dict)       # in a language, where that has an address of its own
    form_url: str | None = None
    own_form: bool = False                      # insists on it: the letter is enclosed with the form
    form_order: tuple[str, ...] = ()            # fields of the copy sheet, where its form's order is known
    form_limits: Mapping[str, int] = field(default_factory=dict)    # the most letters a field takes, where that is known
    form_words: Mapping[str, int] = field(default_factory=dict)     # the most words, where its form counts those
    language_binding: bool = False              # no other language is dealt with
    language_by_region: Mapping[str, str] = field(default_factory=dict)
    english_accepted: bool | None = None
    prior_contact: PriorContact | None = None
    signature_required: bool = False
    identification_required: bool = False
    anonymity: Anonymity | None = None
    attachments: Attachments = Attachments()
    time_limit: TimeLimit | None = None
    public_record: bool = False
    party_status: bool = True                   # False: the law gives a report, not a complaint with a party
    not_cantonal: bool = False                  # cantonal and communal bodies are supervised elsewhere
    show: tuple[str, ...] = ()                  # texts of the catalogue for whoever writes to it
    superseded: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()                 # for whoever keeps the record
    sources: tuple[str, ...] = ()
    confidence_note: str = ""
    field_notes: Mapping[str, str] = field(default_factory=dict)

    def name(self, language: str | None = None) -> str:
        return self.names.get(language or "") or next(iter(self.names.values()))

    def post(self, variant: str | None = None) -> Address | None:
        """Where a letter goes; None where no address is verified."""
        return self.variants[variant] if variant and variant in self.variants else self.address

    def site(self, language: str | None = None) -> str | None:
        return self.websites.get(language or "", self.website)

    def accepted_languages(self) -> tuple[str, ...]:
        extra = ("en",) if self.english_accepted and "en" not in self.languages else ()
        return self.languages + extra


def seen_on(authority: Authority) -> date | None:
    """The day its address was last seen in a dated source; the first of the month where only that is known."""
    if authority.as_of is None:
        return None
    return date.fromisoformat(authority.as_of if len(authority.as_of) == 10 else f"{authority.as_of}-01")


def needs_check(authority: Authority, today: date) -> bool:
    """Whether the address must be looked at before the first print: old, of unknown age, or doubtful."""
    seen = seen_on(authority)
    return authority.confidence is Confidence.LOW or seen is None or today - seen > STALE_AFTER


@dataclass(frozen=True, slots=True)
class Country:
    """What routing needs to know of a country or territory."""

    code: str
    eea: bool
    names: tuple[str, ...] = ()                 # its own and English, as a notice may write them
    regions: frozenset[str] = frozenset()       # where a region decides, all of them
    default: str | None = None                  # the authority, where one is for the whole country
    own_law: bool = False                       # a territory whose own law and authority are known here


# -- what is asked

@dataclass(frozen=True, slots=True)
class Place:
    country: str
    region: str | None = None


class Filer(StrEnum):
    DATA_SUBJECT = "data_subject"
    REPRESENTATIVE = "representative"           # acts for the person, with a mandate
    BODY = "body"                               # Art. 80(1), with a mandate and its constitution
    BODY_OWN_INITIATIVE = "body_own_initiative"  # Art. 80(2)
    DPO_ASSISTING = "dpo_assisting"             # the person signs
    COMPANY = "company"                         # a report about another party


class Sector(StrEnum):
    PRIVATE = "private"
    PUBLIC = "public"
    PUBLIC_REGIONAL = "public_regional"         # regional, provincial, cantonal, municipal
    PUBLIC_FEDERAL = "public_federal"           # of the state as a whole
    TELECOM = "telecom"
    POST = "post"
    EU_INSTITUTION = "eu_institution"

    @property
    def is_public(self) -> bool:
        return self in {Sector.PUBLIC, Sector.PUBLIC_REGIONAL, Sector.PUBLIC_FEDERAL}


class Basis(StrEnum):
    """What tied the case to the authority."""

    RESIDENCE = "residence"
    WORKPLACE = "workplace"
    INFRINGEMENT = "infringement"
    CONTROLLER = "controller"
    CONTROLLER_REGION = "controller_region"
    NOTICE_ADDRESS = "notice_address"


@dataclass(frozen=True, slots=True)
class Controller:
    establishment: Place | None = None
    sector: Sector = Sector.PRIVATE
    eu_main_establishment: Place | None = None
    no_eu_establishment: bool = False
    legal_basis: str | None = None              # a letter of Art. 6(1)


@dataclass(frozen=True, slots=True)
class Attached:
    name: str
    size: int | None = None                     # bytes


@dataclass(frozen=True, slots=True)
class RouteInput:
    on: date                                    # the day of the letter
    filer: Filer = Filer.DATA_SUBJECT
    residence: Place | None = None
    workplace: Place | None = None
    infringement: Place | None = None
    controller: Controller = Controller()
    about_rights_request: bool = False
    controller_contacted: bool | None = None
    wants_anonymity: bool = False
    has_national_eid: bool = False
    basis_preference: Basis | None = None       # None: the rules choose
    language_preference: str | None = None
    authority_named_in_notice: str | None = None
    mandate_attached: bool | None = None
    knowledge_date: date | None = None
    attachments: tuple[Attached, ...] = ()


# -- what is answered

@dataclass(frozen=True, slots=True)
class AttachmentVerdict:
    name: str
    accepted: bool
    why: Said | None = None


@dataclass(frozen=True, slots=True)
class Route:
    authority: str | None
    basis: Basis | None
    kind: str
    alternatives: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    lead_authority: str | None = None
    letter_language: str | None = None
    address_variant: str | None = None
    destination_country: str | None = None
    channels_offered: tuple[str, ...] = ()
    mandatory_fields: tuple[str, ...] = ()
    attachments: tuple[AttachmentVerdict, ...] = ()
    warnings: tuple[Caution, ...] = ()
    export_allowed: bool = False
    must_show: tuple[Said, ...] = ()
    reasons: tuple[Said, ...] = ()
