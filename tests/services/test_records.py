"""The register at the desk: filled at set-up, read as matrix and page, decided, approved, exported."""
from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from alektum_desk.base import language
from alektum_desk.domain.changes import Kind
from alektum_desk.domain.errors import DiskTrouble, NotAllowed, Refused
from alektum_desk.domain.notices import ACTIVITY_FIELDS, Field
from alektum_desk.domain.records import GROUND, Matrix, NewActivity, Role, State, VersionDeed
from alektum_desk.domain.subjects import Category
from alektum_desk.services import lives, notices, records, register_export, versions
from alektum_desk.services.desk import Desk
from alektum_desk.store import records as store
from tests.conftest import Clock

DeskOn = Callable[..., Desk]
MONTHS = {"text": "36 months after the case is closed", "duration": 36, "unit": "month", "triggers": ["case_closed"], "action": "delete"}


@pytest.fixture
def desk(desk_on: DeskOn) -> Desk:
    return desk_on("2026-11-24")


def cells(found: Matrix, country: str) -> set[Category]:
    return {each.category for each in found.cells if each.country == country}


# -- set-up

@pytest.mark.parametrize(("basis", "is_ground"), [
    ("nonsense", False), ("Loi du 8 décembre", False), (["nonsense", "Consent"], True), ("Berechtigtes Interesse", True), ("GDPR art. 6, stk. 1, litra b", True), ([], True),
    ({"text": "An act of this country", "code": "Act 12"}, False), ({"text": "Legitimate interests", "code": "6(1)(f)"}, True),
])
def test_a_basis_in_words_without_a_ground_is_still_to_be_decided(desk_on: Callable[..., Desk], basis: Any, is_ground: bool) -> None:
    desk = desk_on("2026-11-24")
    shown = records.decide(desk, "be-visitors", Field.LEGAL_BASIS, basis, "Asked.")
    assert (GROUND not in shown.lacks) is is_ground
    assert (shown.listed.state is State.LACKS) is (not is_ground)
    new = NewActivity("Payroll", "BE", Role.CONTROLLER, (Category.OFFICER,), decided=((Field.LEGAL_BASIS, basis),))
    assert (GROUND not in records.create(desk, new, "New.").lacks) is is_ground
    assert GROUND not in records.create(desk, replace(new, role=Role.PROCESSOR), "New.").lacks
    if not is_ground:
        with pytest.raises(Refused, match="lacks what the Regulation asks for") as refused:
            lives.approve(desk, "be-visitors")
        assert refused.value.fields["articles"] == "Art. 6(1)"


def test_a_new_desk_has_the_bundled_register(desk: Desk) -> None:
    found = records.matrix(desk)
    assert [(each.code, each.notice) for each in found.countries] == [
        ("BE", True), ("NL", False), ("DK", True), ("NO", True), ("SE", False), ("FI", False), ("DE", False)]
    assert {Category.DEBTOR, Category.CO_DEBTOR_GUARANTOR, Category.VISITOR, Category.PROSPECT_CONTACT} <= cells(found, "BE")
    assert Category.CALLER_SURVEY in cells(found, "DK")
    assert {Category.WEBSITE_USER, Category.NEWSLETTER_SUBSCRIBER, Category.EVENT_PARTICIPANT} <= cells(found, "NO")
    assert cells(found, "NL") == set()


def test_filling_a_register_twice_changes_nothing(desk: Desk) -> None:
    before = records.listed(desk)
    records.seed(desk)
    assert records.listed(desk) == before


def test_filling_the_register_leaves_one_entry(desk: Desk) -> None:
    with desk.store.bare("register") as db:
        acts = [row[0] for row in db.execute("SELECT json_extract(body, '$.kind') FROM leaf")]
    assert acts.count("register.seed") == 1
    assert not [kind for kind in acts if kind.startswith("activity")]


def test_two_desks_give_the_bundled_rows_the_same_ids(desk_on: DeskOn) -> None:
    def ids(desk: Desk) -> list[str]:
        with desk.store.bare("register") as db:
            return [row[0] for table in ("activity", "notice", "statement", "reading") for row in db.execute(f"SELECT id FROM {table} ORDER BY id")]
    assert ids(desk_on("2026-11-24")) == ids(desk_on("2026-11-25"))


def test_the_programs_own_activities_are_drafts_of_the_offices_country(desk_on: DeskOn) -> None:
    own = [each for each in records.listed(desk_on("2026-11-24", office="se")) if not each.from_notice]
    assert len(own) == 6
    assert {(each.country, each.state) for each in own} == {("SE", State.DRAFT)}


