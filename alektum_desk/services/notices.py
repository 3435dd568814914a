"""The published notices: read in, listed, shown with every fact that stands in them."""
from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from alektum_desk.base import language as tongues
from alektum_desk.domain.errors import _N, Refused
from alektum_desk.domain.notices import Field, Notice, Page, Place, Sentence, Statement, Taken
from alektum_desk.domain.retention import as_values, rule_of
from alektum_desk.services.notice_files import NoticeFile, lines_of, read_file
from alektum_desk.store import notices as store

if TYPE_CHECKING:
    from alektum_desk.services.desk import Desk

def read(desk: Desk, paths: Sequence[Path], country: str | None = None, language: str | None = None,
         organisation: str | None = None) -> tuple[Taken, ...]:
    """All files or none. A text that the facts know joins its notice; any other becomes a new one and needs all three."""
    found = [read_file(path) for path in paths]
    whose = _whose(country, language, organisation) if country or language or organisation else None
    taken: list[Taken] = []
    with desk.store.act("register", "notice.read") as session:
        for each in found:
            known = store.with_digest(session, each.digest)
            if not known and whose is None:
                raise Refused(_N("{file} is no notice that the register knows."),
                              _N("Say whose it is: its country, its language and its organisation."), file=each.file, field="organisation")
            if not known and whose is not None:
                session.add(_new_notice(session, each, *whose))
            if store.text_of(session, each.digest) is None:
                session.add(store.NoticeText(sha256=each.digest, file=each.file, read_at=desk.now(), lines=each.lines, text=each.text))
            session.flush()
            taken += [Taken(notice.ref, each.file, each.digest, bool(known), each.lines)
                      for notice in store.with_digest(session, each.digest)]
    return tuple(taken)


def _whose(country: str | None, language: str | None, organisation: str | None) -> tuple[str, str, str]:
    country, language, organisation = (country or "").strip().upper(), (language or "").strip().lower(), (organisation or "").strip()
    if len(country) != 2 or tongues.country(country) == country:
        raise Refused(_N("There is no country {country}."), _N("Give the two letters of its ISO 3166 code, for example BE."),
                      country=country or "?", field="country")
    if not (2 <= len(language) <= 3 and language.isascii() and language.isalpha()):
        raise Refused(_N("There is no language {language}."), _N("Give the letters of its ISO 639 code, for example fr."),
                      language=language or "?", field="language")
    if not organisation or len(organisation) > 200 or not organisation.isprintable():
        raise Refused(_N("The organisation of this notice is not named."), _N("Name it as the notice does, in at most 200 letters."),
                      field="organisation")
    return country, language, organisation


def _new_notice(session: Session, text: NoticeFile, country: str, language: str, organisation: str) -> store.Notice:
    stem = f"{country}-{language}".lower()
    names = chain((stem,), (f"{stem}-{number}" for number in count(2)))
    ref = next(each for each in names if store.by_ref(session, each) is None)
    group = {notice.organisation.split(maxsplit=1)[0].casefold() for notice, _, _ in store.listed(session) if notice.ours}
    return store.Notice(ref=ref, country=country, language=language, organisation=organisation, title=text.file, file=text.file,
                        sha256=text.digest, ours=organisation.split(maxsplit=1)[0].casefold() in group)


def listed(desk: Desk) -> tuple[Notice, ...]:
    """Ours first, by country; then other organisations'."""
    with desk.store.read("register") as session:
        return tuple(_notice(*each) for each in store.listed(session))


def shown(desk: Desk, notice: str) -> Page:
    with desk.store.read("register") as session:
        found = next((each for each in store.listed(session) if each[0].ref == notice), None)
        if found is None:
            raise Refused(_N("There is no notice {notice}."), _N("The list of notices shows their names."), notice=notice)
        row, text, _ = found
        statements = tuple(to_statement(each, owner) for each, owner in store.statements(session, [row.id]))
        return Page(_notice(*found), statements, tuple(lines_of(text.text)) if text else ())


def sentence(desk: Desk, notice: str, line: int) -> Sentence:
    """One line of a notice; without text as long as the notice was not read in."""
    with desk.store.read("register") as session:
        row = store.by_ref(session, notice)
        text = store.text_of(session, row.sha256) if row else None
        lines = lines_of(text.text) if text else []
        return Sentence(notice, line, lines[line - 1] if 0 < line <= len(lines) else None)


def _notice(row: store.Notice, text: store.NoticeText | None, facts: int) -> Notice:
    return Notice(row.ref, row.country, row.language, row.organisation, row.title, row.file, row.sha256, row.ours,
                  text.read_at if text else None, text.lines if text else 0, facts)


def to_statement(row: store.Statement | store.StatementRow, notice: store.Notice | None) -> Statement:
    place = Place(notice.ref, notice.file, row.line, row.anchor) if notice and row.line is not None and row.anchor is not None else None
    return Statement(row.id, Field(row.field), row.text, place, row.purpose, row.code, tuple(row.kinds), row.as_written, row.cited,
                     rule_of(row.rule) if row.rule else None, tuple(row.details.items()) if row.details else ())


def to_row(statement: Statement, position: int, notice_id: str | None = None, activity_id: str | None = None,
           parts: Sequence[str] | None = None) -> store.Statement:
    place = statement.place
    return store.Statement(
        id=statement.id, notice_id=notice_id, activity_id=activity_id, position=position, field=statement.field,
        parts=list(parts) if parts is not None else None, text=statement.text, line=place.line if place else None,
        anchor=place.anchor if place else None, purpose=statement.purpose, code=statement.code, kinds=list(statement.kinds),
        as_written=statement.as_written, cited=statement.cited, rule=as_values(statement.rule) if statement.rule else None,
        details=dict(statement.details) or None)
