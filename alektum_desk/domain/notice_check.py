"""The notice check: every rule that reads one text, and what they found put into words."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from alektum_desk.domain import (
    notice_check_acts as acts,
    notice_check_authority as authority,
    notice_check_automated as automated,
    notice_check_content as content,
    notice_check_cookies as cookies,
    notice_check_interest as interest,
    notice_check_keeping as keeping,
    notice_check_law as law,
    notice_check_parties as parties,
    notice_check_practices as practices,
    notice_check_rights as rights,
    notice_check_transfers as transfers,
)
from alektum_desk.domain.findings import Evidence, Finding, Seen
from alektum_desk.domain.notice_facts import Knowledge
from alektum_desk.domain.notice_rules import RULES
from alektum_desk.domain.notice_text import Text

Rule = Callable[[Text, Knowledge], Iterator[Evidence]]

READING: Mapping[str, Rule] = MappingProxyType({
    "authority.wrong_name": authority.wrong_name,
    "authority.address_language": authority.address_language,
    "authority.not_named": authority.not_named,
    "authority.dpo_instead": authority.dpo_instead,
    "authority.no_address": authority.no_address,
    "authority.foreign_only": authority.foreign_only,
    "retention.norwegian_accounting": keeping.accounting,
    "retention.rule_without_purpose": keeping.without_purpose,
    "retention.two_triggers": keeping.two_triggers,
    "retention.encryption_as_erasure": keeping.reversible,
    "retention.industry_standard": keeping.industry,
    "retention.no_duration": keeping.no_duration,
    "retention.precedence": keeping.precedence,
    "law.foreign": acts.foreign,
    "law.unidentifiable": acts.unidentifiable,
    "law.misnamed": acts.misnamed,
    "law.entry_into_force": law.entry_into_force,
    "article.malformed": law.malformed,
    "article.incomplete": law.incomplete,
    "article.style": law.style,
    "article.style_mixed": law.style_mixed,
    "basis.public_interest": law.public_interest,
    "basis.not_mapped": law.not_mapped,
    "legitimate_interest.missing": interest.missing,
    "legitimate_interest.vague": interest.vague,
    "legitimate_interest.copy_paste": interest.copied,
    "basis.none_at_all": law.none_at_all,
    "basis.missing_recording": practices.recording,
    "basis.missing_survey": practices.survey,
    "basis.missing_scraping": practices.scraping,
    "anonymity.claim": content.anonymous,
    "role.processor_own_purposes": parties.processor_own,
    "special.aml_no_condition": content.special_laundering,
    "special.article10_without_criminal": content.article_ten,
    "special.criminal_as_special": content.criminal_special,
    "content.list_missing": content.list_missing,
    "automated.no_logic": automated.no_logic,
    "automated.right_missing": automated.machine_right,
    "automated.self": automated.automation_both,
    "rights.none_listed": rights.none_listed,
    "rights.portability_lost": rights.portability_lost,
    "rights.portability_view": rights.portability_view,
    "rights.objection_narrowed": rights.objection_narrowed,
    "rights.withdrawal_missing": rights.withdrawal,
    "rights.heading_wrong": rights.heading_wrong,
    "rights.objection_unused_basis": rights.objection_unused,
    "rights.missing_web": rights.incomplete_list,
    "rights.missing_office": rights.complaint_or_machine,
    "deadline.only_one_notice": rights.deadline,
    "deadline.identity_card": rights.identity_card,
    "transfer.no_country": transfers.transfer,
    "transfer.provider_no_safeguard": transfers.transfer_one_class,
    "processors.renamed": parties.renamed,
    "processors.role_unclear": parties.role_unclear,
    "dpo.contact_missing": parties.officer,
    "controller.identity": parties.controller,
    "contact.missing_value": parties.missing_value,
    "visitors.legal_basis": content.visitors_basis,
    "cookies.consent": cookies.cookie_consent,
    "cookies.details": cookies.cookie_details,
    "cookies.third_parties": cookies.cookie_third,
    "cookies.anonymous_statistics": cookies.cookie_statistics,
    "marketing.basis": content.marketing,
    "security.iso27000": content.certificate,
    "security.ssl": content.withdrawn_method,
    "reference.link": content.old_link,
    "provision.obligation": content.provision,
    "notice.undated": content.undated,
    "notice.country_unclear": content.country,
})


def read_one(text: Text, facts: Knowledge) -> tuple[Seen, ...]:
    """What the rules find in one text; an empty text is not a notice."""
    if not text.passages:
        return ()
    seen = ((name, _once(rule(text, facts))) for name, rule in READING.items())
    return tuple(Seen(name, evidence) for name, evidence in seen if evidence)


def _once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """One piece for each line, in the order of the text."""
    found: dict[tuple[str, int], Evidence] = {}
    for each in evidence:
        found.setdefault((each.notice, each.line), each)
    return tuple(sorted(found.values(), key=lambda each: (each.notice, each.line)))


def in_words(seen: Iterable[Seen]) -> tuple[Finding, ...]:
    """Gravest first, then in the order of the rules."""
    order = {name: index for index, name in enumerate(RULES)}
    grave = {"high": 0, "medium": 1, "low": 2}
    found = [Finding(each.rule, RULES[each.rule].severity, RULES[each.rule].message, RULES[each.rule].proposal, RULES[each.rule].gdpr,
                     _once(each.evidence)) for each in seen if each.evidence]
    return tuple(sorted(found, key=lambda each: (grave[each.severity], order[each.rule], each.evidence[0].notice)))
