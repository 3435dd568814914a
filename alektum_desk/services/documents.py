"""Looking at files that were made here: whether they are still what they were, and who signed them."""
from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from alektum_desk.base.language import _
from alektum_desk.documents import signing, verifying
from alektum_desk.documents.signing import Signed
from alektum_desk.documents.verifying import Problem
from alektum_desk.domain.errors import _N, DiskTrouble, Refused
from alektum_desk.reference.letter_formats import letter_format

LARGEST = 200_000_000


@dataclass(frozen=True, slots=True)
class Seen:
    """No problems: the letter is, byte for byte, what the record inside it makes, and its signature fits."""

    problems: tuple[Problem, ...]           # `why` is in the language at hand
    signatures: tuple[Signed, ...]


def look(path: Path) -> Seen:
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(_N("This file is too big to be a letter of this program."), _N("Choose a letter that this program made."))
        data = path.read_bytes()
    except OSError as why:
        raise DiskTrouble(_N("{path} cannot be read."), _N("Check the path and the permissions."), path=path) from why
    problems = tuple(replace(each, why=_(each.why)) for each in verifying.problems(data, letter_format))
    return Seen(problems, signing.signatures(data) if b"/ByteRange" in data and signing.is_there() else ())


def verify(path: Path) -> tuple[Problem, ...]:
    return look(path).problems
