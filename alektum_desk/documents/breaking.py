"""Where lines end: the whole paragraph is weighed at once, and a word is divided only where that mends a ragged edge."""
from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import pyphen

from alektum_desk.documents.fonts import SOFT_HYPHEN, Face, normal, unit_width

LOOSE = 0.16            # of the width: a looser line is worth a second look with divided words
HYPHEN_COST = 2.5       # as bad as 16 % of slack
LINE_COST = 1.0
LOOSE_ENDS_COST = 1.2
SHORTEST_WORD = 7
MOST_WEIGHED = 200      # words of a paragraph
COMPOUND = re.compile(r"(?<=[^\W\d_]{2}-)(?=[^\W\d_]{3})")       # "Datenschutz-|Grundverordnung", not "e-mail"
VOWELS = "aeiouyäöå"


class Line(NamedTuple):
    """What is drawn and, at its end, what a screen reader needs: a space between words, a soft hyphen inside one."""

    text: str
    width: float


class _Piece(NamedTuple):
    """A word or a part of one. `joint`: " " before the next word, a soft hyphen, or "" after a hyphen of the text."""

    text: str
    width: float
    joint: str


def break_text(text: str, face: Face, size: float, width: float, language: str) -> tuple[Line, ...]:
    """Lines of at most `width`; a line feed in the text ends a line. No text is one empty line."""
    parts = normal(text).split("\n")
    lines: list[Line] = []
    for index, part in enumerate(parts):
        lines += _paragraph(part, face, size, width, language, last=index == len(parts) - 1)
    return tuple(lines)


def _paragraph(text: str, face: Face, size: float, width: float, language: str, *, last: bool) -> list[Line]:
    words = [word for word in text.split(" ") if word]
    end = "" if last else " "
    whole = " ".join(words)
    full = unit_width(whole, face) * size if len(words) < 8 else width + 1
    if full <= width:
        return [Line(whole + end, full)]
    pieces = [piece for word in words for piece in _pieces(word, face, size, width, "")]
    space, hyphen = unit_width(" ", face) * size, unit_width("-", face) * size
    if sum(piece.width for piece in pieces) + space * (len(words) - 1) <= width:
        return [_line(pieces, space, hyphen, end)]
    weighed = len(words) <= MOST_WEIGHED
    ends = _best_ends(pieces, space, hyphen, width) if weighed else _first_ends(pieces, space, width)
    if weighed and (len(pieces) > len(words) or _is_loose(pieces, ends, space, width)):
        pieces = [piece for word in words for piece in _pieces(word, face, size, width, language)]
        ends = _best_ends(pieces, space, hyphen, width)
    return [_line(pieces[start:stop], space, hyphen, end if stop == len(pieces) else None)
            for start, stop in zip([0, *ends[:-1]], ends, strict=True)]


def _line(pieces: list[_Piece], space: float, hyphen: float, end: str | None) -> Line:
    shown = "".join(piece.text + (piece.joint if piece.joint != SOFT_HYPHEN else "") for piece in pieces[:-1])
    shown += pieces[-1].text
    joint = pieces[-1].joint if end is None else end
    width = sum(piece.width + (space if piece.joint == " " else 0.0) for piece in pieces[:-1]) + pieces[-1].width
    return Line(shown + joint, width + (hyphen if joint == SOFT_HYPHEN else 0.0))


def _pieces(word: str, face: Face, size: float, width: float, language: str) -> list[_Piece]:
    if not language and "-" not in word and (wide := unit_width(word, face) * size) <= width:
        return [_Piece(word, wide, " ")]
    parts: list[tuple[str, str]] = []
    # A reference or a number is not a compound: it stays whole.
    compound = [word] if any(letter.isdigit() for letter in word) else re.split(COMPOUND, word)
    for index, part in enumerate(compound):
        joint = " " if index == len(compound) - 1 else ""
        divided: tuple[str, ...] = (part,)
        if language:
            alone = unit_width(part, face) * size > width       # wider than the line: even a name is divided
            divided = _syllables(part, language, names=alone)
        parts += [(syllable, SOFT_HYPHEN) for syllable in divided[:-1]]
        parts.append((divided[-1], joint))
    pieces: list[_Piece] = []
    for text, joint in parts:
        wide = unit_width(text, face) * size
        if wide <= width:
            pieces.append(_Piece(text, wide, joint))
        else:
            pieces += _chopped(text, face, size, width, joint)
    return pieces