# -- reading

def test_a_page_holds_every_field_statements_per_notice_and_who_is_silent(desk: Desk) -> None:
    page = records.shown(desk, "be-recovery")
    assert tuple(each.field for each in page.fields) == ACTIVITY_FIELDS
    data = page.of(Field.DATA)
    assert {each.place.notice for each in data.statements if each.place} == {"be-fr", "be-nl"}
    assert page.of(Field.PROCESSOR).silent == ("be-fr", "be-nl")
    assert [each.letter for each in page.lacks] == ["e"]


def test_a_basis_belongs_to_its_purpose(desk: Desk) -> None:
    bases = records.shown(desk, "no-contacts").of(Field.LEGAL_BASIS).statements
    assert {each.code for each in bases if each.purpose == "authority_matters"} == {"6(1)(c)", "6(1)(e)", "6(1)(f)"}
    assert {each.code for each in bases if each.purpose == "marketing"} == {"6(1)(f)"}


def test_the_belgian_notices_contradict_each_other_on_retention(desk: Desk) -> None:
    found, = records.shown(desk, "be-recovery").of(Field.RETENTION).contradictions
    sides = dict(found.sides)
    assert any(each.rule and each.rule.duration == 10 for each in sides["be-fr"])
    assert any(each.rule and (each.rule.duration, each.rule.unit) == (36, "month") for each in sides["be-nl"])


def test_the_visitors_rule_is_not_given_to_debtors(desk: Desk) -> None:
    visitors, debtors = ({each.code for each in records.shown(desk, name).of(Field.RETENTION).statements} for name in ("be-visitors", "be-recovery"))
    assert visitors == {"visitors"}
    assert "visitors" not in debtors


def test_no_statement_of_another_organisation_is_in_the_register(desk: Desk) -> None:
    said = {each.place.notice for row in records.listed(desk) for field in records.shown(desk, row.id).fields
            for each in field.statements if each.place}
    assert said == {"be-fr", "be-nl", "dk", "no-web", "no-debt"}


def test_all_located_facts_are_reached_by_register_and_notices(desk: Desk) -> None:
    on_pages = {each.place for row in records.listed(desk) for field in records.shown(desk, row.id).fields for each in field.statements}
    in_notices = {each.place for row in notices.listed(desk) if row.ours for each in notices.shown(desk, row.id).statements}
    assert len({(each.file, each.line, each.anchor) for each in in_notices if each}) >= 400
    assert {each for each in on_pages if each} <= in_notices
    lost = [each for row in notices.listed(desk) if row.ours for each in notices.shown(desk, row.id).statements
            if each.field in ACTIVITY_FIELDS and each.place not in on_pages]
    assert lost == []


@pytest.mark.parametrize(("search", "found"), [
    ("IDENTITY number", {"be-recovery", "dk-recovery", "no-recovery"}), ("website", {"no-website"}), ("newsletters norway", {"no-newsletter", "no-website"}),
    ("visitör", {"be-visitors", "own-visitors", "own-hosts", "no-website"}), ("nothing-like-this", set()),
])
def test_search(desk: Desk, search: str, found: set[str]) -> None:
    assert {each.id for each in records.listed(desk, search=search)} == found


def test_search_finds_what_was_decided(desk: Desk) -> None:
    records.decide(desk, "be-visitors", Field.RECIPIENT, ["Søren Øst, Königstraße 1", "ﬁnance office"], "As agreed.")
    for words in ("soren", "konigstrasse 1", "finance office"):
        assert {each.id for each in records.listed(desk, search=words)} == {"be-visitors"}, words
    assert not records.listed(desk, search="agreed")


def test_list_by_category_country_and_role(desk: Desk) -> None:
    assert [each.id for each in records.listed(desk, Category.DEBTOR, "be")] == ["be-recovery"]
    assert {each.id for each in records.listed(desk, role=Role.PROCESSOR)} == {"be-invoices", "dk-invoices", "no-invoices"}


def test_an_unknown_activity_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused):
        records.shown(desk, "no-such")


def test_the_front_desk_sees_no_register(desk_on: DeskOn) -> None:
    with pytest.raises(NotAllowed):
        records.matrix(desk_on("2026-11-24", role="front-desk"))


