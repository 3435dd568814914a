"""What can go wrong in a way that a person can mend: one sentence saying what is so, one hint saying what to do."""
from __future__ import annotations


def _N(text: str) -> str:
    """Mark a text for the catalogue; it is translated when it is shown."""
    return text


class DeskError(Exception):
    """Something the officer can mend.

    `sentence` and `hint` are catalogue texts with named holes that `fields` fill. Fields never hold a person's data:
    they reach logs and standard error.
    """

    code = "refused"
    exit_code = 3

    def __init__(self, sentence: str, hint: str = "", **fields: object) -> None:
        super().__init__(sentence)
        self.sentence, self.hint, self.fields = sentence, hint, fields

    def __str__(self) -> str:
        """In English, for logs; `language.sentence` says it in the language at hand."""
        return self.sentence.format(**self.fields)


class Refused(DeskError):
    """Input that the law, the notice or a format does not allow."""


class Full(Refused):
    """No room for more people; somebody may answer for it."""


class Unusable(DeskError):
    """A command line that says nothing that can be done."""

    code, exit_code = "usage", 2


class NotAllowed(DeskError):
    """A wrong password, or a role without this right."""

    code, exit_code = "not_allowed", 4


class Damaged(DeskError):
    """A file that is not what it was, or was written by a newer program."""

    code, exit_code = "damaged", 5


class Busy(DeskError):
    """Somebody else holds what is needed."""

    code, exit_code = "busy", 6


class Problems(DeskError):
    """A check that found something."""

    code, exit_code = "problems", 7


class DiskTrouble(DeskError):
    """A full disk, a folder that may not be written."""

    code, exit_code = "disk", 8


class Bug(DeskError):
    """A fault of the program itself, said in one sentence where a command line ends."""

    code, exit_code = "bug", 1


class Cancelled(DeskError):
    """Stopped by the person who started it; nothing was changed."""

    code, exit_code = "cancelled", 9


class SystemLacks(DeskError):
    """A package of the system that the program cannot bring itself."""

    code, exit_code = "system", 10


class ClockUnsure(DeskError):
    """The clock went where no clock goes by itself; a person must say which time it is."""

    code, exit_code = "clock", 11