def _chopped(text: str, face: Face, size: float, width: float, joint: str) -> list[_Piece]:
    """A web address or a code longer than the line, divided anywhere, preferably after a mark; nothing is added."""
    pieces: list[_Piece] = []
    while text:
        fits = 1
        while fits < len(text) and unit_width(text[:fits + 1], face) * size <= width:
            fits += 1
        if fits < len(text):
            mark = max((text.rfind(sign, 0, fits) for sign in "/.?&=_@"), default=-1)
            fits = mark + 1 if mark > fits // 2 else fits
        head, text = text[:fits], text[fits:]
        pieces.append(_Piece(head, unit_width(head, face) * size, "" if text else joint))
    return pieces


def _first_ends(pieces: list[_Piece], space: float, width: float) -> list[int]:
    """Each line as full as it gets: of a paragraph as long as a page nobody sees the difference, and it is ten times as quick."""
    ends: list[int] = []
    filled = 0.0
    for number, piece in enumerate(pieces):
        gap = space if number and pieces[number - 1].joint == " " else 0.0
        if filled and filled + gap + piece.width > width:
            ends.append(number)
            filled = piece.width
        else:
            filled += gap + piece.width
    return [*ends, len(pieces)]


def _best_ends(pieces: list[_Piece], space: float, hyphen: float, width: float) -> list[int]:
    """The line ends of least total raggedness; the last line may be as short as it likes."""
    count = len(pieces)
    best: list[float] = [0.0] + [float("inf")] * count
    came: list[int] = [0] * (count + 1)
    widths = [piece.width for piece in pieces]
    gaps = [space if piece.joint == " " else 0.0 for piece in pieces]
    hyphens = [hyphen if piece.joint == SOFT_HYPHEN else 0.0 for piece in pieces]
    costs = [_break_cost(one, after) for one, after in pairwise(pieces)]
    for start in range(count):
        before = best[start] + LINE_COST
        filled = 0.0
        for at in range(start, count):
            filled += widths[at]
            slack = (width - filled - hyphens[at]) / width
            if slack < 0:
                if at > start:
                    if filled > width:
                        break
                    filled += gaps[at]
                    continue
                slack = 0.0
            filled += gaps[at]
            stop = at + 1
            last = 3.0 if slack > 0.88 else 0.0         # a last line of one short word
            cost = before + (100 * slack * slack + costs[at] if stop < count else last)
            if cost < best[stop]:
                best[stop], came[stop] = cost, start
    ends = [count]
    while came[ends[-1]]:
        ends.append(came[ends[-1]])
    return ends[::-1]


def _break_cost(piece: _Piece, after: _Piece) -> float:
    """Of ending a line here: inside a word, between "article" and its number or a day and its month, after the short
    first word of a sentence.
    """
    if piece.joint == SOFT_HYPHEN:
        return HYPHEN_COST
    day = len(piece.text) < 4 and piece.text.rstrip(".").isdigit()
    if day or after.text[0].isdigit() or (len(piece.text) < 3 and piece.text[0].isupper()):
        return LOOSE_ENDS_COST
    return 0.0


def _is_loose(pieces: list[_Piece], ends: list[int], space: float, width: float) -> bool:
    start = 0
    for stop in ends[:-1]:
        line = pieces[start:stop]
        filled = sum(piece.width + (space if piece.joint == " " else 0.0) for piece in line[:-1]) + line[-1].width
        if width - filled > LOOSE * width:
            return True
        start = stop
    return False


@lru_cache
def _dictionary(language: str) -> pyphen.Pyphen | None:
    """Read on first need: a dictionary takes up to a second."""
    known = pyphen.language_fallback(language.replace("-", "_"))
    return pyphen.Pyphen(lang=known, left=2, right=3) if known else None


@lru_cache(maxsize=20_000)
def _syllables(word: str, language: str, *, names: bool) -> tuple[str, ...]:
    letters = word.strip(".,;:!?()«»„“”’'\"")
    short = language.split("-", maxsplit=1)[0]
    # A name is not divided; in German every noun has a capital.
    name = letters[:1].isupper() and short != "de" and not names
    if len(letters) < SHORTEST_WORD or not letters.isalpha() or name or letters.isupper():
        return (word,)
    start = word.index(letters)
    cuts = [start + at for at in (_finnish(letters) if short == "fi" else _by_dictionary(letters, language))]
    return tuple(word[a:b] for a, b in zip([0, *cuts], [*cuts, len(word)], strict=True))


def _by_dictionary(word: str, language: str) -> list[int]:
    dictionary = _dictionary(language)
    if dictionary is None:
        return []
    # A position with `data` would change the spelling: the text of a letter is never changed.
    return [int(at) for at in dictionary.positions(word) if not getattr(at, "data", None)]


def _finnish(word: str) -> list[int]:
    """There is no dictionary for Finnish and none is needed: a syllable begins at a consonant before a vowel."""
    low = word.lower()
    return [at for at in range(2, len(word) - 2)
            if low[at] not in VOWELS and low[at + 1] in VOWELS and any(letter in VOWELS for letter in low[:at])]
