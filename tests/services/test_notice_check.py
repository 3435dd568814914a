"""The notice check: quiet on good notices, finds what was planted, and reads the published ones like a careful reader."""
from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alektum_desk.base import paths
from alektum_desk.domain.errors import Refused, Unusable
from alektum_desk.domain.findings import Finding, Severity
from alektum_desk.domain.notice_check import READING
from alektum_desk.domain.notice_compare import COMPARING
from alektum_desk.domain.notice_rules import RULES
from alektum_desk.reference import notice_check as reference
from alektum_desk.services import notice_check, notices

NOTICES = Path(__file__).parents[1] / "data" / "notices"
SHARED = paths.PACKAGE.parent.parent / "shared"
TODAY = date(2026, 11, 24)
GOOD = sorted((NOTICES / "good").glob("*.txt"))
FAULTS: dict[str, list[dict[str, str]]] = json.loads((NOTICES / "faults.json").read_text(encoding="utf-8"))


def check(text: str, stem: str) -> tuple[Finding, ...]:
    language, country = stem.split("-")[:2]
    return notice_check.check_text(text.split("\n"), country, language, f"{stem}.txt", TODAY)


def faults() -> Iterator[tuple[str, dict[str, str]]]:
    return ((stem, fault) for stem, planted in FAULTS.items() for fault in planted)


@pytest.mark.parametrize("path", GOOD, ids=lambda path: str(path.stem))
def test_a_good_notice_has_no_high_finding_and_hardly_any_other(path: Path) -> None:
    found = check(path.read_text(encoding="utf-8"), path.stem)
    assert not [each for each in found if each.severity is Severity.HIGH]
    assert len(found) <= 1


def test_a_planted_fault_is_found() -> None:
    missed = []
    for stem, fault in faults():
        text = (NOTICES / "good" / f"{stem}.txt").read_text(encoding="utf-8")
        assert fault["find"] in text
        if fault["rule"] not in {each.rule for each in check(text.replace(fault["find"], fault["put"], 1), stem)}:
            missed.append((stem, fault["rule"]))
    planted = len(list(faults()))
    print(f"good notices {len(GOOD)}, planted faults found {planted - len(missed)} of {planted}")  # noqa: T201, the measured rate
    assert len(missed) <= planted * 0.05, missed


def test_evidence_stands_on_its_physical_line() -> None:
    for stem, fault in faults():
        text = (NOTICES / "good" / f"{stem}.txt").read_text(encoding="utf-8").replace(fault["find"], fault["put"], 1)
        lines = text.split("\n")
        assert all(one.quote in lines[one.line - 1] for each in check(text, stem) for one in each.evidence)


def test_lines_that_are_broken_at_a_width_are_read_as_one_paragraph() -> None:
    text = ("Wie zijn wij?\n\nDe gegevens worden bewaard, na afloop van de overeenkomst wordt alles wat wij van u weten\n"
            "verwijderd of versleuteld, zonder dat u daarom hoeft te vragen.\n")
    found = [each for each in check(text, "nl-nl") if each.rule == "retention.encryption_as_erasure"]
    assert [one.line for each in found for one in each.evidence] == [4]


def test_the_published_notices_show_what_a_careful_reader_finds(desk_on: Any) -> None:
    if not (SHARED / "seeds").is_dir():
        pytest.skip("the published notices are not beside this checkout")
    desk = desk_on("2026-11-24")
    notices.read(desk, sorted((SHARED / "seeds").glob("*.txt")))
    found: dict[str, set[tuple[str, int]]] = {}
    for each in notice_check.check(desk):
        found.setdefault(each.rule, set()).update((one.file, one.line) for one in each.evidence)
    sample = json.loads((SHARED / "data" / "notice_findings_sample.json").read_text(encoding="utf-8"))["findings"]
    missed = [each["id"] for each in sample
              if not found.get(each["rule"], set()) & {(one["seed_file"], one["line"]) for one in each["evidence"]}]
    assert missed == []
    assert set(found) == set(RULES)


def test_before_the_texts_are_read_in_the_facts_are_compared(desk_on: Any) -> None:
    rules = {each.rule for each in notice_check.check(desk_on("2026-11-24"))}
    assert {"retention.cross_country", "retention.aml_trigger", "notice.foreign_organisation"} <= rules


def test_every_rule_has_words_and_every_word_list_has_the_same_names() -> None:
    assert set(READING) | set(COMPARING) | {"notice.foreign_organisation"} == set(RULES)
    names = {language: set(reference.words(language).of) for language in reference.languages()}
    assert len(names) == 8
    assert all(each == names["en"] for each in names.values())


def test_every_word_list_is_asked_for() -> None:
    """By its name in the rules, or as a hole of a structure; those of topics in plain words by the topic."""
    written = [*(paths.PACKAGE / "domain").glob("notice*.py"), *(paths.resources() / "notice_check").glob("*.toml")]
    asked = {name for path in written for name in re.findall(r"""["'<]([a-z0-9_]+)["'>]""", path.read_text(encoding="utf-8"))}
    assert {name for name in reference.words("en").of if name.removesuffix("_plain") not in asked} == set()


@pytest.mark.parametrize(("country", "language", "error"), [
    (None, "fr", Unusable), ("BE", None, Unusable), ("XX", "fr", Refused), ("BE", "xx", Refused)])
def test_a_file_needs_its_country_and_language(tmp_path: Path, country: str | None, language: str | None, error: type[Exception]) -> None:
    (tmp_path / "a.txt").write_text("Bonjour.\n")
    with pytest.raises(error):
        notice_check.check_file(tmp_path / "a.txt", country, language)


@pytest.mark.parametrize("text", ["", "\n\n", "x", "•\n•\n", "article 6 article 9", "(" * 200, "art. " * 500])
def test_odd_texts_are_read_without_an_accident(text: str) -> None:
    for language in reference.languages():
        check(text, f"{language}-be")
