"""The bundled typefaces: which file draws a character, how wide a text is, what no file can draw."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from alektum_desk.base import paths
from alektum_desk.domain.errors import _N, Refused


class Face(StrEnum):
    """Documents speak in the serif; the sans labels what stands in tables and at the foot."""

    SERIF = "SourceSerif4-Regular"
    SERIF_BOLD = "SourceSerif4-Semibold"
    SERIF_ITALIC = "SourceSerif4-It"
    SANS = "NotoSans-Regular"
    SANS_BOLD = "NotoSans-Bold"
    SANS_ITALIC = "NotoSans-Italic"


# Source Serif lacks a handful of letters (the Sámi Ŧ, the Dutch ligature IJ); another file draws just those.
FALLBACK = {
    Face.SERIF: "NotoSerif-Regular",
    Face.SERIF_BOLD: "NotoSans-Bold",
    Face.SERIF_ITALIC: "NotoSans-Italic",
    Face.SANS: "SourceSerif4-Regular",
    Face.SANS_BOLD: "SourceSerif4-Semibold",
    Face.SANS_ITALIC: "SourceSerif4-It",
}
SOFT_HYPHEN = "\u00ad"
INVISIBLE = {0x00AD: None, 0x200B: None, 0x200E: None, 0x200F: None, 0x2060: None, 0xFEFF: None, 0x0D: None, 0x09: " "}
_HAS_INVISIBLE = re.compile(f"[{''.join(map(chr, INVISIBLE))}]").search       # ten times as quick as a translation that changes nothing


class Run(NamedTuple):
    """A stretch of text that one font file draws."""

    font: str
    text: str


def font(name: str) -> TTFont:
    """Read once, and known to reportlab from then on."""
    return _loaded(str(name))           # a face and its name are one to a dictionary, and two to a cache


@lru_cache
def _loaded(name: str) -> TTFont:
    # Only the letters that are used go into a file, not every ASCII one.
    loaded = TTFont(name, str(paths.resources() / "fonts" / "documents" / f"{name}.ttf"), asciiReadable=False)
    pdfmetrics.registerFont(loaded)
    return loaded


@lru_cache
def characters(name: str) -> frozenset[str]:
    return frozenset(chr(code) for code in font(name).face.charToGlyph
                     if unicodedata.category(chr(code))[0] not in "CM") | {SOFT_HYPHEN}


def normal(text: str) -> str:
    """Composed letters, without the invisible marks that come along with pasted text."""
    composed = unicodedata.normalize("NFC", text)
    return composed.translate(INVISIBLE) if _HAS_INVISIBLE(composed) else composed


def require(texts: Iterable[str]) -> None:
    """Refused when a character cannot be drawn: never a box on a letter that leaves the house."""
    needed = set().union(*map(normal, texts)) - {"\n"}
    for character in sorted(needed - _drawn()):
        raise Refused(
            _N("No font of this program can draw the character {character}."),
            _N("Write the word in another way: the page would show an empty box in its place."),
            character=f"U+{ord(character):04X}")


def is_drawable(words: str) -> bool:
    return _drawn().issuperset(normal(words).replace("\n", " "))


_STANDING_IN = {
    **dict.fromkeys((*range(0x25A0, 0x2600), *range(0x2700, 0x27C0), 0x2B24, *range(0xF021, 0xF100)), "\u2022"),     # shapes, dingbats, and those of Word's own fonts
    **dict.fromkeys((0x2705, 0x2714, 0xF0FC), "\u2713"), **dict.fromkeys((0x2612, 0x2716, 0x2717, 0x2718, 0x274C, 0x274E, 0xF0FB), "\u00d7"),
    **dict.fromkeys((0x25A1, 0xF06F, 0xF0A8), "\u2610"), **dict.fromkeys((0xF0E0, 0xF0E8), "\u2192")}
NO_GLYPH = "\ufffd"


def stood_in(words: str) -> str:
    """For what is printed whole whatever stands in it: the nearest character that can be drawn, else a mark that one is missing."""
    return "".join(each if each == "\n" or each in _drawn() else _nearest(each) for each in normal(words))


@lru_cache(maxsize=1000)
def _nearest(character: str) -> str:
    if unicodedata.category(character) in {"Mn", "Me", "Mc", "Cc", "Cf"}:      # what rides on a letter, or is not seen
        return ""
    near = _STANDING_IN.get(ord(character)) or unicodedata.normalize("NFKC", character)
    return near if is_drawable(near) else NO_GLYPH


def drawable(words: str) -> str:
    """On one line, for lists and labels that must never be refused: a word that no font draws stands there in Latin letters."""
    return " ".join(filter(None, (each if is_drawable(each) else romanised(each) for each in normal(words).split())))


def romanised(word: str) -> str:
    """By the sound of each letter, as far as one can tell without its language. A sign that is no letter falls away."""
    from anyascii import anyascii  # a table of every script: read for the few words that need it
    letters = "".join(each for each in word if unicodedata.category(each)[0] in "LMN" or each in "-'’.")
    plain = "".join(each for each in anyascii(letters) if each.isalnum() or each in "-'.")
    return plain[:1].upper() + plain[1:]


@lru_cache
def _drawn() -> frozenset[str]:
    """What every typeface can draw, alone or with the one that helps it out."""
    return frozenset.intersection(*(characters(face) | characters(FALLBACK[face]) for face in Face))


def runs(text: str, face: Face) -> tuple[Run, ...]:
    own = characters(face)
    if own.issuperset(text):
        font(face)
        return (Run(face, text),)
    found: list[Run] = []
    for character in text:
        name = str(face) if character in own else FALLBACK[face]
        font(name)
        if found and found[-1].font == name:
            found[-1] = Run(name, found[-1].text + character)
        else:
            found.append(Run(name, character))
    return tuple(found)


@lru_cache(maxsize=10_000)
def unit_width(text: str, face: Face) -> float:
    """For a size of one point."""
    return sum(font(run.font).stringWidth(run.text, 1000) for run in runs(text, face)) / 1000
