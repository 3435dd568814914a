"""Text files of notices: read whole or refused with a sentence."""
from __future__ import annotations

import stat
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from alektum_desk.domain.errors import _N, DiskTrouble, Refused

LARGEST = 5_000_000
_WIDE = frozenset({BOM_UTF16_LE, BOM_UTF16_BE})


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """A file as it was found."""

    file: str
    digest: str
    text: str
    lines: int


def read_file(path: Path) -> NoticeFile:
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise Refused(_N("{file} is a folder."), _N("Name the text files in it one by one."), file=path.name or str(path))
        if not stat.S_ISREG(about.st_mode):
            raise Refused(_N("{file} is no file."), _N("Name a text file."), file=path.name)
        if about.st_size > LARGEST:
            raise Refused(_N("{file} is larger than any notice: over 5 MB."), _N("Name the text of the notice alone."), file=path.name)
        data = path.read_bytes()
    except OSError as why:
        raise DiskTrouble(_N("{file} cannot be read."), _N("Check the path and the permissions."), file=path.name or str(path)) from why
    try:
        text = data.decode("utf-16" if data[:2] in _WIDE else "utf-8-sig")
    except UnicodeDecodeError as why:
        raise Refused(_N("{file} is not a text in UTF-8."), _N("Save it as a plain text in UTF-8 and try again."), file=path.name) from why
    if not text.strip():
        raise Refused(_N("{file} is empty."), _N("Save the text of the notice in it and try again."), file=path.name)
    if any(letter < " " and letter not in "\t\n\r\f" for letter in text):
        raise Refused(_N("{file} is not a text: it holds signs that no text has."),
                      _N("Save it as a plain text in UTF-8 and try again."), file=path.name)
    return NoticeFile(path.name, sha256(data).hexdigest(), text, len(lines_of(text)))


def lines_of(text: str) -> list[str]:
    """Physical lines; a last line end begins no further line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines
