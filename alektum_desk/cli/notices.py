"""`notices`: read the published texts in, list them, show one with every fact that stands in it."""
from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alektum_desk.base import language
from alektum_desk.base.language import _
from alektum_desk.cli.command import (
    MAYBE_TEXT,
    NUMBER,
    TEXT,
    TRUTH,
    Command,
    Context,
    Needs,
    Schema,
    option,
    own_language,
    read_day,
    record,
    rows,
    some,
)
from alektum_desk.domain.findings import Finding, Mark
from alektum_desk.domain.notices import FIELDS, Field

if TYPE_CHECKING:
    from alektum_desk.domain.notice_versions import Difference
    from alektum_desk.services.notice_findings import Item


def _import(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import notices
    taken = notices.read(context.desk, [Path(each) for each in arguments.files], arguments.country,
                         arguments.text_language, arguments.organisation)
    return [{"id": each.id, "file": each.file, "sha256": each.sha256, "known": each.known, "lines": each.lines} for each in taken]


def _import_text(answer: list[dict[str, Any]]) -> str:
    return "\n".join(_("{file} joined the notice {notice}.").format(file=each["file"], notice=each["id"]) if each["known"]
                     else _("{file} became the notice {notice}.").format(file=each["file"], notice=each["id"]) for each in answer)


def _list(context: Context, _arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import notices
    return [{"id": each.id, "country": each.country, "language": each.language, "file": each.file, "organisation": _(each.organisation),
             "title": _(each.title), "sha256": each.sha256, "ours": each.ours, "lines": each.lines, "facts": each.facts,
             "read_at": each.read_at.isoformat() if each.read_at else None} for each in notices.listed(context.desk)]


def _list_text(answer: list[dict[str, Any]]) -> str:
    return "\n".join(f"{each['id']:<12} {each['country'] or '--'} {each['language']}  {each['organisation']:<40} {each['title']}"
                     for each in answer)


def _show(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import notices, records
    page = notices.shown(context.desk, arguments.id)
    fields = dict.fromkeys(each.field for each in page.statements)
    return {"id": page.notice.id, "text_lines": list(page.text_lines),
            "fields": [{"field": field, "statements": [records.statement_json(each) for each in page.of(field)]} for field in fields]}


def _show_text(answer: dict[str, Any]) -> str:
    lines = []
    for each in answer["fields"]:
        lines += ["", _(FIELDS[Field(each["field"])])]
        lines += [f"  {said['line']:>4}  {said['value']['text']}" for said in each["statements"]]
    return "\n".join(lines[1:])


def _finding(each: Finding) -> dict[str, Any]:
    return {"rule": each.rule, "severity": each.severity, "message": _(each.message), "gdpr": each.gdpr, "proposal": _(each.proposal),
            "evidence": [{"notice": one.notice, "file": one.file, "line": one.line, "quote": one.quote} for one in each.evidence]}


def _item(each: Item) -> dict[str, Any]:
    return {"id": each.id, "state": each.laid.mark if each.laid else "open", "reason": each.laid.reason if each.laid else None, **_finding(each.finding)}


def _check(context: Context, arguments: Namespace) -> dict[str, Any]:
    if arguments.file is None:
        from alektum_desk.services import notice_findings
        return {"findings": [_item(each) for each in notice_findings.listed(context.desk)]}
    from alektum_desk.services import notice_check
    return {"findings": [_finding(each) for each in notice_check.check_file(Path(arguments.file), arguments.country, arguments.text_language)]}


def _check_text(answer: dict[str, Any]) -> str:
    lines = []
    for each in answer["findings"]:
        laid = f"  {each['id']}  {each['state']}" if "id" in each else ""
        lines += [f"{each['severity']:<7} {each['rule']}{laid}", f"        {each['message']}", f"        {each['proposal']}"]
        lines += [f"        {one['file']}:{one['line']}  {one['quote']}" for one in each["evidence"]]
    return "\n".join(lines) or _("Nothing was found.")


def _mark(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import notice_findings
    state = None if arguments.state == "open" else Mark(arguments.state)
    return _item(notice_findings.mark(context.desk, arguments.id, state, arguments.reason))


def _mark_text(answer: dict[str, Any]) -> str:
    return f"{answer['id']}  {answer['rule']}  {answer['state']}"


def _renew(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import notice_versions
    return _difference(notice_versions.renew(context.desk, arguments.id, Path(arguments.file), read_day(arguments.published_on),
                                                arguments.source))


def _diff(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import notice_versions
    return _difference(notice_versions.difference(context.desk, arguments.id, arguments.old, arguments.new))


def _difference(found: Difference) -> dict[str, Any]:
    return {"lines": [{"change": each.change, "old": each.old, "new": each.new, "before": each.before, "after": each.after} for each in found.lines],
            "touched": [{"field": each.statement.field, "text": _(each.statement.text), "line": each.new, "activities": list(each.activities)}
                        for each in found.touched]}


def _difference_text(answer: dict[str, Any]) -> str:
    signs = {"added": "+", "changed": "~", "dropped": "-"}
    lines = [f"{signs[each['change']]} {each['new'] or each['old']:>4}  {each['after'] or each['before']}" for each in answer["lines"]]
    lines += ["", *(f"{_(FIELDS[Field(each['field'])])}: {each['text']}  ({', '.join(each['activities'])})" for each in answer["touched"])]
    return "\n".join(lines).rstrip() or _("Nothing differs.")


def _versions(context: Context, arguments: Namespace) -> list[dict[str, Any]]:
    from alektum_desk.services import notice_versions
    return [{"version": each.number, "file": each.file, "sha256": each.sha256, "published_on": each.published_on.isoformat() if each.published_on else None,
             "source": each.source, "taken_at": each.taken_at.isoformat() if each.taken_at else None, "account": each.account}
            for each in notice_versions.versions(context.desk, arguments.id)]


def _versions_text(answer: list[dict[str, Any]]) -> str:
    return "\n".join(f"{each['version']:>3}  {each['published_on'] or '-':<10}  {each['file']}  {each['source'] or ''}".rstrip() for each in answer)


def _write(context: Context, arguments: Namespace) -> dict[str, Any]:
    from alektum_desk.services import notice_writing
    tongue = arguments.text_language or language.current()
    made = notice_writing.write(context.desk, arguments.country, tongue, Path(arguments.to), arguments.region)
    return {"file": arguments.to, "country": arguments.country.upper(), "language": arguments.text_language, "lines": len(made.lines),
            "gaps": [{"activity": each.activity, "field": each.field, "sentence": _(each.why).format(language=tongue)} for each in made.gaps]}


def _write_text(answer: dict[str, Any]) -> str:
    lines = [_("The notice is written: {file}").format(file=answer["file"])]
    lines += ["  " + ": ".join(part for part in (each["activity"], _(FIELDS[Field(each["field"])]), each["sentence"]) if part) for each in answer["gaps"]]
    return "\n".join(lines)


EVIDENCE = rows(record(notice=TEXT, file=TEXT, line=NUMBER, quote=TEXT))
MAYBE_NUMBER: Schema = {"type": ["integer", "null"]}
DIFFERENCE = record(lines=rows(record(change=TEXT, old=MAYBE_NUMBER, new=MAYBE_NUMBER, before=TEXT, after=TEXT)),
                    touched=rows(record(field=TEXT, text=TEXT, line=MAYBE_NUMBER, activities=rows(TEXT))))

COMMANDS = (
    Command("notices", "import", "Read notices in; a text that the facts know joins its notice", _import, (
        option("files", "text files", nargs="+", metavar="FILE"),
        option("--country", "of an unknown notice, two letters", metavar="CC"),
        own_language("of an unknown notice"),
        option("--organisation", "of an unknown notice", metavar="NAME")), text=_import_text,
            answer=rows(record(id=TEXT, file=TEXT, sha256=TEXT, known=TRUTH, lines=NUMBER))),
    Command("notices", "list", "The published notices, ours first", _list, text=_list_text, answer=rows(record(
        id=TEXT, country=MAYBE_TEXT, language=TEXT, file=TEXT, organisation=TEXT, title=TEXT, sha256=TEXT, ours=TRUTH, lines=NUMBER,
        facts=NUMBER, read_at=MAYBE_TEXT))),
    Command("notices", "show", "One notice with every fact that was read in it", _show, (option("id", "the notice"),), text=_show_text,
            answer=record(id=TEXT, text_lines=rows(TEXT), fields=rows(record(field=TEXT, statements=rows(record(
                value={"type": "object"}, notice=TEXT, file=TEXT, line=NUMBER, anchor=TEXT)))))),
    Command("notices", "check", "Read one notice, or all of the register, against the rules of the notice check; findings are a list of work, so exit 0 with them too", _check, (
        option("file", "a text file; without one, all notices of the register", nargs="?", metavar="FILE"),
        option("--country", "of the file, two letters", metavar="CC"),
        own_language("of the file")), text=_check_text,
            needs=Needs.NOTHING, answer=record(findings=rows(some(("rule", "severity", "message", "gdpr", "proposal", "evidence"), id=TEXT, state=TEXT,
                reason=MAYBE_TEXT, rule=TEXT, severity=TEXT, message=TEXT, gdpr=TEXT, proposal=TEXT,
                evidence=EVIDENCE)))),
    Command("notices", "write", "A whole notice of one country from the register, with what is still to be decided", _write, (
        option("--country", "two letters", required=True, metavar="CC"),
        own_language("of the notice; that of the program where none is given"),
        option("--region", "where a country has an authority for each region, for example DE-HH", metavar="CC-R"),
        option("--to", "the file; one that is there is replaced", required=True, metavar="FILE")), text=_write_text,
            answer=record(file=TEXT, country=TEXT, language=TEXT, lines=NUMBER,
                          gaps=rows(record(activity=TEXT, field=TEXT, sentence=TEXT)))),
    Command("notices", "mark", "Lay down what becomes of a finding", _mark, (
        option("id", "the finding"), option("--as", "accepted, fixed, legal, or open again", required=True, dest="state",
                                            choices=("accepted", "fixed", "legal", "open")),
        option("--reason", "why", required=True, metavar="T")), text=_mark_text,
            answer=record(id=TEXT, state=TEXT, reason=MAYBE_TEXT, rule=TEXT, severity=TEXT, message=TEXT, gdpr=TEXT, proposal=TEXT, evidence=EVIDENCE)),
    Command("notices", "renew", "A newer text of a notice: what changed, and which activities it touches", _renew, (
        option("id", "the notice"), option("file", "the newer text", metavar="FILE"),
        option("--published-on", "the day it was published", metavar="D"), option("--source", "where it was found", metavar="T")),
            text=_difference_text, answer=DIFFERENCE),
    Command("notices", "versions", "The versions of a notice, oldest first", _versions, (option("id", "the notice"),), text=_versions_text,
            answer=rows(record(version=NUMBER, file=TEXT, sha256=TEXT, published_on=MAYBE_TEXT, source=MAYBE_TEXT, taken_at=MAYBE_TEXT, account=MAYBE_TEXT))),
    Command("notices", "diff", "What changed between two versions of a notice", _diff, (
        option("id", "the notice"), option("old", "a version", type=int, metavar="V1"), option("new", "another", type=int, metavar="V2")),
            text=_difference_text, answer=DIFFERENCE),
)
