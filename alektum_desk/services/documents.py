"""Looking at files that were made here: whether they are still what they were."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from alektum_desk.base.language import _
from alektum_desk.documents import verifying
from alektum_desk.documents.verifying import Problem
from alektum_desk.domain.errors import _N, DiskTrouble, Refused
from alektum_desk.reference.letter_formats import letter_format

LARGEST = 200_000_000


def verify(path: Path) -> tuple[Problem, ...]:
    """Nothing where the letter is, byte for byte, what the record inside it makes. `why` is in the language at hand."""
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(_N("This file is too big to be a letter of this program."), _N("Choose a letter that this program made."))
        data = path.read_bytes()
    except OSError as why:
        raise DiskTrouble(_N("{path} cannot be read."), _N("Check the path and the permissions."), path=path) from why
    return tuple(replace(each, why=_(each.why)) for each in verifying.problems(data, letter_format))
