"""The texts of letters, from resources/letters/<language>/: `words.toml`, and one Markdown file for each kind of letter.

A block is a heading (`## `), an item (`- `) or a paragraph; `[name]` before it says when it is said; `# ` is the subject.
"""
from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from alektum_desk.base import paths
from alektum_desk.domain.letter_texts import Cite, Form, Law, LetterText, Piece, Words

_CONDITION = re.compile(r"\[([a-z_]+)\] ")
_NO_SHARP_S = frozenset({"CH", "LI"})           # German is written there without ß


def _folder() -> Path:
    return paths.resources() / "letters"


@cache
def languages() -> frozenset[str]:
    """In which a letter can be written."""
    return frozenset(path.parent.name for path in _folder().glob("*/words.toml"))


@cache
def words(language: str, country: str = "") -> Words:
    """As a letter to that country words them. KeyError where there is no text in the language."""
    if language not in languages():
        raise KeyError(language)
    folder = _folder() / language
    plain = _plain if language == "de" and country in _NO_SHARP_S else _same
    table = tomllib.loads(plain((folder / "words.toml").read_text(encoding="utf-8")))
    cites = table.pop("cite")
    own = {key: value for key, value in cites.items() if not isinstance(value, dict)}
    return Words(
        language=language, **{**table,
            "regime": {key: Law(**value) for key, value in table["regime"].items()},
            "cite": {"": _cite(own)} | {key: _cite(own | value) for key, value in cites.items() if isinstance(value, dict)},
            "texts": {path.stem: read(plain(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.md"))}})


def _same(text: str) -> str:
    return text


def _plain(text: str) -> str:
    return text.replace("ß", "ss")


def _cite(table: dict[str, Any]) -> Cite:
    return Cite(**{**table, "ordinals": tuple(table.get("ordinals", ())), "letters": tuple(table.get("letters", ()))})


def read(markdown: str) -> LetterText:
    subject, pieces = None, []
    for block in markdown.strip().split("\n\n"):
        if block.startswith("# "):
            subject = block[2:]
        else:
            pieces.append(_piece(block))
    return LetterText(subject, tuple(pieces))


def _piece(block: str) -> Piece:
    said = _CONDITION.match(block)
    text = block[said.end():] if said else block
    form = Form.HEADING if text.startswith("## ") else Form.ITEM if text.startswith("- ") else Form.PARAGRAPH
    return Piece(form, text.removeprefix("## ").removeprefix("- "), said[1] if said else None)