def test_an_auditor_reads_and_decides_nothing(desk_on: DeskOn) -> None:
    desk = desk_on("2026-11-24", role="auditor")
    assert records.matrix(desk).cells
    with pytest.raises(NotAllowed):
        records.decide(desk, "be-recovery", Field.DATA, "Name", "because")


# -- deciding

def test_a_decision_stands_and_ends_the_contradiction(desk: Desk) -> None:
    told: list[frozenset[Kind]] = []
    desk.store.changed.append(told.append)
    before = records.shown(desk, "be-recovery").listed
    page = records.decide(desk, "be-recovery", Field.RETENTION, MONTHS, "The Dutch text holds.")
    field = page.of(Field.RETENTION)
    assert field.decision is not None
    assert (field.decision.value, field.decision.account, field.contradictions) == (MONTHS, "An Officer", ())
    assert (page.listed.version, page.listed.contradictions) == (before.version + 1, before.contradictions - 1)
    assert Field.RETENTION not in {each for each, _ in page.questions}
    assert records.shown(desk, "be-recovery") == page
    assert told == [frozenset({Kind.ACTIVITY})]


def test_taking_a_decision_back_brings_the_contradiction_back(desk: Desk) -> None:
    before = records.shown(desk, "be-recovery")
    records.decide(desk, "be-recovery", Field.RETENTION, MONTHS, "The Dutch text holds.")
    after = records.decide(desk, "be-recovery", Field.RETENTION, None, "Both may hold.")
    assert after.of(Field.RETENTION) == before.of(Field.RETENTION)
    assert after.listed.version == 3
    with pytest.raises(Refused):
        records.decide(desk, "be-recovery", Field.RETENTION, None, "Again.")


def test_none_is_an_answer_and_not_stated_is_not(desk: Desk) -> None:
    assert "d" in records.shown(desk, "be-contacts").listed.lacks
    assert "d" not in records.decide(desk, "be-contacts", Field.RECIPIENT, [], "Nobody receives them.").listed.lacks
    assert "b" in records.decide(desk, "be-visitors", Field.PURPOSE, [], "For nothing.").listed.lacks     # "none" is no purpose
    new = NewActivity("Nothing", "BE", Role.CONTROLLER, (Category.DEBTOR,), decided=((Field.PURPOSE, []), (Field.RECIPIENT, [])))
    assert records.create(desk, new, "A test.").listed.lacks == "abcfg"


def test_deciding_role_and_people_moves_the_record(desk: Desk) -> None:
    page = records.decide(desk, "be-visitors", Field.CATEGORY, ["visitor", "event_participant"], "Guests of events sign in too.")
    assert page.listed.categories == (Category.VISITOR, Category.EVENT_PARTICIPANT)
    assert records.matrix(desk).cell(Category.EVENT_PARTICIPANT, "BE") is not None
    assert records.decide(desk, "be-visitors", Field.ROLE, "processor", "For the landlord.").listed.role is Role.PROCESSOR


@pytest.mark.parametrize(("activity", "value", "reason"), [("be-recovery", {"colour": 1}, "because"), ("be-recovery", "Name", "  "), ("no-such", "Name", "because")])
def test_a_refused_decision_leaves_nothing(desk: Desk, activity: str, value: object, reason: str) -> None:
    with pytest.raises(Refused):
        records.decide(desk, activity, Field.DATA, value, reason)
    assert records.shown(desk, "be-recovery").listed.version == 1
    assert [each.deed for each in versions.history(desk, "be-recovery")] == [VersionDeed.CAME]


def test_history_says_what_was_decided_newest_first(desk: Desk) -> None:
    records.decide(desk, "be-visitors", Field.DATA, "Name", "First.")
    records.decide(desk, "be-visitors", Field.DATA, "Name and plate", "Second.")
    records.decide(desk, "be-visitors", Field.DATA, None, "Third.")
    said = [(each.version, each.account, each.reason, [(change.old, change.new) for change in each.changes]) for each in versions.history(desk, "be-visitors")]
    assert said == [(4, "An Officer", "Third.", [("Name and plate", None)]), (3, "An Officer", "Second.", [("Name", "Name and plate")]),
                    (2, "An Officer", "First.", [(None, "Name")]), (1, None, None, [])]


