"""The standing sentences of a privacy notice, from resources/notice_texts: one file per language."""
from __future__ import annotations

import tomllib
from functools import cache

from alektum_desk.base import paths
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notice_writing import Wording


def languages() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (paths.resources() / "notice_texts").glob("??.toml")))


@cache
def wording(language: str) -> Wording:
    """Refused when no notice can be written in this language."""
    if language not in languages():
        raise Refused(_N("Notices cannot be written in the language {language}."), _N("Choose one of these languages: {known}."),
                      language=language, known=", ".join(languages()))
    with (paths.resources() / "notice_texts" / f"{language}.toml").open("rb") as file:
        texts = tomllib.load(file)
    return Wording(language, {name: each for name, each in texts.items() if isinstance(each, str)}, tuple(texts["rights_text"]), texts["articles"])
