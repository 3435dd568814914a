"""What a command is: a noun, a verb, its options, the schema of its answer and the function that does it."""
from __future__ import annotations

import getpass
import json
import os
import stat
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.base import paths
from alektum_desk.base.language import _
from alektum_desk.domain.errors import _N, DiskTrouble, Refused, Unusable

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

Schema = Mapping[str, Any]
Run = Callable[["Context", Namespace], Any]


class Needs(Enum):
    """What must be there before a command can run."""

    NOTHING = "nothing"       # no data home, no password: starts within 0.6 s
    HOME = "home"             # a data home, no password
    DESK = "desk"             # an opened desk


@dataclass(frozen=True)
class Option:
    """One argument, as argparse takes it: `Option("--to", required=True, help=...)`; a name without dashes is positional."""

    name: str
    help: str = ""
    rest: Mapping[str, Any] = field(default_factory=dict)


def option(name: str, help: str = "", **rest: Any) -> Option:  # noqa: A002, argparse's word
    return Option(name, help, rest)


OWN_LANGUAGE = "text_language"


def own_language(help: str) -> Option:  # noqa: A002, argparse's word
    """`--language` of a command that has a text in a language of its own: a letter's, a notice's.

    It is read as `arguments.text_language`; what the program says stays in the language of the machine.
    """
    return option("--language", help, metavar="LL", dest=OWN_LANGUAGE)


@dataclass(frozen=True)
class Command:
    noun: str
    verb: str | None
    help: str
    run: Run | None                       # None: a window does it, see `__main__`
    options: tuple[Option, ...] = ()
    answer: Schema = field(default_factory=dict)      # JSON schema of the --json answer
    needs: Needs = Needs.DESK
    text: Callable[[Any], str] | None = None          # the answer for people; JSON when None
    exit_code: Callable[[Any], int] = lambda _answer: 0   # 7 where a check answers with problems

    @property
    def name(self) -> str:
        return f"{self.noun} {self.verb}" if self.verb else self.noun


class Context:
    """What a command reaches for: the data home, the opened desk, standard input."""

    def __init__(self, arguments: Namespace) -> None:
        self.arguments = arguments
        self._warnings: list[str] = []
        self._stood = _standing(arguments)

    @property
    def home(self) -> Path:
        return paths.data_home(self.arguments.home)

    def password(self, prompt: str = "Password: ") -> str:
        """From `--password-file` (`-` is standard input), else asked for at the terminal."""
        source = self.arguments.password_file
        if source == "-":
            return sys.stdin.readline().rstrip("\n")
        if source:
            return self._read_password(Path(source))
        if not sys.stdin.isatty():
            raise Unusable(_N("This command needs a password and there is no terminal to ask at."),
                           _N("Name a file with --password-file, or give - and write the password to standard input."))
        return getpass.getpass(prompt)

    def second_password(self, name: str) -> str:
        """Of who confirms: from `--confirm-password-file`, else the second line of standard input, else asked for."""
        if self.arguments.confirm_password_file:
            return self._read_password(Path(self.arguments.confirm_password_file))
        if self.arguments.password_file == "-":  # noqa: S105, standard input, whose second line it is
            return self.password()
        if not sys.stdin.isatty():
            raise Unusable(_N("This command needs a password and there is no terminal to ask at."), _N("Name a file with --confirm-password-file."))
        return getpass.getpass(f"{name}: ")

    def _read_password(self, path: Path) -> str:
        """Root is told what anybody else is refused for."""
        password = read_password(path)
        if _others(path):
            self._warnings.append(f"{_(OPEN_FILE)} {_(CLOSE_IT).format(path=path)}")
        return password

    @cached_property
    def desk(self) -> Desk:
        from alektum_desk.services import clock, desk
        opened = desk.open_desk(self.home, self.arguments.account, self.password())
        self._warnings += [clock.absence(opened.last_ran)] if opened.last_ran else []
        if not self.arguments.json:
            self.warn()
        return opened

    def see_replaced(self) -> None:
        """A file that stood where the command wrote is gone, and somebody may have meant another name. The same bytes again replace nothing."""
        after = _standing(self.arguments)
        self._warnings += [_("{file} was there before and was replaced.").format(file=path) for path, mark in self._stood.items() if after.get(path) != mark]

    def warn(self) -> None:
        """A line each on standard error. With `--json` only beside an answer: an error is the one document there."""
        for each in self._warnings:
            print(each, file=sys.stderr)
        self._warnings.clear()

    def close(self) -> None:
        if "desk" in self.__dict__:
            self.desk.close()


