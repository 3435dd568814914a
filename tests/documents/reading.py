"""What other programs see in a PDF: poppler's words and its structure."""
from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from alektum_desk.domain.letters import Zone

MM = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Zone


def _poppler(program: str, *options: str) -> str:
    found = shutil.which(program)
    assert found, f"{program} is missing: apt-get install poppler-utils"
    return subprocess.run([found, *options], capture_output=True, text=True, check=True, encoding="utf-8").stdout


def words(pdf: bytes, folder: Path, page: int = 1) -> list[Word]:
    """Every word of a page with its box in millimetres."""
    file = folder / "words.pdf"
    file.write_bytes(pdf)
    seen = _poppler("pdftotext", "-bbox", "-f", str(page), "-l", str(page), str(file), "-")
    found = re.findall(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]*)<', seen)
    return [Word(unescape(text), Zone(float(a) * MM, float(b) * MM, (float(c) - float(a)) * MM, (float(d) - float(b)) * MM))
            for a, b, c, d, text in found]


def said(pdf: bytes, folder: Path) -> list[str]:
    """The text of every element, in the order of the structure, as a screen reader gets it."""
    file = folder / "said.pdf"
    file.write_bytes(pdf)
    seen = _poppler("pdfinfo", "-struct-text", str(file))
    joined = re.sub(r'"\n\s*"', "", seen)           # one element over the end of a page
    return [plain(text) for text in re.findall(r'^\s*"(.*?)"$', joined, re.MULTILINE | re.DOTALL)]


def searched(pdf: bytes, folder: Path) -> str:
    """All text of the first page in the order it was drawn, artifacts too."""
    file = folder / "searched.pdf"
    file.write_bytes(pdf)
    return re.sub(r"\s", "", _poppler("pdftotext", "-l", "1", "-raw", str(file), "-"))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()
