"""The texts of letters in one language, and how the facts of a case fill their holes."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

_HOLE = re.compile(r"\{([a-z_]+)\}")
_PROVISION = re.compile(r"(\d+)(?:\((\d+)\))?(?:\(([a-z])\))?")


class Form(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"               # stands once in the text and is repeated for each value of its hole


@dataclass(frozen=True, slots=True)
class Piece:
    """`when` names what must be so for the piece to be said."""

    form: Form
    text: str
    when: str | None = None

    @property
    def holes(self) -> frozenset[str]:
        return frozenset(_HOLE.findall(self.text))


@dataclass(frozen=True, slots=True)
class LetterText:
    """One kind of letter. Without a subject of its own the law that applies gives it."""

    subject: str | None
    pieces: tuple[Piece, ...]

    @property
    def holes(self) -> frozenset[str]:
        return frozenset().union(*(each.holes for each in self.pieces))

    @property
    def conditions(self) -> frozenset[str]:
        return frozenset(each.when for each in self.pieces if each.when)


@dataclass(frozen=True, slots=True)
class Cite:
    """How a country cites an article in this language: `{n}`, `{p}` or `{ordinal}`, `{l}`, and `{law}` where it is short.

    `letters` are the alphabet's own for points a, b, c... where it is not the Latin one.
    """

    article: str
    paragraph: str
    point: str
    named: str = "{cited}"              # with the law, where the patterns are without it
    ordinals: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """What the letter says of the law it is written under; `law` None: its articles are not those of the GDPR."""

    subject: str
    opening: str
    informed: str
    law: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    language: str
    page: str
    our_reference: str
    your_reference: str
    enclosures: str
    salutation: str
    closing: str
    date_line: str
    date_alone: str
    email: str
    phone: str
    case_number: str
    dpo: str
    officer: str
    fact: str
    contact_answered: str
    contact_unanswered: str
    channel: Mapping[str, str]
    cite: Mapping[str, Cite]            # "" is the language's own, others per country
    regime: Mapping[str, Law]           # "other" for a law that has no words of its own
    provision: Mapping[str, str]
    remedy: Mapping[str, str]
    texts: Mapping[str, LetterText]     # per kind of letter
    closing_ours: str | None = None     # where the plural is another one
    salutations: Mapping[str, str] = field(default_factory=dict)        # per authority
    closings: Mapping[str, str] = field(default_factory=dict)           # per country

    def law(self, regime: str) -> Law:
        return self.regime.get(regime) or self.regime["other"]

    def greeting(self, authority: str, name: str) -> str:
        return self.salutations.get(authority, self.salutation).format(authority=name)

    def farewell(self, country: str, *, ours: bool) -> str:
        return self.closings.get(country) or (ours and self.closing_ours) or self.closing

    def cited(self, provision: str, law: str, country: str, *, named: bool = False) -> str:
        """An article such as 12(3) as this country writes it; `named` where nothing before it has named the law."""
        cited, cite = self._cited(provision, law, country), self.cite.get(country) or self.cite[""]
        return cite.named.format(cited=cited, law=law) if named else cited

    def text(self, kind: str, regime: str) -> LetterText:
        """Where a law gives a report instead of a complaint, the letter has a text of its own."""
        return self.texts.get(f"{kind}-{regime}") or self.texts[kind]

    def _cited(self, provision: str, law: str, country: str) -> str:
        found = _PROVISION.fullmatch(provision)
        assert found is not None
        number, paragraph, letter = found.groups()
        cite = self.cite.get(country) or self.cite[""]
        if paragraph is None:
            return cite.article.format(n=number, law=law)
        ordinal = cite.ordinals[int(paragraph) - 1] if int(paragraph) <= len(cite.ordinals) else f"{paragraph}."
        if letter is None:
            return cite.paragraph.format(n=number, p=paragraph, ordinal=ordinal, law=law)
        point = cite.letters[ord(letter) - ord("a")] if cite.letters else letter
        return cite.point.format(n=number, p=paragraph, ordinal=ordinal, l=point, law=law)

    def right(self, provision: str) -> str:
        """What the provision is about: its own words, else those of its article."""
        return self.provision.get(provision) or self.provision[provision.partition("(")[0]]


@dataclass(frozen=True, slots=True)
class Filled:
    """A piece with its holes filled; items of one list stand together."""

    form: Form
    texts: tuple[str, ...]


def fill(text: LetterText, holes: Mapping[str, str | tuple[str, ...] | None], so: frozenset[str]) -> tuple[Filled, ...]:
    """A piece whose hole is empty is left out; so is a heading under which nothing is left."""
    found: list[Filled] = []
    for piece in text.pieces:
        if piece.when and piece.when not in so:
            continue
        if piece.form is Form.HEADING:
            _drop_bare_heading(found)
            found.append(Filled(Form.HEADING, (piece.text,)))
        elif all(holes.get(hole) for hole in piece.holes):
            found.append(Filled(piece.form, _said(piece, holes)))
    _drop_bare_heading(found)
    return tuple(found)


def _said(piece: Piece, holes: Mapping[str, str | tuple[str, ...] | None]) -> tuple[str, ...]:
    if piece.form is Form.ITEM:
        (hole,) = piece.holes
        values = holes[hole]
        assert isinstance(values, tuple)
        return tuple(piece.text.replace(f"{{{hole}}}", value) for value in values)
    # In one pass: what a person wrote may itself look like a hole.
    return (_HOLE.sub(lambda hole: _lines(holes[hole[1]]), piece.text),)


def _lines(value: str | tuple[str, ...] | None) -> str:
    return value if isinstance(value, str) else "\n".join(value or ())


def _drop_bare_heading(found: list[Filled]) -> None:
    if found and found[-1].form is Form.HEADING:
        found.pop()
