"""Notices read against the law, the register and each other."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from alektum_desk.domain.errors import _N, Refused, Unusable
from alektum_desk.domain.findings import Finding
from alektum_desk.domain.notice_check import in_words, read_one
from alektum_desk.domain.notice_compare import Set, compare
from alektum_desk.domain.notice_text import Text, read
from alektum_desk.domain.notices import Page
from alektum_desk.reference import notice_check as reference
from alektum_desk.reference.authorities import authorities
from alektum_desk.services.notice_files import lines_of, read_file

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk


def check_text(lines: Sequence[str], country: str, language: str, file: str, today: date) -> tuple[Finding, ...]:
    """One text, without a register; its findings name the file as notice."""
    text = read(tuple(lines), reference.words(language), Path(file).stem, file, country.upper())
    return in_words(read_one(text, reference.knowledge(language, today)))


def check_file(path: Path, country: str | None, language: str | None) -> tuple[Finding, ...]:
    """A file that somebody named; its country and its language have to be said."""
    if not country or not language:
        raise Unusable(_N("The country and the language of the notice are not said."),
                       _N("Give both, for example: --country BE --language fr."))
    known = {each.country for each in authorities().values()}
    if country.upper() not in known:
        raise Refused(_N("There is no country {country}."), _N("Give the two letters of its ISO 3166 code, for example BE."),
                      country=country, field="country")
    found = read_file(path)
    return check_text(lines_of(found.text), country, language, found.file, datetime.now(UTC).date())


def check(desk: Desk) -> tuple[Finding, ...]:
    """All notices of the register. Rules that read words need the text, which the office reads in."""
    from alektum_desk.services import notices
    pages = tuple(notices.shown(desk, each.id) for each in notices.listed(desk))
    return check_pages(pages, desk.today())


def check_pages(pages: Sequence[Page], today: date) -> tuple[Finding, ...]:
    texts = [text for page in pages if (text := _text(page, pages)) is not None]
    facts = {text.notice: reference.knowledge(text.words.language, today) for text in texts}
    seen = [one for text in texts for one in read_one(text, facts[text.notice])]
    ours = {page.notice.id for page in pages if page.notice.ours}
    compared = {each.notice: each for each in texts if each.notice in ours}
    known = Set(tuple(page for page in pages if page.notice.id in ours), compared, facts, reference.glossary())
    return in_words((*seen, *compare(known, [page for page in pages if page.notice.id not in ours])))


def _text(page: Page, pages: Sequence[Page]) -> Text | None:
    """The part of the file that is this notice: from its first fact to the next notice's first."""
    if not page.text_lines or page.notice.language not in (*reference.languages(), "no", "nn"):
        return None
    starts = sorted(_first(each) for each in pages if each.notice.sha256 == page.notice.sha256)
    mine = _first(page)
    first = 1 if mine == starts[0] else mine
    end = next((each for each in starts if each > mine), len(page.text_lines) + 1)
    lines = page.text_lines[first - 1:end - 1]
    return read(lines, reference.words(page.notice.language), page.notice.id, page.notice.file, page.notice.country or _guess(page), first)


def _first(page: Page) -> int:
    return min((each.place.line for each in page.statements if each.place), default=1)


def _guess(page: Page) -> str:
    """A notice without a country is read as one of the country of its language."""
    return {"fr": "FR", "nl": "NL", "da": "DK", "nb": "NO", "sv": "SE", "fi": "FI", "de": "DE"}.get(page.notice.language, "IE")
