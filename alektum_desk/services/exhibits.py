"""The papers that go with a letter: read once, looked at, numbered, and measured against what the authority takes."""
from __future__ import annotations

import hashlib
import os
import stat
import warnings
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from alektum_desk.domain import exhibits
from alektum_desk.domain.authorities import Attached
from alektum_desk.domain.complaints import Exhibit
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.exhibits import LARGEST, LARGEST_TOGETHER, MEGABYTE, Paper


def read(named: Sequence[Exhibit], folder: Path | None = None) -> tuple[Paper, ...]:
    """In the order of the complaint file, numbered E1, E2. A path without a folder is looked for in `folder`.

    Refused where a file is not there, is no file, is too big, encrypted, damaged or not what it says it is.
    """
    found: list[Paper] = []
    for at, each in enumerate(named, 1):
        found.append(_paper(each, f"E{at}", folder or Path()))
        if sum(paper.size for paper in found) > LARGEST_TOGETHER:
            raise Refused(_N("The enclosures have more than {megabytes} MB together."), _N("Enclose the pages that matter."),
                          megabytes=LARGEST_TOGETHER // MEGABYTE)
    return tuple(found)


def on_paper(named: Sequence[Exhibit], folder: Path | None = None) -> tuple[Paper, ...]:
    """As `read`, without what is in them: for a page that is shown. What has not changed is not read again."""
    def stamp(path: Path) -> tuple[int, int] | None:
        try:
            about = path.stat()
        except (OSError, ValueError):
            return None
        return about.st_size, about.st_mtime_ns
    return tuple(_on_paper(each, f"E{at}", folder or Path(), stamp((folder or Path()) / each.path)) for at, each in enumerate(named, 1))


@lru_cache(maxsize=100)
def _on_paper(exhibit: Exhibit, number: str, folder: Path, _stamp: tuple[int, int] | None) -> Paper:
    return replace(_paper(exhibit, number, folder), content=b"")


def look(path: Path, number: str) -> Paper:
    """One file before it is enclosed; its title is its name so far. Refused as `read` does."""
    return _paper(Exhibit(str(path), path.stem), number, Path())


def sized(papers: Sequence[Paper], named: Sequence[Exhibit]) -> tuple[Attached, ...]:
    """As the rules of an authority measure them."""
    return tuple(Attached(Path(each.path).name, paper.size) for each, paper in zip(named, papers, strict=True))


def _paper(exhibit: Exhibit, number: str, folder: Path) -> Paper:
    content = _content(folder / exhibit.path, number)
    kind = exhibits.kind(exhibit.path, content, number)
    _look(kind, content, number)
    return Paper(number, exhibit.title, f"{number}.{kind}", exhibits.TYPES[kind], hashlib.sha256(content).hexdigest(), content)


def _content(path: Path, number: str) -> bytes:
    """Measured before it is read; a pipe or a device is never waited for."""
    missing = Refused(_N("Enclosure {number} is not there, or cannot be read."), _N("Check its path in the complaint file."), number=number)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as why:
        raise missing from why
    about = os.fstat(handle)
    if not stat.S_ISREG(about.st_mode):
        os.close(handle)
        raise missing
    with os.fdopen(handle, "rb") as file:
        if about.st_size > LARGEST:
            raise exhibits.too_big(number, LARGEST // MEGABYTE)
        content = file.read(LARGEST + 1)
    if not content:
        raise exhibits.damaged(number)
    return content


def _look(kind: str, content: bytes, number: str) -> None:
    """Opened as its reader would open it."""
    if kind == "pdf":
        _look_at_pdf(content, number)
    elif kind in {"png", "jpg", "gif", "tif"}:
        from PIL import Image
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")      # an image of ten thousand million points is one, too
                with Image.open(BytesIO(content)) as image:
                    image.load()
        except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError, EOFError) as why:
            raise exhibits.damaged(number) from why


def _look_at_pdf(content: bytes, number: str) -> None:
    import pikepdf
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise exhibits.encrypted(number)
            if not len(pdf.pages):
                raise exhibits.damaged(number)
    except pikepdf.PasswordError as why:
        raise exhibits.encrypted(number) from why
    except pikepdf.PdfError as why:
        raise exhibits.damaged(number) from why
