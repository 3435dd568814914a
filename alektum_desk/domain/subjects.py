"""Categories of data subject: whose data an activity is about."""
from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from alektum_desk.domain.errors import _N


class Category(StrEnum):
    """In the order of the register: the claim, its contacts, the public, the house, the program's own people."""

    INVOICE_RECIPIENT = "invoice_recipient"
    DEBTOR = "debtor"
    DEBTOR_REPRESENTATIVE = "debtor_representative"
    OBLIGOR = "obligor"
    CO_DEBTOR_GUARANTOR = "co_debtor_guarantor"
    CLIENT_CONTACT = "client_contact"
    CLIENT_GUARANTOR_ASSOCIATE = "client_guarantor_associate"
    PROSPECT_CONTACT = "prospect_contact"
    AUTHORITY_CONTACT = "authority_contact"
    SUPPLIER_PARTNER_CONTACT = "supplier_partner_contact"
    CALLER_SURVEY = "caller_survey"
    WEBSITE_USER = "website_user"
    NEWSLETTER_SUBSCRIBER = "newsletter_subscriber"
    EVENT_PARTICIPANT = "event_participant"
    VISITOR = "visitor"
    OFFICER = "officer"
    HOST = "host"
    REQUESTER = "requester"
    COMPLAINANT = "complainant"


LABELS: Mapping[Category, str] = MappingProxyType({
    Category.INVOICE_RECIPIENT: _N("Invoice recipients"),
    Category.DEBTOR: _N("Debtors"),
    Category.DEBTOR_REPRESENTATIVE: _N("Debtors' representatives"),
    Category.OBLIGOR: _N("People with an obligation other than money"),
    Category.CO_DEBTOR_GUARANTOR: _N("Co-debtors and guarantors"),
    Category.CLIENT_CONTACT: _N("Contacts at clients"),
    Category.CLIENT_GUARANTOR_ASSOCIATE: _N("Clients' guarantors and associates"),
    Category.PROSPECT_CONTACT: _N("Contacts at prospects"),
    Category.AUTHORITY_CONTACT: _N("Contacts at public authorities"),
    Category.SUPPLIER_PARTNER_CONTACT: _N("Contacts at suppliers and partners"),
    Category.CALLER_SURVEY: _N("Callers who answer a survey"),
    Category.WEBSITE_USER: _N("Website users"),
    Category.NEWSLETTER_SUBSCRIBER: _N("Newsletter subscribers"),
    Category.EVENT_PARTICIPANT: _N("Participants of events"),
    Category.VISITOR: _N("Visitors"),
    Category.OFFICER: _N("Officers and front desk"),
    Category.HOST: _N("Hosts of visitors"),
    Category.REQUESTER: _N("People who use their rights"),
    Category.COMPLAINANT: _N("Complainants"),
})
