"""Folding a text for search: no capitals, no accents, no ligatures."""
from __future__ import annotations

import unicodedata

# Letters that Unicode does not take apart, as people type them without the key.
_ALIKE = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "’": "'"})


def fold(text: str) -> str:
    """Equal for texts that a person looking for one would call the same."""
    if text.isascii():                     # nothing to take apart, and most texts are that
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_ALIKE)