def test_the_same_said_again_with_another_reason_decides_the_same(desk: Desk) -> None:
    """The entry of such an edit tells of no value, for none changed."""
    records.decide(desk, "be-visitors", Field.DATA, ["Name"], "First.")
    records.decide(desk, "be-visitors", Field.DATA, ["Name"], "And again.")
    assert [len(each.changes) for each in versions.history(desk, "be-visitors")] == [0, 1, 0]
    assert versions.diff(desk, "be-visitors", 2, 3) == ()
    assert [change.new for change in versions.diff(desk, "be-visitors", 1, 3)] == [["Name"]]
    records.decide(desk, "be-visitors", Field.DATA, None, "Taken back.")
    decision = versions.restore(desk, "be-visitors", 3, "It holds.").of(Field.DATA).decision
    assert decision is not None
    assert decision.value == ["Name"]


def test_approval_makes_a_record_complete_until_its_review_or_the_next_edit(desk: Desk, clock_of: Callable[[Desk], Clock]) -> None:
    assert records.shown(desk, "be-visitors").listed.state is State.REVIEW
    assert lives.approve(desk, "be-visitors").listed.state is State.COMPLETE
    assert [each.approved for each in versions.history(desk, "be-visitors")] == [True, False]
    clock_of(desk).move(timedelta(days=366))
    assert records.shown(desk, "be-visitors").listed.state is State.REVIEW
    lives.approve(desk, "be-visitors")
    assert records.decide(desk, "be-visitors", Field.DATA, "Name", "Only the name.").listed.state is State.REVIEW


@pytest.mark.parametrize("activity", ["be-contacts", "be-invoices"])
def test_a_record_that_lacks_a_letter_or_is_contradicted_is_not_approved(desk: Desk, activity: str) -> None:
    with pytest.raises(Refused):
        lives.approve(desk, activity)


def test_a_leap_day_is_reviewed_a_year_later(desk_on: DeskOn) -> None:
    assert str(lives.approve(desk_on("2028-02-29"), "be-visitors").listed.review_on) == "2029-02-28"


# -- export

def test_the_exported_json_holds_every_activity_and_belongs_to_its_owner(desk: Desk, tmp_path: Path) -> None:
    path, _number = register_export.export(desk, "json", tmp_path / "register.json")
    said = json.loads(path.read_text(encoding="utf-8"))
    assert [each["id"] for each in said["activities"]] == [each.id for each in records.listed(desk)]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again, _number = register_export.export(desk, "json", tmp_path / "again.json")
    assert again.read_bytes() == path.read_bytes()


def test_the_exported_pdf_is_a_pdf_and_the_same_register_gives_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    records.decide(desk, "be-visitors", Field.RECIPIENT, [], "Nobody.")
    paths = [register_export.export(desk, "pdf", tmp_path / name)[0] for name in ("a.pdf", "b.pdf")]
    assert paths[0].read_bytes().startswith(b"%PDF-")
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_an_export_that_cannot_be_written_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    for fmt, path, error in (("docx", tmp_path / "a", Refused), ("json", tmp_path, Refused), ("json", tmp_path / "no" / "a", DiskTrouble)):
        with pytest.raises(error):
            register_export.export(desk, fmt, path)
    assert not [each for each in tmp_path.iterdir() if each.is_file()]


# -- many

def test_a_matrix_over_5000_activities_filters_in_200_ms(desk: Desk) -> None:
    many, countries = list(Category), ("BE", "NL", "DK", "NO", "SE", "FI", "DE")
    with desk.store.act("register", "register.test", summary={"activities": 5000}) as session:
        session.add_all(store.Activity(ref=f"a-{n}", title=f"Activity {n}", country=countries[n % 7], role="controller", draft=False, from_notice=False,
                                       categories=[many[n % 19], many[(n + 3) % 19]], version=1, lacks="", contradictions=n % 3, questions=[])
                        for n in range(5000))
    spent = []
    for search in (None, "999", "activity belgium"):
        best = []
        for _ in range(3):
            start = process_time()
            found = records.matrix(desk, Role.CONTROLLER, search)
            best.append(process_time() - start)
            assert found.cells
        spent.append(min(best))
    assert max(spent) <= 0.2, spent


def test_values_are_told_in_the_language_at_hand_with_their_codes(desk: Desk) -> None:
    assert language.current() == "en"
    said, = (each for each in records.shown(desk, "be-visitors").of(Field.RETENTION).statements)
    assert records.value_json(said) == {
        "text": "Entries of the visitor register: deleted one month after the visit", "code": "visitors", "duration": 1, "unit": "month",
        "triggers": ["visit"], "action": "delete", "purposes": ["visitor_register"], "latest": False, "overrides": False}