_WRITTEN = ("to", "ics")                # options that name a file to be written


def _standing(arguments: Namespace) -> dict[str, str]:
    """The files that a command is told to write and that are there, each with a mark of its bytes."""
    found: dict[str, str] = {}
    for path in (each for name in _WRITTEN if isinstance(each := getattr(arguments, name, None), str) and Path(each).is_file()):
        with suppress(OSError), Path(path).open("rb") as opened:
            found[path] = file_digest(opened, "sha256").hexdigest()
    return found


OPEN_FILE, CLOSE_IT = _N("Others on this machine can read the password file."), _N("Run: chmod 600 {path}")
_WRITING, _READING = stat.S_IWGRP | stat.S_IWOTH, stat.S_IRGRP | stat.S_IROTH


def read_password(path: Path) -> str:
    """Refused when others can read the file. Root, whose containers have open umasks, is refused only where others can write it."""
    try:
        theirs = _others(path)
        if theirs and (theirs & _WRITING or os.geteuid() != 0):
            raise Refused(OPEN_FILE, CLOSE_IT, path=path)
        return path.read_text(encoding="utf-8").rstrip("\n")
    except UnicodeDecodeError as why:
        raise Refused(_N("The password file {path} is not a text in UTF-8."), _N("Write the password as plain text."), path=path) from why
    except OSError as why:
        raise DiskTrouble(_N("The password file {path} cannot be read."), _N("Check the path."), path=path) from why


def _others(path: Path) -> int:
    """What others may do with the file, as bits of its mode; in a folder that only we enter nobody else reads. Windows has no such bits."""
    mode = path.stat().st_mode
    if os.name != "posix" or not stat.S_ISREG(mode):
        return 0
    return mode & (_WRITING if _ours_alone(path) else _WRITING | _READING)


def _ours_alone(path: Path) -> bool:
    """A file open to others inside a folder that only we enter is read by nobody else."""
    return any(not parent.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH) and parent.stat().st_uid == os.getuid()
               for parent in path.absolute().parents)


def read_json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as why:
        raise Refused(_N("{where} is not JSON."), _N('Write it as JSON, for example [{{"id": "a"}}].'), where=where) from why


def stdin_json() -> Any:
    return read_json(sys.stdin.read(), "standard input")


def read_text(path: Path) -> str:
    """A text file that somebody named; Refused when it is no UTF-8 text, DiskTrouble when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as why:
        raise Refused(_N("{path} is not a text in UTF-8."), _N("Save it as UTF-8 and try again."), path=path) from why
    except OSError as why:
        raise DiskTrouble(_N("{path} cannot be read."), _N("Check the path and the permissions."), path=path) from why


def read_day(given: str | None) -> date | None:
    """An option that is a day in ISO 8601; Refused when it is none."""
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise Refused(_N("{given} is no day."), _N("Write it as in 2026-11-24."), given=given[:40] if given else "") from None


def grouped(code: str) -> str:
    """A recovery code as people copy it."""
    return "-".join(code[at:at + 4] for at in range(0, len(code), 4))


# -- the words in which answers are described

TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
ANYTHING: Schema = {}


def record(**fields: Schema) -> Schema:
    """An object with exactly these keys."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def some(required: tuple[str, ...], **fields: Schema) -> Schema:
    """An object with these keys, of which only `required` are always there."""
    return {**record(**fields), "required": list(required)}


def rows(of: Schema) -> Schema:
    return {"type": "array", "items": of}
