"""The bundled register: every file reads, every word is used, and every fact stands where it says."""
from __future__ import annotations

import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from alektum_desk.base import paths
from alektum_desk.domain.notices import ACTIVITY_FIELDS, Field
from alektum_desk.domain.records import Role
from alektum_desk.domain.subjects import Category
from alektum_desk.reference.register import NoticeFacts, bundle

FOLDER = paths.resources() / "register"
SEEDS = paths.PACKAGE.parent.parent / "shared" / "seeds"
OURS = {"be-fr", "be-nl", "dk", "no-web", "no-debt"}
NOTICES = bundle().notices


def text_of(notice: NoticeFacts) -> bytes:
    if not (SEEDS / notice.file).exists():
        pytest.skip("the published notices are not beside this checkout")
    return (SEEDS / notice.file).read_bytes()


def texts(said: Any) -> Iterator[str]:
    """Every text of a resource file that people see."""
    if isinstance(said, dict):
        yield from (value for key, value in said.items() if key in {"label", "text", "title", "question"} and isinstance(value, str))
        said = list(said.values())
    if isinstance(said, list):
        for each in said:
            yield from texts(each)


def test_the_five_notices_of_the_group_and_one_of_another_organisation() -> None:
    assert {each.id for each in NOTICES if each.ours} == OURS
    assert [each.id for each in NOTICES if not each.ours] == ["office-fr"]
    assert bundle().countries == ("BE", "NL", "DK", "NO", "SE", "FI", "DE")


@pytest.mark.parametrize("notice", NOTICES, ids=lambda each: each.id)
def test_every_fact_stands_on_its_line_of_its_file(notice: NoticeFacts) -> None:
    text = text_of(notice)
    assert sha256(text).hexdigest() == notice.sha256
    lines = text.decode().splitlines()
    for fact in notice.facts:
        place = fact.statement.place
        assert place is not None
        assert place.anchor in lines[place.line - 1], fact.statement


@pytest.mark.parametrize("notice", NOTICES, ids=lambda each: each.id)
def test_an_anchor_is_a_few_words_and_no_sentence(notice: NoticeFacts) -> None:
    assert max(len(fact.statement.place.anchor) for fact in notice.facts if fact.statement.place) <= 60


@pytest.mark.parametrize("notice", NOTICES, ids=lambda each: each.id)
def test_no_two_facts_share_an_id_and_every_part_says_its_purpose(notice: NoticeFacts) -> None:
    assert len({fact.statement.id for fact in notice.facts}) == len(notice.facts)
    for part in notice.parts:
        here = [fact.statement for fact in notice.facts if fact.speaks_for(part)]
        purposes = {each.purpose for each in here if each.field is Field.PURPOSE}
        assert purposes
        assert {each.purpose for each in here if each.field in {Field.LEGAL_BASIS, Field.LEGITIMATE_INTEREST}} <= purposes


@pytest.mark.parametrize("notice", [each for each in NOTICES if each.ours], ids=lambda each: each.id)
def test_every_fact_of_an_activity_field_is_reached_by_an_activity(notice: NoticeFacts) -> None:
    read = {part for seed in bundle().activities for owner, part in seed.reads if owner == notice.id}
    assert read == set(notice.parts)
    lost = [fact.statement for fact in notice.facts if fact.statement.field in ACTIVITY_FIELDS and fact.parts is not None
            and not read.intersection(fact.parts)]
    assert lost == []


def test_the_other_organisation_is_in_no_activity() -> None:
    assert {notice for seed in bundle().activities for notice, _ in seed.reads} == OURS


def test_a_lumped_group_is_split_into_categories() -> None:
    recovery = next(each for each in bundle().activities if each.id == "be-recovery")
    assert recovery.categories == (Category.DEBTOR, Category.DEBTOR_REPRESENTATIVE, Category.OBLIGOR, Category.CO_DEBTOR_GUARANTOR)
    for seed in bundle().activities:
        named = {kind for notice in NOTICES for fact in notice.facts if fact.statement.field is Field.CATEGORY
                 for kind in fact.statement.kinds if any(owner == notice.id and fact.speaks_for(part) for owner, part in seed.reads)}
        assert named <= set(seed.categories), seed.id


def test_the_programs_own_activities_are_drafts_with_questions_and_periods() -> None:
    own = {each.id: each for each in bundle().activities if each.country is None}
    assert set(own) == {"own-visitors", "own-hosts", "own-complaints", "own-requests", "own-incidents", "own-accounts"}
    periods = {code: (rule.duration, rule.unit) for seed in own.values() for said in seed.statements
               if (rule := said.rule) and (code := said.code)}
    assert periods == {"visitors": (1, "month"), "hosts": (1, "month"), "complaints": (3, "year"), "drafts": (30, "day"),
                       "requests": (3, "year"), "incidents": (5, "year")}
    for seed in own.values():
        assert Field.RETENTION in {field for field, _ in seed.questions}
        assert seed.role is Role.CONTROLLER
        assert all(said.place is None for said in seed.statements)


def test_invoices_are_the_processors_work() -> None:
    assert {each.id for each in bundle().activities if each.role is Role.PROCESSOR} == {"be-invoices", "dk-invoices", "no-invoices"}


def test_every_word_is_used() -> None:
    words = tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))
    said = [fact.statement for notice in NOTICES for fact in notice.facts] + [each for seed in bundle().activities for each in seed.statements]
    used = {(each.field.value, each.code) for each in said}
    unused = [(field, code) for field, codes in words.items() for code in codes if (field, code) not in used and field != "legal_basis"]
    assert unused == []


def test_one_thing_is_said_in_one_way() -> None:
    """Texts that differ only in capitals or a full stop would be translated twice."""
    said = {text for path in FOLDER.rglob("*.toml") for text in texts(tomllib.loads(path.read_text(encoding="utf-8")))}
    assert [text for text, number in Counter(each.rstrip(".").casefold() for each in said).items() if number > 1] == []
    assert all(each == each.strip() and "  " not in each for each in said)


# -- what a mistake in a file leads to

@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "register")
    return tmp_path / "register"


def spoil(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(("name", "old", "new"), [
    ("notices/dk.toml", "line = 1", "lime = 1"),
    ("notices/dk.toml", 'parts = ["invoice"]', 'parts = ["invoices"]'),
    ("notices/dk.toml", 'unit = "month"', 'unit = "moon"'),
    ("activities.toml", '"dk.survey"', '"dk.surveys"'),
    ("activities.toml", '"dk.survey"', '"office-fr.client"'),
    ("activities.toml", '["caller_survey"]', '["caller"]'),
    ("activities.toml", 'country = "BE"\n', ""),
    ("activities.toml", 'field = "role"', 'field = "rule"'),
])
def test_a_mistake_is_named(copied: Path, name: str, old: str, new: str) -> None:
    spoil(copied, name, old, new)
    with pytest.raises(ValueError, match=r"\w"):
        bundle(copied)


def test_a_fact_that_stands_twice_is_named(copied: Path) -> None:
    row = '  {line = 3, anchor = "Alektum A/S", value = "Alektum A/S"},\n'
    spoil(copied, "notices/dk.toml", row, row * 2)
    with pytest.raises(ValueError, match="twice"):
        bundle(copied)
