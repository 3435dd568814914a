"""The bundled register: facts read in the published notices, the activities made from them, and our words for both."""
from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from alektum_desk.base import paths
from alektum_desk.domain.details import BASES, CONDITIONS
from alektum_desk.domain.notices import ACTIVITY_FIELDS, Field, Place, Statement
from alektum_desk.domain.records import Role
from alektum_desk.domain.retention import rule_of
from alektum_desk.domain.subjects import Category

Words = Mapping[str, Mapping[str, Mapping[str, str]]]
_FACT_KEYS = {"line", "anchor", "code", "codes", "text", "value", "kinds", "purpose", "purposes", "as_written", "cited", "parts",
              "duration", "unit", "triggers", "action", "overrides", "latest", "at_once_on"}
_CITING = (Field.LEGAL_BASIS, Field.SPECIAL_BASIS)


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement and the parts of the notice that it speaks for; None: the whole notice."""

    statement: Statement
    parts: tuple[str, ...] | None

    def speaks_for(self, part: str) -> bool:
        return self.parts is None or part in self.parts


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What is known of one published notice before its text was read in. `title` and a foreign `organisation` are catalogue texts."""

    id: str
    country: str | None
    language: str
    organisation: str
    ours: bool
    title: str
    file: str
    sha256: str
    facts: tuple[Fact, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seed:
    """An activity of the bundled register. `country` is None for the program's own: it is the office's."""

    id: str
    country: str | None
    role: Role
    title: str
    categories: tuple[Category, ...]
    reads: tuple[tuple[str, str], ...]             # notice, part
    questions: tuple[tuple[Field | None, str], ...]
    statements: tuple[Statement, ...]              # of its own, not from a notice


@dataclass(frozen=True, slots=True)
class Bundle:
    countries: tuple[str, ...]
    notices: tuple[NoticeFacts, ...]
    activities: tuple[Seed, ...]

    def holding(self, digest: str) -> tuple[NoticeFacts, ...]:
        """The notices whose text has this SHA-256; one file may hold two."""
        return tuple(each for each in self.notices if each.sha256 == digest)


@lru_cache
def bundle(folder: Path | None = None) -> Bundle:
    """Read `resources/register`, or a folder of its layout that takes the words and the program's own activities from there.

    ValueError names what is wrong in it.
    """
    ours = paths.resources() / "register"
    root = folder or ours
    words: Words = _toml(ours / "words.toml")
    listed = _toml(root / "activities.toml") | {"own": _toml(ours / "activities.toml")["own"]}
    notices = tuple(_notice(path, words) for path in sorted((root / "notices").glob("*.toml")))
    seeds = tuple(_seed(each, words, own=own) for kind, own in (("activity", False), ("own", True))
                  for each in listed.get(kind, ()))
    known = {(notice.id, part) for notice in notices if notice.ours for part in notice.parts}
    for seed in seeds:
        if missing := set(seed.reads) - known:
            raise ValueError(f"{seed.id} reads {missing}, which no notice of ours has")
    return Bundle(tuple(listed["countries"]), notices, seeds)


@lru_cache
def renamed() -> Mapping[str, tuple[str, str]]:
    """Companies that a notice names as they are called no more: the old name and the present one, by the code of the word."""
    said = _toml(paths.resources() / "register" / "words.toml")
    return {code: (each["renamed"]["from"], each["renamed"]["to"]) for words in said.values() for code, each in words.items() if "renamed" in each}


@lru_cache
def catalogue(field: Field) -> tuple[tuple[str, str], ...]:
    """The words there are for a field: code and label, a catalogue text."""
    said = _toml(paths.resources() / "register" / "words.toml").get(field, {})
    return tuple((code, each["label"]) for code, each in said.items())


@lru_cache
def texts(field: Field | None = None) -> frozenset[str]:
    """Every text that came with the program about a field, also in the sample: all of them are catalogue texts. None: about any field."""
    if field is None:
        return frozenset[str]().union(*map(texts, Field))
    said = (each for brought in _brought() for each in (*(fact.statement for notice in brought.notices for fact in notice.facts),
                                                        *(own for seed in brought.activities for own in seed.statements)) if each.field is field)
    codes = {Field.LEGAL_BASIS: BASES, Field.SPECIAL_BASIS: CONDITIONS}.get(field, {})
    return frozenset((*(label for _code, label in catalogue(field)), *(each.text for each in said), *codes.values()))


@lru_cache
def titles() -> frozenset[str]:
    """What activities that came with the program are called."""
    return frozenset(seed.title for brought in _brought() for seed in brought.activities)


def _brought() -> tuple[Bundle, Bundle]:
    return bundle(), bundle(paths.resources() / "sample" / "register")


def _toml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _notice(path: Path, words: Words) -> NoticeFacts:
    said = _toml(path)
    organisation = said["organisation"]
    facts = list(_facts(said["facts"], words, (said["id"], said["file"]), None))
    for part, fields in said.get("parts", {}).items():
        facts += _facts(fields, words, (said["id"], said["file"]), part)
    parts = tuple(said.get("parts", {}))
    for fact in facts:
        if unknown := set(fact.parts or ()) - set(parts):
            raise ValueError(f"{path.name}: {fact.statement.text} speaks for {unknown}")
    if len({fact.statement.id for fact in facts}) != len(facts):
        raise ValueError(f"{path.name}: one fact stands there twice")
    return NoticeFacts(said["id"], said.get("country"), said["language"],
                       organisation["label"] if isinstance(organisation, dict) else organisation,
                       said["ours"], said["title"], said["file"], said["sha256"], tuple(facts), parts)


def _seed(said: Mapping[str, Any], words: Words, own: bool) -> Seed:
    if own == ("country" in said):
        raise ValueError(f"{said['id']}: the program's own activities, and only they, are of the office's country")
    reads = tuple((notice, part) for notice, _, part in (each.partition(".") for each in said.get("reads", ())))
    questions = tuple((Field(each["field"]) if "field" in each else None, each["question"]) for each in said.get("questions", ()))
    statements = tuple(fact.statement for fact in _facts(said.get("facts", {}), words, (said["id"], None), None))
    if any(each.field not in ACTIVITY_FIELDS for each in statements):
        raise ValueError(f"{said['id']}: a field that no activity has")
    return Seed(said["id"], said.get("country"), Role(said["role"]), said["title"],
                tuple(Category(each) for each in said["categories"]), reads, questions, statements)


def _facts(fields: Mapping[str, list[dict[str, Any]]], words: Words, source: tuple[str, str | None], part: str | None) -> Iterator[Fact]:
    for name, rows in fields.items():
        field = Field(name)
        for row in rows:
            if unknown := set(row) - _FACT_KEYS:
                raise ValueError(f"{source[0]}: unknown keys {unknown}")
            parts = (part,) if part else tuple(row["parts"]) if "parts" in row else None
            for statement in _statements(field, row, words, source, part):
                yield Fact(statement, parts)


def _statements(field: Field, row: Mapping[str, Any], words: Words, source: tuple[str, str | None], part: str | None) -> Iterator[Statement]:
    """One row, or one for each purpose and basis where a notice names several in one breath."""
    owner, file = source
    place = Place(owner, file, row["line"], row["anchor"]) if file else None
    rule = rule_of(row) if field is Field.RETENTION else None
    purposes = (None,) if rule else row.get("purposes", (row.get("purpose"),))
    for purpose in purposes:
        for code in row.get("codes", (row.get("code"),)):
            text = row.get("value") or row.get("text") or words[field][code]["label"]
            about = purpose or (code if field is Field.PURPOSE else None)
            key = "|".join(str(each) for each in (owner, part, field, about, code, text, row.get("line"), row.get("anchor")))
            yield Statement(sha256(key.encode()).hexdigest()[:32], field, text, place, about, code, tuple(row.get("kinds", ())),
                            row.get("as_written") or (row["anchor"] if field in _CITING and place else None), row.get("cited"), rule)
